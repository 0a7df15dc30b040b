/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/store/identify.h"
#include "daemon/store/habit.h"
#include "daemon/store/source.h"

#include <stdlib.h>

/* Fresh items of a batch that are looked for; more are news. */
enum { FRESH_MOST = 5000, BY_URL_MOST = 4 };

/* From so many on it is the source that changed, not the items. */
enum { RENEWED_FROM = 3 };

enum { KEY_URL, KEY_TEXT, KEY_TITLE, KEY_PUBLISHED, KEYS };

/* How well a fresh item and a known one agree. */
enum match { MATCH_NONE, MATCH_ONE, MATCH_SURE };

/* What the source shows now or showed before. */
struct entry {
	const char *id;
	uint64_t keys[KEYS];
	struct frame *frame; /* of a fresh item */
	struct entry *found; /* the known one that it is */
	struct nw_str item;  /* the same by the table of items */
	enum match match;
	bool taken;
};

struct identifying {
	struct core *core;
	struct message *message;
	struct frame *frames;
	struct nw_str *json; /* of the frames */
	struct ledger_follow_up *wanted;
	struct store_habit habit;
	struct entry *gone, *fresh;
	size_t gone_count, fresh_count;
	bool partial, changed; /* another policy than before */
};

/* ---- other ids ---- */

/*
 * The batch's arrays as our own, to be written to. They live as long as the
 * message: a group may be run again after a recovery.
 */
static enum nw_status own_arrays(struct identifying *id, struct nw_error *err)
{
	struct ledger_batch *batch = &id->message->batch;
	struct nw_arena *arena = id->message->arena;

	id->json = nw_arena_array(arena, batch->frame_count + 1,
				  sizeof(*id->json));
	id->wanted = nw_arena_array(arena, batch->follow_up_count + 1,
				    sizeof(*id->wanted));
	if (!id->json || !id->wanted)
		return nw_fail(err, NW_NO_MEMORY, "no memory for the items");
	for (size_t i = 0; i < batch->frame_count; i++)
		id->json[i] = batch->frames[i];
	for (size_t i = 0; i < batch->follow_up_count; i++)
		id->wanted[i] = batch->follow_ups[i];
	batch->frames = id->json;
	batch->follow_ups = id->wanted;
	return NW_OK;
}

/* Ids have one length, so that the JSON stays as it is otherwise. */
static enum nw_status put_id(struct nw_arena *arena, struct nw_str *json,
			     struct nw_str old, struct nw_str item,
			     struct nw_error *err)
{
	static const struct nw_str key = NW_STR("\"id\":\"");
	size_t at = nw_str_find(*json, key) + key.len;
	char *copy = nw_arena_array(arena, json->len + 1, 1);

	if (!copy)
		return nw_fail(err, NW_NO_MEMORY, "no memory for an item");
	memcpy(copy, json->at, json->len);
	if (nw_str_equal(nw_str_slice(*json, at, at + old.len), old))
		memcpy(copy + at, item.at, item.len);
	*json = nw_str_make(copy, json->len);
	return NW_OK;
}

/* The frame, its JSON, and the follow-up that asks for its article. */
static enum nw_status name_frame(struct identifying *id, struct frame *frame,
				 struct nw_str item, struct nw_error *err)
{
	struct nw_arena *arena = id->message->arena;
	struct nw_str old = frame->id;

	frame->id = nw_arena_str(arena, item);
	frame->item.item_id = frame->id;
	for (size_t i = 0; i < id->message->batch.follow_up_count; i++)
		if (nw_str_equal(id->wanted[i].item, old))
			id->wanted[i].item = frame->id;
	return put_id(arena, &id->json[frame - id->frames], old, frame->id,
		      err);
}

/* ---- reading lists ---- */

static uint64_t number_at(const char *at)
{
	uint64_t number = 0;

	for (int i = 0; i < 8; i++)
		number = number << 8 | (unsigned char)at[i];
	return number;
}

static void read_entry(const char *at, struct entry *out)
{
	*out = (struct entry){ .id = at };
	for (int i = 0; i < KEYS; i++)
		out->keys[i] = number_at(at + SOURCE_ID + SOURCE_HASH + 8 * i);
}

static void map_ids(struct nwi_map *map, struct nw_str list)
{
	nwi_map_init(map, (struct nwi_sip_key){ 0, 0 });
	for (size_t at = 0; at < list.len; at += SOURCE_ENTRY)
		nwi_map_put(map, nw_str_slice(list, at, at + SOURCE_ID), map);
}

/* What was shown and is so no more. */
static enum nw_status list_gone(struct identifying *id, struct nw_str now,
				struct nw_error *err)
{
	struct nw_str before;
	struct nwi_map ids;
	enum nw_status status = source_list(
		id->core, id->message->batch.source.name, &before, err);

	if (status != NW_OK)
		return status;
	id->gone =
		nw_arena_array(id->core->scratch, before.len / SOURCE_ENTRY + 1,
			       sizeof(*id->gone));
	if (!id->gone)
		return nw_fail(err, NW_NO_MEMORY, "no memory for a source");
	map_ids(&ids, now);
	for (size_t at = 0; at < before.len; at += SOURCE_ENTRY)
		if (!nwi_map_has(&ids,
				 nw_str_slice(before, at, at + SOURCE_ID)))
			read_entry(before.at + at, &id->gone[id->gone_count++]);
	nwi_map_fini(&ids);
	return NW_OK;
}

static enum nw_status is_fresh(struct identifying *id, struct frame *frame,
			       bool *fresh, struct nw_error *err)
{
	struct nw_str source = id->message->batch.source.name;
	struct store_identity known = { .source = source, .item = frame->id };
	struct store_alias alias = { .source = source, .id = frame->id };
	enum nw_status status = core_get(id->core, STORE_IDENTITY, &known, err);

	*fresh = false;
	if (status != NW_NOT_FOUND)
		return status;
	status = core_get(id->core, STORE_ALIAS, &alias, err);
	*fresh = status == NW_NOT_FOUND;
	if (status == NW_OK)
		status = name_frame(id, frame, alias.item, err);
	return *fresh ? NW_OK : status;
}

/* Frames under ids that are not known, with their keys. */
static enum nw_status list_fresh(struct identifying *id, struct nw_str now,
				 struct nw_error *err)
{
	const struct ledger_batch *batch = &id->message->batch;
	struct nwi_map shown;
	enum nw_status status = NW_OK;
	bool fresh;

	nwi_map_init(&shown, (struct nwi_sip_key){ 0, 0 });
	for (size_t at = 0; at < now.len; at += SOURCE_ENTRY) {
		union {
			const char *from;
			void *to;
		} value = { .from = now.at + at };
		nwi_map_put(
			&shown,
			source_hex(id->core->scratch, now.at + at, SOURCE_ID),
			value.to);
	}
	for (size_t i = 0; i < batch->frame_count && status == NW_OK &&
			   id->fresh_count < FRESH_MOST;
	     i++) {
		struct frame *frame = &id->frames[i];
		const char *at = nwi_map_get(&shown, frame->id);
		status = is_fresh(id, frame, &fresh, err);
		if (status != NW_OK || !fresh || !at)
			continue;
		read_entry(at, &id->fresh[id->fresh_count]);
		id->fresh[id->fresh_count++].frame = frame;
	}
	nwi_map_fini(&shown);
	return status;
}

/* ---- matching ---- */

struct keyed {
	uint64_t key;
	struct entry *entry;
};

static int by_key(const void *a, const void *b)
{
	const struct keyed *left = a, *right = b;

	return left->key < right->key ? -1 : left->key > right->key;
}

static struct keyed *sort_keys(struct nw_arena *arena, struct entry *entries,
			       size_t count, int which)
{
	struct keyed *rows = nw_arena_array(arena, count + 1, sizeof(*rows));

	for (size_t i = 0; rows && i < count; i++)
		rows[i] = (struct keyed){ entries[i].keys[which], &entries[i] };
	if (rows)
		qsort(rows, count, sizeof(*rows), by_key);
	return rows;
}

static bool is_only(const struct keyed *rows, size_t count, size_t i)
{
	return rows[i].key != 0 && (i == 0 || rows[i - 1].key != rows[i].key) &&
	       (i + 1 == count || rows[i + 1].key != rows[i].key);
}

static bool agree(const struct entry *a, const struct entry *b, int which)
{
	return a->keys[which] != 0 && a->keys[which] == b->keys[which];
}

/* Two of them, one of which is the date or the text. */
static enum match weigh(const struct entry *fresh, const struct entry *gone)
{
	bool url = agree(fresh, gone, KEY_URL);
	bool text = agree(fresh, gone, KEY_TEXT);
	bool title = agree(fresh, gone, KEY_TITLE);
	bool date = agree(fresh, gone, KEY_PUBLISHED);

	if ((text && (url || date)) || (url && title && date))
		return MATCH_SURE;
	return url || text || title ? MATCH_ONE : MATCH_NONE;
}

static void join(struct entry *fresh, struct entry *gone)
{
	enum match match = weigh(fresh, gone);

	if (match <= fresh->match || (gone->taken && fresh->found != gone))
		return;
	if (fresh->found)
		fresh->found->taken = false;
	gone->taken = true;
	fresh->found = gone;
	fresh->match = match;
}

/* Joins those that have the key alone, of either side. */
static bool match_by(struct identifying *id, int which)
{
	struct nw_arena *arena = id->core->scratch;
	struct keyed *old = sort_keys(arena, id->gone, id->gone_count, which);
	struct keyed *new = sort_keys(arena, id->fresh, id->fresh_count, which);
	size_t a = 0, b = 0;

	while (old && new &&a < id->gone_count && b < id->fresh_count) {
		if (old[a].key < new[b].key) {
			a++;
		} else if (old[a].key > new[b].key) {
			b++;
		} else {
			if (is_only(old, id->gone_count, a) &&
			    is_only(new, id->fresh_count, b))
				join(new[b].entry, old[a].entry);
			b++;
		}
	}
	return old && new;
}

/*
 * What was shown earlier than at the last poll, or stands on another page: by
 * address, title and date as they are stored.
 */
static enum nw_status match_stored(struct identifying *id, struct entry *fresh,
				   struct nw_error *err)
{
	const struct frame *frame = fresh->frame;
	const struct store_arg args[] = {
		STORE_ARG_TEXT(frame->item.item.url),
		STORE_ARG_INT(BY_URL_MOST),
	};
	struct store_rows rows = { NULL, 0 };
	int64_t published = frame_published(frame);

	if (fresh->match == MATCH_SURE || frame->item.item.url.len == 0 ||
	    published == 0)
		return NW_OK;
	enum nw_status status = core_find(id->core, STORE_FIND_ITEMS_BY_URL,
					  args, 2, &rows, err);
	const struct store_item *at = rows.at;
	for (size_t i = 0; status == NW_OK && i < rows.count; i++)
		if (nw_str_equal(at[i].source,
				 id->message->batch.source.name) &&
		    nw_str_equal(at[i].title, frame->item.item.title) &&
		    at[i].published_at == published) {
			fresh->item = at[i].id;
			fresh->match = MATCH_SURE;
		}
	return status;
}

static enum nw_status match_all(struct identifying *id, struct nw_error *err)
{
	enum nw_status status = NW_OK;

	if (!match_by(id, KEY_TEXT) || !match_by(id, KEY_URL) ||
	    !match_by(id, KEY_TITLE))
		return nw_fail(err, NW_NO_MEMORY, "no memory for a source");
	for (size_t i = 0; i < id->fresh_count && status == NW_OK; i++)
		status = match_stored(id, &id->fresh[i], err);
	return status;
}

/* ---- taking over ---- */

static bool is_renewal(const struct identifying *id)
{
	size_t known = 0;

	for (size_t i = 0; i < id->fresh_count; i++)
		known += id->fresh[i].match != MATCH_NONE;
	return known >= RENEWED_FROM &&
	       2 * known >= id->message->batch.shown_count;
}

static enum nw_status take_over(struct identifying *id, struct entry *fresh,
				struct nw_error *err)
{
	struct core *core = id->core;
	struct store_alias alias = { .source = id->message->batch.source.name };
	enum nw_status status = NW_OK;

	alias.item = fresh->item;
	if (fresh->found) {
		alias.id =
			source_hex(core->scratch, fresh->found->id, SOURCE_ID);
		alias.item = alias.id;
		status = core_get(core, STORE_ALIAS, &alias, err);
	}
	if (status != NW_OK && status != NW_NOT_FOUND)
		return status;
	alias.id = fresh->frame->id;
	alias.kept = core_kept(core);
	if (nw_str_equal(alias.id, alias.item))
		return NW_OK;
	status = core_put(core, STORE_ALIAS, &alias, err);
	if (status == NW_OK)
		status = name_frame(id, fresh->frame, alias.item, err);
	id->message->reply.items_renewed++;
	return status;
}

static enum nw_status take_all(struct identifying *id, bool renewal,
			       struct nw_error *err)
{
	enum match needed = renewal || id->changed ? MATCH_ONE : MATCH_SURE;
	enum nw_status status = NW_OK;

	for (size_t i = 0; i < id->fresh_count && status == NW_OK; i++)
		if (id->fresh[i].match >= needed)
			status = take_over(id, &id->fresh[i], err);
	return status;
}

/* What is shown under another address of the article is the same item. */
static enum nw_status note_address(struct identifying *id, struct nw_str url,
				   struct nw_error *err)
{
	struct nw_str source = id->message->batch.source.name;
	const struct nw_str parts[] = { source, url };
	char name[NWI_ID_TEXT];

	nwi_derive_id("item", parts, 2, name);
	struct store_identity known = { .source = source,
					.item = nw_str_from(name) };
	struct store_alias alias = { .source = source,
				     .id = nw_str_from(name) };
	enum nw_status status = core_get(id->core, STORE_IDENTITY, &known, err);
	if (status == NW_NOT_FOUND)
		status = core_get(id->core, STORE_ALIAS, &alias, err);
	if (status != NW_NOT_FOUND)
		return status;
	alias.id = nw_str_from(name);
	alias.item = id->frames[0].id;
	alias.kept = core_kept(id->core);
	return core_put(id->core, STORE_ALIAS, &alias, err);
}

/* An article's page answers for an item, by whatever id its frame has. */
static enum nw_status rename_article(struct identifying *id,
				     struct nw_error *err)
{
	enum nw_status status = NW_OK;
	bool fresh;

	for (size_t i = 0;
	     i < id->message->batch.frame_count && status == NW_OK; i++)
		status = is_fresh(id, &id->frames[i], &fresh, err);
	for (size_t i = 0;
	     i < id->message->batch.address_count &&
	     id->message->batch.frame_count == 1 && status == NW_OK;
	     i++)
		status = note_address(id, id->message->batch.addresses[i], err);
	return status;
}

static enum nw_status look_for_known(struct identifying *id,
				     struct nw_error *err)
{
	const struct ledger_batch *batch = &id->message->batch;
	struct nw_str now;
	enum nw_status status = source_pack(id->core, batch, &now, err);

	id->fresh = nw_arena_array(id->core->scratch, batch->frame_count + 1,
				   sizeof(*id->fresh));
	if (status == NW_OK && !id->fresh)
		return nw_fail(err, NW_NO_MEMORY, "no memory for a source");
	if (status == NW_OK)
		status = list_fresh(id, now, err);
	if (status != NW_OK || id->fresh_count == 0)
		return status;
	status = list_gone(id, now, err);
	return status == NW_OK ? match_all(id, err) : status;
}

enum nw_status core_identify(struct core *core, struct message *message,
			     struct frame *frames, struct nw_error *err)
{
	const struct ledger_batch *batch = &message->batch;
	struct identifying id = { .core = core,
				  .message = message,
				  .frames = frames,
				  .partial =
					  batch->flags & LEDGER_BATCH_PARTIAL };

	enum nw_status status = own_arrays(&id, err);
	if (status == NW_OK && batch->flags & LEDGER_BATCH_TEXT)
		return rename_article(&id, err);
	if (status == NW_OK)
		status = habit_get(core, batch->source.name, &id.habit, err);
	if (status == NW_OK && batch->frame_count > 0)
		status = look_for_known(&id, err);
	id.changed = id.habit.used != 0 && id.habit.used != batch->identity;
	bool renewal = status == NW_OK && !id.partial && is_renewal(&id);
	if (status == NW_OK)
		status = take_all(&id, renewal, err);
	return status == NW_OK ? habit_note(core, message, &id.habit,
					    renewal && !id.changed, err)
			       : status;
}

enum nw_status core_identity_of(struct core *core, struct nw_str source,
				struct ledger_reply *reply,
				struct nw_error *err)
{
	struct store_habit habit;
	enum nw_status status = habit_get(core, source, &habit, err);

	if (status != NW_OK)
		return status;
	reply->identity = (uint32_t)habit.policy;
	reply->identity_used = (uint32_t)habit.used;
	return NW_OK;
}
