/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/alert/thread.h"

/* What two hands report is waited for where a watch gives a time alone. */
enum { CORROBORATED = 2 };

const char *thread_change_name(enum thread_change change)
{
	static const char *const names[THREAD_CHANGES] = {
		"independent", "number", "denial", "topic",
		"severity",    "edit",	 "report", "again"
	};

	for (unsigned i = 0; i < THREAD_CHANGES; i++)
		if (change == 1U << i)
			return names[i];
	return "unknown";
}

/* ---- severity ---- */

static const char *const severities[] = { "urgent", "high", "normal", "low" };

int64_t severity_rank(struct nw_str severity)
{
	for (int64_t i = 0; i < 4; i++)
		if (nw_str_is(severity, severities[i]))
			return i;
	return 2;
}

struct nw_str thread_severity(const struct thread_rules *rules,
			      struct nw_str severity, int64_t independent)
{
	const struct {
		int64_t from;
		const char *name;
	} steps[] = { { rules->urgent_from, "urgent" },
		      { rules->high_from, "high" } };

	for (size_t i = 0; i < 2; i++) {
		struct nw_str name = nw_str_from(steps[i].name);
		if (steps[i].from > 0 && independent >= steps[i].from &&
		    severity_rank(name) < severity_rank(severity))
			return name;
	}
	return severity;
}

/* ---- when to raise ---- */

static bool is_corroborated(const struct thread_rules *rules,
			    const struct thread_count *count)
{
	if (rules->min_independent > 0 || rules->min_outlets > 0)
		return count->independent >= rules->min_independent &&
		       count->outlets >= rules->min_outlets;
	return rules->first_after_ms == 0 || count->independent >= CORROBORATED;
}

static bool is_over(int64_t from, int64_t ms, int64_t now)
{
	return ms > 0 && now >= from + ms;
}

/* A reminder is an alert as well: never sooner than update_every lets it. */
static int64_t remind_ms(const struct thread_rules *rules)
{
	return rules->remind_after_ms > 0 &&
			       rules->remind_after_ms < rules->update_every_ms
		       ? rules->update_every_ms
		       : rules->remind_after_ms;
}

static enum thread_raise weigh(const struct thread_row *row,
			       const struct thread_rules *rules,
			       const struct thread_count *count, int64_t now)
{
	if (row->state == THREAD_WAITING)
		return is_corroborated(rules, count) ||
				       is_over(row->opened,
					       rules->first_after_ms, now)
			       ? THREAD_FIRST
			       : THREAD_QUIET;
	if (row->state != THREAD_OPEN)
		return THREAD_QUIET;
	if (row->changed && now >= row->raised + rules->update_every_ms)
		return THREAD_UPDATE;
	if (row->fresh > 0 && is_over(row->raised, remind_ms(rules), now))
		return THREAD_REMINDER;
	return THREAD_QUIET;
}

void thread_begin(struct thread_row *row, int64_t now)
{
	*row = (struct thread_row){ .opened = now, .last = now };
}

enum thread_raise thread_item(struct thread_row *row,
			      const struct thread_rules *rules,
			      const struct thread_count *count,
			      const struct thread_event *event, int64_t now)
{
	row->last = now;
	row->fresh += event->more;
	if (row->state == THREAD_CLOSED && event->hits) {
		row->state = row->revision ? THREAD_OPEN : THREAD_WAITING;
		row->opened = row->revision ? row->opened : now;
		row->changed |= row->revision ? THREAD_AGAIN : 0;
	}
	if (row->state == THREAD_OPEN)
		row->changed |= event->changed & rules->update_if;
	return weigh(row, rules, count, now);
}

enum thread_raise thread_time(struct thread_row *row,
			      const struct thread_rules *rules,
			      const struct thread_count *count, int64_t now)
{
	enum thread_raise raise = weigh(row, rules, count, now);

	if (raise == THREAD_QUIET && row->state != THREAD_CLOSED &&
	    is_over(row->last, rules->close_after_ms, now))
		row->state = THREAD_CLOSED;
	return raise;
}

void thread_told(struct thread_row *row, int64_t now)
{
	row->state = THREAD_OPEN;
	row->revision++;
	row->raised = now;
	row->changed = 0;
	row->fresh = 0;
}

/* ---- timers ---- */

/* The sooner of two instants of which 0 is never. */
static int64_t sooner(int64_t due, int64_t from, int64_t ms)
{
	int64_t at = from + ms;

	return due == 0 || at < due ? at : due;
}

int64_t thread_due(const struct thread_row *row,
		   const struct thread_rules *rules)
{
	int64_t due = 0;

	if (row->state == THREAD_CLOSED)
		return 0;
	if (rules->close_after_ms > 0)
		due = sooner(due, row->last, rules->close_after_ms);
	if (row->state == THREAD_WAITING && rules->first_after_ms > 0)
		due = sooner(due, row->opened, rules->first_after_ms);
	if (row->state == THREAD_OPEN && row->changed)
		due = sooner(due, row->raised, rules->update_every_ms);
	if (row->state == THREAD_OPEN && row->fresh > 0 && remind_ms(rules) > 0)
		due = sooner(due, row->raised, remind_ms(rules));
	return due;
}
