/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How fast markup is read: tokens, trees and XML events, in MB/s.
 *
 *	bench_markup [FILE...]
 *
 * Files are read by what they seem to be (XML when they begin with "<?xml",
 * "<rss" or "<feed"); without files, pages and feeds made here are read, and
 * the hostile ones, whose time is printed. Nothing is asserted.
 */
#include "markup/token.h"
#include "markup/tree.h"
#include "markup/xml.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ARENA = 512 << 20, ROUNDS_NS = 400000000 };

static double now_ns(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return (double)at.tv_sec * 1e9 + (double)at.tv_nsec;
}

static void read_tokens(struct nw_str input, struct nw_arena *arena)
{
	static struct nwi_tokenizer reader;
	struct nwi_token token;

	nwi_tokenizer_init(&reader, input, arena);
	while (nwi_tokenizer_next(&reader, &token))
		;
}

static void read_tree(struct nw_str input, struct nw_arena *arena)
{
	struct nwi_tree tree;

	if (nwi_tree_build(input, arena, &tree, NULL))
		abort();
}

static void read_xml(struct nw_str input, struct nw_arena *arena)
{
	static struct nwi_xml xml;
	struct nwi_event event;

	nwi_xml_init(&xml, input, arena);
	while (nwi_xml_next(&xml, &event))
		;
}

typedef void reader_fn(struct nw_str input, struct nw_arena *arena);

static void measure(const char *name, const char *how, reader_fn *read,
		    struct nw_str input)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(ARENA);
	double start = now_ns(), spent, best = 1e18;
	unsigned rounds = 0;

	do {
		double from = now_ns();
		nw_arena_clear(arena);
		read(input, arena);
		double took = now_ns() - from;
		best = took < best ? took : best;
		rounds++;
		spent = now_ns() - start;
	} while (spent < ROUNDS_NS);
	printf("%-24s %-6s %9zu bytes  %8.3f ms  %7.0f MB/s  arena %zu KiB\n",
	       name, how, input.len, best / 1e6, (double)input.len / best * 1e3,
	       nw_arena_used(arena) / 1024);
}

static void measure_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	struct nw_buf buf;
	char block[65536];
	size_t len;

	if (!file) {
		perror(path);
		return;
	}
	nw_buf_init(&buf, 1 << 30);
	while ((len = fread(block, 1, sizeof(block), file)) > 0)
		nw_buf_add(&buf, block, len);
	fclose(file);
	struct nw_str text = nw_buf_str(&buf);
	const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
	if (nw_str_starts(text, "<?xml") || nw_str_starts(text, "<rss") ||
	    nw_str_starts(text, "<feed")) {
		measure(name, "xml", read_xml, text);
	} else {
		measure(name, "token", read_tokens, text);
		measure(name, "tree", read_tree, text);
	}
	nw_buf_fini(&buf);
}

static void repeat(struct nw_buf *buf, const char *text, unsigned times)
{
	for (unsigned i = 0; i < times; i++)
		nw_buf_add_text(buf, text);
}

static const char page_part[] =
	"<div class=\"teaser col-6\" data-id=\"4711\"><h3><a href=\"/politics/"
	"treaty-talks\" title=\"Talks\">Talks on the treaty go on</a></h3>\n"
	"<p>Both sides said that they would meet again next week, after the "
	"ministers had <em>failed to agree</em> on the border &amp; the "
	"fisheries.</p>\n<ul>\n<li><a href=\"/a\">One</a></li>\n"
	"<li><a href=\"/b\">Two</a></li>\n</ul>\n<img src=\"/i/1.jpg\" "
	"alt=\"Ministers at a table\" width=640 height=360><br>\n</div>\n";

static const char feed_part[] =
	"<item>\n<title>Talks on the treaty go on</title>\n<link>https://"
	"news.example/politics/treaty-talks</link>\n<guid "
	"isPermaLink=\"false\">"
	"tag:news.example,2024:4711</guid>\n<dc:creator><![CDATA[Ann "
	"Author]]></dc:creator>\n<pubDate>Fri, 01 Mar 2024 09:30:00 +0100"
	"</pubDate>\n<description>&lt;p&gt;Both sides said that they would "
	"meet again next week, after the ministers had failed to agree on the "
	"border &amp;amp; the fisheries.&lt;/p&gt;</description>\n</item>\n";

static void measure_own(void)
{
	static const struct {
		const char *name, *how;
		reader_fn *read;
		const char *before, *part;
		unsigned times;
	} rows[] = {
		{ "page", "token", read_tokens, "<!DOCTYPE html><body>",
		  page_part, 2000 },
		{ "page", "tree", read_tree, "<!DOCTYPE html><body>", page_part,
		  2000 },
		{ "feed", "xml", read_xml, "<rss><channel>", feed_part, 2000 },
		{ "600 KB of <div>", "tree", read_tree, "", "<div>", 120000 },
		{ "30,000 attributes", "tree", read_tree, "<a", " b1='c'",
		  30000 },
		{ "1e6 unclosed <b>", "tree", read_tree, "", "<b>", 1000000 },
		{ "600 KB of <p><table>", "tree", read_tree, "", "<p><table>",
		  60000 },
		{ "600 KB of </z>", "xml", read_xml, "<z>", "</y>", 150000 },
		{ "600 KB of <a b=\"", "xml", read_xml, "", "<a b=\"", 100000 },
		{ "600 KB of <!--", "xml", read_xml, "", "<!--", 150000 },
		{ "600 KB of &a", "tree", read_tree, "", "&a", 300000 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct nw_buf buf;
		nw_buf_init(&buf, 1 << 30);
		nw_buf_add_text(&buf, rows[i].before);
		repeat(&buf, rows[i].part, rows[i].times);
		measure(rows[i].name, rows[i].how, rows[i].read,
			nw_buf_str(&buf));
		nw_buf_fini(&buf);
	}
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		measure_file(argv[i]);
	if (argc == 1)
		measure_own();
	return 0;
}
