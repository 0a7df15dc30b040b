/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An item frame as the ledger reads it, and the alert made of it.
 *
 * Frames come from workers that read foreign bytes, so everything is checked:
 * types, lengths, hexadecimal digits, spans inside their texts.
 */
#ifndef NW_DAEMON_ALERT_FRAME_H
#define NW_DAEMON_ALERT_FRAME_H

#include "base/json.h"
#include <newswatch/alert.h>

/* A frame of more bytes is refused (lib/wire has the same cap). */
#define FRAME_BYTES    ((size_t)8 << 20)
#define FRAME_HITS_MAX 10000

/* A watch that the item hits. */
struct frame_hit {
	struct nw_str watch;
	struct nw_str excerpt;
	const struct nw_span *marks;
	uint32_t mark_count;
};

struct frame {
	struct nw_str id;	   /* item id */
	struct nw_str identity;	   /* text */
	struct nw_str hash;	   /* content hash */
	bool changed;		   /* the reader knew it with another hash */
	struct nw_alert_item item; /* without excerpt and marks */
	struct nw_str owner;	   /* of its outlet */
	struct nw_str print;	   /* nwi_print_from_text; absent: none */
	struct nw_str words;	   /* of it, nwi_print_words */
	bool unsure; /* a classifier gave up: a topic may be missing */
	const struct frame_hit *hits;
	size_t hit_count;
	const struct nw_str *no_opinions; /* topics */
	size_t no_opinion_count;
	const struct nw_str *could; /* topics that would make a watch hit */
	size_t could_count;
	const struct nw_str *verdicts; /* remote classifiers that spoke */
	size_t verdict_count;
	struct nw_str topics;  /* JSON for the item's row, "[]" without */
	struct nw_str watches; /* JSON: names of the watches hit */
	struct nw_str gist;    /* JSON for daemon/alert/gist.h, or absent */
};

/* Reads a frame into the arena. NW_BAD_INPUT says what is wrong with it. */
enum nw_status frame_read(struct nw_str json, struct nw_arena *arena,
			  struct frame *out, struct nw_error *err) NW_CHECKED;

/* When the item says that it was published; 0 when it does not say. */
nw_time frame_published(const struct frame *frame);

#endif
