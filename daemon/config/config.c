/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/config/loader.h"

/* ---- references ---- */

/* The generation is immutable; its count of references is not. */
struct config *config_ref(const struct config *config)
{
	struct config *same = NULL;

	config->self->references++;
	memcpy(&same, &config, sizeof(same));
	return same;
}

void config_unref(struct config **config)
{
	struct config_private *self = *config ? (*config)->self : NULL;

	*config = NULL;
	if (!self || --self->references > 0)
		return;
	secrets_wipe(&self->secrets);
	nwi_map_fini(&self->sources);
	nwi_map_fini(&self->outlets);
	nwi_map_fini(&self->spikes);
	nwi_map_fini(&self->classifiers);
	nwi_map_fini(&self->notifiers);
	nwi_map_fini(&self->watches);
	nwi_map_fini(&self->domains);
	struct nw_arena *arena = self->arena; /* holds `self` too */
	nw_arena_free(&arena);
}

/* ---- finding ---- */

const struct config_source *config_find_source(const struct config *config,
					       struct nw_str name)
{
	return nwi_map_get(&config->self->sources, name);
}

const struct config_notifier *config_find_notifier(const struct config *config,
						   struct nw_str name)
{
	return nwi_map_get(&config->self->notifiers, name);
}

const struct config_watch *config_find_watch(const struct config *config,
					     struct nw_str name)
{
	return nwi_map_get(&config->self->watches, name);
}

/* ---- names ---- */

const char *config_affiliation_name(uint32_t affiliation)
{
	static const char *const names[] = { "unknown", "independent",
					     "public",	"state",
					     "party",	"religious" };

	return names[affiliation < 6 ? affiliation : 0];
}

const char *config_severity_name(uint32_t severity)
{
	static const char *const names[] = { "low", "normal", "high",
					     "urgent" };

	return names[severity < 4 ? severity : CONFIG_SEVERITY_NORMAL];
}
