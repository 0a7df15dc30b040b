/* SPDX-License-Identifier: Apache-2.0 */
/* From a configuration to what the ledger routes alerts by. */
#include "daemon/server/server.h"

struct names {
	struct nw_arena *arena;
	struct nw_str *at;
	size_t count, room;
};

static void add_name(void *arg, struct nw_str name)
{
	struct names *names = arg;

	if (names->count < names->room)
		names->at[names->count++] = nw_arena_str(names->arena, name);
}

static void count_name(void *arg, struct nw_str name)
{
	size_t *count = arg;

	(void)name;
	(*count)++;
}

static bool route_notifiers(struct server *server, const struct config *config,
			    struct ledger_routing *routing)
{
	struct ledger_notifier *rows = nw_arena_array(
		routing->arena, config->notifier_count + 1, sizeof(*rows));

	if (!rows)
		return false;
	for (size_t i = 0; i < config->notifier_count; i++) {
		const struct config_notifier *from = &config->notifiers[i];
		size_t count = 0;
		pool_destinations(server->pool, from->base.name, count_name,
				  &count);
		struct names names = {
			.arena = routing->arena,
			.at = nw_arena_array(routing->arena, count + 1,
					     sizeof(struct nw_str)),
			.room = count,
		};
		if (!names.at)
			return false;
		if (!from->enabled)
			continue;
		pool_destinations(server->pool, from->base.name, add_name,
				  &names);
		rows[routing->notifier_count++] = (struct ledger_notifier){
			.name = nw_arena_str(routing->arena, from->base.name),
			.destinations = names.at,
			.destination_count = names.count,
		};
	}
	routing->notifiers = rows;
	return true;
}

static struct nw_str *notifier_names(struct nw_arena *arena,
				     const struct config_notifier *const *from,
				     size_t count)
{
	struct nw_str *names = nw_arena_array(arena, count + 1, sizeof(*names));

	for (size_t i = 0; names && i < count; i++)
		names[i] = nw_arena_str(arena, from[i]->base.name);
	return names;
}

static struct thread_rules route_rules(struct nw_arena *arena,
				       const struct config_rules *from)
{
	size_t count = from->affiliations.count;
	struct nw_str *names = NULL;

	if (count > 0)
		names = nw_arena_array(arena, count, sizeof(*names));
	for (size_t i = 0; names && i < count; i++)
		names[i] = nw_arena_str(arena, from->affiliations.at[i]);
	return (struct thread_rules){
		.min_independent = from->min_independent,
		.min_outlets = from->min_outlets,
		.within_ms = from->within_ms,
		.first_after_ms = from->first_after_ms,
		.update_every_ms = from->update_every_ms,
		.update_if = from->update_if,
		.remind_after_ms = from->remind_after_ms,
		.close_after_ms = from->close_after_ms,
		.high_from = from->high_from,
		.urgent_from = from->urgent_from,
		.affiliations = names,
		.affiliation_count = names ? count : 0,
	};
}

static bool route_watches(const struct config *config,
			  struct ledger_routing *routing)
{
	struct ledger_watch *rows = nw_arena_array(
		routing->arena, config->watch_count + 1, sizeof(*rows));
	const struct config_notifier *const *last = NULL;
	const struct nw_str *names = NULL;

	for (size_t i = 0; rows && i < config->watch_count; i++) {
		const struct config_watch *from = &config->watches[i];
		if (!from->enabled)
			continue;
		/* Watches that notify alike share the list: watch.c. */
		if (!names || from->notify != last)
			names = notifier_names(routing->arena, from->notify,
					       from->notify_count);
		if (!names)
			return false;
		last = from->notify;
		rows[routing->watch_count++] = (struct ledger_watch){
			.name = nw_arena_str(routing->arena, from->name),
			.severity = nw_str_from(
				config_severity_name(from->severity)),
			.notifiers = names,
			.notifier_count = from->notify_count,
			.rules = route_rules(routing->arena, &from->rules),
		};
	}
	routing->watches = rows;
	return rows != NULL;
}

static bool route_spikes(const struct config *config,
			 struct ledger_routing *routing)
{
	struct nw_arena *arena = routing->arena;
	struct ledger_spike *rows =
		nw_arena_array(arena, config->spike_count + 1, sizeof(*rows));

	for (size_t i = 0; rows && i < config->spike_count; i++) {
		const struct config_spike *from = &config->spikes[i];
		struct nw_str *series = nw_arena_array(
			arena, from->series.count + 1, sizeof(*series));
		for (size_t k = 0; series && k < from->series.count; k++)
			series[k] = nw_arena_str(arena, from->series.at[k]);
		rows[i] = (struct ledger_spike){
			.name = nw_arena_str(arena, from->name),
			.severity = nw_str_from(
				config_severity_name(from->severity)),
			.notifiers = notifier_names(arena, from->notify,
						    from->notify_count),
			.notifier_count = from->notify_count,
			.series = series,
			.series_count = from->series.count,
			.rules = { from->within_ms, from->least, from->factor },
		};
		if (!series || !rows[i].notifiers)
			return false;
	}
	routing->spikes = rows;
	routing->spike_count = rows ? config->spike_count : 0;
	return rows != NULL;
}

static bool route_sources(const struct config *config,
			  struct ledger_routing *routing)
{
	struct nw_str *names = nw_arena_array(
		routing->arena, config->source_count + 1, sizeof(*names));

	for (size_t i = 0; names && i < config->source_count; i++)
		names[i] = nw_arena_str(routing->arena,
					config->sources[i].base.name);
	routing->sources = names;
	routing->source_count = names ? config->source_count : 0;
	return names != NULL;
}

struct ledger_routing *server_routing(struct server *server,
				      const struct config *config,
				      struct nw_arena *arena)
{
	struct ledger_routing *routing =
		nw_arena_new_of(arena, struct ledger_routing);

	if (!routing)
		return NULL;
	routing->arena = arena;
	if (!route_notifiers(server, config, routing) ||
	    !route_watches(config, routing) ||
	    !route_spikes(config, routing) ||
	    !route_sources(config, routing) ||
	    !server_remotes(server->pool, config, routing))
		return NULL;
	routing->operators = notifier_names(arena, config->operators,
					    config->operator_count);
	routing->operator_count = config->operator_count;
	server_settings(config, routing);
	return routing;
}
