/* SPDX-License-Identifier: Apache-2.0 */
/* One question under way; private to daemon/ask. */
#ifndef NEWSWATCHD_ASK_ASKING_H
#define NEWSWATCHD_ASK_ASKING_H

#include "daemon/ask/ask.h"

struct asker {
	struct asker_parts parts;
	struct config *config; /* NULL before the first generation */
	struct loop_timer due;
	struct asking *askings;
	uint32_t under_way;
	bool claiming;
	bool stopped; /* nothing begins any more */
};

enum asking_stage { ASKING_LEDGER, ASKING_POOL, ASKING_TRANSPORT };

/* The one that a request names, and a password. */
enum { ASKING_SECRETS = 2 };

struct asking {
	struct asking *next;
	struct asker *asker;
	struct config *config; /* its own reference */
	const struct config_classifier *classifier;
	struct nw_arena *arena;
	struct ledger_question row; /* copied */
	struct nw_str topics;	    /* the verdict, JSON */
	struct transport_binding binding;
	struct transport_secret secrets[ASKING_SECRETS];
	struct nw_str values[ASKING_SECRETS];
	enum asking_stage stage;
	struct transport_job *send;
	struct transport_answer *answer;
	pool_job_id job;
	int64_t took_ms;
	bool told;   /* the ledger has refused one answer to it */
	bool orphan; /* given up, waiting for the ledger alone */
};

/* Begins with a claimed row; it frees itself. */
void asking_start(struct asker *asker, const struct ledger_question *row);

/* Gives up what is under way. */
void asking_abandon(struct asking *asking);

/* Fills the binding from the classifier's configuration (binding.c). */
void asking_bind(struct asking *asking);

/* Adds the secret that a request names. */
void asking_bind_secret(struct asking *asking, struct nw_str option);

#endif
