/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/schedule/schedule.h"

#include "base/map.h"
#include <stdlib.h>
#include <sys/random.h>

/*
 * Overdue sources of a start come one after another at this distance, up to
 * SPREAD_MAX_MS: a thousand take five minutes, forty take twelve seconds.
 */
#define SPREAD_EACH_MS 300
#define SPREAD_MAX_MS  300000
#define APART_MS       2000

/* The next free moment of a host that several sources share. */
struct host_row {
	char *name;
	int64_t free_ms; /* elapsed */
};

struct source {
	struct schedule *schedule;
	char *name;
	size_t at;	       /* in the list */
	struct host_row *host; /* NULL: none */
	struct schedule_policy policy;
	struct loop_timer timer;
	uint32_t failures;
	bool polling, held; /* held: came due while paused */
};

struct schedule {
	struct loop *loop;
	schedule_due_fn *due;
	void *arg;
	struct source **sources;
	size_t count;
	struct nwi_map by_name;
	struct host_row **hosts;
	size_t host_count;
	struct nwi_map by_host;
	bool paused;
};

static uint64_t draw(void)
{
	uint64_t bits = 0;

	(void)!getrandom(&bits, sizeof(bits), 0);
	return bits;
}

static struct nwi_sip_key draw_key(void)
{
	return (struct nwi_sip_key){ draw(), draw() };
}

static void tell(struct source *source)
{
	struct schedule *schedule = source->schedule;

	source->held = schedule->paused;
	if (source->held)
		return;
	source->polling = true;
	schedule->due(schedule->arg, nw_str_from(source->name));
}

static void on_timer(void *arg)
{
	tell(arg);
}

static int64_t apart_ms(const struct source *source)
{
	int64_t ms =
		source->policy.apart_ms ? source->policy.apart_ms : APART_MS;

	return ms > 0 ? ms : 0;
}

/* Two sources of one host never come due together. */
static void arm(struct source *source, int64_t wait_ms)
{
	struct loop *loop = source->schedule->loop;
	struct host_row *host = source->host;
	int64_t now_ms = loop_elapsed_ms(loop);

	if (host) {
		int64_t due_ms = now_ms + wait_ms;
		/* Only near moments are kept apart; the transport does the
		 * rest. */
		if (host->free_ms > due_ms &&
		    host->free_ms - due_ms < apart_ms(source) * 64)
			due_ms = host->free_ms;
		host->free_ms = due_ms + apart_ms(source);
		wait_ms = due_ms - now_ms;
	}
	loop_timer_arm(loop, &source->timer, wait_ms);
}

/* ---- the lists ---- */

struct schedule *schedule_new(struct loop *loop, schedule_due_fn *due,
			      void *arg)
{
	struct schedule *schedule = calloc(1, sizeof(*schedule));

	if (!schedule)
		abort();
	schedule->loop = loop;
	schedule->due = due;
	schedule->arg = arg;
	nwi_map_init(&schedule->by_name, draw_key());
	nwi_map_init(&schedule->by_host, draw_key());
	return schedule;
}

static void source_free(struct source *source)
{
	loop_timer_cancel(source->schedule->loop, &source->timer);
	free(source->name);
	free(source);
}

static void lists_free(struct schedule *schedule)
{
	for (size_t i = 0; i < schedule->count; i++)
		if (schedule->sources[i])
			source_free(schedule->sources[i]);
	for (size_t i = 0; i < schedule->host_count; i++) {
		free(schedule->hosts[i]->name);
		free(schedule->hosts[i]);
	}
	free(schedule->sources);
	free(schedule->hosts);
	nwi_map_fini(&schedule->by_name);
	nwi_map_fini(&schedule->by_host);
}

void schedule_free(struct schedule **schedule)
{
	if (!*schedule)
		return;
	lists_free(*schedule);
	free(*schedule);
	*schedule = NULL;
}

static struct source *find(const struct schedule *schedule, struct nw_str name)
{
	return nwi_map_get(&schedule->by_name, name);
}

static struct host_row *host_of(struct schedule *schedule, struct nw_str name)
{
	struct host_row *host = nwi_map_get(&schedule->by_host, name);

	if (host || name.len == 0)
		return host;
	host = calloc(1, sizeof(*host));
	if (!host)
		abort();
	host->name = nw_str_dup(name);
	schedule->hosts[schedule->host_count++] = host;
	nwi_map_put(&schedule->by_host, nw_str_from(host->name), host);
	return host;
}

/* ---- the whole list ---- */

static struct source *source_new(struct schedule *schedule,
				 const struct schedule_source *from)
{
	struct source *source = calloc(1, sizeof(*source));

	if (!source)
		abort();
	source->schedule = schedule;
	source->name = nw_str_dup(from->name);
	source->failures = from->failures;
	loop_timer_init(&source->timer, LOOP_CLOCK, on_timer, source);
	return source;
}

static int64_t left_ms(const struct source *source)
{
	if (!loop_timer_armed(&source->timer))
		return 0;
	return source->timer.due_ms - loop_elapsed_ms(source->schedule->loop);
}

static int64_t spread_ms(size_t count)
{
	return count * SPREAD_EACH_MS < SPREAD_MAX_MS
		       ? (int64_t)(count * SPREAD_EACH_MS)
		       : SPREAD_MAX_MS;
}

/*
 * A kept source waits no longer than its new interval. One whose interval is
 * no shorter keeps its place: a new draw at each reload would pull all forward.
 */
static void rearm(struct source *source, const struct schedule_policy *policy)
{
	const struct schedule_poll poll = { .failures = source->failures,
					    .retry_after_ms = -1,
					    .chance = draw() };
	int64_t new_ms = schedule_decide(policy, &poll).wait_ms;
	bool shorter = policy->every_ms < source->policy.every_ms;

	source->policy = *policy;
	if (shorter && source->failures == 0 && new_ms < left_ms(source))
		arm(source, new_ms);
}

/* Moves what stays out of `old`, and makes what is new. */
static void place(struct schedule *schedule, struct schedule *old,
		  const struct schedule_source *from, size_t count)
{
	struct source *source = find(old, from->name);
	size_t at = schedule->count++;

	if (source) {
		old->sources[source->at] = NULL;
		source->host = host_of(schedule, from->host);
		rearm(source, &from->policy);
	} else {
		source = source_new(schedule, from);
		source->policy = from->policy;
		source->host = host_of(schedule, from->host);
		arm(source, schedule_first_wait(&from->policy, from->due,
						loop_now(schedule->loop),
						spread_ms(count), draw()));
	}
	schedule->sources[at] = source;
	source->at = at;
	nwi_map_put(&schedule->by_name, nw_str_from(source->name), source);
}

static enum nw_status check_names(const struct schedule_source *sources,
				  size_t count, struct nw_error *err)
{
	struct nwi_map names;
	enum nw_status status = NW_OK;
	static char there;

	nwi_map_init(&names, draw_key());
	for (size_t i = 0; status == NW_OK && i < count; i++)
		if (!nwi_map_put(&names, sources[i].name, &there))
			status = nw_fail(err, NW_EXISTS,
					 "two sources are named '%.*s'",
					 NW_FMT(sources[i].name));
	nwi_map_fini(&names);
	return status;
}

enum nw_status schedule_set(struct schedule *schedule,
			    const struct schedule_source *sources, size_t count,
			    struct nw_error *err)
{
	struct schedule old = *schedule;
	enum nw_status status = check_names(sources, count, err);

	if (status != NW_OK)
		return status;
	schedule->sources = calloc(count + 1, sizeof(*schedule->sources));
	schedule->hosts = calloc(count + 1, sizeof(*schedule->hosts));
	if (!schedule->sources || !schedule->hosts)
		abort();
	schedule->count = schedule->host_count = 0;
	nwi_map_init(&schedule->by_name, draw_key());
	nwi_map_init(&schedule->by_host, draw_key());
	for (size_t i = 0; i < count; i++)
		place(schedule, &old, &sources[i], count);
	lists_free(&old);
	return NW_OK;
}

/* ---- polls ---- */

enum nw_status schedule_polled(struct schedule *schedule, struct nw_str name,
			       const struct schedule_poll *poll, nw_time *due,
			       uint32_t *failures)
{
	struct source *source = find(schedule, name);
	struct schedule_poll full = *poll;

	if (!source)
		return NW_NOT_FOUND;
	full.failures = source->failures;
	full.chance = draw();
	struct schedule_next next = schedule_decide(&source->policy, &full);
	source->failures = next.failures;
	source->polling = false;
	arm(source, next.wait_ms);
	if (due)
		*due = loop_now(schedule->loop) + left_ms(source);
	if (failures)
		*failures = source->failures;
	return NW_OK;
}

enum nw_status schedule_now(struct schedule *schedule, struct nw_str name)
{
	struct source *source = find(schedule, name);

	if (!source)
		return NW_NOT_FOUND;
	if (source->polling)
		return NW_BUSY;
	/*
	 * Not in the host's next free moment: that may be behind the slot
	 * which this very source holds. The transport keeps requests apart.
	 */
	if (!source->held)
		loop_timer_arm(schedule->loop, &source->timer, 0);
	return NW_OK;
}

void schedule_pause(struct schedule *schedule, bool paused)
{
	if (schedule->paused == paused)
		return;
	schedule->paused = paused;
	for (size_t i = 0; !paused && i < schedule->count; i++)
		if (schedule->sources[i]->held) {
			schedule->sources[i]->held = false;
			arm(schedule->sources[i],
			    (int64_t)(draw() %
				      (uint64_t)(spread_ms(schedule->count))));
		}
}
