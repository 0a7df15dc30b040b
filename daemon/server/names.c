/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/server/names.h"

#include "config/problem.h"

struct kind {
	const char *unknown; /* in front of the name */
	size_t (*count)(const struct config *config);
	struct nw_str (*name)(const struct config *config, size_t i);
};

static size_t source_count(const struct config *config)
{
	return config->source_count;
}

static struct nw_str source_name(const struct config *config, size_t i)
{
	return config->sources[i].base.name;
}

static size_t watch_count(const struct config *config)
{
	return config->watch_count;
}

static struct nw_str watch_name(const struct config *config, size_t i)
{
	return config->watches[i].name;
}

/* Who raises alerts. */
static size_t alerts_count(const struct config *config)
{
	return config->watch_count + config->spike_count;
}

static struct nw_str alerts_name(const struct config *config, size_t i)
{
	return i < config->watch_count
		       ? config->watches[i].name
		       : config->spikes[i - config->watch_count].name;
}

/* What a shadow gives is worth a word before it counts. */
static size_t topic_count(const struct config *config)
{
	return config->topics.count + config->shadow_topics.count;
}

static struct nw_str topic_name(const struct config *config, size_t i)
{
	size_t live = config->topics.count;

	return i < live ? config->topics.at[i]
			: config->shadow_topics.at[i - live];
}

static const struct kind kinds[] = {
	[NAMES_SOURCE] = { "there is no source", source_count, source_name },
	[NAMES_WATCH] = { "there is no watch", watch_count, watch_name },
	[NAMES_ALERTS] = { "there is no watch and no spike", alerts_count,
			   alerts_name },
	[NAMES_TOPIC] = { "no classifier gives the topic", topic_count,
			  topic_name },
};

enum nw_status names_check(const struct config *config, enum names_of what,
			   struct nw_str name, struct nw_error *err)
{
	const struct kind *kind = &kinds[what];
	size_t count = kind->count(config);
	struct nwi_nearest nearest;
	char text[NWI_NEAREST_TEXT];

	nwi_nearest_init(&nearest, name);
	for (size_t i = 0; i < count; i++) {
		struct nw_str known = kind->name(config, i);
		if (nw_str_equal(known, name))
			return NW_OK;
		nwi_nearest_offer(&nearest, known);
	}
	nwi_nearest_text(&nearest, text);
	return nw_fail(err, NW_NOT_FOUND, "%s \"%.*s\"%s", kind->unknown,
		       NW_FMT(name), text);
}
