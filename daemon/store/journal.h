/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The journal: every alert and outbox row that was written since the newest
 * backup, one line each, synced before the commit that it belongs to.
 *
 * It exists for one case: ledger.db is corrupt and an hourly backup is put in
 * its place. Replayed over the backup it gives back what was to be delivered
 * and what had been, so that nothing is lost and nothing is sent twice. A
 * line that was written and whose commit then failed does no harm: ids are
 * derived, the item is read again and comes to the same row.
 *
 * A line is a JSON object {"table":NAME,"row":{column:value}}, a space, and
 * its CRC32C in 8 hexadecimal digits. Payloads are left out: they are
 * rendered again. A torn or damaged line is passed over.
 */
#ifndef NW_DAEMON_STORE_JOURNAL_H
#define NW_DAEMON_STORE_JOURNAL_H

#include "daemon/store/place.h"
#include "daemon/store/store.h"
#include <sys/types.h>

struct journal {
	int fd;
	off_t end; /* synced so far */
	struct nw_buf waiting;
};

enum nw_status journal_open(const struct place *place, struct journal *out,
			    struct nw_error *err) NW_CHECKED;
void journal_close(struct journal *journal);

/* Adds a row to what the next sync writes. */
void journal_add(struct journal *journal, enum store_table_id table,
		 const void *row);

/* Where `waiting` stands, and back to it when a message is undone. */
size_t journal_mark(const struct journal *journal);
void journal_undo(struct journal *journal, size_t mark);

/*
 * Writes and syncs what waits. NW_LIMIT: the disk is full, nothing was
 * written; NW_IO: stop.
 */
enum nw_status journal_sync(struct journal *journal,
			    struct nw_error *err) NW_CHECKED;

/* A backup is complete: begins a new file, keeps the old as journal.1. */
enum nw_status journal_rotate(const struct place *place,
			      struct journal *journal,
			      struct nw_error *err) NW_CHECKED;

/*
 * Puts all rows of journal.1 and journal into the store, in order, and says
 * how many. Within the caller's transaction.
 */
enum nw_status journal_replay(const struct place *place,
			      const struct store_ops *ops, struct store *store,
			      int64_t *out_rows,
			      struct nw_error *err) NW_CHECKED;

#endif
