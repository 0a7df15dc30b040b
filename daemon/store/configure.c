/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Taking over a routing, and the settings of outbox and retention by name.
 */
#include "daemon/alert/news.h"
#include "daemon/alert/review.h"
#include "daemon/story/gather.h"

/* Those of struct outbox_limits. */
static const struct {
	const char *name;
	size_t offset; /* in struct outbox_limits */
	bool is_count; /* uint32_t, else int64_t milliseconds */
	int64_t least;
} outbox_settings[] = {
#define MS(name, member, least)                                            \
	{                                                                  \
		name, offsetof(struct outbox_limits, member), false, least \
	}
#define COUNT(name, member, least)                                        \
	{                                                                 \
		name, offsetof(struct outbox_limits, member), true, least \
	}
	MS("retry_first", retry_first_ms, 1),
	MS("retry_permille", retry_permille, 1000),
	MS("retry_most", retry_most_ms, 1),
	MS("retry_after_most", retry_after_most_ms, 1),
	MS("retry_jitter", jitter_percent, 0),
	MS("held_probe", held_probe_ms, 1),
	MS("dead_after", dead_after_ms, 0),
	COUNT("dead_attempts", dead_attempts, 1),
	COUNT("breaker_failures", breaker_failures, 1),
	MS("warn_after", warn_after_ms, 0),
	MS("lease", lease_ms, 1000),
#undef MS
#undef COUNT
};

static bool set_outbox(struct core *core, const struct ledger_setting *setting)
{
	for (size_t i = 0;
	     i < sizeof(outbox_settings) / sizeof(outbox_settings[0]); i++) {
		char *at = (char *)&core->limits + outbox_settings[i].offset;
		int64_t value = setting->value;
		uint32_t count;
		if (!nw_str_is(setting->name, outbox_settings[i].name))
			continue;
		if (value < outbox_settings[i].least)
			value = outbox_settings[i].least;
		count = value > UINT32_MAX ? UINT32_MAX : (uint32_t)value;
		if (outbox_settings[i].is_count)
			memcpy(at, &count, sizeof(count));
		else
			memcpy(at, &value, sizeof(value));
		return true;
	}
	return false;
}

static bool set_number(struct core *core, const struct ledger_setting *setting)
{
	int64_t gather = core->gathers;
	const struct {
		const char *name;
		int64_t *at;
	} rows[] = { { "min_free", &core->place.floor_bytes },
		     { "min_free_percent", &core->place.floor_percent },
		     { "ballast", &core->place.ballast_bytes },
		     { "suspect_items", &core->suspect_items },
		     { "suspect_percent", &core->suspect_percent },
		     { "backup_every", &core->backup_every_ms },
		     { "stories_memory", &core->stories_memory },
		     { "edit_percent", &core->edit_percent },
		     { "stories_window", &core->stories_window_ms },
		     { "stories_gather", &gather } };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (nw_str_is(setting->name, rows[i].name)) {
			*rows[i].at = setting->value;
			core->gathers = gather != 0;
			return true;
		}
	return false;
}

static bool set_retention(struct core *core,
			  const struct ledger_setting *setting)
{
	for (size_t i = 0; i < store_retention_count; i++) {
		if (!store_retention[i].option ||
		    !nw_str_is(setting->name, store_retention[i].option))
			continue;
		core->retention[i] = setting->value;
		return true;
	}
	return false;
}

static void apply_settings(struct core *core)
{
	core->limits = outbox_defaults;
	core->suspect_items = NEWS_SUSPECT_ITEMS;
	core->suspect_percent = NEWS_SUSPECT_PERCENT;
	for (size_t i = 0; i < store_retention_count; i++)
		core->retention[i] = store_retention[i].value;
	for (size_t i = 0; i < core->routing.setting_count; i++) {
		const struct ledger_setting *setting =
			&core->routing.settings[i];
		if (!set_outbox(core, setting) && !set_number(core, setting) &&
		    !set_retention(core, setting))
			core_log(core, LEDGER_LOG_WARNING, "ledger.setting",
				 "the ledger has no setting %.*s",
				 NW_FMT(setting->name));
	}
}

static void index_routing(struct core *core)
{
	const struct ledger_routing *routing = &core->routing;

	nwi_map_fini(&core->watches);
	nwi_map_fini(&core->notifiers);
	nwi_map_init(&core->watches, (struct nwi_sip_key){ 0, 0 });
	nwi_map_init(&core->notifiers, (struct nwi_sip_key){ 0, 0 });
	/* The maps hold pointers to const rows and give them back as such. */
	for (size_t i = 0; i < routing->watch_count; i++)
		nwi_map_put(&core->watches, routing->watches[i].name,
			    (void *)(uintptr_t)&routing->watches[i]);
	for (size_t i = 0; i < routing->notifier_count; i++)
		nwi_map_put(&core->notifiers, routing->notifiers[i].name,
			    (void *)(uintptr_t)&routing->notifiers[i]);
}

/* A source that was never polled is listed too. */
static enum nw_status add_sources(struct core *core,
				  const struct nwi_map *stored,
				  struct nw_error *err)
{
	const struct ledger_routing *routing = &core->routing;
	enum nw_status status = NW_OK;

	for (size_t i = 0; status == NW_OK && i < routing->source_count; i++) {
		const struct store_source row = {
			.name = routing->sources[i],
			.status = NW_STR("new"),
			.kept = core_kept(core),
		};
		if (!nwi_map_has(stored, row.name))
			status = core_put(core, STORE_SOURCE, &row, err);
	}
	return status;
}

/* Sources that the configuration names no more say so. */
static enum nw_status mark_sources(struct core *core, struct nw_error *err)
{
	const struct ledger_routing *routing = &core->routing;
	struct store_rows rows = { NULL, 0 };
	struct nwi_map names, stored;
	enum nw_status status =
		core_find(core, STORE_FIND_SOURCES, NULL, 0, &rows, err);
	struct store_source *at = rows.at;

	nwi_map_init(&names, (struct nwi_sip_key){ 0, 0 });
	nwi_map_init(&stored, (struct nwi_sip_key){ 0, 0 });
	for (size_t i = 0; i < routing->source_count; i++)
		nwi_map_put(&names, routing->sources[i], core);
	for (size_t i = 0; status == NW_OK && i < rows.count; i++)
		nwi_map_put(&stored, at[i].name, core);
	for (size_t i = 0; status == NW_OK && i < rows.count; i++) {
		bool named = nwi_map_has(&names, at[i].name);
		bool removed = nw_str_is(at[i].status, "removed");
		if (named != removed)
			continue;
		at[i].status = nw_str_from(!named	 ? "removed"
					   : at[i].polls ? "ok"
							 : "new");
		at[i].kept = core_kept(core);
		status = core_put(core, STORE_SOURCE, &at[i], err);
	}
	if (status == NW_OK)
		status = add_sources(core, &stored, err);
	nwi_map_fini(&names);
	nwi_map_fini(&stored);
	return status;
}

enum nw_status core_configure(struct core *core, struct message *message,
			      struct nw_error *err)
{
	struct nw_arena *old = core->routing.arena;

	/* A group that is run again has handed it over already. */
	if (message->routing.arena) {
		core->routing = message->routing;
		message->routing.arena = NULL;
		index_routing(core);
		core->questions_stale = true;
		nw_arena_free(&old);
	}
	const int64_t memory = core->stories_memory,
		      window = core->stories_window_ms;
	apply_settings(core);
	if (memory != core->stories_memory || window != core->stories_window_ms)
		core_forget_window(core);
	core_mark_configured(core);
	core_review_begin(core);
	enum nw_status status = mark_sources(core, err);
	if (status == NW_OK)
		status = core_tell_gone(core, err);
	if (status == NW_OK)
		status = core_tell_pending(core, err);
	return status;
}
