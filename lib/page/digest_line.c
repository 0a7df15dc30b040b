/* SPDX-License-Identifier: Apache-2.0 */
/* Text into lines, and what the shape of a line tells in any language. */
#include "page/digest_impl.h"

#include "text/tables/tables.h"
#include "text/utf8.h"

enum {
	GAP_MAX = 60000,
	WIDTH_LEAST = 50, /* columns that mails and captures wrap at */
	WIDTH_MOST = 100,
	PARAGRAPH_BYTES = 60 /* at least, as opposed to headings */
};

struct cutter {
	struct digest *d;
	size_t room;
	uint16_t gap;
	bool ruled;
	size_t width; /* 0: lines are not wrapped */
};

/* Bullets, and the signs that stand for them; their kind is their place. */
static const char *const bullets[] = {
	"•",  "●",  "▪",    "■",    "◦",    "‣",   "⁃",	  "►",	 "▶",  "➤",
	"→",  "·",  "*** ", "** ",  ">>> ", ">> ", "-> ", "=> ", "* ", "- ",
	"– ", "— ", "+ ",   "> ",   "» ",   "✔",   "✅",	  "🔹",	 "🔸",  "▫",
	"◾",  "◽",  "🔺",    "🔻",    "📌",    "👉",   "☑",	  "✳",	 "➡",  "🔴",
	"🔵",  "⚫",  "⚪",    "🟢", "🟡", "‼",   "❗"
};

static bool is_space(uint32_t c)
{
	return c == ' ' || c == '\t' || c == 0xa0 || c == 0x3000 ||
	       (c >= 0x2000 && c <= 0x200a) || c == 0x202f;
}

static struct nw_str trim(struct nw_str s)
{
	size_t pos = 0, end = 0;

	while (pos < s.len && is_space(nwi_utf8_next(s, &pos)))
		end = pos;
	s = nw_str_slice(s, end, s.len);
	for (size_t i = s.len; i > 0; s.len = i) {
		i--;
		while (i > 0 && ((unsigned char)s.at[i] & 0xc0) == 0x80)
			i--;
		pos = i;
		if (!is_space(nwi_utf8_next(s, &pos)))
			break;
	}
	return s;
}

/* "-----", "=====", "* * *", "___": at least three signs and nothing else. */
static bool is_rule(struct nw_str s, char *sign)
{
	size_t signs = 0;

	*sign = 0;
	for (size_t i = 0; i < s.len; i++) {
		char c = s.at[i];
		if (c == ' ')
			continue;
		if (!strchr("-=*_~#+.", c) || c == '\0')
			return false;
		*sign = *sign && *sign != c ? ' ' : c;
		signs++;
	}
	return signs >= 3 || (signs == 2 && nw_str_is(s, "--"));
}

/* Rules of box drawing, bullets and other signs beyond ASCII. */
static bool is_drawn_rule(struct nw_str s)
{
	size_t pos = 0, signs = 0;

	while (pos < s.len) {
		uint32_t c = nwi_utf8_next(s, &pos);
		if (c == ' ')
			continue;
		if (!((c >= 0x2500 && c <= 0x25ff) ||
		      (c >= 0x2010 && c <= 0x2015) || c == 0x2022 ||
		      c == 0xb7 || (c >= 0x2700 && c <= 0x27bf) ||
		      c == 0x2042 || c == 0x203b))
			return false;
		signs++;
	}
	return signs >= 3 || (signs > 0 && s.len > 8);
}

static size_t number_mark(struct nw_str s)
{
	size_t i = s.len > 0 && (s.at[0] == '[' || s.at[0] == '(');
	size_t start = i;

	while (i < s.len && i < start + 3 && s.at[i] >= '0' && s.at[i] <= '9')
		i++;
	if (i == start || i == s.len)
		return 0;
	if (start ? s.at[i] != ']' && s.at[i] != ')'
		  : s.at[i] != '.' && s.at[i] != ')' && s.at[i] != ':')
		return 0;
	i++;
	if (i == s.len || s.at[i] != ' ')
		return 0;
	return i + 1;
}

/* "## ", and a line that is **bold** from end to end. */
static bool take_heading(struct digest_line *line)
{
	struct nw_str s = line->text;
	size_t hashes = 0;

	while (hashes < s.len && s.at[hashes] == '#')
		hashes++;
	if (hashes > 0 && hashes <= 6 && hashes < s.len &&
	    s.at[hashes] == ' ') {
		line->text = trim(nw_str_slice(s, hashes, s.len));
		line->mark = (uint8_t)(100 + hashes);
	} else if (s.len > 4 && nw_str_starts(s, "**") &&
		   nw_str_ends(s, "**")) {
		line->text = trim(nw_str_slice(s, 2, s.len - 2));
		line->mark = 110;
	} else {
		return false;
	}
	line->bits |= BIT(F_HEADED);
	return true;
}

/* "20. März 2025", "20. März: the title" have no number before them. */
static bool begins_with_date(const struct digest *d, struct nw_str text)
{
	struct nw_instant date;
	size_t end = nw_str_find_char(text, ' ') + 1;

	if (text.len < 40 && nwi_digest_date(d, text, &date))
		return true;
	end += nw_str_find_char(nw_str_slice(text, end, text.len), ' ');
	while (end > 0 && end <= text.len && strchr(":,", text.at[end - 1]))
		end--;
	return end < 40 &&
	       nwi_digest_date(d, nw_str_slice(text, 0, end), &date);
}

/* "+++ 14:32 Talks resume +++" of German tickers. */
static void take_plus_signs(struct digest_line *line)
{
	struct nw_str s = line->text;

	if (!nw_str_starts(s, "+++") || s.len < 8)
		return;
	size_t end = nw_str_ends(s, "+++") ? s.len - 3 : s.len;
	line->text = trim(nw_str_slice(s, 3, end));
}

/* A line that is *emphasised* from end to end. */
static void take_emphasis(struct digest_line *line)
{
	struct nw_str s = line->text;

	if (s.len < 6 || (s.at[0] != '*' && s.at[0] != '_') ||
	    s.at[1] == s.at[0] || s.at[1] == ' ' ||
	    s.at[s.len - 1] != s.at[0] || s.at[s.len - 2] == s.at[0] ||
	    nw_str_find_char(nw_str_slice(s, 1, s.len - 1), s.at[0]) !=
		    s.len - 2)
		return;
	line->text = trim(nw_str_slice(s, 1, s.len - 1));
}

static void take_mark(const struct digest *d, struct digest_line *line)
{
	take_plus_signs(line);
	take_emphasis(line);

	size_t number = number_mark(line->text);

	if (take_heading(line))
		return;
	if (number && !begins_with_date(d, line->text)) {
		line->text =
			trim(nw_str_slice(line->text, number, line->text.len));
		line->mark = 90;
		line->bits |= BIT(F_NUMBERED);
		return;
	}
	for (size_t i = 0; i < sizeof(bullets) / sizeof(bullets[0]); i++) {
		if (!nw_str_starts(line->text, bullets[i]))
			continue;
		line->text = trim(nw_str_slice(line->text, strlen(bullets[i]),
					       line->text.len));
		/* The sign that a picture is meant. */
		if (nw_str_starts(line->text, "\xef\xb8\x8f"))
			line->text = trim(
				nw_str_slice(line->text, 3, line->text.len));
		line->mark = (uint8_t)(1 + i);
		line->bits |= BIT(F_BULLET);
		return;
	}
}

static bool is_address(struct nw_str line)
{
	return nw_str_starts(line, "http") || nw_str_starts(line, "www.") ||
	       nw_str_starts(line, "<http");
}

/* A line whose text goes on in the next: its first word would not fit. */
static bool goes_on(const struct cutter *c, const struct digest_line *last,
		    struct nw_str next)
{
	size_t start = last->to, columns, first;
	struct nw_str text = c->d->text;

	while (start > 0 && text.at[start - 1] != '\n')
		start--;
	columns = nwi_utf8_count(nw_str_slice(text, start, last->to));
	first = nw_str_find_char(next, ' ');
	return columns <= c->width && !is_address(next) &&
	       columns + 1 + nwi_utf8_count(nw_str_slice(next, 0, first)) >
		       c->width;
}

static bool push(struct cutter *c, struct nw_str text, size_t from, size_t to)
{
	struct digest *d = c->d;

	if (d->count == c->room) {
		d->cut = true;
		return false;
	}
	struct digest_line *line = &d->lines[d->count++];
	*line = (struct digest_line){ .text = text,
				      .from = (uint32_t)from,
				      .to = (uint32_t)to,
				      .gap = c->gap,
				      .clock_ms = -1 };
	if (c->ruled)
		line->bits |= BIT(F_RULED);
	c->gap = 0;
	c->ruled = false;
	return true;
}

/* A rule right under a short line marks it as a title. */
static void add_rule(struct cutter *c, char sign, size_t len)
{
	struct digest *d = c->d;
	struct digest_line *last = d->count ? &d->lines[d->count - 1] : NULL;

	if (last && c->gap == 0 && !c->ruled &&
	    (sign == '-' || sign == '=' || sign == '~') &&
	    last->text.len < 300) {
		size_t columns = nwi_utf8_count(last->text);
		if (len <= columns + 4 && len * 2 >= columns) {
			last->bits |= BIT(F_UNDERLINED);
			return;
		}
	}
	c->ruled = true;
	if (c->gap < GAP_MAX)
		c->gap++;
}

static bool add_line(struct cutter *c, size_t from, size_t to)
{
	struct digest *d = c->d;
	struct nw_str text = trim(nw_str_slice(d->text, from, to));
	char sign;

	if (text.len == 0) {
		if (c->gap < GAP_MAX)
			c->gap++;
		return true;
	}
	if (text.len < 400 && is_rule(text, &sign)) {
		add_rule(c, sign, text.len);
		return true;
	}
	if (text.len < 400 && is_drawn_rule(text)) {
		add_rule(c, 0, text.len);
		return true;
	}
	struct digest_line *last = d->count ? &d->lines[d->count - 1] : NULL;
	if (c->width && last && c->gap == 0 && !c->ruled &&
	    goes_on(c, last, text)) {
		last->to = (uint32_t)(text.at + text.len - d->text.at);
		return true;
	}
	return push(c, text, (size_t)(text.at - d->text.at),
		    (size_t)(text.at + text.len - d->text.at));
}

static bool begins_small(struct nw_str line)
{
	size_t pos = 0;
	uint32_t c = line.len ? nwi_utf8_next(line, &pos) : 0;
	unsigned class = nwi_char_class(c);

	return !is_address(line) &&
	       (c < 0x590 || (c >= 0x1e00 && c < 0x2000)) &&
	       (class & NWI_CHAR_KIND) == NWI_CHAR_LETTER &&
	       !(class & NWI_CHAR_UPPER);
}

/*
 * The column that the page is wrapped at: the longest line whose sentence goes
 * on in the next one, where several lines do so; 0 without.
 */
static size_t find_width(const struct digest *d)
{
	size_t longest = 0, broken = 0;
	struct nw_str rest = d->text, line, last = { NULL, 0 };
	struct nw_instant date;

	while (nw_str_next(&rest, '\n', &line)) {
		struct nw_str before = last;
		last = line;
		if (before.len > 4 * WIDTH_MOST ||
		    before.len < WIDTH_LEAST / 2 || !begins_small(trim(line)))
			continue;
		size_t columns = nwi_utf8_count(before);
		/* "vor 2 Stunden" begins small and goes on with nothing. */
		if (columns > WIDTH_MOST || columns < WIDTH_LEAST / 2 ||
		    (line.len < WIDTH_LEAST &&
		     nwi_digest_date(d, trim(line), &date)))
			continue;
		broken++;
		longest = columns > longest ? columns : longest;
	}
	return broken >= 3 && longest >= WIDTH_LEAST ? longest : 0;
}

static void cut_lines(struct cutter *c)
{
	struct nw_str text = c->d->text;

	for (size_t from = 0; from < text.len;) {
		const char *end = memchr(text.at + from, '\n', text.len - from);
		size_t to = end ? (size_t)(end - text.at) : text.len;
		if (!add_line(c, from, to))
			return;
		from = to + 1;
	}
}

/*
 * A report that tells a day by the clock: paragraphs first, then times that
 * grow from line to line with little text between. Tickers have the newest
 * entry first, or begin with it.
 */
static bool is_chronology(const struct digest *d)
{
	size_t paragraphs = 0, between = 0, clocks = 0;
	int32_t clock_ms, last_ms = -1;

	for (size_t i = 0; i < d->count; i++) {
		struct nw_str text = d->lines[i].text;
		if (nwi_digest_clock(text, &clock_ms) == 0) {
			if (text.len > PARAGRAPH_BYTES)
				++*(last_ms < 0 ? &paragraphs : &between);
		} else if (clock_ms < last_ms || paragraphs < 2) {
			return false;
		} else {
			last_ms = clock_ms;
			clocks++;
		}
	}
	return between * 3 <= clocks;
}

/* Many lines begin with a clock: a ticker, whose clocks are no text. */
static void take_clocks(struct digest *d)
{
	size_t clocks = 0;
	int32_t clock_ms;

	for (size_t i = 0; i < d->count; i++)
		clocks += nwi_digest_clock(d->lines[i].text, &clock_ms) > 0;
	if (clocks < 3 || is_chronology(d))
		return;
	for (size_t i = 0; i < d->count; i++) {
		struct digest_line *line = &d->lines[i];
		size_t len = nwi_digest_clock(line->text, &clock_ms);
		if (len == 0)
			continue;
		line->clock_ms = clock_ms;
		line->text = nw_str_slice(line->text, len, line->text.len);
		line->bits |= BIT(F_CLOCKED);
	}
}

/* Joined lines have line ends within: one space each. */
static bool finish_line(struct digest *d, struct digest_line *line)
{
	line->text = nw_str_slice(d->text, line->from, line->to);
	if (memchr(line->text.at, '\n', line->text.len)) {
		line->text = nwi_text_line_in(d->arena, line->text,
					      line->text.len + 1);
		if (nw_str_is_absent(line->text))
			return false;
	}
	take_mark(d, line);
	return true;
}

/*
 * The gap that most paragraphs have before them: those behind another one, or
 * behind anything where no text has two.
 */
static uint16_t usual_gap(struct digest *d)
{
	size_t counts[2][4] = { 0 };
	uint16_t best = 0, least = 3;

	for (size_t i = 1; i < d->count; i++) {
		const struct digest_line *line = &d->lines[i];
		uint16_t gap = line->gap > 3 ? 3 : line->gap;
		if (gap < least)
			least = gap;
		if (!(line->bits & BIT(F_PROSE)))
			continue;
		/* Lists are closer. */
		bool list = line->mark && line->mark == line[-1].mark;
		counts[0][gap] += !list && (line[-1].bits & BIT(F_PROSE));
		counts[1][gap]++;
	}
	for (int any = 0; any < 2; any++) {
		best = 0;
		for (uint16_t i = 1; i < 4; i++)
			best = counts[any][i] > counts[any][best] ? i : best;
		d->paragraphs = any == 0;
		if (counts[any][best])
			return best;
	}
	return least;
}

bool nwi_digest_lines(struct digest *d)
{
	struct cutter c = { .d = d, .width = find_width(d) };
	size_t ends = 1;

	for (size_t i = 0; i < d->text.len && ends < DIGEST_LINES; i++)
		ends += d->text.at[i] == '\n';
	c.room = ends;
	d->lines = nw_arena_array(d->arena, c.room, sizeof(*d->lines));
	if (!d->lines)
		return false;
	cut_lines(&c);
	for (size_t i = 0; i < d->count; i++) {
		struct digest_line *line = &d->lines[i];
		if (!finish_line(d, line))
			return false;
	}
	take_clocks(d);
	for (size_t i = 0; i < d->count; i++) {
		struct digest_line *line = &d->lines[i];
		nwi_digest_shape(line);
		if (nwi_digest_is_prose(line))
			line->bits |= BIT(F_PROSE);
	}
	d->paragraph_gap = usual_gap(d);
	return true;
}
