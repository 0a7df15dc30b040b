/* SPDX-License-Identifier: Apache-2.0 */
/* One attempt under way; private to daemon/deliver. */
#ifndef NEWSWATCHD_DELIVER_ATTEMPT_H
#define NEWSWATCHD_DELIVER_ATTEMPT_H

#include "daemon/deliver/deliver.h"

struct deliver {
	struct deliver_parts parts;
	struct config *config; /* NULL before the first generation */
	struct loop_timer due;
	struct attempt *attempts;
	struct deliver_counts counts;
	bool claiming;
	bool stopped; /* nothing begins any more */
	bool told;
	void (*drained)(void *arg); /* NULL: it goes on */
	void *drained_arg;
};

/* An attempt left: tells who waits for the last. */
void deliver_left(struct deliver *deliver);

enum attempt_stage { ATTEMPT_LEDGER, ATTEMPT_POOL, ATTEMPT_TRANSPORT };

enum { ATTEMPT_SECRETS = 2, ATTEMPT_SECRET_VALUES = 8 };

struct attempt {
	struct attempt *next;
	struct deliver *deliver;
	struct config *config; /* its own reference */
	const struct config_notifier *notifier;
	struct nw_arena *arena;
	struct ledger_delivery row; /* copied */
	struct transport_binding binding;
	struct transport_secret secrets[ATTEMPT_SECRETS];
	struct nw_str values[ATTEMPT_SECRETS][ATTEMPT_SECRET_VALUES];
	enum attempt_stage stage;
	struct transport_job *send;
	struct transport_answer *answer;
	pool_job_id job;
	bool orphan; /* given up, waiting for the ledger alone */
};

/* Begins an attempt at a claimed row; it frees itself. */
void attempt_start(struct deliver *deliver, const struct ledger_delivery *row);

/* Gives up what is under way. */
void attempt_abandon(struct attempt *attempt);

/* Fills the binding from the notifier's configuration (binding.c). */
void attempt_bind(struct attempt *attempt);

/* Adds the secret that a request names, for its signature. */
void attempt_bind_secret(struct attempt *attempt, struct nw_str option);

/* There may be room for another: claims when something is due. */
void deliver_pump(struct deliver *deliver);

#endif
