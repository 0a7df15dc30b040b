/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The email notifier as a filter, for threads.py: each line of standard input
 * is {"delivery","thread","destination","alert":{...}}, each line of standard
 * output the message as a JSON string.
 */
#include "base/json.h"
#include "plugin/host.h"
#include "plugin/settings.h"

#include <stdio.h>
#include <stdlib.h>

enum { LINE_BYTES = 1 << 20 };

static const char settings_json[] =
	"{\"name\":\"desk\",\"options\":{\"from\":\"Desk <desk@example.org>\","
	"\"to\":[\"a@example.net\",\"b@example.net\"],"
	"\"subject_prefix\":\"[newswatch]\"}}";

/* Ends the program, and so the test, with what went wrong. */
static void must(enum nw_status status, const struct nw_error *err)
{
	if (status == NW_OK)
		return;
	fprintf(stderr, "%s\n", err->text);
	exit(1);
}

static void render(const struct nw_notifier_ops *ops, void *instance,
		   const char *line)
{
	NW_AUTO(nw_arena_free)
	struct nw_arena *arena = nw_arena_new(16 * LINE_BYTES);
	NW_AUTO(nwi_json_free) json_t *json = NULL;
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };
	struct nw_alert alert;
	struct nw_host host;
	struct nw_error err;

	must(nwi_json_parse(nw_str_from(line), LINE_BYTES, 64, &json, &err),
	     &err);
	char *object = json_dumps(json_object_get(json, "alert"), 0);
	must(nw_alert_from_json(nw_str_from(object), arena, &alert, &err),
	     &err);
	free(object);
	alert.delivery = nwi_json_get_str(json, "delivery");
	alert.thread = nwi_json_get_str(json, "thread");
	nwi_host_init(&host, arena);
	must(ops->render(instance, &host, &alert,
			 nwi_json_get_str(json, "destination"), 0, &err),
	     &err);
	nw_buf_init(&out, 4 * LINE_BYTES);
	nwi_json_str(&out, host.payload);
	puts(out.at);
}

int main(void)
{
	static char line[LINE_BYTES];
	const struct nw_plugin *plugin = nw_plugin();
	const struct nw_notifier_ops *ops = plugin->ops;
	struct nw_settings *settings = NULL;
	struct nw_error err;
	void *instance = NULL;

	must(nwi_settings_read(nw_str_from(settings_json), plugin->options,
			       &settings, &err),
	     &err);
	must(ops->open(settings, &instance, &err), &err);
	while (fgets(line, sizeof(line), stdin))
		render(ops, instance, line);
	ops->close(instance);
	nwi_settings_free(&settings);
	return 0;
}
