/* SPDX-License-Identifier: Apache-2.0 */
/*
 * robots.txt, the Robots Exclusion Protocol of RFC 9309.
 *
 * A file is read for one crawler into a compact text of its rules in order of
 * precedence; a URL's path is then matched against that text. Both are linear
 * in their input: a pattern's wildcards are matched from left to right without
 * going back. Any bytes have rules (junk lines have none), so reading fails
 * only for want of memory.
 *
 * Beyond the RFC, as crawlers do: keys that are written wrong ("dissalow") and
 * lines without a colon are understood, `crawl-delay` is read and, being a rule
 * of its group, ends the list of the group's agents.
 */
#ifndef NWI_TEXT_ROBOTS_H
#define NWI_TEXT_ROBOTS_H

#include <newswatch/arena.h>
#include <newswatch/status.h>
#include <newswatch/text.h>

/* What is read of a file; RFC 9309, 2.5, asks for no less. */
#define NWI_ROBOTS_BYTES ((size_t)500 * 1024)

/* Rules kept of the groups that count; of more, the first ones. */
#define NWI_ROBOTS_RULES 8192

/* The longest crawl-delay that is honoured. */
#define NWI_ROBOTS_DELAY_MS INT64_C(60000)

/*
 * Appends the rules of the groups of `agent` (a product token, any case), or
 * of the groups of "*" when no group names it, one a line: "+/path" allows,
 * "-/path" refuses; the longest first, and of equally long ones "+" first.
 * Paths are in normal form: unreserved characters as they are, all that is
 * neither unreserved nor reserved as "%XX"; ASCII alone. `*delay_ms` is the
 * largest crawl-delay of those groups within NWI_ROBOTS_DELAY_MS, 0 without.
 * Text beyond NWI_ROBOTS_BYTES is not read; `cut` says that the text given
 * was cut already: the last line counts only when it is whole. NW_LIMIT when
 * the buffer cannot take the rules (four times the text is enough).
 */
enum nw_status nwi_robots_read(struct nw_str text, bool cut, const char *agent,
			       struct nw_buf *rules, int64_t *delay_ms,
			       struct nw_error *err) NW_CHECKED;

/*
 * Whether those rules let the absolute http or https URL be asked for; its
 * fragment does not count, /robots.txt itself is always allowed. `*rule` is
 * the line that decided ("-/private/"), borrowed from `rules`, absent when
 * none matches. A URL that there is no memory for is refused.
 */
bool nwi_robots_allow(struct nw_str rules, struct nw_str url,
		      struct nw_str *rule);

#endif
