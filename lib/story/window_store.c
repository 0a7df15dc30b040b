/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The window's rows as bytes, so that a restart goes on where it was. Little
 * endian. An item: u32 version; what was decided and known of it; the terms
 * that it is found by; its print. A story: u32 version, u64 number, u32 total,
 * times of its first and last news, the sums. A CRC32C ends both.
 */
#include "story/window_parts.h"

#include "base/hash.h"

enum {
	ITEM_VERSION = 1,
	STORY_VERSION = 1,
	STORY_HEAD = 28,
	STORED_FULL = 1, /* the story took over from `near` */
	SUM_BYTES = 8
};

static void put(struct nw_buf *out, uint64_t value, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++)
		nw_buf_add_char(out, (char)(value >> (8 * i)));
}

/* What is read of bytes whose length was checked. */
struct cursor {
	const unsigned char *at;
	size_t left;
};

static uint64_t take(struct cursor *cursor, unsigned bytes)
{
	uint64_t value = 0;

	for (unsigned i = 0; i < bytes && cursor->left > 0; i++) {
		value |= (uint64_t)*cursor->at++ << (8 * i);
		cursor->left--;
	}
	return value;
}

static void put_sum(struct nw_buf *out, size_t from)
{
	put(out, nwi_crc32c(0, out->at + from, out->len - from), 4);
}

/* The bytes before a check sum that holds. */
static enum nw_status open_bytes(struct nw_str bytes, uint32_t version,
				 size_t least, struct cursor *out,
				 struct nw_error *err)
{
	struct cursor tail;

	if (bytes.len < least + 8)
		return nw_fail(err, NW_BAD_INPUT, "a stored row is too short");
	*out = (struct cursor){ (const unsigned char *)bytes.at,
				bytes.len - 4 };
	tail = (struct cursor){ out->at + out->left, 4 };
	if (take(&tail, 4) != nwi_crc32c(0, bytes.at, bytes.len - 4))
		return nw_fail(err, NW_BAD_INPUT, "a stored row is damaged");
	if (take(out, 4) != version)
		return nw_fail(err, NW_BAD_INPUT,
			       "a stored row of another version");
	return NW_OK;
}

/* ---- items ---- */

enum { ITEM_HEAD = 8 * 7 + 4 * 3 + 3 };

static void put_print(struct nw_buf *out, const struct nwi_row *row)
{
	unsigned char bytes[NWI_PRINT_BYTES];
	struct nwi_print print = { .words = row->words,
				   .whole = row->whole,
				   .below = row->below,
				   .mark_count = row->mark_count,
				   .term_count = row->term_count,
				   .name_count = row->name_count,
				   .origin = row->origin };
	const uint32_t *hashes = nwi_row_hashes(row);
	const uint8_t *kinds = nwi_row_kinds(row);

	memcpy(print.language, row->language, sizeof(print.language));
	memcpy(print.marks, row->marks, row->mark_count * sizeof(*row->marks));
	memcpy(print.names, nwi_row_names(row),
	       row->name_count * sizeof(*row->marks));
	for (size_t i = 0; i < row->term_count; i++)
		print.terms[i] = (struct nwi_term){ hashes[i], kinds[2 * i],
						    kinds[2 * i + 1] };
	nw_buf_add(out, bytes, nwi_print_write(&print, bytes));
}

void nwi_window_save(const struct nwi_window *window,
		     const struct nwi_decision *decision, struct nw_buf *out)
{
	const struct nwi_row *row = nwi_row_at(window, window->next_slot - 1);
	bool full = decision->flags & NWI_DECISION_FULL;
	size_t from = out->len;

	put(out, ITEM_VERSION, 4);
	put(out, row->number, 8);
	put(out, decision->story, 8);
	put(out, full ? decision->near : 0, 8);
	put(out, row->copies, 8);
	put(out, row->copy_of, 8);
	put(out, (uint64_t)row->at, 8);
	put(out, (uint64_t)row->seen, 8);
	put(out, row->outlet, 4);
	put(out, row->owner, 4);
	put(out, row->page, 4);
	put(out, row->relation, 1);
	put(out, full ? STORED_FULL : 0, 1);
	put(out, window->found_count, 1);
	nw_buf_add(out, window->found, window->found_count);
	put_print(out, row);
	if (!out->failed)
		put_sum(out, from);
}

static enum nw_status read_item(struct nw_str bytes, struct nwi_stored *out,
				struct nw_error *err)
{
	struct cursor cursor;
	enum nw_status status =
		open_bytes(bytes, ITEM_VERSION, ITEM_HEAD, &cursor, err);

	if (status != NW_OK)
		return status;
	out->number = take(&cursor, 8);
	out->story = take(&cursor, 8);
	out->full = take(&cursor, 8);
	out->copies = take(&cursor, 8);
	out->copy_of = take(&cursor, 8);
	out->at = (nw_time)take(&cursor, 8);
	out->seen = (nw_time)take(&cursor, 8);
	out->outlet = (uint32_t)take(&cursor, 4);
	out->owner = (uint32_t)take(&cursor, 4);
	out->page = (uint32_t)take(&cursor, 4);
	out->relation = (uint8_t)take(&cursor, 1);
	take(&cursor, 1);
	out->found_count = (uint8_t)take(&cursor, 1);
	if (out->found_count > NWI_TERMS_FOUND ||
	    out->relation > NWI_RELATION_PARAPHRASE ||
	    cursor.left < out->found_count)
		return nw_fail(err, NW_BAD_INPUT, "a stored item is no item");
	for (unsigned i = 0; i < out->found_count; i++)
		out->found[i] = (uint8_t)take(&cursor, 1);
	status = nwi_print_read(
		nw_str_make((const char *)cursor.at, cursor.left), &out->print,
		err);
	for (unsigned i = 0; status == NW_OK && i < out->found_count; i++)
		if (out->found[i] >= out->print.term_count)
			return nw_fail(err, NW_BAD_INPUT,
				       "a stored item names no term");
	return status;
}

enum nw_status nwi_window_load(struct nwi_window *window, struct nw_str bytes,
			       struct nw_error *err)
{
	struct nwi_stored stored = { 0 };
	enum nw_status status = read_item(bytes, &stored, err);

	if (status != NW_OK)
		return status;
	if (stored.number <= window->last_number || stored.story == 0 ||
	    stored.story > stored.number || stored.full >= stored.story)
		return nw_fail(err, NW_BAD_INPUT,
			       "a stored item is out of order");
	nwi_window_put_back(window, &stored);
	return NW_OK;
}

/* ---- stories ---- */

enum nw_status nwi_window_save_story(const struct nwi_window *window,
				     uint64_t number, struct nw_buf *out,
				     struct nw_error *err)
{
	uint32_t index = nwi_story_find(window, number);
	size_t from = out->len;

	if (index == NWI_NO_SLOT)
		return nw_fail(err, NW_NOT_FOUND,
			       "the window has no such story");
	const struct nwi_story *story = &window->stories[index];
	put(out, STORY_VERSION, 4);
	put(out, number, 8);
	put(out, story->total, 4);
	put(out, (uint64_t)story->first, 8);
	put(out, (uint64_t)story->last, 8);
	for (uint32_t i = 0; i < story->sum_count; i++) {
		put(out, story->sums[i].hash, 4);
		put(out, story->sums[i].weight, 3);
		put(out, story->sums[i].kind, 1);
	}
	if (!out->failed)
		put_sum(out, from);
	return nw_buf_check(out, "a story", err);
}

enum nw_status nwi_window_load_story(struct nwi_window *window,
				     struct nw_str bytes, struct nw_error *err)
{
	struct nwi_sum sums[NWI_STORY_SUMS];
	struct cursor cursor;
	struct nwi_story stored = { .sums = sums };
	enum nw_status status =
		open_bytes(bytes, STORY_VERSION, STORY_HEAD, &cursor, err);

	if (status != NW_OK)
		return status;
	uint32_t index = nwi_story_find(window, take(&cursor, 8));
	if (index == NWI_NO_SLOT)
		return nw_fail(err, NW_NOT_FOUND,
			       "the window has no such story");
	stored.total = (uint32_t)take(&cursor, 4);
	stored.first = (nw_time)take(&cursor, 8);
	stored.last = (nw_time)take(&cursor, 8);
	if (cursor.left % SUM_BYTES || cursor.left / SUM_BYTES > NWI_STORY_SUMS)
		return nw_fail(err, NW_BAD_INPUT, "a stored story is no story");
	while (cursor.left > 0) {
		struct nwi_sum *sum = &sums[stored.sum_count++];
		sum->hash = (uint32_t)take(&cursor, 4);
		sum->weight = take(&cursor, 3) & 0xffffff;
		sum->kind = take(&cursor, 1) & 0xff;
		if (stored.sum_count > 1 && sum[-1].hash >= sum->hash)
			return nw_fail(err, NW_BAD_INPUT,
				       "a stored story is out of order");
	}
	nwi_story_put_back(window, index, &stored);
	return NW_OK;
}
