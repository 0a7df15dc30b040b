/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a page says of itself: <meta>, <title>, <link>, <time>, JSON-LD, and
 * where these are silent its headline, by-line and address.
 */
#include "html/emit.h"
#include "html/page_impl.h"

#include "text/date.h"
#include "text/language.h"
#include "text/url.h"
#include "text/utf8.h"

/* Bytes of a title (RELIABILITY) and of one name. */
enum { TITLE_BYTES = 4096, NAME_BYTES = 256, AUTHORS = 16 };

/* Characters of a headline that is no label. */
enum { HEADLINE = 10 };

/* Lines of visible text that are looked at for a date. */
enum { DATE_LINES = 300 };

enum field { F_TITLE, F_SITE, F_AUTHOR, F_PUBLISHED, F_UPDATED, F_LANGUAGE };
enum { FIELDS = F_LANGUAGE + 1 };

/* In a field's rows the first that a page has counts. */
static const struct {
	enum field field;
	const char *name;
} metas[] = {
	{ F_TITLE, "og:title" },
	{ F_TITLE, "twitter:title" },
	{ F_TITLE, "parsely-title" },
	{ F_TITLE, "dc.title" },
	{ F_TITLE, "dcterms.title" },
	{ F_TITLE, "headline" },
	{ F_SITE, "og:site_name" },
	{ F_SITE, "application-name" },
	{ F_SITE, "dc.publisher" },
	{ F_AUTHOR, "author" },
	{ F_AUTHOR, "article:author" },
	{ F_AUTHOR, "parsely-author" },
	{ F_AUTHOR, "sailthru.author" },
	{ F_AUTHOR, "dc.creator" },
	{ F_AUTHOR, "dcterms.creator" },
	{ F_AUTHOR, "citation_author" },
	{ F_AUTHOR, "byl" },
	{ F_PUBLISHED, "article:published_time" },
	{ F_PUBLISHED, "datepublished" },
	{ F_PUBLISHED, "og:published_time" },
	{ F_PUBLISHED, "parsely-pub-date" },
	{ F_PUBLISHED, "dc.date.issued" },
	{ F_PUBLISHED, "dcterms.issued" },
	{ F_PUBLISHED, "dcterms.created" },
	{ F_PUBLISHED, "dc.date" },
	{ F_PUBLISHED, "dcterms.date" },
	{ F_PUBLISHED, "pubdate" },
	{ F_PUBLISHED, "publishdate" },
	{ F_PUBLISHED, "publish-date" },
	{ F_PUBLISHED, "publish_date" },
	{ F_PUBLISHED, "publication_date" },
	{ F_PUBLISHED, "sailthru.date" },
	{ F_PUBLISHED, "citation_publication_date" },
	{ F_PUBLISHED, "citation_date" },
	{ F_PUBLISHED, "date" },
	{ F_UPDATED, "article:modified_time" },
	{ F_UPDATED, "datemodified" },
	{ F_UPDATED, "og:updated_time" },
	{ F_UPDATED, "dcterms.modified" },
	{ F_UPDATED, "last-modified" },
	{ F_UPDATED, "lastmod" },
	{ F_LANGUAGE, "content-language" },
	{ F_LANGUAGE, "dc.language" },
	{ F_LANGUAGE, "og:locale" },
};

struct found {
	struct nw_str values[FIELDS];
	size_t ranks[FIELDS];
};

static struct nw_str meta_name(const struct nwi_node *node)
{
	static const enum nwi_atom names[] = { NWI_A_PROPERTY, NWI_A_NAME,
					       NWI_A_ITEMPROP,
					       NWI_A_HTTP_EQUIV };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct nw_str name = nwi_node_attr(node, names[i]);
		if (name.len > 0)
			return name;
	}
	return nw_str_make("", 0);
}

static void read_meta(const struct nwi_node *node, struct found *found)
{
	struct nw_str name = meta_name(node);
	struct nw_str value = nw_str_trim(nwi_node_attr(node, NWI_A_CONTENT));

	if (value.len == 0 || name.len == 0)
		return;
	for (size_t i = 0; i < sizeof(metas) / sizeof(metas[0]); i++) {
		enum field field = metas[i].field;
		if (!nw_str_is_nocase(name, metas[i].name))
			continue;
		if (field == F_AUTHOR && nw_str_starts_nocase(value, "http"))
			return;
		if (nw_str_is_absent(found->values[field]) ||
		    i < found->ranks[field]) {
			found->values[field] = value;
			found->ranks[field] = i;
		}
		return;
	}
}

static struct nw_str line_in(const struct page *page, struct nw_str text,
			     size_t max)
{
	return nw_str_is_absent(text)
		       ? text
		       : nwi_text_line_in(page->arena, text, max);
}

/* The text of an element as one line, absent without. */
static struct nw_str element_line(const struct page *page,
				  const struct nwi_node *node, size_t max)
{
	struct nw_buf text;
	struct nwi_emit emit;

	if (!node)
		return nw_str_make(NULL, 0);
	nw_buf_init(&text, 64 * 1024);
	if (node->atom == NWI_A_TITLE) {
		nwi_node_text(node, &text);
	} else {
		nwi_emit_init(&emit, &text);
		nwi_emit_node(&emit, node);
	}
	struct nw_str line = line_in(page, nw_buf_str(&text), max);
	nw_buf_fini(&text);
	return line.len > 0 ? line : nw_str_make(NULL, 0);
}

/* A headline that is one link leads elsewhere: the name of a blog. */
static bool is_headline(const struct page *page, const struct nwi_node *node)
{
	const struct page_stat *stat = page_stat_of(page, node);

	return node->atom == NWI_A_H1 && stat->text > 0 &&
	       !(stat->marks & (PAGE_SILENT | PAGE_FURNITURE));
}

/*
 * The page's headline: the first h1 with words that is no furniture. `*sure`
 * when it is the only one and no link.
 */
static struct nw_str headline(const struct page *page, bool *sure)
{
	const struct nwi_node *first = NULL;
	unsigned count = 0;

	for (uint32_t i = 1; i < page->tree.count; i++) {
		if (!is_headline(page, page->nodes[i]))
			continue;
		first = first ? first : page->nodes[i];
		count++;
	}
	*sure = first && count == 1 &&
		page_stat_of(page, first)->text >= HEADLINE &&
		page_stat_of(page, first)->links == 0;
	return element_line(page, first, TITLE_BYTES);
}

static const char *const separators[] = {
	" | ",	      " - ",	    " \xe2\x80\x93 ", " \xe2\x80\x94 ",
	" \xc2\xbb ", " \xc2\xb7 ", " :: ",	      " \xe2\x80\xa2 ",
};

/* Without the outlet's name behind (or the only) separator. */
static struct nw_str without_site(struct nw_str title, struct nw_str site,
				  bool guess)
{
	for (size_t i = 0; i < sizeof(separators) / sizeof(*separators); i++) {
		struct nw_str mark = nw_str_from(separators[i]);
		struct nw_str rest = title;
		size_t cut = 0, at;

		while ((at = nw_str_find(rest, mark)) < rest.len) {
			cut += at + (cut ? mark.len : 0);
			rest = nw_str_slice(rest, at + mark.len, rest.len);
		}
		if (cut == 0)
			continue;
		struct nw_str tail = nw_str_trim(rest);
		bool is_site = site.len > 0 && tail.len == site.len &&
			       strncasecmp(tail.at, site.at, site.len) == 0;
		if (is_site || (guess && tail.len < cut && tail.len < 40))
			return nw_str_trim(nw_str_slice(title, 0, cut));
	}
	return title;
}

static bool holds(struct nw_str whole, struct nw_str part)
{
	return part.len > 0 && whole.len >= part.len &&
	       nw_str_find(whole, part) < whole.len;
}

static struct nw_str choose_title(const struct page *page,
				  const struct found *found,
				  const struct page_ld *ld, struct nw_str site)
{
	bool sure = false;
	struct nw_str h1 = headline(page, &sure);
	struct nw_str meta = line_in(page, found->values[F_TITLE], TITLE_BYTES);
	struct nw_str head = element_line(
		page, nwi_node_find(page->tree.root, NWI_A_TITLE), TITLE_BYTES);

	/* What readers see, or what two sources agree on, is the title;
	   og:title may be worded for other places. */
	if (h1.len > 0 && !nw_str_equal(h1, site) &&
	    (sure || holds(meta, h1) || holds(head, h1) ||
	     holds(ld->headline, h1)))
		return h1;
	if (meta.len > 0)
		return without_site(meta, site, nw_str_is_absent(ld->headline));
	if (ld->headline.len > 0)
		return line_in(page, ld->headline, TITLE_BYTES);
	if (h1.len > 0 && head.len == 0)
		return h1;
	return head.len > 0 ? without_site(head, site, true)
			    : nw_str_make(NULL, 0);
}

/* A date that is not in the future: pages announce events too. */
static bool read_date(const struct page *page, struct nw_str text,
		      struct nw_instant *out)
{
	const nw_time slack = 2 * INT64_C(86400000);
	const struct nwi_date_hints hints = {
		.fetched = page->input->fetched,
		.language = page->language,
	};
	struct nw_instant at;

	if (text.len < 4 || nwi_date_read(text, &hints, &at) != NW_OK ||
	    at.precision < NW_PRECISION_MONTH)
		return false;
	if (hints.fetched > 0 && at.at > hints.fetched + slack)
		return false;
	*out = at;
	return true;
}

static bool is_digits(const char *at, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (at[i] < '0' || at[i] > '9')
			return false;
	}
	return true;
}

/* "/2024/03/01/" or "/2024-03-01" in an address is a day. */
static bool date_of_url(struct nw_str url, struct nw_instant *out)
{
	char text[11] = { 0 };

	for (size_t i = 0; i + 11 <= url.len; i++) {
		const char *at = url.at + i;
		if (at[0] != '/' || !is_digits(at + 1, 4) ||
		    (at[5] != '/' && at[5] != '-') || !is_digits(at + 6, 2) ||
		    at[8] != at[5] || !is_digits(at + 9, 2))
			continue;
		if (i + 11 < url.len && is_digits(at + 11, 1))
			continue;
		memcpy(text, at + 1, 10);
		text[4] = text[7] = '-';
		return nw_instant_parse(nw_str_make(text, 10), out) == NW_OK;
	}
	return false;
}

/* The first element that states a date of publication. */
static bool date_of_element(const struct page *page, bool named,
			    struct nw_instant *out)
{
	for (uint32_t i = 1; i < page->tree.count; i++) {
		const struct nwi_node *node = page->nodes[i];
		struct nw_str prop = nwi_node_attr(node, NWI_A_ITEMPROP);
		struct nw_str value = nwi_node_attr(node, NWI_A_DATETIME);
		bool is_published =
			nw_str_is_nocase(prop, "datePublished") ||
			!nw_str_is_absent(nwi_node_attr(node, NWI_A_PUBDATE));

		if (named ? !is_published : node->atom != NWI_A_TIME)
			continue;
		if (!named && (page->stats[i].marks & PAGE_FURNITURE))
			continue;
		if (value.len == 0)
			value = nwi_node_attr(node, NWI_A_CONTENT);
		if (value.len == 0)
			value = element_line(page, node, NAME_BYTES);
		if (read_date(page, value, out))
			return true;
	}
	return false;
}

static bool has_digit(struct nw_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (is_digits(text.at + i, 1))
			return true;
	}
	return false;
}

static bool is_short_line(const struct nwi_node *node,
			  const struct page_stat *stat)
{
	return ((stat->marks & PAGE_BLOCK) || node->atom == NWI_A_SMALL) &&
	       stat->links == 0 && !(stat->marks & PAGE_FURNITURE) &&
	       (stat->own == stat->text || node->atom == NWI_A_SMALL);
}

/*
 * A date in visible text: first in lines named as by-line or date, then in
 * any short line of its own that says a day.
 */
static bool date_of_line(const struct page *page, bool named,
			 struct nw_instant *out)
{
	const uint32_t longest = named ? 120 : 40;
	unsigned looked = 0;

	for (uint32_t i = 1; i < page->tree.count && looked < DATE_LINES; i++) {
		const struct page_stat *stat = &page->stats[i];
		const struct nwi_node *node = page->nodes[i];
		bool is_line = named ? (stat->marks & PAGE_BYLINE) != 0
				     : is_short_line(node, stat);

		if (!is_line || stat->text > longest || stat->text < 6)
			continue;
		/* hAtom: <abbr class="published" title="2019-06-27"> */
		struct nw_str line = nwi_node_attr(node, NWI_A_TITLE);
		if (node->atom != NWI_A_ABBR || line.len == 0)
			line = element_line(page, node, NAME_BYTES);
		struct nw_instant at;
		looked += has_digit(line);
		if (has_digit(line) && read_date(page, line, &at) &&
		    at.precision >= NW_PRECISION_DAY) {
			*out = at;
			return true;
		}
	}
	return false;
}

static void choose_dates(const struct page *page, const struct found *found,
			 const struct page_ld *ld, struct nw_page *out)
{
	struct nw_instant *at = &out->published;
	struct nw_str url =
		out->canonical_url.len ? out->canonical_url : page->base_url;

	if (!read_date(page, ld->published, at) &&
	    !read_date(page, found->values[F_PUBLISHED], at) &&
	    !date_of_element(page, true, at) &&
	    !date_of_element(page, false, at) && !date_of_url(url, at) &&
	    !date_of_line(page, true, at))
		(void)date_of_line(page, false, at);
	if (!read_date(page, ld->updated, &out->updated))
		(void)read_date(page, found->values[F_UPDATED], &out->updated);
}

/* Without "By " in front and without what follows a bar. */
static struct nw_str bare_name(struct nw_str name)
{
	static const char *const fronts[] = {
		"by ",	      "by: ",	  "von ",
		"par ",	      "por ",	  "written by ",
		"posted by ", "author: ", "view all posts by "
	};

	name = nw_str_trim(name);
	for (size_t i = 0; i < sizeof(fronts) / sizeof(fronts[0]); i++) {
		if (nw_str_starts_nocase(name, fronts[i]))
			name = nw_str_slice(name, strlen(fronts[i]), name.len);
	}
	while (name.len > 0 && (name.at[0] == ',' || name.at[0] == ':'))
		name = nw_str_trim(nw_str_slice(name, 1, name.len));
	size_t bar = nw_str_find_char(name, '|');
	size_t dash = nw_str_find(name, nw_str_make(" - ", 3));
	return nw_str_trim(nw_str_slice(name, 0, bar < dash ? bar : dash));
}

/* "brandon-2": the name of an account, not of a person. */
static bool is_handle(struct nw_str name)
{
	bool odd = false;

	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];
		if ((c & 0x80) || c == ' ' || (c >= 'A' && c <= 'Z'))
			return false;
		odd |= c == '-' || c == '_' || (c >= '0' && c <= '9');
	}
	return odd;
}

static bool is_name(struct nw_str name, struct nw_str site)
{
	static const char *const others[] = { "admin",	  "administrator",
					      "editor",	  "undefined",
					      "null",	  "staff",
					      "redaktion" };

	if (name.len < 2 || name.len > 100 || is_handle(name) ||
	    nw_str_starts_nocase(name, "http") ||
	    nw_str_find_char(name, '@') < name.len)
		return false;
	if (name.len == site.len &&
	    strncasecmp(name.at, site.at, site.len) == 0)
		return false;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		if (nw_str_is_nocase(name, others[i]))
			return false;
	}
	return true;
}

struct names {
	struct nw_str *rows;
	uint32_t count;
	struct nw_str site;
};

static void add_name(const struct page *page, struct names *names,
		     struct nw_str name)
{
	name = line_in(page, bare_name(name), NAME_BYTES);
	if (names->count == AUTHORS || !is_name(name, names->site))
		return;
	for (uint32_t i = 0; i < names->count; i++) {
		if (nw_str_equal(names->rows[i], name))
			return;
	}
	names->rows[names->count++] = name;
}

/* "A, B and C" is three. */
static void add_names(const struct page *page, struct names *names,
		      struct nw_str text)
{
	static const char *const joints[] = { ", and ", " and ", " & ", ", ",
					      "; " };

	text = bare_name(text);
	while (text.len > 0) {
		size_t cut = text.len, skip = 0;
		for (size_t i = 0; i < sizeof(joints) / sizeof(*joints); i++) {
			struct nw_str joint = nw_str_from(joints[i]);
			size_t at = nw_str_find(text, joint);
			if (at < cut) {
				cut = at;
				skip = joint.len;
			}
		}
		add_name(page, names, nw_str_slice(text, 0, cut));
		text = nw_str_slice(text, cut + skip, text.len);
	}
}

static bool is_author_element(const struct nwi_node *node)
{
	if (node->atom == NWI_A_META || node->atom == NWI_A_LINK)
		return false;
	return nw_str_is_nocase(nwi_node_attr(node, NWI_A_REL), "author") ||
	       nw_str_is_nocase(nwi_node_attr(node, NWI_A_ITEMPROP), "author");
}

static void names_on_page(const struct page *page, struct names *names)
{
	for (uint32_t i = 1; i < page->tree.count && names->count == 0; i++) {
		const struct page_stat *stat = &page->stats[i];

		if (stat->text >= 3 && stat->text < 60 &&
		    is_author_element(page->nodes[i]))
			add_names(
				page, names,
				element_line(page, page->nodes[i], NAME_BYTES));
	}
	for (uint32_t i = 1; i < page->tree.count && names->count == 0; i++) {
		const struct page_stat *stat = &page->stats[i];
		struct nw_str line;

		if (!(stat->marks & PAGE_BYLINE) || stat->text > 60 ||
		    stat->text < 6)
			continue;
		line = element_line(page, page->nodes[i], NAME_BYTES);
		if (nw_str_starts_nocase(line, "by "))
			add_names(page, names, line);
	}
}

static void choose_authors(const struct page *page, const struct found *found,
			   const struct page_ld *ld, struct nw_page *out)
{
	struct names names = { 0 };
	struct nw_buf line;

	names.rows = nw_arena_array(page->arena, AUTHORS, sizeof(*names.rows));
	if (!names.rows)
		return;
	for (uint32_t i = 0; i < ld->author_count; i++)
		add_name(page, &names, ld->authors[i]);
	names.site = out->site; /* is an author only where JSON-LD says so */
	if (names.count == 0 && found->values[F_AUTHOR].len > 0)
		add_names(page, &names, found->values[F_AUTHOR]);
	if (names.count == 0)
		names_on_page(page, &names);
	out->authors = names.rows;
	out->author_count = names.count;
	if (names.count == 0)
		return;
	nw_buf_init(&line, TITLE_BYTES);
	for (uint32_t i = 0; i < names.count; i++) {
		nw_buf_add_text(&line, i ? ", " : "");
		nw_buf_add_str(&line, names.rows[i]);
	}
	out->byline = nw_arena_buf(page->arena, &line);
	nw_buf_fini(&line);
}

static struct nw_str canonical(const struct page *page)
{
	for (uint32_t i = 1; i < page->tree.count; i++) {
		const struct nwi_node *node = page->nodes[i];
		if (node->atom == NWI_A_LINK &&
		    nw_str_is_nocase(nwi_node_attr(node, NWI_A_REL),
				     "canonical"))
			return nwi_url_resolve_in(
				page->arena, page->base_url,
				nwi_node_attr(node, NWI_A_HREF));
	}
	return nw_str_make(NULL, 0);
}

static struct nw_str language(const struct page *page,
			      const struct found *found,
			      const struct page_ld *ld)
{
	const struct nwi_node *html =
		nwi_node_find(page->tree.root, NWI_A_HTML);
	struct nw_str tag =
		html ? nwi_node_attr(html, NWI_A_LANG) : nw_str_make(NULL, 0);

	if (tag.len == 0)
		tag = found->values[F_LANGUAGE];
	if (tag.len == 0)
		tag = ld->language;
	if (tag.len == 0)
		return nw_str_make(NULL, 0);
	struct nw_buf usual;
	nw_buf_init(&usual, 64);
	nwi_language_tag(&usual, tag);
	tag = usual.len > 0 ? nw_arena_buf(page->arena, &usual)
			    : nw_str_make(NULL, 0);
	nw_buf_fini(&usual);
	return tag;
}

void page_read_meta(struct page *page, struct nw_page *out)
{
	struct found found = { 0 };
	struct page_ld ld = { 0 };

	for (uint32_t i = 1; i < page->tree.count; i++) {
		if (page->nodes[i]->atom == NWI_A_META)
			read_meta(page->nodes[i], &found);
	}
	page_read_ld(page, &ld);
	struct nw_str site =
		found.values[F_SITE].len ? found.values[F_SITE] : ld.site;
	out->site = line_in(page, site, NAME_BYTES);
	out->title = choose_title(page, &found, &ld, out->site);
	page->title = out->title;
	out->canonical_url = canonical(page);
	out->language = page->language = language(page, &found, &ld);
	choose_dates(page, &found, &ld, out);
	choose_authors(page, &found, &ld, out);
}
