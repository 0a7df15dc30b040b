/* SPDX-License-Identifier: Apache-2.0 */
/* From what a reader found in a response to the ledger's batch. */
#include "daemon/ingest/poll.h"

struct building {
	struct poll *poll;
	struct ledger_batch *batch;
	struct nw_arena *arena;
};

static bool add_frames(struct building *to, const struct pool_result *result)
{
	struct nw_str rest = nw_arena_str(to->arena, result->items);
	struct nw_str line = { 0 };
	struct nw_str *frames = nw_arena_array(
		to->arena, result->item_count + 1, sizeof(*frames));
	size_t count = 0;

	if (!frames || (result->items.len && nw_str_is_absent(rest)))
		return false;
	while (count < result->item_count && nw_str_next(&rest, '\n', &line)) {
		if (line.len)
			frames[count++] = line;
	}
	to->batch->frames = frames;
	to->batch->frame_count = count;
	return true;
}

static struct nw_str text_at(struct nw_arena *arena, const json_t *row,
			     size_t i)
{
	const json_t *value = json_array_get(row, i);

	return nw_arena_str(arena, nw_str_make(json_string_value(value),
					       json_string_length(value)));
}

static void take_identity(struct ledger_batch *batch, const json_t *json)
{
	const json_t *row = json_object_get(json, "identity");

	batch->identity = (uint32_t)nwi_json_get_int(row, "policy", 0);
	batch->identity_fits = (uint32_t)nwi_json_get_int(row, "fits", 0);
	batch->collided = (uint32_t)nwi_json_get_int(row, "collided", 0);
}

static bool add_shown(struct building *to, const json_t *json)
{
	const json_t *rows = json_object_get(json, "shown");
	size_t count = json_array_size(rows);
	struct ledger_shown *shown =
		nw_arena_array(to->arena, count + 1, sizeof(*shown));

	for (size_t i = 0; shown && i < count; i++) {
		const json_t *row = json_array_get(rows, i);
		shown[i].id = text_at(to->arena, row, 0);
		shown[i].hash = text_at(to->arena, row, 1);
		shown[i].keys = text_at(to->arena, row, 2);
	}
	to->batch->shown = shown;
	to->batch->shown_count = shown ? count : 0;
	return shown != NULL;
}

static bool add_follow_ups(struct building *to, const json_t *json)
{
	const json_t *urls = json_object_get(json, "follow_ups");
	size_t count = json_array_size(urls);
	struct ledger_follow_up *rows =
		nw_arena_array(to->arena, count + 1, sizeof(*rows));
	size_t kept = 0;

	for (size_t i = 0; rows && i < count; i++) {
		const json_t *url = json_array_get(urls, i);
		if ((int64_t)kept >= to->poll->budget || !json_is_string(url))
			continue;
		rows[kept++] = (struct ledger_follow_up){
			.kind = LEDGER_FOLLOW_PAGE,
			.source = to->poll->row.name,
			.url = nw_arena_str(
				to->arena, nw_str_from(json_string_value(url))),
		};
	}
	to->batch->follow_ups = rows;
	to->batch->follow_up_count = kept;
	return rows != NULL;
}

/* What the source says of itself goes into its row. */
static void take_feed(struct poll *poll, const json_t *json, int64_t *ttl_ms)
{
	const json_t *feed = json_object_get(json, "feed");
	struct nw_str cursor = nwi_json_get_str(json, "cursor");

	*ttl_ms = nwi_json_get_int(feed, "poll_hint_ms", 0);
	if (!nw_str_is_absent(cursor))
		poll->row.cursor = nw_arena_str(poll->arena, cursor);
	if (nwi_json_get_str(feed, "title").len)
		poll->row.title = nw_arena_str(poll->arena,
					       nwi_json_get_str(feed, "title"));
}

void poll_take_validators(struct poll *poll)
{
	const struct transport_answer *answer = poll->answer;
	bool whole = !(answer->response.flags & NW_RESPONSE_TRUNCATED);
	/* A file source has no ETag: the files' state stands in its place. */
	struct nw_str tag = poll->source->kind == NW_REQUEST_FILE
				    ? answer->state
				    : answer->etag;

	poll->row.etag = nw_arena_str(poll->arena, tag);
	poll->row.last_modified =
		nw_arena_str(poll->arena, answer->last_modified);
	poll->row.moved_to = nw_arena_str(poll->arena, answer->moved_to);
	poll->row.body_hash =
		nw_arena_str(poll->arena, whole ? nw_str_from(poll->body_hash)
						: nw_str_make(NULL, 0));
	/* Only a file that was taken gives way to the next: at once. */
	poll->more = answer->more;
}

void poll_copy_row(struct nw_arena *arena, struct ledger_source *row)
{
	struct nw_str *texts[] = { &row->name,		&row->etag,
				   &row->last_modified, &row->body_hash,
				   &row->cursor,	&row->moved_to,
				   &row->status,	&row->error,
				   &row->title };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		*texts[i] = nw_arena_str(arena, *texts[i]);
}

bool poll_build_batch(struct poll *poll, const struct pool_result *result,
		      struct nw_arena *arena, struct ledger_batch *batch)
{
	struct building building = { poll, batch, arena };
	struct building *to = &building;
	int64_t ttl_ms;

	if (poll->item.len)
		return article_build_batch(poll, result, arena, batch);
	/* A page's would be sent for the source itself. */
	if (poll->follow_up == 0)
		poll_take_validators(poll);
	take_feed(poll, result->json, &ttl_ms);
	if (poll->follow_up == 0)
		poll_decide(poll,
			    result->item_count ? SCHEDULE_FRESH
					       : SCHEDULE_UNCHANGED,
			    ttl_ms, nw_str_make(NULL, 0));
	*batch = (struct ledger_batch){
		.arena = to->arena,
		.source = poll->row,
		.first = poll->source->first_poll,
		.recent_ms = poll->source->recent_ms,
		.follow_up = poll->follow_up,
		.flags = poll->follow_up || poll->more ? LEDGER_BATCH_PARTIAL
						       : 0,
	};
	poll_copy_row(to->arena, &batch->source);
	take_identity(batch, result->json);
	batch->identity_auto = poll->source->identity == CONFIG_IDENTITY_AUTO;
	bool built = add_frames(to, result) && add_shown(to, result->json) &&
		     add_follow_ups(to, result->json) &&
		     article_add_wanted(poll, result->json, arena, batch);
	poll->reload = batch->follow_up_count > 0;
	return built && !nw_arena_failed(arena);
}
