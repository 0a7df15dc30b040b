/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The source `text`: plain text that holds many articles, or mail, from the
 * web, a file, a spool folder or a program. Gives out what nw_digest_read and
 * nw_mail_read find.
 */
#include <newswatch/digest.h>
#include <newswatch/mail.h>
#include <newswatch/source.h>
#include <stdlib.h>

static const struct nw_option options[] = {
	{ .name = "country",
	  .type = NW_OPTION_TEXT,
	  .min = 2,
	  .max = 2,
	  .example = "us",
	  .help = "The country (ISO 3166), which decides whether 03/04/2025 "
		  "is in March or in April where the text itself does not; by "
		  "default that of the source's outlet." },
	{ .name = "items",
	  .type = NW_OPTION_INTEGER,
	  .fallback = "1000",
	  .min = 1,
	  .max = 5000,
	  .help = "How many articles of one text are read, from its "
		  "beginning." },
	{ .name = NULL },
};

struct text {
	struct nw_str country;
	uint32_t items;
};

static enum nw_status text_open(const struct nw_settings *settings,
				void **instance, struct nw_error *err)
{
	struct text *text = calloc(1, sizeof(*text));

	if (!text)
		return nw_fail(err, NW_NO_MEMORY, "no memory for a source");
	text->country = nw_settings_text(settings, "country");
	text->items = (uint32_t)nw_settings_int(settings, "items");
	*instance = text;
	return NW_OK;
}

static void text_close(void *instance)
{
	free(instance);
}

/* What another source reads better is named, not read as text. */
static enum nw_status refuse_others(enum nw_document document,
				    struct nw_error *err)
{
	static const char *const others[] = {
		[NW_DOCUMENT_HTML] = "an HTML page, for a source of the type "
				     "page",
		[NW_DOCUMENT_FEED] = "a feed, for a source of the type feed",
		[NW_DOCUMENT_SITEMAP] = "a sitemap, for a source of the type "
					"sitemap",
		[NW_DOCUMENT_MAIL] = NULL,
	};
	const char *other = others[document];

	return other ? nw_fail(err, NW_BAD_INPUT, "no text: %s", other) : NW_OK;
}

static enum nw_status text_read(void *instance, struct nw_host *host,
				const struct nw_response *response,
				struct nw_error *err)
{
	const struct text *text = instance;
	struct nw_feed_input input = {
		.size = sizeof(input),
		.item_limit = text->items,
		.country = text->country,
	};

	nw_source_input(host, response, &input);
	enum nw_document document =
		nw_document_sniff(input.bytes, input.content_type);
	enum nw_status status = refuse_others(document, err);
	if (status != NW_OK)
		return status;
	return nw_source_read(host, &input,
			      document == NW_DOCUMENT_MAIL ? nw_mail_read
							   : nw_digest_read,
			      err);
}

static const struct nw_source_ops ops = {
	.size = sizeof(ops),
	.requests = NW_REQUEST_HTTP | NW_REQUEST_FILE | NW_REQUEST_EXEC,
	.open = text_open,
	.close = text_close,
	.read = text_read,
	.flags = NW_SOURCE_PAGES,
};

NW_PLUGIN(NW_SOURCE, "text", "1.0", "Apache-2.0",
	  "Reads captured pages, newsletters and mail", options, &ops)
