/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What people said of items -> changes of a definition file that would have
 * served them better, for a person to accept.
 *
 * A change is thought of where the file was wrong: words near the terms of an
 * item that people rejected, words of it elsewhere, terms that weigh too much
 * or too little, words of items that were missed. Each is then tried: the
 * edited file is compiled and every item classified by it, so its figures are
 * counted and not estimated. A change that breaks an example of the file, or
 * does more harm than good, is none.
 *
 * Where there are enough labels, a change is sought in one half of the items
 * and counted in the other as well: `held` are the figures on items that had
 * no part in finding it.
 */
#ifndef NWI_TOPIC_PROPOSE_H
#define NWI_TOPIC_PROPOSE_H

#include "topic/edit.h"
#include <newswatch/topic.h>

enum {
	NWI_PROPOSALS = 20,	/* at most */
	NWI_PROPOSE_WITHIN = 5, /* words between a term and what cancels it */
	NWI_PROPOSE_FEW = 5,	/* fewer cases than these are few */
	NWI_PROPOSE_HALVES = 8	/* wrong items from which on they are halved */
};

struct nwi_proposing;

/* What is proposed from. All but `models` is copied or read at once. */
struct nwi_propose_item {
	struct nw_str title, text, language;
	bool is; /* a person said that it is of the topic */
};

/* Items of four kinds, and what becomes of them. */
struct nwi_outcome {
	uint32_t rejected, dropped; /* fired and should not; of them: no
				       more */
	uint32_t kept, lost;	    /* fired and should; no more */
	uint32_t missed, found;	    /* should and did not; now do */
	uint32_t silent, added;	    /* should not and did not; now do */
};

struct nwi_proposal {
	struct nwi_edit edit;
	struct nw_str word;  /* new to the file; absent with WEIGHT */
	struct nw_str terms; /* CANCEL: what it cancels; else the term */
	double old_weight;   /* WEIGHT */
	struct nwi_outcome all, held;
	bool has_held;
	char id[9]; /* of the edit; the same however it is ranked */
};

/* How the items stand before any change. */
struct nwi_proposals {
	size_t count;
	struct nwi_proposal at[NWI_PROPOSALS]; /* the best first */
	struct nwi_outcome before;	       /* 0 of all that changes */
	uint32_t other_languages;	       /* items without a section */
	uint32_t tried;			       /* edits compiled */
	bool ended_early;		       /* `go_on` said so */
};

/*
 * Takes a definition file of one topic, and the models that correct it (NULL:
 * none), which must live as long. NW_BAD_CONFIG when it does not compile.
 */
enum nw_status nwi_proposing_new(struct nw_str name, struct nw_str file,
				 const struct nw_models *models,
				 struct nwi_proposing **out,
				 struct nw_error *err) NW_CHECKED;
void nwi_proposing_free(struct nwi_proposing **proposing);

struct nw_str nwi_proposing_topic(const struct nwi_proposing *proposing);

/* Adds a labelled item. NW_LIMIT over 10,000 of them or 512 MiB. */
enum nw_status nwi_proposing_add(struct nwi_proposing *proposing,
				 const struct nwi_propose_item *item,
				 struct nw_error *err) NW_CHECKED;

/*
 * Finds, tries and ranks. `go_on` (NULL: always) is asked before every trial
 * whether there is time for it. What `out` points to lives as long as
 * `proposing`.
 */
enum nw_status nwi_proposing_run(struct nwi_proposing *proposing,
				 bool (*go_on)(void *arg), void *arg,
				 struct nwi_proposals *out,
				 struct nw_error *err) NW_CHECKED;

/* The whole file with the change of a proposal. */
enum nw_status nwi_proposal_apply(const struct nwi_proposing *proposing,
				  const struct nwi_proposal *proposal,
				  struct nw_buf *out,
				  struct nw_error *err) NW_CHECKED;

/* "a NOT within 5 words of 'workers' would drop 18 of 20 rejected ..." */
void nwi_proposal_say(const struct nwi_proposal *proposal, struct nw_buf *out);

#endif
