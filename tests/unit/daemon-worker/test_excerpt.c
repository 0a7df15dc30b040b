/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "daemon/worker/excerpt.h"

enum { ARENA = 8 * 1024 * 1024, SPANS = 16 };

/* The spans of words between [ and ], which are taken out of the text. */
static size_t take_spans(struct nw_buf *body, struct nw_span spans[SPANS])
{
	size_t count = 0, to = 0;

	for (size_t i = 0; i < body->len; i++) {
		if (body->at[i] == '[')
			spans[count] = (struct nw_span){ NW_FIELD_BODY,
							 (uint32_t)to, 0 };
		else if (body->at[i] == ']')
			spans[count++].to = (uint32_t)to;
		else
			body->at[to++] = body->at[i];
	}
	nw_buf_cut(body, to);
	return count;
}

/* The excerpt of a text, its matched words in brackets as in the text. */
static void excerpt_is(const char *text, const char *expected)
{
	struct nw_arena *arena NW_AUTO(nw_arena_free) = nw_arena_new(ARENA);
	NW_AUTO(nw_buf_fini) struct nw_buf body = { 0 }, out = { 0 };
	struct nw_item item = { .size = sizeof(item),
				.language = NW_STR("en") };
	struct nw_span spans[SPANS];
	struct nw_doc *doc = NULL;
	struct excerpt excerpt;
	struct nw_error err;
	size_t at = 0;

	nw_buf_init(&body, 64 * 1024);
	nw_buf_init(&out, 64 * 1024);
	nw_buf_add_text(&body, text);
	size_t count = take_spans(&body, spans);
	item.content = nw_buf_str(&body);
	assert_int_equal(nw_doc_make(&item, arena, &doc, &err), NW_OK);
	excerpt_make(doc, spans, (uint32_t)count, arena, &excerpt);
	for (uint32_t i = 0; i < excerpt.mark_count; i++) {
		struct nw_span mark = excerpt.marks[i];
		assert_true(mark.from >= at && mark.to <= excerpt.text.len);
		nw_buf_add_fmt(
			&out, "%.*s[%.*s]",
			NW_FMT(nw_str_slice(excerpt.text, at, mark.from)),
			NW_FMT(nw_str_slice(excerpt.text, mark.from, mark.to)));
		at = mark.to;
	}
	nw_buf_add_str(&out, nw_str_slice(excerpt.text, at, excerpt.text.len));
	nw_buf_add_char(&out, '\0');
	assert_string_equal(out.at, expected);
}

static void a_match_comes_in_its_whole_sentence(void **s)
{
	(void)s;
	excerpt_is("Nothing here. The [port] is on [strike], say dockers. No "
		   "more.",
		   "The [port] is on [strike], say dockers.");
	excerpt_is("He left. \"We [strike] today,\" she said.",
		   "\"We [strike] today,\" she said.");
	excerpt_is("First. Second.", "First.");
}

static void words_in_two_sentences_bring_both(void **s)
{
	(void)s;
	excerpt_is("It rains. Dockers met in the [port]. The [strike] began.\n"
		   "It rains.",
		   "Dockers met in the [port]. The [strike] began.");
	excerpt_is("The [port] slept. It rains. The [strike] began. It rains.",
		   "The [port] slept. \xe2\x80\xa6 The [strike] began.");
}

static void a_sentence_with_more_of_the_words_is_preferred(void **s)
{
	(void)s;
	excerpt_is("The [port] slept. It rains. In the [port] a [strike] "
		   "began. The [port] slept.",
		   "In the [port] a [strike] began.");
}

#define TEN_WORDS "one two three four five six seven eight nine ten "
#define HUNDRED                                                               \
	TEN_WORDS TEN_WORDS TEN_WORDS TEN_WORDS TEN_WORDS TEN_WORDS TEN_WORDS \
		TEN_WORDS TEN_WORDS TEN_WORDS

static void a_long_sentence_is_cut_at_words_around_the_match(void **s)
{
	struct nw_arena *arena NW_AUTO(nw_arena_free) = nw_arena_new(ARENA);
	struct nw_item item = { .size = sizeof(item),
				.content = NW_STR(HUNDRED "strike " HUNDRED),
				.language = NW_STR("en") };
	uint32_t at = sizeof(HUNDRED) - 1;
	const struct nw_span span = { NW_FIELD_BODY, at, at + 6 };
	const struct nw_str head = NW_STR("\xe2\x80\xa6 ");
	const struct nw_str tail = NW_STR(" \xe2\x80\xa6");
	struct nw_doc *doc = NULL;
	struct excerpt excerpt;
	struct nw_error err;

	(void)s;
	assert_int_equal(nw_doc_make(&item, arena, &doc, &err), NW_OK);
	excerpt_make(doc, &span, 1, arena, &excerpt);
	assert_true(nw_str_starts(excerpt.text, "\xe2\x80\xa6 "));
	assert_true(nw_str_ends(excerpt.text, " \xe2\x80\xa6"));
	assert_in_range(excerpt.text.len, EXCERPT_BYTES - 20,
			EXCERPT_BYTES + head.len + tail.len);
	assert_int_equal(excerpt.mark_count, 1);
	assert_true(nw_str_is(nw_str_slice(excerpt.text, excerpt.marks[0].from,
					   excerpt.marks[0].to),
			      "strike"));
}

static void marks_of_the_title_stay(void **s)
{
	struct nw_arena *arena NW_AUTO(nw_arena_free) = nw_arena_new(ARENA);
	struct nw_item item = { .size = sizeof(item),
				.title = NW_STR("Port on strike"),
				.content = NW_STR("It rains. It pours.") };
	const struct nw_span span = { NW_FIELD_TITLE, 8, 14 };
	struct nw_doc *doc = NULL;
	struct excerpt excerpt;
	struct nw_error err;

	(void)s;
	assert_int_equal(nw_doc_make(&item, arena, &doc, &err), NW_OK);
	excerpt_make(doc, &span, 1, arena, &excerpt);
	assert_true(nw_str_is(excerpt.text, "It rains."));
	assert_int_equal(excerpt.mark_count, 1);
	assert_int_equal(excerpt.marks[0].field, NW_FIELD_TITLE);
	assert_int_equal(excerpt.marks[0].from, 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_match_comes_in_its_whole_sentence),
		cmocka_unit_test(words_in_two_sentences_bring_both),
		cmocka_unit_test(
			a_sentence_with_more_of_the_words_is_preferred),
		cmocka_unit_test(
			a_long_sentence_is_cut_at_words_around_the_match),
		cmocka_unit_test(marks_of_the_title_stay),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
