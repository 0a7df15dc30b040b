/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "peer.h"

static struct peer relay;

/* The ports of hostile_smtp.py by the names of its cases. */
static struct {
	char name[32];
	int port;
} cases[16];
static size_t case_count;

static int start_relay(void **s)
{
	(void)s;
	peer_start(&relay, "hostile_smtp.py", NULL);
	while (fscanf(relay.out, "%31s", cases[case_count].name) == 1 &&
	       strcmp(cases[case_count].name, "end") != 0)
		if (fscanf(relay.out, "%d", &cases[case_count++].port) != 1)
			return -1;
	(void)!fgetc(relay.out); /* the line's end */
	return case_count ? 0 : -1;
}

static int stop_relay(void **s)
{
	(void)s;
	peer_stop(&relay);
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

static const char message[] = "From: a@example.org\r\nSubject: one\r\n\r\n"
			      "First line\r\n.dot\r\n";

static struct transport_binding binding_of(const char *name)
{
	struct transport_binding binding = {
		.name = "mail",
		.kinds = NW_REQUEST_SMTP,
		.priority = LOOP_DELIVERY,
		.allow_private = true,
		.security = TRANSPORT_PLAIN,
		.relay = "127.0.0.1",
		.helo = "desk.example",
		.total_ms = 60000,
	};

	for (size_t i = 0; i < case_count; i++)
		if (strcmp(cases[i].name, name) == 0)
			binding.port = (uint16_t)cases[i].port;
	assert_int_not_equal(binding.port, 0);
	return binding;
}

static struct transport_answer *send_text(const struct transport_binding *to,
					  const char *recipient,
					  const char *text)
{
	const struct nw_request request = {
		.size = sizeof(request),
		.kind = NW_REQUEST_SMTP,
		.sender = nw_str_from("alerts@example.org"),
		.recipient = nw_str_from(recipient),
		.body = nw_str_from(text),
	};

	return ask(to, &request, NULL);
}

static void expect(const struct transport_binding *to, enum nw_outcome outcome,
		   int32_t code, const char *text)
{
	NW_AUTO(transport_answer_free)
	struct transport_answer *answer =
		send_text(to, "editor@example.org", message);

	if (answer->response.outcome != (uint32_t)outcome)
		print_message("# %u %.*s\n", answer->response.outcome,
			      NW_FMT(answer->response.text));
	assert_int_equal(answer->response.outcome, outcome);
	assert_int_equal(answer->response.code, code);
	assert_has(answer->response.text, text);
}

static void a_message_arrives_as_it_is_with_its_envelope(void **s)
{
	const struct transport_binding to = binding_of("good");
	char line[4096];

	(void)s;
	expect(&to, NW_OUTCOME_DONE, 250, "250 2.0.0 Queued as 4711");
	assert_non_null(fgets(line, sizeof(line), relay.out));
	assert_non_null(strstr(line, "\"MAIL FROM:<alerts@example.org>"));
	assert_non_null(strstr(line, "\"RCPT TO:<editor@example.org>\""));
	assert_non_null(strstr(line, "First line\\r\\n.dot\\r\\n\""));
}

static void refusals_keep_their_code_and_words(void **s)
{
	static const struct {
		const char *name;
		int32_t code;
		const char *text;
	} rows[] = {
		{ "refused", 550, "550 5.1.1 No such person here" },
		{ "greylisted", 451, "451 4.7.1 Come back in five minutes" },
		{ "large", 552, "552 5.3.4 Message too big" },
		{ "later", 451, "451-4.3.0 Disk is full 4.3.0 try again" },
		{ "sender", 530, "530 5.7.0 Authentication required" },
	};

	(void)s;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct transport_binding to = binding_of(rows[i].name);
		expect(&to, NW_OUTCOME_DONE, rows[i].code, rows[i].text);
	}
}

static void a_relay_that_will_not_speak_refused_nothing_of_ours(void **s)
{
	const struct transport_binding to = binding_of("unwilling");

	(void)s;
	expect(&to, NW_OUTCOME_CONNECT, 554, "You are on a list");
}

static void a_drop_after_the_dot_is_no_answer(void **s)
{
	const struct transport_binding to = binding_of("dropping");

	(void)s;
	expect(&to, NW_OUTCOME_DROPPED, 0, "");
}

static void a_relay_without_starttls_gets_no_mail(void **s)
{
	struct transport_binding to = binding_of("good");

	(void)s;
	to.security = TRANSPORT_STARTTLS;
	expect(&to, NW_OUTCOME_NO_STARTTLS, 250, "no STARTTLS");
}

static void a_relay_that_waits_after_the_dot_stops_nothing_else(void **s)
{
	const struct transport_binding to = binding_of("slow");
	struct loop_timer other;
	bool meanwhile = false;

	(void)s;
	loop_timer_init(&other, LOOP_CLOCK_REAL, on_arrival, &meanwhile);
	loop_timer_arm(loop, &other, 300);
	expect(&to, NW_OUTCOME_DONE, 250, "Queued");
	assert_true(meanwhile);
	loop_timer_cancel(loop, &other);
}

static void a_silent_relay_meets_the_time_limit(void **s)
{
	struct transport_binding to = binding_of("silent");

	(void)s;
	to.total_ms = 300;
	expect(&to, NW_OUTCOME_TIMEOUT, 0, "");
}

static void the_guard_stands_before_relays_too(void **s)
{
	struct transport_binding to = binding_of("good");

	(void)s;
	to.allow_private = false;
	expect(&to, NW_OUTCOME_GUARD, 0, "loopback");
}

static void no_address_or_line_becomes_a_command(void **s)
{
	static const char *const recipients[] = {
		"a@example.org>\r\nRCPT TO:<b@example.org",
		"a@example.org\nDATA",
		"",
		"nobody",
		"a b@example.org",
		"@example.org",
		"a@",
		"a@exa mple.org",
	};
	static const char *const messages[] = {
		"Subject: x\n\r\n",
		"Subject: x\r\r\n",
		"Subject: x",
		"a\r\n.\n\r\n",
		"",
	};
	const struct transport_binding to = binding_of("good");

	(void)s;
	for (size_t i = 0; i < sizeof(recipients) / sizeof(*recipients); i++) {
		struct transport_answer *answer =
			send_text(&to, recipients[i], message);
		assert_int_equal(answer->response.outcome, NW_OUTCOME_REFUSED);
		transport_answer_free(&answer);
	}
	for (size_t i = 0; i < sizeof(messages) / sizeof(*messages); i++) {
		struct transport_answer *answer =
			send_text(&to, "a@example.org", messages[i]);
		assert_int_equal(answer->response.outcome, NW_OUTCOME_REFUSED);
		transport_answer_free(&answer);
	}
}

/* ---- a real server: STARTTLS and AUTH by aiosmtpd ---- */

static void mail_passes_starttls_and_login_of_a_real_server(void **s)
{
	static const struct nw_str right = NW_STR("sesame");
	static const struct nw_str wrong = NW_STR("guess");
	struct transport_secret secret = { "password", &right, 1 };
	struct transport_binding to = binding_of("good");
	char certificate[1024], line[4096];
	struct peer server;
	int port;

	(void)s;
	peer_start(&server, "smtp_server.py", NULL);
	if (fscanf(server.out, "smtp %d %1023s", &port, certificate) != 2) {
		peer_stop(&server);
		skip(); /* no python3-aiosmtpd here */
	}
	(void)!fgetc(server.out);
	to.security = TRANSPORT_STARTTLS;
	to.relay = "localhost";
	to.port = (uint16_t)port;
	to.user = "desk";
	to.secrets = &secret;
	to.secret_count = 1;
	expect(&to, NW_OUTCOME_CERTIFICATE, 0, "certificate");
	to.ca_file = certificate;
	expect(&to, NW_OUTCOME_DONE, 250, "250 ");
	assert_non_null(fgets(line, sizeof(line), server.out));
	assert_non_null(strstr(line, "\"tls\": true"));
	assert_non_null(strstr(line, "editor@example.org"));
	assert_non_null(strstr(line, "First line\\r\\n.dot\\r\\n"));
	secret.values = &wrong;
	expect(&to, NW_OUTCOME_DONE, 535, "535");
	peer_stop(&server);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(a_message_arrives_as_it_is_with_its_envelope),
		T(refusals_keep_their_code_and_words),
		T(a_relay_that_will_not_speak_refused_nothing_of_ours),
		T(a_drop_after_the_dot_is_no_answer),
		T(a_relay_without_starttls_gets_no_mail),
		T(a_relay_that_waits_after_the_dot_stops_nothing_else),
		T(a_silent_relay_meets_the_time_limit),
		T(the_guard_stands_before_relays_too),
		T(no_address_or_line_becomes_a_command),
		T(mail_passes_starttls_and_login_of_a_real_server),
	};

	return cmocka_run_group_tests(tests, start_relay, stop_relay);
}
