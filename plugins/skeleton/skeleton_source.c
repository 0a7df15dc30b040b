/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The smallest useful source: one item a line, "title<TAB>url".
 *
 * Copy this file, rename it, and read include/newswatch/source.h beside it.
 * A plugin includes <newswatch/...> and links with `pkg-config --libs
 * newswatch`; nothing else of newswatch is needed or allowed. It runs in a
 * sealed process: no network, no files, no clock but nw_host_now.
 */
#include <newswatch/source.h>

#include <stdlib.h>

/*
 * Everything an operator can set is a row. The daemon checks the YAML against
 * the rows before the plugin sees it, fills in defaults, and makes the manual
 * and the sample configuration from them.
 */
static const struct nw_option options[] = {
	{
		.name = "prefix",
		.type = NW_OPTION_TEXT,
		.max = 100,
		.help = "Put before every title. Nothing by default.",
	},
	{ .name = NULL },
};

/* What one instance keeps: made by start, never changed by a job. */
struct lines {
	struct nw_str prefix; /* lives as long as the settings do */
};

static enum nw_status start(const struct nw_settings *settings, void **instance,
			    struct nw_error *err)
{
	struct lines *self = calloc(1, sizeof(*self));

	if (!self)
		return nw_fail(err, NW_NO_MEMORY, "no memory");
	self->prefix = nw_settings_text(settings, "prefix");
	*instance = self;
	return NW_OK;
}

static void stop(void *instance)
{
	free(instance);
}

/*
 * A line becomes an item. Strings are borrowed: they may point into the
 * response, or into the job's arena, which dies with the job.
 */
static enum nw_status emit_line(const struct lines *self, struct nw_host *host,
				struct nw_str line)
{
	struct nw_item item = { .size = sizeof(item) };
	struct nw_str title;

	if (!nw_str_next(&line, '\t', &title) || title.len == 0)
		return NW_OK;
	item.title = nw_arena_fmt(nw_host_arena(host), "%.*s%.*s",
				  NW_FMT(self->prefix), NW_FMT(title));
	item.url = nw_str_trim(line);
	return nw_emit_item(host, &item);
}

/*
 * Bytes in, items out. The daemon made the request, followed redirects,
 * unpacked the body and asks only when there is something new. NW_LIMIT from
 * nw_emit_item means that the response has given all it may: stop, and it is
 * no mistake.
 */
static enum nw_status read_lines(void *instance, struct nw_host *host,
				 const struct nw_response *response,
				 struct nw_error *err)
{
	enum nw_status status = NW_OK;
	struct nw_str rest = response->body, line;

	if (nw_str_starts_nocase(nw_str_trim(rest), "<"))
		return nw_fail(err, NW_BAD_INPUT,
			       "this is markup, not lines of text");
	while (status == NW_OK && nw_str_next(&rest, '\n', &line))
		status = emit_line(instance, host, line);
	return status == NW_LIMIT ? NW_OK : status;
}

/* Without `request` the configured URL is fetched as it is. */
static const struct nw_source_ops ops = {
	.size = sizeof(ops),
	.requests = NW_REQUEST_HTTP | NW_REQUEST_FILE,
	.open = start,
	.close = stop,
	.read = read_lines,
};

NW_PLUGIN(NW_SOURCE, "skeleton-source", "1.0", "Apache-2.0",
	  "Reads one item a line: title, tab, URL", options, &ops)
