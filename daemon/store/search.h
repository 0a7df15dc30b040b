/* SPDX-License-Identifier: Apache-2.0 */
/*
 * search.db: which words stand in which item, for searches over what is
 * stored. It holds nothing that the archive does not say, is written behind
 * the ledger by upkeep, and is thrown away and made anew when it is missing
 * or damaged; so it needs no place in a transaction and costs no commit.
 *
 * FTS5 tables without content, one for SEARCH_SHARE numbers of items: what
 * retention takes goes by dropping the oldest table, since a row of such a
 * table can be deleted only by who still has its text. A changed item is
 * entered once more under its number: the index may say too much of an item,
 * never too little.
 */
#ifndef NW_DAEMON_STORE_SEARCH_H
#define NW_DAEMON_STORE_SEARCH_H

#include "daemon/store/core.h"
#include <newswatch/doc.h>

/* Numbers (item.seq) of one table; their name is "words_" and the share. */
#define SEARCH_SHARE 65536

/* Changes with what the tables hold: an older file is made anew. */
#define SEARCH_VERSION 1

/*
 * Whether a folded word can be asked of the index as one token: letters,
 * digits and all beyond ASCII.
 */
bool search_is_word(struct nw_str folded);

/* Takes the next items in, for at most some 100 ms, once a second. Outside a
 * transaction. */
void core_search_step(struct core *core);

/* Closes it; the file stays. */
void core_search_close(struct core *core);

/* Throws the file away: it is made anew from the archive, step by step. */
void core_search_reset(struct core *core);

/* Numbers of items that are stored and not yet in the index. */
int64_t core_search_behind(const struct core *core);

#endif
