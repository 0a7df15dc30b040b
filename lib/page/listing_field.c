/* SPDX-License-Identifier: Apache-2.0 */
/* A record's pieces become an item's fields. */
#include "page/listing_impl.h"

#include "base/hash.h"
#include "item/read.h"
#include "markup/scan.h"
#include "text/url.h"
#include "text/utf8.h"

static const struct nwi_node *enclosing_link(const struct nwi_node *node)
{
	for (; node; node = node->parent) {
		if (node->atom == NWI_A_A)
			return node;
	}
	return NULL;
}

static bool is_machine_link(struct nw_str href)
{
	static const char *const parts[] = {
		"/tag/",    "/tags/",	 "/category/", "/categories/",
		"/author/", "/authors/", "/topic/",    "/topics/",
		"/user",    "/profile",	 "/share",     "sharer",
		"#comment", "#respond",	 "intent/",    "/label/",
		"/from?",   "/search/",
	};

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (nw_str_find(href, nw_str_from(parts[i])) < href.len)
			return true;
	}
	return false;
}

static struct nw_str href_of(const struct listing *listing,
			     const struct nwi_node *link)
{
	return link ? list_link(listing, nwi_node_attr(link, NWI_A_HREF))
		    : nw_str_make(NULL, 0);
}

/* In what is named as sharing, tags, related links. */
static bool is_cut(const struct list_field *field, const struct nwi_node *node)
{
	uint32_t top = field->record->from;

	for (; node && node->number > top; node = node->parent) {
		if (list_marks_of(node) & (LIST_CUT | LIST_FURNITURE))
			return true;
	}
	return false;
}

/*
 * A link without a word that lies over the whole of a card, or over its
 * picture: the first of the record, before the title.
 */
static struct nw_str covering_link(const struct list_field *field)
{
	const struct listing *listing = field->listing;
	const struct list_record *r = field->record;

	for (uint32_t i = r->from; i < r->to; i++) {
		const struct nwi_node *node = listing->nodes[i];
		if (node->atom != NWI_A_A || list_chars(listing, node) > 0 ||
		    is_cut(field, node->parent))
			continue;
		struct nw_str at = href_of(listing, node);
		bool own = list_chars(listing, node->parent) * 2 >=
			   list_chars(listing, r->anchor);
		if (!nw_str_is_absent(at) && !is_machine_link(at) &&
		    (own || node->number < r->anchor->number))
			return at;
	}
	return nw_str_make(NULL, 0);
}

/* The first link of a record that leads to the piece itself. */
static struct nw_str find_link(const struct list_field *field)
{
	const struct listing *listing = field->listing;
	const struct list_record *r = field->record;
	uint32_t end = list_stat_of(listing, r->anchor)->end;
	struct nw_str other = { NULL, 0 }, href = { NULL, 0 };

	if (field->kind != LIST_BY_TIME || r->anchor->atom == NWI_A_A)
		href = href_of(listing, enclosing_link(r->anchor));
	for (uint32_t i = r->anchor->number;
	     nw_str_is_absent(href) && i < end && field->kind != LIST_BY_TIME &&
	     field->kind != LIST_BY_ITEM;
	     i++) {
		if (listing->nodes[i]->atom == NWI_A_A)
			href = href_of(listing, listing->nodes[i]);
	}
	for (uint32_t i = r->from; nw_str_is_absent(href) && i < r->to; i++) {
		const struct nwi_node *node = listing->nodes[i];
		unsigned marks = listing->stats[i].marks;
		if (node->atom != NWI_A_A ||
		    marks & (LIST_SILENT | LIST_AUTHOR | LIST_SECTION |
			     LIST_CUT))
			continue;
		struct nw_str at = href_of(listing, node);
		if (nw_str_is_absent(at) || is_machine_link(at))
			continue;
		bool cut = is_cut(field, node->parent);
		/* A link in a sentence is not the record's. */
		struct nw_str text = list_text(listing, node, 100);
		bool heads = list_chars(listing, node) > 0 &&
			     (list_is_noise(text) ||
			      list_marks(listing, node->parent) &
				      (LIST_HEADING | LIST_TITLE));
		if (heads)
			href = at;
		else if (nw_str_is_absent(other) && !cut &&
			 list_chars(listing, node->parent) <=
				 2 * list_chars(listing, node) + 4)
			other = at;
	}
	if (nw_str_is_absent(href))
		href = other;
	return nw_str_is_absent(href) && field->kind != LIST_BY_TIME &&
			       field->kind != LIST_BY_ITEM
		       ? covering_link(field)
		       : href;
}

/* Title: the anchor, else what is named so, a heading, a lone link. */
static bool is_title_piece(const struct list_field *field,
			   const struct list_piece *piece, unsigned pass)
{
	struct nw_instant date;

	if (piece->used || (piece->marks & LIST_CUT) ||
	    (pass > 0 &&
	     list_read_whole_date(field->listing, piece->text, NULL, &date)))
		return false;
	switch (pass) {
	case 0:
		return piece->title && field->kind != LIST_BY_ITEM &&
		       field->kind != LIST_BY_TIME &&
		       !(piece->marks & (LIST_DATE | LIST_AUTHOR |
					 LIST_SECTION | LIST_OUTLET)) &&
		       !list_read_whole_date(field->listing, piece->text, NULL,
					     &date);
	case 1:
		return piece->marks & LIST_HEADING;
	case 2:
		return piece->marks & LIST_TITLE;
	default:
		return piece->link && piece->text.len >= 20 &&
		       piece->text.len < 300 && !list_is_noise(piece->text) &&
		       !(piece->marks & (LIST_DATE | LIST_AUTHOR |
					 LIST_SECTION | LIST_OUTLET));
	}
}

/* "3. " and a final stop are a list's, not a title's. */
static struct nw_str trim_title(struct nw_str title, bool bold)
{
	size_t at = 0;

	while (at < title.len && title.at[at] >= '0' && title.at[at] <= '9')
		at++;
	if (at > 0 && at <= 2 && at + 1 < title.len &&
	    (title.at[at] == '.' || title.at[at] == ')') &&
	    title.at[at + 1] == ' ')
		title = nw_str_trim(nw_str_slice(title, at + 2, title.len));
	if (bold && title.len > 1 && strchr(".:", title.at[title.len - 1]) &&
	    title.at[title.len - 2] != '.')
		title = nw_str_slice(title, 0, title.len - 1);
	while (title.len > 1 && strchr("([|", title.at[title.len - 1]))
		title = nw_str_trim(nw_str_slice(title, 0, title.len - 1));
	return title;
}

static void set_title(struct list_field *field)
{
	NW_AUTO(nw_buf_fini) struct nw_buf line = { 0 };
	unsigned pass = 0;
	struct list_piece *found = NULL;

	nw_buf_init(&line, NWI_TITLE_BYTES + 64);
	for (; pass < 4 && !found; pass++) {
		for (uint32_t i = 0; i < field->pieces.count && !found; i++) {
			if (is_title_piece(field, &field->pieces.at[i], pass))
				found = &field->pieces.at[i];
		}
	}
	if (!found)
		return;
	nw_buf_add_str(&line, nw_str_slice(found->text, 0, NWI_TITLE_BYTES));
	found->used = true;
	/* A title of several parts; a card's link holds much else. */
	bool whole = field->kind != LIST_BY_LINK &&
		     pass == 1; /* the anchor is the title */
	for (uint32_t i = 0; whole && i < field->pieces.count; i++) {
		struct list_piece *piece = &field->pieces.at[i];
		if (!piece->title || piece->used ||
		    (piece->link != NULL) != (found->link != NULL) ||
		    piece->text.len < 3 ||
		    piece->marks & (LIST_CUT | LIST_DATE | LIST_AUTHOR |
				    LIST_SECTION | LIST_OUTLET | LIST_STAMP))
			continue;
		piece->used = true;
		nw_buf_add_char(&line, ' ');
		nw_buf_add_str(&line, piece->text);
	}
	struct nw_str title = nwi_text_line_in(
		field->listing->arena, nw_buf_str(&line), NWI_TITLE_BYTES);
	field->item->title = trim_title(title, field->kind == LIST_BY_BOLD);
}

static bool is_later(struct nw_str name)
{
	return nw_str_is_nocase(name, "dateModified");
}

/* What machines are told: <time datetime>, <meta content>, <abbr title>. */
static bool machine_date(const struct list_field *field,
			 const struct nwi_node *node, struct nw_instant *out)
{
	struct nw_str text = { NULL, 0 };

	if (node->kind != NWI_NODE_ELEMENT || node->attr_count == 0 ||
	    is_later(nwi_node_attr(node, NWI_A_ITEMPROP)))
		return false;
	if (node->atom == NWI_A_TIME)
		text = nwi_node_attr(node, NWI_A_DATETIME);
	else if (list_marks(field->listing, node) & LIST_DATE &&
		 node->atom == NWI_A_META)
		text = nwi_node_attr(node, NWI_A_CONTENT);
	else if (list_marks(field->listing, node) & LIST_DATE)
		text = nwi_node_attr(node, node->atom == NWI_A_ABBR
						   ? NWI_A_TITLE
						   : NWI_A_DATETIME);
	return text.len >= 8 &&
	       list_read_date(field->listing, text, field->day, out);
}

static void set_machine_date(struct list_field *field)
{
	struct nw_item *item = field->item;

	for (uint32_t i = field->record->from; i < field->record->to; i++) {
		struct nw_instant date;
		if (!machine_date(field, field->listing->nodes[i], &date))
			continue;
		if (nw_instant_is_absent(&item->published) ||
		    date.precision > item->published.precision)
			item->published = date;
		if (item->published.precision >= NW_PRECISION_MINUTE)
			return;
	}
}

static bool is_wide(struct nw_str text)
{
	return text.len > 0 && (unsigned char)text.at[0] >= 0xe3;
}

static size_t word_count(struct nw_str text)
{
	size_t count = text.len > 0;

	for (size_t i = 0; i < text.len; i++)
		count += text.at[i] == ' ' || text.at[i] == '\n';
	return count;
}

/* Short, no sentence, no heading: a label ("Analysis", "Staff writer"). */
static bool is_label(const struct list_piece *piece)
{
	return !(piece->marks & LIST_HEADING) &&
	       !list_ends_sentence(piece->text) &&
	       piece->text.len <= LIST_LABEL &&
	       word_count(piece->text) <= (is_wide(piece->text) ? 1 : 4) &&
	       (!is_wide(piece->text) || piece->text.len < 24);
}

static void tell_cut(const struct list_field *field,
		     const struct list_piece *piece, const char *why)
{
	list_explain(field->listing, "cut", piece->text, piece->node, "%s",
		     why);
}

/* Why a piece is no text; NULL when it is. */
static const char *judge(struct list_field *field, struct list_piece *piece)
{
	bool card = enclosing_link(field->record->anchor) != NULL ||
		    field->record->anchor->atom == NWI_A_A;
	bool own_link =
		piece->link &&
		!(card && list_marks(field->listing, piece->link) & LIST_CARD);

	if (piece->marks & LIST_CUT)
		return "named as no part of the text";
	if (piece->marks &
		    (LIST_AUTHOR | LIST_OUTLET | LIST_DATE | LIST_SECTION) &&
	    list_read_named(field, piece))
		return "named as date, author, outlet or section";
	if (piece->text.len <= LIST_META && list_read_meta(field, piece))
		return "a line of date and names";
	if (piece->text.len <= 2 * LIST_LABEL && list_is_noise(piece->text) &&
	    (own_link || !list_ends_sentence(piece->text) ||
	     piece->text.len <= 20))
		return "words of every list";
	if (nw_str_starts_nocase(piece->text, "tags:") ||
	    nw_str_starts_nocase(piece->text, "labels:"))
		return "tags";
	if (own_link && piece->text.len <= LIST_META)
		return "a link by itself";
	if (is_label(piece)) {
		list_read_label(field, piece);
		return "a label";
	}
	if (nw_str_equal(piece->text, field->item->title))
		return "the title again";
	return NULL;
}

static void set_text(struct list_field *field)
{
	NW_AUTO(nw_buf_fini) struct nw_buf text = { 0 };
	bool more = false;

	nw_buf_init(&text, NWI_TEXT_BYTES);
	for (uint32_t i = 0; i < field->pieces.count; i++) {
		struct list_piece *piece = &field->pieces.at[i];
		if (piece->used)
			continue;
		const char *why = judge(field, piece);
		if (why) {
			more |= list_is_noise(piece->text);
			tell_cut(field, piece, why);
			continue;
		}
		struct nw_str words = piece->text;
		/* A dash between the date and the words. */
		while (words.len > 0 &&
		       (strchr(",;:|-)", words.at[0]) ||
			nw_str_starts(words, "—") || nw_str_starts(words, "–")))
			words = nw_str_trim(nw_str_slice(
				words, words.at[0] == '\xe2' ? 3 : 1,
				words.len));
		if (words.len > 0 && text.len > 0)
			nw_buf_add_char(&text, '\n');
		nw_buf_add_str(&text, words);
	}
	struct nw_str all = nw_arena_buf(field->listing->arena, &text);
	if (all.len == 0)
		return;
	bool whole = all.len >= 600 && !nw_str_ends(all, "…") &&
		     !nw_str_ends(all, "...") && !more;
	if (whole || nw_str_is_absent(field->item->url)) {
		field->item->content = all;
		return;
	}
	field->item->summary = all;
	field->item->flags |= NW_ITEM_TEASER;
}

/*
 * A record's footer may be named as no text and still state what nothing
 * else does.
 */
static void read_footers(struct list_field *field)
{
	for (uint32_t i = 0; i < field->pieces.count; i++) {
		struct list_piece *piece = &field->pieces.at[i];
		unsigned marks = piece->marks;

		if (piece->used || !(marks & LIST_CUT))
			continue;
		if ((marks & LIST_DATE &&
		     nw_instant_is_absent(&field->item->published)) ||
		    (marks & LIST_AUTHOR && nw_str_is_absent(field->author)))
			(void)list_read_named(field, piece);
	}
}

enum { AUTHORS = 8 };

static void set_author(struct list_field *field)
{
	struct nw_item *item = field->item;
	struct nw_str *authors;

	if (nw_str_is_absent(field->author))
		return;
	authors = nw_arena_array(field->listing->arena, AUTHORS,
				 sizeof(*authors));
	if (!authors)
		return;
	item->authors = authors;
	item->author_count = list_split_names(field->author, authors, AUTHORS);
	item->byline = field->author;
}

/* "/2024/03/05/", the custom of many publishing systems. */
static void set_url_date(struct nw_item *item)
{
	struct nw_str url = item->url;
	int digits[8];

	if (!nw_instant_is_absent(&item->published))
		return;
	for (size_t i = 0; i + 11 < url.len; i++) {
		bool fits = url.at[i] == '/' && url.at[i + 5] == '/' &&
			    url.at[i + 8] == '/' && url.at[i + 11] == '/';
		static const uint8_t places[8] = { 1, 2, 3, 4, 6, 7, 9, 10 };
		for (unsigned k = 0; fits && k < 8; k++) {
			digits[k] = url.at[i + places[k]] - '0';
			fits = digits[k] >= 0 && digits[k] <= 9;
		}
		if (!fits)
			continue;
		char text[16];
		snprintf(text, sizeof(text), "%.4s-%.2s-%.2s", url.at + i + 1,
			 url.at + i + 6, url.at + i + 9);
		if (nw_instant_parse(nw_str_from(text), &item->published) ==
		    NW_OK)
			return;
	}
}

/*
 * A time of day by itself: of the day that the record states, if it is named
 * a time (else it may be a film's length), of the day above, or of today.
 */
static void set_clock(struct list_field *field)
{
	struct nw_instant *have = &field->item->published, date;
	bool day = have->precision == NW_PRECISION_DAY;

	if (field->clock < 0 || have->precision > NW_PRECISION_DAY ||
	    (day && !field->clock_named))
		return;
	if (list_date_clock(field->listing, field->clock,
			    day ? have : field->day, &date))
		*have = date;
}

/* The element's own name; its page's address with it. */
static struct nw_str fragment_of(const struct list_field *field)
{
	const struct nwi_node *node = field->record->anchor;
	struct nw_str id = nwi_node_attr(node, NWI_A_ID);

	while (id.len == 0 && node->parent &&
	       node->parent->number >= field->record->from) {
		node = node->parent;
		id = nwi_node_attr(node, NWI_A_ID);
	}
	if (id.len == 0 && field->record->first->kind == NWI_NODE_ELEMENT)
		id = nwi_node_attr(field->record->first, NWI_A_ID);
	return id;
}

static void set_own_address(struct list_field *field)
{
	struct nw_str id = fragment_of(field);
	struct nw_str base = field->listing->base_url;

	if (!nw_str_is_absent(field->item->url) || id.len == 0)
		return;
	field->item->id = nw_arena_str(field->listing->arena, id);
	base = nw_str_slice(base, 0, nw_str_find_char(base, '#'));
	if (base.len > 0)
		field->item->url =
			nw_arena_fmt(field->listing->arena, "%.*s#%.*s",
				     NW_FMT(base), NW_FMT(id));
}

/* From what does not change when an entry is corrected. */
static void set_id(struct list_field *field)
{
	char time[NW_TIME_TEXT], id[NWI_ID_TEXT];
	struct nw_item *item = field->item;

	if (!nw_str_is_absent(item->id) || !nw_str_is_absent(item->url))
		return;
	nw_instant_format(&item->published, time);
	struct nw_str body = nw_str_is_absent(item->title) ? nw_item_body(item)
							   : item->title;
	const struct nw_str parts[] = { nw_str_from(time), field->author,
					body };
	nwi_derive_id("entry", parts, 3, id);
	item->id = nw_arena_str(field->listing->arena, nw_str_from(id));
}

void list_read_item(const struct listing *listing,
		    const struct list_record *record, enum list_kind kind,
		    const struct nw_instant *day, struct nw_item *item)
{
	struct list_field field = { .listing = listing,
				    .record = record,
				    .kind = kind,
				    .day = day,
				    .clock = -1,
				    .item = item };

	*item = (struct nw_item){ .size = sizeof(*item) };
	if (!list_read_pieces(listing, record, &field.pieces))
		return;
	item->url = find_link(&field);
	set_title(&field);
	set_machine_date(&field);
	set_text(&field);
	read_footers(&field);
	set_clock(&field);
	if (nw_instant_is_absent(&item->published) && day)
		item->published = *day;
	set_url_date(item);
	set_author(&field);
	set_own_address(&field);
	set_id(&field);
}
