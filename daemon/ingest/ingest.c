/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/ingest/ingest.h"

#include "daemon/ingest/poll.h"
#include "daemon/loop/log.h"

#include <stdlib.h>

enum { LEAST_LOCAL_MS = 200, LEAST_WEB_MS = 30000, SOON_MS = 1000 };

static void source_due(void *arg, struct nw_str name)
{
	struct ingest *ingest = arg;
	const struct config_source *source =
		config_find_source(ingest->config, name);

	if (source)
		poll_start(ingest, source);
}

struct ingest *ingest_new(const struct ingest_parts *parts)
{
	struct ingest *ingest = calloc(1, sizeof(*ingest));

	if (!ingest)
		abort();
	ingest->parts = *parts;
	room_init(ingest);
	ingest->robots = robots_new(parts->loop, parts->transport);
	ingest->schedule = schedule_new(parts->loop, source_due, ingest);
	return ingest;
}

void ingest_stop(struct ingest *ingest)
{
	if (!ingest)
		return;
	while (ingest->polls)
		poll_abandon(ingest->polls);
	robots_free(&ingest->robots);
	article_forget(ingest);
	schedule_free(&ingest->schedule);
}

void ingest_free(struct ingest **ingestp)
{
	struct ingest *ingest = *ingestp;

	if (!ingest)
		return;
	ingest_stop(ingest);
	config_unref(&ingest->config);
	free(ingest);
	*ingestp = NULL;
}

/* "https://a.example:80/x" -> "a.example"; absent for files and programs. */
static struct nw_str host_of(struct nw_str url)
{
	struct nw_str mark = NW_STR("://");
	size_t at = nw_str_find(url, mark);

	if (at == url.len)
		return nw_str_make(NULL, 0);
	struct nw_str rest = nw_str_slice(url, at + mark.len, url.len);
	size_t end = 0;
	while (end < rest.len && !strchr("/?#:", rest.at[end]))
		end++;
	return nw_str_slice(rest, 0, end);
}

static void fill_row(struct schedule_source *row, const struct config *config,
		     const struct config_source *source,
		     const struct ledger_source *stored)
{
	bool web = source->kind == NW_REQUEST_HTTP;
	const struct config_fetch *fetch = &config->fetch;

	*row = (struct schedule_source){
		.name = source->base.name,
		.host = host_of(source->url),
		.policy = { .every_ms = source->every_ms,
			    .least_ms = web ? LEAST_WEB_MS : LEAST_LOCAL_MS,
			    .retry_after_most_ms = fetch->retry_after_max_ms,
			    .apart_ms = fetch->host_spacing_ms
						? fetch->host_spacing_ms
						: -1 },
	};
	/* An operator who asks for less than the floor knows the host. */
	if (source->every_ms < row->policy.least_ms)
		row->policy.least_ms = source->every_ms;
	if (stored) {
		row->due = stored->next_due;
		row->failures = (uint32_t)stored->failures;
	}
}

static enum nw_status set_schedule(struct ingest *ingest,
				   const struct config *config,
				   const struct ledger_source *stored,
				   size_t stored_count, struct nw_error *err)
{
	struct nwi_map places; /* name -> place in `stored`, from 1 */
	struct schedule_source *rows =
		calloc(config->source_count + 1, sizeof(*rows));
	size_t count = 0;

	if (!rows)
		abort();
	nwi_map_init(&places, (struct nwi_sip_key){ 0, 0 });
	for (size_t i = 0; i < stored_count; i++)
		nwi_map_put(&places, stored[i].name, (void *)(i + 1));
	for (size_t i = 0; i < config->source_count; i++) {
		const struct config_source *source = &config->sources[i];
		size_t place = (size_t)nwi_map_get(&places, source->base.name);
		if (source->enabled)
			fill_row(&rows[count++], config, source,
				 place ? &stored[place - 1] : NULL);
	}
	enum nw_status status =
		schedule_set(ingest->schedule, rows, count, err);
	nwi_map_fini(&places);
	free(rows);
	return status;
}

enum nw_status ingest_configure(struct ingest *ingest,
				const struct config *config,
				const struct ledger_source *stored,
				size_t stored_count, struct nw_error *err)
{
	enum nw_status status =
		set_schedule(ingest, config, stored, stored_count, err);

	if (status != NW_OK)
		return status;
	struct config *old = ingest->config;
	ingest->config = config_ref(config);
	config_unref(&old);
	/* Those of before the start, and of a source that asks for none now. */
	for (size_t i = 0; i < stored_count; i++)
		if (stored[i].awaiting)
			article_later(ingest, stored[i].name, SOON_MS);
	return NW_OK;
}

void ingest_pause(struct ingest *ingest, bool paused)
{
	ingest->paused = paused;
	if (ingest->schedule)
		schedule_pause(ingest->schedule, paused);
}

enum nw_status ingest_poll(struct ingest *ingest, struct nw_str source,
			   struct nw_error *err)
{
	enum nw_status status = schedule_now(ingest->schedule, source);

	if (status == NW_BUSY)
		return nw_fail(err, status, "source %.*s: a poll is under way",
			       NW_FMT(source));
	if (status != NW_OK)
		return nw_fail(err, status, "there is no source \"%.*s\"",
			       NW_FMT(source));
	return NW_OK;
}

void ingest_count(const struct ingest *ingest, struct ingest_counts *out)
{
	*out = ingest->counts;
	if (ingest->robots)
		robots_count(ingest->robots, &out->robots);
}
