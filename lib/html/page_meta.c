/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a page says of itself in its head, and the order in which its facts
 * are chosen: address, language, site, title, dates, names.
 */
#include "html/emit.h"
#include "html/page_facts.h"

#include "text/language.h"
#include "text/url.h"
#include "text/utf8.h"

/* In a field the rows stand in the order of trust. */
static const struct {
	enum page_field field;
	const char *name;
} metas[] = {
	{ F_TITLE, "og:title" },
	{ F_TITLE, "twitter:title" },
	{ F_TITLE, "parsely-title" },
	{ F_TITLE, "sailthru.title" },
	{ F_TITLE, "citation_title" },
	{ F_TITLE, "dc.title" },
	{ F_TITLE, "dcterms.title" },
	{ F_TITLE, "headline" },
	{ F_TITLE, "title" },
	{ F_SITE, "og:site_name" },
	{ F_SITE, "application-name" },
	{ F_SITE, "apple-mobile-web-app-title" },
	{ F_SITE, "citation_journal_title" },
	{ F_SITE, "dc.publisher" },
	{ F_SITE, "copyright" },
	{ F_AUTHOR, "author" },
	{ F_AUTHOR, "article:author" },
	{ F_AUTHOR, "parsely-author" },
	{ F_AUTHOR, "sailthru.author" },
	{ F_AUTHOR, "citation_author" },
	{ F_AUTHOR, "dc.creator" },
	{ F_AUTHOR, "dcterms.creator" },
	{ F_AUTHOR, "dc.contributor" },
	{ F_AUTHOR, "byl" },
	{ F_AUTHOR, "byline" },
	{ F_AUTHOR, "authors" },
	{ F_AUTHOR, "article.author" },
	{ F_AUTHOR, "creator" },
	{ F_AUTHOR, "twitter:data1" }, /* of twitter:label1 "Written by" */
	{ F_PUBLISHED, "article:published_time" },
	{ F_PUBLISHED, "article:published" },
	{ F_PUBLISHED, "datepublished" },
	{ F_PUBLISHED, "og:article:published_time" },
	{ F_PUBLISHED, "og:published_time" },
	{ F_PUBLISHED, "parsely-pub-date" },
	{ F_PUBLISHED, "published_at" },
	{ F_PUBLISHED, "article_date_original" },
	{ F_PUBLISHED, "article.published" },
	{ F_PUBLISHED, "cxenseparse:recs:publishtime" },
	{ F_PUBLISHED, "rnews:datepublished" },
	{ F_PUBLISHED, "dc.date.issued" },
	{ F_PUBLISHED, "dcterms.issued" },
	{ F_PUBLISHED, "dcterms.created" },
	{ F_PUBLISHED, "dc.date.created" },
	{ F_PUBLISHED, "dcsext.articlefirstpublished" },
	{ F_PUBLISHED, "originalpublicationdate" },
	{ F_PUBLISHED, "sailthru.date" },
	{ F_PUBLISHED, "pubdate" },
	{ F_PUBLISHED, "publishdate" },
	{ F_PUBLISHED, "publish-date" },
	{ F_PUBLISHED, "publish_date" },
	{ F_PUBLISHED, "publish_time" },
	{ F_PUBLISHED, "published_time" },
	{ F_PUBLISHED, "published-date" },
	{ F_PUBLISHED, "publication_date" },
	{ F_PUBLISHED, "publication-date" },
	{ F_PUBLISHED, "citation_publication_date" },
	{ F_PUBLISHED, "citation_online_date" },
	{ F_PUBLISHED, "citation_date" },
	{ F_PUBLISHED, "dc.date" },
	{ F_PUBLISHED, "dcterms.date" },
	{ F_PUBLISHED, "date_published" },
	{ F_PUBLISHED, "article:create" },
	{ F_PUBLISHED, "date" },
	{ F_PUBLISHED, "displaydate" },
	{ F_PUBLISHED, "ptime" },
	{ F_PUBLISHED, "pdate" },
	{ F_PUBLISHED, "created" },
	{ F_PUBLISHED, "creation_date" },
	{ F_PUBLISHED, "datecreated" },
	{ F_PUBLISHED, "og:pubdate" },
	{ F_PUBLISHED, "og:regdate" },
	{ F_PUBLISHED, "article:post_date" },
	{ F_UPDATED, "article:modified_time" },
	{ F_UPDATED, "article:modified" },
	{ F_UPDATED, "datemodified" },
	{ F_UPDATED, "og:article:modified_time" },
	{ F_UPDATED, "og:modified_time" },
	{ F_UPDATED, "og:updated_time" },
	{ F_UPDATED, "dcterms.modified" },
	{ F_UPDATED, "dc.date.modified" },
	{ F_UPDATED, "modified_at" },
	{ F_UPDATED, "last-modified" },
	{ F_UPDATED, "lastmod" },
	{ F_UPDATED, "last_updated_date" },
	{ F_UPDATED, "lastupdate" },
	{ F_UPDATED, "modified" },
	{ F_UPDATED, "revision_date" },
	{ F_LANGUAGE, "content-language" },
	{ F_LANGUAGE, "dc.language" },
	{ F_LANGUAGE, "dcterms.language" },
	{ F_LANGUAGE, "language" },
	{ F_LANGUAGE, "og:locale" },
};

enum { METAS = sizeof(metas) / sizeof(metas[0]) };

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

static bool is_meta(struct nw_str name, const char *known)
{
	return name.len > 0 && (name.at[0] | 0x20) == known[0] &&
	       nw_str_is_nocase(name, known);
}

static void read_meta(const struct nwi_node *node, struct page_head *head)
{
	struct nw_str name = nw_str_trim(meta_name(node));
	struct nw_str value = nw_str_trim(nwi_node_attr(node, NWI_A_CONTENT));
	unsigned rank = 0;

	if (value.len == 0 || name.len == 0 || head->count == META_VALUES)
		return;
	for (size_t i = 0; i < METAS; i++) {
		enum page_field field = metas[i].field;

		rank = i > 0 && metas[i - 1].field == field ? rank + 1 : 0;
		if (!is_meta(name, metas[i].name))
			continue;
		if (field == F_AUTHOR && nw_str_starts_nocase(value, "http"))
			return;
		head->rows[head->count++] = (struct page_meta_value){
			.text = value,
			.field = (uint8_t)field,
			.rank = (uint8_t)rank,
			.is_turned = field == F_AUTHOR &&
				     (nw_str_starts_nocase(name, "citation") ||
				      nw_str_starts_nocase(name, "dc")),
		};
		return;
	}
}

struct nw_str page_head_value(const struct page_head *head,
			      enum page_field field)
{
	const struct page_meta_value *best = NULL;

	for (uint32_t i = 0; i < head->count; i++) {
		const struct page_meta_value *row = &head->rows[i];
		if (row->field == field && (!best || row->rank < best->rank))
			best = row;
	}
	return best ? best->text : nw_str_make(NULL, 0);
}

/* "Written by" and whom, a pair that publishing systems write for cards. */
static bool is_card_of_author(const struct page *page)
{
	for (uint32_t i = 1; i < page->tree.count; i++) {
		const struct nwi_node *node = page->nodes[i];
		if (node->atom != NWI_A_META ||
		    !is_meta(meta_name(node), "twitter:label1"))
			continue;
		struct nw_str label = nwi_node_attr(node, NWI_A_CONTENT);
		char copy[40] = { 0 };
		if (label.len + 1 >= sizeof(copy))
			return false;
		memcpy(copy, label.at, label.len);
		copy[label.len] = ' ';
		return page_by_word(nw_str_from(copy)) > 0 && label.len > 2;
	}
	return false;
}

static void read_head(const struct page *page, struct page_head *head)
{
	bool card = is_card_of_author(page);

	for (uint32_t i = 1; i < page->tree.count; i++) {
		const struct nwi_node *node = page->nodes[i];

		if (node->atom != NWI_A_META || node->kind != NWI_NODE_ELEMENT)
			continue;
		if (card || !is_meta(meta_name(node), "twitter:data1"))
			read_meta(node, head);
	}
}

struct nw_str page_line_in(const struct page *page, struct nw_str text,
			   size_t max)
{
	return nw_str_is_absent(text)
		       ? text
		       : nwi_text_line_in(page->arena, text, max);
}

struct nw_str page_element_line(const struct page *page,
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
	struct nw_str line = page_line_in(page, nw_buf_str(&text), max);
	nw_buf_fini(&text);
	return line.len > 0 ? line : nw_str_make(NULL, 0);
}

void page_tell(const struct page *page, const char *what, struct nw_str text,
	       const char *why)
{
	const struct nw_explained explained = {
		.size = sizeof(explained),
		.what = nw_str_from(what),
		.text = text,
		.why = nw_str_from(why),
	};

	nw_explain(page->input->explain, &explained);
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
			      const struct page_facts *facts)
{
	const struct nwi_node *html =
		nwi_node_find(page->tree.root, NWI_A_HTML);
	struct nw_str tag =
		html ? nwi_node_attr(html, NWI_A_LANG) : nw_str_make(NULL, 0);

	if (tag.len == 0)
		tag = page_head_value(&facts->head, F_LANGUAGE);
	if (tag.len == 0)
		tag = facts->ld.language;
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
	struct page_facts *facts =
		nw_arena_new_of(page->arena, struct page_facts);

	if (!facts)
		return;
	memset(facts, 0, sizeof(*facts));
	facts->page = page;
	read_head(page, &facts->head);
	out->canonical_url = canonical(page);
	facts->url =
		out->canonical_url.len ? out->canonical_url : page->base_url;
	page_read_ld(page, facts->url, &facts->ld);
	page->told = facts->ld.body;
	out->language = page->language = language(page, facts);
	struct nw_str site = page_head_value(&facts->head, F_SITE);
	site = site.len ? site : facts->ld.site;
	out->site = facts->site = page_line_in(page, site, NAME_BYTES);
	out->title = page->title = page_choose_title(facts);
	/* Before the lines: it acquits what is no furniture. */
	const struct nwi_node *article = page_find_article(page);
	if (!page_scan_lines(page, &facts->scan))
		return;
	page_scan_title(page, &facts->scan, out->title);
	page_scan_body(page, &facts->scan, article);
	page_choose_dates(facts, out);
	page_choose_authors(facts, out);
}
