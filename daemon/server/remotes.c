/* SPDX-License-Identifier: Apache-2.0 */
/* What the ledger has to know of remote classifiers. */
#include "daemon/server/server.h"

struct names {
	struct nw_arena *arena;
	struct nw_str *at;
	size_t count;
};

enum {
	TOPICS = 4096, /* as many as a worker tells of an instance */
	/* Beside the request: three jobs of workers, each tried twice. */
	LEASE_MORE_MS = 5 * 60 * 1000
};

static void add_name(void *arg, struct nw_str name)
{
	struct names *names = arg;

	if (names->count < TOPICS)
		names->at[names->count++] = nw_arena_str(names->arena, name);
}

struct sought {
	struct nw_str topic;
	bool found;
};

static void seek(void *arg, struct nw_str name)
{
	struct sought *sought = arg;

	sought->found = sought->found || nw_str_equal(name, sought->topic);
}

/* Whether a local classifier that counts gives the topic. */
static bool is_local(const struct pool *pool, const struct config *config,
		     struct nw_str topic)
{
	struct sought sought = { topic, false };

	for (size_t i = 0; i < config->classifier_count; i++) {
		const struct config_classifier *at = &config->classifiers[i];
		if (at->enabled && !at->shadow && !at->base.requests)
			pool_topics(pool, at->base.name, seek, &sought);
	}
	return sought.found;
}

static bool route(const struct pool *pool, const struct config *config,
		  const struct config_classifier *from, struct nw_arena *arena,
		  struct ledger_remote *out)
{
	const struct config_remote *remote = &from->remote;
	struct names names = { .arena = arena };

	names.at = nw_arena_array(arena, TOPICS, sizeof(*names.at));
	if (!names.at)
		return false;
	pool_topics(pool, from->base.name, add_name, &names);
	*out = (struct ledger_remote){
		.name = nw_arena_str(arena, from->base.name),
		.question = nw_arena_str(arena, remote->question),
		.topics = names.at,
		.topic_count = names.count,
		.ask = remote->ask, /* the same numbers */
		.near_from = remote->near_from,
		.near_to = remote->near_to,
		.per_hour = remote->per_hour,
		.per_day = remote->per_day,
		.parallel = remote->parallel,
		.patience_ms = remote->patience_ms,
		.lease_ms = from->timeout_ms + LEASE_MORE_MS,
	};
	for (size_t i = 0; i < names.count; i++)
		out->alone = out->alone || !is_local(pool, config, names.at[i]);
	return true;
}

bool server_remotes(const struct pool *pool, const struct config *config,
		    struct ledger_routing *routing)
{
	struct ledger_remote *rows = nw_arena_array(
		routing->arena, config->classifier_count + 1, sizeof(*rows));

	_Static_assert((int)CONFIG_ASK_HIT == (int)LEDGER_ASK_HIT &&
			       (int)CONFIG_ASK_NEAR == (int)LEDGER_ASK_NEAR,
		       "one numbering");
	for (size_t i = 0; rows && i < config->classifier_count; i++) {
		const struct config_classifier *from = &config->classifiers[i];
		if (!from->enabled || !from->base.requests)
			continue;
		if (!route(pool, config, from, routing->arena,
			   &rows[routing->remote_count++]))
			return false;
	}
	routing->remotes = rows;
	return rows != NULL;
}
