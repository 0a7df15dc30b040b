/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs a program for each alert, in any language: one line of JSON on its
 * standard input, an exit code from sysexits as its verdict. The daemon
 * starts it with the argv of the configuration, an empty environment and
 * limits; no shell reads anything.
 */
#include <newswatch/notifier.h>

/* {"type":"delivery","id":...,"alert":{the alert object}} */
static enum nw_status exec_render(void *instance, struct nw_host *host,
				  const struct nw_alert *alert,
				  struct nw_str destination, uint32_t flags,
				  struct nw_error *err)
{
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };

	(void)instance;
	(void)destination;
	(void)flags;
	nw_buf_init(&out, 16 * 1024 * 1024);
	/* The id is hexadecimal: nothing in it needs an escape. */
	nw_buf_add_fmt(&out,
		       "{\"type\":\"delivery\",\"id\":\"%.*s\",\"alert\":",
		       NW_FMT(alert->delivery));
	nw_alert_to_json(alert, &out);
	nw_buf_add_text(&out, "}\n");
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
