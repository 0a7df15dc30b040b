/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The following page: what the page says is next (rel), else a link that is
 * called so, else the number behind the current one.
 */
#include "page/listing_impl.h"

#include "markup/scan.h"
#include "text/url.h"

enum { NUMBER_MAX = 100000 };

static bool has_word(struct nw_str text, const char *word)
{
	struct nw_str one;

	while (nw_str_next(&text, ' ', &one)) {
		if (nw_str_is_nocase(nw_str_trim(one), word))
			return true;
	}
	return false;
}

/* Only what stays on the host and is not this page again. */
static struct nw_str accept(const struct listing *listing, struct nw_str href)
{
	struct nw_arena *arena = listing->arena;
	struct nw_str url = list_link(listing, href);
	struct nw_str base = listing->base_url;

	if (nw_str_is_absent(url) || base.len == 0 ||
	    !nw_str_equal(nwi_url_host(arena, url), nwi_url_host(arena, base)))
		return nw_str_make(NULL, 0);
	base = nw_str_slice(base, 0, nw_str_find_char(base, '#'));
	url = nw_str_slice(url, 0, nw_str_find_char(url, '#'));
	return nw_str_equal(url, base) ? nw_str_make(NULL, 0) : url;
}

static int number_of(struct nw_str text)
{
	int64_t number = 0;

	text = nw_str_trim(text);
	if (text.len == 0 || text.len > 6 || text.at[0] < '0' ||
	    text.at[0] > '9' || nw_str_to_int(text, &number) != NW_OK ||
	    number < 1 || number > NUMBER_MAX)
		return 0;
	return (int)number;
}

/* A class, id or label that says "next". */
static bool is_called_next(const struct nwi_node *node)
{
	struct nw_str names[] = { nwi_node_attr(node, NWI_A_CLASS),
				  nwi_node_attr(node, NWI_A_ID) };

	for (size_t i = 0; i < 2; i++) {
		struct nw_str rest = nw_str_slice(names[i], 0, 512), name;
		while (nw_str_next(&rest, ' ', &name)) {
			if (nw_str_is_nocase(name, "next") ||
			    nw_str_ends(name, "-next") ||
			    nw_str_ends(name, "_next") ||
			    nw_str_starts_nocase(name, "next-page") ||
			    nw_str_ends(name, "older-link"))
				return true;
		}
	}
	return list_is_next(nwi_node_attr(node, NWI_A_ARIA_LABEL)) ||
	       list_is_next(nwi_node_attr(node, NWI_A_TITLE));
}

/* In what is named as pages, or among numbers: "More" alone says little. */
static bool is_pager(const struct nwi_node *node)
{
	static const char *const words[] = { "pag", "Pag",   "more",
					     "nav", "older", "next" };
	for (unsigned up = 0; node && up < 4; node = node->parent, up++) {
		struct nw_str names[] = { nwi_node_attr(node, NWI_A_CLASS),
					  nwi_node_attr(node, NWI_A_ID) };
		for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
			struct nw_str word = nw_str_from(words[i]);
			if ((names[0].len > 0 &&
			     nw_str_find(names[0], word) < names[0].len) ||
			    (names[1].len > 0 &&
			     nw_str_find(names[1], word) < names[1].len))
				return true;
		}
	}
	return false;
}

static struct nw_str by_rel(const struct listing *listing)
{
	for (uint32_t i = 1; i < listing->tree.count; i++) {
		const struct nwi_node *node = listing->nodes[i];
		if ((node->atom == NWI_A_LINK || node->atom == NWI_A_A) &&
		    has_word(nwi_node_attr(node, NWI_A_REL), "next")) {
			struct nw_str url = accept(
				listing, nwi_node_attr(node, NWI_A_HREF));
			if (!nw_str_is_absent(url))
				return url;
		}
	}
	return nw_str_make(NULL, 0);
}

/* "More" and arrows count only in a pager; clear words anywhere. */
static bool is_vague(struct nw_str text)
{
	return nw_str_starts_nocase(text, "more") ||
	       nw_str_starts_nocase(text, "weiter") ||
	       nw_str_starts_nocase(text, "view") ||
	       nw_str_starts_nocase(text, "see") ||
	       nw_str_starts_nocase(text, "show") || text.len <= 4;
}

static bool in_record(const struct listing *listing, uint32_t number)
{
	uint32_t low = 0, high = listing->count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (listing->records[middle].to <= number)
			low = middle + 1;
		else
			high = middle;
	}
	return low < listing->count && listing->records[low].from <= number;
}

static struct nw_str by_words(const struct listing *listing)
{
	struct nw_str none = { NULL, 0 };

	for (uint32_t i = listing->tree.count; i-- > 1;) {
		const struct nwi_node *node = listing->nodes[i];
		if (node->atom != NWI_A_A || list_chars(listing, node) > 40)
			continue;
		struct nw_str text = list_text(listing, node, 100);
		bool called = is_called_next(node) ||
			      (node->parent && is_called_next(node->parent));
		bool says = list_is_next(text) &&
			    !in_record(listing, node->number) &&
			    (!is_vague(text) || is_pager(node));
		if (!called && !says)
			continue;
		struct nw_str url =
			accept(listing, nwi_node_attr(node, NWI_A_HREF));
		if (!nw_str_is_absent(url))
			return url;
	}
	return none;
}

/* 1 [2] 3: a number that is no link, and the link of the one behind it. */
static struct nw_str by_number(const struct listing *listing)
{
	int current = 0;

	for (uint32_t i = 1; i < listing->tree.count; i++) {
		const struct nwi_node *node = listing->nodes[i];
		unsigned marks = listing->stats[i].marks;
		if (node->kind == NWI_NODE_TEXT && !(marks & LIST_LINK)) {
			int number = number_of(node->text);
			if (number > 0)
				current = number;
			else if (nw_str_trim(node->text).len > 8)
				current = 0;
		} else if (node->atom == NWI_A_A && current > 0 &&
			   number_of(list_text(listing, node, 16)) ==
				   current + 1) {
			struct nw_str url = accept(
				listing, nwi_node_attr(node, NWI_A_HREF));
			if (!nw_str_is_absent(url))
				return url;
		}
	}
	return nw_str_make(NULL, 0);
}

struct nw_str list_next(const struct listing *listing)
{
	struct nw_str url = { NULL, 0 };

	if (listing->by && listing->by->next.nodes) {
		if (listing->by->next.count > 0)
			url = accept(listing,
				     nwi_node_attr(listing->by->next.nodes[0],
						   NWI_A_HREF));
		return url;
	}
	url = by_rel(listing);
	if (nw_str_is_absent(url))
		url = by_words(listing);
	return nw_str_is_absent(url) ? by_number(listing) : url;
}
