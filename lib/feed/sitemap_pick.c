/* SPDX-License-Identifier: Apache-2.0 */
/* Which entries of a sitemap are given out, and which children are read. */
#include "feed/sitemap.h"
#include "text/url.h"

#include <stdlib.h>

/*
 * The usual matching of globs: behind the last star everything is tried in
 * order, so it takes at most the product of the lengths, which are bounded
 * (1,000 and 8,192).
 */
static bool glob_fits(struct nw_str glob, struct nw_str text)
{
	size_t g = 0, t = 0, star = SIZE_MAX, behind = 0;

	while (t < text.len) {
		if (g < glob.len && glob.at[g] == '*') {
			star = g++;
			behind = t;
		} else if (g < glob.len &&
			   (glob.at[g] == '?' || glob.at[g] == text.at[t])) {
			g++;
			t++;
		} else if (star != SIZE_MAX) {
			g = star + 1;
			t = ++behind;
		} else {
			return false;
		}
	}
	while (g < glob.len && glob.at[g] == '*')
		g++;
	return g == glob.len;
}

bool nwi_sitemap_matches(struct nw_str glob, struct nw_str url)
{
	struct nw_str path = nwi_url_split(url).path;

	if (!nw_str_starts(glob, "/"))
		return glob_fits(glob, url);
	if (path.len == 0)
		return glob_fits(glob, nw_str_from("/"));
	size_t from = (size_t)(path.at - url.at);
	size_t to = nw_str_find_char(url, '#');
	return glob_fits(glob, nw_str_slice(url, from, to));
}

static bool matches_any(const struct nw_str *globs, uint32_t count,
			struct nw_str url)
{
	for (uint32_t i = 0; i < count; i++)
		if (nwi_sitemap_matches(globs[i], url))
			return true;
	return false;
}

static void explain_cut(const struct nwi_sitemap *map,
			const struct nwi_sitemap_entry *entry, const char *why)
{
	const struct nw_explained note = { .size = sizeof(note),
					   .what = NW_STR("cut"),
					   .text = entry->url,
					   .why = nw_str_from(why) };

	nw_explain(map->input->explain, &note);
}

void nwi_sitemap_filter(struct nwi_sitemap *map)
{
	const struct nw_sitemap_settings *set = map->settings;
	bool is_set = map->kind == NWI_SITEMAP_SET;

	for (size_t i = 0; i < map->count; i++) {
		struct nwi_sitemap_entry *entry = &map->entries[i];
		const char *why = NULL;
		if (is_set && set->include_count > 0 &&
		    !matches_any(set->include, set->include_count, entry->url))
			why = "no pattern of `include` fits";
		else if (matches_any(set->exclude, set->exclude_count,
				     entry->url))
			why = "a pattern of `exclude` fits";
		entry->left_out = why != NULL;
		if (why)
			explain_cut(map, entry, why);
	}
}

/* The later of both dates; what has none is older than all. */
static nw_time age_of(const struct nwi_sitemap_entry *entry)
{
	nw_time at = NW_TIME_MIN;

	if (!nw_instant_is_absent(&entry->published))
		at = entry->published.at;
	if (!nw_instant_is_absent(&entry->updated) && entry->updated.at > at)
		at = entry->updated.at;
	return at;
}

static int newer_first(const void *a, const void *b)
{
	const nw_time *x = a, *y = b;

	return (*x < *y) - (*x > *y);
}

void nwi_sitemap_keep_newest(struct nwi_sitemap *map, size_t limit)
{
	nw_time *ages =
		nw_arena_array(map->arena, map->count + 1, sizeof(*ages));
	size_t kept = 0, same = 0;

	for (size_t i = 0; ages && i < map->count; i++)
		if (!map->entries[i].left_out)
			ages[kept++] = age_of(&map->entries[i]);
	if (!ages || kept <= limit)
		return;
	qsort(ages, kept, sizeof(*ages), newer_first);
	nw_time border = ages[limit - 1];
	for (size_t i = 0; i < limit; i++)
		same += ages[i] == border;
	for (size_t i = 0; i < map->count; i++) {
		struct nwi_sitemap_entry *entry = &map->entries[i];
		nw_time at = age_of(entry);
		if (entry->left_out || at > border)
			continue;
		if (at == border && same > 0) {
			same--;
			continue;
		}
		entry->left_out = true;
		explain_cut(map, entry, "newer entries fill the limit");
	}
}

/* The last part of the path, where the kind of a child stands. */
static struct nw_str file_of(struct nw_str url)
{
	struct nw_str path = nwi_url_split(url).path, file = path, one;

	while (nw_str_next(&path, '/', &one))
		if (one.len > 0)
			file = one;
	return file;
}

static bool has_word(struct nw_str text, const char *word)
{
	struct nw_str rest = text;

	while (rest.len > 0) {
		if (nw_str_starts_nocase(rest, word))
			return true;
		rest = nw_str_slice(rest, 1, rest.len);
	}
	return false;
}

/*
 * By the names that generators give: news before articles, lists of other
 * things last.
 */
static int worth_of(const struct nwi_sitemap_entry *entry)
{
	static const char *const others[] = {
		"author",  "categor", "tag",  "image", "video", "product",
		"profile", "static",  "user", "topic", "photo", "gallery",
	};
	struct nw_str file = file_of(entry->url);

	if (has_word(file, "news") && !has_word(file, "newsletter"))
		return 2;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (has_word(file, others[i]))
			return 0;
	return 1;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Runs of digits by their value: "map9" before "map10". */
static int compare_natural(struct nw_str a, struct nw_str b)
{
	size_t i = 0, j = 0;

	while (i < a.len && j < b.len) {
		if (!is_digit(a.at[i]) || !is_digit(b.at[j])) {
			if (a.at[i] != b.at[j])
				return a.at[i] < b.at[j] ? -1 : 1;
			i++;
			j++;
			continue;
		}
		while (i < a.len && a.at[i] == '0')
			i++;
		while (j < b.len && b.at[j] == '0')
			j++;
		size_t x = i, y = j;
		while (x < a.len && is_digit(a.at[x]))
			x++;
		while (y < b.len && is_digit(b.at[y]))
			y++;
		if (x - i != y - j)
			return x - i < y - j ? -1 : 1;
		int order = memcmp(a.at + i, b.at + j, x - i);
		if (order != 0)
			return order;
		i = x;
		j = y;
	}
	return (a.len - i > b.len - j) - (a.len - i < b.len - j);
}

/* Generators number what they add, and write years and months into names. */
static int better_first(const void *a, const void *b)
{
	const struct nwi_sitemap_entry *x = a, *y = b;
	int worth = worth_of(y) - worth_of(x);
	nw_time ax = age_of(x), ay = age_of(y);

	if (worth != 0)
		return worth;
	if (ax != ay)
		return ax > ay ? -1 : 1;
	return compare_natural(y->url, x->url);
}

void nwi_sitemap_rank(struct nwi_sitemap *map)
{
	if (map->count > 1)
		qsort(map->entries, map->count, sizeof(*map->entries),
		      better_first);
}
