/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/query/branches.h"

#include "query/needs.h"

enum {
	BRANCHES_MOST = 512,
	HITS_MOST = 20000, /* that are explained, some 100 us each */
	FEW_HITS = 10	   /* say nothing about a volume */
};

struct branch {
	struct nwi_branch clause;
	int64_t hits, alone;
};

struct branches {
	const struct judge *judge;
	struct branch at[BRANCHES_MOST];
	size_t count;
	int64_t hits; /* that were explained */
};

static void add_branch(void *arg, const struct nwi_branch *clause)
{
	struct branches *branches = arg;

	for (size_t i = 0; i < branches->count; i++)
		if (branches->at[i].clause.at == clause->at &&
		    branches->at[i].clause.len == clause->len)
			return;
	if (branches->count < BRANCHES_MOST)
		branches->at[branches->count++].clause = *clause;
}

struct branches *branches_new(const struct judge *judge, struct nw_arena *arena)
{
	struct branches *branches = nw_arena_new_of(arena, struct branches);

	if (!branches)
		return NULL;
	branches->judge = judge;
	nwi_query_branches(judge->queries, 0, add_branch, branches);
	return branches;
}

static struct branch *find(struct branches *branches,
			   const struct nw_query_clause *clause)
{
	for (size_t i = 0; i < branches->count; i++)
		if (branches->at[i].clause.at == clause->at &&
		    branches->at[i].clause.len == clause->len)
			return &branches->at[i];
	return NULL;
}

void branches_count(struct branches *branches, const struct judged *judged,
		    struct nw_arena *arena)
{
	struct branch *last = NULL;
	struct nw_query_why why;
	struct nw_error err;
	size_t held = 0;

	if (!branches || branches->hits >= HITS_MOST ||
	    nw_queries_explain(branches->judge->queries, 0,
			       nw_str_make(NULL, 0), judged->doc,
			       &judged->facts, arena, &why, &err) != NW_OK)
		return;
	branches->hits++;
	for (uint32_t i = 0; i < why.clause_count; i++) {
		const struct nw_query_clause *clause = &why.clauses[i];
		struct branch *branch = clause->holds && !clause->unwanted
						? find(branches, clause)
						: NULL;
		if (!branch)
			continue;
		branch->hits++;
		last = branch;
		held++;
	}
	if (held == 1)
		last->alone++;
}

static const char *lint_of(const struct branches *branches,
			   const struct branch *branch)
{
	if (branches->count < 2)
		return NULL;
	if (branch->hits == 0)
		return "never";
	if (branch->clause.wildcard && branches->hits >= FEW_HITS &&
	    2 * branch->alone > branches->hits)
		return "volume";
	return NULL;
}

void branches_put(const struct branches *branches, struct job *job)
{
	NW_AUTO(nw_buf_fini) struct nw_buf line = { 0 };

	nw_buf_init(&line, 4096);
	for (size_t i = 0; branches && i < branches->count; i++) {
		const struct branch *branch = &branches->at[i];
		nw_buf_clear(&line);
		nwi_json_open(&line, '{');
		nwi_json_put_text(&line, "type", "clause");
		nwi_json_put_int(&line, "offset", branch->clause.at);
		nwi_json_put_int(&line, "length", branch->clause.len);
		nwi_json_put_int(&line, "hits", branch->hits);
		nwi_json_put_int(&line, "alone", branch->alone);
		nwi_json_put_int(&line, "explained", branches->hits);
		nwi_json_put_text(&line, "lint", lint_of(branches, branch));
		nwi_json_close(&line, '}');
		job_line(job, &line);
	}
}
