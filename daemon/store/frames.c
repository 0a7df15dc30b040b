/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/store/frames.h"

#include "base/json.h"
#include "item/read.h"
#include "text/utf8.h"

#include <stdlib.h>

enum {
	FRAME_MOST = 8 << 20,
	FRAME_DEPTH = 64,
	OPENING = 4096 /* bytes of a text */
};

static void put_member(const json_t *frame, const char *key, struct nw_buf *out)
{
	const json_t *value = json_object_get(frame, key);
	char *text =
		value ? json_dumps(value, JSON_COMPACT | JSON_REAL_PRECISION(6))
		      : NULL;

	if (!text)
		return;
	nwi_json_key(out, key);
	nwi_json_raw(out, nw_str_from(text));
	free(text);
}

static void put_text(struct core *core, const json_t *frame, struct nw_buf *out)
{
	struct nwi_item_reader reader = { .arena = core->scratch };
	struct nw_item item;
	struct nw_error err;

	if (nwi_item_read(&reader, json_object_get(frame, "item"), &item,
			  &err) != NW_OK)
		return;
	struct nw_str body = nw_item_body(&item);
	nwi_json_put_str(out, "text",
			 nw_str_slice(body, 0, nwi_utf8_floor(body, OPENING)));
}

static void put_frame(struct core *core, const struct store_item *row,
		      bool text, struct nw_buf *out)
{
	struct store_archive archive = { .item = row->id };
	NW_AUTO(nwi_json_free) json_t *frame = NULL;
	struct nw_error err;

	if (core_get(core, STORE_ARCHIVE, &archive, &err) != NW_OK ||
	    nwi_json_parse(archive.frame, FRAME_MOST, FRAME_DEPTH, &frame,
			   &err) != NW_OK)
		return;
	put_member(frame, "no_opinion", out);
	put_member(frame, "shadow", out);
	if (text)
		put_text(core, frame, out);
}

static void put_list(struct nw_buf *out, const char *key, struct nw_str json)
{
	nwi_json_key(out, key);
	nwi_json_raw(out, json.len ? json : nw_str_from("[]"));
}

void core_judged_line(struct core *core, const struct store_item *row,
		      bool text, struct nw_buf *out)
{
	nwi_json_open(out, '{');
	nwi_json_put_text(out, "type", "judged");
	nwi_json_put_str(out, "id", row->id);
	nwi_json_put_time(out, "seen", row->seen);
	nwi_json_put_str(out, "title", row->title);
	nwi_json_put_str(out, "language", row->language);
	put_list(out, "topics", row->topics);
	put_list(out, "watches", row->watches);
	put_frame(core, row, text, out);
	nwi_json_close(out, '}');
	nw_buf_add_char(out, '\n');
}
