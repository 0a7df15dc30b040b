/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <newswatch/query.h>
#include <stdio.h>
#include <stdlib.h>

enum { ARENA = 64 * 1024 * 1024, IMAGE = 64 * 1024 * 1024 };

static const char *const title = "Drones hit refinery near Kyiv";
static const char *const body =
	"The refinery's owner said three people were hurt. Talks go on in "
	"Geneva. The envoys told us that the word ai has nothing to do with "
	"it. Its air-defence unit was asleep while dockers at the port slept.";

static struct nw_doc *make_doc(struct nw_arena *arena)
{
	struct nw_item *item = nw_arena_new_of(arena, struct nw_item);
	struct nw_doc *doc = NULL;
	struct nw_error err;

	item->size = sizeof(*item);
	item->title = nw_str_from(title);
	item->content = nw_str_from(body);
	item->language = nw_str_from("en");
	assert_int_equal(nw_doc_make(item, arena, &doc, &err), NW_OK);
	return doc;
}

static void add_words(const struct nw_doc *doc,
		      const struct nw_query_clause *clause, struct nw_buf *out)
{
	for (uint32_t i = 0; i < clause->span_count; i++) {
		struct nw_span span = clause->spans[i];
		struct nw_str text =
			nw_doc_text(doc, (enum nw_field)span.field);

		nw_buf_add_fmt(out, "%s%.*s", i ? "," : " [",
			       NW_FMT(nw_str_slice(text, span.from, span.to)));
	}
	if (clause->span_count)
		nw_buf_add_char(out, ']');
}

/* "+ clause: note [words]" a line; a query that missed ends with "- ...". */
static void explain(const char *text, struct nw_buf *out)
{
	struct nw_query_text row = { nw_str_from("q"), nw_str_from(text) };
	struct nw_arena *arena NW_AUTO(nw_arena_free) = nw_arena_new(ARENA);
	struct nw_queries *queries NW_AUTO(nw_queries_close) = NULL;
	struct nw_buf image NW_AUTO(nw_buf_fini);
	struct nw_doc *doc = make_doc(arena);
	struct nw_query_why why;
	struct nw_error err;

	nw_buf_init(&image, IMAGE);
	if (nw_query_compile(&row, 1, &image, NULL, NULL, &err) != NW_OK)
		fail_msg("%s: %s", text, err.text);
	assert_int_equal(nw_queries_open(nw_buf_str(&image), &queries, &err),
			 NW_OK);
	assert_int_equal(nw_queries_explain(queries, 0, row.text, doc, NULL,
					    arena, &why, &err),
			 NW_OK);
	for (uint32_t i = 0; i < why.clause_count; i++) {
		const struct nw_query_clause *c = &why.clauses[i];

		assert_true(c->holds || i + 1 == why.clause_count);
		nw_buf_add_fmt(out, "%c %.*s", c->holds ? '+' : '-',
			       (int)c->len, text + c->at);
		if (c->note.len)
			nw_buf_add_fmt(out, ": %.*s", NW_FMT(c->note));
		add_words(doc, c, out);
		nw_buf_add_char(out, '\n');
	}
	assert_int_equal(why.matched, why.clauses[why.clause_count - 1].holds);
}

static void is_explained(const char *query, const char *expected)
{
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };

	nw_buf_init(&out, 64 * 1024);
	explain(query, &out);
	nw_buf_add_char(&out, '\0');
	if (strcmp(out.at, expected) != 0)
		fail_msg("%s\n  got:\n%s  expected:\n%s", query, out.at,
			 expected);
}

static void a_match_names_its_clauses_and_their_words(void **s)
{
	(void)s;
	is_explained("refinery AND (geneva OR bahamas) NOT football",
		     "+ refinery [refinery,refinery]\n"
		     "+ geneva [Geneva]\n"
		     "+ NOT football: stands nowhere, as it must not\n");
	is_explained("talks NEAR/5 gen*",
		     "+ talks NEAR/5 gen*: 3 words apart [Talks,Geneva]\n");
	is_explained("title:refinery \"air defence\"",
		     "+ title:refinery [refinery]\n"
		     "+ \"air defence\" [air-defence]\n");
}

static void a_miss_ends_with_the_first_clause_that_failed(void **s)
{
	(void)s;
	is_explained("geneva lunch dinner",
		     "+ geneva [Geneva]\n"
		     "- lunch: stands nowhere in the item\n");
	is_explained(
		"dockers (strike* OR walkout)",
		"+ dockers [dockers]\n"
		"- (strike* OR walkout): none of the 2 alternatives holds\n");
}

static void a_word_in_another_place_or_form_is_shown(void **s)
{
	(void)s;
	is_explained("title:geneva", "- title:geneva: stands in the text only, "
				     "not in the title [Geneva]\n");
	is_explained("lead:dockers",
		     "- lead:dockers: stands in the text only, not in the "
		     "first two sentences of the text [dockers]\n");
	is_explained("body:drones", "- body:drones: stands in the title only, "
				    "not in the text [Drones]\n");
	is_explained("envoy", "- envoy: stands nowhere in the item; \"envoys\" "
			      "does [envoys]\n");
	is_explained("\"AI\"c", "- \"AI\"c: stands here as \"ai\"; exactly "
				"these letters are asked for [ai]\n");
	is_explained("U.S.", "- U.S.: stands here as \"us\", neither with "
			     "points nor in capitals [us]\n");
	is_explained("title:\"air defence\"",
		     "- title:\"air defence\": stands in the text only, not "
		     "in the title [air-defence]\n");
}

static void a_phrase_says_how_many_of_its_words_follow_each_other(void **s)
{
	(void)s;
	is_explained("\"three people were killed\"",
		     "- \"three people were killed\": 3 of 4 words follow each "
		     "other [three people were]\n");
	is_explained("\"hurt geneva\"",
		     "- \"hurt geneva\": its words do not follow each other "
		     "here [hurt]\n");
	is_explained("\"hurt lunch\"",
		     "- \"hurt lunch\": 1 of its 2 words stand in the item "
		     "[hurt]\n");
	is_explained("\"summit lunch\"",
		     "- \"summit lunch\": none of its words stands in the "
		     "item\n");
}

static void near_says_how_far_the_nearest_pair_is(void **s)
{
	(void)s;
	is_explained("owner NEAR/2 hurt",
		     "- owner NEAR/2 hurt: the nearest pair is 4 words apart; "
		     "at most 2 may stand between [owner,hurt]\n");
	is_explained("geneva ONEAR/5 talks",
		     "- geneva ONEAR/5 talks: stand 3 words apart, but in the "
		     "other order [Talks,Geneva]\n");
	is_explained("kyiv NEAR/5 geneva",
		     "- kyiv NEAR/5 geneva: one side stands in the title only, "
		     "the other in the text only, or both are one word\n");
	is_explained("talks NEAR (lunch OR dinner)",
		     "- talks NEAR (lunch OR dinner): (lunch OR dinner): none "
		     "of the 2 alternatives holds\n");
}

static void not_shows_the_word_that_was_hit(void **s)
{
	(void)s;
	is_explained("refinery NOT (football OR geneva)",
		     "+ refinery [refinery,refinery]\n"
		     "- NOT (football OR geneva): must not stand here, and "
		     "does [Geneva]\n");
}

static void of_alternatives_the_nearest_is_told(void **s)
{
	(void)s;
	is_explained("lunch OR \"word ai had nothing\" OR (dinner supper)",
		     "- lunch OR \"word ai had nothing\" OR (dinner supper): "
		     "none of the 3 alternatives holds; the nearest is \"word "
		     "ai had "
		     "nothing\": 2 of 4 words follow each other [word ai]\n");
	is_explained("\"AI\"c OR lunch",
		     "- \"AI\"c OR lunch: none of the 2 alternatives holds; "
		     "the nearest is \"AI\"c: stands here as \"ai\"; exactly "
		     "these letters are asked for [ai]\n");
	is_explained("(geneva lunch) OR (dinner supper)",
		     "- (geneva lunch) OR (dinner supper): none of the 2 "
		     "alternatives holds; the nearest is (geneva lunch): "
		     "lunch: stands nowhere "
		     "in the item\n");
}

static void what_counts_says_how_much_it_found(void **s)
{
	(void)s;
	is_explained("ATLEAST/3 refinery",
		     "- ATLEAST/3 refinery: found 2 times, 3 wanted "
		     "[refinery,refinery]\n");
	is_explained("SCORE>=30{10 refinery 5 geneva -2 lunch}",
		     "- SCORE>=30{10 refinery 5 geneva -2 lunch}: adds up to "
		     "25, 30 wanted: refinery 2 x 10, geneva 1 x 5 "
		     "[refinery,refinery,Geneva]\n");
	is_explained("SENTENCE(talks dockers)",
		     "- SENTENCE(talks dockers): holds in the item, but within "
		     "no single sentence [Talks,dockers]\n");
	is_explained("SENTENCE(talks lunch)",
		     "- SENTENCE(talks lunch): lunch: stands nowhere in the "
		     "item\n");
	is_explained("\"geneva dockers talks\"~2",
		     "- \"geneva dockers talks\"~2: all its words stand in the "
		     "item, but nowhere together with at most 2 others among "
		     "them\n");
	is_explained("\"geneva lunch\"~2",
		     "- \"geneva lunch\"~2: 1 of its 2 words stand in the "
		     "item\n");
}

static void a_name_or_a_stem_that_is_absent_says_so(void **s)
{
	(void)s;
	is_explained("~talked ~kangaroo",
		     "+ ~talked [Talks]\n"
		     "- ~kangaroo: no form of it stands in the item\n");
	is_explained("name:Zelensky",
		     "- name:Zelensky: none of its spellings stands in the "
		     "item\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_match_names_its_clauses_and_their_words),
		cmocka_unit_test(a_miss_ends_with_the_first_clause_that_failed),
		cmocka_unit_test(a_word_in_another_place_or_form_is_shown),
		cmocka_unit_test(
			a_phrase_says_how_many_of_its_words_follow_each_other),
		cmocka_unit_test(near_says_how_far_the_nearest_pair_is),
		cmocka_unit_test(not_shows_the_word_that_was_hit),
		cmocka_unit_test(of_alternatives_the_nearest_is_told),
		cmocka_unit_test(what_counts_says_how_much_it_found),
		cmocka_unit_test(a_name_or_a_stem_that_is_absent_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
