/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What each element is, and the sums. Beside the words of lib/html those for
 * the parts of a record count.
 */
#include "html/document.h"
#include "html/emit.h"
#include "page/listing_impl.h"

#include "markup/scan.h"

/* Bytes of a name that are looked at. */
enum { NAME_BYTES = 512 };

/* Characters of a text that reads like a sentence; of one that is a date. */
enum { SENTENCE = 30, STAMP = 60 };

static const struct nwi_name_word word_rows[] = {
	{ "actions", LIST_CUT },
	{ "ad", LIST_CUT },
	{ "ads", LIST_CUT },
	{ "adslot", LIST_CUT },
	{ "advert", LIST_CUT },
	{ "advertisement", LIST_CUT },
	{ "advertising", LIST_CUT },
	{ "age", LIST_DATE },
	{ "ago", LIST_DATE },
	{ "auteur", LIST_AUTHOR },
	{ "author", LIST_AUTHOR },
	{ "authors", LIST_AUTHOR },
	{ "autor", LIST_AUTHOR },
	{ "autore", LIST_AUTHOR },
	{ "avtor", LIST_AUTHOR },
	{ "badge", LIST_SECTION },
	{ "breadcrumb", LIST_FURNITURE },
	{ "breadcrumbs", LIST_FURNITURE },
	{ "byline", LIST_AUTHOR },
	{ "caption", LIST_CUT },
	{ "captions", LIST_CUT },
	{ "cat", LIST_SECTION },
	{ "categories", LIST_SECTION },
	{ "category", LIST_SECTION },
	{ "comment", LIST_FURNITURE | LIST_TALK },
	{ "comments", LIST_FURNITURE | LIST_TALK },
	{ "consent", LIST_FURNITURE },
	{ "cookie", LIST_FURNITURE },
	{ "cookies", LIST_FURNITURE },
	{ "creator", LIST_AUTHOR },
	{ "credit", LIST_CUT },
	{ "credits", LIST_CUT },
	{ "data", LIST_DATE },
	{ "date", LIST_DATE },
	{ "dateline", LIST_DATE },
	{ "dates", LIST_DATE },
	{ "datetime", LIST_DATE },
	{ "datum", LIST_DATE },
	{ "day", LIST_DATE },
	{ "disqus", LIST_FURNITURE | LIST_TALK },
	{ "donate", LIST_CUT },
	{ "dt", LIST_DATE },
	{ "eyebrow", LIST_SECTION },
	{ "facebook", LIST_CUT },
	{ "fecha", LIST_DATE },
	{ "flag", LIST_SECTION },
	{ "fonte", LIST_OUTLET },
	{ "footer", LIST_FURNITURE },
	{ "fuente", LIST_OUTLET },
	{ "gdpr", LIST_FURNITURE },
	{ "heading", LIST_TITLE },
	{ "headline", LIST_TITLE },
	{ "headlines", LIST_TITLE },
	{ "hed", LIST_TITLE },
	{ "hentry", LIST_ITEM },
	{ "heure", LIST_DATE },
	{ "hidden", LIST_CUT },
	{ "hora", LIST_DATE },
	{ "kicker", LIST_SECTION },
	{ "label", LIST_SECTION },
	{ "labels", LIST_SECTION },
	{ "likes", LIST_CUT },
	{ "live", LIST_LIVE },
	{ "liveblog", LIST_LIVE },
	{ "liveticker", LIST_LIVE },
	{ "login", LIST_FURNITURE },
	{ "masthead", LIST_FURNITURE },
	{ "medium", LIST_OUTLET },
	{ "menu", LIST_FURNITURE },
	{ "modal", LIST_FURNITURE },
	{ "more", LIST_CUT },
	{ "mostread", LIST_FURNITURE },
	{ "nav", LIST_FURNITURE },
	{ "navbar", LIST_FURNITURE },
	{ "navigation", LIST_FURNITURE },
	{ "newsletter", LIST_CUT },
	{ "noprint", LIST_CUT },
	{ "origin", LIST_OUTLET },
	{ "outbrain", LIST_CUT },
	{ "outlet", LIST_OUTLET },
	{ "overlay", LIST_FURNITURE },
	{ "overline", LIST_SECTION },
	{ "pager", LIST_FURNITURE },
	{ "pages", LIST_FURNITURE },
	{ "pagination", LIST_FURNITURE },
	{ "paginator", LIST_FURNITURE },
	{ "popular", LIST_FURNITURE },
	{ "popup", LIST_FURNITURE },
	{ "posted", LIST_DATE },
	{ "print", LIST_CUT },
	{ "promo", LIST_CUT },
	{ "promotion", LIST_CUT },
	{ "provider", LIST_OUTLET },
	{ "pubdate", LIST_DATE },
	{ "published", LIST_DATE },
	{ "publisher", LIST_OUTLET },
	{ "quelle", LIST_OUTLET },
	{ "rank", LIST_CUT },
	{ "reactions", LIST_CUT },
	{ "readmore", LIST_CUT },
	{ "recommendations", LIST_FURNITURE },
	{ "recommended", LIST_FURNITURE },
	{ "related", LIST_FURNITURE },
	{ "respond", LIST_FURNITURE | LIST_TALK },
	{ "rubric", LIST_SECTION },
	{ "rubrik", LIST_SECTION },
	{ "rubrique", LIST_SECTION },
	{ "score", LIST_CUT },
	{ "screen", LIST_CUT },
	{ "share", LIST_CUT },
	{ "sharedaddy", LIST_CUT },
	{ "sharing", LIST_CUT },
	{ "sidebar", LIST_FURNITURE },
	{ "signup", LIST_FURNITURE },
	{ "sitestr", LIST_OUTLET },
	{ "skip", LIST_FURNITURE },
	{ "social", LIST_CUT },
	{ "source", LIST_OUTLET },
	{ "sponsor", LIST_CUT },
	{ "sponsored", LIST_CUT },
	{ "src", LIST_OUTLET },
	{ "subscribe", LIST_FURNITURE },
	{ "subscription", LIST_FURNITURE },
	{ "taboola", LIST_CUT },
	{ "tag", LIST_SECTION },
	{ "tags", LIST_CUT },
	{ "tarikh", LIST_DATE },
	{ "ticker", LIST_LIVE },
	{ "time", LIST_DATE },
	{ "timestamp", LIST_DATE },
	{ "titel", LIST_TITLE },
	{ "title", LIST_TITLE },
	{ "titolo", LIST_TITLE },
	{ "titre", LIST_TITLE },
	{ "titulo", LIST_TITLE },
	{ "toc", LIST_FURNITURE },
	{ "toolbar", LIST_FURNITURE },
	{ "tooltip", LIST_CUT },
	{ "topbar", LIST_FURNITURE },
	{ "topic", LIST_SECTION },
	{ "topics", LIST_SECTION },
	{ "trending", LIST_FURNITURE },
	{ "ttl", LIST_TITLE },
	{ "twitter", LIST_CUT },
	{ "uhrzeit", LIST_DATE },
	{ "verfasser", LIST_AUTHOR },
	{ "votes", LIST_CUT },
	{ "whatsapp", LIST_CUT },
	{ "when", LIST_DATE },
	{ "writer", LIST_AUTHOR },
	{ "zagolovok", LIST_TITLE },
	{ "zeit", LIST_DATE },
};

static const struct nwi_name_words words = {
	.rows = word_rows,
	.count = sizeof(word_rows) / sizeof(word_rows[0]),
	.most = 4,
};

/* Publishing systems put the subjects of a post into its class. */
static bool is_subject(struct nw_str name)
{
	return nw_str_starts(name, "tag-") ||
	       nw_str_starts(name, "category-") ||
	       nw_str_starts(name, "status-");
}

static unsigned marks_of_names(struct nw_str names)
{
	size_t at = 0;
	unsigned marks = 0;

	names = nw_str_slice(names, 0, NAME_BYTES);
	while (at < names.len) {
		size_t from = at;
		while (at < names.len && !nwi_is_space(names.at[at]))
			at++;
		struct nw_str name = nw_str_slice(names, from, at);
		if (nw_str_is(name, "p-name"))
			marks |= LIST_TITLE;
		else if (nw_str_is(name, "h-entry"))
			marks |= LIST_ITEM;
		else if (!is_subject(name))
			marks |= nwi_name_marks(&words, name);
		at++;
	}
	return marks;
}

static unsigned marks_of_role(struct nw_str role)
{
	static const char *const furniture[] = {
		"navigation", "banner",	       "contentinfo",
		"search",     "complementary", "menu",
		"menubar",    "dialog",	       "tablist",
	};

	for (size_t i = 0; i < sizeof(furniture) / sizeof(*furniture); i++) {
		if (nw_str_is_nocase(role, furniture[i]))
			return LIST_FURNITURE;
	}
	return nw_str_is_nocase(role, "article") ? LIST_ITEM : 0;
}

static unsigned marks_of_property(struct nw_str name)
{
	static const struct {
		const char *name;
		unsigned mark;
	} rows[] = {
		{ "headline", LIST_TITLE },
		{ "datePublished", LIST_DATE },
		{ "author", LIST_AUTHOR },
		{ "creator", LIST_AUTHOR },
		{ "publisher", LIST_OUTLET },
		{ "sourceOrganization", LIST_OUTLET },
		{ "articleSection", LIST_SECTION },
		{ "keywords", LIST_CUT },
		{ "commentCount", LIST_CUT },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (nw_str_is_nocase(name, rows[i].name))
			return rows[i].mark;
	}
	return 0;
}

static unsigned marks_of_type(struct nw_str type)
{
	return nw_str_ends(type, "Article") || nw_str_ends(type, "Posting") ||
			       nw_str_ends(type, "Report")
		       ? LIST_ITEM
		       : 0;
}

static unsigned marks_of_tag(const struct nwi_node *node)
{
	switch (node->atom) {
	case NWI_A_NAV:
	case NWI_A_FOOTER:
	case NWI_A_ASIDE:
	case NWI_A_MENU:
	case NWI_A_DIALOG:
		return LIST_FURNITURE;
	case NWI_A_SELECT:
	case NWI_A_BUTTON:
	case NWI_A_FORM:
	case NWI_A_LABEL:
	case NWI_A_FIGCAPTION:
	case NWI_A_TEXTAREA:
	case NWI_A_OBJECT:
	case NWI_A_VIDEO:
	case NWI_A_AUDIO:
		return LIST_CUT;
	case NWI_A_TIME:
		return LIST_DATE;
	case NWI_A_ARTICLE:
		return LIST_ITEM;
	case NWI_A_H1:
	case NWI_A_H2:
	case NWI_A_H3:
	case NWI_A_H4:
	case NWI_A_H5:
	case NWI_A_H6:
		return LIST_HEADING;
	case NWI_A_NONE: /* <news-date> */
		return marks_of_names(node->text) &
		       (LIST_DATE | LIST_AUTHOR | LIST_TITLE | LIST_OUTLET);
	default:
		return 0;
	}
}

unsigned list_marks_of(const struct nwi_node *node)
{
	unsigned marks = marks_of_tag(node);

	for (size_t i = 0; i < node->attr_count; i++) {
		const struct nwi_attr *attr = &node->attrs[i];

		switch (attr->atom) {
		case NWI_A_ID:
		case NWI_A_CLASS:
		case NWI_A_DATA_TESTID:
		case NWI_A_DATA_COMPONENT:
			marks |= marks_of_names(attr->value);
			break;
		case NWI_A_ROLE:
			marks |= marks_of_role(attr->value);
			break;
		case NWI_A_ITEMPROP:
			marks |= marks_of_property(attr->value);
			break;
		case NWI_A_ITEMTYPE:
			marks |= marks_of_type(attr->value);
			break;
		case NWI_A_REL:
			if (nw_str_is_nocase(attr->value, "author"))
				marks |= LIST_AUTHOR;
			else if (nw_str_find(attr->value,
					     (struct nw_str)NW_STR("tag")) <
				 attr->value.len)
				marks |= LIST_SECTION;
			break;
		case NWI_A_HIDDEN:
			marks |= LIST_SILENT;
			break;
		case NWI_A_STYLE:
			if (nwi_html_style_hides(attr->value))
				marks |= LIST_SILENT;
			break;
		default:
			break;
		}
	}
	if (node->atom == NWI_A_BODY || node->atom == NWI_A_HTML ||
	    node->atom == NWI_A_MAIN)
		marks &= LIST_LIVE;
	return marks;
}

static uint32_t mix(uint32_t hash, uint32_t value)
{
	hash = (hash ^ value) * UINT32_C(0x9e3779b1);
	return hash ^ hash >> 15;
}

static uint32_t hash_of(struct nw_str text)
{
	uint32_t hash = UINT32_C(2166136261);

	for (size_t i = 0; i < text.len && i < 64; i++)
		hash = (hash ^ (unsigned char)text.at[i]) * UINT32_C(16777619);
	return hash;
}

/* Names that tell records of one list apart. */
static bool is_volatile(struct nw_str name)
{
	static const char *const names[] = {
		"odd", "even",	"first", "last", "active", "featured",
		"big", "large", "small", "alt",	 "sticky", "new",
	};

	for (size_t i = 0; i < name.len; i++) {
		if (name.at[i] >= '0' && name.at[i] <= '9')
			return true;
	}
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (nw_str_is_nocase(name, names[i]))
			return true;
	}
	return false;
}

/* The first class that all records of a list may share. */
static uint32_t hash_of_class(const struct nwi_node *node)
{
	struct nw_str rest = nwi_node_attr(node, NWI_A_CLASS), name;

	rest = nw_str_slice(rest, 0, NAME_BYTES);
	while (nw_str_next(&rest, ' ', &name)) {
		name = nw_str_trim(name);
		if (name.len > 0 && !is_volatile(name))
			return hash_of(name);
	}
	return 0;
}

static void begin_node(struct listing *listing, struct nwi_node *node)
{
	struct list_stat *stat = list_stat_of(listing, node);
	const struct list_stat *above =
		node->parent ? list_stat_of(listing, node->parent) : NULL;

	stat->depth = above ? (uint16_t)(above->depth + 1) : 0;
	stat->path = above ? above->path : 1;
	stat->shape = above ? above->shape : 1;
	if (above)
		stat->marks =
			above->marks & (LIST_SILENT | LIST_LINK | LIST_CARD);
	if (node->kind != NWI_NODE_ELEMENT)
		return;
	stat->marks |= (uint16_t)list_marks_of(node);
	if (nwi_emit_is_silent(node))
		stat->marks |= LIST_SILENT;
	if (nwi_emit_gap_of(node) >= NWI_GAP_CELL)
		stat->marks |= LIST_BLOCK;
	if (node->atom == NWI_A_A)
		stat->marks |= LIST_LINK;
	uint32_t name = node->atom ? node->atom : hash_of(node->text);
	stat->path = mix(stat->path, name);
	stat->shape = mix(mix(stat->shape, name), hash_of_class(node));
}

/* Links that hold blocks are cards; told to all above by the first block. */
static void tell_card(struct listing *listing, struct nwi_node *node)
{
	if (!(list_marks(listing, node) & LIST_BLOCK) ||
	    !(list_marks(listing, node) & LIST_LINK))
		return;
	for (node = node->parent; node; node = node->parent) {
		struct list_stat *stat = list_stat_of(listing, node);
		if (stat->marks & LIST_CARD)
			return;
		stat->marks |= LIST_CARD;
		if (node->atom == NWI_A_A)
			return;
	}
}

static uint32_t count_chars(struct nw_str text)
{
	uint32_t chars = 0;

	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];
		chars += (c & 0xc0) != 0x80 && !nwi_is_space((char)c);
	}
	return chars;
}

static bool has_digit(struct nw_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] >= '0' && text.at[i] <= '9')
			return true;
	}
	return false;
}

/* An element that holds one date and not much more. */
static bool is_stamp(const struct listing *listing, const struct nwi_node *node,
		     uint32_t chars)
{
	unsigned marks = list_marks(listing, node->parent);
	struct nw_str text = nw_str_trim(node->text);
	struct nw_instant date;

	if (marks & LIST_HEADING || text.len < 4 || text.len > STAMP)
		return false;
	if (!has_digit(text) && text.len > 20)
		return false;
	if ((marks & LIST_LINK) && !(marks & (LIST_CARD | LIST_DATE)) &&
	    text.len > 30)
		return false;
	if (chars < SENTENCE)
		return list_read_date(listing, text, NULL, &date);
	/* "Name29 January 2025 07:38" */
	size_t digit = 0;
	while (digit < text.len &&
	       (text.at[digit] < '0' || text.at[digit] > '9'))
		digit++;
	return list_read_whole_date(
		listing, nw_str_slice(text, digit, text.len), NULL, &date);
}

static bool in_title(const struct listing *listing, const struct nwi_node *node)
{
	for (unsigned up = 0; node && up < 3; node = node->parent, up++) {
		unsigned marks = list_marks(listing, node);
		if (marks & (LIST_HEADING | LIST_TITLE))
			return true;
		if (marks & LIST_BLOCK)
			return false;
	}
	return false;
}

static void add_text(struct listing *listing, const struct nwi_node *node,
		     struct list_stat *sum)
{
	struct list_stat *stat = list_stat_of(listing, node);
	uint32_t chars = count_chars(node->text);

	if (stat->marks & LIST_SILENT || chars == 0)
		return;
	sum->chars += chars;
	bool wide = node->text.len > chars * 2; /* no letters of Latin */
	if (!(wide && chars >= SENTENCE / 2) &&
	    is_stamp(listing, node, chars)) {
		stat->marks |= LIST_STAMP;
		sum->dates++;
		return;
	}
	bool in_link = (stat->marks & LIST_LINK) && !(stat->marks & LIST_CARD);
	if (chars >= (wide ? SENTENCE / 2 : SENTENCE) && !in_link &&
	    !in_title(listing, node->parent))
		sum->prose += chars;
}

/*
 * Furniture is so with all that it holds. A name that would make furniture of
 * half the page is not believed, unless it says that readers talk there.
 */
static void inherit_furniture(struct listing *listing)
{
	uint32_t total = listing->tree.count;

	for (uint32_t i = 1; i < total; i++) {
		struct list_stat *stat = &listing->stats[i];
		const struct nwi_node *node = listing->nodes[i];
		uint32_t chars = list_chars(listing, node);

		if (chars * 2 > listing->stats[total].chars &&
		    !(stat->marks & LIST_TALK))
			stat->marks &= (uint16_t)~LIST_FURNITURE;
		stat->marks |= list_marks(listing, node->parent) &
			       (LIST_FURNITURE | LIST_TALK);
	}
}

void list_mark(struct listing *listing)
{
	uint32_t total = listing->tree.count;
	struct nwi_node *node = listing->tree.root;
	struct list_stat sum = { 0 };

	for (; node; node = nwi_node_next(node, listing->tree.root)) {
		listing->nodes[node->number] = node;
		begin_node(listing, node);
		tell_card(listing, node);
	}
	for (uint32_t i = 0; i < total; i++) { /* what cards hand down */
		struct nwi_node *at = listing->nodes[i];
		if (at->parent &&
		    (list_marks(listing, at->parent) & LIST_CARD) &&
		    (list_marks(listing, at->parent) & LIST_LINK))
			listing->stats[i].marks |= LIST_CARD;
	}
	for (uint32_t i = 0; i < total; i++) {
		struct list_stat *stat = &listing->stats[i];
		stat->chars = sum.chars;
		stat->prose = sum.prose;
		stat->dates = sum.dates;
		if (listing->nodes[i]->kind == NWI_NODE_TEXT)
			add_text(listing, listing->nodes[i], &sum);
		else if (listing->nodes[i]->atom == NWI_A_TIME)
			sum.dates++;
	}
	listing->stats[total] = (struct list_stat){ .chars = sum.chars,
						    .prose = sum.prose,
						    .dates = sum.dates };
	for (uint32_t i = total; i-- > 0;) {
		struct nwi_node *last = listing->nodes[i]->last;
		listing->stats[i].end =
			last ? listing->stats[last->number].end : i + 1;
	}
	inherit_furniture(listing);
}
