/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What analyse.c found out about one item, and the conditions of watches over
 * it.
 */
#ifndef NEWSWATCH_WORKER_WORK_H
#define NEWSWATCH_WORKER_WORK_H

#include "daemon/worker/analyse.h"

/* Topics that are told to decide a watch. */
enum { WORK_COULD = 64 };

/* The work on one item. */
struct work {
	const struct analysis *analysis;
	const struct finding *what;
	const struct nw_item *item;
	struct nw_doc *doc;
	struct nw_host host; /* topics gather here, of all classifiers */
	const struct outlet *outlet;
	const struct instance **failed; /* classifiers that gave up */
	size_t failed_count;
	struct nw_query_hit *hits; /* in the order of the image's rows */
	size_t hit_count, hit_room;
	/* The local scores of topics that a remote classifier gave another. */
	struct nw_topic *replaced;
	uint32_t replaced_count;
	struct nw_str could[WORK_COULD]; /* topics that would add a hit */
	uint32_t could_count;
	struct nw_error err; /* NW_OK, or what kept it from the end */
};

/* The hit of a row of the image; NULL where it does not match. */
const struct nw_query_hit *work_hit(const struct work *work, int64_t query);

/* What queries may know of the item beside its text; borrows the work. */
struct nw_query_facts work_facts(const struct work *work);

/* Whether the outlet, its country and the language are among those named. */
bool work_is_from(const struct work *work, const struct watch *watch);
bool work_is_at_home(const struct work *work, const struct watch *watch);
bool work_speaks(const struct work *work, const struct watch *watch);

/* All three. */
bool work_concerns(const struct work *work, const struct watch *watch);

/* Topics and silences that another worker wrote. */
void work_take_topics(struct nw_host *host, const json_t *topics,
		      const json_t *silent);

/* Matches the queries by the topics that are in `host`; adds to `hits`. */
void work_match(struct work *work);

/*
 * Calls `each` for the watches in their order: those whose queries matched,
 * and between them those that have none (`hit` NULL).
 */
typedef void work_hit_fn(struct work *work, const struct watch *watch,
			 const struct nw_query_hit *hit, struct nw_buf *out);
void work_each_hit(struct work *work, work_hit_fn *each, struct nw_buf *out);

/* The topic of that name that the item has; NULL. */
const struct nw_topic *work_topic(const struct work *work, struct nw_str name);

enum work_reached { WORK_NO = 0, WORK_YES = 1, WORK_UNSURE = 2 };

/*
 * Whether one of the watch's topics is reached; `*why` is the first that is
 * (not set where the watch has none). UNSURE: a classifier gave up.
 */
enum work_reached work_topics(const struct work *work,
			      const struct watch *watch,
			      const struct nw_topic **why);

/*
 * explain.c: appends "explain": for each of `rows` [{"watch","query"}] whose
 * watch this worker has, {"watch","hit","clauses","conditions"}; see pool.h.
 */
void explain_watches(const struct work *work, const json_t *rows,
		     struct nw_buf *out);

/*
 * shadow.c: appends "shadow", where there are classifiers that only judge:
 * [{"classifier","gives":[topics],"topics":[{"name","score"}],
 *   "no_opinion":[...],"failed":bool,"watches":[...]}]
 * `watches` are those that the item would hit if the shadow stood in place of
 * who gives its topics now; the last worker finds them. After all else, so
 * that a shadow costs the item nothing but time.
 */
void shadow_put(const struct work *work, struct nw_buf *out);

#endif
