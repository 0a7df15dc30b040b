/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An alert: a watch that fired on a story, as a notifier sees it.
 *
 * Part of the plugin ABI, by the rules of item.h.
 */
#ifndef NEWSWATCH_ALERT_H
#define NEWSWATCH_ALERT_H

#include <newswatch/item.h>

#ifdef __cplusplus
extern "C" {
#endif

enum nw_alert_kind {
	NW_ALERT_NEWS = 1,     /* a watch fired */
	NW_ALERT_OPERATOR = 2, /* newswatch has something to say of itself */
	NW_ALERT_TEST = 3      /* `newswatch test-alert` */
};

struct nw_alert {
	uint32_t size;
	uint32_t kind;          /* enum nw_alert_kind */
	struct nw_str id;       /* derived, never reused: 32 hexadecimal digits */
	struct nw_str instance; /* name of this newswatch */
	struct nw_str watch;    /* absent for operator's alerts */
	struct nw_str severity; /* "low", "normal", "high", "urgent" */
	struct nw_str story;    /* the story's id */
	uint32_t revision;      /* 1 the first alert on a story, 2.. its updates */
	uint32_t item_count;
	nw_time at;             /* when it was raised */
	struct nw_str title;    /* one line: the story's title, or the notice */
	struct nw_str text;     /* operator's alerts: the whole text */
	const struct nw_alert_item *items; /* the first is what raised it */
	struct nw_str delivery; /* while rendering: the id that the receiver sees */
};

/* An item with what was found in it. */
struct nw_alert_item {
	struct nw_item item;
	struct nw_str item_id;    /* ours, 32 hexadecimal digits */
	struct nw_str source;     /* name in the configuration */
	struct nw_str outlet;     /* resolved, absent when unknown */
	struct nw_str country;    /* of the outlet */
	struct nw_str affiliation; /* of the outlet */
	struct nw_str excerpt;    /* the sentences that hold the match, one line */
	const struct nw_span *marks; /* matched words, offsets into `excerpt` (field BODY) or the title (field TITLE) */
	const struct nw_topic *topics;
	uint32_t mark_count;
	uint32_t topic_count;
	nw_time seen;             /* when newswatch first saw it */
};

/*
 * Appends the alert object that webhooks, exec plugins, files and
 * `newswatch alerts --json` show. One line, no final newline. The shape is
 * documented in newswatch.yaml(5), "The alert object".
 */
NW_PUBLIC void nw_alert_to_json(const struct nw_alert *alert,
				struct nw_buf *out);

enum nw_text_flag {
	NW_TEXT_COLOUR = 1 << 0, /* ANSI colours; else marks stand between '*' */
	NW_TEXT_BRIEF = 1 << 1   /* the first item only, without the ids */
};

/*
 * Appends the alert for a person to read: severity and title, then outlet,
 * time, topics, the excerpt with its marks, and the link of each item. Lines
 * end with \n. Text from outside holds no control character that a terminal
 * would obey.
 */
NW_PUBLIC void nw_alert_to_text(const struct nw_alert *alert, uint32_t flags,
				struct nw_buf *out);

/* The same as a whole HTML document that mail programs show well. */
NW_PUBLIC void nw_alert_to_html(const struct nw_alert *alert,
				struct nw_buf *out);

/* Reads an alert object; strings and arrays go to the arena. */
NW_PUBLIC enum nw_status nw_alert_from_json(struct nw_str json,
					    struct nw_arena *arena,
					    struct nw_alert *out,
					    struct nw_error *err) NW_CHECKED;

#ifdef __cplusplus
}
#endif
#endif
