/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sources: their rows, what they show, polls without items, set-aside.
 */
#include "daemon/store/source.h"
#include "daemon/store/identify.h"

#include <stdlib.h>

#define SHOWN_MAX      20000
#define DOCUMENT_BYTES ((size_t)256 << 10)
#define FOLLOW_MAX     1000
#define FOLLOW_TRIES   3
#define DAY_MS	       INT64_C(86400000)

/* ---- rows ---- */

static void to_ledger(const struct store_source *from, struct nw_arena *arena,
		      bool with_cursor, struct ledger_source *to)
{
	to->name = nw_arena_str(arena, from->name);
	to->etag = nw_arena_str(arena, from->etag);
	to->last_modified = nw_arena_str(arena, from->last_modified);
	to->body_hash = nw_arena_str(arena, from->body_hash);
	if (with_cursor)
		to->cursor = nw_arena_str(arena, from->cursor);
	to->moved_to = nw_arena_str(arena, from->moved_to);
	to->status = nw_arena_str(arena, from->status);
	to->error = nw_arena_str(arena, from->error);
	to->title = nw_arena_str(arena, from->title);
	to->next_due = from->next_due;
	to->last_ok = from->last_ok;
	to->last_try = from->last_try;
	to->interval_ms = from->interval_ms;
	to->failures = from->failures;
	to->polls = from->polls;
	to->items = from->items;
}

enum nw_status source_get(struct core *core, struct nw_str name,
			  struct store_source *out, struct nw_error *err)
{
	*out = (struct store_source){ .name = name };
	enum nw_status status = core_get(core, STORE_SOURCE, out, err);

	if (status != NW_NOT_FOUND)
		return status;
	*out = (struct store_source){ .name = name, .status = NW_STR("new") };
	return NW_OK;
}

void source_take(struct core *core, const struct ledger_source *from,
		 struct store_source *to)
{
	to->etag = from->etag;
	to->last_modified = from->last_modified;
	to->body_hash = from->body_hash;
	to->cursor = from->cursor;
	to->moved_to = from->moved_to;
	/* A poll that was under way when its source went brings it not back. */
	if (!nw_str_is(to->status, "removed"))
		to->status = from->status.len > 0 ? from->status
			     : from->failures > 0 ? nw_str_from("failing")
						  : nw_str_from("ok");
	to->error = from->error;
	if (from->title.len > 0)
		to->title = from->title;
	to->next_due = from->next_due;
	to->interval_ms = from->interval_ms;
	to->failures = from->failures;
	to->last_try = core->now.at;
	if (from->failures == 0)
		to->last_ok = core->now.at;
	to->kept = core_kept(core);
}

static enum nw_status mark_awaiting(struct core *core,
				    struct ledger_source *list, size_t count,
				    struct nw_error *err)
{
	const struct store_arg args[] = { STORE_ARG_INT(LEDGER_FOLLOW_TEXT),
					  STORE_ARG_INT(SHOWN_MAX) };
	struct store_rows rows;
	struct nwi_map names;
	enum nw_status status =
		core_find(core, STORE_FIND_FOLLOWED, args, 2, &rows, err);

	if (status != NW_OK || rows.count == 0)
		return status;
	nwi_map_init(&names, (struct nwi_sip_key){ 0, 0 });
	const struct store_follow_up *at = rows.at;
	for (size_t i = 0; i < rows.count; i++)
		nwi_map_put(&names, at[i].source, &names);
	for (size_t i = 0; i < count; i++)
		list[i].awaiting = nwi_map_get(&names, list[i].name) != NULL;
	nwi_map_fini(&names);
	return NW_OK;
}

enum nw_status core_sources(struct core *core, struct message *message,
			    struct nw_error *err)
{
	struct store_rows rows;
	enum nw_status status =
		core_find(core, STORE_FIND_SOURCES, NULL, 0, &rows, err);

	if (status != NW_OK || rows.count == 0)
		return status;
	struct ledger_source *list =
		nw_arena_array(message->arena, rows.count, sizeof(*list));
	if (!list)
		return nw_fail(err, NW_NO_MEMORY, "no memory for the sources");
	const struct store_source *at = rows.at;
	for (size_t i = 0; i < rows.count; i++)
		to_ledger(&at[i], message->arena, false, &list[i]);
	message->reply.sources = list;
	message->reply.source_count = rows.count;
	return mark_awaiting(core, list, rows.count, err);
}

static enum nw_status list_follow_ups(struct core *core,
				      struct message *message,
				      struct nw_error *err)
{
	const struct store_arg args[] = { STORE_ARG_TEXT(message->key),
					  STORE_ARG_INT(FOLLOW_MAX) };
	struct store_rows rows;
	enum nw_status status =
		core_find(core, STORE_FIND_FOLLOW_UPS_OF, args, 2, &rows, err);

	if (status != NW_OK || rows.count == 0)
		return status;
	struct ledger_follow_up *list =
		nw_arena_array(message->arena, rows.count, sizeof(*list));
	if (!list)
		return nw_fail(err, NW_NO_MEMORY, "no memory for a source");
	const struct store_follow_up *at = rows.at;
	for (size_t i = 0; i < rows.count; i++) {
		list[i].id = at[i].id;
		list[i].kind = (uint32_t)at[i].kind;
		list[i].attempts = (uint32_t)at[i].attempts;
		list[i].source = nw_arena_str(message->arena, at[i].source);
		list[i].url = nw_arena_str(message->arena, at[i].url);
		list[i].item = nw_arena_str(message->arena, at[i].item);
	}
	message->reply.follow_ups = list;
	message->reply.follow_up_count = rows.count;
	return NW_OK;
}

enum nw_status core_source(struct core *core, struct message *message,
			   struct nw_error *err)
{
	struct store_source row;
	struct ledger_source *one =
		nw_arena_new_of(message->arena, struct ledger_source);
	enum nw_status status = source_get(core, message->key, &row, err);

	if (status != NW_OK || !one)
		return status;
	to_ledger(&row, message->arena, true, one);
	message->reply.sources = one;
	message->reply.source_count = 1;
	return list_follow_ups(core, message, err);
}

/* ---- what a source shows ---- */

static int nibble(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool pack(struct nw_str hex, unsigned char *out, size_t bytes)
{
	if (hex.len != 2 * bytes)
		return false;
	for (size_t i = 0; i < bytes; i++) {
		int high = nibble(hex.at[2 * i]),
		    low = nibble(hex.at[2 * i + 1]);
		if (high < 0 || low < 0)
			return false;
		out[i] = (unsigned char)(high << 4 | low);
	}
	return true;
}

struct nw_str source_hex(struct nw_arena *arena, const char *at, size_t bytes)
{
	static const char digits[] = "0123456789abcdef";
	char hex[2 * SOURCE_ENTRY];

	for (size_t i = 0; i < bytes; i++) {
		hex[2 * i] = digits[(unsigned char)at[i] >> 4];
		hex[2 * i + 1] = digits[(unsigned char)at[i] & 15];
	}
	return nw_arena_str(arena, nw_str_make(hex, 2 * bytes));
}

/* Before every list; what an older daemon wrote has none, and says nothing. */
static const char list_head[8] = { 'N', 'W', 'S', 'H', 'O', 'W', 'N', '2' };

enum nw_status source_list(struct core *core, struct nw_str source,
			   struct nw_str *out, struct nw_error *err)
{
	struct store_shown row = { .source = source };
	enum nw_status status = core_get(core, STORE_SHOWN, &row, err);
	size_t head = sizeof(list_head);

	if (status != NW_OK && status != NW_NOT_FOUND)
		return status;
	if (row.list.len < head || memcmp(row.list.at, list_head, head) != 0)
		row.list = nw_str_make(NULL, 0);
	*out = nw_str_slice(row.list, head, row.list.len);
	return NW_OK;
}

enum nw_status source_shown_count(struct core *core, struct nw_str source,
				  size_t *out, struct nw_error *err)
{
	struct nw_str list;
	enum nw_status status = source_list(core, source, &list, err);

	if (status == NW_OK)
		*out = list.len / SOURCE_ENTRY;
	return status;
}

enum nw_status core_shown(struct core *core, struct message *message,
			  struct nw_error *err)
{
	struct nw_str list;
	enum nw_status status = source_list(core, message->key, &list, err);
	size_t count = status == NW_OK ? list.len / SOURCE_ENTRY : 0;

	if (status == NW_OK)
		status = core_identity_of(core, message->key, &message->reply,
					  err);
	if (count == 0 || status != NW_OK)
		return status;
	struct ledger_shown *out =
		nw_arena_array(message->arena, count, sizeof(*out));
	if (!out)
		return nw_fail(err, NW_NO_MEMORY, "no memory for a source");
	for (size_t i = 0; i < count; i++) {
		const char *at = list.at + i * SOURCE_ENTRY;
		out[i] = (struct ledger_shown){
			.id = source_hex(message->arena, at, SOURCE_ID),
			.hash = source_hex(message->arena, at + SOURCE_ID,
					   SOURCE_HASH),
		};
	}
	message->reply.shown = out;
	message->reply.shown_count = count;
	return NW_OK;
}

/* A set of packed entries, so that a page adds what is not there yet. */
static size_t add_entries(unsigned char *to, size_t count, size_t most,
			  struct nwi_map *seen, struct nw_str entries)
{
	for (size_t at = 0; at < entries.len && count < most;
	     at += SOURCE_ENTRY) {
		struct nw_str id = nw_str_slice(entries, at, at + SOURCE_ID);
		if (!nwi_map_put(seen, id, seen))
			continue;
		memcpy(to + count * SOURCE_ENTRY, id.at, SOURCE_ENTRY);
		count++;
	}
	return count;
}

enum nw_status source_pack(struct core *core, const struct ledger_batch *batch,
			   struct nw_str *out, struct nw_error *err)
{
	unsigned char *room = nw_arena_array(
		core->scratch, batch->shown_count + 1, SOURCE_ENTRY);
	size_t count = 0;

	if (!room)
		return nw_fail(err, NW_NO_MEMORY, "no memory for a source");
	for (size_t i = 0; i < batch->shown_count && count < SHOWN_MAX; i++) {
		unsigned char *at = room + count * SOURCE_ENTRY;
		unsigned char *keys = at + SOURCE_ID + SOURCE_HASH;
		if (!pack(batch->shown[i].id, at, SOURCE_ID) ||
		    !pack(batch->shown[i].hash, at + SOURCE_ID, SOURCE_HASH))
			continue;
		if (!pack(batch->shown[i].keys, keys, SOURCE_KEYS))
			memset(keys, 0, SOURCE_KEYS);
		count++;
	}
	*out = nw_str_make((char *)room, count * SOURCE_ENTRY);
	return NW_OK;
}

enum nw_status source_put_shown(struct core *core,
				const struct ledger_batch *batch,
				struct nw_error *err)
{
	struct nw_str old = { NULL, 0 }, new;
	enum nw_status status = source_pack(core, batch, &new, err);

	if (status == NW_OK && batch->flags & LEDGER_BATCH_PARTIAL)
		status = source_list(core, batch->source.name, &old, err);
	if (status != NW_OK)
		return status;
	size_t most = (new.len + old.len) / SOURCE_ENTRY + 1;
	most = most > SHOWN_MAX ? SHOWN_MAX : most;
	unsigned char *list =
		nw_arena_array(core->scratch, most + 1, SOURCE_ENTRY);
	if (!list)
		return nw_fail(err, NW_NO_MEMORY, "no memory for a source");
	memcpy(list, list_head, sizeof(list_head));
	unsigned char *entries = list + sizeof(list_head);
	struct nwi_map seen;
	nwi_map_init(&seen, (struct nwi_sip_key){ 0, 0 });
	size_t count = add_entries(entries, 0, most, &seen, new);
	count = add_entries(entries, count, most, &seen, old);
	nwi_map_fini(&seen);
	const struct store_shown row = {
		batch->source.name,
		nw_str_make((char *)list,
			    sizeof(list_head) + count * SOURCE_ENTRY),
		core_kept(core),
	};
	return core_put(core, STORE_SHOWN, &row, err);
}

/* The item by this id, and the id where that is another one's name. */
static enum nw_status touch_one(struct core *core, struct nw_str source,
				struct nw_str id, struct nw_error *err)
{
	struct store_alias alias = { .source = source, .id = id };
	struct store_identity row = { .source = source, .item = id };
	enum nw_status status = core_get(core, STORE_ALIAS, &alias, err);

	if (status == NW_OK) {
		row.item = alias.item;
		alias.kept = core_kept(core);
		status = core_put(core, STORE_ALIAS, &alias, err);
	}
	if (status == NW_OK || status == NW_NOT_FOUND)
		status = core_get(core, STORE_IDENTITY, &row, err);
	if (status == NW_NOT_FOUND)
		return NW_OK;
	row.kept = core_kept(core);
	return status == NW_OK ? core_put(core, STORE_IDENTITY, &row, err)
			       : status;
}

enum nw_status source_touch(struct core *core, struct store_source *row,
			    struct nw_error *err)
{
	struct nw_str list;

	if (row->touched != 0 && core_kept(core) - row->touched < DAY_MS)
		return NW_OK;
	enum nw_status status = source_list(core, row->name, &list, err);
	for (size_t at = 0; status == NW_OK && at + SOURCE_ENTRY <= list.len;
	     at += SOURCE_ENTRY)
		status = touch_one(
			core, row->name,
			source_hex(core->scratch, list.at + at, SOURCE_ID),
			err);
	row->touched = core_kept(core);
	return status;
}

/* ---- polls without items ---- */

static enum nw_status count_try(struct core *core, int64_t id,
				struct nw_error *err)
{
	bool last = id < 0;
	struct store_follow_up row = { .id = last ? -id : id };
	enum nw_status status =
		id ? core_get(core, STORE_FOLLOW_UP, &row, err) : NW_NOT_FOUND;

	if (status == NW_NOT_FOUND)
		return NW_OK;
	if (status != NW_OK)
		return status;
	if (++row.attempts >= FOLLOW_TRIES || last)
		return core->ops->remove(core->store, STORE_FOLLOW_UP, &row,
					 err);
	return core_put(core, STORE_FOLLOW_UP, &row, err);
}

enum nw_status core_note(struct core *core, struct message *message,
			 struct nw_error *err)
{
	struct store_source row;
	enum nw_status status =
		source_get(core, message->source.name, &row, err);

	if (status != NW_OK)
		return status;
	source_take(core, &message->source, &row);
	/* Only what was read counts as a first poll: 304 needs one before. */
	if (message->source.failures == 0 && row.polls > 0)
		row.polls++;
	if (message->source.failures == 0)
		status = source_touch(core, &row, err);
	if (status == NW_OK)
		status = count_try(core, message->follow_up, err);
	return status == NW_OK ? core_put(core, STORE_SOURCE, &row, err)
			       : status;
}

/* ---- set aside ---- */

static enum nw_status mark_item(struct core *core, struct nw_str id,
				struct nw_error *err)
{
	struct store_item row = { .id = id };
	enum nw_status status =
		id.len ? core_get(core, STORE_ITEM, &row, err) : NW_NOT_FOUND;

	if (status == NW_NOT_FOUND)
		return NW_OK;
	row.state = STORE_ITEM_SET_ASIDE;
	return status == NW_OK ? core_put(core, STORE_ITEM, &row, err) : status;
}

enum nw_status core_set_aside(struct core *core, struct message *message,
			      struct nw_error *err)
{
	const struct ledger_set_aside *what = &message->set_aside;
	struct nw_arena *arena = core->scratch;
	const struct store_set_aside row = {
		.id = core_next_seq(core, CORE_SEQ_SET_ASIDE),
		.source = what->source,
		.item = what->item,
		.plugin = what->plugin,
		.reason = what->reason,
		.document = nw_str_slice(what->document, 0, DOCUMENT_BYTES),
		.at = core->now.at,
		.kept = core_kept(core),
	};
	enum nw_status status = core_add(core, STORE_SET_ASIDE, &row, err);

	if (status == NW_OK)
		status = mark_item(core, what->item, err);
	if (status != NW_OK)
		return status;
	const struct core_notice_text notice = {
		nw_arena_fmt(arena, "set-aside:%.*s", NW_FMT(what->source)),
		nw_arena_fmt(arena, "a document of %.*s was set aside",
			     NW_FMT(what->source)),
		nw_arena_fmt(arena, "%.*s failed on it twice: %.*s",
			     NW_FMT(what->plugin), NW_FMT(what->reason)),
		DAY_MS,
	};
	return core_tell(core, &notice, err);
}
