/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The schema as SQL, one row a migration, and how a file is brought up to it.
 *
 * Migrations that stand in a release are never edited. `user_version` of each
 * file is the schema it has.
 */
#ifndef NW_DAEMON_STORE_SCHEMA_H
#define NW_DAEMON_STORE_SCHEMA_H

#include "daemon/store/store.h"
#include <sqlite3.h>

/*
 * Brings an open file ("ledger" or "archive") up to STORE_SCHEMA in one
 * transaction. NW_UNSUPPORTED when it is newer, with both numbers.
 */
enum nw_status schema_migrate(sqlite3 *db, const char *file,
			      struct nw_error *err) NW_CHECKED;

#endif
