/* SPDX-License-Identifier: Apache-2.0 */
/* Whose an item is. */
#include "daemon/worker/setup.h"

#include "text/fold.h"
#include "text/url.h"
#include "text/utf8.h"

enum { NAME_BYTES = 512 };

/* "The Harbour Times" and "the harbour times" are one. */
static struct nw_str folded(struct nw_arena *arena, struct nw_str name)
{
	NW_AUTO(nw_buf_fini) struct nw_buf key = { 0 };

	nw_buf_init(&key, 8 * NAME_BYTES);
	nwi_fold_word(&key,
		      nw_str_trim(nw_str_slice(
			      name, 0, nwi_utf8_floor(name, NAME_BYTES))));
	return nw_arena_buf(arena, &key);
}

void outlet_index(struct setup *setup)
{
	nwi_map_init(&setup->names, (struct nwi_sip_key){ 0, 0 });
	for (size_t i = 0; i < setup->outlet_count; i++)
		nwi_map_put(&setup->names,
			    folded(setup->arena, setup->outlets[i].name),
			    &setup->outlets[i]);
}

static const struct outlet *named(const struct setup *setup, struct nw_str name,
				  struct nw_arena *arena)
{
	return name.len > 0 ? nwi_map_get(&setup->names, folded(arena, name))
			    : NULL;
}

/* "news.example.co.uk", then "example.co.uk", then "co.uk". */
static const struct outlet *at(const struct setup *setup, struct nw_str url,
			       struct nw_arena *arena)
{
	struct nw_str host = nwi_url_host(arena, url);

	while (host.len > 0) {
		const struct outlet *outlet =
			nwi_map_get(&setup->domains, host);
		if (outlet)
			return outlet;
		size_t dot = nw_str_find_char(host, '.');
		host = nw_str_slice(host, dot + 1, host.len);
	}
	return NULL;
}

/* One that nobody described: its name is all that is known. */
static const struct outlet *unknown(const struct nw_item *item,
				    struct nw_arena *arena)
{
	struct nw_str name =
		item->outlet.len > 0 ? item->outlet : item->origin_title;
	struct outlet *outlet =
		name.len > 0 ? nw_arena_new_of(arena, struct outlet) : NULL;

	if (outlet)
		outlet->name = name;
	return outlet;
}

const struct outlet *outlet_of(const struct setup *setup, size_t configured,
			       const struct nw_item *item,
			       struct nw_arena *arena)
{
	const struct outlet *outlet = named(setup, item->outlet, arena);

	if (!outlet)
		outlet = at(setup, item->origin_url, arena);
	if (!outlet)
		outlet = named(setup, item->origin_title, arena);
	if (!outlet && configured > 0 && configured <= setup->outlet_count)
		outlet = &setup->outlets[configured - 1];
	if (!outlet)
		outlet = at(setup, item->url, arena);
	return outlet ? outlet : unknown(item, arena);
}
