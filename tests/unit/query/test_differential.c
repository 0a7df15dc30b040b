/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random queries on random documents, the engine against an evaluator that
 * knows nothing of indexes: it works on the generator's own tree and on words
 * as strings, and lists every stretch of every operand.
 *
 * NW_DIFFERENTIAL_PAIRS sets how many pairs are tried (default 400,000, about
 * a second); a difference prints the query and the document.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <newswatch/query.h>
#include <stdio.h>
#include <stdlib.h>

enum { QUERIES = 100, DOCS = 40, WORDS = 30, STRETCHES = 1000 };

static const char *const vocabulary[] = {
	"gas",	 "gasoline", "gate", "oil",    "oily",	"Oil",	"talk",
	"talks", "talked",   "war",  "warm",   "peace", "the",	"of",
	"bank",	 "Bank",     "in",   "Geneva", "kyiv",	"port",
};

static const char *const patterns[] = { "ga*",	"gas*",	 "ta?k", "talk*",
					"oi?",	"w?r*",	 "ban?", "ge*va",
					"pe*e", "talk?", "zz*" };

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

enum kind { PHRASE, AND, OR, NOT, NEAR, ONEAR };
enum field { ANY, TITLE, BODY };

struct tree {
	enum kind kind;
	enum field field;
	bool exact;
	unsigned n, count; /* words of a phrase or children */
	const char *words[3];
	struct tree *kids[3];
};

struct doc {
	const char *words[2][WORDS];
	unsigned count[2];
};

struct stretch {
	unsigned field, first, last;
};

static struct tree *new_tree(struct nw_arena *arena, enum kind kind)
{
	struct tree *t = nw_arena_new_of(arena, struct tree);

	assert_non_null(t);
	t->kind = kind;
	return t;
}

static struct tree *grow_phrase(struct nw_arena *arena)
{
	struct tree *t = new_tree(arena, PHRASE);

	t->exact = dice(10) == 0;
	t->field = dice(5) == 0 ? (enum field)(1 + dice(2)) : ANY;
	t->count = dice(4) == 0 ? 2 + dice(2) : 1;
	for (unsigned i = 0; i < t->count; i++)
		t->words[i] = !t->exact && dice(5) == 0
				      ? patterns[dice(PATTERNS)]
				      : vocabulary[dice(VOCABULARY)];
	return t;
}

static struct tree *grow(struct nw_arena *arena, unsigned depth, bool places)
{
	static const enum kind all[] = { AND, OR, NOT, NEAR, ONEAR, AND };
	static const enum kind some[] = { OR, NEAR, ONEAR };
	struct tree *t;

	if (!depth || dice(3) == 0)
		return grow_phrase(arena);
	t = new_tree(arena, places ? some[dice(3)] : all[dice(6)]);
	t->n = dice(2) ? dice(4) : dice(12);
	t->count = t->kind == NOT		     ? 1
		   : t->kind == AND || t->kind == OR ? 2 + dice(2)
						     : 2;
	for (unsigned i = 0; i < t->count; i++)
		t->kids[i] =
			grow(arena, depth - 1,
			     places || t->kind == NEAR || t->kind == ONEAR);
	return t;
}

static void print(const struct tree *t, struct nw_buf *out)
{
	static const char *const fields[] = { "", "title:", "body:" };

	if (t->kind == PHRASE) {
		nw_buf_add_fmt(out, "%s\"", fields[t->field]);
		for (unsigned i = 0; i < t->count; i++)
			nw_buf_add_fmt(out, "%s%s", i ? " " : "", t->words[i]);
		nw_buf_add_text(out, t->exact ? "\"c" : "\"");
		return;
	}
	nw_buf_add_text(out, t->kind == NOT ? "(NOT " : "(");
	for (unsigned i = 0; i < t->count; i++) {
		if (i && t->kind == AND)
			nw_buf_add_text(out, dice(2) ? " AND " : " ");
		else if (i && t->kind == OR)
			nw_buf_add_text(out, " OR ");
		else if (i)
			nw_buf_add_fmt(out, " %s/%u ",
				       t->kind == NEAR ? "NEAR" : "ONEAR",
				       t->n);
		print(t->kids[i], out);
	}
	nw_buf_add_text(out, ")");
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool word_is(const char *pattern, const char *word, bool exact)
{
	if (*pattern == '*')
		return word_is(pattern + 1, word, exact) ||
		       (*word && word_is(pattern, word + 1, exact));
	if (!*pattern || !*word)
		return *pattern == *word;
	if (*pattern != '?' &&
	    (exact ? *pattern != *word : lower(*pattern) != lower(*word)))
		return false;
	return word_is(pattern + 1, word + 1, exact);
}

struct list {
	struct stretch at[STRETCHES];
	unsigned count;
};

static void keep(struct list *list, struct stretch x)
{
	for (unsigned i = 0; i < list->count; i++) {
		if (memcmp(&list->at[i], &x, sizeof(x)) == 0)
			return;
	}
	assert_true(list->count < STRETCHES);
	list->at[list->count++] = x;
}

static void phrase_stretches(const struct tree *t, const struct doc *doc,
			     struct list *out)
{
	for (unsigned f = 0; f < 2; f++) {
		if (t->field != ANY && t->field != f + 1)
			continue;
		for (unsigned i = 0; i + t->count <= doc->count[f]; i++) {
			bool all = true;

			for (unsigned k = 0; k < t->count; k++)
				all = all &&
				      word_is(t->words[k], doc->words[f][i + k],
					      t->exact);
			if (all)
				keep(out, (struct stretch){ f, i,
							    i + t->count - 1 });
		}
	}
}

static void pair(const struct tree *t, struct stretch a, struct stretch b,
		 struct list *out)
{
	struct stretch lo = a, hi = b;

	if (a.field != b.field)
		return;
	if (t->kind == NEAR && b.first < a.first) {
		lo = b;
		hi = a;
	}
	if (hi.first > lo.last && hi.first - lo.last - 1 <= t->n)
		keep(out, (struct stretch){ lo.field, lo.first, hi.last });
}

static void stretches(const struct tree *t, const struct doc *doc,
		      struct list *out)
{
	struct list *a, *b;

	if (t->kind == PHRASE) {
		phrase_stretches(t, doc, out);
		return;
	}
	if (t->kind == OR) {
		for (unsigned i = 0; i < t->count; i++)
			stretches(t->kids[i], doc, out);
		return;
	}
	a = calloc(2, sizeof(*a));
	assert_non_null(a);
	b = a + 1;
	stretches(t->kids[0], doc, a);
	stretches(t->kids[1], doc, b);
	for (unsigned i = 0; i < a->count; i++) {
		for (unsigned k = 0; k < b->count; k++)
			pair(t, a->at[i], b->at[k], out);
	}
	free(a);
}

static bool holds(const struct tree *t, const struct doc *doc)
{
	struct list *list;
	bool any = t->kind == AND;

	if (t->kind == NOT)
		return !holds(t->kids[0], doc);
	if (t->kind == AND || t->kind == OR) {
		for (unsigned i = 0; i < t->count; i++) {
			if (holds(t->kids[i], doc) != any)
				return !any;
		}
		return any;
	}
	list = malloc(sizeof(*list));
	assert_non_null(list);
	list->count = 0;
	stretches(t, doc, list);
	any = list->count > 0;
	free(list);
	return any;
}

static void make_words(struct doc *doc)
{
	for (unsigned f = 0; f < 2; f++) {
		doc->count[f] = dice(f ? WORDS : 8);
		for (unsigned i = 0; i < doc->count[f]; i++)
			doc->words[f][i] = vocabulary[dice(VOCABULARY)];
	}
}

static struct nw_str text_of(const struct doc *doc, unsigned f,
			     struct nw_arena *arena)
{
	struct nw_buf buf NW_AUTO(nw_buf_fini);

	nw_buf_init(&buf, 4096);
	for (unsigned i = 0; i < doc->count[f]; i++)
		nw_buf_add_fmt(&buf, "%s ", doc->words[f][i]);
	return nw_arena_str(arena, nw_buf_str(&buf));
}

struct round {
	struct nw_arena *arena, *scratch;
	struct tree *trees[QUERIES];
	struct nw_query_text rows[QUERIES];
	unsigned count;
	bool hit[QUERIES];
	uint32_t last;
};

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

/* Queries that the compiler refuses (nothing need be present) are left out. */
static void make_queries(struct round *r)
{
	for (r->count = 0; r->count < QUERIES;) {
		struct tree *t = grow(r->arena, 1 + dice(4), false);
		struct nw_buf text NW_AUTO(nw_buf_fini);
		struct nw_buf image NW_AUTO(nw_buf_fini);

		nw_buf_init(&text, 16384);
		nw_buf_init(&image, 1 << 20);
		print(t, &text);
		r->rows[r->count].name = nw_str_from("random");
		r->rows[r->count].text =
			nw_arena_str(r->arena, nw_buf_str(&text));
		if (nw_query_compile(&r->rows[r->count], 1, &image, NULL, NULL,
				     NULL) == NW_OK)
			r->trees[r->count++] = t;
	}
}

static void compare(struct round *r, const struct nw_queries *queries)
{
	struct doc words;
	struct nw_item item = { .size = sizeof(item) };
	struct nw_doc *doc = NULL;
	struct nw_error err;

	make_words(&words);
	nw_arena_clear(r->scratch);
	item.title = text_of(&words, 0, r->scratch);
	item.content = text_of(&words, 1, r->scratch);
	assert_int_equal(nw_doc_make(&item, r->scratch, &doc, &err), NW_OK);
	memset(r->hit, 0, sizeof(r->hit));
	r->last = UINT32_MAX;
	assert_int_equal(nw_queries_match(queries, doc, NULL, r->scratch,
					  note_hit, r, &err),
			 NW_OK);
	for (unsigned i = 0; i < r->count; i++) {
		if (r->hit[i] != holds(r->trees[i], &words))
			fail_msg("the engine says %d: %.*s\n on %.*s | %.*s",
				 r->hit[i], NW_FMT(r->rows[i].text),
				 NW_FMT(item.title), NW_FMT(item.content));
	}
}

static void the_engine_and_brute_force_agree(void **s)
{
	const char *wish = getenv("NW_DIFFERENTIAL_PAIRS");
	unsigned long pairs = wish ? strtoul(wish, NULL, 10) : 400000;
	struct round *r = calloc(1, sizeof(*r));

	(void)s;
	assert_non_null(r);
	r->arena = nw_arena_new(64 << 20);
	r->scratch = nw_arena_new(64 << 20);
	for (unsigned long n = 0; n < pairs; n += QUERIES * DOCS) {
		struct nw_queries *queries NW_AUTO(nw_queries_close) = NULL;
		struct nw_buf image NW_AUTO(nw_buf_fini);
		struct nw_error err;

		nw_arena_clear(r->arena);
		make_queries(r);
		nw_buf_init(&image, 64 << 20);
		assert_int_equal(nw_query_compile(r->rows, r->count, &image,
						  NULL, NULL, &err),
				 NW_OK);
		assert_int_equal(
			nw_queries_open(nw_buf_str(&image), &queries, &err),
			NW_OK);
		for (int i = 0; i < DOCS; i++)
			compare(r, queries);
	}
	nw_arena_free(&r->arena);
	nw_arena_free(&r->scratch);
	free(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_engine_and_brute_force_agree),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
