/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reader of mail on any bytes, behind a header that makes mail of them
 * where they have none. What it gives out must be readable again.
 */
#include <newswatch/mail.h>

#include "fuzz.h"

static void note(void *arg, const struct nw_explained *told)
{
	require_note_within(told, *(const size_t *)arg);
}

static void read_mail(struct nw_str bytes)
{
	NW_AUTO(nw_arena_free)
	struct nw_arena *arena = nw_arena_new((size_t)64 << 20);
	size_t len = bytes.len;
	const struct nw_explain explain = { note, &len };
	struct nw_feed_input input = {
		.size = sizeof(input),
		.bytes = bytes,
		.fetched = INT64_C(1742472000000),
		.explain = &explain,
	};
	struct nw_feed feed;
	struct nw_error err;

	require(nw_mail_read(&input, arena, read_back, NULL, &feed, &err) !=
		NW_INTERNAL);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	NW_AUTO(nw_buf_fini) struct nw_buf mail = { 0 };
	struct nw_str given = nw_str_make((const char *)bytes, len);

	init_text_once();
	read_mail(given);
	if (nw_document_sniff(given, nw_str_make(NULL, 0)) == NW_DOCUMENT_MAIL)
		return 0;
	nw_buf_init(&mail, len + 200);
	nw_buf_add_text(&mail, "Message-ID: <a@b>\r\nFrom: a@b\r\n");
	nw_buf_add_str(&mail, given);
	read_mail(nw_buf_str(&mail));
	return 0;
}
