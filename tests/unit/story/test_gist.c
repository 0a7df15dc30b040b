/* SPDX-License-Identifier: Apache-2.0 */
#include "story_help.h"

#include "story/gist.h"

/* "17 killed, ~30 injured" of an item in a language. */
static void figures_of(const char *language, const char *title,
		       const char *body, struct nw_buf *out)
{
	struct nw_arena *arena = nw_arena_new((size_t)16 << 20);
	const struct nw_item item = { .size = sizeof(item),
				      .title = nw_str_from(title),
				      .content = nw_str_from(body),
				      .language = nw_str_from(language) };
	struct nwi_gist gist;
	struct nw_doc *doc;
	struct nw_error err;

	if (nw_doc_make(&item, arena, &doc, &err) != NW_OK)
		fail_msg("%s", err.text);
	nwi_gist_make(doc, &gist);
	nw_buf_clear(out);
	for (size_t i = 0; i < gist.figure_count; i++)
		nw_buf_add_fmt(out, "%s%s%s %s", i ? ", " : "",
			       gist.figures[i].about ? "~" : "",
			       gist.figures[i].value, gist.figures[i].of);
	nw_arena_free(&arena);
}

struct figures_case {
	const char *language, *title, *figures;
};

static void check_figures(const struct figures_case *cases, size_t count)
{
	struct nw_buf buf;
	unsigned wrong = 0;

	nw_buf_init(&buf, 4096);
	for (size_t i = 0; i < count; i++) {
		figures_of(cases[i].language, cases[i].title, "", &buf);
		if (nw_str_is(nw_buf_str(&buf), cases[i].figures))
			continue;
		print_message("%s: %s\n  is      %.*s\n  must be %s\n",
			      cases[i].language, cases[i].title,
			      NW_FMT(nw_buf_str(&buf)), cases[i].figures);
		wrong++;
	}
	nw_buf_fini(&buf);
	assert_int_equal(wrong, 0);
}

#define CHECK_FIGURES(cases) \
	check_figures(cases, sizeof(cases) / sizeof((cases)[0]))

static void english_counts_the_dead_and_the_injured(void **state)
{
	static const struct figures_case cases[] = {
		{ "en", "Mine collapse in Ostrel kills 17", "17 killed" },
		{ "en", "17 dead, 23 injured in ferry fire",
		  "17 killed, 23 injured" },
		{ "en", "Blast killed 12 and injured 30 at the mill",
		  "12 killed, 30 injured" },
		{ "en", "Twelve men and women were killed in the flood",
		  "12 killed" },
		{ "en", "The death toll has risen to twenty-one", "21 killed" },
		{ "en", "At least 40 people were killed", "~40 killed" },
		{ "en", "Dozens killed, hundreds injured", "" },
		{ "en", "Five people, including two children, were hurt",
		  "5 injured" },
	};

	(void)state;
	CHECK_FIGURES(cases);
}

static void what_is_no_figure_is_left_out(void **state)
{
	static const struct figures_case cases[] = {
		{ "en", "The talks in 2019 failed", "" },
		{ "en", "Talks resume on 17 November", "" },
		{ "en", "Talks resume on November 17", "" },
		{ "en", "The court sits at 10:30 on Monday", "" },
		{ "en", "A 17-year-old was at the scene", "" },
		{ "en", "Dravia beat Lomonia 3-1", "" },
		{ "en", "Article 5 was invoked", "" },
		{ "en", "An F-16 landed", "" },
		{ "en", "Call +44 20 7946 0123 now", "" },
	};

	(void)state;
	CHECK_FIGURES(cases);
}

static void units_and_thousands_are_read(void **state)
{
	static const struct figures_case cases[] = {
		{ "en", "Floods displaced 34,750 in a week",
		  "34750 displaced" },
		{ "en", "Strike of 1.2 million workers", "1200000 worker" },
		{ "en", "A loan of $5bn for Lomonia", "5000000000 USD" },
		{ "en", "Prices rose 3.5% in a month", "3.5 percent" },
		{ "en", "Russia fired 120 drones and 14 missiles",
		  "120 drones, 14 missiles" },
	};

	(void)state;
	CHECK_FIGURES(cases);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(english_counts_the_dead_and_the_injured),
		cmocka_unit_test(what_is_no_figure_is_left_out),
		cmocka_unit_test(units_and_thousands_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
