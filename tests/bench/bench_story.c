/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What copies and stories cost.
 *
 *	bench_story [ITEMS [WORDS]]    (100000, 600)
 *
 * Prints the time of an article's print and gist, of the look-up of one
 *fingerprint among ten million and of all of an article's, and with ITEMS in
 *the window the time of a decision and the bytes of an item, by the window's
 *own account and by what the process grew. Texts are made here: each story has
 *words of its own, drawn by rank (Zipf) among those that all texts share; one
 *in ten is a cut copy.
 */
#include "story/gist.h"
#include "story/ring.h"
#include "story/window.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum {
	FINGERPRINTS = 10000000,
	LOOK_UPS = 200000,
	PRINTS = 400,
	WORDS_MAX = 4000,
	MEASURED = 2000, /* decisions */
	STORY_ITEMS = 8, /* items of a story, as many as that in turn */
	PAGE_ITEMS = 40	 /* that come together */
};

static uint64_t seed = 11;

static uint32_t dice(uint32_t sides)
{
	seed = seed * UINT64_C(6364136223846793005) +
	       UINT64_C(1442695040888963407);
	return (uint32_t)(seed >> 33) % sides;
}

static double now_us(void)
{
	struct timespec at;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
	return (double)at.tv_sec * 1e6 + (double)at.tv_nsec / 1e3;
}

/* ---- texts ---- */

static void add_word(struct nw_buf *out, uint32_t number)
{
	static const char *const syllables[] = { "ba", "ko",  "ri", "tu",
						 "le", "mar", "so", "vin" };

	do {
		nw_buf_add_text(out, syllables[number % 8]);
		number /= 8;
	} while (number > 0);
	nw_buf_add_char(out, ' ');
}

/* Two words in three are of the language, by rank; the others of the story. */
static void make_text(struct nw_buf *out, uint32_t story, unsigned words)
{
	nw_buf_clear(out);
	for (unsigned i = 0; i < words; i++) {
		if (dice(3))
			add_word(out, 1 + dice(1 + dice(1 + dice(20000))));
		else
			add_word(out, 30000 + story * 17 % 900000 + dice(60));
		if (i % 17 == 16)
			nw_buf_add_text(out, "said. ");
	}
}

static struct nw_doc *fold(struct nw_str text, struct nw_arena *arena)
{
	struct nw_item *item = nw_arena_new_of(arena, struct nw_item);
	struct nw_doc *doc;
	struct nw_error err;

	if (!item)
		abort();
	*item = (struct nw_item){ .size = sizeof(*item),
				  .content = text,
				  .language = NW_STR("en") };
	if (nw_doc_make(item, arena, &doc, &err) != NW_OK)
		abort();
	return doc;
}

/* ---- measuring ---- */

static void measure_print(unsigned words)
{
	struct nw_arena *arena = nw_arena_new(16 << 20);
	struct nwi_print print;
	struct nw_buf text;
	double best = 1e9;

	nw_buf_init(&text, 1 << 20);
	make_text(&text, 1, words);
	struct nw_doc *doc = fold(nw_buf_str(&text), arena);
	for (int pass = 0; pass < 7; pass++) {
		double from = now_us();
		for (int i = 0; i < PRINTS; i++)
			nwi_print_make(doc, &print);
		double us = (now_us() - from) / PRINTS;
		best = us < best ? us : best;
	}
	printf("print of %u words: %.1f us (%u marks, %u terms, %zu bytes)\n",
	       words, best, print.mark_count, print.term_count,
	       (size_t)print.mark_count * 4 + (size_t)print.term_count * 6);
	nw_buf_fini(&text);
	nw_arena_free(&arena);
}

/* Reports have figures and names; of synthetic words there would be none. */
static void make_report(struct nw_buf *out, unsigned words)
{
	static const char *const sentences[] = {
		"At least 17 people were killed and 23 injured in Ostrel. ",
		"Mayor Jana Sedlak said on Monday that the Lomnitz Water Works "
		"had warned the town twice. ",
		"Some 1,200 residents were evacuated to Ukraine and Poland, "
		"among them 40 children from a school near the river. ",
		"The ministry in Kyiv denied reports that two dams had broken "
		"and put the damage at $2.5 million. ",
		"Rescue teams from three other countries went on looking for "
		"those who were still missing late in the evening. ",
	};

	for (unsigned i = 0; words > 0; i = (i + 1) % 5) {
		struct nw_str rest = nw_str_from(sentences[i]), word;
		while (words > 0 && nw_str_next(&rest, ' ', &word)) {
			nw_buf_add_str(out, word);
			nw_buf_add_char(out, ' ');
			words--;
		}
	}
}

static void measure_gist(unsigned words)
{
	struct nw_arena *arena = nw_arena_new(16 << 20);
	struct nwi_gist gist;
	struct nw_buf text;
	double best = 1e9;

	nw_buf_init(&text, 1 << 20);
	make_report(&text, words);
	struct nw_doc *doc = fold(nw_buf_str(&text), arena);
	for (int pass = 0; pass < 7; pass++) {
		double from = now_us();
		for (int i = 0; i < PRINTS; i++)
			nwi_gist_make(doc, &gist);
		double us = (now_us() - from) / PRINTS;
		best = us < best ? us : best;
	}
	printf("gist of %u words: %.1f us (%u figures, %u names, %u places)\n",
	       words, best, gist.figure_count, gist.name_count,
	       gist.place_count);
	nw_buf_fini(&text);
	nw_arena_free(&arena);
}

static uint32_t mark_of(uint32_t i)
{
	return i * UINT32_C(2654435761) + 12345;
}

static void measure_look_up(void)
{
	enum { BATCH = 50 };
	struct nwi_ring ring;
	uint64_t found = 0;
	double single = 1e9, many = 1e9;

	nwi_ring_init(&ring, FINGERPRINTS);
	for (uint32_t i = 0; i < FINGERPRINTS; i++)
		nwi_ring_add(&ring, mark_of(i), i);
	for (int pass = 0; pass < 5; pass++) {
		double from = now_us();
		for (int i = 0; i < LOOK_UPS; i++) {
			struct nwi_ring_walk walk = nwi_ring_begin(
				&ring, mark_of(dice(FINGERPRINTS)));
			unsigned steps = 64;
			uint32_t who;
			while (nwi_ring_step(&walk, &steps, &who))
				found += who & 1;
		}
		double us = (now_us() - from) / LOOK_UPS;
		single = us < single ? us : single;
		from = now_us();
		for (int i = 0; i < LOOK_UPS / BATCH; i++) {
			uint32_t marks[BATCH], who;
			for (int m = 0; m < BATCH; m++) {
				marks[m] = mark_of(dice(FINGERPRINTS));
				nwi_ring_fetch(&ring, marks[m]);
			}
			for (int m = 0; m < BATCH; m++)
				nwi_ring_fetch_first(&ring, marks[m]);
			for (int m = 0; m < BATCH; m++) {
				struct nwi_ring_walk walk =
					nwi_ring_begin(&ring, marks[m]);
				unsigned steps = 64;
				while (nwi_ring_step(&walk, &steps, &who))
					found += who & 1;
			}
		}
		us = (now_us() - from) / (LOOK_UPS / BATCH);
		many = us < many ? us : many;
	}
	printf("look-up among %d: %.2f us one, %.1f us the %d of an article "
	       "(%llu)\n",
	       FINGERPRINTS, single, many, BATCH, (unsigned long long)found);
	nwi_ring_fini(&ring);
}

static size_t heap_bytes(void)
{
	struct mallinfo2 info = mallinfo2();

	return info.uordblks + info.hblkhd;
}

static void measure_window(uint32_t items, unsigned words)
{
	const struct nwi_window_limits limits = { .bytes = (size_t)items *
							   1500 };
	struct nw_arena *arena = nw_arena_new(16 << 20);
	struct nwi_decision decision;
	struct nwi_print print;
	struct nw_error err;
	struct nw_buf text;
	double took = 0, worst = 0;
	uint32_t copies = 0, begun = 0;

	nw_buf_init(&text, 1 << 20);
	size_t before = heap_bytes();
	struct nwi_window *window = nwi_window_new(&limits);
	for (uint32_t i = 1; i <= items + MEASURED; i++) {
		const struct nwi_item_facts facts = {
			.number = i,
			.outlet = i % 97 + 1,
			.page = i / PAGE_ITEMS + 1,
			.published = i * INT64_C(5000),
			.seen = i * INT64_C(5000)
		};
		nw_arena_clear(arena);
		if (i > 1 && dice(10) == 0)
			nw_buf_cut(&text, text.len * 2 / 3);
		else
			make_text(&text, dice(items / STORY_ITEMS + 1),
				  words / 2 + dice(words));
		nwi_print_make(fold(nw_buf_str(&text), arena), &print);
		double from = now_us();
		if (nwi_window_add(window, &print, &facts, &decision, &err) !=
		    NW_OK)
			abort();
		double us = now_us() - from;
		copies += decision.copy_of != 0;
		begun += (decision.flags & NWI_DECISION_NEW_STORY) != 0;
		if (i <= items)
			continue;
		took += us;
		worst = us > worst ? us : worst;
	}
	uint64_t kept = items + MEASURED - nwi_window_oldest(window) + 1;
	printf("decision with %llu items: %.1f us, at most %.0f us; an item: "
	       "%.0f bytes counted, %.0f taken; %u copies, %u stories begun\n",
	       (unsigned long long)kept, took / MEASURED, worst,
	       (double)nwi_window_bytes(window) / (double)kept,
	       (double)(heap_bytes() - before) / (double)kept, copies, begun);
	nwi_window_free(&window);
	nw_buf_fini(&text);
	nw_arena_free(&arena);
}

int main(int argc, char **argv)
{
	long items = argc > 1 ? atol(argv[1]) : 100000;
	long words = argc > 2 ? atol(argv[2]) : 600;

	if (items < 1 || items > 10000000 || words < 1 || words > WORDS_MAX)
		return 2;
	measure_print((unsigned)words);
	measure_gist((unsigned)words);
	measure_look_up();
	measure_window((uint32_t)items, (unsigned)words);
	return 0;
}
