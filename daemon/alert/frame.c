/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/alert/frame.h"

#include "base/hash.h"
#include "daemon/alert/gist.h"
#include "item/read.h"

#define FRAME_DEPTH    64
#define TOPICS_MAX     1000
#define SPANS_MAX      10000
#define HASH_DIGITS    16
#define EXCERPT_BYTES  ((size_t)16 << 10)
#define IDENTITY_BYTES ((size_t)64 << 10)

static bool is_hex(struct nw_str s, size_t digits)
{
	if (s.len != digits)
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (!strchr("0123456789abcdef", s.at[i]) || s.at[i] == '\0')
			return false;
	return true;
}

static enum nw_status bad(struct nw_error *err, const char *what)
{
	return nw_fail(err, NW_BAD_INPUT, "an item frame: %s", what);
}

static void *room_for(struct nw_arena *arena, const json_t *list, size_t most,
		      size_t bytes, size_t *out_count)
{
	size_t count = json_array_size(list);

	*out_count = count > most ? most : count;
	return *out_count ? nw_arena_array(arena, *out_count, bytes) : NULL;
}

/* [field, from, to] inside its text; others are dropped. */
static bool read_span(const json_t *row, size_t title_len, size_t body_len,
		      struct nw_span *out)
{
	json_int_t field = json_integer_value(json_array_get(row, 0));
	json_int_t from = json_integer_value(json_array_get(row, 1));
	json_int_t to = json_integer_value(json_array_get(row, 2));
	size_t len = field == NW_FIELD_TITLE ? title_len : body_len;

	if (json_array_size(row) != 3 || from < 0 || to < from ||
	    (size_t)to > len ||
	    (field != NW_FIELD_TITLE && field != NW_FIELD_BODY))
		return false;
	out->field = (uint32_t)field;
	out->from = (uint32_t)from;
	out->to = (uint32_t)to;
	return true;
}

static enum nw_status read_spans(struct nw_arena *arena, const json_t *list,
				 size_t title_len, size_t body_len,
				 const struct nw_span **out,
				 uint32_t *out_count, struct nw_error *err)
{
	size_t count;
	uint32_t kept = 0;
	struct nw_span *spans =
		room_for(arena, list, SPANS_MAX, sizeof(*spans), &count);

	if (count > 0 && !spans)
		return nw_fail(err, NW_NO_MEMORY, "no memory for a frame");
	for (size_t i = 0; i < count; i++)
		if (read_span(json_array_get(list, i), title_len, body_len,
			      &spans[kept]))
			kept++;
	*out = spans;
	*out_count = kept;
	return NW_OK;
}

static enum nw_status read_topics(struct nw_arena *arena, const json_t *list,
				  struct nw_alert_item *item,
				  struct nw_error *err)
{
	size_t count;
	struct nw_topic *topics =
		room_for(arena, list, TOPICS_MAX, sizeof(*topics), &count);
	size_t body_len = nw_item_body(&item->item).len;
	enum nw_status status = NW_OK;

	if (count > 0 && !topics)
		return nw_fail(err, NW_NO_MEMORY, "no memory for a frame");
	for (size_t i = 0; i < count && status == NW_OK; i++) {
		const json_t *row = json_array_get(list, i);
		topics[i].size = sizeof(topics[i]);
		topics[i].name =
			nw_arena_str(arena, nwi_json_get_str(row, "name"));
		topics[i].score = nwi_json_get_double(row, "score", 0);
		if (nw_str_is_absent(topics[i].name))
			return bad(err, "a topic without a name");
		status = read_spans(arena, json_object_get(row, "spans"),
				    item->item.title.len, body_len,
				    &topics[i].spans, &topics[i].span_count,
				    err);
	}
	item->topics = topics;
	item->topic_count = (uint32_t)count;
	return status;
}

static enum nw_status read_hits(struct nw_arena *arena, const json_t *list,
				struct frame *out, struct nw_error *err)
{
	size_t count;
	struct frame_hit *hits =
		room_for(arena, list, FRAME_HITS_MAX, sizeof(*hits), &count);
	enum nw_status status = NW_OK;

	if (count > 0 && !hits)
		return nw_fail(err, NW_NO_MEMORY, "no memory for a frame");
	for (size_t i = 0; i < count && status == NW_OK; i++) {
		const json_t *row = json_array_get(list, i);
		struct nw_str excerpt = nwi_json_get_str(row, "excerpt");
		hits[i].watch =
			nw_arena_str(arena, nwi_json_get_str(row, "watch"));
		if (nw_str_is_absent(hits[i].watch))
			return bad(err, "a hit without a watch");
		if (excerpt.len > EXCERPT_BYTES)
			return bad(err, "an excerpt over 16 KiB");
		hits[i].excerpt = nw_arena_str(arena, excerpt);
		status = read_spans(arena, json_object_get(row, "marks"),
				    out->item.item.title.len, excerpt.len,
				    &hits[i].marks, &hits[i].mark_count, err);
	}
	out->hits = hits;
	out->hit_count = count;
	return status;
}

/* A list of names, or with `key` of objects that have one. */
static const struct nw_str *read_names(struct nw_arena *arena,
				       const json_t *list, const char *key,
				       size_t *out_count)
{
	size_t count;
	struct nw_str *names =
		room_for(arena, list, TOPICS_MAX, sizeof(*names), &count);

	for (size_t i = 0; names && i < count; i++) {
		const json_t *row = json_array_get(list, i);
		names[i] = nw_arena_str(
			arena, key ? nwi_json_get_str(row, key)
				   : nw_str_from(json_string_value(row)));
	}
	*out_count = names ? count : 0;
	return names;
}

/* What the item's row keeps: names and scores, and the names of watches. */
static enum nw_status sum_up(struct nw_arena *arena, struct frame *out,
			     struct nw_error *err)
{
	NW_AUTO(nw_buf_fini) struct nw_buf buf = { 0 };

	nw_buf_init(&buf, FRAME_BYTES);
	nwi_json_open(&buf, '[');
	for (uint32_t i = 0; i < out->item.topic_count; i++) {
		nwi_json_open(&buf, '{');
		nwi_json_put_str(&buf, "name", out->item.topics[i].name);
		nwi_json_key(&buf, "score");
		nwi_json_double(&buf, out->item.topics[i].score);
		nwi_json_close(&buf, '}');
	}
	nwi_json_close(&buf, ']');
	out->topics = nw_arena_buf(arena, &buf);
	nw_buf_clear(&buf);
	nwi_json_open(&buf, '[');
	for (size_t i = 0; i < out->hit_count; i++)
		nwi_json_str(&buf, out->hits[i].watch);
	nwi_json_close(&buf, ']');
	out->watches = nw_arena_buf(arena, &buf);
	if (buf.failed || nw_arena_failed(arena))
		return nw_fail(err, NW_NO_MEMORY, "no memory for a frame");
	return NW_OK;
}

static enum nw_status read_ids(const json_t *json, struct nw_arena *arena,
			       struct frame *out, struct nw_error *err)
{
	out->id = nw_arena_str(arena, nwi_json_get_str(json, "id"));
	out->hash = nw_arena_str(arena, nwi_json_get_str(json, "hash"));
	out->identity = nw_arena_str(arena, nwi_json_get_str(json, "identity"));
	out->changed = nw_str_is(nwi_json_get_str(json, "change"), "changed");
	if (!is_hex(out->id, NWI_ID_TEXT - 1))
		return bad(err, "its id is not 32 hexadecimal digits");
	if (!is_hex(out->hash, HASH_DIGITS))
		return bad(err, "its hash is not 16 hexadecimal digits");
	if (out->identity.len > IDENTITY_BYTES)
		return bad(err, "an identity over 64 KiB");
	return NW_OK;
}

static void read_outlet(const json_t *json, struct nw_arena *arena,
			struct nw_alert_item *item)
{
	const json_t *outlet = json_object_get(json, "outlet");

	item->outlet = nw_arena_str(arena, nwi_json_get_str(outlet, "name"));
	item->country =
		nw_arena_str(arena, nwi_json_get_str(outlet, "country"));
	item->affiliation =
		nw_arena_str(arena, nwi_json_get_str(outlet, "affiliation"));
}

/* As the worker wrote it; one of another shape is none. */
static enum nw_status read_gist(const json_t *json, struct nw_arena *arena,
				struct nw_str *out, struct nw_error *err)
{
	const json_t *gist = json_object_get(json, "gist");
	char text[GIST_BYTES];
	size_t len;

	if (!json_is_object(gist))
		return NW_OK;
	len = json_dumpb(gist, text, sizeof(text), JSON_COMPACT);
	if (len == 0 || len > sizeof(text))
		return bad(err, "a gist over 4 KiB");
	*out = nw_arena_str(arena, nw_str_make(text, len));
	return NW_OK;
}

static enum nw_status read_frame(const json_t *json, struct nw_arena *arena,
				 struct frame *out, struct nw_error *err)
{
	struct nwi_item_reader reader = { .arena = arena };
	enum nw_status status = read_ids(json, arena, out, err);

	if (status == NW_OK)
		status = nwi_item_read(&reader, json_object_get(json, "item"),
				       &out->item.item, err);
	if (status == NW_OK)
		status = read_topics(arena, json_object_get(json, "topics"),
				     &out->item, err);
	if (status == NW_OK)
		status = read_hits(arena, json_object_get(json, "hits"), out,
				   err);
	if (status == NW_OK)
		status = read_gist(json, arena, &out->gist, err);
	if (status != NW_OK)
		return status;
	out->item.item_id = out->id;
	read_outlet(json, arena, &out->item);
	out->owner = nw_arena_str(
		arena,
		nwi_json_get_str(json_object_get(json, "outlet"), "owner"));
	out->print = nw_arena_str(arena, nwi_json_get_str(json, "print"));
	out->words = nw_arena_str(arena, nwi_json_get_str(json, "words"));
	out->no_opinions =
		read_names(arena, json_object_get(json, "no_opinion"), NULL,
			   &out->no_opinion_count);
	out->could = read_names(arena, json_object_get(json, "could"), NULL,
				&out->could_count);
	out->verdicts = read_names(arena, json_object_get(json, "remote"),
				   "classifier", &out->verdict_count);
	out->unsure = json_array_size(json_object_get(json, "failed")) > 0;
	return sum_up(arena, out, err);
}

enum nw_status frame_read(struct nw_str json, struct nw_arena *arena,
			  struct frame *out, struct nw_error *err)
{
	NW_AUTO(nwi_json_free) json_t *object = NULL;
	struct frame frame = { 0 };
	enum nw_status status =
		nwi_json_parse(json, FRAME_BYTES, FRAME_DEPTH, &object, err);

	if (status != NW_OK)
		return status == NW_LIMIT ? bad(err, "over 8 MiB or too deep")
					  : status;
	if (!json_is_object(object))
		return bad(err, "not an object");
	status = read_frame(object, arena, &frame, err);
	if (status == NW_LIMIT)
		status = NW_NO_MEMORY;
	if (status == NW_OK)
		*out = frame;
	return status;
}

nw_time frame_published(const struct frame *frame)
{
	const struct nw_instant *at = &frame->item.item.published;

	return nw_instant_is_absent(at) ? 0 : at->at;
}
