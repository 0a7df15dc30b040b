/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was told of a story in facts, and what a report tells otherwise.
 *
 * A gist is the JSON that an item frame has as "gist" (lib/story/gist). A sum
 * is what the gists of several reports say together: names and places with
 * the number of reports that have them, the figures that were told, the
 * number of denials. Both are text, so that they can be stored rows. They
 * come from workers that read foreign bytes: everything is checked, and a sum
 * never grows over GIST_SUM_BYTES.
 */
#ifndef NW_DAEMON_ALERT_GIST_H
#define NW_DAEMON_ALERT_GIST_H

#include <newswatch/arena.h>
#include <newswatch/text.h>

enum {
	GIST_BYTES = 4096,     /* of an item's gist; a longer one is refused */
	GIST_SUM_BYTES = 4096, /* of a sum */
	GIST_CHANGES = 8
};

/* In the arena. */
struct gist_change {
	struct nw_str kind; /* "number" or "denial" */
	struct nw_str text; /* "killed: 12 -> 17", "a denial: \"...\"" */
};

/*
 * Writes to `out` (initialised, of any content; it is cleared first) the sum
 * with one more report. `sum` absent or empty: there was none. `gist` absent:
 * the sum as it was. The report's figures become the last told of their
 * kinds. NW_BAD_INPUT when one is no such JSON, NW_NO_MEMORY.
 */
enum nw_status gist_add(struct nw_str sum, struct nw_str gist,
			struct nw_buf *out, struct nw_error *err) NW_CHECKED;

/*
 * Writes what a report says otherwise than the sum `told`, at most
 * GIST_CHANGES. Nothing when one of them is absent: what was never told did
 * not change. Figures that only became more exact are no change, nor is one
 * that was told before.
 */
enum nw_status gist_compare(struct nw_str told, struct nw_str gist,
			    struct nw_arena *arena, struct gist_change *out,
			    size_t *count, struct nw_error *err) NW_CHECKED;

/*
 * Writes to `out` (initialised; cleared first) the sum without the figures
 * that wait for a second report: what a copy says bears none of them out.
 */
enum nw_status gist_forget_waits(struct nw_str sum, struct nw_buf *out,
				 struct nw_error *err) NW_CHECKED;

#endif
