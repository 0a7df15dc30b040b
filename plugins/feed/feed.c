/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The source `feed`: RSS, RDF, Atom and JSON Feed. Asks for what the
 * configuration names and gives out what nw_feed_read finds in the answer.
 */
#include <newswatch/source.h>
#include <stdlib.h>

static const char default_accept[] =
	"application/atom+xml, application/rss+xml, application/rdf+xml, "
	"application/feed+json, application/xml;q=0.9, text/xml;q=0.9, "
	"application/json;q=0.8, */*;q=0.5";

static const struct nw_option options[] = {
	{ .name = "accept",
	  .type = NW_OPTION_TEXT,
	  .fallback = default_accept,
	  .max = 1000,
	  .help = "The Accept header of requests. Some servers choose between "
		  "a page and a feed by it." },
	{ .name = "items",
	  .type = NW_OPTION_INTEGER,
	  .fallback = "5000",
	  .min = 1,
	  .max = 5000,
	  .help = "How many items of one response are read, from its "
		  "beginning." },
	{ .name = NULL },
};

struct feed {
	struct nw_header accept;
	uint32_t items;
};

static enum nw_status feed_open(const struct nw_settings *settings,
				void **instance, struct nw_error *err)
{
	struct feed *feed = calloc(1, sizeof(*feed));

	if (!feed)
		return nw_fail(err, NW_NO_MEMORY, "no memory for a feed");
	feed->accept.name = nw_str_from("Accept");
	feed->accept.value = nw_settings_text(settings, "accept");
	feed->items = (uint32_t)nw_settings_int(settings, "items");
	*instance = feed;
	return NW_OK;
}

static void feed_close(void *instance)
{
	free(instance);
}

static enum nw_status feed_request(void *instance, struct nw_host *host,
				   struct nw_str cursor,
				   struct nw_request *request,
				   struct nw_error *err)
{
	const struct feed *feed = instance;

	(void)host;
	(void)cursor;
	(void)err;
	if (request->kind == NW_REQUEST_HTTP) {
		request->headers = &feed->accept;
		request->header_count = 1;
	}
	return NW_OK;
}

static enum nw_status feed_read(void *instance, struct nw_host *host,
				const struct nw_response *response,
				struct nw_error *err)
{
	const struct feed *feed = instance;
	struct nw_feed_input input = {
		.size = sizeof(input),
		.item_limit = feed->items,
	};

	nw_source_input(host, response, &input);
	return nw_source_read(host, &input, nw_feed_read, err);
}

static const struct nw_source_ops ops = {
	.size = sizeof(ops),
	.requests = NW_REQUEST_HTTP | NW_REQUEST_FILE | NW_REQUEST_EXEC,
	.open = feed_open,
	.close = feed_close,
	.request = feed_request,
	.read = feed_read,
};

NW_PLUGIN(NW_SOURCE, "feed", "1.0", "Apache-2.0",
	  "Reads RSS, RDF, Atom and JSON feeds", options, &ops)
