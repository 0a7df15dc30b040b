/* SPDX-License-Identifier: Apache-2.0 */
/* Records and fields by an operator's selectors. */
#include "page/listing_impl.h"

#include "html/emit.h"
#include "item/read.h"
#include "text/utf8.h"
#include <stddef.h>

static const struct row {
	const char *name;
	size_t text;  /* in struct nw_listing_selectors */
	size_t found; /* in struct list_selected */
	bool alone;   /* makes sense without `record` */
} rows[] = {
#define ROW(name, alone)                                            \
	{                                                           \
#name, offsetof(struct nw_listing_selectors, name), \
			offsetof(struct list_selected, name), alone \
	}
	ROW(record, true), ROW(title, false),  ROW(link, false),
	ROW(date, false),  ROW(author, false), ROW(outlet, false),
	ROW(text, false),  ROW(next, true),
#undef ROW
};

enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

static struct nw_str text_at(const struct nw_listing_selectors *selectors,
			     const struct row *row)
{
	struct nw_str text = { NULL, 0 };

	if (row->text + sizeof(text) <= selectors->size)
		memcpy(&text, (const char *)selectors + row->text,
		       sizeof(text));
	return text;
}

static enum nw_status compile(const struct nw_listing_selectors *selectors,
			      const struct row *row, struct nw_arena *arena,
			      const struct nwi_select **out,
			      struct nw_error *err)
{
	struct nw_str text = text_at(selectors, row);

	*out = NULL;
	if (nw_str_is_absent(text))
		return NW_OK;
	if (!row->alone && text_at(selectors, &rows[0]).len == 0)
		return nw_fail(err, NW_BAD_CONFIG,
			       "%s: a selector of a field needs one of the "
			       "record",
			       row->name);
	if (nwi_select_compile(text, arena, out, err) == NW_OK)
		return NW_OK;
	nw_error_prefix(err, "%s: ", row->name);
	return err ? err->status : NW_BAD_CONFIG;
}

enum nw_status nw_listing_check(const struct nw_listing_selectors *selectors,
				struct nw_error *err)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(1 << 20);
	struct nw_error own;

	for (size_t i = 0; i < ROWS; i++) {
		const struct nwi_select *select;
		enum nw_status status = compile(selectors, &rows[i], arena,
						&select, err ? err : &own);
		if (status)
			return status;
	}
	return NW_OK;
}

static bool take_records(struct listing *listing,
			 const struct nwi_selected *found)
{
	uint32_t behind = 0;

	listing->records = nw_arena_array(listing->arena, found->count + 1,
					  sizeof(*listing->records));
	listing->kinds = nw_arena_array(listing->arena, found->count + 1,
					sizeof(*listing->kinds));
	if (!listing->records || !listing->kinds)
		return false;
	for (uint32_t i = 0; i < found->count; i++) {
		struct nwi_node *node = found->nodes[i];

		if (node->number < behind) /* inside the record before */
			continue;
		behind = list_stat_of(listing, node)->end;
		listing->kinds[listing->count] = LIST_BY_ITEM;
		listing->records[listing->count++] = (struct list_record){
			.anchor = node,
			.first = node,
			.stop = node->next,
			.from = node->number,
			.to = behind,
		};
	}
	return true;
}

enum nw_status list_select(struct listing *listing,
			   const struct nw_listing_selectors *selectors,
			   const struct list_selected **out,
			   struct nw_error *err)
{
	struct list_selected *by =
		nw_arena_new_of(listing->arena, struct list_selected);
	struct nw_error own;

	err = err ? err : &own;
	if (!by)
		return nw_fail(err, NW_LIMIT, "a page larger than its memory");
	for (size_t i = 0; i < ROWS; i++) {
		const struct nwi_select *select;
		struct nwi_selected found = { NULL, 0 };
		enum nw_status status = compile(selectors, &rows[i],
						listing->arena, &select, err);

		if (status == NW_OK && select)
			status = nwi_select_run(select, &listing->tree,
						listing->arena, &found, err);
		if (status)
			return status;
		memcpy((char *)by + rows[i].found, &found, sizeof(found));
	}
	if (by->record.nodes && !take_records(listing, &by->record))
		return nw_fail(err, NW_LIMIT, "a page larger than its memory");
	*out = by;
	return NW_OK;
}
