/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lines that stand together: lists within an article, talk in dashes, titles
 * that end as sentences do, second headlines, names below a title. What the
 * page does once may be chance; most of these rules ask how often it does so.
 */
#include "page/digest_impl.h"

enum {
	DASHES = 20,	 /* the marks "- ", "– " and "— " begin here */
	BACK = 4,	 /* lines of dates and names above a list */
	TITLE_WORDS = 8, /* twice the words of a heading of many sections */
	HEAD_WORDS = 14,
	SPEAKER_BYTES = 40
};

static const uint64_t marks = BIT(F_BULLET) | BIT(F_NUMBERED);

static const uint64_t meta = BIT(F_DATE) | BIT(F_STAMP) | BIT(F_DATED) |
			     BIT(F_BYLINE) | BIT(F_LABEL) | BIT(F_LINK);

static const uint64_t never = BIT(F_NOISE) | BIT(F_CAPTION) | BIT(F_TAGS) |
			      BIT(F_LISTHEAD) | BIT(F_TAKEN);

/* Might be a title by its shape, whatever it ends with. */
static bool is_heading(const struct digest_line *line)
{
	const uint64_t not_open = BIT(F_PROSE) | BIT(F_COLON) | BIT(F_LOWER) |
				  BIT(F_TRAILING) | BIT(F_REPEATED) |
				  BIT(F_BULLET);

	return !(line->bits & (meta | never | not_open)) && line->words >= 2 &&
	       line->words <= 25;
}

/* ---- talk: "— Do you have power?" ---- */

static void mark_talk(struct digest *d)
{
	size_t dashes = 0, asked = 0;

	for (size_t i = 0; i < d->count; i++) {
		const struct digest_line *line = &d->lines[i];
		bool dash = line->mark >= DASHES && line->mark < DASHES + 3;
		dashes += dash;
		asked += dash && (line->bits & BIT(F_MARK));
	}
	if (asked < 2 || asked * 5 < dashes)
		return;
	for (size_t i = 0; i < d->count; i++) {
		struct digest_line *line = &d->lines[i];
		if (line->mark < DASHES || line->mark >= DASHES + 3)
			continue;
		line->bits &= ~BIT(F_BULLET);
		line->bits |= BIT(F_LIST);
	}
}

/* ---- talk: "Q: ...", "A: ..." ---- */

/* Who speaks: a word or two before a colon. */
static struct nw_str speaker(const struct digest_line *line)
{
	size_t colon = nw_str_find(nw_str_slice(line->text, 0, SPEAKER_BYTES),
				   nw_str_from(": "));
	struct nw_str name = nw_str_slice(line->text, 0, colon);

	if (colon == 0 || colon + 2 >= line->text.len ||
	    colon >= SPEAKER_BYTES ||
	    nw_str_find_char(name, ' ') + 12 < name.len)
		return nw_str_make(NULL, 0);
	return name;
}

/* Two who take turns line by line, one of them asking. */
static void mark_turns(struct digest *d)
{
	for (size_t i = 0, end; i + 3 < d->count; i = end) {
		struct nw_str one = speaker(&d->lines[i]);
		struct nw_str two = speaker(&d->lines[i + 1]);
		size_t asked = 0;
		end = i + 1;
		if (one.len == 0 || two.len == 0 || nw_str_equal(one, two))
			continue;
		for (size_t k = i; k < d->count; k++) {
			struct nw_str who = speaker(&d->lines[k]);
			if (!nw_str_equal(who, (k - i) % 2 ? two : one))
				break;
			asked += (d->lines[k].bits & BIT(F_MARK)) != 0;
			end = k + 1;
		}
		for (size_t k = i; end >= i + 4 && asked >= 2 && k < end; k++)
			d->lines[k].bits |= BIT(F_LIST);
	}
}

/* ---- lists within articles ---- */

struct group {
	size_t first, end;
	bool tight;	     /* without empty lines */
	bool introduced;     /* by a paragraph or a colon */
	bool named;	     /* by a heading that all such lists have */
	uint32_t head_words; /* of the heading above, 0 without */
};

static bool next_group(const struct digest *d, size_t from, struct group *out)
{
	size_t i = from, end;

	while (i < d->count && !(d->lines[i].bits & marks))
		i++;
	if (i == d->count)
		return false;
	*out = (struct group){ .first = i, .tight = true };
	for (end = i + 1; end < d->count && (d->lines[end].bits & marks) &&
			  d->lines[end].mark == d->lines[i].mark;
	     end++)
		out->tight = out->tight && d->lines[end].gap == 0;
	out->end = end;
	const struct digest_line *first = &d->lines[i];
	for (size_t n = 0; i > 0 && n < BACK; n++) {
		const struct digest_line *above = &d->lines[--i];
		if (above->bits & meta)
			continue;
		out->introduced = n == 0 && first->gap <= d->paragraph_gap &&
				  ((above->bits & BIT(F_COLON)) ||
				   ((above->bits & BIT(F_PROSE)) &&
				    first->gap == 0 && out->tight));
		out->named = n == 0 && first->gap == 0 && out->tight &&
			     end > out->first + 1 && above->words <= 5 &&
			     (above->bits & BIT(F_REPEATED)) &&
			     !(above->bits & (BIT(F_PROSE) | marks));
		if (is_heading(above) && !(above->bits & marks))
			out->head_words = above->words;
		break;
	}
	return true;
}

static void take_list(struct digest *d, const struct group *group)
{
	struct digest_line *above = &d->lines[group->first] - 1;

	if (group->introduced && (above->bits & BIT(F_COLON)) &&
	    above->words >= 5)
		above->bits |= BIT(F_LIST);
	for (size_t i = group->first; i < group->end; i++) {
		d->lines[i].bits &= ~marks;
		d->lines[i].bits |= BIT(F_LIST);
	}
}

static bool has_prose(const struct digest *d, const struct group *group)
{
	for (size_t i = group->first; i < group->end; i++) {
		if (d->lines[i].bits & BIT(F_PROSE))
			return true;
	}
	return false;
}

/* "• both sides withdraw;": what goes on in small letters is no item. */
static bool is_sentence_parted(const struct digest *d,
			       const struct group *group)
{
	size_t parts = 0;

	for (size_t i = group->first; i < group->end; i++) {
		struct nw_str text = d->lines[i].text;
		bool parted = text.len > 0 &&
			      strchr(";,", text.at[text.len - 1]) != NULL;
		parts += parted || (d->lines[i].bits & BIT(F_LOWER));
	}
	return group->tight && group->first > 0 &&
	       group->end > group->first + 1 &&
	       parts + 1 >= group->end - group->first;
}

/* "PERU" above the one bullet that tells of it. */
static bool is_labelled(const struct digest *d, const struct group *group)
{
	const uint64_t not_label = meta | never | marks | BIT(F_PROSE) |
				   BIT(F_REPEATED) | BIT(F_DOT);
	const struct digest_line *above = &d->lines[group->first] - 1;

	return group->end == group->first + 1 && group->first > 0 &&
	       above->words <= 4 &&
	       !(above->bits & (not_label & ~BIT(F_LABEL)));
}

/* Where each bullet of the page has a label of its own, that is its title. */
static bool mark_labelled(struct digest *d)
{
	struct group group = { .end = 0 };
	size_t groups = 0, labelled = 0;

	while (next_group(d, group.end, &group)) {
		groups += has_prose(d, &group);
		labelled += has_prose(d, &group) && is_labelled(d, &group);
	}
	if (groups < 3 || labelled < groups)
		return false;
	group.end = 0;
	while (next_group(d, group.end, &group)) {
		if (!has_prose(d, &group))
			continue;
		take_list(d, &group);
		d->lines[group.first - 1].bits &= ~BIT(F_LABEL);
		d->lines[group.first - 1].bits |= BIT(F_BLOCK);
	}
	return true;
}

/*
 * Bullets below headings as long as titles are the texts of these; below
 * names of sections, or below the page's own, each is a piece by itself.
 */
static void mark_lists(struct digest *d)
{
	size_t groups = 0, headed = 0, words = 0, tight = 0;
	struct group group = { .end = 0 };

	size_t text = 0;

	if (mark_labelled(d))
		return;
	while (text < d->count && !(d->lines[text].bits & BIT(F_PROSE)))
		text++;
	while (next_group(d, group.end, &group)) {
		if (group.named || is_sentence_parted(d, &group) ||
		    (group.introduced &&
		     (group.first > text || has_prose(d, &group)))) {
			take_list(d, &group);
			continue;
		}
		if (!has_prose(d, &group))
			continue;
		groups++;
		headed += group.head_words > 0;
		words += group.head_words;
		tight += group.tight && group.end > group.first + 1;
	}
	bool one = groups == 1 && tight == 1 && words >= 5;
	bool many = groups > 1 && headed * 3 >= groups * 2 &&
		    words * 2 >= headed * TITLE_WORDS;
	if (!one && !many)
		return;
	group.end = 0;
	while (next_group(d, group.end, &group)) {
		if (has_prose(d, &group))
			take_list(d, &group);
	}
}

/* ---- blocks that begin with a title ending as a sentence ---- */

static bool begins_block(const struct digest *d, size_t i)
{
	return i == 0 || d->lines[i].gap > 0 ||
	       (d->lines[i].bits & BIT(F_RULED));
}

/* A short sentence right above a longer text, in a block of their own. */
static bool heads_block(const struct digest *d, size_t i)
{
	const struct digest_line *line = &d->lines[i];

	if (!begins_block(d, i) || i + 1 >= d->count || line[1].gap > 0 ||
	    !(line->bits & (BIT(F_DOT) | BIT(F_QUOTED_DOT) | BIT(F_MARK))) ||
	    (line->bits &
	     (BIT(F_SENTENCES) | BIT(F_LIST) | meta | never | marks)) ||
	    line->words > HEAD_WORDS)
		return false;
	return (line[1].bits & BIT(F_PROSE)) && !(line[1].bits & never) &&
	       line[1].words * 4 >= line->words * 5;
}

/* The same with a date or a name between them, or an open title. */
static bool is_block_with_prose(const struct digest *d, size_t i)
{
	return begins_block(d, i) && i + 1 < d->count &&
	       d->lines[i + 1].gap == 0 && !(d->lines[i].bits & never) &&
	       (d->lines[i + 1].bits & BIT(F_PROSE));
}

static void mark_block_heads(struct digest *d)
{
	size_t heads = 0, blocks = 0;

	for (size_t i = 0; i < d->count; i++) {
		heads += heads_block(d, i);
		blocks += is_block_with_prose(d, i);
	}
	if (heads < 3 || heads * 5 < blocks * 4)
		return;
	for (size_t i = 0; i < d->count; i++) {
		if (!heads_block(d, i))
			continue;
		d->lines[i].bits &= ~(BIT(F_PROSE) | BIT(F_DOT));
		d->lines[i].bits |= BIT(F_BLOCK);
	}
}

/* ---- second headlines ---- */

static size_t skip_meta(const struct digest *d, size_t i)
{
	while (i < d->count && d->lines[i].gap == 0 &&
	       (d->lines[i].bits & meta))
		i++;
	return i;
}

static bool is_deck(const struct digest *d, size_t i)
{
	const uint64_t odd = BIT(F_UPPER) | BIT(F_CAPITALS) | BIT(F_HEADED) |
			     BIT(F_MARK) | BIT(F_UNDERLINED) | marks;
	const struct digest_line *line = &d->lines[i], *title = line - 1;

	if (i == 0 || !is_heading(line) || !is_heading(title) ||
	    (line->bits & (odd | BIT(F_RULED))) || line->words < 5 ||
	    title->words < 3 || line->gap > title->gap ||
	    (line->gap > 0 && line->gap == title->gap))
		return false;
	size_t next = skip_meta(d, i + 1);
	return next < d->count && next <= i + BACK &&
	       (d->lines[next].bits & BIT(F_PROSE)) &&
	       !(d->lines[next].bits & never);
}

/* The page begins with two headlines right below each other. */
static bool is_top_deck(const struct digest_line *line)
{
	return is_heading(line) && is_heading(line - 1) && line->gap == 0 &&
	       line->words >= 7 && line[-1].words >= 7 &&
	       (line->bits & BIT(F_OPEN)) &&
	       !((line->bits | line[-1].bits) & marks);
}

/* "Introduction" between the page's first title and its text. */
static bool is_top_crosshead(const struct digest_line *line)
{
	const uint64_t ends = BIT(F_OPEN) | BIT(F_TINY);

	return is_heading(line - 1) && line[-1].words >= 6 &&
	       (line->bits & ends) == ends &&
	       !(line->bits & (meta | never | marks | BIT(F_REPEATED))) &&
	       (line[1].bits & line[2].bits & BIT(F_PROSE));
}

/* A question right below the head of the page's one article. */
static void mark_first_question(struct digest *d)
{
	size_t title = 0, next;

	while (title < d->count &&
	       !(is_heading(&d->lines[title]) && d->lines[title].words >= 5)) {
		if (d->lines[title].bits & BIT(F_PROSE))
			return;
		title++;
	}
	for (next = title + 1; next < d->count; next++) {
		if (!(d->lines[next].bits & meta))
			break;
	}
	if (next < title + 2 || next + 1 >= d->count)
		return;
	struct digest_line *line = &d->lines[next];
	if ((line->bits & BIT(F_MARK)) && line->words <= 5 &&
	    !(line->bits & (BIT(F_PROSE) | never | marks)) &&
	    (line[1].bits & BIT(F_PROSE)))
		line->bits |= BIT(F_DECK);
}

/* Titles with text right below them, or below a date. */
static size_t count_heads(const struct digest *d)
{
	size_t heads = 0;

	for (size_t i = 0; i + 1 < d->count; i++) {
		size_t next = skip_meta(d, i + 1);
		heads += is_heading(&d->lines[i]) && d->lines[i].words >= 3 &&
			 next < d->count && next <= i + BACK &&
			 (d->lines[next].bits & BIT(F_PROSE));
	}
	return heads;
}

/* Once on a page it may be a section's name, or the page's own. */
static void mark_decks(struct digest *d)
{
	size_t decks = 0, dates = 0;

	for (size_t i = 1; i < d->count; i++) {
		decks += is_deck(d, i);
		dates += d->lines[i].stamp != STAMP_NONE;
	}
	if (decks < 2 && d->count > 3 &&
	    (is_top_deck(&d->lines[1]) || is_top_crosshead(&d->lines[1])))
		d->lines[1].bits |= BIT(F_DECK);
	bool alone = decks == 1 && dates <= 1 && count_heads(d) <= 2;
	for (size_t i = 1; (decks > 1 || alone) && i < d->count; i++) {
		if (is_deck(d, i))
			d->lines[i].bits |= BIT(F_DECK);
	}
}

/* ---- names and posts between a title and its text ---- */

static bool is_small(const struct digest_line *line)
{
	const uint64_t ends = BIT(F_DOT) | BIT(F_QUOTED_DOT) | BIT(F_MARK) |
			      BIT(F_SENTENCES) | BIT(F_COLON) | BIT(F_PROSE);

	return line->words <= 4 && !(line->bits & (ends | marks));
}

/* In one block: a title, small lines, text. */
static void mark_between(struct digest *d)
{
	for (size_t i = 0; i + 2 < d->count; i++) {
		const struct digest_line *title = &d->lines[i];
		size_t end = i + 1;
		if (!is_heading(title) || title->words < 5)
			continue;
		while (end < d->count && end <= i + BACK &&
		       d->lines[end].gap == 0 &&
		       (is_small(&d->lines[end]) ||
			(d->lines[end].bits & meta)))
			end++;
		if (end == i + 1 || end >= d->count || d->lines[end].gap > 1 ||
		    !(d->lines[end].bits & BIT(F_PROSE)))
			continue;
		for (size_t k = i + 1; k < end; k++) {
			if (!(d->lines[k].bits & (meta | never)))
				d->lines[k].bits |= BIT(F_LABEL);
		}
	}
}

/* ---- datelines ---- */

/* "LIMA, 3 Oct (ANDINA). ", "SAN JUAN - ": a place in capitals and a sign. */
static bool has_dateline(struct nw_str text)
{
	size_t i = 0, capitals = 0;

	while (i < text.len && i < 40 &&
	       ((text.at[i] >= 'A' && text.at[i] <= 'Z') || text.at[i] == ' ' ||
		(unsigned char)text.at[i] >= 0x80)) {
		if (i > 2 &&
		    nw_str_starts(nw_str_slice(text, i - 1, text.len), " —"))
			break;
		capitals += text.at[i] != ' ';
		i++;
	}
	if (capitals < 3 || i >= text.len || !strchr(",-(/\xe2", text.at[i]))
		return false;
	struct nw_str rest = nw_str_slice(text, i, i + 40);
	return nw_str_find(rest, nw_str_from(" - ")) < rest.len ||
	       nw_str_find(rest, nw_str_from(") ")) < rest.len ||
	       nw_str_find(rest, nw_str_from("). ")) < rest.len ||
	       nw_str_find(rest, nw_str_from("–")) < rest.len ||
	       nw_str_find(rest, nw_str_from("—")) < rest.len;
}

/* Dispatches one behind another, without titles. */
static void mark_dispatches(struct digest *d)
{
	size_t count = 0, prose = 0;

	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < d->count; i++) {
			struct digest_line *line = &d->lines[i];
			if (!(line->bits & BIT(F_PROSE)) ||
			    (line->bits & never))
				continue;
			prose += round == 0;
			if (!has_dateline(line->text))
				continue;
			if (round == 0)
				count += i == 0 ||
					 (line[-1].bits & BIT(F_PROSE)) ||
					 line[-1].stamp;
			else
				line->bits |= BIT(F_LEADING);
		}
		if (count < 2 || count * 3 < prose)
			return;
	}
	d->untitled = true;
}

/* ---- what people search for, in small letters, line by line ---- */

static bool is_keywords(const struct digest *d, size_t i)
{
	const uint64_t need = BIT(F_LOWER) | BIT(F_OPEN);
	const struct digest_line *line = &d->lines[i];

	return (line->bits & need) == need && line->words <= 9 &&
	       line->words >= 2 && !(line->bits & (meta | BIT(F_PROSE))) &&
	       !(i + 1 < d->count && (line[1].bits & BIT(F_PROSE)));
}

static void mark_keywords(struct digest *d)
{
	for (size_t i = 0; i < d->count; i++) {
		size_t end = i;
		while (end < d->count && is_keywords(d, end))
			end++;
		for (size_t k = i; end >= i + 2 && k < end; k++)
			d->lines[k].bits |= BIT(F_NOISE);
		i = end > i ? end - 1 : i;
	}
}

void nwi_digest_blocks(struct digest *d)
{
	mark_keywords(d);
	mark_talk(d);
	mark_turns(d);
	mark_lists(d);
	mark_block_heads(d);
	mark_between(d);
	mark_decks(d);
	mark_first_question(d);
	mark_dispatches(d);
}
