/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What people say of items: "this is a strike", "this is none". The text that
 * a model learns from is kept with it, for items and archive expire sooner.
 */
#include "daemon/store/label.h"

#include "base/json.h"
#include "daemon/alert/frame.h"
#include "daemon/store/near.h"
#include "text/utf8.h"

#include <stdio.h>

enum { SAMPLE_TEXT = 4096, SAMPLE_BYTES = 16384 };

/* Title, the text's opening, language: what lib/topic/linear.h looks at. */
static enum nw_status sample_of(struct core *core, const struct nw_item *item,
				struct nw_str *out_sample, struct nw_error *err)
{
	struct nw_str body = nw_item_body(item);
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };

	nw_buf_init(&out, (size_t)4 * SAMPLE_BYTES);
	nwi_json_put_str(&out, "title", item->title);
	nwi_json_put_str(
		&out, "text",
		nw_str_slice(body, 0, nwi_utf8_floor(body, SAMPLE_TEXT)));
	nwi_json_put_str(&out, "language", item->language);
	*out_sample = nw_arena_buf(core->scratch, &out);
	if (out.failed || nw_str_is_absent(*out_sample))
		return nw_fail(err, NW_NO_MEMORY,
			       "no memory for an item's sample");
	return NW_OK;
}

static enum nw_status read_text(struct core *core, struct nw_str item,
				struct frame *frame, struct nw_error *err)
{
	struct store_archive text = { .item = item };
	enum nw_status status = core_get(core, STORE_ARCHIVE, &text, err);

	if (status == NW_NOT_FOUND)
		return nw_fail(err, status,
			       "the text of this item is not kept any more");
	return status == NW_OK
		       ? frame_read(text.frame, core->scratch, frame, err)
		       : status;
}

enum nw_status core_label(struct core *core, struct nw_str text,
			  struct nw_str label, struct store_label *out,
			  struct nw_error *err)
{
	static const struct nw_str no = NW_STR("not-");
	bool is_not = nw_str_starts(label, no.at);
	struct store_item item = { 0 };
	struct frame frame;
	struct nw_str sample;
	enum nw_status status = core_item_of(core, text, &item, err);

	if (status == NW_OK)
		status = read_text(core, item.id, &frame, err);
	if (status == NW_OK)
		status = sample_of(core, &frame.item.item, &sample, err);
	if (status != NW_OK)
		return status;
	*out = (struct store_label){
		.item = item.id,
		.topic =
			is_not ? nw_str_slice(label, no.len, label.len) : label,
		.is_of = !is_not,
		.at = core->now.at,
		.sample = sample,
		.kept = core_kept(core),
	};
	return core_put(core, STORE_LABEL, out, err);
}

void core_label_line(const struct store_label *row, struct nw_buf *out)
{
	char said[256];

	nwi_json_open(out, '{');
	nwi_json_put_text(out, "type", "label");
	nwi_json_put_str(out, "id", row->item);
	nwi_json_put_str(out, "topic", row->topic);
	nwi_json_put_time(out, "at", row->at);
	snprintf(said, sizeof(said), "%s%.*s", row->is_of ? "" : "not-",
		 NW_FMT(row->topic));
	nwi_json_put_text(out, "said", said);
	nwi_json_key(out, "labels");
	nwi_json_open(out, '[');
	if (row->is_of)
		nwi_json_str(out, row->topic);
	nwi_json_close(out, ']');
	nw_buf_add_char(out, ',');
	nw_buf_add_str(out, row->sample);
	nwi_json_close(out, '}');
	nw_buf_add_char(out, '\n');
}
