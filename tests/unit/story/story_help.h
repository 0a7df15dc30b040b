/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of stories share. */
#ifndef TESTS_STORY_HELP_H
#define TESTS_STORY_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "story/window.h"

/* An item of a test; times in hours, 0: none is stated. */
struct piece {
	const char *title, *text, *outlet, *page;
	double hours;
};

/* Its words as well where `words` is given. */
static inline void print_and_words(const char *title, struct nw_str text,
				   struct nwi_print *out, struct nw_buf *words)
{
	struct nw_arena *arena = nw_arena_new((size_t)256 << 20);
	const struct nw_item item = { .size = sizeof(item),
				      .title = nw_str_from(title),
				      .content = text };
	struct nw_doc *doc;
	struct nw_error err;

	if (nw_doc_make(&item, arena, &doc, &err) != NW_OK)
		fail_msg("%s", err.text);
	nwi_print_make(doc, out);
	if (words)
		nwi_print_words(doc, out, words);
	nw_arena_free(&arena);
}

static inline void print_of(const char *title, struct nw_str text,
			    struct nwi_print *out)
{
	print_and_words(title, text, out, NULL);
}

static inline uint32_t name_hash(const char *name)
{
	return name ? nw_token_hash(nw_str_from(name)) : 0;
}

static inline struct nwi_window *window_of(size_t bytes)
{
	const struct nwi_window_limits limits = { .bytes = bytes };

	return nwi_window_new(&limits);
}

static inline struct nwi_decision
add_piece(struct nwi_window *window, uint64_t number, const struct piece *piece)
{
	nw_time at = piece->hours > 0 ? (nw_time)(piece->hours * 3600e3)
				      : NWI_TIME_UNKNOWN;
	const struct nwi_item_facts facts = {
		.number = number,
		.outlet = name_hash(piece->outlet),
		.page = name_hash(piece->page),
		.published = at,
		.seen = at,
	};
	struct nwi_decision decision;
	struct nwi_print print;
	struct nw_error err;

	print_of(piece->title, nw_str_from(piece->text), &print);
	if (nwi_window_add(window, &print, &facts, &decision, &err) != NW_OK)
		fail_msg("%s", err.text);
	return decision;
}

#endif
