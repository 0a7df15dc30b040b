/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The inside of the sitemap reader: the document becomes a list of entries
 * (sitemap_xml.c, or lines), of which the wanted are given out
 * (sitemap_pick.c).
 */
#ifndef NWI_FEED_SITEMAP_H
#define NWI_FEED_SITEMAP_H

#include "feed/reader.h"
#include <newswatch/sitemap.h>

/* The protocol's own limits for one file. */
#define NWI_SITEMAP_ENTRIES 50000
#define NWI_SITEMAP_BYTES   ((size_t)50 << 20)

/* Of an index, how many children are told without a setting. */
#define NWI_SITEMAP_CHILDREN 10

struct nwi_sitemap_entry {
	struct nw_str url; /* absolute */
	struct nw_str title, outlet, language, keywords;
	struct nw_instant published, updated;
	bool left_out; /* by a pattern or for room */
};

enum nwi_sitemap_kind {
	NWI_SITEMAP_NONE = 0, /* nothing of the kind */
	NWI_SITEMAP_SET,
	NWI_SITEMAP_INDEX,
	NWI_SITEMAP_FEED /* RSS, Atom: somebody else's */
};

struct nwi_sitemap {
	const struct nw_feed_input *input;
	const struct nw_sitemap_settings *settings;
	struct nw_arena *arena; /* of the reading */
	struct nw_str text;
	enum nwi_sitemap_kind kind;
	struct nwi_sitemap_entry *entries;
	size_t count, room;
	bool full; /* there were more than we look at */
};

/* A new last entry, NULL when there is no room. */
struct nwi_sitemap_entry *nwi_sitemap_add(struct nwi_sitemap *map);

/* sitemap_xml.c: fills `entries` and `kind` from the text. */
enum nw_status nwi_sitemap_walk(struct nwi_sitemap *map, struct nw_error *err);

/* sitemap_pick.c: `glob` as sitemap.h has it. */
bool nwi_sitemap_matches(struct nw_str glob, struct nw_str url);

/* Marks what patterns leave out. */
void nwi_sitemap_filter(struct nwi_sitemap *map);

/* Leaves only the `limit` newest entries, those without a date the oldest. */
void nwi_sitemap_keep_newest(struct nwi_sitemap *map, size_t limit);

/* Sorts children by their worth: what is to be read first stands first. */
void nwi_sitemap_rank(struct nwi_sitemap *map);

#endif
