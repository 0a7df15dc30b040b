/* SPDX-License-Identifier: Apache-2.0 */
/* Features that a line has by its own words: links, tags, dates, by-lines. */
#include "page/digest_draft.h"

static uint64_t bit_of_word(enum digest_word word)
{
	switch (word) {
	case WORD_NONE:
		return 0;
	case WORD_TAGS:
		return BIT(F_TAGS);
	case WORD_CAPTION:
		return BIT(F_CAPTION);
	case WORD_RELATED:
	case WORD_QUESTIONS:
	case WORD_COMMENTS:
		return BIT(F_LISTHEAD);
	default:
		return BIT(F_NOISE);
	}
}

/* "#word #word": tags whatever the language. */
static bool is_hashtags(struct nw_str text)
{
	struct nw_str rest = text, word;
	size_t tags = 0;

	while (nw_str_next(&rest, ' ', &word)) {
		if (word.len == 0)
			continue;
		if (word.at[0] != '#' || word.len < 2)
			return false;
		tags++;
	}
	return tags > 0;
}

static bool is_link(struct nw_str text)
{
	struct nw_str s = nw_str_trim(text);
	size_t at = nw_str_find(nw_str_slice(s, 0, 60), nw_str_from("http"));

	/* "Full text: https://..." */
	if (at > 2 && at < 50 && at < s.len && s.at[at - 1] == ' ' &&
	    s.at[at - 2] == ':')
		s = nw_str_slice(s, at, s.len);

	if (nw_str_starts(s, "<"))
		s = nw_str_slice(s, 1, s.len);
	return (nw_str_starts(s, "http://") || nw_str_starts(s, "https://") ||
		nw_str_starts(s, "www.")) &&
	       nw_str_find_char(s, ' ') == s.len;
}

/* "[text](https://...)": a link with what is clicked. */
static bool is_written_link(struct nw_str text)
{
	size_t at = nw_str_find(text, nw_str_from("](http"));

	return nw_str_starts(text, "[") && at < text.len &&
	       nw_str_ends(text, ")");
}

/* "45", "1.2K", "👍 900 🔥 34": no word in it, and no date. */
static bool is_count(const struct digest_line *line)
{
	size_t digits = 0, letters = 0;

	if (line->words > 8 || line->text.len > 60)
		return false;
	for (size_t i = 0; i < line->text.len; i++) {
		char c = line->text.at[i];
		bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
		digits += c >= '0' && c <= '9';
		letters = letter ? letters + 1 : 0;
		if (letters > 1 ||
		    ((unsigned char)c >= 0xc3 && (unsigned char)c < 0xf0))
			return false;
	}
	return digits > 0 && digits < 8;
}

/* What networks leave of posts within an article: who, and a picture. */
static bool is_embedded(const struct digest_line *line)
{
	struct nw_str s = line->text;

	if (line->text.len > 200)
		return false;
	if (nw_str_starts(s, "pic.twitter.com/") ||
	    nw_str_starts(s, "https://t.co/"))
		return true;
	size_t at = nw_str_find(s, nw_str_from(" (@"));
	return at < s.len && at < 80 &&
	       nw_str_find_char(nw_str_slice(s, at, s.len), ')') <= 40 &&
	       line->words <= 14;
}

/* "Dear friends of the paper," */
static bool is_salutation(const struct digest_line *line)
{
	return line->words <= 8 &&
	       (nw_str_ends(line->text, ",") || nw_str_ends(line->text, "，") ||
		nw_str_ends(line->text, "،"));
}

/*
 * A paragraph of sentences of which only the last words ask for a subscription
 * or say whose the rights are: those are cut, and not the paragraph.
 */
static void spare_paragraph(const struct digest_index *index,
			    struct digest_line *line)
{
	size_t end = line->text.len;

	if (!(line->bits & BIT(F_PROSE)) || line->sentences < 2 ||
	    (line->word != WORD_LETTER && line->word != WORD_GREETING &&
	     line->word != WORD_LEGAL && line->word != WORD_DONATE))
		return;
	for (size_t i = end - 1; i > end / 2; i--) {
		if (line->text.at[i] != ' ' ||
		    !strchr(".!?", line->text.at[i - 1]))
			continue;
		struct nw_str head = nw_str_slice(line->text, 0, i);
		if (nwi_digest_word(index, head, true) != WORD_NONE)
			return;
		line->text = head;
		line->word = WORD_NONE;
		return;
	}
}

/* "Read also: Ferries sold": one link, and no list below. */
static bool goes_on_behind_colon(const struct digest_line *line)
{
	size_t colon = nw_str_find_char(line->text, ':');
	size_t wide = nw_str_find(line->text, nw_str_from("："));

	return colon + 2 < line->text.len || wide + 3 < line->text.len;
}

/* An open line right below "Read also: Ferries sold" is one more link. */
static bool is_further_link(const struct digest *d, size_t i)
{
	const struct digest_line *line = &d->lines[i];

	return i > 0 && line->gap == 0 && (line->bits & BIT(F_OPEN)) &&
	       line->words >= 4 && line[-1].word == WORD_MORE &&
	       goes_on_behind_colon(&line[-1]) &&
	       !(line[-1].bits & (BIT(F_PROSE) | BIT(F_LINK))) &&
	       (line->words > 20 || i + 1 == d->count || line[1].gap > 0 ||
		!(line[1].bits & BIT(F_PROSE)));
}

/* "Ellen Marsh, Tom Okafor" */
static bool is_persons(struct nw_str text)
{
	struct nw_str rest = text, one;
	size_t count = 0;

	while (nw_str_next(&rest, ',', &one)) {
		if (!nwi_digest_is_person(nw_str_trim(one)))
			return false;
		count++;
	}
	return count >= 2 && !nw_str_ends(text, ",");
}

/* "Home » News » World" */
static bool is_trail(struct nw_str text)
{
	static const char *const signs[] = { " » ", " › ", " > ", " → " };

	if (text.len > DIGEST_SHORT)
		return false;
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		struct nw_str sign = nw_str_from(signs[i]);
		size_t first = nw_str_find(text, sign);
		if (first > 40 || first == 0)
			continue;
		struct nw_str rest =
			nw_str_slice(text, first + sign.len, text.len);
		if (nw_str_find(rest, sign) <= 40 &&
		    nw_str_find(rest, sign) < rest.len)
			return true;
	}
	return false;
}

/* "Posted by Jane at 9:14 PM 6 comments: Links to this post" */
static bool is_footer(struct nw_str text)
{
	size_t by = nwi_digest_by(text), at;
	int32_t clock_ms;

	if (by < 4 || text.len > DIGEST_SHORT || text.at[by - 1] != ' ')
		return false;
	for (size_t i = by; i < text.len; i = at + 1) {
		struct nw_str rest = nw_str_slice(text, i, text.len);
		at = i + nw_str_find_char(rest, ' ');
		if (i > by && nwi_digest_clock(rest, &clock_ms) > 0 &&
		    nw_str_starts_nocase(text, "posted"))
			return true;
	}
	return false;
}

/* "[Photo]", "[Forwarded from Harbour Radio]". */
static bool is_placeholder(const struct digest_line *line)
{
	return line->words <= 6 && line->text.len > 3 &&
	       line->text.at[0] == '[' && nw_str_ends(line->text, "]") &&
	       nw_str_find_char(line->text, ']') + 1 == line->text.len;
}

/* They stand between a message's head and its text. */
static void drop_placeholders(struct digest *d)
{
	size_t kept = 0;
	uint16_t gap = 0;

	for (size_t i = 0; i < d->count; i++) {
		struct digest_line *line = &d->lines[i];
		if (gap > line->gap)
			line->gap = gap;
		gap = 0;
		if (!is_placeholder(line)) {
			d->lines[kept++] = *line;
			continue;
		}
		gap = line->gap;
		struct nw_explained cut = {
			.size = sizeof(cut),
			.what = NW_STR("cut"),
			.text = line->text,
			.why = NW_STR("stands for a picture or a link"),
			.from = line->from,
			.to = line->to,
		};
		nw_explain(d->input->explain, &cut);
	}
	d->count = kept;
}

/* Lines that their signs tell, whatever their words. */
static bool read_signs(struct digest_line *line)
{
	if (is_link(line->text) || is_written_link(line->text)) {
		line->bits |= BIT(F_LINK);
		return true;
	}
	if (nw_str_starts(line->text, "![")) {
		line->word = WORD_CAPTION;
		line->bits |= BIT(F_CAPTION);
		return true;
	}
	if (is_embedded(line)) {
		line->word = WORD_EMBED;
		line->bits |= BIT(F_NOISE);
		return true;
	}
	if (is_trail(line->text) && !(line->bits & BIT(F_PROSE))) {
		line->word = WORD_PAGER;
		line->bits |= BIT(F_NOISE);
		return true;
	}
	if (is_footer(line->text)) {
		line->word = WORD_UPDATE;
		line->bits |= BIT(F_NOISE) | BIT(F_BYLINE);
		return true;
	}
	if (is_hashtags(line->text)) {
		line->bits |= BIT(F_TAGS);
		line->word = WORD_TAGS;
		return true;
	}
	return false;
}

static void read_all(struct digest *d, const struct digest_index *index)
{
	for (size_t i = 0; i < d->count; i++) {
		struct digest_line *line = &d->lines[i];
		if (read_signs(line))
			continue;
		line->word = (uint8_t)nwi_digest_word(
			index, line->text, (line->bits & BIT(F_PROSE)) != 0);
		spare_paragraph(index, line);
		if (line->word == WORD_RELATED && goes_on_behind_colon(line))
			line->word = WORD_MORE;
		if (line->word == WORD_NONE &&
		    (line->run_on || is_further_link(d, i)))
			line->word = WORD_RUN;
		line->bits |= bit_of_word((enum digest_word)line->word);
		if (line->word == WORD_MORE && (line->bits & BIT(F_DOT)))
			line->bits &= ~BIT(F_NOISE);
		size_t more =
			(line->bits & (BIT(F_PROSE) | BIT(F_SENTENCES))) &&
					!(line->bits & BIT(F_NOISE))
				? nwi_digest_before_more(index, line->text)
				: 0;
		if (more) {
			line->text = nw_str_slice(line->text, 0, more);
			line->bits &= ~BIT(F_OPEN);
			line->bits |= BIT(F_MORE) | BIT(F_PROSE) | BIT(F_DOT);
		}
		if (line->word != WORD_PAGER)
			nwi_digest_stamp(d, line);
		if (!line->stamp && (is_count(line) || is_salutation(line)))
			line->bits |= BIT(F_NOISE);
		if (line->words <= 12 && !(line->bits & BIT(F_PROSE)) &&
		    (nwi_digest_by(line->text) || is_persons(line->text)))
			line->bits |= BIT(F_BYLINE);
	}
}

/* The text of a line behind what was taken from its beginning. */
static void reshape(struct digest_line *line, size_t from)
{
	const uint64_t marks = BIT(F_BULLET) | BIT(F_NUMBERED) | BIT(F_HEADED) |
			       BIT(F_UNDERLINED) | BIT(F_RULED);

	line->bits &= marks;
	line->text = nw_str_slice(line->text, from, line->text.len);
	nwi_digest_shape(line);
	if (nwi_digest_is_prose(line))
		line->bits |= BIT(F_PROSE);
	line->bits |= BIT(F_CLOCKED);
}

/* "29.01.2025 Court rules on leases": titles with their day before them. */
static void take_days(struct digest *d)
{
	struct nw_instant at;
	size_t count = 0;

	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < d->count; i++) {
			struct digest_line *line = &d->lines[i];
			if ((line->bits & BIT(F_PROSE)) || line->words > 25)
				continue;
			size_t len = nwi_digest_leading_day(d, line->text, &at);
			count += round == 0 && len > 0;
			if (round == 0 || len == 0)
				continue;
			line->date = at;
			reshape(line, len);
		}
		if (count < 3)
			return;
	}
}

/* "0900" is a clock where all lines of four digits are, and one is no year. */
static void find_digit_clocks(struct digest *d)
{
	size_t count = 0, certain = 0;
	int32_t clock_ms;

	for (size_t i = 0; i < d->count; i++) {
		struct nw_str text = d->lines[i].text;
		if (text.len < 4 || text.len > 10 || text.at[0] < '0' ||
		    text.at[0] > '9' || text.at[3] < '0' || text.at[3] > '9')
			continue;
		if (!nwi_digest_digits(text, &clock_ms))
			return;
		count++;
		certain += text.at[0] == '0' || nw_str_ends(text, "T");
	}
	d->digit_clocks = count >= 3 && certain > 0;
}

/* Texts that begin with outlet and date, where more than one does so. */
static void take_lead_ins(struct digest *d)
{
	size_t count = 0;

	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < d->count; i++) {
			struct digest_line *line = &d->lines[i];
			if (!(line->bits & BIT(F_PROSE)))
				continue;
			size_t len = nwi_digest_lead_in(d, line);
			if (len == 0)
				continue;
			count++;
			if (round == 0)
				continue;
			line->text = nw_str_trim(
				nw_str_slice(line->text, len, line->text.len));
			line->stamp = STAMP_FIELD;
		}
		if (count < 2)
			return;
	}
}

/* Numeric dates of the page that can be read in one order only. */
static void find_order(struct digest *d)
{
	size_t day = 0, month = 0;

	for (size_t i = 0; i < d->count; i++) {
		struct nw_str text = d->lines[i].text;
		/* A long line may have its day before the title. */
		if (text.len > 60)
			text = nw_str_slice(text, 0,
					    nw_str_find_char(text, ' '));
		enum nwi_day_order order = nwi_date_order(text);
		day += order == NWI_ORDER_DAY_FIRST;
		month += order == NWI_ORDER_MONTH_FIRST;
	}
	if (day != month)
		d->hints.order = day > month ? NWI_ORDER_DAY_FIRST
					     : NWI_ORDER_MONTH_FIRST;
}

void nwi_digest_read(struct digest *d, const struct digest_index *index)
{
	drop_placeholders(d);
	find_order(d);
	find_digit_clocks(d);
	take_days(d);
	take_lead_ins(d);
	read_all(d, index);
	nwi_digest_name_days(d);
}
