/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reader of plain text on any bytes. Beyond crashes it must keep its word:
 * what it gives out is valid UTF-8 without control characters, so that the
 * item object can be read back, and every explanation points into the text.
 */
#include <newswatch/digest.h>
#include <stdint.h>
#include <stdlib.h>

#include "text/charset.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static enum nw_status read_back(void *arg, const struct nw_feed *feed,
				const struct nw_item *item)
{
	NW_AUTO(nw_arena_free)
	struct nw_arena *arena = nw_arena_new((size_t)64 << 20);
	NW_AUTO(nw_buf_fini) struct nw_buf json = { 0 };
	struct nw_item again;
	struct nw_error err;

	(void)arg;
	(void)feed;
	nw_buf_init(&json, (size_t)7 << 20);
	nw_item_to_json(item, &json);
	if (json.failed)
		return NW_OK;
	if (nw_item_from_json(nw_buf_str(&json), arena, &again, &err) != NW_OK)
		abort();
	return NW_OK;
}

/* No charset makes a byte into more than four. */
static void check_note(void *arg, const struct nw_explained *explained)
{
	const size_t *len = arg;

	if (explained->from > explained->to || explained->to > 4 * *len)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static bool ready;
	NW_AUTO(nw_arena_free)
	struct nw_arena *arena = nw_arena_new((size_t)64 << 20);
	const struct nw_explain explain = { check_note, &len };
	struct nw_feed_input input = {
		.size = sizeof(input),
		.bytes = nw_str_make((const char *)bytes, len),
		.base_url = NW_STR("https://a.test/page"),
		.fetched = INT64_C(1742472000000),
		.explain = &explain,
	};
	struct nw_feed feed;
	struct nw_error err;

	if (!ready)
		ready = nwi_text_init();
	if (nw_digest_read(&input, arena, read_back, NULL, &feed, &err) ==
	    NW_INTERNAL)
		abort();
	return 0;
}
