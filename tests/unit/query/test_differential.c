/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random queries on random documents, the engine against brute.c, which knows
 * nothing of indexes. All operators, in sets whose queries use each other.
 *
 * NW_DIFFERENTIAL_PAIRS sets how many pairs are tried, NW_DIFFERENTIAL_SEED
 * which; a difference prints the query and the document.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "brute.h"
#include "query/cost.h"
#include "query/lint.h"
#include "query/use.h"
#include <newswatch/query.h>
#include <stdio.h>
#include <stdlib.h>

enum { QUERIES = 100, DOCS = 40, TITLE_WORDS = 8, PAIRS = 200000 };

static const char *const vocabulary[] = {
	"gas",	 "gasoline", "gate", "oil",    "oily",	"Oil",	"talk",
	"talks", "talked",   "war",  "warm",   "peace", "the",	"of",
	"bank",	 "Bank",     "in",   "Geneva", "kyiv",	"port", "U.S.",
	"нафта", "нафтовий", "порт", "λιμάνι", "ميناء",
};

static const char *const patterns[] = { "ga*",	"gas*",	 "ta?k", "talk*",
					"oi?",	"wa?*",	 "ban?", "ge*va",
					"pe*e", "talk?", "zz*",	 "нафт*" };

enum {
	VOCABULARY = sizeof(vocabulary) / sizeof(vocabulary[0]),
	PATTERNS = sizeof(patterns) / sizeof(patterns[0])
};

static uint64_t seed = 20240229;

static uint32_t dice(uint32_t sides)
{
	seed = seed * UINT64_C(6364136223846793005) +
	       UINT64_C(1442695040888963407);
	return (uint32_t)(seed >> 33) % sides;
}

struct round {
	struct nw_arena *arena, *scratch;
	struct brute *trees[QUERIES];
	struct nw_query_text rows[QUERIES];
	unsigned count;
	bool hit[QUERIES];
	uint32_t last;
	struct nwi_expr *parsed[QUERIES];
	struct nw_arena *parse;
	unsigned long implied;
};

static struct brute *new_tree(struct round *r, enum brute_kind kind)
{
	struct brute *t = nw_arena_new_of(r->arena, struct brute);

	assert_non_null(t);
	t->kind = kind;
	return t;
}

static struct brute *grow_phrase(struct round *r)
{
	struct brute *t = new_tree(r, BRUTE_PHRASE_OF);

	t->exact = dice(10) == 0;
	t->field = dice(5) == 0 ? (enum brute_field)(1 + dice(3)) : BRUTE_ANY;
	t->count = dice(4) == 0 ? 2 + dice(2) : 1;
	for (unsigned i = 0; i < t->count; i++)
		t->words[i] = !t->exact && dice(5) == 0
				      ? patterns[dice(PATTERNS)]
				      : vocabulary[dice(VOCABULARY)];
	if (t->count > 1 && dice(2)) {
		t->kind = BRUTE_SLOP;
		t->n = dice(8);
	}
	return t;
}

static const char *const hosts[] = { "oil.example", "news.oil.example",
				     "gas.example", "example" };
static const char *const outlets[] = { "Oil", "Gas Times", "The Times" };
static const char *const outlet_patterns[] = { "oil", "gas times", "gas*",
					       "the ti?es", "times" };
static const char *const countries[] = { "UA", "de", "gr" };
static const char *const topics[] = { "strikes", "oil" };

#define ONE_OF(list) ((list)[dice(sizeof(list) / sizeof((list)[0]))])

static struct brute *grow_fact(struct round *r)
{
	struct brute *t = new_tree(r, BRUTE_FACT);

	t->fact = (enum brute_fact)dice(6);
	t->words[0] = t->fact == BRUTE_SITE	 ? ONE_OF(hosts)
		      : t->fact == BRUTE_OUTLET	 ? ONE_OF(outlet_patterns)
		      : t->fact == BRUTE_COUNTRY ? ONE_OF(countries)
		      : t->fact == BRUTE_TOPIC	 ? ONE_OF(topics)
						 : vocabulary[dice(20)];
	t->n = t->fact == BRUTE_TOPIC ? 1 + dice(99) : 1 + dice(60);
	return t;
}

/* What is known of an item; half of it not. */
static void make_facts(struct brute_doc *doc)
{
	doc->host = dice(2) ? ONE_OF(hosts) : NULL;
	doc->outlet = dice(2) ? ONE_OF(outlets) : NULL;
	doc->country = dice(2) ? ONE_OF(countries) : NULL;
	doc->tag = dice(2) ? vocabulary[dice(20)] : NULL;
	doc->topic = dice(2) ? ONE_OF(topics) : NULL;
	doc->score = (int)dice(100);
	doc->hours = dice(2) ? (int)dice(60) : -1;
}

/* What a tree is for decides which operators may stand in it. */
enum use { ALL, PLACES };

static struct brute *grow(struct round *r, unsigned depth, enum use use);

static void grow_kids(struct round *r, struct brute *t, unsigned count,
		      unsigned depth, enum use use)
{
	t->count = count;
	for (unsigned i = 0; i < count; i++)
		t->kids[i] = grow(r, depth, use);
}

static struct brute *grow_score(struct round *r, struct brute *t,
				unsigned depth)
{
	grow_kids(r, t, 1 + dice(4), depth, PLACES);
	t->least = 1 + (int)dice(600);
	for (unsigned i = 0; i < t->count; i++) {
		t->weights[i] = 1 + (int)dice(300);
		if (i && dice(3) == 0)
			t->weights[i] = -t->weights[i];
	}
	return t;
}

/* An earlier query of the set, named; a phrase while there is none. */
static struct brute *grow_use(struct round *r)
{
	struct brute *t;

	if (!r->count)
		return grow_phrase(r);
	t = new_tree(r, BRUTE_USE);
	t->n = dice(r->count);
	t->count = 1;
	t->kids[0] = r->trees[t->n];
	return t;
}

static struct brute *grow(struct round *r, unsigned depth, enum use use)
{
	static const enum brute_kind kinds[] = {
		BRUTE_OR,	BRUTE_NEAR,  BRUTE_ONEAR, /* PLACES */
		BRUTE_AND,	BRUTE_AND,   BRUTE_NOT,	  BRUTE_ATLEAST,
		BRUTE_SENTENCE, BRUTE_SCORE, BRUTE_USE
	};
	struct brute *t;

	if (use == ALL && dice(8) == 0)
		return grow_fact(r);
	if (!depth || dice(3) == 0)
		return grow_phrase(r);
	t = new_tree(r, kinds[dice(use == PLACES ? 3 : 10)]);
	t->n = dice(2) ? dice(4) : dice(12);
	depth--;
	switch (t->kind) {
	case BRUTE_USE:
		return grow_use(r);
	case BRUTE_SCORE:
		return grow_score(r, t, depth);
	case BRUTE_NEAR:
	case BRUTE_ONEAR:
		grow_kids(r, t, 2, depth, PLACES);
		break;
	case BRUTE_ATLEAST:
		t->n = 1 + dice(4);
		grow_kids(r, t, 1, depth, PLACES);
		break;
	case BRUTE_NOT:
	case BRUTE_SENTENCE:
		grow_kids(r, t, 1, depth, ALL);
		break;
	default:
		grow_kids(r, t, 2 + dice(2), depth, use);
		break;
	}
	return t;
}

/*
 * Words, one in eight the first of a new sentence. One document in ten has a
 * single word, repeated: what is counted and placed most.
 */
static void make_words(struct brute_doc *doc)
{
	const char *only = dice(10) ? NULL : vocabulary[dice(VOCABULARY)];

	for (unsigned f = 0; f < 2; f++) {
		unsigned sentence = 0;

		doc->count[f] = dice(f ? BRUTE_WORDS : TITLE_WORDS);
		for (unsigned i = 0; i < doc->count[f]; i++) {
			doc->words[f][i] =
				only ? only : vocabulary[dice(VOCABULARY)];
			sentence += i && dice(8) == 0;
			doc->sentence[f][i] = sentence;
		}
	}
}

#define NOW INT64_C(1700000000000)

/* The facts as the library takes them. */
static void give_facts(const struct brute_doc *meant, struct nw_arena *arena,
		       struct nw_item *item, struct nw_query_facts *facts,
		       struct nw_topic *topic)
{
	struct nw_str *tag = nw_arena_new_of(arena, struct nw_str);

	assert_non_null(tag);
	*tag = nw_str_from(meant->tag);
	item->categories = tag;
	item->category_count = meant->tag != NULL;
	if (meant->host)
		item->url = nw_arena_fmt(arena, "https://%s/a", meant->host);
	item->published.precision =
		meant->hours < 0 ? NW_PRECISION_NONE : NW_PRECISION_MINUTE;
	item->published.at = NOW - (nw_time)meant->hours * 3600000;
	*topic = (struct nw_topic){ .size = sizeof(*topic),
				    .name = nw_str_from(meant->topic),
				    .score = meant->score / 100.0 };
	*facts = (struct nw_query_facts){
		.size = sizeof(*facts),
		.outlet = nw_str_from(meant->outlet),
		.country = nw_str_from(meant->country),
		.topics = topic,
		.topic_count = meant->topic != NULL,
		.now = NOW,
	};
}

static struct nw_str text_of(const struct brute_doc *doc, unsigned field,
			     struct nw_arena *arena)
{
	NW_AUTO(nw_buf_fini) struct nw_buf buf = { 0 };

	nw_buf_init(&buf, 4096);
	brute_text(doc, field, &buf);
	return nw_arena_str(arena, nw_buf_str(&buf));
}

/* The library must see the words and sentences that were meant. */
static void check_words(const struct nw_doc *doc, const struct brute_doc *meant)
{
	for (unsigned f = 0; f < 2; f++) {
		size_t count;
		const struct nw_token *tokens = nw_doc_tokens(
			doc, f ? NW_FIELD_BODY : NW_FIELD_TITLE, &count);

		assert_int_equal(count, meant->count[f]);
		for (unsigned i = 0; i < count; i++)
			assert_int_equal(tokens[i].sentence,
					 meant->sentence[f][i]);
	}
}

static void note_hit(void *arg, const struct nw_query_hit *hit)
{
	struct round *r = arg;

	assert_true(hit->query < r->count);
	assert_true(r->last == UINT32_MAX || hit->query > r->last);
	for (uint32_t i = 1; i < hit->span_count; i++)
		assert_true(hit->spans[i].field > hit->spans[i - 1].field ||
			    hit->spans[i].from > hit->spans[i - 1].from);
	r->last = hit->query;
	r->hit[hit->query] = true;
}

/* At least what the compiler takes the query to cost, see query/cost.h. */
static double cost_of(const struct brute *t)
{
	double sum = 0;

	if (t->kind == BRUTE_PHRASE_OF || t->kind == BRUTE_SLOP)
		return 64.0 * t->count * (1 + t->n / 10.0);
	for (unsigned i = 0; i < t->count; i++)
		sum += cost_of(t->kids[i]);
	if (t->kind == BRUTE_SENTENCE)
		return sum * 10;
	if (t->kind == BRUTE_NEAR || t->kind == BRUTE_ONEAR)
		return sum * (1 + t->n / 10.0);
	return t->kind == BRUTE_ATLEAST || t->kind == BRUTE_SCORE ? sum * 2
								  : sum;
}

/* Queries for which nothing need be present are refused: left out. */
static void make_queries(struct round *r)
{
	for (r->count = 0; r->count < QUERIES;) {
		struct brute *t = grow(r, 1 + dice(4), ALL);
		NW_AUTO(nw_buf_fini) struct nw_buf text = { 0 };
		struct nw_query_text *row = &r->rows[r->count];

		nw_buf_init(&text, 65536);
		brute_print(t, &text);
		if (!brute_needs(t) || cost_of(t) > NWI_QUERY_STEPS ||
		    text.len > 2000)
			continue;
		row->name = nw_arena_fmt(r->arena, "q%u", r->count);
		row->text = nw_arena_str(r->arena, nw_buf_str(&text));
		r->trees[r->count++] = t;
	}
}

static void compare(struct round *r, const struct nw_queries *queries)
{
	struct brute_doc words;
	struct nw_item item = { .size = sizeof(item) };
	struct nw_query_facts facts;
	struct nw_topic topic;
	struct nw_doc *doc = NULL;
	struct nw_error err;

	make_words(&words);
	make_facts(&words);
	nw_arena_clear(r->scratch);
	item.title = text_of(&words, 0, r->scratch);
	item.content = text_of(&words, 1, r->scratch);
	give_facts(&words, r->scratch, &item, &facts, &topic);
	assert_int_equal(nw_doc_make(&item, r->scratch, &doc, &err), NW_OK);
	check_words(doc, &words);
	memset(r->hit, 0, sizeof(r->hit));
	r->last = UINT32_MAX;
	assert_int_equal(nw_queries_match(queries, doc, &facts, r->scratch,
					  note_hit, r, &err),
			 NW_OK);
	for (unsigned i = 0; i < r->count; i++) {
		if (r->hit[i] != brute_holds(r->trees[i], &words))
			fail_msg("the engine says %d: %.*s\n on %.*s | %.*s",
				 r->hit[i], NW_FMT(r->rows[i].text),
				 NW_FMT(item.title), NW_FMT(item.content));
	}
}

static void parse_all(struct round *r)
{
	struct nwi_query_set set = { .rows = r->rows, .count = r->count };

	nw_arena_clear(r->parse);
	for (unsigned i = 0; i < r->count; i++)
		assert_int_equal(nwi_query_parse(r->rows[i].text, &set, i,
						 r->parse, NULL, NULL,
						 &r->parsed[i], NULL),
				 NW_OK);
	nwi_dict_fini(&set.names);
}

/* What one query implies must have matched where it did. */
static void check_implied(struct round *r)
{
	for (unsigned i = 0; i < r->count; i++) {
		for (unsigned k = 0; r->hit[i] && k < r->count; k++) {
			uint32_t steps = NWI_LINT_STEPS;

			if (k == i ||
			    !nwi_implies(r->parsed[i], r->parsed[k], &steps))
				continue;
			r->implied++;
			if (!r->hit[k])
				fail_msg("%.*s\n does not imply %.*s",
					 NW_FMT(r->rows[i].text),
					 NW_FMT(r->rows[k].text));
		}
	}
}

/* One set and its documents. */
static void play(struct round *r)
{
	NW_AUTO(nw_queries_close) struct nw_queries *queries = NULL;
	NW_AUTO(nw_buf_fini) struct nw_buf image = { 0 };
	struct nw_error err;

	nw_arena_clear(r->arena);
	make_queries(r);
	nw_buf_init(&image, 64 << 20);
	if (nw_query_compile(r->rows, r->count, &image, NULL, NULL, &err) !=
	    NW_OK)
		fail_msg("%s", err.text);
	assert_int_equal(nw_queries_open(nw_buf_str(&image), &queries, &err),
			 NW_OK);
	parse_all(r);
	for (int i = 0; i < DOCS; i++) {
		compare(r, queries);
		check_implied(r);
	}
}

static unsigned long wish(const char *name, unsigned long otherwise)
{
	const char *text = getenv(name);

	return text ? strtoul(text, NULL, 10) : otherwise;
}

static void the_engine_and_brute_force_agree(void **s)
{
	unsigned long pairs = wish("NW_DIFFERENTIAL_PAIRS", PAIRS);
	struct round *r = calloc(1, sizeof(*r));

	(void)s;
	assert_non_null(r);
	seed += wish("NW_DIFFERENTIAL_SEED", 0);
	r->arena = nw_arena_new(64 << 20);
	r->scratch = nw_arena_new(64 << 20);
	r->parse = nw_arena_new(64 << 20);
	for (unsigned long n = 0; n < pairs; n += QUERIES * DOCS)
		play(r);
	assert_true(r->implied > 0);
	nw_arena_free(&r->arena);
	nw_arena_free(&r->scratch);
	nw_arena_free(&r->parse);
	free(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_engine_and_brute_force_agree),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
