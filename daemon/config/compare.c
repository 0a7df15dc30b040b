/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/config/loader.h"

struct comparison {
	config_change_fn *each;
	void *arg;
};

static void tell(const struct comparison *c, enum config_part part,
		 enum config_change_kind kind, struct nw_str name)
{
	struct config_change change = { (uint32_t)part, (uint32_t)kind, name };

	c->each(c->arg, &change);
}

typedef bool same_fn(const void *a, const void *b);

/* Removed and changed in the old order, then added in the new one. */
static void compare_maps(const struct comparison *c, enum config_part part,
			 const struct nwi_map *old, const struct nwi_map *new,
			 same_fn *same)
{
	for (size_t i = 0; i < old->count; i++) {
		const void *now = nwi_map_get(new, old->rows[i].key);
		if (!now)
			tell(c, part, CONFIG_REMOVED, old->rows[i].key);
		else if (!same(old->rows[i].value, now))
			tell(c, part, CONFIG_CHANGED, old->rows[i].key);
	}
	for (size_t i = 0; i < new->count; i++) {
		if (!nwi_map_has(old, new->rows[i].key))
			tell(c, part, CONFIG_ADDED, new->rows[i].key);
	}
}

static bool same_instance(const struct config_instance *a,
			  const struct config_instance *b)
{
	return strcmp(a->digest, b->digest) == 0 &&
	       secrets_equal(a->secrets, b->secrets);
}

static bool same_source(const void *a, const void *b)
{
	const struct config_source *old = a, *new = b;

	return same_instance(&old->base, &new->base);
}

static bool same_classifier(const void *a, const void *b)
{
	const struct config_classifier *old = a, *new = b;

	return same_instance(&old->base, &new->base);
}

static bool same_notifier(const void *a, const void *b)
{
	const struct config_notifier *old = a, *new = b;

	return same_instance(&old->base, &new->base);
}

static bool same_watch(const void *a, const void *b)
{
	const struct config_watch *old = a, *new = b;

	return strcmp(old->digest, new->digest) == 0;
}

static bool same_spike(const void *a, const void *b)
{
	const struct config_spike *old = a, *new = b;

	return strcmp(old->digest, new->digest) == 0;
}

static bool same_texts(const struct config_texts *a,
		       const struct config_texts *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		if (!nw_str_equal(a->at[i], b->at[i]))
			return false;
	}
	return true;
}

static bool same_outlet(const void *a, const void *b)
{
	const struct config_outlet *old = a, *new = b;

	return old->affiliation == new->affiliation &&nw_str_equal(
					   old->owner, new->owner) &&
	       same_texts(&old->domains, &new->domains) &&
	       same_texts(&old->countries, &new->countries) &&
	       same_texts(&old->languages, &new->languages);
}

void config_compare(const struct config *old, const struct config *new,
		    config_change_fn *each, void *arg)
{
	const struct comparison c = { each, arg };
	const struct config_private *a = old->self, *b = new->self;

	for (size_t i = CONFIG_TOP; i <= CONFIG_LOG; i++) {
		if (strcmp(a->sections[i], b->sections[i]) != 0)
			tell(&c, CONFIG_PART_SECTION, CONFIG_CHANGED,
			     nw_str_from(config_sections[i].name));
	}
	if (strcmp(a->names, b->names) != 0)
		tell(&c, CONFIG_PART_SECTION, CONFIG_CHANGED,
		     nw_str_from("names_from"));
	compare_maps(&c, CONFIG_PART_SOURCE, &a->sources, &b->sources,
		     same_source);
	compare_maps(&c, CONFIG_PART_OUTLET, &a->outlets, &b->outlets,
		     same_outlet);
	compare_maps(&c, CONFIG_PART_CLASSIFIER, &a->classifiers,
		     &b->classifiers, same_classifier);
	compare_maps(&c, CONFIG_PART_NOTIFIER, &a->notifiers, &b->notifiers,
		     same_notifier);
	compare_maps(&c, CONFIG_PART_WATCH, &a->watches, &b->watches,
		     same_watch);
	compare_maps(&c, CONFIG_PART_SPIKE, &a->spikes, &b->spikes,
		     same_spike);
}
