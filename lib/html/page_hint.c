/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What kind of page this is, as far as it says so itself: the types of its
 * JSON-LD and microdata, its Open Graph type, the program that made it.
 *
 * JSON-LD is looked through for a few keys and not parsed: a script that is
 * no valid JSON still names its types, and nothing is built.
 */
#include "html/page_impl.h"

#include "markup/scan.h"

enum { TYPE_VALUES = 512, HINT_BYTES = 1 << 20 };

struct hint {
	const char *name;
	enum page_hint hint;
};

/* Ends of schema.org's types. */
static const struct hint types[] = {
	{ "DiscussionForumPosting", PAGE_HINT_THREAD },
	{ "QAPage", PAGE_HINT_THREAD },
	{ "Article", PAGE_HINT_ARTICLE },
	{ "BlogPosting", PAGE_HINT_ARTICLE },
	{ "ReportageNewsArticle", PAGE_HINT_ARTICLE },
	{ "LiveBlogPosting", PAGE_HINT_ARTICLE },
	{ "CollectionPage", PAGE_HINT_LISTING },
	{ "SearchResultsPage", PAGE_HINT_LISTING },
	{ "Product", PAGE_HINT_PRODUCT },
	{ "ProductGroup", PAGE_HINT_PRODUCT },
};

/* Beginnings of <meta name=generator>: the programs of forums. */
static const char *const forums[] = {
	"phpbb",   "vbulletin", "xenforo", "discourse", "simple machines",
	"mybb",	   "invision",	"flarum",  "vanilla",	"nodebb",
	"fluxbb",  "punbb",	"yabb",	   "smf",	"bbpress",
	"burning", "woltlab",
};

static unsigned hint_of_type(struct nw_str type)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		size_t len = strlen(types[i].name);
		if (nw_str_ends(type, types[i].name) &&
		    (type.len == len || type.at[type.len - len - 1] == '/' ||
		     types[i].hint == PAGE_HINT_ARTICLE))
			return types[i].hint;
	}
	return 0;
}

static struct nw_str skip_space(struct nw_str text)
{
	while (text.len > 0 && nwi_is_space(text.at[0]))
		text = nw_str_slice(text, 1, text.len);
	return text;
}

/* What follows a key and its colon; absent when the key is not there. */
static struct nw_str after_key(struct nw_str text, const char *key)
{
	size_t at = nw_str_find(text, nw_str_from(key));

	if (at >= text.len)
		return nw_str_make(NULL, 0);
	text = skip_space(nw_str_slice(text, at + strlen(key), text.len));
	if (text.len == 0 || text.at[0] != ':')
		return nw_str_make("", 0);
	return skip_space(nw_str_slice(text, 1, text.len));
}

/* The strings of "@type": one, or a list of them. */
static unsigned hints_of_value(struct nw_str value)
{
	unsigned hints = 0;
	bool list = nw_str_starts(value, "[");
	struct nw_str rest = nw_str_slice(
		value, 0, list ? nw_str_find_char(value, ']') : value.len);

	for (unsigned i = 0; i < (list ? 4U : 1U); i++) {
		size_t from = nw_str_find_char(rest, '"');
		if (from == rest.len || (!list && from > 0))
			break;
		rest = nw_str_slice(rest, from + 1, rest.len);
		size_t to = nw_str_find_char(rest, '"');
		hints |= hint_of_type(nw_str_slice(rest, 0, to));
		rest = nw_str_slice(rest, to + 1, rest.len);
	}
	return hints;
}

static unsigned hints_of_script(struct nw_str text)
{
	unsigned hints = 0;
	struct nw_str body = NW_STR("\"articleBody\"");
	struct nw_str rest = nw_str_slice(
		text, 0, text.len < HINT_BYTES ? text.len : HINT_BYTES);

	for (unsigned i = 0; i < TYPE_VALUES; i++) {
		rest = after_key(rest, "\"@type\"");
		if (nw_str_is_absent(rest))
			break;
		hints |= hints_of_value(rest);
	}
	rest = after_key(text, "\"isAccessibleForFree\"");
	if (nw_str_starts_nocase(rest, "false") ||
	    nw_str_starts_nocase(rest, "\"false"))
		hints |= PAGE_HINT_PAID;
	if (nw_str_find(text, body) < text.len)
		hints |= PAGE_HINT_LD_BODY;
	return hints;
}

static unsigned hints_of_meta(const struct nwi_node *node)
{
	struct nw_str name = nwi_node_attr(node, NWI_A_PROPERTY);
	struct nw_str value = nw_str_trim(nwi_node_attr(node, NWI_A_CONTENT));

	if (name.len == 0)
		name = nwi_node_attr(node, NWI_A_NAME);
	if (nw_str_is_nocase(name, "article:published_time"))
		return PAGE_HINT_DATED;
	if (nw_str_is_nocase(name, "og:type"))
		return nw_str_starts_nocase(value, "product")
			       ? PAGE_HINT_PRODUCT
			       : 0;
	if (nw_str_is_nocase(name, "article:content_tier"))
		return nw_str_is_nocase(value, "locked") ? PAGE_HINT_PAID : 0;
	if (!nw_str_is_nocase(name, "generator"))
		return 0;
	for (size_t i = 0; i < sizeof(forums) / sizeof(forums[0]); i++) {
		if (nw_str_starts_nocase(value, forums[i]))
			return PAGE_HINT_THREAD;
	}
	return 0;
}

/* Forums that name no program still have their names on the page. */
static unsigned hints_of_root(const struct nwi_node *node)
{
	static const char *const ids[] = { "phpbb", "ipsLayout_body", "nodebb",
					   "discourse-root", "vbulletin_html" };
	struct nw_str id = nwi_node_attr(node, NWI_A_ID);

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		if (nw_str_is(id, ids[i]))
			return PAGE_HINT_THREAD;
	}
	if (nw_str_is(id, "XF"))
		return PAGE_HINT_THREAD;
	return 0;
}

/* Where forums keep their threads, whatever program they run. */
static unsigned hints_of_url(struct nw_str url)
{
	static const char *const parts[] = {
		"//forum.",	"//forums.",   "//discuss.",  "/forum/",
		"/forums/",	"/threads/",   "/showthread", "/viewtopic",
		"/discussion/", "/questions/", "//boards.",
	};

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (nw_str_find(url, nw_str_from(parts[i])) < url.len)
			return PAGE_HINT_THREAD;
	}
	return 0;
}

unsigned page_read_hints(const struct page *page)
{
	unsigned hints = 0, items = 0, of_items = 0;

	for (uint32_t i = 1; i < page->tree.count; i++) {
		const struct nwi_node *node = page->nodes[i];

		if (node->kind != NWI_NODE_ELEMENT)
			continue;
		if (node->atom == NWI_A_META)
			hints |= hints_of_meta(node);
		else if (node->atom == NWI_A_HTML || node->atom == NWI_A_BODY)
			hints |= hints_of_root(node);
		else if (node->atom == NWI_A_SCRIPT && node->first &&
			 nw_str_starts_nocase(nwi_node_attr(node, NWI_A_TYPE),
					      "application/ld+json"))
			hints |= hints_of_script(node->first->text);
		for (size_t k = 0; k < node->attr_count; k++) {
			if (node->attrs[k].atom != NWI_A_ITEMTYPE)
				continue;
			of_items |= hint_of_type(node->attrs[k].value);
			items += (of_items & PAGE_HINT_ARTICLE) != 0;
		}
	}
	/* Several articles of one page are its teasers. */
	if (items > 2)
		of_items &= ~(unsigned)PAGE_HINT_ARTICLE;
	hints |= of_items;
	if (!(hints & (PAGE_HINT_ARTICLE | PAGE_HINT_DATED)))
		hints |= hints_of_url(page->input->base_url);
	return hints;
}
