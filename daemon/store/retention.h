/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is kept for how long, and how much of it: one const row a rule.
 *
 * Every table has a row by age and one by count, or is bounded by what it is.
 * Ages count on ledger time (`kept`), which runs with CLOCK_BOOTTIME: a wall
 * clock that jumps to 1970 or 2046 deletes nothing.
 */
#ifndef NW_DAEMON_STORE_RETENTION_H
#define NW_DAEMON_STORE_RETENTION_H

#include "daemon/store/store.h"

enum store_rule {
	STORE_RULE_AGE,	   /* value: milliseconds */
	STORE_RULE_COUNT,  /* value: rows */
	STORE_RULE_BOUNDED /* needs none; `help` says why */
};

struct store_retention {
	enum store_table_id table;
	enum store_rule rule;
	const char *option; /* under `retention:` in the configuration */
	int64_t value;	    /* the default */
	const char *guard;  /* SQL: which rows may go; NULL all */
	const char *help;
};

#define STORE_RETENTION_MAX 64
extern const struct store_retention store_retention[];
extern const size_t store_retention_count;

#endif
