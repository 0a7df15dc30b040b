/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What newswatch says of itself, to the operator's notifiers: once while a
 * condition lasts, again when asked to remind, at once when it comes back.
 */
#include "daemon/store/core.h"

#include <stdio.h>

static enum nw_status raise_notice(struct core *core, struct store_notice *row,
				   struct nw_error *err)
{
	char id[NWI_ID_TEXT], revision[24];
	uint32_t rows;

	row->revision++;
	snprintf(revision, sizeof(revision), "%lld", (long long)row->revision);
	struct nw_str story =
		nw_arena_fmt(core->scratch, "notice:%.*s", NW_FMT(row->key));
	const struct nw_str parts[] = { nw_str_from(core->instance),
					nw_str_make("", 0), story,
					nw_str_from(revision) };
	nwi_derive_id("alert", parts, 4, id);
	const struct nw_alert alert = {
		.size = sizeof(alert),
		.kind = NW_ALERT_OPERATOR,
		.id = nw_str_from(id),
		.instance = nw_str_from(core->instance),
		.severity = NW_STR("high"),
		.story = story,
		.revision = (uint32_t)row->revision,
		.at = core->now.at,
		.title = row->title,
		.text = row->text,
	};
	const struct core_raise what = {
		.alert = &alert,
		.notifiers = core->routing.operators,
		.notifier_count = core->routing.operator_count,
		.label = nw_str_make("", 0),
	};
	enum nw_status status = core_raise(core, &what, &rows, err);
	/* Told before the store was restored from a backup. */
	if (status == NW_EXISTS)
		status = NW_OK;
	row->told = core_kept(core);
	return status;
}

static bool is_to_be_told(const struct core *core,
			  const struct store_notice *row, int64_t remind_ms)
{
	if (core->routing.operator_count == 0)
		return false;
	if (!row->open || row->told == 0)
		return true;
	return remind_ms > 0 && core_kept(core) - row->told >= remind_ms;
}

enum nw_status core_tell(struct core *core,
			 const struct core_notice_text *notice,
			 struct nw_error *err)
{
	struct store_notice row = { .key = notice->key };
	enum nw_status status = core_get(core, STORE_NOTICE, &row, err);

	if (status != NW_OK && status != NW_NOT_FOUND)
		return status;
	row.title = notice->title;
	row.text = notice->text;
	row.last = core->now.at;
	row.kept = core_kept(core);
	row.times++;
	if (row.first == 0 || !row.open) {
		row.first = core->now.at;
		row.times = 1;
		row.told = 0;
		core_log(core, LEDGER_LOG_WARNING, "ledger.notice",
			 "%.*s: %.*s", NW_FMT(notice->title),
			 NW_FMT(notice->text));
	}
	status = is_to_be_told(core, &row, notice->remind_ms)
			 ? raise_notice(core, &row, err)
			 : NW_OK;
	row.open = 1;
	return status == NW_OK ? core_put(core, STORE_NOTICE, &row, err)
			       : status;
}

enum nw_status core_untell(struct core *core, struct nw_str key,
			   struct nw_error *err)
{
	struct store_notice row = { .key = key };
	enum nw_status status = core_get(core, STORE_NOTICE, &row, err);

	if (status == NW_NOT_FOUND || (status == NW_OK && !row.open))
		return NW_OK;
	row.open = 0;
	return status == NW_OK ? core_put(core, STORE_NOTICE, &row, err)
			       : status;
}

enum nw_status core_notice(struct core *core, struct message *message,
			   struct nw_error *err)
{
	const struct core_notice_text notice = { message->key, message->title,
						 message->text,
						 message->remind_ms };

	return core_tell(core, &notice, err);
}

enum nw_status core_notice_clear(struct core *core, struct message *message,
				 struct nw_error *err)
{
	return core_untell(core, message->key, err);
}

/* Notices that came before there was anybody to tell. */
enum nw_status core_tell_pending(struct core *core, struct nw_error *err)
{
	const struct store_arg args[] = { STORE_ARG_INT(0),
					  STORE_ARG_INT(100) };
	struct store_rows rows;
	enum nw_status status =
		core_find(core, STORE_FIND_NOTICES, args, 2, &rows, err);
	struct store_notice *at = status == NW_OK ? rows.at : NULL;

	for (size_t i = 0; status == NW_OK && i < rows.count; i++) {
		if (!at[i].open || at[i].told != 0 ||
		    core->routing.operator_count == 0)
			continue;
		status = raise_notice(core, &at[i], err);
		if (status == NW_OK)
			status = core_put(core, STORE_NOTICE, &at[i], err);
	}
	return status;
}

enum nw_status core_test_alert(struct core *core, struct message *message,
			       struct nw_error *err)
{
	char id[NWI_ID_TEXT];
	uint32_t rows = 0;

	if (!nwi_map_has(&core->notifiers, message->key))
		return nw_fail(err, NW_NOT_FOUND, "no notifier is called %.*s",
			       NW_FMT(message->key));
	struct nw_str story =
		nw_arena_fmt(core->scratch, "test:%lld",
			     (long long)core_next_seq(core, CORE_SEQ_ALERT));
	const struct nw_str parts[] = { nw_str_from(core->instance),
					nw_str_make("", 0), story,
					NW_STR("1") };
	nwi_derive_id("alert", parts, 4, id);
	const struct nw_alert alert = {
		.size = sizeof(alert),
		.kind = NW_ALERT_TEST,
		.id = nw_str_from(id),
		.instance = nw_str_from(core->instance),
		.severity = NW_STR("normal"),
		.story = story,
		.revision = 1,
		.at = core->now.at,
		.title = NW_STR("Test alert of newswatch"),
		.text = NW_STR("This is a test. If you can read it, the "
			       "notifier works."),
	};
	const struct core_raise what = { &alert, &message->key, 1,
					 nw_str_make("", 0) };
	enum nw_status status = core_raise(core, &what, &rows, err);
	if (status == NW_OK)
		message->reply.lines = nw_arena_fmt(
			message->arena,
			"{\"type\":\"test_alert\",\"alert\":\"%s\","
			"\"deliveries\":%u}\n",
			id, rows);
	message->reply.alerts = 1;
	message->reply.outbox_rows = rows;
	return status;
}
