/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether a host's robots.txt (RFC 9309) lets us ask for a page.
 *
 * The file is fetched as any other, with our User-Agent, guarded and in its
 * host's turn, and kept in memory for each origin (scheme, host, port) for as
 * long as its Cache-Control says, at least 1 h and at most 24 h; then it is
 * asked for anew, on condition. Whoever asks meanwhile waits for the one
 * fetch. What the answer means:
 *
 * - 2xx: the rules that it says, of its first 500 KiB.
 * - 4xx but 429, and more than five redirects: everything is allowed.
 * - 429, 5xx and all failures of the network: the copy that is known goes on
 *   to count (RFC 9309, 2.4); without one everything is refused for now, and
 *   after 30 days of it allowed (2.3.1.4). Tried again after 1 min, then
 *   twice as long each time up to 1 h, or when Retry-After says.
 * - a refusal by the address guard says nothing: the page's own will.
 *
 * At most 4,096 origins and 16 MiB of rules are kept; the one not asked about
 * for longest goes first. Nothing of it is stored: after a start each origin
 * is asked anew.
 *
 * All functions belong to the loop thread.
 */
#ifndef NEWSWATCHD_TRANSPORT_ROBOTS_H
#define NEWSWATCHD_TRANSPORT_ROBOTS_H

#include "daemon/transport/transport.h"

struct robots;
struct robots_origin;

/* What the User-agent lines of robots.txt call us. */
#define ROBOTS_AGENT "newswatch"

/* The answer came: it stands in the question. */
typedef void robots_done_fn(void *arg);

/*
 * A question, embedded by its asker, who keeps it and the URL until it is
 * answered or forgotten. Zero means that none is asked.
 */
struct robots_question {
	/* the answer */
	bool allowed;
	bool for_now;	     /* refused because robots.txt cannot be had */
	int64_t spacing_ms;  /* what the host wants between two requests */
	struct nw_error why; /* one line, when it is refused */

	/* private */
	struct robots_question *next;
	struct robots_origin *origin; /* whose answer it waits for */
	struct nw_str url;
	robots_done_fn *done;
	void *arg;
};

/* The transport outlives it. */
struct robots *robots_new(struct loop *loop, struct transport *transport);

/* Fetches under way are cancelled, questions are forgotten. */
void robots_free(struct robots **robots);

/*
 * Asks about an absolute http or https URL. True: the answer is there at once;
 * false: `done` is called later, from the loop, unless robots_forget comes
 * before. The fetch may go where `binding` may (allow_private) and has its
 * time-outs; it carries none of its headers and secrets.
 */
bool robots_ask(struct robots *robots, struct robots_question *question,
		struct nw_str url, const struct transport_binding *binding,
		robots_done_fn *done, void *arg);

/* Not waiting: nothing. */
void robots_forget(struct robots_question *question);

struct robots_counts {
	uint64_t fetched;     /* robots.txt asked for */
	uint64_t unreachable; /* of these: 429, 5xx or no answer */
	uint64_t refused;     /* questions answered with no */
	uint64_t origins;     /* kept now */
	uint64_t bytes;	      /* of rules, kept now */
};
void robots_count(const struct robots *robots, struct robots_counts *out);

#endif
