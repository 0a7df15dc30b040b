/* SPDX-License-Identifier: Apache-2.0 */
/* Dates and times in short lines, and who stands beside them. */
#include "page/digest_impl.h"

#include "text/tables/tables.h"
#include "text/utf8.h"

enum {
	DATE_BYTES = 80,
	STAMP_BYTES = 160,
	WHO_WORDS = 6,
	RELATIVE_WORDS = 5,
	PAGE_BYTES = 12 /* "p. 3", behind a date */
};

static size_t count_words(struct nw_str s)
{
	struct nw_str rest = s, word;
	size_t count = 0;

	while (nw_str_next(&rest, ' ', &word))
		count += word.len > 0;
	return count;
}

static bool has_digit(struct nw_str s)
{
	size_t pos = 0;

	while (pos < s.len) {
		uint32_t c = nwi_utf8_next(s, &pos);
		if ((nwi_char_class(c) & NWI_CHAR_KIND) == NWI_CHAR_DIGIT)
			return true;
	}
	return false;
}

/* An absolute date and nothing else. */
static bool is_absolute(const struct digest *d, struct nw_str text,
			struct nw_instant *out)
{
	struct nwi_date_hints hints = d->hints;

	hints.strict = true;
	return text.len >= 4 && text.len <= DATE_BYTES && has_digit(text) &&
	       nwi_date_read(text, &hints, out) == NW_OK &&
	       out->precision >= NW_PRECISION_MONTH;
}

static bool is_capital_at(struct nw_str s, size_t at)
{
	return at < s.len && s.at[at] >= 'A' && s.at[at] <= 'Z';
}

/* "1.2K" is a count: a relative date has a word. */
static bool has_word(struct nw_str s)
{
	size_t pos = 0, letters = 0;

	while (pos < s.len && letters < 2) {
		uint32_t c = nwi_utf8_next(s, &pos);
		unsigned class = nwi_char_class(c);
		if ((class & NWI_CHAR_KIND) != NWI_CHAR_LETTER)
			letters = 0;
		else
			letters += class & NWI_CHAR_CUT ? 2 : 1;
	}
	return letters >= 2;
}

/* "Russia Today" is a name: two capitals and no number. */
static bool is_name(struct nw_str s)
{
	size_t space = nw_str_find_char(s, ' ');

	return is_capital_at(s, 0) && is_capital_at(s, space + 1) &&
	       !has_digit(s);
}

/* The phrase without its n-th word. */
static void leave_out(struct nw_str text, size_t n, struct nw_buf *out)
{
	struct nw_str rest = text, word;

	nw_buf_clear(out);
	for (size_t i = 0; nw_str_next(&rest, ' ', &word); i++) {
		if (i == n)
			continue;
		nw_buf_add_str(out, word);
		nw_buf_add_char(out, ' ');
	}
}

/*
 * Without a number, "today" is all that a date needs, and much else says it:
 * most of the words must matter.
 */
static bool words_matter(const struct nwi_date_hints *hints, struct nw_str text)
{
	NW_AUTO(nw_buf_fini) struct nw_buf less = { 0 };
	size_t words = count_words(text), idle = 0;
	struct nw_instant at;

	if (has_digit(text) || words < 2)
		return true;
	nw_buf_init(&less, 256);
	for (size_t i = 0; i < words; i++) {
		leave_out(text, i, &less);
		idle += nwi_date_read(nw_buf_str(&less), hints, &at) == NW_OK;
	}
	return idle * 2 < words;
}

/* "3 hours ago": what is a date only when it is known what is now. */
static bool is_relative(const struct digest *d, struct nw_str text,
			struct nw_instant *out)
{
	struct nwi_date_hints hints = d->hints;
	struct nw_instant other;

	hints.weekdays = text.len > 4; /* "Sun" is more than a day */
	if (text.len < 3 || text.len > 48 ||
	    count_words(text) > RELATIVE_WORDS || is_name(text) ||
	    !has_word(text) || nwi_date_read(text, &hints, out) != NW_OK ||
	    !words_matter(&hints, text))
		return false;
	hints.fetched = 0;
	return nwi_date_read(text, &hints, &other) != NW_OK;
}

static void forget_unclocked(const struct digest *d, struct nw_str text,
			     struct nw_instant *out)
{
	struct nwi_date_hints hints = d->hints;

	hints.fetched = 0;
	if (d->input->fetched == 0 && nwi_date_read(text, &hints, out) != NW_OK)
		*out = (struct nw_instant){ 0 };
}

bool nwi_digest_date(const struct digest *d, struct nw_str text,
		     struct nw_instant *out)
{
	struct nw_instant found;

	if (!is_absolute(d, text, &found) && !is_relative(d, text, &found))
		return false;
	forget_unclocked(d, text, &found);
	*out = found;
	return true;
}

/* | • · and the like part fields wherever they stand, dashes between spaces. */
static size_t separator(struct nw_str s, size_t at)
{
	static const char *const signs[] = { "|",    "•",   "·",  " – ",
					     " — ",  " - ", "\t", " / ",
					     " :: ", "│",   "｜" };

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		size_t len = strlen(signs[i]);
		if (s.len - at >= len && memcmp(s.at + at, signs[i], len) == 0)
			return len;
	}
	return 0;
}

bool nwi_digest_field(struct nw_str *rest, struct nw_str *field)
{
	struct nw_str s = *rest;

	if (s.at == NULL || s.len == 0)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		size_t len = separator(s, i);
		if (!len)
			continue;
		*field = nw_str_trim(nw_str_slice(s, 0, i));
		*rest = nw_str_slice(s, i + len, s.len);
		return true;
	}
	*field = nw_str_trim(s);
	*rest = nw_str_make(NULL, 0);
	return true;
}

static struct nw_str strip(struct nw_str s)
{
	s = nw_str_trim(s);
	while (s.len > 0 && strchr(",:;-|(/", s.at[s.len - 1]))
		s = nw_str_trim(nw_str_slice(s, 0, s.len - 1));
	return s;
}

static size_t count_digits(struct nw_str s)
{
	size_t digits = 0;

	for (size_t i = 0; i < s.len; i++)
		digits += s.at[i] >= '0' && s.at[i] <= '9';
	return digits;
}

static const char *const vague[] = {
	"last week",
	"this week",
	"last month",
	"last year",
	"this month",
	"some time ago",
	"a while ago",
	"recently",
	"earlier today",
	"earlier this week",
	"letzte woche",
	"vergangene woche",
	"letzten monat",
	"diese woche",
	"la semaine dernière",
	"cette semaine",
	"le mois dernier",
	"la semana pasada",
	"esta semana",
	"el mes pasado",
	"la settimana scorsa",
	"settimana scorsa",
	"il mese scorso",
	"semana passada",
	"mês passado",
	"vorige week",
	"afgelopen week",
	"на прошлой неделе",
	"на этой неделе",
	"в прошлом месяце",
	"недавно",
	"минулого тижня",
	"цього тижня",
	"минулого місяця",
	"w zeszłym tygodniu",
	"w ubiegłym tygodniu",
	"w tym tygodniu",
	"w zeszłym miesiącu",
	"minulý týden",
	"geçen hafta",
	"bu hafta",
	"geçen ay",
	"الأسبوع الماضي",
	"الشهر الماضي",
	"هذا الأسبوع",
	"上个月",
	"本周",
	"先週",
	"先月",
	"지난주",
	"지난달",
	"την περασμένη εβδομάδα",
};

/*
 * "Last week" is a date that names no day: it stands where dates stand, and
 * its item has none.
 */
static bool is_vague(struct nw_str text)
{
	char first = text.len ? text.at[0] : 0;

	/* "03-02" is a day or a month first. */
	if (text.len == 5 && text.at[2] == '-' && count_digits(text) == 4)
		return true;
	if (first >= 'A' && first <= 'Z')
		first = (char)(first + 32);
	for (size_t i = 0; i < sizeof(vague) / sizeof(vague[0]); i++) {
		struct nw_str one = nw_str_from(vague[i]);
		size_t from = (unsigned char)first < 0x80 ? 1 : 2;
		/* Capitals beyond ASCII differ in both of their bytes. */
		if (text.len == one.len &&
		    ((unsigned char)first >= 0x80 || first == one.at[0]) &&
		    memcmp(text.at + from, one.at + from, one.len - from) == 0)
			return true;
	}
	return false;
}

/* Fields of which one is a date; the first other one is who. */
static bool find_fields(const struct digest *d, struct digest_line *line)
{
	struct nw_str rest = line->text, field, who = { NULL, 0 };
	bool dated = false;
	size_t fields = 0;

	while (nwi_digest_field(&rest, &field) && fields++ < 12) {
		if (!dated &&
		    (nwi_digest_date(d, field, &line->date) || is_vague(field)))
			dated = true;
		else if (nw_str_is_absent(who) && field.len > 0 &&
			 count_words(field) <= WHO_WORDS &&
			 !nwi_digest_is_section(field))
			who = field;
	}
	if (!dated || fields < 2)
		return false;
	line->who = who;
	line->stamp = STAMP_FIELD;
	return true;
}

/* A field up to a comma or a point with a space behind it. */
static size_t loose_end(struct nw_str s)
{
	size_t end = 0;

	while (end < s.len && !(strchr(".,", s.at[end]) && end + 1 < s.len &&
				s.at[end + 1] == ' '))
		end++;
	return end;
}

/* The longest run of fields from the first on that is a date; 0 without. */
static size_t loose_date(const struct digest *d, struct nw_str rest,
			 struct nw_instant *out)
{
	size_t best = 0, at = 0;

	for (int n = 0; n < 3 && at < rest.len; n++) {
		struct nw_instant found;
		at += loose_end(nw_str_slice(rest, at, rest.len));
		struct nw_str field = nw_str_slice(rest, 0, at);
		if (has_digit(field) &&
		    (n ? is_absolute(d, field, &found)
		       : nwi_digest_date(d, field, &found))) {
			*out = found;
			best = at;
		}
		at += at < rest.len;
	}
	return best;
}

/*
 * "The Northern Eye, 14 hours ago", "Vienna. 3 March. AGENCY", "Courier, 5
 * March 2025, p. 3".
 */
static bool find_loose_fields(const struct digest *d, struct digest_line *line)
{
	struct nw_str rest = line->text, who = { NULL, 0 };
	size_t fields = 0, dated = 0;

	if (line->words > 9)
		return false;
	while (rest.len > 0 && fields++ < 5) {
		size_t end = dated ? 0 : loose_date(d, rest, &line->date);
		if (end > 0)
			dated = fields;
		else
			end = loose_end(rest);
		struct nw_str field = nw_str_slice(rest, 0, end);
		bool page = dated && field.len <= PAGE_BYTES;
		rest = nw_str_trim(nw_str_slice(rest, end + 1, rest.len));
		if (dated == fields)
			continue;
		if ((has_digit(field) && !page) || count_words(field) > 4)
			return false;
		if (nw_str_is_absent(who))
			who = field;
	}
	if (dated < 2 || fields > 5)
		return false;
	line->who = who;
	line->stamp = STAMP_FIELD;
	return true;
}

enum edge { EDGE_NONE, EDGE_SPACE, EDGE_GLUED };

/* Where a date may begin behind a name. */
static enum edge edge_at(struct nw_str s, size_t i)
{
	unsigned char before = (unsigned char)s.at[i - 1];
	unsigned char c = (unsigned char)s.at[i];
	bool digit = c >= '0' && c <= '9';

	if ((c & 0xc0) == 0x80)
		return EDGE_NONE;
	if (before == ' ')
		return c == ' ' ? EDGE_NONE : EDGE_SPACE;
	if (digit && (before >= 0x80 || (before >= 'A' && before <= 'Z') ||
		      (before >= 'a' && before <= 'z') || before == '.'))
		return EDGE_GLUED;
	/* "NameMonday 3 March": a capital behind a small letter. */
	return before >= 'a' && before <= 'z' && c >= 'A' && c <= 'Z'
		       ? EDGE_GLUED
		       : EDGE_NONE;
}

/* A name with a date and a time behind it, run together or not. */
static bool find_glued(const struct digest *d, struct digest_line *line)
{
	struct nw_str s = line->text;
	size_t tries = 0;

	for (size_t i = 2; i < s.len && tries < 24; i++) {
		enum edge edge = edge_at(s, i);
		struct nw_instant at;
		if (edge == EDGE_NONE)
			continue;
		struct nw_str rest = nw_str_slice(s, i, s.len);
		struct nw_str who = strip(nw_str_slice(s, 0, i));
		tries++;
		if (count_words(who) > WHO_WORDS || who.len == 0)
			return false;
		if (!is_absolute(d, rest, &at) ||
		    at.precision < NW_PRECISION_DAY)
			continue;
		/* "What we know on 5 March 2025" is a title. */
		if (edge == EDGE_SPACE && at.precision < NW_PRECISION_MINUTE &&
		    !nwi_digest_by(s) && who.at + who.len + 1 == rest.at)
			continue;
		forget_unclocked(d, rest, &at);
		line->date = at;
		line->who = who;
		line->stamp = edge == EDGE_GLUED || at.precision >=
							    NW_PRECISION_MINUTE
				      ? STAMP_GLUED
				      : STAMP_FIELD;
		return true;
	}
	return false;
}

/* One word to three, each with a capital. */
static bool is_name_list(struct nw_str s)
{
	struct nw_str rest = s, word;
	size_t words = 0;

	while (nw_str_next(&rest, ' ', &word)) {
		size_t pos = 0;
		uint32_t c = word.len ? nwi_utf8_next(word, &pos) : 0;
		if (!(nwi_char_class(c) & NWI_CHAR_UPPER) || word.len < 2)
			return false;
		words++;
	}
	return words > 0 && words <= 3;
}

/* "07:38 Jane Doe", "29 January 2025 07:38 Jane Doe". */
static bool find_leading(const struct digest *d, struct digest_line *line)
{
	struct nw_str s = line->text;
	size_t tries = 0;

	for (size_t i = s.len; i > 4 && tries < 12; i--) {
		struct nw_instant at;
		if (s.at[i - 1] != ' ')
			continue;
		struct nw_str head = strip(nw_str_slice(s, 0, i - 1));
		tries++;
		struct nw_str tail = nw_str_slice(s, i, s.len);
		size_t most = nwi_digest_by(tail) ? 9 : 4;
		if (!is_absolute(d, head, &at) || count_words(tail) > most)
			continue;
		bool writer = s.at[i - 2] == ',' && is_name_list(tail);
		if (at.precision < NW_PRECISION_MINUTE &&
		    !nwi_digest_by(tail) && !writer)
			continue;
		if (writer)
			line->bits |= BIT(F_BYLINE);
		forget_unclocked(d, head, &at);
		line->date = at;
		line->who = nw_str_trim(nw_str_slice(s, i, s.len));
		line->stamp = STAMP_FIELD;
		return true;
	}
	return false;
}

/* "Harbour Channel, [29.01.2025 14:30]" of exported messages. */
static bool find_bracketed(const struct digest *d, struct digest_line *line)
{
	struct nw_str s = line->text;
	size_t open = nw_str_find_char(s, '[');
	struct nw_instant at;

	if (open < 2 || open + 8 > s.len || !nw_str_ends(s, "]"))
		return false;
	struct nw_str who = strip(nw_str_slice(s, 0, open));
	if (who.len == 0 || count_words(who) > WHO_WORDS ||
	    !is_absolute(d, nw_str_slice(s, open + 1, s.len - 1), &at) ||
	    at.precision < NW_PRECISION_MINUTE)
		return false;
	line->date = at;
	line->who = who;
	line->stamp = STAMP_GLUED;
	return true;
}

/* "19 March: ..." may be the title's own, "19.03.2025" is a record's. */
static bool has_year(struct nw_str day)
{
	size_t digits = 0, signs = 0;

	for (size_t i = 0; i < day.len; i++) {
		digits += day.at[i] >= '0' && day.at[i] <= '9';
		signs += strchr("./-", day.at[i]) != NULL;
	}
	return digits >= 5 || (signs == 2 && digits >= 4);
}

static bool begins_title(struct nw_str s)
{
	size_t pos = 0;
	uint32_t c = nwi_utf8_next(s, &pos);
	unsigned class = nwi_char_class(c);

	return (class & NWI_CHAR_KIND) != NWI_CHAR_LETTER ||
	       (class & NWI_CHAR_UPPER) || c >= 0x590;
}

static bool is_list(struct nw_str s)
{
	return nw_str_find_char(s, '|') < s.len ||
	       nw_str_find(s, nw_str_from("·")) < s.len ||
	       nw_str_find(s, nw_str_from("•")) < s.len;
}

size_t nwi_digest_leading_day(const struct digest *d, struct nw_str text,
			      struct nw_instant *out)
{
	size_t ends[5], words = 0;

	if (text.len < 20 || !has_digit(nw_str_slice(text, 0, 12)))
		return 0;
	for (size_t i = 1; i < text.len && i < 40 && words < 5; i++) {
		if (text.at[i] == ' ')
			ends[words++] = i;
	}
	while (words > 0) {
		size_t end = ends[--words];
		struct nw_str day = strip(nw_str_slice(text, 0, end));
		if (!is_absolute(d, day, out) ||
		    out->precision < NW_PRECISION_DAY)
			continue;
		while (end < text.len && strchr(" -|:,", text.at[end]))
			end++;
		struct nw_str rest = nw_str_slice(text, end, text.len);
		if (nw_str_starts(rest, "–") || nw_str_starts(rest, "—"))
			end += 3;
		rest = nw_str_trim(nw_str_slice(text, end, text.len));
		return count_words(rest) >= 3 && has_year(day) &&
				       begins_title(rest) && !is_list(rest)
			       ? (size_t)(rest.at - text.at)
			       : 0;
	}
	return 0;
}

void nwi_digest_stamp(const struct digest *d, struct digest_line *line)
{
	const uint64_t prose = BIT(F_PROSE) | BIT(F_SENTENCES) | BIT(F_HEADED) |
			       BIT(F_UNDERLINED);
	struct nw_str text = line->text;

	if (!(line->bits & (prose & ~BIT(F_SENTENCES))) &&
	    (line->bits & BIT(F_SENTENCES)) && has_digit(text) &&
	    find_loose_fields(d, line)) {
		line->bits |= BIT(F_DATED);
		return;
	}
	if (text.len > STAMP_BYTES || line->words > 20 ||
	    (line->bits & prose) ||
	    ((line->bits & BIT(F_DOT)) && line->words > 7))
		return;
	if (nwi_digest_is_clock(text, line) ||
	    (d->digit_clocks && nwi_digest_digits(text, &line->clock_ms))) {
		line->stamp = STAMP_TIME;
	} else if (find_bracketed(d, line)) {
		line->bits |= BIT(F_STAMP);
		return;
	} else if (is_vague(text)) {
		line->stamp = STAMP_DATE;
	} else if (nwi_digest_is_update(text, line)) {
		if (line->clock_ms >= 0) {
			line->stamp = STAMP_TIME;
		} else {
			line->word = WORD_UPDATE;
			line->bits |= BIT(F_NOISE);
		}
	} else if (find_fields(d, line) && line->who.len > 0 &&
		   !has_digit(line->who)) {
		line->bits |= BIT(F_DATED);
		return;
	} else if (nwi_digest_date(d, text, &line->date)) {
		line->stamp = STAMP_DATE;
	} else if (find_fields(d, line)) {
		line->bits |= BIT(F_DATED);
		return;
	} else if (line->words <= 14 && has_digit(text) &&
		   (find_glued(d, line) || find_leading(d, line) ||
		    find_loose_fields(d, line))) {
		line->bits |= line->stamp == STAMP_GLUED ? BIT(F_STAMP)
							 : BIT(F_DATED);
		return;
	}
	if (line->stamp)
		line->bits |= BIT(F_DATE);
}

/* "Outlet - 5 March 2025 - text": bytes up to the text, 0 without. */
size_t nwi_digest_lead_in(const struct digest *d, struct digest_line *line)
{
	struct nw_str head = nw_str_slice(line->text, 0, STAMP_BYTES);
	struct nw_str rest = head, field, who = { NULL, 0 };
	struct nw_instant at;

	for (int n = 0; n < 2 && nwi_digest_field(&rest, &field); n++) {
		/* "(ANSA) - ROMA, 12 MAR - " is the text's own. */
		if (!rest.at || count_words(field) > WHO_WORDS ||
		    nw_str_starts(field, "("))
			return 0;
		if (nwi_digest_date(d, field, &at)) {
			line->date = at;
			line->who = who;
			return (size_t)(rest.at - head.at);
		}
		who = field;
	}
	return 0;
}

/* A line like others of the page, but for its numbers, that has a date. */
void nwi_digest_patterned(const struct digest *d, struct digest_line *line)
{
	struct nw_instant at;

	if (line->stamp || (line->bits & (BIT(F_LINK) | BIT(F_NOISE))) ||
	    line->text.len > STAMP_BYTES ||
	    nwi_date_read(line->text, &d->hints, &at) != NW_OK ||
	    at.precision < NW_PRECISION_DAY)
		return;
	forget_unclocked(d, line->text, &at);
	line->date = at;
	line->stamp = STAMP_FIELD;
	line->bits |= BIT(F_DATED);
}

bool nwi_digest_last_date(const struct digest *d, struct nw_str text,
			  struct nw_instant *out, struct nw_str *before)
{
	struct nw_str whole = text;

	size_t spaces = 0;

	if (text.len > STAMP_BYTES * 2)
		text = nw_str_slice(text, text.len - STAMP_BYTES, text.len);
	struct nw_str best = { NULL, 0 };
	for (size_t i = text.len; i > 0 && spaces < 7; i--) {
		struct nw_instant at;
		if (text.at[i - 1] != ' ')
			continue;
		spaces++;
		struct nw_str tail = nw_str_slice(text, i, text.len);
		if (!is_absolute(d, tail, &at))
			continue;
		best = tail;
		*out = at;
	}
	*before =
		nw_str_is_absent(best)
			? best
			: nw_str_slice(whole, 0, (size_t)(best.at - whole.at));
	return !nw_str_is_absent(best);
}
