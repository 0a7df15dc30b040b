/* SPDX-License-Identifier: Apache-2.0 */
#include "revision_cases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static struct nwi_revision judge(const struct revision_case *row,
				 struct nw_arena *arena)
{
	const struct nwi_revision_text before = {
		nw_str_from(row->before_title ? row->before_title : "A title"),
		nw_str_from(row->before), nw_str_from(row->language),
		NW_STR("Harbour Times")
	};
	const struct nwi_revision_text after = {
		nw_str_from(row->after_title ? row->after_title : "A title"),
		nw_str_from(row->after), nw_str_from(row->language),
		NW_STR("Harbour Times")
	};
	struct nwi_revision out;
	struct nw_error err;

	assert_int_equal(nwi_revision_judge(&before, &after,
					    NWI_REVISION_NEW_PERCENT, arena,
					    &out, &err),
			 NW_OK);
	return out;
}

static bool is_as_expected(const struct revision_case *row,
			   const struct nwi_revision *is)
{
	if (row->expected < TITLE)
		return is->weight == (enum nwi_revision_weight)row->expected;
	if (is->weight != NWI_REVISION_MATERIAL ||
	    !(is->reasons & 1u << (row->expected - TITLE)))
		return false;
	for (size_t i = 0; row->why && i < is->why_count; i++)
		if (nw_str_starts(is->why[i], row->why))
			return true;
	return !row->why;
}

static void print_case(size_t i, const struct revision_case *row,
		       const struct nwi_revision *is)
{
	print_message(
		"# case %zu (%s): weight %d, expected %d\n#   %s\n#   %s\n", i,
		row->language, is->weight, row->expected, row->before,
		row->after);
	for (size_t k = 0; k < is->why_count; k++)
		print_message("#   why: %.*s\n", NW_FMT(is->why[k]));
}

static void edits_are_worth_what_readers_would_say(void **state)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(1 << 24);
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(revision_cases); i++) {
		struct nwi_revision is = judge(&revision_cases[i], arena);
		if (is_as_expected(&revision_cases[i], &is))
			continue;
		print_case(i, &revision_cases[i], &is);
		wrong++;
	}
	assert_int_equal(wrong, 0);
}

static void the_same_text_is_no_edit(void **state)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(1 << 24);

	(void)state;
	for (size_t i = 0; i < COUNT(revision_cases); i++) {
		struct revision_case row = revision_cases[i];
		row.before_title = row.after_title;
		row.before = row.after;
		struct nwi_revision is = judge(&row, arena);
		assert_int_equal(is.weight, NWI_REVISION_NONE);
		assert_int_equal(is.line_count, 0);
	}
}

static void the_diff_stands_in_the_order_of_the_text(void **state)
{
	static const struct revision_case row = {
		"en",
		"Bridge closed",
		"It leads to the port. At least 12 cars wait. Buses go. Boats "
		"do not go at all.",
		"Bridge falls",
		"It leads to the port. At least 17 cars wait. Divers search "
		"the river. Buses go.",
		0,
		NULL
	};
	static const struct {
		char sign;
		bool title;
		const char *text;
	} expected[] = {
		{ '-', true, "Bridge closed" },
		{ '+', true, "Bridge falls" },
		{ '-', false, "At least 12 cars wait." },
		{ '+', false, "At least 17 cars wait." },
		{ '+', false, "Divers search the river." },
		{ '-', false, "Boats do not go at all." },
	};
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(1 << 20);
	struct nwi_revision is = judge(&row, arena);

	(void)state;
	assert_int_equal(is.line_count, COUNT(expected));
	for (size_t i = 0; i < COUNT(expected); i++) {
		assert_int_equal(is.lines[i].sign, expected[i].sign);
		assert_int_equal(is.lines[i].title, expected[i].title);
		assert_true(nw_str_is(is.lines[i].text, expected[i].text));
	}
	assert_int_equal(is.reasons, NWI_REVISION_TITLE | NWI_REVISION_NUMBER |
					     NWI_REVISION_NEW);
	assert_false(is.cut);
}

/* Different numbers in each sentence, so that none stays. */
static struct nw_str many_sentences(struct nw_buf *out, int from)
{
	nw_buf_init(out, 1 << 20);
	for (int i = 0; i < 12000; i++)
		nw_buf_add_fmt(out, "Some %d of General Marlow's came. ",
			       from + i);
	return nw_buf_str(out);
}

static void a_long_text_gives_a_short_answer(void **state)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(1 << 26);
	NW_AUTO(nw_buf_fini) struct nw_buf old = { 0 };
	NW_AUTO(nw_buf_fini) struct nw_buf new = { 0 };
	const struct nwi_revision_text before = {
		.title = NW_STR("A title"), .body = many_sentences(&old, 0)
	};
	const struct nwi_revision_text after = {
		.title = NW_STR("A title"), .body = many_sentences(&new, 50000)
	};
	struct nwi_revision is;
	struct nw_error err;

	(void)state;
	assert_int_equal(nwi_revision_judge(&before, &after,
					    NWI_REVISION_NEW_PERCENT, arena,
					    &is, &err),
			 NW_OK);
	assert_int_equal(is.weight, NWI_REVISION_MATERIAL);
	assert_int_equal(is.line_count, NWI_REVISION_LINES_MAX);
	assert_int_equal(is.why_count, NWI_REVISION_WHY_MAX);
	assert_true(is.cut);
}

static void the_share_of_new_text_that_is_material_is_the_callers(void **state)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(1 << 24);
	const struct nwi_revision_text before = {
		.title = NW_STR("A title"),
		.body = NW_STR(
			"The council of the valley met on the bridge. It "
			"spoke of roses for the better part of a day."),
	};
	const struct nwi_revision_text after = {
		.title = NW_STR("A title"),
		.body = NW_STR(
			"The council of the valley met on the bridge. It "
			"spoke of roses for the better part of a day. "
			"Nobody objected when the gardener asked for more "
			"water."),
	};
	struct nwi_revision is;
	struct nw_error err;

	(void)state;
	assert_int_equal(
		nwi_revision_judge(&before, &after, 25, arena, &is, &err),
		NW_OK);
	assert_int_equal(is.weight, NWI_REVISION_MATERIAL);
	assert_int_equal(is.reasons, NWI_REVISION_NEW);
	assert_int_equal(nwi_revision_judge(&before, &after, is.percent + 1,
					    arena, &is, &err),
			 NW_OK);
	assert_int_equal(is.weight, NWI_REVISION_MINOR);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(edits_are_worth_what_readers_would_say),
		cmocka_unit_test(
			the_share_of_new_text_that_is_material_is_the_callers),
		cmocka_unit_test(the_same_text_is_no_edit),
		cmocka_unit_test(the_diff_stands_in_the_order_of_the_text),
		cmocka_unit_test(a_long_text_gives_a_short_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
