/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tables as columns of structs: the one place that knows both. Names and
 * order are those of schema.c; the order is also that of the check sum.
 */
#include "daemon/store/store.h"

#define INT(type, member)                                                 \
	{                                                                 \
#member, STORE_INT, offsetof(struct store_##type, member) \
	}
#define TEXT(type, member)                                                 \
	{                                                                  \
#member, STORE_TEXT, offsetof(struct store_##type, member) \
	}
#define BLOB(type, member)                                                 \
	{                                                                  \
#member, STORE_BLOB, offsetof(struct store_##type, member) \
	}

static const struct store_column meta[] = {
	TEXT(meta, name),
	TEXT(meta, value),
};

static const struct store_column seq[] = {
	TEXT(seq, name),
	INT(seq, value),
};

static const struct store_column source[] = {
	TEXT(source, name),	     TEXT(source, etag),
	TEXT(source, last_modified), TEXT(source, body_hash),
	TEXT(source, cursor),	     TEXT(source, moved_to),
	TEXT(source, status),	     TEXT(source, error),
	TEXT(source, title),	     INT(source, next_due),
	INT(source, last_ok),	     INT(source, last_try),
	INT(source, interval_ms),    INT(source, failures),
	INT(source, polls),	     INT(source, items),
	INT(source, touched),	     INT(source, kept),
};

static const struct store_column shown[] = {
	TEXT(shown, source),
	BLOB(shown, list),
	INT(shown, kept),
};

static const struct store_column identity[] = {
	TEXT(identity, source),	   TEXT(identity, item),
	TEXT(identity, identity),  TEXT(identity, hash),
	INT(identity, first_seen), INT(identity, flags),
	INT(identity, kept),
};

static const struct store_column item[] = {
	TEXT(item, id),	      INT(item, seq),	     TEXT(item, source),
	TEXT(item, url),      TEXT(item, title),     TEXT(item, outlet),
	TEXT(item, language), TEXT(item, published), INT(item, published_at),
	INT(item, seen),      INT(item, state),	     INT(item, flags),
	INT(item, revision),  TEXT(item, topics),    TEXT(item, watches),
	TEXT(item, story),    INT(item, kept),
};

static const struct store_column revision[] = {
	TEXT(revision, item),  INT(revision, revision), TEXT(revision, hash),
	TEXT(revision, title), INT(revision, at),	INT(revision, kept),
};

static const struct store_column story[] = {
	TEXT(story, id),	 INT(story, seq),
	TEXT(story, title),	 TEXT(story, first_item),
	INT(story, first_seen),	 INT(story, last_seen),
	INT(story, items),	 INT(story, outlets),
	INT(story, independent), TEXT(story, gist),
	INT(story, kept),
};

static const struct store_column member[] = {
	INT(member, number),  TEXT(member, item),	TEXT(member, story),
	INT(member, copy_of), INT(member, copies),	INT(member, relation),
	TEXT(member, outlet), TEXT(member, wire),	INT(member, alike),
	INT(member, near),    INT(member, containment), INT(member, score),
	INT(member, needed),  INT(member, flags),	TEXT(member, why),
	INT(member, seen),    INT(member, kept),
};

static const struct store_column print[] = {
	INT(print, number),
	BLOB(print, bytes),
	INT(print, kept),
};

static const struct store_column sums[] = {
	INT(sums, number),
	BLOB(sums, bytes),
	INT(sums, kept),
};

static const struct store_column report[] = {
	TEXT(report, story),   TEXT(report, outlet),	  TEXT(report, owner),
	TEXT(report, country), TEXT(report, affiliation), TEXT(report, wire),
	TEXT(report, copy_of), INT(report, relation),	  TEXT(report, url),
	INT(report, first),    INT(report, items),	  INT(report, own),
	INT(report, kept),
};

static const struct store_column voice[] = {
	TEXT(voice, story), TEXT(voice, name), TEXT(voice, affiliation),
	INT(voice, first),  INT(voice, last),  INT(voice, kept),
};

static const struct store_column thread[] = {
	TEXT(thread, watch),   TEXT(thread, story),  INT(thread, state),
	INT(thread, revision), INT(thread, opened),  INT(thread, raised),
	INT(thread, last),     INT(thread, due),     INT(thread, fresh),
	INT(thread, changed),  TEXT(thread, title),  TEXT(thread, severity),
	TEXT(thread, told),    TEXT(thread, topics), TEXT(thread, changes),
	TEXT(thread, items),   INT(thread, kept),
};

static const struct store_column alert[] = {
	TEXT(alert, id),    INT(alert, seq),	  INT(alert, kind),
	TEXT(alert, watch), TEXT(alert, story),	  TEXT(alert, severity),
	TEXT(alert, title), INT(alert, revision), INT(alert, at),
	TEXT(alert, json),  INT(alert, kept),
};

static const struct store_column outbox[] = {
	TEXT(outbox, id),	   INT(outbox, seq),
	TEXT(outbox, alert),	   TEXT(outbox, notifier),
	TEXT(outbox, destination), TEXT(outbox, key),
	INT(outbox, kind),	   INT(outbox, rank),
	INT(outbox, state),	   INT(outbox, attempts),
	INT(outbox, fence),	   INT(outbox, since_ms),
	INT(outbox, left_ms),	   INT(outbox, waited_ms),
	INT(outbox, smaller),	   INT(outbox, warned),
	INT(outbox, queued),	   INT(outbox, first_tried),
	INT(outbox, last_tried),   INT(outbox, ended),
	TEXT(outbox, last_error),  TEXT(outbox, content_type),
	BLOB(outbox, payload),	   INT(outbox, kept),
};

static const struct store_column breaker[] = {
	TEXT(breaker, key),    INT(breaker, failures), INT(breaker, open),
	INT(breaker, held),    INT(breaker, since_ms), INT(breaker, left_ms),
	TEXT(breaker, reason), INT(breaker, opened),   INT(breaker, kept),
};

static const struct store_column notice[] = {
	TEXT(notice, key),  TEXT(notice, title),   TEXT(notice, text),
	INT(notice, first), INT(notice, last),	   INT(notice, told),
	INT(notice, times), INT(notice, revision), INT(notice, open),
	INT(notice, kept),
};

static const struct store_column follow_up[] = {
	INT(follow_up, id),	  INT(follow_up, kind),
	INT(follow_up, attempts), INT(follow_up, baseline),
	TEXT(follow_up, source),  TEXT(follow_up, url),
	TEXT(follow_up, item),	  INT(follow_up, kept),
};

static const struct store_column set_aside[] = {
	INT(set_aside, id),	 TEXT(set_aside, source),
	TEXT(set_aside, item),	 TEXT(set_aside, plugin),
	TEXT(set_aside, reason), BLOB(set_aside, document),
	INT(set_aside, at),	 INT(set_aside, kept),
};

static const struct store_column label[] = {
	TEXT(label, item), TEXT(label, topic),	INT(label, is_of),
	INT(label, at),	   TEXT(label, sample), INT(label, kept),
};

static const struct store_column question[] = {
	TEXT(question, item),	  TEXT(question, classifier),
	INT(question, state),	  TEXT(question, text),
	TEXT(question, question), INT(question, revision),
	INT(question, attempts),  INT(question, fence),
	INT(question, due),	  INT(question, made),
	INT(question, asked),	  INT(question, ended),
	INT(question, took_ms),	  TEXT(question, reason),
	TEXT(question, topics),	  INT(question, kept),
};

static const struct store_column remote[] = {
	TEXT(remote, name),	 INT(remote, hour),
	INT(remote, in_hour),	 INT(remote, day),
	INT(remote, in_day),	 INT(remote, failures),
	INT(remote, rest_until), INT(remote, requests),
	INT(remote, answered),	 INT(remote, cached),
	INT(remote, failed),	 INT(remote, refused),
	INT(remote, given_up),	 INT(remote, over_budget),
	INT(remote, alerts),	 TEXT(remote, error),
	INT(remote, error_at),	 INT(remote, kept),
};

static const struct store_column alias[] = {
	TEXT(alias, source),
	TEXT(alias, id),
	TEXT(alias, item),
	INT(alias, kept),
};

static const struct store_column habit[] = {
	TEXT(habit, source), INT(habit, policy), INT(habit, used),
	INT(habit, fits),    INT(habit, polls),	 INT(habit, renewed),
	INT(habit, at),	     INT(habit, kept),
};

static const struct store_column edit[] = {
	TEXT(edit, item),  INT(edit, revision), INT(edit, at),
	INT(edit, weight), INT(edit, percent),	INT(edit, cut),
	TEXT(edit, why),   TEXT(edit, diff),	INT(edit, kept),
};

static const struct store_column archive[] = {
	TEXT(archive, item),
	INT(archive, revision),
	TEXT(archive, frame),
	INT(archive, kept),
};

static const struct store_column rate[] = {
	TEXT(rate, series), INT(rate, slot), INT(rate, count),
	TEXT(rate, items),  INT(rate, kept),
};

static const struct store_column spike[] = {
	TEXT(spike, name), TEXT(spike, series), INT(spike, began),
	INT(spike, most),  INT(spike, kept),
};

#define TABLE(name, keys, checked, archived)                           \
	{                                                              \
#name, name, sizeof(name) / sizeof(name[0]), keys,     \
			sizeof(struct store_##name), checked, archived \
	}

const struct store_table store_tables[STORE_TABLES] = {
	[STORE_META] = TABLE(meta, 1, false, false),
	[STORE_SEQ] = TABLE(seq, 1, false, false),
	[STORE_SOURCE] = TABLE(source, 1, true, false),
	[STORE_SHOWN] = TABLE(shown, 1, true, false),
	[STORE_IDENTITY] = TABLE(identity, 2, true, false),
	[STORE_ITEM] = TABLE(item, 1, true, false),
	[STORE_REVISION] = TABLE(revision, 2, false, false),
	[STORE_STORY] = TABLE(story, 1, false, false),
	[STORE_ALERT] = TABLE(alert, 1, true, false),
	[STORE_OUTBOX] = TABLE(outbox, 1, true, false),
	[STORE_BREAKER] = TABLE(breaker, 1, false, false),
	[STORE_NOTICE] = TABLE(notice, 1, false, false),
	[STORE_FOLLOW_UP] = TABLE(follow_up, 1, false, false),
	[STORE_SET_ASIDE] = TABLE(set_aside, 1, false, false),
	[STORE_LABEL] = TABLE(label, 2, true, false),
	[STORE_MEMBER] = TABLE(member, 1, true, false),
	[STORE_PRINT] = TABLE(print, 1, true, false),
	[STORE_SUMS] = TABLE(sums, 1, true, false),
	[STORE_REPORT] = TABLE(report, 2, true, false),
	[STORE_VOICE] = TABLE(voice, 2, true, false),
	[STORE_THREAD] = TABLE(thread, 2, true, false),
	[STORE_QUESTION] = TABLE(question, 2, true, false),
	[STORE_REMOTE] = TABLE(remote, 1, true, false),
	[STORE_RATE] = TABLE(rate, 2, true, false),
	[STORE_SPIKE] = TABLE(spike, 2, true, false),
	[STORE_ALIAS] = TABLE(alias, 2, true, false),
	[STORE_HABIT] = TABLE(habit, 1, true, false),
	[STORE_ARCHIVE] = TABLE(archive, 1, true, true),
	[STORE_EDIT] = TABLE(edit, 2, true, true),
};
