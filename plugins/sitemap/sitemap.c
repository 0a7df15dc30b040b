/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The source `sitemap`: sitemaps and news sitemaps. Of an index it asks for
 * the children that are worth reading, as follow-ups within the source's
 * budget, and reads those the same way.
 */
#include <newswatch/sitemap.h>
#include <newswatch/source.h>
#include <stdlib.h>

static const struct nw_option options[] = {
	{ .name = "include",
	  .type = NW_OPTION_TEXT,
	  .flags = NW_OPTION_LIST,
	  .max = 1000,
	  .example = "/news/*",
	  .help = "Only addresses that fit one of these patterns are items. "
		  "`*` is any run of characters, `?` any one; a pattern that "
		  "begins with `/` is compared with path and query, any other "
		  "with the whole address." },
	{ .name = "exclude",
	  .type = NW_OPTION_TEXT,
	  .flags = NW_OPTION_LIST,
	  .max = 1000,
	  .example = "'*/tag/*'",
	  .help = "Addresses that fit one of these patterns are no items, and "
		  "sitemaps of an index that fit one are not read." },
	{ .name = "children",
	  .type = NW_OPTION_INTEGER,
	  .fallback = "5",
	  .min = 0,
	  .max = 200,
	  .help = "How many sitemaps of an index are read, each time that it "
		  "changed. News sitemaps come first, then those that changed "
		  "last; `follow_ups` of the source bounds them too." },
	{ .name = "items",
	  .type = NW_OPTION_INTEGER,
	  .fallback = "1000",
	  .min = 1,
	  .max = 5000,
	  .help = "How many entries of one sitemap are items: the newest." },
	{ .name = NULL },
};

struct patterns {
	struct nw_str *rows;
	uint32_t count;
};

struct sitemap {
	struct patterns include, exclude;
	uint32_t children, items;
};

static bool take_patterns(const struct nw_settings *settings, const char *name,
			  struct patterns *out)
{
	size_t count = nw_settings_count(settings, name);

	out->rows = calloc(count + 1, sizeof(*out->rows));
	if (!out->rows)
		return false;
	for (size_t i = 0; i < count; i++)
		out->rows[i] = nw_settings_at(settings, name, i, NULL);
	out->count = (uint32_t)count;
	return true;
}

static void sitemap_close(void *instance)
{
	struct sitemap *sitemap = instance;

	if (!sitemap)
		return;
	free(sitemap->include.rows);
	free(sitemap->exclude.rows);
	free(sitemap);
}

static enum nw_status sitemap_open(const struct nw_settings *settings,
				   void **instance, struct nw_error *err)
{
	struct sitemap *sitemap = calloc(1, sizeof(*sitemap));

	if (!sitemap ||
	    !take_patterns(settings, "include", &sitemap->include) ||
	    !take_patterns(settings, "exclude", &sitemap->exclude)) {
		sitemap_close(sitemap);
		return nw_fail(err, NW_NO_MEMORY, "no memory for a sitemap");
	}
	sitemap->children = (uint32_t)nw_settings_int(settings, "children");
	sitemap->items = (uint32_t)nw_settings_int(settings, "items");
	*instance = sitemap;
	return NW_OK;
}

static void follow(void *host, const struct nw_sitemap_child *child)
{
	nw_emit_follow_up(host, child->url);
}

static void leave_out(void *host, const struct nw_sitemap_child *child)
{
	(void)host;
	(void)child;
}

static enum nw_status sitemap_read(void *instance, struct nw_host *host,
				   const struct nw_response *response,
				   struct nw_error *err)
{
	const struct sitemap *sitemap = instance;
	struct nw_feed_input input = {
		.size = sizeof(input),
		.item_limit = sitemap->items,
	};
	const struct nw_sitemap_settings settings = {
		.size = sizeof(settings),
		.child_limit = sitemap->children,
		.include = sitemap->include.rows,
		.include_count = sitemap->include.count,
		.exclude = sitemap->exclude.rows,
		.exclude_count = sitemap->exclude.count,
		/* A limit of 0 would be the default. */
		.child = sitemap->children > 0 ? follow : leave_out,
		.child_arg = host,
	};
	struct nw_feed feed;

	nw_source_input(host, response, &input);
	enum nw_status status =
		nw_sitemap_read_with(&input, &settings, nw_host_arena(host),
				     nw_source_emit, host, &feed, err);
	return nw_source_done(host, status, &feed);
}

static const struct nw_source_ops ops = {
	.size = sizeof(ops),
	.requests = NW_REQUEST_HTTP | NW_REQUEST_FILE | NW_REQUEST_EXEC,
	.open = sitemap_open,
	.close = sitemap_close,
	.read = sitemap_read,
	.flags = NW_SOURCE_PAGES,
};

NW_PLUGIN(NW_SOURCE, "sitemap", "1.0", "Apache-2.0",
	  "Reads sitemaps, their indexes and news sitemaps", options, &ops)
