/* SPDX-License-Identifier: Apache-2.0 */
/* nw_sitemap_read: from bytes to entries, from entries to items. */
#include "feed/sitemap.h"
#include "base/gunzip.h"
#include "text/url.h"
#include "text/utf8.h"

/* Room beyond a document's own size for what is made of it. */
#define ARENA_SLACK ((size_t)64 << 20)

struct nwi_sitemap_entry *nwi_sitemap_add(struct nwi_sitemap *map)
{
	if (map->count == NWI_SITEMAP_ENTRIES) {
		map->full = true;
		return NULL;
	}
	if (map->count == map->room) {
		size_t room = map->room ? map->room * 2 : 256;
		struct nwi_sitemap_entry *more =
			nw_arena_array(map->arena, room, sizeof(*more));
		if (!more) {
			map->full = true;
			return NULL;
		}
		if (map->count > 0)
			memcpy(more, map->entries, map->count * sizeof(*more));
		map->entries = more;
		map->room = room;
	}
	struct nwi_sitemap_entry *entry = &map->entries[map->count++];
	*entry = (struct nwi_sitemap_entry){ .left_out = false };
	return entry;
}

/*
 * One URL a line. It is a sitemap when every line is one; a page that links a
 * lot is not.
 */
static void read_lines(struct nwi_sitemap *map)
{
	struct nw_str rest = map->text, line;

	while (!map->full && nw_str_next(&rest, '\n', &line)) {
		line = nw_str_trim(line);
		if (line.len == 0)
			continue;
		struct nw_str url = nwi_url_resolve_in(
			map->arena, nw_str_make(NULL, 0), line);
		if (!nwi_url_is_web(url) ||
		    nw_str_find_char(line, ' ') < line.len) {
			map->count = 0;
			return;
		}
		struct nwi_sitemap_entry *entry = nwi_sitemap_add(map);
		if (entry)
			entry->url = url;
	}
	if (map->count > 0)
		map->kind = NWI_SITEMAP_SET;
}

/* Keywords are parted by commas. */
static uint32_t split_keywords(struct nw_arena *arena, struct nw_str keywords,
			       const struct nw_str **out)
{
	struct nw_str *list =
		nw_arena_array(arena, NWI_CATEGORIES_MAX, sizeof(*list));
	struct nw_str one;
	uint32_t count = 0;

	while (list && count < NWI_CATEGORIES_MAX &&
	       nw_str_next(&keywords, ',', &one)) {
		one = nw_str_trim(one);
		if (one.len > 0)
			list[count++] = one;
	}
	*out = list;
	return count;
}

static void explain_entry(const struct nwi_sitemap *map,
			  const struct nwi_sitemap_entry *entry)
{
	const struct nw_explained note = {
		.size = sizeof(note),
		.what = NW_STR("record"),
		.text = entry->url,
		.why = nw_str_from(map->kind == NWI_SITEMAP_INDEX
					   ? "a sitemap that the index names"
				   : entry->title.len > 0
					   ? "an entry of a news sitemap"
					   : "an entry of a sitemap"),
	};

	nw_explain(map->input->explain, &note);
}

static enum nw_status give(const struct nwi_sitemap *map,
			   struct nw_arena *arena,
			   const struct nwi_sitemap_entry *entry,
			   nw_feed_item_fn *each, void *arg,
			   const struct nw_feed *feed)
{
	struct nw_item item = {
		.size = sizeof(item),
		.url = entry->url,
		.title = entry->title,
		.outlet = entry->outlet,
		.language = entry->language,
		.published = entry->published,
		.updated = entry->updated,
	};

	if (map->kind == NWI_SITEMAP_INDEX)
		item.kind = nw_str_from("sitemap");
	explain_entry(map, entry);
	nw_arena_clear(arena);
	if (entry->keywords.len > 0)
		item.category_count = split_keywords(arena, entry->keywords,
						     &item.categories);
	return each(arg, feed, &item);
}

static enum nw_status give_entries(struct nwi_sitemap *map,
				   nw_feed_item_fn *each, void *arg,
				   const struct nw_feed *feed)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(1 << 20);
	size_t limit = map->input->item_limit ? map->input->item_limit
					      : NWI_FEED_ITEMS;
	enum nw_status status = NW_OK;

	nwi_sitemap_keep_newest(map, limit);
	for (size_t i = 0; i < map->count && status == NW_OK; i++)
		if (!map->entries[i].left_out)
			status = give(map, arena, &map->entries[i], each, arg,
				      feed);
	return status;
}

static void tell_children(struct nwi_sitemap *map)
{
	const struct nw_sitemap_settings *set = map->settings;
	uint32_t left =
		set->child_limit ? set->child_limit : NWI_SITEMAP_CHILDREN;

	nwi_sitemap_rank(map);
	for (size_t i = 0; i < map->count && left > 0; i++) {
		const struct nwi_sitemap_entry *entry = &map->entries[i];
		const struct nw_sitemap_child child = {
			.size = sizeof(child),
			.url = entry->url,
			.modified = entry->updated,
		};
		if (entry->left_out)
			continue;
		set->child(set->child_arg, &child);
		left--;
	}
}

/* The language of all entries that state one, absent when they differ. */
static struct nw_str common_language(const struct nwi_sitemap *map)
{
	struct nw_str language = { 0 };

	for (size_t i = 0; i < map->count; i++) {
		struct nw_str one = map->entries[i].language;
		if (one.len == 0)
			continue;
		if (language.len > 0 && !nw_str_equal(language, one))
			return nw_str_make(NULL, 0);
		language = one;
	}
	return language;
}

static void make_feed(const struct nwi_sitemap *map, struct nw_str encoding,
		      struct nw_arena *arena, struct nw_feed *feed)
{
	*feed = (struct nw_feed){
		.size = sizeof(*feed),
		.format = nw_str_from(map->kind == NWI_SITEMAP_INDEX
					      ? "sitemapindex"
					      : "sitemap"),
		.encoding = encoding,
		.language = nw_arena_str(arena, common_language(map)),
	};
	for (size_t i = 0; i < map->count; i++) {
		const struct nwi_sitemap_entry *entry = &map->entries[i];
		const struct nw_instant *at =
			nw_instant_is_absent(&entry->updated)
				? &entry->published
				: &entry->updated;
		if (feed->title.len == 0 && entry->outlet.len > 0)
			feed->title = nw_arena_str(arena, entry->outlet);
		if (!nw_instant_is_absent(at) &&
		    (nw_instant_is_absent(&feed->updated) ||
		     at->at > feed->updated.at))
			feed->updated = *at;
	}
}

/* Feeds know no patterns; here they do. */
struct sieve {
	const struct nw_sitemap_settings *settings;
	struct nwi_sitemap map;
	nw_feed_item_fn *each;
	void *arg;
};

static enum nw_status sieve_item(void *arg, const struct nw_feed *feed,
				 const struct nw_item *item)
{
	struct sieve *sieve = arg;
	struct nwi_sitemap_entry entry = { .url = item->url };

	sieve->map.entries = &entry;
	sieve->map.count = 1;
	nwi_sitemap_filter(&sieve->map);
	return entry.left_out ? NW_OK : sieve->each(sieve->arg, feed, item);
}

static enum nw_status read_feed(const struct nwi_sitemap *map,
				struct nw_arena *arena, nw_feed_item_fn *each,
				void *arg, struct nw_feed *out,
				struct nw_error *err)
{
	struct sieve sieve = { .map = *map, .each = each, .arg = arg };

	sieve.map.kind = NWI_SITEMAP_SET;
	return nw_feed_read(map->input, arena, sieve_item, &sieve, out, err);
}

static enum nw_status refuse(const struct nwi_sitemap *map,
			     struct nw_error *err)
{
	struct nw_error why;

	(void)nwi_feed_refuse(map->input->bytes, map->text, &why);
	return nw_fail(err, NW_BAD_INPUT, "no sitemap: %s",
		       nw_str_starts(nw_str_from(why.text), "no feed: ")
			       ? why.text + 9
			       : why.text);
}

static enum nw_status read_map(struct nwi_sitemap *map, struct nw_arena *arena,
			       nw_feed_item_fn *each, void *arg,
			       struct nw_feed *out, struct nw_error *err)
{
	NW_AUTO(nw_buf_fini) struct nw_buf room = { 0 };
	struct nwi_charset used = { 0 };
	struct nw_feed feed;

	nw_buf_init(&room, map->input->bytes.len * 3 + 1024);
	enum nw_status status =
		nwi_feed_to_text(map->input, &room, &map->text, &used, err);
	if (status == NW_OK)
		status = nwi_sitemap_walk(map, err);
	if (status != NW_OK)
		return status;
	if (map->kind == NWI_SITEMAP_FEED)
		return read_feed(map, arena, each, arg, out, err);
	if (map->kind == NWI_SITEMAP_NONE)
		read_lines(map);
	if (map->kind == NWI_SITEMAP_NONE)
		return refuse(map, err);
	nwi_sitemap_filter(map);
	make_feed(map, nw_str_from(used.name), arena, &feed);
	if (map->kind == NWI_SITEMAP_INDEX && map->settings->child)
		tell_children(map);
	else
		status = give_entries(map, each, arg, &feed);
	if (status != NW_OK)
		return nw_fail(err, status, "reading was stopped");
	*out = feed;
	return NW_OK;
}

enum nw_status nw_sitemap_read_with(const struct nw_feed_input *input,
				    const struct nw_sitemap_settings *settings,
				    struct nw_arena *arena,
				    nw_feed_item_fn *each, void *arg,
				    struct nw_feed *out, struct nw_error *err)
{
	NW_AUTO(nw_buf_fini) struct nw_buf unpacked = { 0 };
	struct nw_feed_input whole = { 0 };
	struct nw_sitemap_settings set = { 0 };

	memcpy(&whole, input,
	       input->size < sizeof(whole) ? input->size : sizeof(whole));
	whole.size = sizeof(whole);
	if (settings)
		memcpy(&set, settings,
		       settings->size < sizeof(set) ? settings->size
						    : sizeof(set));
	nw_buf_init(&unpacked, NWI_SITEMAP_BYTES);
	if (nwi_is_gzip(whole.bytes)) {
		enum nw_status status = nwi_gunzip(whole.bytes, &unpacked, err);
		if (status != NW_OK) {
			nw_error_prefix(err, "no sitemap: ");
			return status;
		}
		whole.bytes = nw_buf_str(&unpacked);
	}
	NW_AUTO(nw_arena_free)
	struct nw_arena *reading =
		nw_arena_new(whole.bytes.len * 2 + ARENA_SLACK);
	struct nwi_sitemap map = {
		.input = &whole,
		.settings = &set,
		.arena = reading,
	};
	return read_map(&map, arena, each, arg, out, err);
}

enum nw_status nw_sitemap_read(const struct nw_feed_input *input,
			       struct nw_arena *arena, nw_feed_item_fn *each,
			       void *arg, struct nw_feed *out,
			       struct nw_error *err)
{
	return nw_sitemap_read_with(input, NULL, arena, each, arg, out, err);
}
