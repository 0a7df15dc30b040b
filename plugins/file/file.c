/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Appends each alert to a file as one line of JSON. The daemon opens the path
 * of the configuration, appends and syncs.
 */
#include <newswatch/notifier.h>

static enum nw_status file_render(void *instance, struct nw_host *host,
				  const struct nw_alert *alert,
				  struct nw_str destination, uint32_t flags,
				  struct nw_error *err)
{
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };

	(void)instance;
	(void)destination;
	(void)flags;
	nw_buf_init(&out, 16 * 1024 * 1024);
	nw_alert_to_json(alert, &out);
	nw_buf_add_char(&out, '\n');
	nw_emit_payload(host, nw_str_from("application/jsonl"),
			nw_buf_str(&out));
	return nw_buf_check(&out, "an alert's line", err);
}

static enum nw_status file_request(void *instance, struct nw_host *host,
				   const struct nw_payload *payload,
				   struct nw_request *request,
				   struct nw_error *err)
{
	(void)instance;
	(void)host;
	(void)err;
	request->kind = NW_REQUEST_FILE;
	request->body = payload->bytes;
	return NW_OK;
}

static const struct nw_notifier_ops ops = {
	.size = sizeof(ops),
	.requests = NW_REQUEST_FILE,
	.render = file_render,
	.request = file_request,
};

NW_PLUGIN(NW_NOTIFIER, "file", "0.1", "Apache-2.0",
	  "Appends alerts to a file as JSON Lines", NULL, &ops)
