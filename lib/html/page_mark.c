/* SPDX-License-Identifier: Apache-2.0 */
/* What an element's name, role, class and id tell. */
#include "html/document.h"
#include "html/emit.h"
#include "html/page_impl.h"

#include "markup/scan.h"

/* Bytes of a class or id that are looked at. */
enum { CLASS_BYTES = 512 };

#define SURELY (PAGE_FURNITURE | PAGE_SURELY)
#define TALK   (SURELY | PAGE_TALK)

/*
 * Words of the trade that site builders use all over the world; sorted.
 * They speak of the whole element.
 */
static const struct nwi_name_word word_rows[] = {
	{ "accordion", PAGE_PANEL },
	{ "accordions", PAGE_PANEL },
	{ "actions", PAGE_FURNITURE },
	{ "ad", PAGE_FURNITURE },
	{ "addthis", PAGE_FURNITURE },
	{ "addtoany", PAGE_FURNITURE },
	{ "ads", PAGE_FURNITURE },
	{ "adsense", PAGE_FURNITURE },
	{ "adslot", PAGE_FURNITURE },
	{ "adunit", PAGE_FURNITURE },
	{ "advert", PAGE_FURNITURE },
	{ "advertisement", PAGE_FURNITURE },
	{ "advertising", PAGE_FURNITURE },
	{ "alsolike", PAGE_FURNITURE },
	{ "answer", PAGE_PANEL },
	{ "anzeige", PAGE_FURNITURE },
	{ "auteur", PAGE_BYLINE },
	{ "author", PAGE_BYLINE },
	{ "authors", PAGE_BYLINE },
	{ "autor", PAGE_BYLINE },
	{ "autore", PAGE_BYLINE },
	{ "avatar", PAGE_FURNITURE },
	{ "banner", PAGE_FURNITURE },
	{ "bildquelle", PAGE_FURNITURE },
	{ "bildtext", PAGE_FURNITURE },
	{ "bio", PAGE_FURNITURE },
	{ "breadcrumb", SURELY },
	{ "breadcrumbs", SURELY },
	{ "byline", PAGE_BYLINE },
	{ "captcha", SURELY },
	{ "caption", PAGE_FURNITURE },
	{ "captions", PAGE_FURNITURE },
	{ "collapse", PAGE_PANEL },
	{ "comentarios", TALK },
	{ "comment", TALK },
	{ "commentaires", TALK },
	{ "commenti", TALK },
	{ "comments", TALK },
	{ "compartilhar", PAGE_FURNITURE },
	{ "compartir", PAGE_FURNITURE },
	{ "condividi", PAGE_FURNITURE },
	{ "consent", SURELY },
	{ "cookie", SURELY },
	{ "cookies", SURELY },
	{ "copyright", PAGE_FURNITURE },
	{ "correlati", PAGE_FURNITURE },
	{ "credit", PAGE_FURNITURE },
	{ "credits", PAGE_FURNITURE },
	{ "cta", PAGE_FURNITURE },
	{ "date", PAGE_BYLINE },
	{ "dateline", PAGE_BYLINE },
	{ "datetime", PAGE_BYLINE },
	{ "datum", PAGE_BYLINE },
	{ "details", PAGE_PANEL },
	{ "didascalia", PAGE_FURNITURE },
	{ "disclaimer", PAGE_FURNITURE },
	{ "disqus", TALK },
	{ "donate", PAGE_FURNITURE },
	{ "donation", PAGE_FURNITURE },
	{ "donations", PAGE_FURNITURE },
	{ "editsection", PAGE_FURNITURE },
	{ "etiket", PAGE_FURNITURE },
	{ "etiketler", PAGE_FURNITURE },
	{ "etiquetas", PAGE_FURNITURE },
	{ "expand", PAGE_PANEL },
	{ "expandable", PAGE_PANEL },
	{ "facebook", PAGE_FURNITURE },
	{ "facet", PAGE_FURNITURE },
	{ "facets", PAGE_FURNITURE },
	{ "faq", PAGE_PANEL },
	{ "faqs", PAGE_PANEL },
	{ "fecha", PAGE_BYLINE },
	{ "feedback", PAGE_FURNITURE },
	{ "figcaption", PAGE_FURNITURE },
	{ "footer", SURELY },
	{ "fotocredit", PAGE_FURNITURE },
	{ "galleries", SURELY },
	{ "gallery", SURELY },
	{ "gdpr", SURELY },
	{ "headerlink", PAGE_FURNITURE },
	{ "helpful", PAGE_FURNITURE },
	{ "imagecredit", PAGE_FURNITURE },
	{ "interstitial", PAGE_FURNITURE },
	{ "keywords", PAGE_FURNITURE },
	{ "kicker", PAGE_BYLINE },
	{ "komentarze", TALK },
	{ "kommentar", PAGE_FURNITURE },
	{ "kommentare", TALK },
	{ "leaderboard", PAGE_FURNITURE },
	{ "legal", PAGE_FURNITURE },
	{ "legenda", PAGE_FURNITURE },
	{ "legende", PAGE_FURNITURE },
	{ "leyenda", PAGE_FURNITURE },
	{ "likes", PAGE_FURNITURE },
	{ "livefyre", TALK },
	{ "login", SURELY },
	{ "masthead", PAGE_FURNITURE },
	{ "menu", SURELY },
	{ "meta", PAGE_BYLINE },
	{ "metadata", PAGE_BYLINE },
	{ "mgid", PAGE_FURNITURE },
	{ "modal", SURELY },
	{ "morefrom", PAGE_FURNITURE },
	{ "mostpopular", PAGE_FURNITURE },
	{ "mostread", PAGE_FURNITURE },
	{ "nav", SURELY },
	{ "navbar", SURELY },
	{ "navigation", SURELY },
	{ "newsletter", PAGE_FURNITURE },
	{ "newsletters", PAGE_FURNITURE },
	{ "nextpost", PAGE_FURNITURE },
	{ "nextstory", PAGE_FURNITURE },
	{ "noprint", PAGE_FURNITURE },
	{ "optin", PAGE_FURNITURE },
	{ "outbrain", PAGE_FURNITURE },
	{ "overlay", PAGE_FURNITURE },
	{ "pager", PAGE_FURNITURE },
	{ "pagination", PAGE_FURNITURE },
	{ "panel", PAGE_PANEL },
	{ "partage", PAGE_FURNITURE },
	{ "partager", PAGE_FURNITURE },
	{ "paywall", PAGE_FURNITURE },
	{ "penulis", PAGE_BYLINE },
	{ "permalink", PAGE_FURNITURE },
	{ "photocaption", PAGE_FURNITURE },
	{ "photocredit", PAGE_FURNITURE },
	{ "player", PAGE_FURNITURE },
	{ "playlist", PAGE_FURNITURE },
	{ "popular", PAGE_FURNITURE },
	{ "popularposts", PAGE_FURNITURE },
	{ "popup", SURELY },
	{ "posted", PAGE_BYLINE },
	{ "postprofile", PAGE_FURNITURE },
	{ "prev", PAGE_FURNITURE },
	{ "promo", PAGE_FURNITURE },
	{ "promotion", PAGE_FURNITURE },
	{ "promotional", PAGE_FURNITURE },
	{ "pubblicita", PAGE_FURNITURE },
	{ "pubdate", PAGE_BYLINE },
	{ "publicidad", PAGE_FURNITURE },
	{ "publicidade", PAGE_FURNITURE },
	{ "publicite", PAGE_FURNITURE },
	{ "published", PAGE_BYLINE },
	{ "pullquote", PAGE_FURNITURE },
	{ "pullquotes", PAGE_FURNITURE },
	{ "reacties", TALK },
	{ "reactions", PAGE_FURNITURE },
	{ "readmore", PAGE_FURNITURE },
	{ "readnext", PAGE_FURNITURE },
	{ "recirc", PAGE_FURNITURE },
	{ "recirculation", PAGE_FURNITURE },
	{ "recommend", PAGE_FURNITURE },
	{ "recommended", PAGE_FURNITURE },
	{ "redaktion", PAGE_BYLINE },
	{ "regform", SURELY },
	{ "regwall", PAGE_FURNITURE },
	{ "reklama", PAGE_FURNITURE },
	{ "relacionadas", PAGE_FURNITURE },
	{ "relacionados", PAGE_FURNITURE },
	{ "related", PAGE_FURNITURE },
	{ "relatedposts", PAGE_FURNITURE },
	{ "reply", PAGE_FURNITURE | PAGE_TALK },
	{ "reporter", PAGE_BYLINE },
	{ "respond", PAGE_FURNITURE | PAGE_TALK },
	{ "revcontent", PAGE_FURNITURE },
	{ "seealso", PAGE_FURNITURE },
	{ "share", PAGE_FURNITURE },
	{ "sharedaddy", PAGE_FURNITURE },
	{ "sharethis", PAGE_FURNITURE },
	{ "sharing", PAGE_FURNITURE },
	{ "sidebar", PAGE_FURNITURE },
	{ "signature", PAGE_FURNITURE },
	{ "signin", SURELY },
	{ "signup", SURELY },
	{ "skyscraper", PAGE_FURNITURE },
	{ "slideshow", SURELY },
	{ "sns", PAGE_FURNITURE },
	{ "social", PAGE_FURNITURE },
	{ "sponsor", PAGE_FURNITURE },
	{ "sponsored", PAGE_FURNITURE },
	{ "subscribe", PAGE_FURNITURE },
	{ "subscription", PAGE_FURNITURE },
	{ "survey", PAGE_FURNITURE },
	{ "tab", PAGE_PANEL },
	{ "taboola", PAGE_FURNITURE },
	{ "tabpanel", PAGE_PANEL },
	{ "tabs", PAGE_PANEL },
	{ "tag", PAGE_FURNITURE },
	{ "tagi", PAGE_FURNITURE },
	{ "taglist", PAGE_FURNITURE },
	{ "tags", PAGE_FURNITURE },
	{ "taxonomy", PAGE_FURNITURE },
	{ "teaser", PAGE_FURNITURE },
	{ "teasers", PAGE_FURNITURE },
	{ "teilen", PAGE_FURNITURE },
	{ "telegram", PAGE_FURNITURE },
	{ "time", PAGE_BYLINE },
	{ "timestamp", PAGE_BYLINE },
	{ "toc", PAGE_FURNITURE },
	{ "toggle", PAGE_PANEL },
	{ "toolbar", PAGE_FURNITURE },
	{ "tooltip", PAGE_FURNITURE },
	{ "trending", PAGE_FURNITURE },
	{ "twitter", PAGE_FURNITURE },
	{ "udostepnij", PAGE_FURNITURE },
	{ "upnext", PAGE_FURNITURE },
	{ "upsell", PAGE_FURNITURE },
	{ "upvote", PAGE_FURNITURE },
	{ "userdetails", PAGE_FURNITURE },
	{ "userinfo", PAGE_FURNITURE },
	{ "votecell", PAGE_FURNITURE },
	{ "votes", PAGE_FURNITURE },
	{ "werbung", PAGE_FURNITURE },
	{ "whatsapp", PAGE_FURNITURE },
	{ "writer", PAGE_BYLINE },
	{ "yarpp", PAGE_FURNITURE },
	{ "yorum", TALK },
	{ "yorumlar", TALK },
	{ "zergnet", PAGE_FURNITURE },
};

static const struct nwi_name_words words = {
	.rows = word_rows,
	.count = sizeof(word_rows) / sizeof(word_rows[0]),
	.most = 5,
};

/* Whole names that publishing systems give the body of an article. */
static const char *const body_names[] = {
	"articlebody",	    "article-body",
	"article__body",    "article_body",
	"article-content",  "article__content",
	"article-text",	    "articletext",
	"article_text",	    "article-body-content",
	"entry-content",    "entry__content",
	"post-content",	    "post__content",
	"post_content",	    "post-body",
	"post-entry",	    "postcontent",
	"story-body",	    "storybody",
	"story-content",    "story__body",
	"story-text",	    "story__content",
	"news-content",	    "news-text",
	"newstext",	    "content-body",
	"body-text",	    "single-content",
	"td-post-content",  "field-name-body",
	"blog-content",	    "rich-text-body",
	"mw-parser-output", "article-main",
};

static bool is_body_name(struct nw_str name)
{
	for (size_t i = 0; i < sizeof(body_names) / sizeof(*body_names); i++) {
		if (body_names[i][0] == (name.at[0] | 0x20) &&
		    nw_str_is_nocase(name, body_names[i]))
			return true;
	}
	return false;
}

/* WordPress puts the subjects of a post into its class. */
static bool is_subject(struct nw_str name)
{
	if (nw_str_starts(name, "tag-l") || nw_str_starts(name, "tag-cloud"))
		return false; /* the list of them, the label of it */
	return nw_str_starts(name, "tag-") ||
	       nw_str_starts(name, "category-") ||
	       nw_str_starts(name, "postid-") || nw_str_starts(name, "author-");
}

/* For ears or for nobody: not what readers see. */
static bool is_unseen(struct nw_str name, bool responsive)
{
	static const char *const unseen[] = {
		"sr-only",	  "screen-reader-text", "visually-hidden",
		"visuallyhidden", "element-invisible",	"offscreen",
		"assistive-text",
	};

	/* "hidden md:block" is hidden on small screens only. */
	if (nw_str_is(name, "hidden"))
		return !responsive;
	for (size_t i = 0; i < sizeof(unseen) / sizeof(unseen[0]); i++) {
		if (nw_str_is(name, unseen[i]))
			return true;
	}
	return false;
}

static unsigned marks_of_names(struct nw_str names)
{
	unsigned marks = 0;
	size_t from = 0;

	names.len = names.len < CLASS_BYTES ? names.len : CLASS_BYTES;
	bool responsive = nw_str_find_char(names, ':') < names.len;
	for (size_t i = 0; i <= names.len; i++) {
		if (i < names.len && !nwi_is_space(names.at[i]))
			continue;
		struct nw_str name = nw_str_slice(names, from, i);
		if (is_unseen(name, responsive))
			marks |= PAGE_FURNITURE;
		if (name.len > 0 && !is_subject(name))
			marks |= is_body_name(name)
					 ? PAGE_BODY
					 : nwi_name_marks(&words, name);
		from = i + 1;
	}
	return marks;
}

static unsigned marks_of_role(struct nw_str role)
{
	static const char *const furniture[] = {
		"navigation", "banner",	 "complementary", "contentinfo",
		"search",     "dialog",	 "alertdialog",	  "menu",
		"menubar",    "toolbar", "doc-toc",
	};

	if (nw_str_is_nocase(role, "button"))
		return PAGE_BUTTON;
	if (nw_str_is_nocase(role, "tabpanel"))
		return PAGE_PANEL;

	for (size_t i = 0; i < sizeof(furniture) / sizeof(*furniture); i++) {
		if (nw_str_is_nocase(role, furniture[i]))
			return PAGE_FURNITURE;
	}
	return 0;
}

static const uint16_t tag_marks[NWI_ATOM_COUNT] = {
	[NWI_A_ASIDE] = PAGE_FURNITURE,	 [NWI_A_BUTTON] = PAGE_BUTTON,
	[NWI_A_DIALOG] = PAGE_FURNITURE, [NWI_A_FIGCAPTION] = PAGE_FURNITURE,

	[NWI_A_FOOTER] = PAGE_FURNITURE, [NWI_A_FORM] = 0,
	[NWI_A_INPUT] = PAGE_SILENT,	 [NWI_A_LABEL] = PAGE_BUTTON,
	[NWI_A_MENU] = PAGE_FURNITURE,	 [NWI_A_NAV] = PAGE_FURNITURE,
	[NWI_A_SELECT] = PAGE_FURNITURE, [NWI_A_TEXTAREA] = PAGE_FURNITURE,
	[NWI_A_VIDEO] = PAGE_FURNITURE,	 [NWI_A_AUDIO] = PAGE_FURNITURE,
	[NWI_A_OBJECT] = PAGE_FURNITURE, [NWI_A_CANVAS] = PAGE_FURNITURE,
	[NWI_A_MAP] = PAGE_FURNITURE,
};

/* Their ids are made of their words. */
static bool is_heading(const struct nwi_node *node)
{
	return node->text.len == 2 && node->text.at[0] == 'h' &&
	       node->text.at[1] >= '1' && node->text.at[1] <= '6';
}

static bool holds_the_page(const struct nwi_node *node)
{
	return node->atom == NWI_A_HTML || node->atom == NWI_A_BODY ||
	       node->atom == NWI_A_MAIN || node->atom == NWI_A_ARTICLE;
}

static unsigned marks_of(const struct page *page, const struct nwi_node *node)
{
	unsigned marks = tag_marks[node->atom];
	unsigned by_name = 0;
	bool hidden = false, described = false, tabs = false;

	/* In pages a drawing is an icon, and the title is read by itself. */
	if (nwi_emit_is_silent(node) || node->ns == NWI_NS_SVG ||
	    node->atom == NWI_A_TITLE)
		return PAGE_SILENT;
	for (size_t i = 0; i < node->attr_count; i++) {
		const struct nwi_attr *attr = &node->attrs[i];

		switch (attr->atom) {
		case NWI_A_ID:
			if (is_heading(node))
				break;
			__attribute__((fallthrough));
		case NWI_A_CLASS:
		case NWI_A_DATA_TESTID:
		case NWI_A_DATA_COMPONENT:
			by_name |= marks_of_names(attr->value);
			break;
		case NWI_A_ROLE:
			marks |= marks_of_role(attr->value);
			tabs |= nw_str_is_nocase(attr->value, "tablist");
			break;
		case NWI_A_ITEMPROP:
			if (nw_str_is_nocase(attr->value, "articleBody"))
				marks |= PAGE_BODY;
			/* A lead, even when its class is "teaser". */
			described |=
				nw_str_is_nocase(attr->value, "description");
			break;
		case NWI_A_HIDDEN: /* scripts may show it: weight decides */
			hidden |= !nw_str_is_nocase(attr->value, "until-found");
			break;
		case NWI_A_STYLE:
			hidden |= nwi_html_style_hides(attr->value);
			break;
		default:
			break;
		}
	}
	/* Custom elements are named as classes are: <amp-ad>, <news-letter>. */
	if (node->atom == NWI_A_NONE &&
	    nw_str_find_char(node->text, '-') < node->text.len)
		by_name |= marks_of_names(node->text);
	if (page->ignore_names && !(by_name & PAGE_SURELY))
		by_name &= ~(unsigned)PAGE_FURNITURE;
	if (described && !(by_name & PAGE_SURELY))
		by_name &= ~(unsigned)PAGE_FURNITURE;
	if ((by_name & PAGE_TALK) && (page->hints & PAGE_HINT_THREAD))
		by_name &= ~(unsigned)(PAGE_FURNITURE | PAGE_SURELY);
	marks |= by_name;
	if (tabs && !(marks & PAGE_PANEL))
		marks |= PAGE_FURNITURE;
	if (hidden && !(marks & PAGE_PANEL))
		marks |= PAGE_FURNITURE;
	if (marks & PAGE_BODY)
		marks &= ~(unsigned)(PAGE_FURNITURE | PAGE_BYLINE);
	if (holds_the_page(node))
		marks &= ~(unsigned)(PAGE_FURNITURE | PAGE_BYLINE);
	return marks;
}

void page_mark_nodes(struct page *page)
{
	struct nwi_node *node = page->tree.root;

	for (; node; node = nwi_node_next(node, page->tree.root)) {
		struct page_stat *stat = page_stat_of(page, node);

		if (node->kind == NWI_NODE_TEXT)
			continue;
		stat->marks = (uint16_t)marks_of(page, node);
		if (node->kind == NWI_NODE_ROOT ||
		    nwi_emit_gap_of(node) >= NWI_GAP_CELL)
			stat->marks |= PAGE_BLOCK;
		if (node->atom == NWI_A_A)
			stat->marks |= PAGE_LINK;
	}
	for (uint32_t i = 0; i < page->selected.remove.count; i++)
		page_stat_of(page, page->selected.remove.nodes[i])->marks |=
			PAGE_SILENT;
}
