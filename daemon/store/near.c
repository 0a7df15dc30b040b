/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/store/near.h"
#include "daemon/store/ids.h"
#include "text/url.h"

/* Stored addresses that are looked at behind one beginning. */
enum { LOOKED_AT = 100 };

struct search {
	struct core *core;
	struct nw_str canonical; /* of what is asked for */
	struct nw_str bare;	 /* the same without its parameters */
	struct near exact, alike;
};

static struct nw_str without_query(struct nw_str url)
{
	return nw_str_slice(url, 0, nw_str_find_char(url, '?'));
}

static void keep(struct near *near, const struct store_item *item)
{
	for (size_t i = 0; i < near->count; i++)
		if (nw_str_equal(near->at[i]->id, item->id))
			return;
	if (near->count < NEAR_ITEMS)
		near->at[near->count++] = item;
}

static enum nw_status look_behind(struct search *search,
				  struct nw_str beginning, struct nw_error *err)
{
	struct nw_arena *arena = search->core->scratch;
	const struct store_arg args[] = { STORE_ARG_TEXT(beginning),
					  STORE_ARG_INT(LOOKED_AT) };
	struct store_rows rows = { NULL, 0 };
	enum nw_status status = core_find(
		search->core, STORE_FIND_ITEMS_FROM_URL, args, 2, &rows, err);
	const struct store_item *at = rows.at;

	for (size_t i = 0; status == NW_OK && i < rows.count; i++) {
		struct nw_str url = nwi_url_canonical(arena, at[i].url);

		if (nw_str_equal(url, search->canonical))
			keep(&search->exact, &at[i]);
		else if (nw_str_equal(without_query(url), search->bare))
			keep(&search->alike, &at[i]);
	}
	return status;
}

/* `rest` is the address from its host on, without "www." and parameters. */
static enum nw_status look_for(struct search *search, struct nw_str rest,
			       struct nw_error *err)
{
	static const char *const schemes[] = { "https://", "http://" };
	static const char *const hosts[] = { "", "www.", "m.", "mobile.",
					     "amp." };
	enum nw_status status = NW_OK;

	for (size_t i = 0; i < 10 && status == NW_OK; i++) {
		struct nw_str beginning = nw_arena_fmt(
			search->core->scratch, "%s%s%.*s", schemes[i % 2],
			hosts[i / 2], NW_FMT(rest));

		if (!beginning.at)
			return nw_fail(err, NW_NO_MEMORY,
				       "no memory for an address");
		status = look_behind(search, beginning, err);
	}
	return status;
}

/* The path as it was asked for: percent-encoding is stored as published. */
static struct nw_str as_written(struct search *search, struct nw_str url)
{
	struct nw_str host = nwi_url_split(search->bare).host;
	struct nw_str path = nwi_url_split(url).path;

	while (nw_str_ends(path, "/"))
		path.len--;
	return nw_arena_fmt(search->core->scratch, "%.*s%.*s", NW_FMT(host),
			    NW_FMT(path));
}

enum nw_status core_near(struct core *core, struct nw_str url, struct near *out,
			 struct nw_error *err)
{
	struct search search = { .core = core };
	struct nw_str rest, written;
	enum nw_status status;

	search.canonical = nwi_url_canonical(core->scratch, nw_str_trim(url));
	search.bare = without_query(search.canonical);
	*out = (struct near){ .count = 0 };
	if (!nw_str_starts(search.bare, "https://"))
		return NW_OK;
	rest = nw_str_slice(search.bare, sizeof("https://") - 1,
			    search.bare.len);
	written = as_written(&search, nw_str_trim(url));
	status = look_for(&search, rest, err);
	if (status == NW_OK && !nw_str_equal(rest, written))
		status = look_for(&search, written, err);
	if (status != NW_OK)
		return status;
	*out = search.exact.count ? search.exact : search.alike;
	out->same = search.exact.count > 0;
	return NW_OK;
}

enum nw_status core_item_of(struct core *core, struct nw_str text,
			    struct store_item *out, struct nw_error *err)
{
	struct near near;
	enum nw_status status;

	status = core_whole_id(core, IDS_ITEM, text, &out->id, err);
	if (status == NW_OK)
		status = core_get(core, STORE_ITEM, out, err);
	if (status != NW_NOT_FOUND)
		return status;
	status = core_near(core, text, &near, err);
	if (status == NW_OK && (near.count == 0 || !near.same))
		return nw_fail(err, NW_NOT_FOUND,
			       "no item with this URL or id was seen: %.*s",
			       NW_FMT(text));
	if (status == NW_OK)
		*out = *near.at[0];
	return status;
}
