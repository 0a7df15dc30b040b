/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/server/changes.h"

#include "base/json.h"

enum {
	LINES_MOST = 1000, /* a set of watches may have changed whole */
	LINES_BYTES = 512 * 1024,
	WORDS_MOST = 10,
	WORDS_BYTES = 4096
};

static const char *const parts[] = {
	[CONFIG_PART_SECTION] = "section",
	[CONFIG_PART_SOURCE] = "source",
	[CONFIG_PART_OUTLET] = "outlet",
	[CONFIG_PART_CLASSIFIER] = "classifier",
	[CONFIG_PART_NOTIFIER] = "notifier",
	[CONFIG_PART_WATCH] = "watch",
	[CONFIG_PART_SPIKE] = "spike",
};

static const char *const kinds[] = {
	[CONFIG_ADDED] = "added",
	[CONFIG_REMOVED] = "removed",
	[CONFIG_CHANGED] = "changed",
};

void changes_init(struct changes *changes)
{
	nw_buf_init(&changes->lines, LINES_BYTES);
	nw_buf_init(&changes->words, WORDS_BYTES);
	changes->count = 0;
}

void changes_fini(struct changes *changes)
{
	nw_buf_fini(&changes->lines);
	nw_buf_fini(&changes->words);
}

static void tell(void *arg, const struct config_change *change)
{
	struct changes *changes = arg;
	struct nw_str name =
		change->name.len ? change->name : nw_str_from("top level");

	changes->count++;
	if (changes->count <= WORDS_MOST)
		nw_buf_add_fmt(&changes->words, "%s%s %.*s %s",
			       changes->count > 1 ? ", " : "",
			       parts[change->part], NW_FMT(name),
			       kinds[change->kind]);
	if (changes->count > LINES_MOST)
		return;
	nw_buf_add_fmt(&changes->lines, "{\"type\":\"change\",\"part\":\"%s\",",
		       parts[change->part]);
	nw_buf_add_text(&changes->lines, "\"name\":");
	nwi_json_str(&changes->lines, name);
	nw_buf_add_fmt(&changes->lines, ",\"change\":\"%s\"}\n",
		       kinds[change->kind]);
}

void changes_tell(struct changes *changes, const struct config *old,
		  const struct config *new)
{
	config_compare(old, new, tell, changes);
	if (changes->count > WORDS_MOST)
		nw_buf_add_fmt(&changes->words, " and %zu more",
			       changes->count - WORDS_MOST);
	if (changes->count > LINES_MOST)
		nw_buf_add_fmt(&changes->lines,
			       "{\"type\":\"change\",\"more\":%zu}\n",
			       changes->count - LINES_MOST);
}
