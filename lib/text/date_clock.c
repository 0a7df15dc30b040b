/* SPDX-License-Identifier: Apache-2.0 */
/* The time of day within a date's text, and its zone. */
#include "text/date_clock.h"

static bool is_sign(const struct nwi_marks *m, size_t i, char c)
{
	return i < m->count && m->rows[i].kind == MARK_SIGN &&
	       m->rows[i].value == c;
}

static bool is_number(const struct nwi_marks *m, size_t i, unsigned least,
		      unsigned most)
{
	return i < m->count && m->rows[i].kind == MARK_NUMBER &&
	       !m->rows[i].used && m->rows[i].digits >= least &&
	       m->rows[i].digits <= most;
}

static bool is_kind(const struct nwi_marks *m, size_t i,
		    enum nwi_mark_kind kind)
{
	return i < m->count && m->rows[i].kind == kind;
}

static bool is_field(const struct nwi_marks *m, size_t i, enum nwi_unit unit)
{
	return is_kind(m, i, MARK_FIELD) && m->rows[i].value == unit;
}

static void use(struct nwi_marks *m, size_t from, size_t to)
{
	for (size_t i = from; i < to && i < m->count; i++)
		m->rows[i].used = true;
}

/* Seconds' fraction in milliseconds: 5 -> 500, 123456 -> 123. */
static int32_t fraction_ms(const struct nwi_mark *mark)
{
	int64_t value = mark->value;
	unsigned digits = mark->digits > 19 ? 19 : mark->digits;

	for (; digits < 3; digits++)
		value *= 10;
	for (; digits > 3; digits--)
		value /= 10;
	return (int32_t)value;
}

/* "14:30", "14:30:05.123". Returns the mark behind, 0 for none. */
static size_t colons(const struct nwi_marks *m, size_t i,
		     struct nwi_clock *clock)
{
	if (!is_number(m, i, 1, 2) || !is_sign(m, i + 1, ':') ||
	    !is_number(m, i + 2, 1, 2) ||
	    (i > 1 && is_sign(m, i - 1, ':') && !m->rows[i].spaced &&
	     !(m->rows[i - 2].digits == 4 && is_sign(m, i + 3, ':'))))
		return 0;
	/* "2019-09-05+02:00" is a day of XML Schema with its zone. */
	if (i > 1 && is_sign(m, i - 1, '+') && !m->rows[i].spaced &&
	    !m->rows[i - 1].spaced && is_number(m, i - 2, 1, 4) &&
	    !is_sign(m, i + 3, ':'))
		return 0;
	clock->hour = (int32_t)m->rows[i].value;
	clock->minute = (int32_t)m->rows[i + 2].value;
	i += 3;
	if (!is_sign(m, i, ':') || !is_number(m, i + 1, 1, 2))
		return i;
	clock->second = (int32_t)m->rows[i + 1].value;
	clock->has_second = true;
	i += 2;
	bool point = is_sign(m, i, '.') || is_sign(m, i, ',');
	if ((point && is_number(m, i + 1, 1, 99) && !m->rows[i + 1].spaced) ||
	    (is_sign(m, i, ':') && is_number(m, i + 1, 3, 3))) {
		clock->millisecond = fraction_ms(&m->rows[i + 1]);
		i += 2;
	}
	return i;
}

/*
 * Files cannot be called "T14:30:05", so it is "T14-30-05"; writers whose
 * locale has points print "T14.30.05".
 */
static size_t dashes(const struct nwi_marks *m, size_t i,
		     struct nwi_clock *clock)
{
	char sign = is_sign(m, i + 1, '.') ? '.' : '-';

	if (i == 0 || m->rows[i - 1].letter != 't' || !is_number(m, i, 2, 2) ||
	    !is_sign(m, i + 1, sign) || !is_number(m, i + 2, 2, 2) ||
	    !is_sign(m, i + 3, sign) || !is_number(m, i + 4, 2, 2))
		return 0;
	clock->hour = (int32_t)m->rows[i].value;
	clock->minute = (int32_t)m->rows[i + 2].value;
	clock->second = (int32_t)m->rows[i + 4].value;
	clock->has_second = true;
	return i + 5;
}

/* ISO 8601, basic: "T143005Z", "T1430", "T14". */
static size_t basic(const struct nwi_marks *m, size_t i,
		    struct nwi_clock *clock)
{
	if (i == 0 || m->rows[i - 1].letter != 't' || !is_number(m, i, 2, 6))
		return 0;
	int32_t value = (int32_t)m->rows[i].value;
	if (m->rows[i].digits == 6) {
		clock->second = value % 100;
		clock->has_second = true;
		value /= 100;
	}
	if (m->rows[i].digits >= 4) {
		clock->minute = value % 100;
		value /= 100;
	}
	clock->hour = value;
	if (m->rows[i].digits % 2)
		return 0;
	if (clock->has_second &&
	    (is_sign(m, i + 1, '.') || is_sign(m, i + 1, ',')) &&
	    is_number(m, i + 2, 1, 99)) {
		clock->millisecond = fraction_ms(&m->rows[i + 2]);
		return i + 3;
	}
	return i + 1;
}

/* "14時30分5秒". */
static size_t fields(const struct nwi_marks *m, size_t i,
		     struct nwi_clock *clock)
{
	if (!is_number(m, i, 1, 2) || !is_field(m, i + 1, UNIT_HOUR))
		return 0;
	clock->hour = (int32_t)m->rows[i].value;
	i += 2;
	if (is_number(m, i, 1, 2) && is_field(m, i + 1, UNIT_MINUTE)) {
		clock->minute = (int32_t)m->rows[i].value;
		i += 2;
	}
	if (is_number(m, i, 1, 2) && is_field(m, i + 1, UNIT_SECOND)) {
		clock->second = (int32_t)m->rows[i].value;
		clock->has_second = true;
		i += 2;
	}
	return i;
}

/* am or pm at `i`, also spelled "p. m."; `*end` is behind it. */
static bool half_at(const struct nwi_marks *m, size_t i, size_t *end, int *half)
{
	if (is_kind(m, i, MARK_HALF)) {
		*half = (int)m->rows[i].value;
		*end = i + 1;
		return true;
	}
	if (i >= m->count ||
	    (m->rows[i].letter != 'a' && m->rows[i].letter != 'p'))
		return false;
	size_t next = i + (is_sign(m, i + 1, '.') ? 2 : 1);
	if (next >= m->count || m->rows[next].letter != 'm')
		return false;
	*half = m->rows[i].letter == 'p';
	*end = next + 1;
	return true;
}

/* East Asia has it before the hour; German "am" is "on the". */
static bool is_half_before(const struct nwi_marks *m, size_t i)
{
	return is_kind(m, i, MARK_HALF) && m->rows[i].more;
}

/* "5 pm", "오후 5". The half itself is read later, by take_half. */
static size_t halves(const struct nwi_marks *m, size_t i,
		     struct nwi_clock *clock)
{
	size_t end;
	int half;

	if (!is_number(m, i, 1, 2) || !(half_at(m, i + 1, &end, &half) ||
					(i > 0 && is_half_before(m, i - 1))))
		return 0;
	clock->hour = (int32_t)m->rows[i].value;
	return i + 1;
}

/* "14.30.05", nothing behind it that makes more than a time of it. */
static size_t point_seconds(const struct nwi_marks *m, size_t i,
			    struct nwi_clock *clock)
{
	if (!is_sign(m, i, '.') || !is_number(m, i + 1, 2, 2) ||
	    m->rows[i + 1].spaced || is_sign(m, i + 2, '.'))
		return i;
	clock->second = (int32_t)m->rows[i + 1].value;
	clock->has_second = true;
	return i + 2;
}

/* Whether a whole day ends before `i`: "05.09.2019, 10.00". */
static bool is_behind_year(const struct nwi_marks *m, size_t i)
{
	bool spaced = m->rows[i].spaced;

	if (i > 0 && (is_sign(m, i - 1, ',') || is_sign(m, i - 1, '-') ||
		      is_sign(m, i - 1, '|')))
		i--;
	if (i > 4 && spaced && is_number(m, i - 5, 4, 4) &&
	    is_sign(m, i - 4, '-') && is_sign(m, i - 2, '-') &&
	    is_number(m, i - 1, 1, 2))
		return true;
	return i > 2 && spaced && is_number(m, i - 1, 4, 4);
}

static bool is_hour(const struct nwi_marks *m, size_t i)
{
	return is_kind(m, i, MARK_UNIT) && m->rows[i].value == UNIT_HOUR;
}

/* "14.30 Uhr", "kl. 14.30", "5.30pm". */
static size_t points(const struct nwi_marks *m, size_t i,
		     struct nwi_clock *clock)
{
	size_t before = i, end;
	int half;

	if (!is_number(m, i, 1, 2) || !is_sign(m, i + 1, '.') ||
	    !is_number(m, i + 2, 2, 2) || m->rows[i + 2].spaced)
		return 0;
	if (is_behind_year(m, i)) {
		clock->hour = (int32_t)m->rows[i].value;
		clock->minute = (int32_t)m->rows[i + 2].value;
		return point_seconds(m, i + 3, clock);
	}
	if (is_sign(m, i + 3, '.'))
		return 0;
	while (before > 0 && is_sign(m, before - 1, '.'))
		before--;
	if (!is_kind(m, i + 3, MARK_CLOCK) && !is_hour(m, i + 3) &&
	    !half_at(m, i + 3, &end, &half) &&
	    !(before > 0 && (is_kind(m, before - 1, MARK_CLOCK))))
		return 0;
	clock->hour = (int32_t)m->rows[i].value;
	clock->minute = (int32_t)m->rows[i + 2].value;
	return i + 3;
}

/* "23 Nov 2019 17 -0700" */
static bool is_hour_before_zone(const struct nwi_marks *m, size_t i)
{
	return i > 0 && is_number(m, i, 1, 2) && is_number(m, i - 1, 4, 4) &&
	       (is_sign(m, i + 1, '-') || is_sign(m, i + 1, '+')) &&
	       m->rows[i + 1].spaced && is_number(m, i + 2, 4, 4) &&
	       i + 3 == m->count;
}

/* How many numbers could be a year. */
static size_t count_years(const struct nwi_marks *m)
{
	size_t count = 0;

	for (size_t i = 0; i < m->count; i++)
		count += is_number(m, i, 4, 4);
	return count;
}

/* "1030hrs", "1800 GMT" where another number is the year. */
static bool is_military(const struct nwi_marks *m, size_t i)
{
	return is_number(m, i, 4, 4) && m->rows[i].value < 2400 &&
	       m->rows[i].value % 100 < 60 && count_years(m) > 1;
}

/* "14h30", "14u30" in Dutch, "14 h", "14 Uhr". */
static size_t words(const struct nwi_marks *m, size_t i,
		    struct nwi_clock *clock)
{
	if (i + 1 >= m->count)
		return 0;
	if (is_hour_before_zone(m, i)) {
		clock->hour = (int32_t)m->rows[i].value;
		return i + 1;
	}
	const struct nwi_mark *word = &m->rows[i + 1];
	bool hour = word->letter == 'h' || word->letter == 'u' ||
		    word->kind == MARK_ZONE ||
		    (word->kind == MARK_CLOCK && word->value == 1) ||
		    (word->kind == MARK_UNIT && word->value == UNIT_HOUR);
	if (!hour)
		return 0;
	if (is_military(m, i)) {
		clock->hour = (int32_t)m->rows[i].value / 100;
		clock->minute = (int32_t)m->rows[i].value % 100;
		return word->kind == MARK_ZONE ? i + 1 : i + 2;
	}
	if (!is_number(m, i, 1, 2))
		return 0;
	if (word->kind == MARK_ZONE) {
		clock->hour = (int32_t)m->rows[i].value;
		return i > 0 && is_number(m, i - 1, 4, 4) ? i + 1 : 0;
	}
	clock->hour = (int32_t)m->rows[i].value;
	i += 2;
	if (is_number(m, i, 2, 2)) {
		clock->minute = (int32_t)m->rows[i].value;
		i++;
	}
	return i;
}

/* "noon", "midnight", without a number. */
static size_t named(const struct nwi_marks *m, size_t i,
		    struct nwi_clock *clock)
{
	if (!is_kind(m, i, MARK_HALF) || m->rows[i].count != 12)
		return 0;
	clock->hour = m->rows[i].value == 1 ? 12 : 0;
	return i + 1;
}

typedef size_t clock_form(const struct nwi_marks *m, size_t i,
			  struct nwi_clock *clock);

static bool take_form(struct nwi_marks *m, clock_form *form,
		      struct nwi_clock *clock)
{
	for (size_t i = 0; i < m->count; i++) {
		struct nwi_clock found = { .from = i };
		found.to = form(m, i, &found);
		if (found.to == 0)
			continue;
		use(m, found.from, found.to);
		*clock = found;
		return true;
	}
	return false;
}

static void take_half(struct nwi_marks *m, struct nwi_clock *clock)
{
	size_t end = clock->to;
	int half = -1;

	if (half_at(m, clock->to, &end, &half)) {
		use(m, clock->to, end);
		clock->to = end;
	} else if (clock->from > 0 && is_half_before(m, clock->from - 1)) {
		half = (int)m->rows[clock->from - 1].value;
		use(m, clock->from - 1, clock->from);
	}
	if (half == 1 && clock->hour < 12)
		clock->hour += 12;
	if (half == 0 && clock->hour == 12)
		clock->hour = 0;
}

/* "+0530", "+5:30", "-05", "+530" from the sign at `i`; 0 for none. */
static size_t numeric_zone(const struct nwi_marks *m, size_t i,
			   int32_t *minutes)
{
	bool west = is_sign(m, i, '-');
	int32_t hours, rest = 0;

	/* "--0400", "+-0400": a sign too many is software's. */
	if ((west || is_sign(m, i, '+')) &&
	    (is_sign(m, i + 1, '-') || is_sign(m, i + 1, '+'))) {
		i++;
		west = is_sign(m, i, '-');
	}

	if ((!west && !is_sign(m, i, '+')) || !is_number(m, i + 1, 1, 4) ||
	    m->rows[i + 1].spaced)
		return 0;
	hours = (int32_t)m->rows[i + 1].value;
	if (m->rows[i + 1].digits >= 3) {
		rest = hours % 100;
		hours /= 100;
	}
	i += 2;
	if (m->rows[i - 1].digits <= 2 && is_sign(m, i, ':') &&
	    is_number(m, i + 1, 2, 2)) {
		rest = (int32_t)m->rows[i + 1].value;
		i += 2;
	}
	if (hours > 14 || rest > 59)
		return 0;
	*minutes = (west ? -1 : 1) * (hours * 60 + rest);
	return i;
}

/* RFC 822's letters: A is one hour west, N one hour east, J is none. */
static bool military(char letter, int32_t *minutes)
{
	if (letter < 'a' || letter > 'y' || letter == 'j')
		return false;
	if (letter <= 'i')
		*minutes = -60 * (letter - 'a' + 1);
	else if (letter <= 'm')
		*minutes = -60 * (letter - 'a');
	else
		*minutes = 60 * (letter - 'n' + 1);
	return true;
}

/* "0200" without its sign; a year does not begin with a zero. */
static size_t bare_zone(const struct nwi_marks *m, size_t i, int32_t *minutes)
{
	if (!is_number(m, i, 4, 4) || m->rows[i].value >= 1000)
		return 0;
	int32_t value = (int32_t)m->rows[i].value;
	if (value % 100 > 59)
		return 0;
	*minutes = value / 100 * 60 + value % 100;
	return i + 1;
}

/* Behind what may stand before a zone: "p.m. (", "[Europe/". */
static size_t zone_start(const struct nwi_marks *m, size_t i)
{
	for (; i < m->count; i++) {
		const struct nwi_mark *mark = &m->rows[i];
		bool region = mark->kind != MARK_NUMBER &&
			      mark->kind != MARK_SIGN &&
			      mark->kind != MARK_ZONE && is_sign(m, i + 1, '/');
		bool colon = is_sign(m, i, ':') &&
			     (is_sign(m, i + 1, '-') || is_sign(m, i + 1, '+'));
		if (!colon && !is_sign(m, i, '(') && !is_sign(m, i, ',') &&
		    !is_sign(m, i, '[') && !is_sign(m, i, '.') &&
		    mark->kind != MARK_CLOCK && !region)
			break;
		if (region)
			i++;
	}
	return i;
}

static bool is_zone(const struct nwi_marks *m, size_t i)
{
	if (!is_kind(m, i, MARK_ZONE))
		return false;
	return !m->rows[i].more || (i > 0 && is_sign(m, i - 1, '/'));
}

static size_t named_zone(const struct nwi_marks *m, size_t i, int32_t *minutes,
			 uint8_t *summer)
{
	int32_t more = 0;

	if (!is_zone(m, i))
		return 0;
	/* US/Eastern: what looks like a zone is a region. */
	if (is_sign(m, i + 1, '/') && is_zone(m, i + 2))
		i += 2;
	*minutes = (int32_t)m->rows[i].value;
	*summer = m->rows[i].count;
	size_t behind = numeric_zone(m, i + 1, &more);
	if (behind) {
		/* "GMT+3"; "MST -0700" says the same twice. */
		*minutes = more;
		*summer = SUMMER_NEVER;
	}
	return behind ? behind : i + 1;
}

/* The zone that the text ends with: "17:08 23.11.2019 -0700". */
static size_t zone_at_end(const struct nwi_marks *m, size_t from, size_t *end,
			  int32_t *minutes, uint8_t *summer)
{
	for (size_t i = m->count > from + 4 ? m->count - 4 : from; i < m->count;
	     i++) {
		bool sign = is_sign(m, i, '+') || is_sign(m, i, '-');
		*end = 0;
		if (sign &&
		    (is_number(m, i + 1, 4, 4) ||
		     (is_number(m, i + 1, 2, 2) && is_sign(m, i + 2, ':'))))
			*end = numeric_zone(m, i, minutes);
		else if (is_kind(m, i, MARK_ZONE))
			*end = named_zone(m, i, minutes, summer);
		if (*end == m->count)
			return i;
	}
	*end = 0;
	return m->count;
}

bool nwi_clock_take_zone(struct nwi_marks *m, struct nwi_clock *clock)
{
	int32_t minutes = 0;
	size_t end, from = zone_at_end(m, clock->to, &end, &minutes,
				       &clock->summer);

	if (end == 0)
		return false;
	use(m, from, end);
	clock->offset_min = (int16_t)minutes;
	clock->has_offset = true;
	return true;
}

static void take_zone(struct nwi_marks *m, struct nwi_clock *clock)
{
	size_t i = zone_start(m, clock->to), end;
	int32_t minutes = 0;

	end = numeric_zone(m, i, &minutes);
	if (end == 0)
		end = named_zone(m, i, &minutes, &clock->summer);
	if (end == 0 && clock->has_second)
		end = bare_zone(m, i, &minutes);
	if (end == 0 && i + 1 == m->count && i > 0 && m->rows[i].upper &&
	    military(m->rows[i].letter, &minutes))
		end = i + 1;
	if (end == 0) {
		(void)nwi_clock_take_zone(m, clock);
		return;
	}
	use(m, clock->to, end);
	clock->offset_min = (int16_t)minutes;
	clock->has_offset = true;
}

/* "(1800 HKT)" behind the first time is neither a year nor a day. */
static void use_other_clocks(struct nwi_marks *m)
{
	for (size_t i = 0; i + 1 < m->count; i++)
		if (is_military(m, i) && is_zone(m, i + 1) &&
		    !m->rows[i + 1].used)
			use(m, i, i + 2);
}

/* "2019-11-23 00:00:00.0 17:08:09.0": two columns of a database. */
static void take_second_clock(struct nwi_marks *m, struct nwi_clock *clock)
{
	struct nwi_clock next = { .from = clock->to };

	if (clock->hour || clock->minute || clock->second || !clock->has_second)
		return;
	next.to = colons(m, next.from, &next);
	if (next.to == 0 || !next.has_second)
		return;
	use(m, next.from, next.to);
	*clock = next;
}

enum nw_status nwi_clock_take(struct nwi_marks *m, struct nwi_clock *clock)
{
	static clock_form *const forms[] = { colons, dashes, basic, fields,
					     points, halves, words, named };
	bool found = false;

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]) && !found; i++)
		found = take_form(m, forms[i], clock);
	if (!found)
		return NW_NOT_FOUND;
	take_second_clock(m, clock);
	take_half(m, clock);
	take_zone(m, clock);
	use_other_clocks(m);
	bool midnight = clock->hour == 24 && clock->minute == 0 &&
			clock->second == 0 && clock->millisecond == 0;
	if ((clock->hour > 23 && !midnight) || clock->minute > 59 ||
	    clock->second > 60)
		return NW_BAD_INPUT;
	return NW_OK;
}
