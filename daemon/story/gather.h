/* SPDX-License-Identifier: Apache-2.0 */
/* Items into stories (gather.c), and who carries them (reports.c). */
#ifndef NW_DAEMON_STORY_GATHER_H
#define NW_DAEMON_STORY_GATHER_H

#include "daemon/alert/frame.h"
#include "daemon/alert/thread.h"
#include "daemon/store/core.h"

/* What became of an item that joined a story; texts in the core's scratch. */
struct joined {
	struct store_story story;
	struct store_member member;
	struct nw_str voice; /* who speaks by it; absent: it is a copy */
	bool new_voice;	     /* and was not heard in the story before */
	bool is_news;	     /* a text of its own, or an outlet more */
};

/*
 * Decides which story an item belongs to, once; says so in `row->story`, and
 * writes the story's rows. The caller writes the item's.
 */
enum nw_status core_gather(struct core *core, const struct frame *frame,
			   struct store_item *row, struct joined *out,
			   struct nw_error *err) NW_CHECKED;

/* The window is made anew from what is stored before it is used again. */
void core_forget_window(struct core *core);
void core_free_window(struct core *core);

/* Enters the item in its story's reports and voices. */
enum nw_status core_report(struct core *core, const struct frame *frame,
			   const struct store_item *row, struct joined *joined,
			   struct nw_error *err) NW_CHECKED;

/* How many carry a story, as a watch counts. */
enum nw_status core_count_reports(struct core *core,
				  const struct store_story *story,
				  const struct thread_rules *rules,
				  struct thread_count *out,
				  struct nw_error *err) NW_CHECKED;

/* At most 50 reports of a story, those with a text of their own first. */
enum nw_status core_list_reports(struct core *core, struct nw_str story,
				 const struct nw_report **out,
				 uint32_t *out_count,
				 struct nw_error *err) NW_CHECKED;

/* "copy", "excerpt", "paraphrase" of a stored enum nwi_relation; or absent. */
struct nw_str core_relation_name(int64_t relation);

/* The outlet's name, or the source's where it is unknown. */
struct nw_str core_outlet_of(const struct store_item *row);

#endif
