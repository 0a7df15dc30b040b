/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What one item costs: fold and tokens, the lexicon's topics, and a set of
 * watches.
 *
 *	bench_analyse [ROUNDS [WATCHES [WORDS [QUERY]]]]    (200, 1000, 600)
 *
 * QUERY is one watch more, to see what name:, ~word or a fact costs an item.
 * Prints microseconds an item for each step, the fastest of five passes. For
 * instruction counts: valgrind --tool=callgrind bench_analyse 20. The text is
 * made here: words of a small news vocabulary, drawn by rank as in a language
 * (Zipf), and longer made-up ones, so that a third of the words are distinct.
 */
#include <newswatch/query.h>
#include <newswatch/topic.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { PASSES = 5, ARENA = 64 << 20 };

static const char *const news[] = {
	"the",	      "of",	   "to",	 "and",	      "in",
	"a",	      "said",	   "that",	 "on",	      "for",
	"was",	      "with",	   "by",	 "at",	      "from",
	"it",	      "minister",  "government", "president", "city",
	"people",     "talks",	   "border",	 "army",      "drones",
	"missile",    "strike",	   "sanctions",	 "oil",	      "gas",
	"election",   "court",	   "market",	 "company",   "police",
	"summit",     "embassy",   "troops",	 "attack",    "village",
	"parliament", "export",	   "port",	 "depot",     "workers",
	"union",      "bank",	   "prices",	 "hospital",  "energy",
	"pipeline",   "ceasefire", "refinery",	 "convoy",
};

enum { NEWS = sizeof(news) / sizeof(news[0]) };

static const char *const endings[] = { "an", "or", "ity", "ment", "ov",
				       "er", "a",  "ing", "stan", "ia" };

static uint64_t seed = 7;

static uint32_t dice(uint32_t sides)
{
	seed = seed * UINT64_C(6364136223846793005) +
	       UINT64_C(1442695040888963407);
	return (uint32_t)(seed >> 33) % sides;
}

/* A made-up name of so many syllables and an ending. */
static void add_name(struct nw_buf *out, uint32_t syllables)
{
	static const char letters[] = "bdfgklmnprstvz", vowels[] = "aeiou";

	for (; syllables > 0; syllables--) {
		nw_buf_add_char(out, letters[dice(14)]);
		nw_buf_add_char(out, vowels[dice(5)]);
	}
	nw_buf_add_text(out, endings[dice(10)]);
}

static void add_word(struct nw_buf *out)
{
	if (dice(3))
		nw_buf_add_text(out, news[dice(1 + dice(NEWS))]);
	else
		add_name(out, 1 + dice(2));
}

/* Watches ask for names first, and for common words beside them. */
static void add_wish(struct nw_buf *out)
{
	if (dice(4))
		add_name(out, 2);
	else
		nw_buf_add_text(out, news[16 + dice(NEWS - 16)]);
}

static void make_text(struct nw_buf *out, unsigned words)
{
	nw_buf_clear(out);
	for (unsigned i = 0; i < words; i++) {
		add_word(out);
		nw_buf_add_text(out, i % 17 == 16 ? ". " : " ");
	}
}

static void make_query(struct nw_buf *out)
{
	nw_buf_clear(out);
	nw_buf_add_text(out, "(\"");
	add_wish(out);
	nw_buf_add_text(out, " ");
	add_wish(out);
	nw_buf_add_text(out, "\" OR ");
	add_wish(out);
	nw_buf_add_text(out, dice(4) ? ") (" : ") NEAR/5 (");
	add_wish(out);
	nw_buf_add_text(out, " OR ");
	add_wish(out);
	nw_buf_add_text(out, dice(5) ? "s)" : "ta*)");
	if (dice(4) == 0) {
		nw_buf_add_text(out, " NOT ");
		add_wish(out);
	}
}

static void die(const struct nw_error *err)
{
	fprintf(stderr, "bench_analyse: %s\n", err->text);
	exit(1);
}

/* The rows' texts live in the arena until they are compiled. */
static struct nw_queries *make_watches(size_t count, struct nw_buf *image,
				       struct nw_arena *arena, const char *more)
{
	struct nw_query_text *rows = calloc(count + 1, sizeof(*rows));
	struct nw_queries *queries = NULL;
	struct nw_error err;
	struct nw_buf text;

	nw_buf_init(&text, 4096);
	for (size_t i = 0; rows && i < count; i++) {
		make_query(&text);
		rows[i].name = nw_str_from("watch");
		rows[i].text = nw_arena_buf(arena, &text);
	}
	if (rows && more)
		rows[count++] = (struct nw_query_text){ nw_str_from("more"),
							nw_str_from(more) };
	if (!rows ||
	    nw_query_compile(rows, count, image, NULL, NULL, &err) != NW_OK ||
	    nw_queries_open(nw_buf_str(image), &queries, &err) != NW_OK)
		die(&err);
	nw_buf_fini(&text);
	free(rows);
	return queries;
}

static struct nw_topics *load_topics(void)
{
	static const char *const names[] = { "diplomacy", "sanctions",
					     "strikes" };
	struct nw_topic_file files[3];
	struct nw_topics *topics = NULL;
	struct nw_buf texts[3];
	struct nw_error err;

	for (int i = 0; i < 3; i++) {
		const char *root = getenv("NW_SRC");
		char path[4096], block[4096];
		size_t got;
		FILE *f;

		snprintf(path, sizeof(path), "%s/etc/topics/%s.yaml",
			 root ? root : ".", names[i]);
		f = fopen(path, "rb");
		if (!f)
			return NULL;
		nw_buf_init(&texts[i], 1 << 20);
		while ((got = fread(block, 1, sizeof(block), f)) > 0)
			nw_buf_add(&texts[i], block, got);
		fclose(f);
		files[i].name = nw_str_from(names[i]);
		files[i].text = nw_buf_str(&texts[i]);
	}
	if (nw_topics_compile(files, 3, NULL, NULL, &topics, &err) != NW_OK)
		die(&err);
	for (int i = 0; i < 3; i++)
		nw_buf_fini(&texts[i]);
	return topics;
}

static double now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void count_hit(void *arg, const struct nw_query_hit *hit)
{
	size_t *hits = arg;

	*hits += hit->span_count > 0;
}

static void count_verdict(void *arg, const struct nw_topic_verdict *verdict)
{
	size_t *verdicts = arg;

	*verdicts += verdict->topic.score >= 0.5;
}

struct cost {
	double tokens, topics, watches;
	size_t hits, verdicts;
};

static struct cost run_pass(struct nw_buf *texts, size_t rounds,
			    const struct nw_queries *queries,
			    const struct nw_topics *topics,
			    struct nw_arena *arena)
{
	struct cost cost = { 0 };

	for (size_t i = 0; i < rounds; i++) {
		struct nw_item item = { .size = sizeof(item),
					.title = NW_STR("Talks on the border"),
					.content = nw_buf_str(&texts[i]),
					.language = NW_STR("en") };
		struct nw_doc *doc = NULL;
		struct nw_error err;
		double t[4];

		nw_arena_clear(arena);
		t[0] = now_us();
		if (nw_doc_make(&item, arena, &doc, &err) != NW_OK)
			die(&err);
		t[1] = now_us();
		if (topics &&
		    nw_topics_classify(topics, doc, arena, count_verdict,
				       &cost.verdicts, &err) != NW_OK)
			die(&err);
		t[2] = now_us();
		if (nw_queries_match(queries, doc, NULL, arena, count_hit,
				     &cost.hits, &err) != NW_OK)
			die(&err);
		t[3] = now_us();
		cost.tokens += t[1] - t[0];
		cost.topics += t[2] - t[1];
		cost.watches += t[3] - t[2];
	}
	return cost;
}

static double sum_of(const struct cost *cost)
{
	return cost->tokens + cost->topics + cost->watches;
}

int main(int argc, char **argv)
{
	size_t rounds = argc > 1 ? strtoul(argv[1], NULL, 10) : 200;
	size_t watches = argc > 2 ? strtoul(argv[2], NULL, 10) : 1000;
	unsigned words = argc > 3 ? (unsigned)strtoul(argv[3], NULL, 10) : 600;
	struct nw_arena *arena = nw_arena_new(ARENA);
	struct nw_topics *topics = load_topics();
	struct nw_queries *queries;
	struct nw_buf image, *texts = calloc(rounds + 1, sizeof(*texts));
	struct cost best = { 0 };
	double n = rounds ? (double)rounds : 1;

	if (!texts)
		return 1;
	nw_buf_init(&image, 1 << 30);
	queries =
		make_watches(watches, &image, arena, argc > 4 ? argv[4] : NULL);
	for (size_t i = 0; i < rounds; i++) {
		nw_buf_init(&texts[i], 1 << 20);
		make_text(&texts[i], words);
	}
	for (int pass = 0; pass < PASSES; pass++) {
		struct cost cost =
			run_pass(texts, rounds, queries, topics, arena);

		if (pass == 0 || sum_of(&cost) < sum_of(&best))
			best = cost;
	}
	printf("%zu items of %u words, %zu watches (image %zu KiB), topics "
	       "%s\n",
	       rounds, words, watches, image.len / 1024,
	       topics ? "of etc/topics" : "none (set NW_SRC)");
	printf("us an item: tokens %.1f, topics %.1f, watches %.1f, all %.1f\n",
	       best.tokens / n, best.topics / n, best.watches / n,
	       sum_of(&best) / n);
	printf("an item: %.1f watches hit, %.1f topics\n",
	       (double)best.hits / n, (double)best.verdicts / n);
	for (size_t i = 0; i < rounds; i++)
		nw_buf_fini(&texts[i]);
	free(texts);
	nw_buf_fini(&image);
	nw_queries_close(&queries);
	nw_topics_free(&topics);
	nw_arena_free(&arena);
	return 0;
}
