/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Articles: an item that awaits its text has a follow-up of kind TEXT. A poll
 * asks for as many as its budget allows, one after the other; those beyond it,
 * and those that failed, come ten seconds later without a poll. What cannot be
 * had is told to the ledger, which decides the item by what the source said.
 */
#include "daemon/ingest/poll.h"

#include "daemon/loop/log.h"
#include <stdlib.h>

enum { AGAIN_MS = 10 * 1000, FOLLOW_UPS_MAX = 1000 };

struct text_wait {
	struct text_wait *next;
	char *source;
};

/* ---- later ---- */

static void visit(struct ingest *ingest, const char *name)
{
	const struct config_source *source =
		config_find_source(ingest->config, nw_str_from(name));

	/* A poll under way leaves them to the next visit, or takes them. */
	if (source && source->enabled)
		poll_start_texts(ingest, source);
}

static void texts_due(void *arg)
{
	struct ingest *ingest = arg;
	struct text_wait *list = ingest->texts;

	if (ingest->paused) {
		loop_timer_arm(ingest->parts.loop, &ingest->texts_due,
			       AGAIN_MS);
		return;
	}
	ingest->texts = NULL;
	while (list) {
		struct text_wait *next = list->next;
		visit(ingest, list->source);
		free(list->source);
		free(list);
		list = next;
	}
}

void article_later(struct ingest *ingest, struct nw_str source, int64_t wait_ms)
{
	struct text_wait *at = ingest->texts;

	if (!ingest->schedule) /* the end */
		return;
	while (at && !nw_str_is(source, at->source))
		at = at->next;
	if (!at) {
		at = calloc(1, sizeof(*at));
		if (!at)
			abort();
		at->source = nw_str_dup(source);
		at->next = ingest->texts;
		ingest->texts = at;
	}
	if (!ingest->texts_due.fn)
		loop_timer_init(&ingest->texts_due, LOOP_CLOCK, texts_due,
				ingest);
	if (!loop_timer_armed(&ingest->texts_due))
		loop_timer_arm(ingest->parts.loop, &ingest->texts_due,
			       wait_ms < 0 ? AGAIN_MS : wait_ms);
}

void article_forget(struct ingest *ingest)
{
	if (ingest->texts_due.fn)
		loop_timer_cancel(ingest->parts.loop, &ingest->texts_due);
	while (ingest->texts) {
		struct text_wait *next = ingest->texts->next;
		free(ingest->texts->source);
		free(ingest->texts);
		ingest->texts = next;
	}
}

/* ---- asking ---- */

bool article_begin(struct poll *poll, const struct ledger_follow_up *row)
{
	struct nw_request request;

	if (row->id <= poll->tried)
		return false;
	bool off = poll->source->full_text == CONFIG_TEXT_NEVER;
	if (!off && poll->budget <= 0) {
		poll->texts_left = true;
		return false;
	}
	poll->tried = row->id;
	poll->follow_up = row->id;
	poll->item = row->item;
	if (off) {
		poll->for_good = true;
		article_failed(poll, nw_str_from("full_text was switched off"));
		return true;
	}
	poll->budget--;
	poll_bind_page(poll, row->url);
	request = poll_base_request(poll);
	request.kind = NW_REQUEST_HTTP;
	request.url = row->url;
	poll_fetch(poll, &request);
	return true;
}

/* ---- reading ---- */

static void got_stored(void *arg, const struct ledger_reply *reply)
{
	struct poll *poll = arg;

	if (poll->orphan) {
		poll_noted(poll, reply);
		return;
	}
	if (reply->error.status != NW_OK || reply->lines.len == 0) {
		poll->for_good = true;
		article_failed(poll, nw_str_from("the item is not stored"));
		return;
	}
	poll->stage = POLL_POOL;
	poll->job = pool_read_article(
		poll->ingest->parts.pool, poll->source->base.name,
		&poll->answer->response, reply->lines, poll_was_read, poll);
}

void article_read(struct poll *poll)
{
	poll->stage = POLL_LEDGER;
	ledger_article(poll->ingest->parts.ledger, poll->item, got_stored,
		       poll);
}

static void take_addresses(const json_t *json, struct nw_arena *arena,
			   struct ledger_batch *batch)
{
	const json_t *list = json_object_get(json, "addresses");
	size_t count = json_array_size(list);
	struct nw_str *rows = nw_arena_array(arena, count + 1, sizeof(*rows));

	for (size_t i = 0; rows && i < count; i++)
		rows[i] =
			nw_arena_str(arena, nw_str_from(json_string_value(
						    json_array_get(list, i))));
	batch->addresses = rows;
	batch->address_count = rows ? count : 0;
}

bool article_build_batch(struct poll *poll, const struct pool_result *result,
			 struct nw_arena *arena, struct ledger_batch *batch)
{
	struct nw_str *frame = nw_arena_new_of(arena, struct nw_str);

	*batch = (struct ledger_batch){
		.arena = arena,
		.source = { .name = nw_arena_str(arena, poll->row.name) },
		.follow_up = poll->follow_up,
		.flags = LEDGER_BATCH_PARTIAL | LEDGER_BATCH_TEXT,
	};
	if (!frame)
		return false;
	*frame = nw_str_trim(nw_arena_str(arena, result->items));
	batch->frames = frame;
	batch->frame_count = result->item_count == 1 && frame->len > 0;
	take_addresses(result->json, arena, batch);
	return !nw_arena_failed(arena);
}

/* ---- the end of one ---- */

void article_end(struct poll *poll, const struct pool_result *result)
{
	struct ingest_counts *counts = &poll->ingest->counts;
	bool came = result->item_count == 1;

	counts->articles += came;
	counts->articles_failed += !came;
	log_event(
		NW_LOG_INFO, came ? "article.read" : "article.none",
		LOG_STR("source", poll->source->base.name),
		LOG_STR("item", poll->item), LOG_STR("url", poll->request.url),
		LOG_STR("kind", nwi_json_get_str(result->json, "kind")),
		LOG_INT("length", nwi_json_get_int(result->json, "length", 0)));
}

/* What a second attempt would answer in the same way. */
static bool is_final(const struct transport_answer *answer)
{
	if (!answer)
		return false;
	switch (answer->response.outcome) {
	case NW_OUTCOME_GUARD:
	case NW_OUTCOME_REFUSED:
	case NW_OUTCOME_REDIRECTS:
	case NW_OUTCOME_TOO_LARGE:
		return true;
	case NW_OUTCOME_DONE:
		break;
	default:
		return false;
	}
	switch (answer->response.code) {
	case 401:
	case 402:
	case 403:
	case 410:
	case 451:
		return true;
	default:
		return false;
	}
}

void article_failed(struct poll *poll, struct nw_str error)
{
	struct ledger *ledger = poll->ingest->parts.ledger;
	bool final = poll->for_good || is_final(poll->answer);

	poll->ingest->counts.articles_failed++;
	log_event(NW_LOG_INFO, "article.failed", LOG_STR("message", error),
		  LOG_STR("source", poll->source->base.name),
		  LOG_STR("item", poll->item),
		  LOG_STR("url", poll->request.url),
		  LOG_TEXT("again", final ? "no" : "yes"));
	poll->texts_left |= !final;
	poll->for_good = false;
	poll->stage = POLL_LEDGER;
	ledger_article_failed(ledger, poll_give_sequence(poll), poll->follow_up,
			      final, poll_noted, poll);
}

/* ---- what is wanted ---- */

bool article_add_wanted(struct poll *poll, const json_t *json,
			struct nw_arena *arena, struct ledger_batch *batch)
{
	const json_t *texts = json_object_get(json, "texts");
	size_t pages = batch->follow_up_count, kept = pages;
	size_t count = json_array_size(texts);
	bool off = poll->source->full_text == CONFIG_TEXT_NEVER;
	struct ledger_follow_up *rows =
		nw_arena_array(arena, pages + count + 1, sizeof(*rows));

	if (!rows)
		return false;
	for (size_t i = 0; i < pages; i++)
		rows[i] = batch->follow_ups[i];
	for (size_t i = 0; i < count && !off && kept < FOLLOW_UPS_MAX; i++) {
		const json_t *row = json_array_get(texts, i);
		const char *id = json_string_value(json_array_get(row, 0));
		const char *url = json_string_value(json_array_get(row, 1));
		if (!id || !url)
			continue;
		rows[kept++] = (struct ledger_follow_up){
			.kind = LEDGER_FOLLOW_TEXT,
			.source = poll->row.name,
			.url = nw_arena_str(arena, nw_str_from(url)),
			.item = nw_arena_str(arena, nw_str_from(id)),
		};
	}
	batch->follow_ups = rows;
	batch->follow_up_count = kept;
	return true;
}
