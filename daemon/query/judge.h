/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether a stored item would have hit: the engine on its text, and a watch's
 * conditions on its topics and its outlet as they were stored then.
 *
 * The same rules as in daemon/worker/analyse.c, which decides them live.
 */
#ifndef NW_DAEMON_QUERY_JUDGE_H
#define NW_DAEMON_QUERY_JUDGE_H

#include "daemon/alert/frame.h"
#include "daemon/store/reader.h"
#include <newswatch/query.h>

/* Versions that are compared: what is asked, and what is in force. */
enum { JUDGE_VERSIONS = 2, JUDGE_FILTER_BYTES = 256 * 1024 };

struct judge_version {
	bool is;       /* there is such a version */
	bool has_text; /* false: the conditions alone decide */
};

struct judge {
	struct judge_version versions[JUDGE_VERSIONS];
	struct nw_buf image;
	struct nw_queries *queries; /* NULL: no version has a text */
	const json_t *conditions;   /* of the job; NULL none */
	nw_time now;
	struct nw_buf filter; /* for struct reader_walk; empty: none */
};

/* What the judge said of an item; all in the arena. */
struct judged {
	struct frame frame;
	struct nw_doc *doc;
	struct nw_query_facts facts;
	bool hits[JUDGE_VERSIONS];
	const struct nw_span *spans; /* of the first version that hit */
	uint32_t span_count;
};

/*
 * Reads a job: "queries": [{"name","text"}...], of which the first
 * JUDGE_VERSIONS ("text" null: no words asked) are versions as "versions"
 * says how many, the rest named queries that they use; "names": spellings,
 * [[text...]...]; "conditions" of a
 * watch or null: {"topics":[{"name","min"}],"outlets","countries",
 * "languages"}. `problems` gets a JSON object for each mistake and warning,
 * with commas between; NW_BAD_INPUT when a query cannot be understood.
 * `arena` lives as long as the judge.
 */
enum nw_status judge_open(const json_t *job, struct nw_arena *arena,
			  struct judge *out, struct nw_buf *problems,
			  struct nw_error *err) NW_CHECKED;
void judge_close(struct judge *judge);

/*
 * NW_BAD_INPUT: the stored frame cannot be read; NW_LIMIT: the item takes more
 * memory than the arena has.
 */
enum nw_status judge_item(const struct judge *judge,
			  const struct reader_item *item,
			  struct nw_arena *arena, struct judged *out,
			  struct nw_error *err) NW_CHECKED;

#endif
