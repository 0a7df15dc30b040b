/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_match ROUNDS ARTICLES QUERIES [PAIRS]
 *
 * ARTICLES: one a line, anything, a tab, the text. QUERIES: one a line, in
 * newswatch-query(7). Prints what compiling and opening cost, then per round
 * the articles a second of CPU time, matching documents that are made, and
 * whole: fold, tokens, match. With PAIRS, "article query" of every match are
 * written there, both counted from 0. match.py runs it beside its peers.
 */
#include <newswatch/query.h>

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

enum { ARENA = 256 << 20, KEPT = 1 << 30 };

struct lines {
	struct nw_buf bytes;
	struct nw_str *at;
	size_t count;
};

static void die(const char *what)
{
	fprintf(stderr, "bench_match: %s\n", what);
	exit(1);
}

static double cpu_now(void)
{
	struct timespec at;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
	return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static long peak_kib(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_maxrss;
}

static void read_file(const char *path, struct nw_buf *out)
{
	char block[65536];
	size_t got;
	FILE *file = fopen(path, "rb");

	nw_buf_init(out, (size_t)1 << 30);
	if (!file)
		die(path);
	while ((got = fread(block, 1, sizeof(block), file)) > 0)
		nw_buf_add(out, block, got);
	fclose(file);
}

static void read_lines(const char *path, struct lines *out)
{
	struct nw_str rest;
	size_t room = 1;

	read_file(path, &out->bytes);
	rest = nw_buf_str(&out->bytes);
	for (size_t i = 0; i < rest.len; i++)
		room += rest.at[i] == '\n';
	out->at = calloc(room, sizeof(*out->at));
	if (!out->at)
		die("memory is out");
	while (rest.len) {
		size_t end = nw_str_find_char(rest, '\n');

		out->at[out->count++] = nw_str_slice(rest, 0, end);
		rest = nw_str_slice(rest, end + 1, rest.len);
	}
}

static void say_problem(void *arg, const struct nw_query_problem *problem)
{
	(void)arg;
	if (!problem->warning)
		fprintf(stderr, "query %u: %s\n", problem->query,
			problem->text);
}

static struct nw_queries *prepare(const struct lines *texts,
				  struct nw_buf *image)
{
	struct nw_query_text *rows = calloc(texts->count + 1, sizeof(*rows));
	struct nw_queries *queries = NULL;
	struct nw_error err;
	double t[3];

	if (!rows)
		die("memory is out");
	for (size_t i = 0; i < texts->count; i++) {
		rows[i].name = nw_str_from("q");
		rows[i].text = texts->at[i];
	}
	nw_buf_init(image, (size_t)1 << 30);
	t[0] = cpu_now();
	if (nw_query_compile(rows, texts->count, image, say_problem, NULL,
			     &err) != NW_OK)
		die(err.text);
	t[1] = cpu_now();
	if (nw_queries_open(nw_buf_str(image), &queries, &err) != NW_OK)
		die(err.text);
	t[2] = cpu_now();
	printf("compiled %zu queries in %.3f s, opened in %.3f s, image %.1f "
	       "MiB, peak %ld KiB\n",
	       texts->count, t[1] - t[0], t[2] - t[1],
	       (double)image->len / 1048576, peak_kib());
	free(rows);
	return queries;
}

struct count {
	size_t hits, article;
	FILE *pairs;
};

static void note_hit(void *arg, const struct nw_query_hit *hit)
{
	struct count *count = arg;

	count->hits++;
	if (count->pairs)
		fprintf(count->pairs, "%zu %u\n", count->article, hit->query);
}

static struct nw_doc *make_doc(struct nw_str line, struct nw_item *item,
			       struct nw_arena *arena)
{
	struct nw_doc *doc = NULL;
	struct nw_error err;
	size_t tab = nw_str_find_char(line, '\t');

	*item = (struct nw_item){ .size = sizeof(*item),
				  .language = NW_STR("en") };
	item->content = nw_str_slice(line, tab + 1, line.len);
	if (nw_doc_make(item, arena, &doc, &err) != NW_OK)
		die(err.text);
	return doc;
}

/* Makes and matches every article; seconds of CPU. */
static double run_whole(const struct nw_queries *queries,
			const struct lines *articles, struct nw_arena *arena,
			struct count *count)
{
	double start = cpu_now();
	struct nw_error err;

	for (size_t i = 0; i < articles->count; i++) {
		struct nw_item item;
		struct nw_doc *doc;

		nw_arena_clear(arena);
		doc = make_doc(articles->at[i], &item, arena);
		count->article = i;
		if (nw_queries_match(queries, doc, NULL, arena, note_hit, count,
				     &err) != NW_OK)
			die(err.text);
	}
	return cpu_now() - start;
}

/* Matches documents that were made before; seconds of CPU. */
static double run_match(const struct nw_queries *queries, struct nw_doc **docs,
			size_t n, struct nw_arena *arena)
{
	struct count count = { 0 };
	double start = cpu_now();
	struct nw_error err;

	for (size_t i = 0; i < n; i++) {
		nw_arena_clear(arena);
		if (nw_queries_match(queries, docs[i], NULL, arena, note_hit,
				     &count, &err) != NW_OK)
			die(err.text);
	}
	return cpu_now() - start;
}

static void measure(const struct nw_queries *queries,
		    const struct lines *articles, int rounds, FILE *pairs)
{
	struct nw_arena *arena = nw_arena_new(ARENA);
	struct nw_arena *kept = nw_arena_new(KEPT);
	size_t n = articles->count;
	struct nw_item *items = calloc(n + 1, sizeof(*items));
	struct nw_doc **docs = calloc(n + 1, sizeof(struct nw_doc *));
	struct count first = { .pairs = pairs };

	if (!items || !docs)
		die("memory is out");
	for (size_t i = 0; i < n; i++)
		docs[i] = make_doc(articles->at[i], &items[i], kept);
	run_whole(queries, articles, arena, &first);
	for (int round = 0; round < rounds; round++) {
		struct count count = { 0 };
		double match = run_match(queries, docs, n, arena);
		double whole = run_whole(queries, articles, arena, &count);

		printf("newswatch q %zu docs %zu matches %zu  match %.1f "
		       "docs/s, whole %.1f docs/s, peak %ld KiB\n",
		       nw_queries_count(queries), n, count.hits,
		       (double)n / match, (double)n / whole, peak_kib());
		fflush(stdout);
	}
	free(docs);
	free(items);
	nw_arena_free(&arena);
	nw_arena_free(&kept);
}

int main(int argc, char **argv)
{
	struct lines articles = { 0 }, texts = { 0 };
	struct nw_queries *queries;
	struct nw_buf image;
	FILE *pairs = NULL;

	if (argc < 4)
		die("usage: bench_match ROUNDS ARTICLES QUERIES [PAIRS]");
	read_lines(argv[2], &articles);
	read_lines(argv[3], &texts);
	if (argc > 4 && !(pairs = fopen(argv[4], "w")))
		die(argv[4]);
	queries = prepare(&texts, &image);
	measure(queries, &articles, atoi(argv[1]), pairs);
	if (pairs)
		fclose(pairs);
	nw_queries_close(&queries);
	nw_buf_fini(&image);
	nw_buf_fini(&articles.bytes);
	nw_buf_fini(&texts.bytes);
	free(articles.at);
	free(texts.at);
	return 0;
}
