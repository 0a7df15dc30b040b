/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a worker was configured with: plugins loaded from the command line's
 * files, instances opened from the configure frame, the outlets, the watches
 * and the query image. Made once; a new generation is a new worker.
 */
#ifndef NEWSWATCH_WORKER_SETUP_H
#define NEWSWATCH_WORKER_SETUP_H

#include "base/json.h"
#include "base/map.h"
#include "plugin/descriptor.h"
#include "plugin/settings.h"
#include <newswatch/page.h>
#include <newswatch/query.h>

/* Files on one worker's command line, and all that one may be set up with. */
enum { PLUGIN_FILES = 256, SETUP_LINES = 64 * 1024 };

struct plugin_file {
	const char *path;
	const struct nw_plugin *plugin;
};

struct instance {
	enum nw_plugin_kind kind;
	struct nw_str name;
	const struct nw_plugin *plugin;
	struct nw_settings *settings;
	void *self;

	/* Sources */
	uint32_t identity;	/* enum nwi_identity_policy */
	size_t outlet;		/* index + 1; 0: by the item's domain */
	struct nw_str language; /* for items that have none */
	struct nw_str country;	/* of its outlet, lower case */
	uint32_t max_items;
	uint32_t full_text; /* enum article_policy */
	struct nw_page_selectors article;

	/* Names: topics of a classifier, destinations of a notifier */
	struct nw_str *names;
	size_t name_count;

	bool shadow; /* a classifier whose topics route nothing */
};

struct outlet {
	struct nw_str name, country, affiliation, owner;
};

struct minimum {
	struct nw_str topic;
	double score;
};

struct watch {
	struct nw_str name;
	int64_t query;		/* row of the image; -1: topics alone decide */
	struct minimum *topics; /* one of them is enough */
	struct nw_str *countries, *languages;
	size_t *outlets; /* indexes */
	size_t topic_count, country_count, language_count, outlet_count;
};

/* A query that no enabled watch has. */
#define NO_WATCH UINT32_MAX

struct setup {
	struct nw_arena *arena;
	struct instance *instances;
	struct outlet *outlets;
	struct watch *watches;
	size_t instance_count, outlet_count, watch_count;
	struct nwi_map domains;	    /* -> struct outlet */
	struct nwi_map names;	    /* the same, by folded name */
	struct nw_queries *queries; /* NULL without */
	uint32_t *by_query;	    /* its rows -> indexes of watches */
	uint32_t *unasked;	    /* indexes of watches without a query */
	size_t unasked_count;
	size_t max_payload;
	uint32_t generation;
	bool prints; /* items are answered with their prints */
};

/* outlet.c: fills `names`. */
void outlet_index(struct setup *setup);

/*
 * Whose the item is: the outlet that it names, or that the feed is of which an
 * aggregator took it, where the configuration describes that one; else
 * the source's (`configured` from 1, 0 none); else that of its URL; else one
 * of which the name alone is known (in the arena). NULL: nobody's.
 */
const struct outlet *outlet_of(const struct setup *setup, size_t configured,
			       const struct nw_item *item,
			       struct nw_arena *arena);

/* Loads one file and checks its descriptor; the error names the file. */
enum nw_status setup_load(const char *path, struct plugin_file *out,
			  struct nw_error *err);

/*
 * Opens everything that the configure frame's object says. Every failure is
 * a line in `lines`; returns the first one's status. `image` (absent
 * allowed) must live as long as the setup.
 */
enum nw_status setup_open(struct setup *setup, const json_t *json,
			  struct nw_str image, const struct plugin_file *files,
			  size_t file_count, struct nw_buf *lines);

/* The first instance of that kind and name, NULL without. */
struct instance *setup_find(const struct setup *setup, enum nw_plugin_kind kind,
			    struct nw_str name);

/* Appends {"instances":[{"kind","name","names":[...]}]}. */
void setup_ready_json(const struct setup *setup, struct nw_buf *out);

#endif
