/* SPDX-License-Identifier: Apache-2.0 */
/* Dates as lists state them. */
#include "page/listing_impl.h"

#include "markup/scan.h"

/* Milliseconds. */
#define MINUTE INT64_C(60000)
#define DAY    (1440 * MINUTE)

enum { TIMES = 64, WORDS = 9 };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* "10:38", "9.05 am", "18h20"; minutes of the day, -1 for anything else. */
int list_read_clock(struct nw_str text)
{
	text = nw_str_trim(text);
	size_t at = 0;
	int hour = 0, minute = 0, digits = 0;

	for (; at < text.len && is_digit(text.at[at]) && at < 2; at++)
		hour = hour * 10 + (text.at[at] - '0');
	if (at == 0 || at >= text.len || !strchr(":.hH", text.at[at]))
		return -1;
	for (at++; at < text.len && is_digit(text.at[at]) && digits < 3;
	     at++, digits++)
		minute = minute * 10 + (text.at[at] - '0');
	if (digits != 2 || hour > 24 || minute > 59)
		return -1;
	struct nw_str rest = nw_str_trim(nw_str_slice(text, at, text.len));
	if (nw_str_starts_nocase(rest, "p") && rest.len <= 4 && hour < 12)
		hour += 12;
	else if (nw_str_starts_nocase(rest, "a") && rest.len <= 4 && hour == 12)
		hour = 0;
	else if (rest.len > 4)
		return -1;
	return hour * 60 + minute;
}

/* A time of day is of the day above it, else of the last 24 hours. */
bool list_date_clock(const struct listing *listing, int minutes,
		     const struct nw_instant *day, struct nw_instant *out)
{
	nw_time now = listing->hints.fetched;
	bool known = day && day->precision >= NW_PRECISION_DAY;
	nw_time base = known ? day->at : now;

	if (!known && now == 0)
		return false;
	struct nw_civil civil = nw_time_to_civil(base);
	civil.hour = minutes / 60;
	civil.minute = minutes % 60;
	civil.second = civil.millisecond = 0;
	*out = (struct nw_instant){ .at = nw_time_from_civil(&civil),
				    .offset_min = NW_OFFSET_UNKNOWN,
				    .precision = NW_PRECISION_MINUTE };
	/* Clocks of outlets east of here may be ahead by half a day. */
	if (!known && out->at > now + DAY / 2)
		out->at -= DAY;
	return true;
}

static struct nw_str without_marks(struct nw_str text)
{
	text = nw_str_trim(text);
	while (text.len > 0 && strchr("([|,;:-", text.at[0]))
		text = nw_str_trim(nw_str_slice(text, 1, text.len));
	while (text.len > 0 && strchr(")]|,;:-", text.at[text.len - 1]))
		text = nw_str_trim(nw_str_slice(text, 0, text.len - 1));
	return text;
}

static unsigned word_count(struct nw_str text)
{
	unsigned count = 0;
	bool in = false;

	for (size_t i = 0; i < text.len; i++) {
		bool space = nwi_is_space(text.at[i]);
		count += !space && !in;
		in = !space;
	}
	return count;
}

/*
 * Nearly all texts are none, and looking closely costs: a date has a digit
 * (of any script), or is a few words ("yesterday", "an hour ago").
 */
static bool could_be_date(struct nw_str text)
{
	if (text.len < 3 || text.len > 120)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];
		if (is_digit((char)c))
			return true;
		/* U+0660, U+06F0, U+0966 and what follows; U+3007, CJK */
		if ((c == 0xd9 || c == 0xdb || c >= 0xe0) && i + 1 < text.len)
			return true;
	}
	return text.len <= 40 && word_count(text) <= 5;
}

bool list_read_whole_date(const struct listing *listing, struct nw_str text,
			  const struct nw_instant *day, struct nw_instant *out)
{
	struct nwi_date_hints hints = listing->hints;

	text = without_marks(text);
	if (!could_be_date(text))
		return false;
	int minutes = list_read_clock(text);
	if (minutes >= 0)
		return list_date_clock(listing, minutes, day, out);
	hints.strict = true;
	return nwi_date_read(text, &hints, out) == NW_OK &&
	       out->precision >= NW_PRECISION_DAY;
}

bool list_read_date(const struct listing *listing, struct nw_str text,
		    const struct nw_instant *day, struct nw_instant *out)
{
	struct nwi_date_hints hints = listing->hints;

	if (list_read_whole_date(listing, text, day, out))
		return true;
	text = without_marks(text);
	if (!could_be_date(text))
		return false;
	char last = text.at[text.len - 1];
	if (word_count(text) > WORDS || last == '?' || last == '!')
		return false;
	return nwi_date_read(text, &hints, out) == NW_OK &&
	       out->precision >= NW_PRECISION_DAY;
}

/* One date on the page that can only be read one way decides for all. */
void list_learn_order(struct listing *listing)
{
	uint32_t day_first = 0, month_first = 0;

	for (uint32_t i = 0; i < listing->tree.count; i++) {
		const struct nwi_node *node = listing->nodes[i];
		struct nw_str text = nw_str_trim(node->text);
		if (node->kind != NWI_NODE_TEXT || text.len < 6 ||
		    text.len >= TIMES)
			continue;
		enum nwi_day_order order = nwi_date_order(text);
		day_first += order == NWI_ORDER_DAY_FIRST;
		month_first += order == NWI_ORDER_MONTH_FIRST;
	}
	if (day_first != month_first)
		listing->hints.order = day_first > month_first
					       ? NWI_ORDER_DAY_FIRST
					       : NWI_ORDER_MONTH_FIRST;
}
