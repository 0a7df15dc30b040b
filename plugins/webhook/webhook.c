/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Posts alerts as JSON, signed as in Standard Webhooks 1.0: webhook-id is the
 * delivery's id and stays the same at every attempt; timestamp and signature
 * are added by the daemon when the request leaves.
 */
#include <newswatch/notifier.h>

#include <stdlib.h>

/* A third of the payload's default limit is kept for what JSON escapes. */
enum { FULL_BYTES = 192 * 1024, SUMMARY_BYTES = 16 * 1024 };

struct webhook {
	bool full_text;
	bool sign;
};

static const struct nw_option options[] = {
	{ .name = "secret",
	  .type = NW_OPTION_TEXT,
	  .flags = NW_OPTION_SECRET | NW_OPTION_LIST,
	  .example = "!credential webhook-secret",
	  .help = "The signing secret, \"whsec_\" and base64, or raw text. "
		  "With "
		  "several, each request carries a signature for each, so that "
		  "a key can be changed without a gap." },
	{ .name = "full_text",
	  .type = NW_OPTION_BOOLEAN,
	  .fallback = "true",
	  .help = "Send the items' whole text. Without it, or when the alert "
		  "is over 192 KiB, summary and excerpt are sent." },
	{ 0 },
};

static enum nw_status webhook_open(const struct nw_settings *settings,
				   void **instance, struct nw_error *err)
{
	struct webhook *webhook = calloc(1, sizeof(*webhook));

	if (!webhook)
		return nw_fail(err, NW_NO_MEMORY, "webhook: no memory");
	webhook->full_text = nw_settings_bool(settings, "full_text");
	webhook->sign = nw_settings_has(settings, "secret");
	*instance = webhook;
	return NW_OK;
}

static void webhook_close(void *instance)
{
	free(instance);
}

static void drop_texts(struct nw_alert *alert, struct nw_alert_item *items)
{
	for (uint32_t i = 0; i < alert->item_count; i++) {
		items[i] = alert->items[i];
		items[i].item.content = (struct nw_str){ 0 };
		items[i].item.content_html = (struct nw_str){ 0 };
		if (items[i].item.summary.len > SUMMARY_BYTES)
			items[i].item.summary = (struct nw_str){ 0 };
	}
	alert->items = items;
	alert->size = sizeof(*alert);
}

/* {"type":"newswatch.alert","timestamp":...,"data":{the alert object}} */
static void write_event(const struct nw_alert *alert, struct nw_buf *out)
{
	char at[NW_TIME_TEXT];

	nw_time_format(alert->at, at);
	nw_buf_clear(out);
	nw_buf_add_fmt(out,
		       "{\"type\":\"newswatch.alert\",\"timestamp\":\"%s\","
		       "\"data\":",
		       at);
	nw_alert_to_json(alert, out);
	nw_buf_add_char(out, '}');
}

static enum nw_status webhook_render(void *instance, struct nw_host *host,
				     const struct nw_alert *alert,
				     struct nw_str destination, uint32_t flags,
				     struct nw_error *err)
{
	const struct webhook *webhook = instance;
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };
	struct nw_alert brief = *alert;

	(void)destination;
	nw_buf_init(&out, 16 * 1024 * 1024);
	if (webhook->full_text && !(flags & NW_RENDER_SMALLER))
		write_event(alert, &out);
	if (out.len == 0 || out.failed || out.len > FULL_BYTES) {
		struct nw_alert_item *items = nw_arena_array(
			nw_host_arena(host), alert->item_count, sizeof(*items));
		if (!items)
			return nw_fail(err, NW_LIMIT,
				       "webhook: too many items");
		drop_texts(&brief, items);
		write_event(&brief, &out);
	}
	nw_emit_payload(host, nw_str_from("application/json"),
			nw_buf_str(&out));
	return nw_buf_check(&out, "a webhook's payload", err);
}

static enum nw_status webhook_request(void *instance, struct nw_host *host,
				      const struct nw_payload *payload,
				      struct nw_request *request,
				      struct nw_error *err)
{
	const struct webhook *webhook = instance;
	const struct nw_header ours[] = {
		{ NW_STR("content-type"), payload->content_type },
		{ NW_STR("webhook-id"), payload->alert_id },
	};
	uint32_t count = request->header_count;
	struct nw_header *headers = nw_arena_array(nw_host_arena(host),
						   count + 2, sizeof(*headers));

	if (!headers)
		return nw_fail(err, NW_LIMIT, "webhook: too many headers");
	if (count)
		memcpy(headers, request->headers, count * sizeof(*headers));
	memcpy(headers + count, ours, sizeof(ours));
	request->kind = NW_REQUEST_HTTP;
	request->method = nw_str_from("POST");
	request->headers = headers;
	request->header_count = count + 2;
	request->body = payload->bytes;
	if (webhook->sign) {
		request->sign = NW_SIGN_STANDARD_WEBHOOKS;
		request->secret = nw_str_from("secret");
	}
	return NW_OK;
}

static const struct nw_notifier_ops ops = {
	.size = sizeof(ops),
	.requests = NW_REQUEST_HTTP,
	.open = webhook_open,
	.close = webhook_close,
	.render = webhook_render,
	.request = webhook_request,
};

NW_PLUGIN(NW_NOTIFIER, "webhook", "0.1", "Apache-2.0",
	  "Posts alerts as JSON, signed as in Standard Webhooks", options, &ops)
