/* SPDX-License-Identifier: Apache-2.0 */
#include "query/known.h"

#include "config/problem.h"
#include "query/facts.h"
#include "text/country.h"

enum { KNOWN_BYTES = 256 << 20 };

static void put_names(struct nwi_known *known, struct nwi_map *map,
		      const struct nw_str *names, size_t count)
{
	static const struct nwi_sip_key none = { 0, 0 };

	nwi_map_init(map, none);
	for (size_t i = 0; i < count; i++) {
		struct nw_str folded = nwi_fact_name(known->arena, names[i]);
		union {
			const struct nw_str *from;
			void *to;
		} value = { .from = &names[i] };
		if (folded.len)
			nwi_map_put(map, folded, value.to);
	}
}

static void make(struct nwi_known *known)
{
	const struct nw_query_set *set = known->set;

	if (known->arena)
		return;
	known->arena = nw_arena_new(KNOWN_BYTES);
	put_names(known, &known->topics, set->topics, set->topic_count);
	put_names(known, &known->sources, set->sources, set->source_count);
	put_names(known, &known->outlets, set->outlets, set->outlet_count);
}

void nwi_known_fini(struct nwi_known *known)
{
	if (!known->arena)
		return;
	nwi_map_fini(&known->topics);
	nwi_map_fini(&known->sources);
	nwi_map_fini(&known->outlets);
	nw_arena_free(&known->arena);
}

static void check_name(struct nwi_reading *r, const struct nwi_map *map,
		       const struct nwi_expr *e, const char *what)
{
	struct nw_str key = e->words->key;
	struct nw_str name = nw_str_slice(key, NWI_FACT_PREFIX, key.len);
	struct nwi_nearest nearest;
	char text[NWI_NEAREST_TEXT];

	/* A pattern is kept by the letters before its first wildcard. */
	if (e->words->kind == NWI_ATOM_GLOB || nwi_map_has(map, name))
		return;
	nwi_nearest_init(&nearest, name);
	for (size_t i = 0; i < map->count; i++)
		nwi_nearest_offer(&nearest,
				  *(const struct nw_str *)map->rows[i].value);
	nwi_nearest_text(&nearest, text);
	nwi_query_warn(r, e->at, e->len, "this can never match: %s \"%.*s\"%s",
		       what, NW_FMT(name), text);
}

/* Those that lib/query has of itself. */
static void check_affiliation(struct nwi_reading *r, const struct nwi_expr *e)
{
	static const char *const names[] = { "independent", "public",
					     "state",	    "party",
					     "religious",   "unknown" };
	struct nw_str key = e->words->key;
	struct nw_str name = nw_str_slice(key, NWI_FACT_PREFIX, key.len);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (nw_str_is(name, names[i]))
			return;
	if (e->words->kind != NWI_ATOM_GLOB)
		nwi_query_warn(r, e->at, e->len,
			       "this can never match: there is no affiliation "
			       "\"%.*s\"; allowed: independent, public, state, "
			       "party, religious, unknown",
			       NW_FMT(name));
}

static void check_country(struct nwi_reading *r, const struct nwi_expr *e)
{
	struct nw_str key = e->words->key;

	if (!nwi_country_is_known(nw_str_slice(key, NWI_FACT_PREFIX, key.len)))
		nwi_query_warn(
			r, e->at, e->len,
			"\"%.*s\" is no country; allowed: two letters of "
			"ISO 3166-1, such as GB",
			NW_FMT(nw_str_slice(key, NWI_FACT_PREFIX, key.len)));
}

void nwi_known_check(struct nwi_known *known, struct nwi_reading *r,
		     const struct nwi_expr *tree)
{
	enum nwi_where where =
		tree->words ? nwi_fact_where(tree->words->key) : NWI_WHERE_ANY;

	/* What @name stands for is checked in its own text. */
	if (!known->set ||
	    (tree->at < r->text.len && r->text.at[tree->at] == '@'))
		return;
	if (where == NWI_WHERE_TOPIC && known->set->topics) {
		make(known);
		check_name(r, &known->topics, tree,
			   "no classifier gives the topic");
	} else if (where == NWI_WHERE_SOURCE && known->set->sources) {
		make(known);
		check_name(r, &known->sources, tree, "there is no source");
	} else if (where == NWI_WHERE_OUTLET && known->set->outlets) {
		make(known);
		check_name(r, &known->outlets, tree, "there is no outlet");
	} else if (where == NWI_WHERE_AFFILIATION) {
		check_affiliation(r, tree);
	} else if (where == NWI_WHERE_COUNTRY) {
		check_country(r, tree);
	}
	for (const struct nwi_expr *e = tree->first; e; e = e->next)
		nwi_known_check(known, r, e);
}
