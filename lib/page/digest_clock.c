/* SPDX-License-Identifier: Apache-2.0 */
/* Times of a day: as a line, and before a title. */
#include "page/digest_impl.h"

/* A clock and nothing else: "07:38", "10.45 GMT", "7.30am", "9h05". */
bool nwi_digest_is_clock(struct nw_str text, struct digest_line *line)
{
	NW_AUTO(nw_buf_fini) struct nw_buf day = { 0 };
	const struct nwi_date_hints hints = { .strict = true };
	const int64_t monday = INT64_C(946857600000); /* 2000-01-03 */
	struct nw_instant at;
	size_t i = 0, digits = 0;

	while (i < text.len && text.at[i] >= '0' && text.at[i] <= '9')
		i++;
	if (i == 0 || i > 2 || text.len > 24 || i + 2 >= text.len ||
	    !strchr(":.h", text.at[i]))
		return false;
	for (size_t k = i + 1;
	     k < text.len && text.at[k] >= '0' && text.at[k] <= '9'; k++)
		digits++;
	if (digits != 2)
		return false;
	if (i + 4 < text.len && strchr(".-/", text.at[i + 3]) &&
	    text.at[i + 4] >= '0' && text.at[i + 4] <= '9')
		return false;
	nw_buf_init(&day, 64);
	nw_buf_add_text(&day, "2000-01-03 ");
	nw_buf_add_str(&day, nw_str_slice(text, 0, i));
	nw_buf_add_char(&day, ':');
	nw_buf_add_str(&day, nw_str_slice(text, i + 1, text.len));
	if (nwi_date_read(nw_buf_str(&day), &hints, &at) != NW_OK ||
	    at.precision < NW_PRECISION_MINUTE)
		return false;
	line->clock_ms = (int32_t)((at.at - monday + 86400000) % 86400000);
	line->date.offset_min = at.offset_min;
	return true;
}

/*
 * "GMT", "am", "Uhr": what may stand behind a clock. Zones by name: other
 * capitals begin the text, "UN panel finds ...".
 */
static bool is_clock_word(struct nw_str word)
{
	static const char *const known[] = {
		"am",	"pm",  "a.m.", "p.m.", "AM",   "PM",  "Uhr",  "uhr",
		"h",	"ч",   "мск",  "hrs",  "GMT",  "UTC", "BST",  "CET",
		"CEST", "EET", "EEST", "WET",  "EST",  "EDT", "CST",  "CDT",
		"MST",	"MDT", "PST",  "PDT",  "ET",   "CT",  "PT",   "MSK",
		"МСК",	"IST", "JST",  "KST",  "HKT",  "SGT", "AEST", "AEDT",
		"TRT",	"AST", "GST",  "PKT",  "SAST", "WIB", "MEZ",  "MESZ",
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (nw_str_is(word, known[i]))
			return true;
	}
	return false;
}

size_t nwi_digest_clock(struct nw_str text, int32_t *clock_ms)
{
	struct digest_line line = { .clock_ms = -1 };
	size_t best = 0;

	/* "[07:38] text" */
	if (text.len > 8 && strchr("[(", text.at[0])) {
		char end = text.at[0] == '[' ? ']' : ')';
		size_t close = nw_str_find_char(nw_str_slice(text, 0, 12), end);
		if (close >= 12 || close + 2 >= text.len ||
		    !nwi_digest_is_clock(nw_str_slice(text, 1, close), &line))
			return 0;
		*clock_ms = line.clock_ms;
		return close + 1 + (text.at[close + 1] == ' ');
	}
	if (text.len < 5 || text.at[0] < '0' || text.at[0] > '9')
		return 0;
	for (size_t i = 0; i < text.len && i < 24;) {
		size_t space =
			nw_str_find_char(nw_str_slice(text, i, i + 24), ' ');
		struct nw_str word = nw_str_slice(text, i, i + space);
		while (word.len > 0 && strchr(":-,", word.at[word.len - 1]))
			word.len--;
		if (i > 0 && !is_clock_word(word))
			break;
		if (!nwi_digest_is_clock(nw_str_slice(text, 0, i + word.len),
					 &line))
			break;
		best = i + space;
		*clock_ms = line.clock_ms;
		i = best + 1;
	}
	while (best > 0 && best < text.len) {
		struct nw_str rest = nw_str_slice(text, best, text.len);
		if (strchr(" :-|", rest.at[0]))
			best++;
		else if (nw_str_starts(rest, "–") || nw_str_starts(rest, "—"))
			best += 3;
		else
			break;
	}
	return best < text.len ? best : 0;
}

bool nwi_digest_digits(struct nw_str text, int32_t *clock_ms)
{
	int32_t n = 0;

	if (text.len < 4 || (text.len > 4 && text.at[4] != ' ') ||
	    (text.len > 4 && !is_clock_word(nw_str_slice(text, 5, text.len))))
		return false;
	for (size_t i = 0; i < 4; i++) {
		if (text.at[i] < '0' || text.at[i] > '9')
			return false;
		n = n * 10 + (text.at[i] - '0');
	}
	if (n / 100 > 23 || n % 100 > 59)
		return false;
	*clock_ms = (n / 100 * 60 + n % 100) * 60000;
	return true;
}

/* "16:2016:20": what is read out and what is shown. */
static struct nw_str halved(struct nw_str text)
{
	size_t space = text.len;

	while (space > 0 && text.at[space - 1] != ' ')
		space--;
	size_t len = (text.len - space) / 2;
	return text.len - space == 2 * len && len >= 4 &&
			       memcmp(text.at + space, text.at + space + len,
				      len) == 0
		       ? nw_str_slice(text, 0, space + len)
		       : text;
}

/* "Updated at 10.45 GMT": a clock behind two words at most. */
bool nwi_digest_is_update(struct nw_str text, struct digest_line *line)
{
	struct digest_line other = { .clock_ms = -1 };
	bool posted = nw_str_starts_nocase(text, "posted") ||
		      nw_str_starts_nocase(text, "published");

	text = halved(text);

	for (size_t words = 0; words < 2; words++) {
		size_t space = nw_str_find_char(text, ' ');
		if (text.len > 0 && text.at[0] >= '0' && text.at[0] <= '9')
			return false;
		text = nw_str_slice(text, space + 1, text.len);
		if (!nwi_digest_is_clock(text, &other))
			continue;
		if (posted)
			line->clock_ms = other.clock_ms;
		return true;
	}
	return false;
}
