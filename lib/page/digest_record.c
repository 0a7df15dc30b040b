/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a page does with each of its records: short titles beside dates, lists
 * that name the page's own titles again, blocks that a sponsor pays for. One
 * such line may be anything; the same place in record after record tells.
 */
#include "page/digest_impl.h"

enum {
	TITLE_WORDS = 8, /* of titles that may also be names */
	HEADLINE_WORDS = 3,
	LIST_LEAST = 3,	   /* titles named again one behind another */
	SPONSOR_LINES = 6, /* of a block between rules */
	DASHES = 20,	   /* the marks "- ", "– " and "— " begin here */
	RUN_IN_WORDS = 5,  /* of a paragraph's heading within itself */
	RUN_IN_BYTES = 80,
	WALL_LINES = 16
};

static const uint64_t dates = BIT(F_DATE) | BIT(F_DATED) | BIT(F_STAMP);

static const uint64_t never = BIT(F_NOISE) | BIT(F_CAPTION) | BIT(F_TAGS) |
			      BIT(F_LISTHEAD) | BIT(F_TAKEN) | BIT(F_LINK);

/* ---- outlets that are called "Today" ---- */

static bool has_digit(struct nw_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] >= '0' && text.at[i] <= '9')
			return true;
	}
	return false;
}

/* Of two dates right below each other the one without a number is a name. */
void nwi_digest_name_days(struct digest *d)
{
	for (size_t i = 0; i + 1 < d->count; i++) {
		struct digest_line *line = &d->lines[i];
		if (line->stamp != STAMP_DATE || line[1].stamp != STAMP_DATE ||
		    line[1].gap > 0 || has_digit(line->text))
			continue;
		line->stamp = STAMP_NONE;
		line->date = (struct nw_instant){ 0 };
		line->bits &= ~dates;
		line->bits |= BIT(F_LABEL);
	}
}

/* ---- short titles beside dates ---- */

static bool may_be_title(const struct digest_line *line)
{
	return !(line->bits & (never | dates | BIT(F_PROSE) | BIT(F_BYLINE) |
			       BIT(F_REPEATED) | BIT(F_COLON) | BIT(F_BULLET) |
			       BIT(F_LOWER))) &&
	       line->words > 0 && line->words <= TITLE_WORDS;
}

static bool begins_block(const struct digest *d, size_t i)
{
	return i == 0 || d->lines[i].gap > 0;
}

static bool has_text_at(const struct digest *d, size_t i)
{
	return i < d->count && (d->lines[i].bits & BIT(F_PROSE)) &&
	       !(d->lines[i].bits & never);
}

/* Where the title of a record of three lines stands beside its date. */
enum side { SIDE_NONE, SIDE_ABOVE, SIDE_BELOW };

static enum side side_of_title(const struct digest *d, size_t i)
{
	const struct digest_line *line = &d->lines[i];

	if (!(line->bits & dates))
		return SIDE_NONE;
	/* Who wrote at which minute stands so too. */
	if (i > 0 && line->gap == 0 && begins_block(d, i - 1) &&
	    has_text_at(d, i + 1) && line->stamp == STAMP_DATE &&
	    line->date.precision < NW_PRECISION_MINUTE)
		return SIDE_ABOVE;
	if ((begins_block(d, i) || (line[-1].bits & never)) &&
	    i + 1 < d->count &&
	    (line[1].gap == 0 || (line->gap == 0 && line[1].gap == 1)) &&
	    has_text_at(d, i + 2))
		return SIDE_BELOW;
	return SIDE_NONE;
}

static void mark_dated_titles(struct digest *d)
{
	size_t sides[3] = { 0 }, titles[3] = { 0 };

	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < d->count; i++) {
			enum side side = side_of_title(d, i);
			size_t at = side == SIDE_ABOVE ? i - 1 : i + 1;
			if (side == SIDE_NONE)
				continue;
			struct digest_line *line = &d->lines[at];
			bool title = may_be_title(line);
			sides[side] += round == 0;
			titles[side] += round == 0 && title;
			if (round == 0 || !title || titles[side] < 3 ||
			    titles[side] * 4 < sides[side] * 3)
				continue;
			line->bits &= ~BIT(F_LABEL);
			line->bits |= BIT(F_BLOCK);
		}
	}
}

/* ---- posts: who and when above each text, and no title ---- */

static bool is_post(const struct digest *d, size_t i)
{
	/* Below a title of its own it is the by-line. */
	if (i > 1 &&
	    !(d->lines[i - 2].bits & (BIT(F_PROSE) | BIT(F_REPEATED) | never)))
		return false;
	return i > 0 && (d->lines[i].bits & dates) && d->lines[i].gap == 0 &&
	       begins_block(d, i - 1) &&
	       (d->lines[i - 1].bits & BIT(F_REPEATED)) &&
	       !(d->lines[i - 1].bits & BIT(F_PROSE)) &&
	       has_text_at(d, i + 1) && d->lines[i + 1].gap <= 1;
}

static void mark_posts(struct digest *d)
{
	size_t posts = 0, days = 0;

	for (size_t i = 0; i < d->count; i++) {
		posts += is_post(d, i);
		days += (d->lines[i].bits & dates) != 0;
	}
	if (posts < 3 || posts * 4 < days * 3)
		return;
	d->untitled = true;
	for (size_t i = 0; i + 1 < d->count; i++) {
		if (is_post(d, i))
			d->lines[i + 1].bits |= BIT(F_LEADING);
	}
}

/* ---- "Assessment of the northern front, 18 March 2025" ---- */

static size_t count_words(struct nw_str text)
{
	struct nw_str word;
	size_t words = 0;

	while (nw_str_next(&text, ' ', &word))
		words += word.len > 0;
	return words;
}

/*
 * A name of some words with its date is a headline where no other stands
 * above it, and text right below.
 */
static void mark_dated_headlines(struct digest *d)
{
	for (size_t i = 0; i + 1 < d->count; i++) {
		struct digest_line *line = &d->lines[i];
		size_t next = i + 1;
		if (line->stamp != STAMP_FIELD || !has_digit(line->text) ||
		    line->date.precision != NW_PRECISION_DAY ||
		    line->who.at != line->text.at ||
		    line->who.len >= line->text.len ||
		    line->text.at[line->who.len] != ',' ||
		    count_words(line->who) < HEADLINE_WORDS)
			continue;
		if (i > 0 && !(line[-1].bits & (BIT(F_PROSE) | never)))
			continue;
		while (next < d->count && (d->lines[next].bits & BIT(F_BYLINE)))
			next++;
		if (!has_text_at(d, next) &&
		    !(next < d->count && (d->lines[next].bits & BIT(F_COLON))))
			continue;
		line->stamp = STAMP_NONE;
		line->bits &= ~(dates | BIT(F_LABEL));
		line->bits |= BIT(F_BLOCK);
	}
}

/* ---- lists of the page's own titles ---- */

struct titles {
	uint32_t *slots;
	size_t mask;
};

static bool has_title(const struct titles *titles, uint32_t hash)
{
	size_t i = hash & titles->mask;

	while (titles->slots[i] && titles->slots[i] != hash)
		i = (i + 1) & titles->mask;
	return titles->slots[i] != 0;
}

static void add_title(struct titles *titles, uint32_t hash)
{
	size_t i = hash & titles->mask;

	while (titles->slots[i] && titles->slots[i] != hash)
		i = (i + 1) & titles->mask;
	titles->slots[i] = hash;
}

static bool is_heading(const struct digest_line *line)
{
	return !(line->bits & (BIT(F_PROSE) | never | dates)) &&
	       line->words >= 2 && line->words <= 25;
}

/* A line with text right behind it, or behind dates and names. */
static bool heads_text(const struct digest *d, size_t i)
{
	size_t next = i + 1;

	while (next < d->count && next <= i + 3 &&
	       (d->lines[next].bits &
		(dates | BIT(F_BYLINE) | BIT(F_LABEL) | BIT(F_REPEATED))))
		next++;
	return is_heading(&d->lines[i]) && has_text_at(d, next);
}

/* Contents cut titles short: the first two words tell. */
static uint32_t hash_of(struct nw_str text)
{
	size_t end = nw_str_find_char(text, ' ');
	uint32_t hash = 2166136261u;

	end += 1 + nw_str_find_char(nw_str_slice(text, end + 1, text.len), ' ');
	for (size_t i = 0; i < end && i < text.len; i++)
		hash = (hash ^ (unsigned char)text.at[i]) * 16777619u;
	return hash | 1;
}

static void mark_run(struct digest *d, size_t from, size_t to)
{
	/* The last may be the title of the text that follows. */
	if (to > from && heads_text(d, to - 1))
		to--;
	if (to - from < LIST_LEAST)
		return;
	/* "In this issue" */
	if (from > 0 && is_heading(&d->lines[from - 1]))
		d->lines[from - 1].bits |= BIT(F_NOISE);
	for (size_t i = from; i < to; i++)
		d->lines[i].bits |= BIT(F_LISTED) | BIT(F_NOISE);
}

/* "1. The Courier: Ann Hall, The price of bread.": where it begins or goes on.
 */
static bool names_title(const struct titles *titles,
			const struct digest_line *line)
{
	const uint64_t listed = BIT(F_NUMBERED) | BIT(F_BULLET);
	struct nw_str text = line->text;

	if (!is_heading(line) &&
	    (!(line->bits & listed) || (line->bits & (never | dates)) ||
	     (line->bits & BIT(F_SENTENCES)) || line->words > 25))
		return false;
	for (int part = 0; part < 3 && text.len > 0; part++) {
		if (has_title(titles, hash_of(text)))
			return true;
		if (!(line->bits & listed))
			return false;
		size_t colon = nw_str_find(text, nw_str_from(": "));
		size_t comma = nw_str_find(text, nw_str_from(", "));
		size_t end = colon < comma ? colon : comma;
		text = nw_str_slice(text, end + 2, text.len);
	}
	return false;
}

/* Contents, archives and "latest" boxes name titles one behind another. */
static bool mark_contents(struct digest *d)
{
	struct titles titles = { .mask = 15 };

	while (titles.mask < d->count * 2)
		titles.mask = titles.mask * 2 + 1;
	titles.slots = nw_arena_array(d->arena, titles.mask + 1,
				      sizeof(*titles.slots));
	if (!titles.slots)
		return false;
	for (size_t i = 0; i < d->count; i++) {
		if (heads_text(d, i))
			add_title(&titles, hash_of(d->lines[i].text));
	}
	for (size_t i = 0; i < d->count;) {
		size_t end = i;
		while (end < d->count && names_title(&titles, &d->lines[end]))
			end++;
		mark_run(d, i, end);
		i = end + 1;
	}
	return true;
}

/* ---- "— The Harbour Post", "(The Harbour Post)" behind each text ---- */

static bool is_attribution(const struct digest *d, size_t i)
{
	const struct digest_line *line = &d->lines[i];

	bool dash = line->mark >= DASHES && line->mark < DASHES + 3;
	bool brackets = line->text.len > 4 && line->text.at[0] == '(' &&
			nw_str_ends(line->text, ")") &&
			nw_str_find_char(line->text, ')') + 1 == line->text.len;

	return (dash || brackets) && line->gap == 0 && i > 0 &&
	       (line[-1].bits & BIT(F_PROSE)) && line->words <= 6 &&
	       (line->bits & BIT(F_OPEN)) &&
	       !(line->bits & (never | dates | BIT(F_PROSE) | BIT(F_LOWER))) &&
	       (brackets || i + 1 == d->count || line[1].gap > 0);
}

static void mark_attributions(struct digest *d)
{
	size_t count = 0;

	for (size_t i = 0; i < d->count; i++)
		count += is_attribution(d, i);
	for (size_t i = 0; count >= 3 && i < d->count; i++) {
		struct digest_line *line = &d->lines[i];
		if (!is_attribution(d, i))
			continue;
		line->word = WORD_CREDIT;
		line->bits &= ~(BIT(F_BULLET) | BIT(F_LIST));
		line->bits |= BIT(F_NOISE);
	}
}

/* ---- "Talks resume. Envoys met ...": paragraphs with a heading each ---- */

static bool runs_in(struct nw_str text)
{
	size_t words = 0;

	for (size_t i = 0; i + 1 < text.len && i < RUN_IN_BYTES; i++) {
		if (text.at[i] >= '0' && text.at[i] <= '9')
			return false;
		if (text.at[i] == ' ' && ++words > RUN_IN_WORDS)
			return false;
		if (strchr(".!?", text.at[i]) && text.at[i + 1] == ' ')
			return words > 0;
	}
	return false;
}

/* Few paragraphs of news begin with so short a sentence; here nearly all. */
static void mark_run_in(struct digest *d)
{
	size_t texts = 0, some = 0;

	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < d->count; i++) {
			struct digest_line *line = &d->lines[i];
			if (!(line->bits & BIT(F_PROSE)) ||
			    (line->bits & never) || line->sentences < 1)
				continue;
			texts += round == 0;
			some += round == 0 && runs_in(line->text);
			if (round == 1 && runs_in(line->text))
				line->bits |= BIT(F_LEADING);
		}
		if (some < 4 || some * 5 < texts * 4)
			return;
	}
	d->untitled = true;
}

/* ---- the same line twice: a title, and what stands for its picture ---- */

static void mark_doubles(struct digest *d)
{
	for (size_t i = 1; i < d->count; i++) {
		struct digest_line *line = &d->lines[i];
		if (line->hash == line[-1].hash && line->words >= 3 &&
		    nw_str_equal(line->text, line[-1].text)) {
			line->bits &= ~BIT(F_DECK);
			line->bits |= BIT(F_NOISE);
		}
	}
}

/* ---- headlines that begin as furniture does ---- */

/* What stands where on this page, of the lines that have text below. */
static unsigned place_of(const struct digest *d, size_t i)
{
	const struct digest_line *line = &d->lines[i];
	unsigned after = i + 1 < d->count ? line[1].gap : 3;
	unsigned place = line->gap > 3 ? 3 : line->gap;

	place = place * 4 + (after > 3 ? 3 : after);
	place = place * 2 + ((line->bits & BIT(F_CAPITALS)) != 0);
	place = place * 2 + ((line->bits & BIT(F_UPPER)) != 0);
	place = place * 2 + ((line->bits & BIT(F_HEADED)) != 0);
	place = place * 2 + (i > 0 && (line[-1].bits & dates));
	return place * 2 + (i + 1 < d->count && (line[1].bits & dates));
}

static bool heads_text_at(const struct digest *d, size_t i)
{
	size_t next = i + 1;

	while (next < d->count && next <= i + 3 &&
	       (d->lines[next].bits & (dates | BIT(F_BYLINE) | BIT(F_LABEL))))
		next++;
	return has_text_at(d, next);
}

/* "Telegram founder arrested", "Share prices fall": by its first word noise. */
static bool may_be_headline(const struct digest *d, size_t i)
{
	const uint64_t marks = BIT(F_CAPITALS) | BIT(F_FAR) | BIT(F_HEADED);
	const struct digest_line *line = &d->lines[i];
	bool capitals = (line->bits & BIT(F_CAPITALS)) != 0;
	bool label = memchr(line->text.at, ':', line->text.len) != NULL;

	switch (line->word) {
	case WORD_SHARE:
	case WORD_AD:
	case WORD_PLAYER:
	case WORD_MORE:
	case WORD_RELATED:
	case WORD_COMMENTS:
	case WORD_LEGAL:
	case WORD_DONATE:
	case WORD_TAGS:
		if (label)
			return false;
		break;
	case WORD_CAPTION:
	case WORD_CREDIT:
		if (!capitals)
			return false;
		break;
	default:
		return false;
	}
	return line->words >= (capitals ? 3 : 4) && line->words <= 20 &&
	       !(line->bits & (dates | BIT(F_PROSE) | BIT(F_REPEATED) |
			       BIT(F_COLON) | BIT(F_DOT) | BIT(F_LOWER))) &&
	       ((line->bits & marks) || (i > 0 && (line[-1].bits & dates))) &&
	       heads_text_at(d, i) && !nwi_digest_speaks(line->text);
}

/* They are titles where three others stand just so. */
static void spare_headlines(struct digest *d)
{
	uint32_t places[4 * 4 * 32] = { 0 };

	for (size_t i = 0; i < d->count; i++) {
		if (is_heading(&d->lines[i]) && heads_text_at(d, i))
			places[place_of(d, i)]++;
	}
	for (size_t i = 0; i < d->count; i++) {
		struct digest_line *line = &d->lines[i];
		if (line->word == WORD_NONE || !may_be_headline(d, i) ||
		    places[place_of(d, i)] < 3)
			continue;
		line->word = WORD_NONE;
		line->bits &= ~(BIT(F_NOISE) | BIT(F_CAPTION) |
				BIT(F_LISTHEAD) | BIT(F_TAGS));
	}
}

/* ---- "Good morning" begins entries of a live page ---- */

static void spare_greetings(struct digest *d)
{
	size_t clocks = 0;

	for (size_t i = 0; i < d->count; i++)
		clocks += d->lines[i].stamp == STAMP_GLUED ||
			  d->lines[i].stamp == STAMP_TIME;
	for (size_t i = 0; clocks >= 3 && i < d->count; i++) {
		struct digest_line *line = &d->lines[i];
		if (line->word != WORD_GREETING)
			continue;
		line->word = WORD_NONE;
		line->bits &= ~BIT(F_NOISE);
	}
}

/* ---- "A ferry in the port (AFP via Getty Images)" ---- */

/* A line with an agency's name in brackets behind it, and no sentence's end. */
static bool is_credited(const struct digest_line *line)
{
	static const char *const agencies[] = {
		"AP",  "AFP",  "Reuters", "REUTERS",	  "EPA",      "PA",
		"dpa", "DPA",  "Getty",	  "TASS",	  "PA Wire",  "EFE",
		"APA", "ANSA", "Xinhua",  "Getty Images", "AP Photo",
	};
	struct nw_str text = line->text;
	size_t open = text.len;

	if (text.len > 400 || !nw_str_ends(text, ")") || (line->bits & never))
		return false;
	while (open > 0 && text.at[open - 1] != '(')
		open--;
	struct nw_str name = nw_str_slice(text, open, text.len - 1);
	if (open > 0 && nw_str_find(name, nw_str_from(" via ")) < name.len)
		return true;
	/* The whole line, or behind a caption that is no sentence. */
	if (open != 1 &&
	    (open < 3 || line->words < 5 || strchr(".!?", text.at[open - 3])))
		return false;
	for (size_t i = 0; i < sizeof(agencies) / sizeof(agencies[0]); i++) {
		if (nw_str_is(name, agencies[i]))
			return true;
	}
	return false;
}

/* Where most headlines have one, it is the outlet's. */
static void mark_credited(struct digest *d)
{
	size_t credited = 0, headings = 0;

	for (size_t i = 0; i < d->count; i++) {
		headings += is_heading(&d->lines[i]) && heads_text_at(d, i);
		credited += is_credited(&d->lines[i]);
	}
	if (credited >= 3 && credited * 2 > headings)
		return;
	for (size_t i = 0; i < d->count; i++) {
		if (is_credited(&d->lines[i]))
			d->lines[i].bits |= BIT(F_CAPTION);
	}
}

/* ---- walls: one tight block of buttons with a word on cookies ---- */

static void mark_walls(struct digest *d)
{
	for (size_t i = 0, end; i < d->count; i = end) {
		size_t small = 0, legal = 0;
		for (end = i;
		     end < d->count && (end == i || d->lines[end].gap == 0);
		     end++) {
			small += d->lines[end].words <= 4;
			legal += d->lines[end].word == WORD_LEGAL;
		}
		if (legal == 0 || end - i < 3 || end - i > WALL_LINES ||
		    small * 2 < end - i)
			continue;
		for (size_t k = i; k < end; k++) {
			if (!d->lines[k].stamp)
				d->lines[k].bits |= BIT(F_NOISE);
		}
	}
}

/* ---- what a sponsor pays for ---- */

/*
 * Between rules all of it, else the one paragraph below the label; and what
 * stands below "About the author".
 */
static void mark_sponsored(struct digest *d)
{
	for (size_t i = 0; i + 1 < d->count; i++) {
		size_t end = i + 1;
		if (d->lines[i].word == WORD_AUTHOR && d->lines[i].words <= 4)
			d->lines[i + 1].bits |= BIT(F_NOISE);
		if (d->lines[i].word != WORD_SPONSOR)
			continue;
		while (end < d->count && end <= i + SPONSOR_LINES &&
		       !(d->lines[end].bits & BIT(F_RULED)))
			end++;
		if (end > i + SPONSOR_LINES || end == d->count)
			end = i + 2;
		for (size_t k = i + 1; k < end; k++)
			d->lines[k].bits |= BIT(F_NOISE);
	}
}

/* ---- "Key events": entries named once more by their clocks ---- */

static void mark_key_events(struct digest *d)
{
	bool clocks[24 * 60] = { false };

	for (size_t i = 0; i < d->count; i++) {
		const struct digest_line *line = &d->lines[i];
		if (line->stamp == STAMP_TIME ||
		    (line->clock_ms >= 0 && has_text_at(d, i + 1)))
			clocks[line->clock_ms / 60000 % (24 * 60)] = true;
	}
	for (size_t i = 0; i < d->count;) {
		size_t end = i;
		while (end < d->count &&
		       (d->lines[end].bits & BIT(F_CLOCKED)) &&
		       !(d->lines[end].bits & BIT(F_PROSE)) &&
		       !has_text_at(d, end + 1) &&
		       clocks[d->lines[end].clock_ms / 60000 % (24 * 60)])
			end++;
		for (size_t k = i; end >= i + LIST_LEAST && k < end; k++)
			d->lines[k].bits |= BIT(F_LISTED) | BIT(F_NOISE);
		i = end + 1;
	}
}

bool nwi_digest_records(struct digest *d)
{
	spare_headlines(d);
	spare_greetings(d);
	mark_credited(d);
	mark_posts(d);
	mark_dated_headlines(d);
	mark_dated_titles(d);
	mark_attributions(d);
	mark_run_in(d);
	mark_doubles(d);
	mark_walls(d);
	mark_sponsored(d);
	mark_key_events(d);
	return mark_contents(d);
}
