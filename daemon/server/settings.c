/* SPDX-License-Identifier: Apache-2.0 */
/* From the configuration's sections to the ledger's named settings. */
#include "daemon/server/server.h"

#include <stddef.h>

struct row {
	const char *setting;
	size_t offset; /* of an int64_t in struct config */
};

#define KEEP(name, member)                                                 \
	{ name, offsetof(struct config, store.member.age_ms) },            \
	{                                                                  \
		name "_count", offsetof(struct config, store.member.count) \
	}
#define VALUE(name, member)                           \
	{                                             \
		name, offsetof(struct config, member) \
	}

static const struct row rows[] = {
	KEEP("items", items),
	KEEP("texts", items),
	KEEP("revisions", items),
	KEEP("identities", identities),
	KEEP("stories", stories),
	KEEP("members", stories),
	KEEP("reports", stories),
	KEEP("voices", stories),
	KEEP("threads", stories),
	KEEP("alerts", alerts),
	KEEP("deliveries", deliveries),
	KEEP("set_aside", set_aside),
	KEEP("notices", notices),
	KEEP("questions", questions),
	VALUE("min_free", store.min_free),
	VALUE("min_free_percent", store.min_free_percent),
	VALUE("ballast", store.ballast),
	VALUE("backup_every", store.backup_every_ms),
	VALUE("suspect_items", fetch.suspect_items),
	VALUE("suspect_percent", fetch.suspect_percent),
	VALUE("stories_gather", stories.gather_one),
	VALUE("stories_window", stories.window_ms),
	VALUE("stories_memory", stories.memory),
	VALUE("edit_percent", stories.edit_percent),
	VALUE("prints", stories.window_ms),
	VALUE("sums", stories.window_ms),
	VALUE("retry_first", delivery.retry_first_ms),
	VALUE("retry_permille", delivery.retry_permille),
	VALUE("retry_most", delivery.retry_max_ms),
	VALUE("retry_after_most", delivery.retry_after_max_ms),
	VALUE("retry_jitter", delivery.retry_jitter_percent),
	VALUE("held_probe", delivery.held_probe_ms),
	VALUE("dead_after", delivery.dead_after_ms),
	VALUE("dead_attempts", delivery.dead_attempts),
	VALUE("breaker_failures", delivery.breaker),
	VALUE("warn_after", delivery.warn_after_ms),
	VALUE("lease", delivery.lease_ms),
};

enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

void server_settings(const struct config *config,
		     struct ledger_routing *routing)
{
	struct ledger_setting *settings =
		nw_arena_array(routing->arena, ROWS, sizeof(*settings));

	for (size_t i = 0; settings && i < ROWS; i++) {
		settings[i].name = nw_str_from(rows[i].setting);
		memcpy(&settings[i].value,
		       (const char *)config + rows[i].offset, sizeof(int64_t));
	}
	routing->settings = settings;
	routing->setting_count = settings ? ROWS : 0;
}
