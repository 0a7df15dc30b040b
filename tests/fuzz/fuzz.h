/* SPDX-License-Identifier: Apache-2.0 */
/* What the targets that read articles share. */
#ifndef FUZZ_H
#define FUZZ_H

#include <newswatch/feed.h>

#include <stdint.h>
#include <stdlib.h>

#include "text/icu.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void require(bool truth)
{
	if (!truth)
		abort();
}

/* As the worker does; a fuzzer has no main of ours. */
static inline void init_text_once(void)
{
	static bool ready;

	if (!ready)
		nwi_icu_no_files();
	ready = true;
}

/*
 * An nw_feed_item_fn. What a reader gives out is valid UTF-8 without control
 * characters, so that the item object can be read back.
 */
static inline enum nw_status read_back(void *arg, const struct nw_feed *feed,
				       const struct nw_item *item)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(64 << 20);
	NW_AUTO(nw_buf_fini) struct nw_buf json = { 0 };
	struct nw_item again;
	struct nw_error err;

	(void)arg;
	(void)feed;
	nw_buf_init(&json, (size_t)7 << 20);
	nw_item_to_json(item, &json);
	if (!json.failed)
		require(nw_item_from_json(nw_buf_str(&json), arena, &again,
					  &err) == NW_OK);
	return NW_OK;
}

/* Notes point into the text as read; no charset makes more of a byte. */
static inline void require_note_within(const struct nw_explained *told,
				       size_t document_bytes)
{
	require(told->what.len > 0);
	require(nwi_utf8_is_valid(told->text) && nwi_utf8_is_valid(told->why));
	require(told->from <= told->to && told->to <= 4 * document_bytes + 16);
}

#endif
