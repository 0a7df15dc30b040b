/* SPDX-License-Identifier: Apache-2.0 */
/* What an index of words is asked before the engine. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "query/needs.h"

enum { ARENA = 16 << 20, IMAGE = 1 << 20, ITEMS = 300 };

/* ---- made queries and items ---- */

static const char *const words[] = { "oil",	"gas",	   "depot", "strike",
				     "strikes", "Łódź",	   "U.S.",  "port",
				     "talks",	"minister" };
enum { WORDS = sizeof(words) / sizeof(words[0]) };

static const char *const queries[] = {
	"oil",
	"oil gas",
	"oil OR gas",
	"(oil OR port) (gas OR talks)",
	"strike* NEAR/3 depot",
	"\"oil depot\"",
	"\"oil depot\"~3",
	"\"U.S.\"",
	"\"Łódź\"c",
	"lodz -oil",
	"oil -(gas OR port)",
	"NOT gas oil",
	"title:oil OR body:gas",
	"lead:talks",
	"ATLEAST/2 oil",
	"SENTENCE(oil gas)",
	"SCORE>=3{2 oil 1 gas -1 port 2 talks}",
	"SCORE>=1{1 oil -2 gas}",
	"str?ke",
	"de*t",
	"~minister",
	"name:Łódź",
	"url:outlet",
	"type:article oil",
	"tag:port OR talks",
	"((oil gas) OR (port depot)) -strike",
	"oil ONEAR/2 (gas OR depot) NEAR/5 talks",
};
enum { QUERIES = sizeof(queries) / sizeof(queries[0]) };

static uint64_t seed = 11;

static uint32_t dice(uint32_t sides)
{
	seed = seed * UINT64_C(6364136223846793005) +
	       UINT64_C(1442695040888963407);
	return (uint32_t)(seed >> 33) % sides;
}

static struct nw_str make_text(struct nw_arena *arena, uint32_t most)
{
	NW_AUTO(nw_buf_fini) struct nw_buf text = { 0 };

	nw_buf_init(&text, 4096);
	for (uint32_t n = dice(most) + 1; n > 0; n--)
		nw_buf_add_fmt(&text, "%s%s ", words[dice(WORDS)],
			       dice(4) ? "" : ".");
	return nw_arena_buf(arena, &text);
}

/* ---- what an index would say ---- */

struct asking {
	const struct nw_doc *doc;
	bool may; /* one way has all of its needs */
};

static bool stands(const struct nw_doc *doc, const struct nwi_need *need)
{
	static const enum nw_field fields[] = { NW_FIELD_TITLE, NW_FIELD_BODY };

	for (size_t f = 0; f < 2; f++) {
		size_t count;
		const struct nw_token *tokens =
			nw_doc_tokens(doc, fields[f], &count);
		for (size_t i = 0; i < count; i++) {
			struct nw_str word = tokens[i].folded;
			if (need->prefix)
				word = nw_str_slice(word, 0, need->text.len);
			if (nw_str_equal(word, need->text))
				return true;
		}
	}
	return false;
}

static void take_way(void *arg, const struct nwi_need *needs, size_t count)
{
	struct asking *asking = arg;
	bool all = true;

	for (size_t i = 0; i < count; i++)
		all = all && stands(asking->doc, &needs[i]);
	asking->may = asking->may || all;
}

static void no_problem(void *arg, const struct nw_query_problem *problem)
{
	(void)arg;
	if (!problem->warning)
		fail_msg("%s: %s", queries[problem->query], problem->text);
}

static void note_hit(void *arg, const struct nw_query_hit *hit)
{
	((bool *)arg)[hit->query] = true;
}

static struct nw_queries *compile(struct nw_buf *image)
{
	struct nw_query_text rows[QUERIES];
	struct nw_queries *set = NULL;
	struct nw_error err;

	for (size_t i = 0; i < QUERIES; i++)
		rows[i] = (struct nw_query_text){ NW_STR(""),
						  nw_str_from(queries[i]) };
	if (nw_query_compile(rows, QUERIES, image, no_problem, NULL, &err) !=
		    NW_OK ||
	    nw_queries_open(nw_buf_str(image), &set, &err) != NW_OK)
		fail_msg("%s", err.text);
	return set;
}

/* ---- the tests ---- */

static void whatever_matches_has_what_it_needs(void **state)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(ARENA);
	NW_AUTO(nw_buf_fini) struct nw_buf image = { 0 };
	unsigned hits = 0, spared = 0;
	struct nw_error err;

	(void)state;
	nw_buf_init(&image, IMAGE);
	NW_AUTO(nw_queries_close) struct nw_queries *set = compile(&image);
	for (int n = 0; n < ITEMS; n++) {
		bool hit[QUERIES] = { false };
		struct nw_doc *doc;
		nw_arena_clear(arena);
		const struct nw_item item = {
			.size = sizeof(item),
			.url = NW_STR("https://outlet.example/port"),
			.title = make_text(arena, 4),
			.content = make_text(arena, 12),
			.language = NW_STR("en"),
		};
		assert_int_equal(nw_doc_make(&item, arena, &doc, &err), NW_OK);
		assert_int_equal(nw_queries_match(set, doc, NULL, arena,
						  note_hit, hit, &err),
				 NW_OK);
		for (uint32_t q = 0; q < QUERIES; q++) {
			struct asking asking = { .doc = doc };
			bool says = nwi_query_needs(set, q, take_way, &asking);
			if (hit[q] && says && !asking.may)
				fail_msg("%s leaves out an item that it "
					 "matches: %.*s | %.*s",
					 queries[q], NW_FMT(item.title),
					 NW_FMT(item.content));
			hits += hit[q];
			spared += says && !asking.may;
		}
	}
	assert_true(hits > ITEMS);
	assert_true(spared > ITEMS);
}

static void what_only_facts_decide_needs_every_item(void **state)
{
	static const char *const wordless[] = { "url:outlet", "name:Łódź" };
	NW_AUTO(nw_buf_fini) struct nw_buf image = { 0 };
	struct asking asking = { 0 };

	(void)state;
	nw_buf_init(&image, IMAGE);
	NW_AUTO(nw_queries_close) struct nw_queries *set = compile(&image);
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(ARENA);
	const struct nw_item item = { .size = sizeof(item) };
	struct nw_doc *doc;
	struct nw_error err;
	assert_int_equal(nw_doc_make(&item, arena, &doc, &err), NW_OK);
	asking.doc = doc;
	for (uint32_t q = 0; q < QUERIES; q++)
		for (size_t i = 0; i < 2; i++)
			if (strcmp(queries[q], wordless[i]) == 0)
				assert_false(nwi_query_needs(set, q, take_way,
							     &asking));
}

struct branches {
	unsigned count, wildcards;
	uint32_t last_at, last_len;
};

static void count_branch(void *arg, const struct nwi_branch *branch)
{
	struct branches *branches = arg;

	branches->count++;
	branches->wildcards += branch->wildcard;
	branches->last_at = branch->at;
	branches->last_len = branch->len;
}

static void branches_are_what_stands_under_no_negation(void **state)
{
	NW_AUTO(nw_buf_fini) struct nw_buf image = { 0 };
	struct branches got = { 0 };

	(void)state;
	nw_buf_init(&image, IMAGE);
	NW_AUTO(nw_queries_close) struct nw_queries *set = compile(&image);
	nwi_query_branches(set, 3, count_branch, &got);
	assert_int_equal(got.count, 4);
	assert_int_equal(got.last_at, 22);
	assert_int_equal(got.last_len, 5);
	got = (struct branches){ 0 };
	nwi_query_branches(set, 4, count_branch, &got);
	assert_int_equal(got.count, 1);
	assert_int_equal(got.wildcards, 1);
	got = (struct branches){ 0 };
	nwi_query_branches(set, 10, count_branch, &got);
	assert_int_equal(got.count, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whatever_matches_has_what_it_needs),
		cmocka_unit_test(what_only_facts_decide_needs_every_item),
		cmocka_unit_test(branches_are_what_stands_under_no_negation),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
