/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/store/ids.h"

#define ID_BEGINS 8

/* The rows of each have their id in front. */
static const struct {
	enum store_find from;
	const char *several;
} kinds[] = {
	[IDS_ALERT] = { STORE_FIND_ALERTS_FROM, "alerts" },
	[IDS_DELIVERY] = { STORE_FIND_OUTBOX_FROM, "deliveries" },
	[IDS_ITEM] = { STORE_FIND_ITEMS_FROM, "items" },
	[IDS_STORY] = { STORE_FIND_STORIES_FROM, "stories" },
};
_Static_assert(offsetof(struct store_alert, id) == 0 &&
		       offsetof(struct store_outbox, id) == 0 &&
		       offsetof(struct store_item, id) == 0 &&
		       offsetof(struct store_story, id) == 0,
	       "an id is not in front");

static bool is_beginning(struct nw_str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] == '\0' ||
		    !strchr("0123456789abcdef", text.at[i]))
			return false;
	return text.len >= ID_BEGINS;
}

enum nw_status core_whole_id(struct core *core, enum ids_of kind,
			     struct nw_str text, struct nw_str *out,
			     struct nw_error *err)
{
	const struct store_arg args[] = { STORE_ARG_TEXT(text),
					  STORE_ARG_INT(2) };
	struct store_rows rows = { NULL, 0 };

	if (!is_beginning(text))
		return NW_NOT_FOUND;
	enum nw_status status =
		core_find(core, kinds[kind].from, args, 2, &rows, err);
	if (status != NW_OK)
		return status;
	if (rows.count == 0)
		return NW_NOT_FOUND;
	if (rows.count > 1)
		return nw_fail(err, NW_BAD_INPUT,
			       "several %s have an id that begins with %.*s",
			       kinds[kind].several, NW_FMT(text));
	*out = *(const struct nw_str *)rows.at;
	return NW_OK;
}
