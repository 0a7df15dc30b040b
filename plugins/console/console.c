/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes alerts for a person to the daemon's standard output: for
 * demonstrations, containers and first steps.
 */
#include <newswatch/notifier.h>

#include <stdlib.h>

struct console {
	uint32_t flags; /* enum nw_text_flag */
};

static const struct nw_option options[] = {
	{ .name = "colour",
	  .type = NW_OPTION_BOOLEAN,
	  .fallback = "false",
	  .help = "Mark severity and matched words with ANSI colours. Without "
		  "it, matched words stand between asterisks." },
	{ .name = "brief",
	  .type = NW_OPTION_BOOLEAN,
	  .fallback = "false",
	  .help = "Show the first item of an alert only, without who reports "
		  "it and the ids." },
	{ 0 },
};

static enum nw_status console_open(const struct nw_settings *settings,
				   void **instance, struct nw_error *err)
{
	struct console *console = calloc(1, sizeof(*console));

	if (!console)
		return nw_fail(err, NW_NO_MEMORY, "console: no memory");
	if (nw_settings_bool(settings, "colour"))
		console->flags |= NW_TEXT_COLOUR;
	if (nw_settings_bool(settings, "brief"))
		console->flags |= NW_TEXT_BRIEF;
	*instance = console;
	return NW_OK;
}

static void console_close(void *instance)
{
	free(instance);
}

static enum nw_status console_render(void *instance, struct nw_host *host,
				     const struct nw_alert *alert,
				     struct nw_str destination, uint32_t flags,
				     struct nw_error *err)
{
	const struct console *console = instance;
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };

	(void)destination;
	(void)flags;
	nw_buf_init(&out, 256 * 1024);
	nw_alert_to_text(alert, console->flags, &out);
	nw_buf_add_char(&out, '\n');
	nw_emit_payload(host, nw_str_from("text/plain; charset=utf-8"),
			nw_buf_str(&out));
	return nw_buf_check(&out, "an alert's text", err);
}

static enum nw_status console_request(void *instance, struct nw_host *host,
				      const struct nw_payload *payload,
				      struct nw_request *request,
				      struct nw_error *err)
{
	(void)instance;
	(void)host;
	(void)err;
	request->kind = NW_REQUEST_CONSOLE;
	request->body = payload->bytes;
	return NW_OK;
}

static const struct nw_notifier_ops ops = {
	.size = sizeof(ops),
	.requests = NW_REQUEST_CONSOLE,
	.open = console_open,
	.close = console_close,
	.render = console_render,
	.request = console_request,
};

NW_PLUGIN(NW_NOTIFIER, "console", "0.1", "Apache-2.0",
	  "Writes alerts to the daemon's standard output", options, &ops)
