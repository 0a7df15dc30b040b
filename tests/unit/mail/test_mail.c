/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <newswatch/mail.h>

static struct nw_mail sample(void)
{
	return (struct nw_mail){
		.size = sizeof(struct nw_mail),
		.from = NW_STR("Desk <desk@example.org>"),
		.to = NW_STR("a.b@example.net"),
		.subject = NW_STR("Presidents speak"),
		.message_id = NW_STR("0123.abc@example.org"),
		.text = NW_STR("Hello\n"),
		.date = INT64_C(1709285400000),
	};
}

static void expect_bad(const struct nw_mail *mail, const char *text)
{
	struct nw_error err;
	struct nw_buf out;

	nw_buf_init(&out, 1 << 16);
	assert_int_equal(nw_mail_build(mail, &out, &err), NW_BAD_INPUT);
	assert_string_equal(err.text, text);
	assert_int_equal(out.len, 0);
	nw_buf_fini(&out);
}

/* Every line ends with CR LF, is at most `max` long, and is seven-bit. */
static void expect_strict(const struct nw_buf *out, size_t max)
{
	size_t column = 0;

	for (size_t i = 0; i < out->len; i++) {
		unsigned char c = (unsigned char)out->at[i];
		assert_true(c < 127);
		if (c == '\r') {
			assert_true(i + 1 < out->len && out->at[i + 1] == '\n');
			assert_true(column <= max);
			column = 0;
			i++;
			continue;
		}
		assert_true(c != '\n');
		column++;
	}
	assert_int_equal(column, 0);
}

static void plain_message_reads_as_expected(void **state)
{
	struct nw_mail mail = sample();
	struct nw_error err;
	struct nw_buf out;

	(void)state;
	nw_buf_init(&out, 1 << 16);
	assert_int_equal(nw_mail_build(&mail, &out, &err), NW_OK);
	assert_string_equal(
		out.at, "Date: Fri, 01 Mar 2024 09:30:00 +0000\r\n"
			"From: Desk\r\n <desk@example.org>\r\n"
			"To: a.b@example.net\r\n"
			"Subject: Presidents speak\r\n"
			"Message-ID: <0123.abc@example.org>\r\n"
			"Auto-Submitted: auto-generated\r\n"
			"Precedence: list\r\n"
			"MIME-Version: 1.0\r\n"
			"Content-Type: text/plain; charset=utf-8\r\n"
			"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
			"Hello\r\n");
	nw_buf_fini(&out);
}

static void line_breaks_never_become_headers(void **state)
{
	struct nw_mail mail = sample();

	(void)state;
	mail.subject = nw_str_from("a\r\nBcc: x@example.org");
	expect_bad(&mail, "mail: subject has a line break or a NUL, one line "
			  "is allowed");
	mail = sample();
	mail.to = nw_str_from("a@example.org\nRCPT TO:<b@example.org>");
	expect_bad(&mail, "mail: to has a line break or a NUL, one line is "
			  "allowed");
	mail = sample();
	mail.message_id = nw_str_from("a> <b");
	expect_bad(&mail, "mail: bad message id");
}

static void addresses_are_checked(void **state)
{
	static const struct {
		const char *mailbox;
		const char *address; /* NULL: none */
	} rows[] = {
		{ "a@b", "a@b" },
		{ "Name <a@b.example>", "a@b.example" },
		{ "\"Last, First\" <a+x@b.example>", "a+x@b.example" },
		{ " a@b.example ", "a@b.example" },
		{ "a", NULL },
		{ "@b", NULL },
		{ "a@", NULL },
		{ "a@@b", NULL },
		{ "a b@c", NULL },
		{ "a..b@c", NULL },
		{ ".a@c", NULL },
		{ "a@-c", NULL },
		{ "a@c..d", NULL },
		{ "a@[127.0.0.1]", NULL },
		{ "<a@b", NULL },
		{ "a@b> <c@d>", NULL },
		{ "a,b@c", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct nw_str got =
			nw_mail_address(nw_str_from(rows[i].mailbox));
		assert_int_equal(nw_str_is_absent(got),
				 rows[i].address == NULL);
		if (rows[i].address)
			assert_true(nw_str_is(got, rows[i].address));
	}
}

static void any_text_becomes_strict_seven_bit_mail(void **state)
{
	struct nw_mail mail = sample();
	struct nw_error err;
	struct nw_buf out, text;

	(void)state;
	nw_buf_init(&text, 1 << 20);
	for (int i = 0; i < 300; i++)
		nw_buf_add_text(&text, "\xd0\x9f\xd1\x80\xd0\xb5 =. ");
	nw_buf_add_text(&text, "\n.\nFrom here\ntrailing \r\n\r\nend");
	mail.subject = nw_str_slice(nw_buf_str(&text), 0, 1000);
	mail.from = nw_str_from("\"D\xc3\xa9sk, \\o/\" <desk@example.org>");
	mail.to = nw_str_from("\"Last, First\" <a@example.net>");
	mail.text = nw_buf_str(&text);
	mail.html = nw_buf_str(&text);
	mail.list_id = nw_str_from("calls.newswatch.example.org");
	mail.list_name = nw_str_from("Calls");
	mail.references = nw_str_from("x@y z@w");
	mail.priority = 1;
	nw_buf_init(&out, 1 << 20);
	assert_int_equal(nw_mail_build(&mail, &out, &err), NW_OK);
	expect_strict(&out, 78);
	assert_non_null(strstr(out.at, "\r\n=2E\r\n=46rom here\r\n"));
	assert_non_null(strstr(out.at, "\r\ntrailing=20\r\n\r\nend\r\n"));
	assert_non_null(strstr(out.at, "In-Reply-To:\r\n <z@w>\r\n"));
	nw_buf_fini(&out);
	nw_buf_fini(&text);
}

/* A plugin built before `thread` was added has a smaller struct. */
static void mail_of_an_older_maker_is_read_to_its_own_size_only(void **state)
{
	struct nw_mail mail = sample();
	struct nw_error err;
	struct nw_buf out;

	(void)state;
	nw_buf_init(&out, 1 << 16);
	mail.thread = nw_str_from("00112233445566778899aabbccddeeff");
	mail.size = offsetof(struct nw_mail, thread);
	assert_int_equal(nw_mail_build(&mail, &out, &err), NW_OK);
	assert_null(strstr(out.at, "Thread-"));
	mail.size = sizeof(mail);
	assert_int_equal(nw_mail_build(&mail, &out, &err), NW_OK);
	/* Of an unknown time: 01, the first days of 1970, the digits. */
	assert_non_null(strstr(out.at, "\r\nThread-Topic: Presidents speak\r\n"
				       "Thread-Index: "
				       "AZ2x3tU+ABEiM0RVZneImaq7zN3u/w==\r\n"));
	nw_buf_fini(&out);
}

static void a_full_buffer_is_said(void **state)
{
	struct nw_mail mail = sample();
	struct nw_error err;
	struct nw_buf out;

	(void)state;
	nw_buf_init(&out, 100);
	assert_int_equal(nw_mail_build(&mail, &out, &err), NW_LIMIT);
	nw_buf_fini(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_message_reads_as_expected),
		cmocka_unit_test(line_breaks_never_become_headers),
		cmocka_unit_test(addresses_are_checked),
		cmocka_unit_test(any_text_becomes_strict_seven_bit_mail),
		cmocka_unit_test(
			mail_of_an_older_maker_is_read_to_its_own_size_only),
		cmocka_unit_test(a_full_buffer_is_said),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
