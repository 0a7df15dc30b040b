/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The job `backtest`: what a query, or a watch under a new query, would have
 * done in a period.
 *
 * Version 0 is what is asked; version 1, where there is one, what is in force.
 * An alert is raised once for a watch and a story, at its first item that is
 * news; items of a source's first poll and held ones raise none.
 */
#include "base/map.h"
#include "daemon/query/branches.h"
#include "daemon/query/job.h"

#include <stdio.h>
#include <stdlib.h>

#define DAY_MS INT64_C(86400000)

enum { DAYS_MOST = 1000, STORIES_MOST = 1 << 20, LINE_MOST = 256 << 10 };

struct day {
	int64_t items, alerts, lost, gained;
};

struct story {
	size_t day; /* of its earliest item so far */
};

struct totals {
	int64_t hits, news, recorded, both, before, lost, gained;
};

struct test {
	struct job *job;
	struct nw_str watch; /* absent: a query of its own */
	bool compares;
	nw_time since, until;
	nw_time first; /* when the first item of the period was seen; 0 none */
	struct day *days;
	size_t day_count;
	struct nwi_map stories; /* -> struct story */
	bool stories_cut;
	struct totals totals;
	int64_t samples; /* lines still to be sent */
	int64_t lost_left, gained_left;
	struct branches *branches;
	struct nw_buf line;
};

static size_t day_of(const struct test *test, nw_time seen)
{
	int64_t first = test->since / DAY_MS, day = seen / DAY_MS - first;

	if (day < 0)
		return 0;
	return (size_t)day < test->day_count ? (size_t)day
					     : test->day_count - 1;
}

static void send_hit(struct test *test, const char *type,
		     const struct reader_item *item,
		     const struct judged *judged)
{
	nw_buf_clear(&test->line);
	nwi_json_open(&test->line, '{');
	nwi_json_put_text(&test->line, "type", type);
	job_put_hit(test->job, item, judged, &test->line);
	nwi_json_close(&test->line, '}');
	job_line(test->job, &test->line);
}

/* Whether the ledger noted live that the item hit the watch. */
static bool was_recorded(const struct test *test,
			 const struct reader_item *item)
{
	NW_AUTO(nw_buf_fini) struct nw_buf name = { 0 };

	if (!test->watch.at)
		return false;
	nw_buf_init(&name, 65536);
	nwi_json_str(&name, test->watch);
	struct nw_str quoted = nw_buf_str(&name);
	return nw_str_find(item->row.watches, quoted) < item->row.watches.len;
}

static void count_story(struct test *test, const struct reader_item *item)
{
	struct story *story = nwi_map_get(&test->stories, item->row.story);
	size_t day = day_of(test, item->row.seen);

	if (story) {
		story->day = day < story->day ? day : story->day;
		return;
	}
	story = nw_arena_new_of(test->job->arena, struct story);
	struct nw_str key = nw_arena_str(test->job->arena, item->row.story);
	if (!story || !key.at || test->stories.count >= STORIES_MOST) {
		test->stories_cut = true;
		return;
	}
	story->day = day;
	nwi_map_put(&test->stories, key, story);
}

static void count_hit(struct test *test, const struct reader_item *item,
		      const struct judged *judged)
{
	test->totals.hits++;
	test->days[day_of(test, item->row.seen)].items++;
	if (!(item->row.flags & STORE_NOT_NEWS)) {
		test->totals.news++;
		count_story(test, item);
	}
	branches_count(test->branches, judged, test->job->item_arena);
	if (test->samples > 0) {
		test->samples--;
		send_hit(test, "sample", item, judged);
	}
}

static void compare(struct test *test, const struct reader_item *item,
		    const struct judged *judged)
{
	struct day *day = &test->days[day_of(test, item->row.seen)];

	test->totals.before += judged->hits[1];
	if (judged->hits[1] && !judged->hits[0]) {
		test->totals.lost++;
		day->lost++;
		if (test->lost_left-- > 0)
			send_hit(test, "lost", item, judged);
	}
	if (judged->hits[0] && !judged->hits[1]) {
		test->totals.gained++;
		day->gained++;
		if (test->gained_left-- > 0)
			send_hit(test, "gained", item, judged);
	}
}

static bool take(void *arg, const struct reader_item *item,
		 const struct judged *judged)
{
	struct test *test = arg;
	bool recorded = was_recorded(test, item);

	test->totals.recorded += recorded;
	test->totals.both += recorded && judged->hits[0];
	if (judged->hits[0])
		count_hit(test, item, judged);
	if (test->compares)
		compare(test, item, judged);
	return true;
}

/* ---- the report ---- */

static void put_days(struct test *test)
{
	for (size_t i = 0; i < test->stories.count; i++) {
		const struct story *story = test->stories.rows[i].value;
		test->days[story->day].alerts++;
	}
	for (size_t i = 0; i < test->day_count; i++) {
		const struct day *day = &test->days[i];
		nw_time at = (test->since / DAY_MS + (int64_t)i) * DAY_MS;
		char text[NW_TIME_TEXT];
		nw_time_format(at, text);
		nw_buf_clear(&test->line);
		nwi_json_open(&test->line, '{');
		nwi_json_put_text(&test->line, "type", "day");
		nwi_json_put_str(&test->line, "day", nw_str_make(text, 10));
		nwi_json_put_int(&test->line, "items", day->items);
		nwi_json_put_int(&test->line, "alerts", day->alerts);
		if (test->compares) {
			nwi_json_put_int(&test->line, "lost", day->lost);
			nwi_json_put_int(&test->line, "gained", day->gained);
		}
		nwi_json_close(&test->line, '}');
		job_line(test->job, &test->line);
	}
}

static void put_rate(struct nw_buf *out, const char *key, int64_t count,
		     int64_t span_ms)
{
	nwi_json_key(out, key);
	nwi_json_double(out, span_ms > 0 ? (double)count * (double)DAY_MS /
						   (double)span_ms
					 : 0);
}

/*
 * A store that is younger than the period says nothing of the time before; one
 * of some minutes, whose first poll brought all, says little of a day.
 */
static int64_t span_of(const struct test *test)
{
	int64_t period = test->until - test->since;
	int64_t seen = test->first ? test->until - test->first : period;
	int64_t least = period < DAY_MS ? period : DAY_MS;

	return seen > least ? seen : least;
}

static void put_totals(struct test *test, struct nw_buf *out)
{
	const struct totals *t = &test->totals;
	int64_t alerts = (int64_t)test->stories.count;
	int64_t span = span_of(test);
	int64_t receivers = nwi_json_get_int(test->job->json, "deliveries", 0);

	nwi_json_put_int(out, "hits", t->hits);
	nwi_json_put_int(out, "news", t->news);
	nwi_json_put_int(out, "alerts", alerts);
	put_rate(out, "items_per_day", t->hits, span);
	put_rate(out, "alerts_per_day", alerts, span);
	if (test->watch.at) {
		nwi_json_put_int(out, "destinations", receivers);
		put_rate(out, "deliveries_per_day", alerts * receivers, span);
		nwi_json_put_int(out, "recorded", t->recorded);
		nwi_json_put_int(out, "recorded_kept", t->both);
	}
	if (test->compares) {
		nwi_json_put_int(out, "before", t->before);
		nwi_json_put_int(out, "lost", t->lost);
		nwi_json_put_int(out, "gained", t->gained);
	}
}

static enum nw_status report(struct test *test, struct nw_error *err)
{
	struct nw_buf *out = &test->line;
	struct job *job = test->job;
	int64_t items = 0;
	enum nw_status status =
		reader_count(job->reader, test->since, job->walk.until, &items,
			     &test->first, err);

	if (status != NW_OK)
		return status;
	put_days(test);
	branches_put(test->branches, job);
	nw_buf_clear(out);
	nwi_json_open(out, '{');
	nwi_json_put_text(out, "type", "report");
	nwi_json_put_str(out, "watch", test->watch);
	nwi_json_put_time(out, "since", test->since);
	nwi_json_put_time(out, "until", test->until);
	nwi_json_key(out, "first");
	if (test->first)
		nwi_json_time(out, test->first);
	else
		nwi_json_null(out);
	nwi_json_put_int(out, "items", items);
	put_totals(test, out);
	nwi_json_put_bool(out, "complete", !job->late && !test->stories_cut);
	nwi_json_close(out, '}');
	job_line(job, out);
	return NW_OK;
}

static size_t days_between(nw_time since, nw_time until)
{
	int64_t days = until / DAY_MS - since / DAY_MS + 1;

	return days < 1 ? 1 : days > DAYS_MOST ? DAYS_MOST : (size_t)days;
}

enum nw_status job_backtest(struct job *job, struct nw_error *err)
{
	const json_t *json = job->json;
	struct test test = {
		.job = job,
		.watch = nwi_json_get_str(json, "watch"),
		.compares = job->judge.versions[1].is,
		.since = job->walk.since,
		.until = job->walk.until ? job->walk.until : job->judge.now,
		.samples = nwi_json_get_int(json, "samples", 5),
		.lost_left = nwi_json_get_int(json, "limit", 20),
	};

	test.gained_left = test.lost_left;
	if (test.compares)
		test.samples = 0;
	test.day_count = days_between(test.since, test.until);
	test.days =
		nw_arena_array(job->arena, test.day_count, sizeof(*test.days));
	if (!test.days)
		return nw_fail(err, NW_NO_MEMORY, "no memory for the days");
	nw_buf_init(&test.line, LINE_MOST);
	nwi_map_init(&test.stories, (struct nwi_sip_key){ 0, 0 });
	if (job->judge.versions[0].has_text)
		test.branches = branches_new(&job->judge, job->arena);
	enum nw_status status = job_walk(job, take, &test, err);
	if (status == NW_OK)
		status = report(&test, err);
	nwi_map_fini(&test.stories);
	nw_buf_fini(&test.line);
	return status;
}
