/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A public outlet that redirects to a private address, in a network of its
 * own where 198.41.0.4 is this machine. Skipped where no such network can be
 * made.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "peer.h"
#include <arpa/inet.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>

#define PUBLIC "198.41.0.4"

static bool own_network;

static bool make_network(void)
{
	struct ifreq up = { .ifr_name = "lo" }, named = { .ifr_name = "lo:1" };
	struct sockaddr_in address = { .sin_family = AF_INET };

	/* The second is for those who are not root. */
	if (unshare(CLONE_NEWNET) != 0 &&
	    unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0)
		return false;
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return false;
	inet_pton(AF_INET, PUBLIC, &address.sin_addr);
	memcpy(&named.ifr_addr, &address, sizeof(address));
	up.ifr_flags = IFF_UP | IFF_LOOPBACK | IFF_RUNNING;
	bool made = ioctl(fd, SIOCSIFFLAGS, &up) == 0 &&
		    ioctl(fd, SIOCSIFADDR, &named) == 0;
	close(fd);
	return made;
}

static struct transport_answer *fetch(int port, const char *path)
{
	const struct transport_binding binding = { .name = "outlet",
						   .kinds = NW_REQUEST_HTTP,
						   .priority = LOOP_FETCHING,
						   .total_ms = 120000 };
	struct nw_request request = { .size = sizeof(request),
				      .kind = NW_REQUEST_HTTP };
	char url[128];

	snprintf(url, sizeof(url), "http://" PUBLIC ":%d%s", port, path);
	request.url = nw_str_from(url);
	return ask(&binding, &request, NULL);
}

static void a_public_page_cannot_send_us_to_a_private_address(void **s)
{
	struct peer server;
	int port;

	(void)s;
	if (!own_network)
		skip();
	open_transport();
	peer_start(&server, "hostile_server.py", "0.0.0.0");
	assert_int_equal(fscanf(server.out, "http %d", &port), 1);
	struct transport_answer *answer = fetch(port, "/ok");
	assert_int_equal(answer->response.code, 200);
	transport_answer_free(&answer);
	answer = fetch(port, "/to-private");
	assert_int_equal(answer->response.outcome, NW_OUTCOME_GUARD);
	assert_has(answer->response.text, "loopback (RFC 1122)");
	transport_answer_free(&answer);
	/* One connection served it all. */
	answer = fetch(port, "/connections");
	assert_str(answer->response.body, "1");
	transport_answer_free(&answer);
	peer_stop(&server);
	close_transport();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_public_page_cannot_send_us_to_a_private_address),
	};

	own_network = make_network();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
