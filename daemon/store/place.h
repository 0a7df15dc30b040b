/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The state folder: its lock, its room, and the files in it.
 *
 *   lock          the pid of the daemon that holds the folder
 *   ledger.db     rows that must not be lost; archive.db: texts of items
 *   backup.db     the newest backup of ledger.db; backup.1.db the one before
 *   journal       undelivered rows since the newest backup; journal.1 before
 *   ballast       room that is given up when the disk is full
 *   *.corrupt-N   what was found corrupt, the newest is 1
 *
 * The folder is 0700, each file 0600.
 */
#ifndef NW_DAEMON_STORE_PLACE_H
#define NW_DAEMON_STORE_PLACE_H

#include <newswatch/text.h>

#define PLACE_PATH 4096

struct place {
	char dir[PLACE_PATH - 64];
	int lock;			    /* -1 without */
	int64_t floor_bytes, floor_percent; /* of free space */
	int64_t ballast_bytes;
};

/*
 * Makes the folder ours and takes its lock. NW_BUSY names the pid that holds
 * it; NW_IO what the system refused.
 */
enum nw_status place_open(const char *dir, struct place *out,
			  struct nw_error *err) NW_CHECKED;
void place_close(struct place *place);

void place_path(const struct place *place, const char *name,
		char out[PLACE_PATH]);

/* fsync of the folder, after a rename or a new file. */
enum nw_status place_sync(const struct place *place,
			  struct nw_error *err) NW_CHECKED;

/*
 * Below the floor: less free than 64 MiB and less than 5 % of the disk (both
 * are options), so that neither a small nor a huge disk pauses without need.
 * What the ballast gave up is for deliveries: it counts as no room.
 */
bool place_is_low(const struct place *place);

/*
 * Makes the ballast (4 MiB, an option, and at most an eighth of the disk)
 * where it is missing and there is room for it.
 */
void place_ballast(const struct place *place);

/* Gives the ballast's room up; false when there was none. */
bool place_release_ballast(const struct place *place);

/* Renames a database and its -wal and -shm to .corrupt-1; keeps three. */
enum nw_status place_set_aside(const struct place *place, const char *name,
			       struct nw_error *err) NW_CHECKED;

/* Copies a file (synced) under another name in the folder. */
enum nw_status place_copy(const struct place *place, const char *from,
			  const char *to, struct nw_error *err) NW_CHECKED;

/* backup.new -> backup.db, the old one -> backup.1.db. */
enum nw_status place_take_backup(const struct place *place,
				 struct nw_error *err) NW_CHECKED;

#endif
