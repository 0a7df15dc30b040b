/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mail/read.h"
#include <newswatch/mail.h>

static void expect_words(const char *value, const char *words)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(1 << 20);
	struct nw_str got = nwi_mail_words(arena, nw_str_from(value), 200);
	NW_AUTO(nw_buf_fini) struct nw_buf text = { 0 };

	nw_buf_init(&text, 1000);
	nw_buf_add_str(&text, got);
	nw_buf_add_char(&text, '\0');
	assert_string_equal(text.at, words);
}

static void encoded_words_are_decoded_and_joined(void **state)
{
	(void)state;
	expect_words("=?utf-8?Q?caf=C3=A9_noir?=", "café noir");
	expect_words("a =?utf-8?B?w6k=?= =?utf-8?B?w6k=?= b", "a éé b");
	/* A character may be cut between two words. */
	expect_words("=?utf-8?B?ww==?=\r\n =?utf-8?Q?=A9?=", "é");
	expect_words("=?KOI8-R*ru?q?=F4?=", "Т");
	expect_words("two\r\n  lines", "two lines");
}

static void what_is_no_encoded_word_stays(void **state)
{
	(void)state;
	expect_words("1 =? 2 ?= 3", "1 =? 2 ?= 3");
	expect_words("=?utf-8?X?a?=", "=?utf-8?X?a?=");
	expect_words("=?utf-8?Q?open", "=?utf-8?Q?open");
}

static void expect_name(const char *from, const char *name)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(1 << 16);

	assert_true(nw_str_is(nwi_mail_name(arena, nw_str_from(from)), name));
}

static void senders_are_called_by_their_names(void **state)
{
	(void)state;
	expect_name("Desk <a@b.example>", "Desk");
	expect_name("\"Desk, The\" <a@b.example>", "Desk, The");
	expect_name("=?utf-8?Q?B=C3=BCro?= <a@b.example>", "Büro");
	expect_name("a@b.example (Desk)", "Desk");
	expect_name("<a@b.example>", "a@b.example");
	expect_name("a@b.example", "a@b.example");
}

static void parameters_may_be_quoted_and_hold_semicolons(void **state)
{
	const struct nw_str type = NW_STR("multipart/mixed; a=b;\r\n "
					  "Boundary=\"x;y\" ; z");

	(void)state;
	assert_true(nw_str_is(nwi_mail_parameter(type, "boundary"), "x;y"));
	assert_true(nw_str_is(nwi_mail_parameter(type, "a"), "b"));
	assert_true(nw_str_is_absent(nwi_mail_parameter(type, "z")));
}

static void mail_is_told_from_texts_that_begin_alike(void **state)
{
	(void)state;
	assert_true(nwi_mail_looks(nw_str_from("Received: by x\n\tfor y\n"
					       "From: a@b\n\ntext")));
	assert_true(nwi_mail_looks(nw_str_from("From a@b Wed\n"
					       "Message-ID: <1>\nTo: a\n")));
	/* A newsletter that was saved as text has no more than these. */
	assert_false(nwi_mail_looks(nw_str_from("From: a\nSubject: b\n"
						"Date: c\n\ntext")));
	assert_false(nwi_mail_looks(nw_str_from("Content-Type: text/html\n"
						"Content-Length: 5\n\nx")));
	assert_false(nwi_mail_looks(nw_str_from("Talks: a first day\n"
						"From: nowhere")));
}

static size_t leaves_of(struct nw_str bytes)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(8 << 20);
	struct nwi_mail_leaves leaves;
	struct nwi_mail_entity message;

	nwi_mail_split(bytes, &message);
	nwi_mail_leaves(&message, arena, &leaves);
	return leaves.count;
}

static void parts_are_bounded_in_depth_and_number(void **state)
{
	NW_AUTO(nw_buf_fini) struct nw_buf deep = { 0 };
	NW_AUTO(nw_buf_fini) struct nw_buf wide = { 0 };

	(void)state;
	nw_buf_init(&deep, 1 << 20);
	for (int i = 0; i < 1000; i++)
		nw_buf_add_fmt(&deep,
			       "Content-Type: multipart/mixed; boundary=b%d\n\n"
			       "--b%d\n",
			       i, i);
	assert_int_equal(leaves_of(nw_buf_str(&deep)), 0);
	nw_buf_init(&wide, 1 << 20);
	nw_buf_add_text(&wide, "Content-Type: multipart/mixed; boundary=x\n\n");
	for (int i = 0; i < 10000; i++)
		nw_buf_add_text(&wide, "--x\n\ntext\n");
	assert_int_equal(leaves_of(nw_buf_str(&wide)), NWI_MAIL_PARTS);
}

static enum nw_status count_item(void *arg, const struct nw_feed *feed,
				 const struct nw_item *item)
{
	(void)feed;
	assert_int_equal(item->content.len > 0, 1);
	++*(unsigned *)arg;
	return NW_OK;
}

/* Items that a reading of `bytes` gives, in an arena of 4 MiB. */
static unsigned items_of(struct nw_str bytes)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(4 << 20);
	const struct nw_feed_input input = { .size = sizeof(input),
					     .bytes = bytes };
	struct nw_feed feed;
	unsigned count = 0;

	assert_int_equal(
		nw_mail_read(&input, arena, count_item, &count, &feed, NULL),
		NW_OK);
	return count;
}

#define HEAD                                          \
	"From: a@example.org\nSubject: The harbour\n" \
	"Date: Mon, 3 Mar 2025 10:00:00 +0000\nMIME-Version: 1.0\n"

static void a_mailbox_needs_the_memory_of_its_largest_message(void **state)
{
	NW_AUTO(nw_buf_fini) struct nw_buf box = { 0 };

	(void)state;
	nw_buf_init(&box, 1 << 20);
	for (int i = 0; i < 300; i++)
		nw_buf_add_text(&box,
				"From a@example.org Mon Mar  3 10:00:00 "
				"2025\n" HEAD "\nThe harbour is shut.\n\n");
	assert_int_equal(items_of(nw_buf_str(&box)), 300);
}

static void a_digest_gives_all_its_messages(void **state)
{
	NW_AUTO(nw_buf_fini) struct nw_buf digest = { 0 };

	(void)state;
	nw_buf_init(&digest, 1 << 20);
	nw_buf_add_text(&digest, HEAD "Content-Type: multipart/digest; "
				      "boundary=x\n\n");
	for (int i = 0; i < 300; i++)
		nw_buf_add_text(&digest, "--x\n\nFrom: b@example.org\n"
					 "Subject: Boats\n\nThe boats are "
					 "in.\n");
	assert_int_equal(items_of(nw_buf_str(&digest)), 300);
}

static void flowed_lines_join_within_their_depth(void **state)
{
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };

	(void)state;
	nw_buf_init(&out, 1000);
	nwi_mail_unflow(nw_str_from("one \r\n two\r\n> a \r\nb\r\n-- \r\nme"),
			false, &out);
	assert_true(nw_str_is(nw_buf_str(&out), "one two\na \nb\n-- \nme\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(encoded_words_are_decoded_and_joined),
		cmocka_unit_test(what_is_no_encoded_word_stays),
		cmocka_unit_test(senders_are_called_by_their_names),
		cmocka_unit_test(parameters_may_be_quoted_and_hold_semicolons),
		cmocka_unit_test(mail_is_told_from_texts_that_begin_alike),
		cmocka_unit_test(parts_are_bounded_in_depth_and_number),
		cmocka_unit_test(
			a_mailbox_needs_the_memory_of_its_largest_message),
		cmocka_unit_test(a_digest_gives_all_its_messages),
		cmocka_unit_test(flowed_lines_join_within_their_depth),
	};

	return cmocka_run_group_tests_name("mail-read", tests, NULL, NULL);
}
