/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "peer.h"

#include "daemon/transport/job.h"

static struct peer server;
static int port, dead_port, tls_port;
static char certificate[1024];

static struct transport_binding outlet = {
	.name = "outlet",
	.kinds = NW_REQUEST_HTTP,
	.priority = LOOP_FETCHING,
	.allow_private = true,
	.total_ms = 120000,
};

static int start_server(void **s)
{
	(void)s;
	peer_start(&server, "hostile_server.py", NULL);
	return fscanf(server.out, "http %d dead %d https %d %1023s", &port,
		      &dead_port, &tls_port, certificate) == 4
		       ? 0
		       : -1;
}

static int stop_server(void **s)
{
	(void)s;
	peer_stop(&server);
	return 0;
}

static int set_up(void **s)
{
	(void)s;
	open_transport();
	return 0;
}

static int tear_down(void **s)
{
	(void)s;
	close_transport();
	return 0;
}

static struct nw_request request_of(char *url, size_t room, const char *path)
{
	struct nw_request request = { .size = sizeof(request),
				      .kind = NW_REQUEST_HTTP };

	if (*path == '/')
		snprintf(url, room, "http://127.0.0.1:%d%s", port, path);
	else
		snprintf(url, room, "%s", path);
	request.url = nw_str_from(url);
	return request;
}

static struct transport_answer *fetch(const struct transport_binding *binding,
				      const char *path)
{
	char url[512];
	struct nw_request request = request_of(url, sizeof(url), path);

	return ask(binding, &request, NULL);
}

/* Outcome and code of a path, and a part of what is said of it. */
static void expect(const struct transport_binding *binding, const char *path,
		   enum nw_outcome outcome, int32_t code, const char *text)
{
	NW_AUTO(transport_answer_free)
	struct transport_answer *answer = fetch(binding, path);

	if (answer->response.outcome != (uint32_t)outcome)
		print_message("%s: %s %.*s\n", path,
			      nw_outcome_name(answer->response.outcome),
			      NW_FMT(answer->response.text));
	assert_int_equal(answer->response.outcome, outcome);
	assert_int_equal(answer->response.code, code);
	if (text)
		assert_has(answer->response.text, text);
}

static void a_page_comes_with_its_validators_and_then_as_304(void **s)
{
	struct transport_answer *answer = fetch(&outlet, "/etag");
	struct transport_known known;
	char url[512];
	struct nw_request request = request_of(url, sizeof(url), "/etag");

	(void)s;
	assert_int_equal(answer->response.code, 200);
	assert_str(answer->response.body, "good news");
	assert_str(answer->etag, "\"one\"");
	assert_str(answer->last_modified, "Fri, 01 Mar 2024 09:30:00 GMT");
	assert_false(answer->not_modified);
	known = (struct transport_known){ .etag = answer->etag,
					  .last_modified =
						  answer->last_modified };
	struct transport_answer *again = ask(&outlet, &request, &known);
	assert_int_equal(again->response.code, 304);
	assert_true(again->not_modified);
	transport_answer_free(&again);
	transport_answer_free(&answer);
}

static void packed_bodies_are_unpacked(void **s)
{
	NW_AUTO(transport_answer_free)
	struct transport_answer *answer = fetch(&outlet, "/packed");

	(void)s;
	assert_str(answer->response.body, "good news");
}

static void a_body_that_ends_with_the_connection_is_whole(void **s)
{
	NW_AUTO(transport_answer_free)
	struct transport_answer *answer = fetch(&outlet, "/http10");

	(void)s;
	assert_str(answer->response.body, "good news");
	assert_int_equal(answer->response.flags, 0);
}

static void half_a_body_is_given_flagged_and_without_validators(void **s)
{
	NW_AUTO(transport_answer_free)
	struct transport_answer *answer = fetch(&outlet, "/truncated");

	(void)s;
	assert_int_equal(answer->response.outcome, NW_OUTCOME_DONE);
	assert_str(answer->response.body, "half of it");
	assert_true(answer->response.flags & NW_RESPONSE_TRUNCATED);
	assert_true(nw_str_is_absent(answer->etag));
}

static void slow_peers_meet_the_time_limit(void **s)
{
	struct transport_binding binding = outlet;

	(void)s;
	binding.total_ms = 400;
	expect(&binding, "/slow-headers", NW_OUTCOME_TIMEOUT, 0, NULL);
	expect(&binding, "/slow-body", NW_OUTCOME_TIMEOUT, 0, NULL);
}

static void a_trickle_is_given_up_before_the_time_limit(void **s)
{
	struct transport_binding binding = outlet;

	(void)s;
	binding.total_ms = 300000;
	binding.low_speed = 100;
	binding.low_speed_ms = 1000;
	NW_AUTO(transport_answer_free)
	struct transport_answer *answer = fetch(&binding, "/slow-body");
	assert_int_equal(answer->response.outcome, NW_OUTCOME_TIMEOUT);
	assert_in_range(answer->took_ms, 900, 299999);
}

static void limits_of_the_binding_replace_the_defaults(void **s)
{
	struct transport_binding binding = outlet;

	(void)s;
	binding.headers_max = 20;
	expect(&binding, "/ok", NW_OUTCOME_TOO_LARGE, 0, "20 bytes");
	binding = outlet;
	binding.redirects = -1;
	expect(&binding, "/moved", NW_OUTCOME_DONE, 301, NULL);
}

static void floods_end_at_their_limits(void **s)
{
	(void)s;
	expect(&outlet, "/bomb", NW_OUTCOME_TOO_LARGE, 0,
	       "larger than 16777216 bytes when unpacked");
	expect(&outlet, "/endless", NW_OUTCOME_TOO_LARGE, 0, "when unpacked");
	expect(&outlet, "/headers", NW_OUTCOME_TOO_LARGE, 0, "65536");
}

static void broken_conversations_have_their_outcomes(void **s)
{
	char url[64];

	(void)s;
	expect(&outlet, "/bad-gzip", NW_OUTCOME_BAD_ENCODING, 0, NULL);
	expect(&outlet, "/drop", NW_OUTCOME_DROPPED, 0, NULL);
	snprintf(url, sizeof(url), "http://127.0.0.1:%d/", dead_port);
	expect(&outlet, url, NW_OUTCOME_CONNECT, 0, NULL);
	expect(&outlet, "http://nobody.invalid/", NW_OUTCOME_DNS, 0, NULL);
	snprintf(url, sizeof(url), "https://127.0.0.1:%d/", port);
	expect(&outlet, url, NW_OUTCOME_TLS, 0, NULL);
}

static void certificates_are_checked_against_the_bundle_or_the_own_one(void **s)
{
	struct transport_binding binding = outlet;
	char url[64];

	(void)s;
	snprintf(url, sizeof(url), "https://localhost:%d/ok", tls_port);
	expect(&binding, url, NW_OUTCOME_CERTIFICATE, 0, NULL);
	binding.ca_file = certificate;
	expect(&binding, url, NW_OUTCOME_DONE, 200, NULL);
	snprintf(url, sizeof(url), "https://127.0.0.1:%d/ok", tls_port);
	expect(&binding, url, NW_OUTCOME_CERTIFICATE, 0, NULL);
}

static void statuses_are_answers(void **s)
{
	(void)s;
	expect(&outlet, "/gone", NW_OUTCOME_DONE, 410, NULL);
	expect(&outlet, "/teapot", NW_OUTCOME_DONE, 418, NULL);
}

static void redirects_end_and_stay_on_the_web(void **s)
{
	(void)s;
	expect(&outlet, "/loop", NW_OUTCOME_REDIRECTS, 0, NULL);
	expect(&outlet, "/to-file", NW_OUTCOME_REDIRECTS, 0, NULL);
	expect(&outlet, "/to-gopher", NW_OUTCOME_REDIRECTS, 0, NULL);
}

static void only_permanent_moves_are_remembered(void **s)
{
	struct transport_answer *answer = fetch(&outlet, "/moved");
	char url[64];

	(void)s;
	snprintf(url, sizeof(url), "http://127.0.0.1:%d/ok", port);
	assert_str(answer->moved_to, url);
	assert_str(answer->response.url, url);
	assert_true(answer->response.flags & NW_RESPONSE_MOVED);
	transport_answer_free(&answer);
	answer = fetch(&outlet, "/found");
	assert_str(answer->response.url, url);
	assert_true(nw_str_is_absent(answer->moved_to));
	transport_answer_free(&answer);
}

static void a_delivery_follows_no_redirect(void **s)
{
	struct transport_binding binding = outlet;

	(void)s;
	binding.priority = LOOP_DELIVERY;
	expect(&binding, "/found", NW_OUTCOME_DONE, 302, NULL);
}

static void a_busy_host_is_left_alone_for_as_long_as_it_asks(void **s)
{
	struct transport_answer *answer = fetch(&outlet, "/retry-after");

	(void)s;
	assert_int_equal(answer->response.code, 503);
	assert_int_equal(answer->retry_after_ms, 120000);
	transport_answer_free(&answer);
	answer = fetch(&outlet, "/ok");
	assert_int_equal(answer->response.code, 429);
	assert_in_range(answer->retry_after_ms, 1, 120000);
	assert_has(answer->response.text, "asked to be left alone");
	assert_false(nw_str_is_absent(
		nw_response_header(&answer->response, "retry-after")));
	transport_answer_free(&answer);
	advance(121000);
	expect(&outlet, "/ok", NW_OUTCOME_DONE, 200, NULL);
}

static int gathered;

static void on_many(void *arg, struct transport_answer *answer)
{
	int64_t most = 0;

	(void)arg;
	assert_int_equal(nw_str_to_int(answer->response.body, &most), NW_OK);
	assert_in_range(most, 1, 2);
	transport_answer_free(&answer);
	gathered++;
}

static void one_host_sees_two_requests_at_once_and_no_more(void **s)
{
	char url[512];
	struct nw_request request = request_of(url, sizeof(url), "/at-once");
	time_t end = patience_end();

	(void)s;
	gathered = 0;
	for (int i = 0; i < 12; i++)
		transport_start(transport, &outlet, &request, NULL, on_many,
				NULL);
	while (gathered < 12 && patience_lasts(end))
		loop_turn(loop, 1000);
	assert_int_equal(gathered, 12);
}

static void polls_of_one_host_keep_their_distance(void **s)
{
	struct transport_binding binding = outlet;
	char url[512];
	struct nw_request request = request_of(url, sizeof(url), "/ok");
	struct transport_answer *first = NULL, *second = NULL;

	(void)s;
	binding.spacing_ms = 60000;
	transport_start(transport, &binding, &request, NULL, on_answer, &first);
	transport_start(transport, &binding, &request, NULL, on_answer,
			&second);
	turn_until(&first);
	loop_turn(loop, 50);
	assert_null(second);
	advance(60000);
	turn_until(&second);
	assert_true(second->waited_ms >= 60000);
	transport_answer_free(&first);
	transport_answer_free(&second);
}

static void a_plugin_cannot_smuggle_headers_or_other_schemes(void **s)
{
	static const struct nw_header bad[] = {
		{ NW_STR("x"), NW_STR("a\r\nHost: other") },
		{ NW_STR("x"), NW_STR("a\nb") },
		{ NW_STR("x y"), NW_STR("a") },
		{ NW_STR("Host"), NW_STR("other") },
		{ NW_STR("Transfer-Encoding"), NW_STR("chunked") },
	};
	char url[512];
	struct nw_request request = request_of(url, sizeof(url), "/ok");

	(void)s;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		request.headers = &bad[i];
		request.header_count = 1;
		struct transport_answer *answer = ask(&outlet, &request, NULL);
		assert_int_equal(answer->response.outcome, NW_OUTCOME_REFUSED);
		transport_answer_free(&answer);
	}
	expect(&outlet, "file:///etc/passwd", NW_OUTCOME_REFUSED, 0, NULL);
	expect(&outlet, "ftp://127.0.0.1/", NW_OUTCOME_REFUSED, 0, NULL);
	expect(&outlet, "http://127.0.0.1/\r\nX: y", NW_OUTCOME_REFUSED, 0,
	       NULL);
}

static void webhooks_are_signed_with_every_secret(void **s)
{
	static const struct nw_str values[] = {
		NW_STR("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
		NW_STR("plain secret"),
	};
	static const struct transport_secret secret = { "secret", values, 2 };
	static const struct nw_header id = { NW_STR("webhook-id"),
					     NW_STR("msg_1") };
	struct transport_binding binding = outlet;
	char url[512];
	struct nw_request request = request_of(url, sizeof(url), "/echo");

	(void)s;
	binding.priority = LOOP_DELIVERY;
	binding.secrets = &secret;
	binding.secret_count = 1;
	request.sign = NW_SIGN_STANDARD_WEBHOOKS;
	request.secret = nw_str_from("secret");
	request.headers = &id;
	request.header_count = 1;
	request.body = nw_str_from("{\"test\": 1}");
	NW_AUTO(transport_answer_free)
	struct transport_answer *answer = ask(&binding, &request, NULL);
	assert_has(answer->response.body, "\"webhook-signature\": \"v1,");
	assert_has(answer->response.body, " v1,");
	assert_has(answer->response.body, "\"webhook-timestamp\": \"");
	assert_has(answer->response.body, "\"method\": \"POST\"");
	assert_has(answer->response.body,
		   "newswatch/0.1.0 (+desk@example.org)");
}

/* The example of the Standard Webhooks specification and its libraries. */
static void the_published_example_of_a_signature_comes_out(void **s)
{
	static const struct nw_str value =
		NW_STR("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
	static const struct transport_secret secret = { "secret", &value, 1 };
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };
	struct nw_error err;

	(void)s;
	nw_buf_init(&out, 256);
	assert_int_equal(
		sign_webhook(transport, &secret,
			     nw_str_from("msg_p5jXN8AQM9LWM0D4loKWxJek"),
			     1614265330, nw_str_from("{\"test\": 2432232314}"),
			     &out, &err),
		NW_OK);
	assert_true(
		nw_str_is(nw_buf_str(&out),
			  "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
}

static void bearer_and_basic_come_from_the_binding(void **s)
{
	static const struct nw_str value = NW_STR("sesame");
	static const struct transport_secret secret = { "token", &value, 1 };
	struct transport_binding binding = outlet;
	char url[512];
	struct nw_request request = request_of(url, sizeof(url), "/echo");

	(void)s;
	binding.secrets = &secret;
	binding.secret_count = 1;
	binding.user = "desk";
	request.secret = nw_str_from("token");
	request.sign = NW_SIGN_BEARER;
	struct transport_answer *answer = ask(&binding, &request, NULL);
	assert_has(answer->response.body, "\"Bearer sesame\"");
	transport_answer_free(&answer);
	request.sign = NW_SIGN_BASIC;
	answer = ask(&binding, &request, NULL);
	assert_has(answer->response.body, "\"Basic ZGVzazpzZXNhbWU=\"");
	transport_answer_free(&answer);
	request.secret = nw_str_from("other");
	answer = ask(&binding, &request, NULL);
	assert_int_equal(answer->response.outcome, NW_OUTCOME_REFUSED);
	transport_answer_free(&answer);
}

static void never(void *arg, struct transport_answer *answer)
{
	(void)arg;
	(void)answer;
	fail_msg("a cancelled job answered");
}

static void a_cancelled_job_never_answers(void **s)
{
	static const char *const paths[] = { "/slow-body", "/ok", "/ok" };
	struct transport_job *jobs[3];
	char url[512];

	(void)s;
	for (size_t i = 0; i < 3; i++) {
		struct nw_request request =
			request_of(url, sizeof(url), paths[i]);
		jobs[i] = transport_start(transport, &outlet, &request, NULL,
					  never, NULL);
	}
	loop_turn(loop, 20);
	for (size_t i = 0; i < 3; i++)
		transport_cancel(&jobs[i]);
	expect(&outlet, "/ok", NW_OUTCOME_DONE, 200, NULL);
}

/* ---- the address guard ---- */

/* Ways to write an address of this machine; %d is the sink's port. */
static const char *const spellings[] = {
	"http://127.0.0.1:%d/",
	"http://127.1:%d/",
	"http://127.0.1:%d/",
	"http://2130706433:%d/",
	"http://0x7f000001:%d/",
	"http://0x7f.0.0.1:%d/",
	"http://0177.0.0.1:%d/",
	"http://017700000001:%d/",
	"http://0x7f.1:%d/",
	"http://127.0.0.1.:%d/",
	"http://127.255.255.254:%d/",
	"http://127.0.0.2:%d/",
	"http://0:%d/",
	"http://0.0.0.0:%d/",
	"http://0x0:%d/",
	"http://%%31%%32%%37.0.0.1:%d/",
	"http://127%%2e0%%2e0%%2e1:%d/",
	"http://\xef\xbc\x91\xef\xbc\x92\xef\xbc\x97.0.0.1:%d/",
	"http://127\xe3\x80\x82"
	"0.0.1:%d/",
	"http://localhost:%d/",
	"http://LOCALHOST:%d/",
	"http://localhost.:%d/",
	"http://ip6-localhost:%d/",
	"http://public.example@127.0.0.1:%d/",
	"http://public.example:80@localhost:%d/",
	"http://[::1]:%d/",
	"http://[0:0:0:0:0:0:0:1]:%d/",
	"http://[::0001]:%d/",
	"http://[::]:%d/",
	"http://[::ffff:127.0.0.1]:%d/",
	"http://[::ffff:7f00:1]:%d/",
	"http://[::127.0.0.1]:%d/",
	"http://[64:ff9b::127.0.0.1]:%d/",
	"http://[2002:7f00:1::]:%d/",
	"http://[fe80::1%%25lo]:%d/",
	"http:\\\\127.0.0.1:%d/",
	"http:///127.0.0.1:%d/",
};

static int64_t connections(void)
{
	NW_AUTO(transport_answer_free)
	struct transport_answer *answer = fetch(&outlet, "/connections");
	int64_t count = -1;

	assert_int_equal(nw_str_to_int(answer->response.body, &count), NW_OK);
	return count;
}

static void no_spelling_reaches_a_private_address(void **s)
{
	struct transport_binding guarded = outlet;
	int64_t before = connections();
	char url[512];
	size_t refused = 0;

	(void)s;
	guarded.allow_private = false;
	for (size_t i = 0; i < sizeof(spellings) / sizeof(*spellings); i++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		snprintf(url, sizeof(url), spellings[i], port);
#pragma GCC diagnostic pop
		struct transport_answer *answer = fetch(&guarded, url);
		assert_int_not_equal(answer->response.outcome, NW_OUTCOME_DONE);
		if (answer->response.outcome == NW_OUTCOME_GUARD)
			refused++;
		transport_answer_free(&answer);
	}
	print_message("# %zu of %zu spellings stopped by the guard\n", refused,
		      sizeof(spellings) / sizeof(*spellings));
	assert_true(refused >= 24);
	assert_int_equal(connections(), before);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(a_page_comes_with_its_validators_and_then_as_304),
		T(packed_bodies_are_unpacked),
		T(a_body_that_ends_with_the_connection_is_whole),
		T(half_a_body_is_given_flagged_and_without_validators),
		T(slow_peers_meet_the_time_limit),
		T(a_trickle_is_given_up_before_the_time_limit),
		T(limits_of_the_binding_replace_the_defaults),
		T(floods_end_at_their_limits),
		T(broken_conversations_have_their_outcomes),
		T(certificates_are_checked_against_the_bundle_or_the_own_one),
		T(statuses_are_answers),
		T(redirects_end_and_stay_on_the_web),
		T(only_permanent_moves_are_remembered),
		T(a_delivery_follows_no_redirect),
		T(a_busy_host_is_left_alone_for_as_long_as_it_asks),
		T(one_host_sees_two_requests_at_once_and_no_more),
		T(polls_of_one_host_keep_their_distance),
		T(a_plugin_cannot_smuggle_headers_or_other_schemes),
		T(webhooks_are_signed_with_every_secret),
		T(the_published_example_of_a_signature_comes_out),
		T(bearer_and_basic_come_from_the_binding),
		T(a_cancelled_job_never_answers),
		T(no_spelling_reaches_a_private_address),
	};

	return cmocka_run_group_tests(tests, start_server, stop_server);
}
