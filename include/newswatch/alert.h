/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An alert: a watch that fired on a story, as a notifier sees it.
 *
 * Part of the plugin ABI, by the rules of item.h. A plugin that copies an
 * alert to change it sets the copy's `size` to its own sizeof.
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
	NW_ALERT_TEST = 3,     /* `newswatch test-alert` */
	NW_ALERT_SPIKE = 4     /* a rate rose out of its own pattern */
};

/* Why it was raised. 0: nothing but its kind. */
enum nw_alert_reason {
	NW_ALERT_FIRST = 1,   /* the first of this watch on this story */
	NW_ALERT_UPDATE = 2,  /* `changes` are new since the one before */
	NW_ALERT_REMINDER = 3 /* the story goes on, without such changes */
};

/* One thing that is new since the alert before. */
struct nw_alert_change {
	struct nw_str kind; /* "independent", "number", "denial", "topic", "severity", "edit", "again", "reports" */
	struct nw_str text; /* one line of English for a person */
};

/* An outlet that carries the story. */
struct nw_report {
	struct nw_str outlet;      /* its name, or the source's where unknown */
	struct nw_str owner;
	struct nw_str country;     /* ISO 3166-1, as configured */
	struct nw_str affiliation; /* "independent", "public", "state", "party", "religious" */
	struct nw_str wire;        /* the agency whose text it is */
	struct nw_str copy_of;     /* outlet whose text it copies; absent: none */
	struct nw_str relation;    /* to `copy_of`: "copy", "excerpt", "paraphrase" */
	struct nw_str url;         /* of its first item with a text of its own, else its first */
	nw_time first;             /* when newswatch first saw that; 0 unknown */
	uint32_t items;            /* that it has on the story */
	uint32_t reserved;
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
	/*
	 * One line: the title of the first item, or the notice. Updates keep
	 * that of the first alert: mail programs part threads by subject.
	 */
	struct nw_str title;
	struct nw_str text;     /* of operator's alerts and spikes, whole */
	const struct nw_alert_item *items; /* the newest first */
	struct nw_str delivery; /* while rendering: the id that the receiver sees */
	/*
	 * While rendering: the delivery id that this receiver got, or would
	 * have got, with the first alert of this watch on this story. Equal to
	 * `delivery` for the first.
	 */
	struct nw_str thread;
	uint32_t reason; /* enum nw_alert_reason */
	uint32_t change_count;
	const struct nw_alert_change *changes; /* the weightiest first */
	/* Own texts first, then copies, each by time; at most 50. */
	const struct nw_report *reports;
	uint32_t report_count;
	uint32_t outlets;     /* that carry the story, all of them */
	uint32_t independent; /* owners and wires with a text of their own */
	uint32_t story_items; /* items of the story */
	nw_time first_seen;   /* of the story; 0 unknown */
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
	NW_TEXT_BRIEF = 1 << 1   /* without the ids, the reports and all items but the first */
};

/*
 * True for the outlet's own text; false for a copy, and for an agency's text
 * in another outlet.
 */
NW_PUBLIC bool nw_report_is_own(const struct nw_report *report);

/*
 * Appends the alert for a person to read: severity, whether it is an update,
 * and the title; what is new; how many carry the story; outlet, time, topics,
 * the excerpt with its marks, and the link of each item; who reports with a
 * text of their own, and who carries whose. Lines end with \n. Text from
 * outside holds no control character that a terminal would obey.
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
