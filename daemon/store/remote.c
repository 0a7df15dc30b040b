/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a remote classifier costs and how it fares: one row for each. Hours and
 * days are those of ledger time, so that neither a restart nor a clock that
 * jumps gives a budget twice.
 */
#include "daemon/store/question.h"

#define SECOND INT64_C(1000)
#define HOUR   (3600 * SECOND)
#define DAY    (24 * HOUR)

/* 30 s, doubled with each failure beyond the breaker's. */
#define REST_FIRST (30 * SECOND)
#define REST_MOST  (15 * 60 * SECOND)

enum nw_status remote_get(struct core *core, struct nw_str name,
			  struct store_remote *out, struct nw_error *err)
{
	int64_t hour = core_kept(core) / HOUR, day = core_kept(core) / DAY;
	enum nw_status status;

	*out = (struct store_remote){ .name = name };
	status = core_get(core, STORE_REMOTE, out, err);
	if (status != NW_OK && status != NW_NOT_FOUND)
		return status;
	if (out->hour != hour)
		out->in_hour = 0;
	if (out->day != day)
		out->in_day = 0;
	out->hour = hour;
	out->day = day;
	return NW_OK;
}

enum nw_status remote_put(struct core *core, struct store_remote *row,
			  struct nw_error *err)
{
	row->kept = core_kept(core);
	core->questions_stale = true;
	return core_put(core, STORE_REMOTE, row, err);
}

bool remote_spend(struct store_remote *row, const struct ledger_remote *remote)
{
	if (row->in_hour >= remote->per_hour ||
	    row->in_day >= remote->per_day) {
		row->over_budget++;
		return false;
	}
	row->in_hour++;
	row->in_day++;
	row->requests++;
	return true;
}

enum nw_status remote_tell_budget(struct core *core,
				  const struct ledger_remote *remote,
				  bool is_over, struct nw_error *err)
{
	struct nw_arena *arena = core->scratch;
	const struct core_notice_text notice = {
		nw_arena_fmt(arena, "budget:%.*s", NW_FMT(remote->name)),
		nw_arena_fmt(arena, "the budget of %.*s is used up",
			     NW_FMT(remote->name)),
		nw_arena_fmt(arena,
			     "It may be asked %lld times an hour and %lld "
			     "times a day. Until then items keep what the "
			     "local classifiers say; `newswatch status` counts "
			     "them.",
			     (long long)remote->per_hour,
			     (long long)remote->per_day),
		0,
	};

	return is_over ? core_tell(core, &notice, err)
		       : core_untell(core, notice.key, err);
}

static struct nw_str key_of(struct core *core, const struct store_remote *row)
{
	return nw_arena_fmt(core->scratch, "classifier:%.*s",
			    NW_FMT(row->name));
}

enum nw_status remote_failed(struct core *core, struct store_remote *row,
			     struct nw_str error, int64_t retry_after_ms,
			     struct nw_error *err)
{
	struct nw_arena *arena = core->scratch;
	int64_t rest = 0;

	row->failures++;
	row->failed++;
	row->error = error;
	row->error_at = core->now.at;
	for (int64_t i = QUESTION_BREAKER; i <= row->failures; i++)
		rest = rest == 0	      ? REST_FIRST
		       : rest < REST_MOST / 2 ? 2 * rest
					      : REST_MOST;
	if (retry_after_ms > rest)
		rest = retry_after_ms < DAY ? retry_after_ms : DAY;
	row->rest_until = core_kept(core) + rest;
	enum nw_status status = remote_put(core, row, err);
	if (status != NW_OK || row->failures < QUESTION_BREAKER)
		return status;
	const struct core_notice_text notice = {
		key_of(core, row),
		nw_arena_fmt(arena, "the classifier %.*s does not answer",
			     NW_FMT(row->name)),
		nw_arena_fmt(arena,
			     "%.*s. Items keep what the local classifiers say; "
			     "it is tried again now and then.",
			     NW_FMT(error)),
		0,
	};
	return core_tell(core, &notice, err);
}

enum nw_status remote_fares_well(struct core *core, struct store_remote *row,
				 struct nw_error *err)
{
	bool was_down = row->failures >= QUESTION_BREAKER;

	row->failures = 0;
	row->rest_until = 0;
	enum nw_status status = remote_put(core, row, err);
	if (status != NW_OK || !was_down)
		return status;
	core_log(core, LEDGER_LOG_INFO, "classifier.back",
		 "the classifier %.*s answers again", NW_FMT(row->name));
	return core_untell(core, key_of(core, row), err);
}
