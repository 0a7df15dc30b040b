/* SPDX-License-Identifier: Apache-2.0 */
/* Items from plugins: foreign structs made ours. */
#include "plugin/host.h"

/* The one-line members of an item. */
static void clean_lines(struct nw_arena *arena, struct nw_item *item)
{
	struct nw_str *lines[] = { &item->id,	     &item->url,
				   &item->title,     &item->language,
				   &item->kind,	     &item->outlet,
				   &item->byline,    &item->origin_title,
				   &item->origin_url };

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		*lines[i] = nwi_host_line(arena, *lines[i], NWI_HOST_TITLE);
}

static enum nw_status clean_list(struct nw_arena *arena,
				 const struct nw_str **list, uint32_t *count)
{
	uint32_t keep = *list ? *count : 0;

	keep = keep < NWI_HOST_LIST ? keep : NWI_HOST_LIST;
	struct nw_str *out = nw_arena_array(arena, keep, sizeof(*out));
	if (!out)
		return NW_LIMIT;
	for (uint32_t i = 0; i < keep; i++)
		out[i] = nwi_host_line(arena, (*list)[i], NWI_HOST_TITLE);
	*list = out;
	*count = keep;
	return NW_OK;
}

static enum nw_status clean_enclosures(struct nw_arena *arena,
				       struct nw_item *item)
{
	uint32_t keep = item->enclosures ? item->enclosure_count : 0;

	keep = keep < NWI_HOST_LIST ? keep : NWI_HOST_LIST;
	struct nw_enclosure *out = nw_arena_array(arena, keep, sizeof(*out));
	if (!out)
		return NW_LIMIT;
	for (uint32_t i = 0; i < keep; i++) {
		const struct nw_enclosure *from = &item->enclosures[i];
		out[i].url = nwi_host_line(arena, from->url, NWI_HOST_TITLE);
		out[i].type = nwi_host_line(arena, from->type, 256);
		out[i].length = from->length < 0 ? -1 : from->length;
	}
	item->enclosures = out;
	item->enclosure_count = keep;
	return NW_OK;
}

static void clean_instant(struct nw_instant *instant)
{
	bool known = instant->precision <= NW_PRECISION_SECOND &&
		     instant->at >= NW_TIME_MIN && instant->at <= NW_TIME_MAX;

	if (!known)
		*instant = (struct nw_instant){ 0 };
	if (instant->offset_min < -1439 || instant->offset_min > 1439)
		instant->offset_min = NW_OFFSET_UNKNOWN;
}

enum nw_status nwi_host_clean_item(struct nw_arena *arena,
				   const struct nw_item *item,
				   struct nw_item *out)
{
	struct nw_item copy = { 0 };
	size_t size = item->size < sizeof(copy) ? item->size : sizeof(copy);

	memcpy(&copy, item, size);
	copy.size = sizeof(copy);
	clean_lines(arena, &copy);
	copy.summary = nwi_host_text(arena, copy.summary, NWI_HOST_TEXT);
	copy.content = nwi_host_text(arena, copy.content, NWI_HOST_TEXT);
	copy.content_html =
		nwi_host_text(arena, copy.content_html, NWI_HOST_HTML);
	clean_instant(&copy.published);
	clean_instant(&copy.updated);
	enum nw_status status =
		clean_list(arena, &copy.authors, &copy.author_count);
	if (status == NW_OK)
		status = clean_list(arena, &copy.categories,
				    &copy.category_count);
	if (status == NW_OK)
		status = clean_enclosures(arena, &copy);
	if (status == NW_OK)
		*out = copy;
	return status;
}
