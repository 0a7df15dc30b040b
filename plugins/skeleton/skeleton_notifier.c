/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The smallest useful notifier: posts one line of text.
 *
 * `render` runs once and its bytes are stored; `request` runs at each attempt
 * and may not change them; `judge` is left out, so the contract's own table
 * (nw_judge) decides what an answer means. See include/newswatch/notifier.h.
 */
#include <newswatch/notifier.h>

static const struct nw_option options[] = {
	{
		.name = "url",
		.type = NW_OPTION_URL,
		.flags = NW_OPTION_REQUIRED,
		.example = "https://chat.example/hook",
		.help = "Where the line is posted.",
	},
	{ .name = NULL },
};

/* Nothing to keep: what the configuration says comes with each request. */
static enum nw_status start(const struct nw_settings *settings, void **instance,
			    struct nw_error *err)
{
	(void)settings;
	(void)instance;
	(void)err;
	return NW_OK;
}

static void stop(void *instance)
{
	(void)instance;
}

static enum nw_status render(void *instance, struct nw_host *host,
			     const struct nw_alert *alert,
			     struct nw_str destination, uint32_t flags,
			     struct nw_error *err)
{
	(void)instance;
	(void)destination;
	/* The receiver refused the size: the title has to do. */
	bool smaller = (flags & NW_RENDER_SMALLER) != 0;
	struct nw_str url = smaller || alert->item_count == 0
				    ? nw_str_from("")
				    : alert->items->item.url;
	struct nw_str line = nw_arena_fmt(nw_host_arena(host), "%.*s %.*s\n",
					  NW_FMT(alert->title), NW_FMT(url));

	if (nw_str_is_absent(line))
		return nw_fail(err, NW_LIMIT, "the alert is too large");
	nw_emit_payload(host, nw_str_from("text/plain; charset=utf-8"), line);
	return NW_OK;
}

/* The alert's id goes along, so that the receiver can tell a repeat. */
static enum nw_status request(void *instance, struct nw_host *host,
			      const struct nw_payload *payload,
			      struct nw_request *out, struct nw_error *err)
{
	(void)instance;
	struct nw_header *headers =
		nw_arena_array(nw_host_arena(host), 2, sizeof(*headers));

	if (!headers)
		return nw_fail(err, NW_LIMIT, "no memory");
	headers[0].name = nw_str_from("content-type");
	headers[0].value = payload->content_type;
	headers[1].name = nw_str_from("idempotency-key");
	headers[1].value = payload->alert_id;
	out->headers = headers;
	out->header_count = 2;
	out->body = payload->bytes;
	return NW_OK;
}

static const struct nw_notifier_ops ops = {
	.size = sizeof(ops),
	.requests = NW_REQUEST_HTTP,
	.open = start,
	.close = stop,
	.render = render,
	.request = request,
};

NW_PLUGIN(NW_NOTIFIER, "skeleton-notifier", "1.0", "Apache-2.0",
	  "Posts alerts as one line of text", options, &ops)
