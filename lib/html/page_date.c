/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Collects every date that a page states of itself. Scores are an order of
 * trust: what publishing software writes for machines, then what stands next
 * to the title, then the address, then the rest. Neighbours' dates (related
 * articles, comments) stand far from the title or in furniture.
 */
#include "html/page_date.h"

#include "text/date.h"

/* Visible lines that are looked at for a date; bytes of one. */
enum { DATE_LINES = 400, DATE_LINE = 200, DATE_PIECE = 64, SENTENCE = 120 };

static const nw_time hour = INT64_C(3600000);

/* Years before the Web, in text that is not marked as the page's date, are
   history: 1990. In the head an archive may say 1851. */
static bool is_likely(const struct page *page, const struct nw_instant *at,
		      bool marked)
{
	nw_time fetched = page->input->fetched;
	bool zoned = at->offset_min != NW_OFFSET_UNKNOWN;
	int32_t year = nw_time_to_civil(at->at).year;

	/* 14 h: the day begins first in Kiribati. */
	if (fetched > 0 && at->at > fetched + (zoned ? 2 : 14) * hour)
		return false;
	/* 0 seconds is software without a date. */
	if (at->at >= 0 && at->at < 24 * hour)
		return false;
	return year >= (marked ? 1700 : 1990);
}

static bool read_date(const struct page *page, struct nw_str text,
		      bool relative, struct nw_instant *out)
{
	const struct nwi_date_hints hints = {
		.fetched = relative ? page->input->fetched : 0,
		.language = page->language,
		.country = page->input->country,
	};

	text = nw_str_trim(text);
	return text.len >= 4 && nwi_date_read(text, &hints, out) == NW_OK;
}

static bool add_claim(const struct page_facts *facts,
		      struct page_claims *claims, struct nw_str text,
		      struct page_claim claim)
{
	bool visible = claim.from == FROM_TEXT;
	bool marked = !visible || claim.says != SAYS_ANY;

	if (claims->count == CLAIMS || text.len == 0)
		return false;
	if (!read_date(facts->page, text, false, &claim.at)) {
		if (!claim.shown || claim.place < PLACE_NEAR ||
		    !read_date(facts->page, text, true, &claim.at))
			return false;
		claim.guessed = true;
		claim.score = claim.score > 60 ? 60 : claim.score;
	}
	if (claim.at.precision < NW_PRECISION_DAY ||
	    !is_likely(facts->page, &claim.at, marked))
		return false;
	claims->rows[claims->count++] = claim;
	return true;
}

static void claims_of_ld(const struct page_facts *facts,
			 struct page_claims *claims)
{
	const struct page_ld *ld = &facts->ld;
	struct page_claim claim = { .from = FROM_JSON_LD,
				    .says = SAYS_PUBLISHED,
				    .score = 100 };

	(void)add_claim(facts, claims, ld->published, claim);
	claim.score = 84;
	(void)add_claim(facts, claims, ld->page_published, claim);
	claim.score = 70;
	(void)add_claim(facts, claims, ld->created, claim);
	claim.says = SAYS_UPDATED;
	claim.score = 100;
	(void)add_claim(facts, claims, ld->updated, claim);
	claim.score = 80;
	(void)add_claim(facts, claims, ld->page_updated, claim);
}

/* Rows of the table in page_meta.c stand in the order of trust. */
static void claims_of_head(const struct page_facts *facts,
			   struct page_claims *claims)
{
	for (uint32_t i = 0; i < facts->head.count; i++) {
		const struct page_meta_value *row = &facts->head.rows[i];
		unsigned less = row->rank < 20 ? row->rank : 20;
		struct page_claim claim = {
			.from = FROM_META,
			.says = row->field == F_UPDATED ? SAYS_UPDATED
							: SAYS_PUBLISHED,
			.score = (uint16_t)(92 - less),
		};

		if (row->field == F_PUBLISHED || row->field == F_UPDATED)
			(void)add_claim(facts, claims, row->text, claim);
	}
}

/* "/2024/03/01/", "/2024-03-01-", "/20240301/" in an address is a day. */
static bool is_digits(struct nw_str text, size_t from, size_t count)
{
	if (from + count > text.len)
		return false;
	for (size_t i = from; i < from + count; i++) {
		if (text.at[i] < '0' || text.at[i] > '9')
			return false;
	}
	return true;
}

static size_t url_day(struct nw_str url, size_t i, char day[11])
{
	struct nw_str at = nw_str_slice(url, i, url.len);
	size_t month = 5, second = 8, len = 10;

	if (!is_digits(at, 0, 4) || (at.at[0] != '1' && at.at[0] != '2'))
		return 0;
	if (is_digits(at, 0, 8)) {
		month = 4;
		second = 6;
		len = 8;
	} else if (at.len < 10 || !strchr("/-_", at.at[4]) ||
		   at.at[7] != at.at[4] || !is_digits(at, 5, 2) ||
		   !is_digits(at, 8, 2)) {
		return 0;
	}
	if (is_digits(at, len, 1))
		return 0;
	memcpy(day, at.at, 4);
	memcpy(day + 5, at.at + month, 2);
	memcpy(day + 8, at.at + second, 2);
	day[4] = day[7] = '-';
	return len;
}

static void claims_of_url(const struct page_facts *facts,
			  struct page_claims *claims)
{
	struct nw_str url = facts->url;
	const struct page_claim claim = { .from = FROM_URL,
					  .says = SAYS_PUBLISHED,
					  .score = 66 };
	char day[11] = { 0 };
	struct nw_instant at;

	for (size_t i = 1; i < url.len; i++) {
		if (strchr("/-_=.", url.at[i - 1]) == NULL ||
		    !url_day(url, i, day))
			continue;
		struct nw_str text = nw_str_make(day, 10);
		if (nw_instant_parse(text, &at) == NW_OK &&
		    at.at > INT64_C(631152000000) && /* 1990 */
		    add_claim(facts, claims, text, claim))
			return;
	}
}

/* What microdata or RDFa calls a date; SAYS_ANY without. */
static enum page_says named_date(const struct nwi_node *node)
{
	static const enum nwi_atom attrs[] = { NWI_A_ITEMPROP, NWI_A_PROPERTY };

	for (size_t i = 0; i < 2; i++) {
		struct nw_str name = nwi_node_attr(node, attrs[i]);
		size_t colon = nw_str_find_char(name, ':');
		if (colon < name.len)
			name = nw_str_slice(name, colon + 1, name.len);
		if (nw_str_is_nocase(name, "datePublished") ||
		    nw_str_is_nocase(name, "dateCreated") ||
		    nw_str_is_nocase(name, "uploadDate") ||
		    nw_str_is_nocase(name, "issued"))
			return SAYS_PUBLISHED;
		if (nw_str_is_nocase(name, "dateModified") ||
		    nw_str_is_nocase(name, "modified"))
			return SAYS_UPDATED;
	}
	return nw_str_is_absent(nwi_node_attr(node, NWI_A_PUBDATE))
		       ? SAYS_ANY
		       : SAYS_PUBLISHED;
}

/* A machine's date in a data- attribute: ISO 8601 or a Unix stamp. */
static struct nw_str data_date(const struct nwi_node *node)
{
	for (size_t i = 0; i < node->attr_count; i++) {
		struct nw_str name = node->attrs[i].name;
		struct nw_str value = nw_str_trim(node->attrs[i].value);
		struct nw_str rest = nw_str_slice(name, 5, name.len);

		if (name.len < 7 || value.len < 10 || value.len > 40 ||
		    memcmp(name.at, "data-", 5) != 0)
			continue;
		if (!(page_roles_of(rest) & (ROLE_DATE | ROLE_PUBLISHED)) &&
		    !nw_str_is(rest, "epoch") && !nw_str_is(rest, "utime"))
			continue;
		if (is_digits(value, 0, 4) &&
		    (value.at[4] == '-' || is_digits(value, 0, value.len)))
			return value;
	}
	return nw_str_make(NULL, 0);
}

static struct nw_str machine_date(const struct nwi_node *node, unsigned roles)
{
	struct nw_str value = nwi_node_attr(node, NWI_A_DATETIME);

	if (value.len == 0)
		value = nwi_node_attr(node, NWI_A_CONTENT);
	/* hAtom: <abbr class="published" title="2019-06-27"> */
	if (value.len == 0 && (node->atom == NWI_A_ABBR || roles))
		value = nwi_node_attr(node, NWI_A_TITLE);
	if (value.len == 0 && (node->atom == NWI_A_TIME || roles))
		value = data_date(node);
	return value;
}

static uint16_t time_score(const struct page_facts *facts, uint32_t i,
			   enum page_place place, bool named)
{
	static const uint8_t bare[] = { 46, 56, 68, 76 };
	static const uint8_t marked[] = { 72, 78, 90, 92 };
	unsigned score = named ? marked[place] : bare[place];
	unsigned marks = facts->scan.marks[i];

	/* A post's own footer has its date, by a name that is sure. */
	if (marks & PAGE_SURELY)
		score -= named ? 16 : 34;
	else if ((marks & PAGE_FURNITURE) && place < PLACE_NEXT)
		score -= named ? 8 : place < PLACE_NEAR ? 24 : 12;
	if ((marks & PAGE_LINK) && place < PLACE_NEXT && !named)
		score -= 10;
	return (uint16_t)(score < 100 ? score : 1);
}

static enum page_says says_of(unsigned roles)
{
	if (roles & ROLE_UPDATED)
		return roles & ROLE_PUBLISHED ? SAYS_ANY : SAYS_UPDATED;
	return roles & ROLE_PUBLISHED ? SAYS_PUBLISHED : SAYS_ANY;
}

/* "Updated <time>": the words before the element say what it is. */
static enum page_says label_before(const struct page *page,
				   const struct nwi_node *node)
{
	/* Up from its end: siblings may be many, levels are not. */
	const struct nwi_node *before = page->nodes[node->number - 1];
	struct page_stretch stretch;

	if (before == node->parent)
		return SAYS_ANY;
	while (before->parent != node->parent)
		before = before->parent;
	if (before->kind == NWI_NODE_ELEMENT)
		before = before->first;
	if (!before || before->kind != NWI_NODE_TEXT)
		return SAYS_ANY;
	struct nw_str text = nw_str_trim(before->text);
	text = nw_str_slice(text, text.len > 60 ? text.len - 60 : 0, text.len);
	enum page_says says = SAYS_ANY;
	while (page_stretch_next(&text, &stretch)) {
		if (stretch.label == LABEL_PUBLISHED)
			says = SAYS_PUBLISHED;
		else if (stretch.label == LABEL_UPDATED)
			says = SAYS_UPDATED;
	}
	return says;
}

static void claim_of_element(const struct page_facts *facts, uint32_t i,
			     struct page_claims *claims)
{
	const struct nwi_node *node = facts->page->nodes[i];
	unsigned roles = facts->scan.roles[i];
	enum page_says named = named_date(node);
	struct nw_str value = machine_date(node, roles);
	bool is_time = node->atom == NWI_A_TIME;

	if (node->atom == NWI_A_META && named == SAYS_ANY)
		return;
	if (named == SAYS_ANY && !is_time && value.len == 0)
		return;
	if (node->atom == NWI_A_INS || node->atom == NWI_A_DEL ||
	    (roles & ROLE_OTHER))
		return;
	enum page_place place = page_place_of(&facts->scan, facts->scan.at[i]);
	struct page_claim claim = {
		.from = named != SAYS_ANY ? FROM_MARKUP : FROM_TIME,
		.says = (uint8_t)(named != SAYS_ANY ? named : says_of(roles)),
		.place = (uint8_t)place,
		.shown = page_stat_of(facts->page, node)->text > 0,
	};
	if (claim.says == SAYS_ANY)
		claim.says = (uint8_t)label_before(facts->page, node);
	claim.score = time_score(facts, i, place, named != SAYS_ANY);
	if (named == SAYS_ANY && claim.says == SAYS_PUBLISHED)
		claim.score = (uint16_t)(claim.score + 8);
	if (value.len > 0 && add_claim(facts, claims, value, claim))
		return;
	if (is_time || named != SAYS_ANY)
		(void)add_claim(facts, claims,
				page_element_line(facts->page, node, 120),
				claim);
}

/* Elements far from the title are many on a page of many articles. */
static void claims_of_elements(const struct page_facts *facts,
			       struct page_claims *claims)
{
	const struct page *page = facts->page;

	for (uint32_t i = 1; i < page->tree.count; i++) {
		const struct nwi_node *node = page->nodes[i];

		if (node->kind == NWI_NODE_ELEMENT && node->attr_count > 0 &&
		    claims->count < CLAIMS - 32)
			claim_of_element(facts, i, claims);
		else if (node->atom == NWI_A_TIME &&
			 node->kind == NWI_NODE_ELEMENT)
			claim_of_element(facts, i, claims);
	}
}

static bool has_digit(struct nw_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];
		/* Arabic, Persian, Indic and full-width digits too */
		if ((c >= '0' && c <= '9') || c == 0xd9 || c == 0xdb ||
		    c == 0xe0 || c == 0xef)
			return true;
	}
	return false;
}

static uint16_t text_score(const struct page_line *line, enum page_place place,
			   enum page_label label)
{
	static const uint8_t plain[] = { 24, 52, 62, 66 };
	static const uint8_t named[] = { 42, 58, 70, 74 };
	static const uint8_t labelled[] = { 54, 66, 80, 82 };
	bool is_named = line->roles & (ROLE_DATE | ROLE_PUBLISHED);
	unsigned score = label != LABEL_NONE ? labelled[place]
			 : is_named	     ? named[place]
					     : plain[place];

	if (line->marks & PAGE_SURELY)
		score -= place < PLACE_NEAR ? 20 : 6;
	else if ((line->marks & PAGE_FURNITURE) &&
		 (place < PLACE_NEAR || (label == LABEL_NONE && !is_named)))
		score -= 12; /* a caption, say */
	if ((line->marks & PAGE_LINK) && place < PLACE_NEXT)
		score -= 8;
	return (uint16_t)(score < 100 ? score : 1); /* below 0 it wraps */
}

/* A stretch that is a sentence holds somebody else's date. */
static bool may_be_date(const struct page_line *line, struct nw_str text,
			enum page_label label)
{
	size_t words = 0;

	if (!has_digit(text))
		return false;
	for (size_t i = 0; i < text.len; i++)
		words += text.at[i] == ' ';
	if (label != LABEL_NONE || page_by_word(line->text) > 0)
		return words <= 16;
	if (line->roles & (ROLE_DATE | ROLE_PUBLISHED | ROLE_UPDATED))
		return words <= 14;
	return words <= 6 && text.len <= DATE_PIECE;
}

static void claim_of_piece(const struct page_facts *facts,
			   const struct page_line *line, struct nw_str text,
			   enum page_label label, struct page_claims *claims)
{
	enum page_place place = page_place_of(&facts->scan, line->at);
	enum page_says says = says_of(line->roles);
	struct page_claim claim = {
		.from = FROM_TEXT,
		.shown = true,
		.place = (uint8_t)place,
		.score = text_score(line, place, label),
	};

	if (label == LABEL_PUBLISHED)
		says = SAYS_PUBLISHED;
	else if (label == LABEL_UPDATED)
		says = SAYS_UPDATED;
	claim.says = (uint8_t)says;
	if (may_be_date(line, text, label))
		(void)add_claim(facts, claims, text, claim);
}

/* A bullet, a bar, a dash between spaces part a line into pieces. */
static size_t piece_end(struct nw_str text, size_t *skip)
{
	static const struct nw_str marks[] = {
		NW_STR("|"),
		NW_STR("\xe2\x80\xa2"),
		NW_STR("\xc2\xb7"),
		NW_STR(" \xe2\x80\x93 "),
		NW_STR(" \xe2\x80\x94 "),
		NW_STR("\xe2\x97\x8f"),
	};
	size_t end = text.len;

	*skip = 0;
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		size_t at = nw_str_find(text, marks[i]);
		if (at < end) {
			end = at;
			*skip = marks[i].len;
		}
	}
	return end;
}

static bool is_clock_only(struct nw_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		if (!(c >= '0' && c <= '9') && !strchr(" :.hHuUrRpPaAmM", c))
			return false;
	}
	return nw_str_find_char(text, ':') < text.len && text.len <= 10;
}

static void claims_of_stretch(const struct page_facts *facts,
			      const struct page_line *line, struct nw_str text,
			      enum page_label label, struct page_claims *claims)
{
	while (text.len > 0) {
		size_t skip, end = piece_end(text, &skip);
		struct nw_str piece = nw_str_slice(text, 0, end);
		struct nw_str rest = nw_str_slice(text, end + skip, text.len);
		size_t skip2, end2 = piece_end(rest, &skip2);

		/* "5 May 2024 | 10:30" is one date. */
		if (skip && has_digit(piece) &&
		    is_clock_only(nw_str_trim(nw_str_slice(rest, 0, end2)))) {
			piece = nw_str_slice(text, 0, end + skip + end2);
			rest = nw_str_slice(rest, end2 + skip2, rest.len);
		}
		claim_of_piece(facts, line, piece, label, claims);
		text = rest;
	}
}

static void claims_of_line(const struct page_facts *facts,
			   const struct page_line *line,
			   struct page_claims *claims)
{
	struct nw_str rest = line->text;
	struct page_stretch stretch;

	while (page_stretch_next(&rest, &stretch)) {
		/* In the middle of a sentence it says when something else
		   was published. */
		bool inside = line->text.len > SENTENCE &&
			      stretch.label != LABEL_NONE &&
			      stretch.text.at > line->text.at + SENTENCE / 4;
		if (stretch.label != LABEL_OTHER && !inside)
			claims_of_stretch(facts, line, stretch.text,
					  stretch.label, claims);
	}
}

/* "Published" in one block, the date in the next: as one line. */
static bool is_bare_label(struct nw_str text, enum page_label *label)
{
	struct page_stretch stretch;

	if (text.len > 40 || has_digit(text) ||
	    !page_stretch_next(&text, &stretch) ||
	    stretch.label == LABEL_NONE || text.len > 0)
		return false;
	*label = stretch.label;
	return stretch.text.len <= 6;
}

static void claims_of_lines(const struct page_facts *facts,
			    struct page_claims *claims)
{
	const struct page_scan *scan = &facts->scan;
	unsigned looked = 0;

	for (uint32_t i = 0; i < scan->line_count && looked < DATE_LINES; i++) {
		const struct page_line *line = &scan->lines[i];
		enum page_label label = LABEL_NONE;

		if (!has_digit(line->text) || line->text.len > DATE_LINE ||
		    (line->roles & ROLE_OTHER))
			continue;
		looked++;
		if (i > 0 && is_bare_label(scan->lines[i - 1].text, &label)) {
			if (label != LABEL_OTHER)
				claims_of_stretch(facts, line, line->text,
						  label, claims);
			continue;
		}
		claims_of_line(facts, line, claims);
	}
}

void page_claims_collect(const struct page_facts *facts,
			 struct page_claims *claims)
{
	claims->count = 0;
	claims_of_ld(facts, claims);
	claims_of_head(facts, claims);
	claims_of_url(facts, claims);
	claims_of_elements(facts, claims);
	claims_of_lines(facts, claims);
}
