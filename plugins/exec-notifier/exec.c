/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs a program for each alert, in any language: one line of JSON on its
 * standard input, an exit code from sysexits as its verdict. The daemon
 * starts it with the argv of the configuration, an empty environment and
 * limits; no shell reads anything.
 */
#include <newswatch/notifier.h>

/* Texts go along to here: a third of the payload's limit is for escapes. */
enum { FULL_BYTES = 192 * 1024, SUMMARY_BYTES = 16 * 1024 };

/* The excerpt stays; a summary so long is no summary. */
static enum nw_status shorten(const struct nw_alert *from, struct nw_host *host,
			      struct nw_alert *to, struct nw_error *err)
{
	struct nw_alert_item *items = nw_arena_array(
		nw_host_arena(host), from->item_count + 1, sizeof(*items));

	if (!items)
		return nw_fail(err, NW_LIMIT, "too many items");
	for (uint32_t i = 0; i < from->item_count; i++) {
		items[i] = from->items[i];
		items[i].item.content = (struct nw_str){ 0 };
		items[i].item.content_html = (struct nw_str){ 0 };
		if (items[i].item.summary.len > SUMMARY_BYTES)
			items[i].item.summary = (struct nw_str){ 0 };
	}
	*to = *from;
	to->size = sizeof(*to);
	to->items = items;
	return NW_OK;
}

/* {"type":"delivery","id":...,"alert":{the alert object}} */
static void write_line(const struct nw_alert *alert, struct nw_buf *out)
{
	nw_buf_clear(out);
	/* The id is hexadecimal: nothing in it needs an escape. */
	nw_buf_add_fmt(out, "{\"type\":\"delivery\",\"id\":\"%.*s\",\"alert\":",
		       NW_FMT(alert->delivery));
	nw_alert_to_json(alert, out);
	nw_buf_add_text(out, "}\n");
}

static enum nw_status exec_render(void *instance, struct nw_host *host,
				  const struct nw_alert *alert,
				  struct nw_str destination, uint32_t flags,
				  struct nw_error *err)
{
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };

	(void)instance;
	(void)destination;
	nw_buf_init(&out, 16 * 1024 * 1024);
	if (!(flags & NW_RENDER_SMALLER))
		write_line(alert, &out);
	if (out.len == 0 || out.failed || out.len > FULL_BYTES) {
		struct nw_alert brief;
		enum nw_status status = shorten(alert, host, &brief, err);
		if (status != NW_OK)
			return status;
		write_line(&brief, &out);
	}
	nw_emit_payload(host, nw_str_from("application/jsonl"),
			nw_buf_str(&out));
	return nw_buf_check(&out, "an alert's line", err);
}

static enum nw_status exec_request(void *instance, struct nw_host *host,
				   const struct nw_payload *payload,
				   struct nw_request *request,
				   struct nw_error *err)
{
	(void)instance;
	(void)host;
	(void)err;
	request->kind = NW_REQUEST_EXEC;
	request->body = payload->bytes;
	return NW_OK;
}

static const struct nw_notifier_ops ops = {
	.size = sizeof(ops),
	.requests = NW_REQUEST_EXEC,
	.render = exec_render,
	.request = exec_request,
};

NW_PLUGIN(NW_NOTIFIER, "exec", "0.1", "Apache-2.0",
	  "Runs a program for each alert, JSON on its standard input", NULL,
	  &ops)
