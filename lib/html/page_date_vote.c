/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Chooses among the dates that a page states. Each claim has the votes of its
 * own provenance and of every other provenance that names the same day. Then
 * the winner learns what others know better: the time of day, the offset.
 */
#include "html/page_date.h"

#include <stdio.h>

/* What a witness of the day adds, and a month in the address. */
enum { AGREE = 15, AGREE_MONTH = 10 };

/* What is taken from a date that repeats that of the last change. */
enum { COPIED = 30 };

/* Days after which a page was written anew; where it says "Updated". */
enum { LATE = 120, LATE_UPDATE = 180 };

/* Dates of one kind beside which a date is one of a list. */
enum { LIST = 4 };

static const nw_time minute = 60000, day_ms = INT64_C(86400000);

/* The civil day where it was stated, as days since 1970. */
static int64_t day_of(const struct nw_instant *at)
{
	nw_time local = at->at;

	if (at->offset_min != NW_OFFSET_UNKNOWN)
		local += at->offset_min * minute;
	return local >= 0 ? local / day_ms : -((-local + day_ms - 1) / day_ms);
}

static int64_t days_between(const struct nw_instant *a,
			    const struct nw_instant *b)
{
	int64_t days = day_of(a) - day_of(b);

	return days < 0 ? -days : days;
}

static bool may_be(const struct page_claim *claim, enum page_says says)
{
	return claim->says == says ||
	       (says == SAYS_PUBLISHED && claim->says == SAYS_ANY);
}

/* Which other provenances name the same day, as bits. */
static unsigned witnesses(const struct page_claims *claims,
			  const struct page_claim *of, enum page_says says)
{
	unsigned seen = 0;

	for (uint32_t i = 0; i < claims->count; i++) {
		const struct page_claim *claim = &claims->rows[i];

		if (claim->from != of->from && may_be(claim, says) &&
		    claim->score >= 50 &&
		    days_between(&claim->at, &of->at) == 0)
			seen |= 1U << claim->from;
	}
	return seen;
}

/*
 * Some software writes the day of the last change into every field. Where
 * another field says another day, that one is of the publication.
 */
static bool is_copy_of_update(const struct page_claims *claims,
			      const struct page_claim *of)
{
	bool updated = false, other = false;

	for (uint32_t i = 0; i < claims->count; i++) {
		const struct page_claim *claim = &claims->rows[i];

		if (claim->shown || claim->from == FROM_URL)
			continue;
		updated |= claim->says == SAYS_UPDATED &&
			   claim->at.at == of->at.at;
		other |= claim->says == SAYS_PUBLISHED && claim->score >= 80 &&
			 day_of(&claim->at) < day_of(&of->at);
	}
	return updated && other;
}

/* Months since the year 0. */
static int month_of(const struct nw_instant *at)
{
	struct nw_civil c = nw_time_to_civil(at->at);

	return c.year * 12 + c.month - 1;
}

static const struct page_claim *best_of(const struct page_claims *claims,
					enum page_says says, int month)
{
	const struct page_claim *best = NULL;
	unsigned most = 0;

	for (uint32_t i = 0; i < claims->count; i++) {
		const struct page_claim *claim = &claims->rows[i];

		if (!may_be(claim, says))
			continue;
		unsigned votes = claim->score;
		votes += AGREE * (unsigned)__builtin_popcount(
					 witnesses(claims, claim, says));
		votes +=
			claim->from != FROM_URL && month_of(&claim->at) == month
				? AGREE_MONTH
				: 0;
		if (says == SAYS_PUBLISHED && claim->from != FROM_JSON_LD &&
		    is_copy_of_update(claims, claim))
			votes -= votes > COPIED ? COPIED : votes;
		if (votes > most) {
			most = votes;
			best = claim;
		}
	}
	return best;
}

static bool is_stated(const struct page_claim *claim)
{
	return !claim->shown && claim->from != FROM_URL;
}

static bool is_beside(const struct page_claim *claim)
{
	return claim->shown && !claim->guessed && claim->place >= PLACE_NEAR &&
	       claim->score >= 60;
}

/*
 * A page that is kept up to date shows its readers the day on which it was
 * rewritten and only tells machines when its address was first used; a page
 * that has moved shows the old day and tells machines that of the move. The
 * day next to the title is then the page's. News are not rewritten so late.
 */
static const struct page_claim *shown_instead(const struct page_claims *claims,
					      const struct page_claim *stated)
{
	const struct page_claim *shown = NULL;

	if (!is_stated(stated))
		return NULL;
	for (uint32_t i = 0; i < claims->count; i++) {
		const struct page_claim *claim = &claims->rows[i];

		if (claim->says == SAYS_PUBLISHED &&
		    is_stated(claim) == false &&
		    days_between(&claim->at, &stated->at) <= 1)
			return NULL;
		if (!is_beside(claim))
			continue;
		if (days_between(&claim->at, &stated->at) <= 1)
			return NULL;
		if (!shown || claim->score > shown->score)
			shown = claim;
	}
	if (!shown)
		return NULL;
	int64_t later = day_of(&shown->at) - day_of(&stated->at);
	if (shown->says == SAYS_UPDATED)
		return later > LATE_UPDATE ? shown : NULL;
	return later > LATE || later < -2 ? shown : NULL;
}

static nw_time clock_of(const struct nw_instant *at)
{
	nw_time local = at->at;

	if (at->offset_min != NW_OFFSET_UNKNOWN)
		local += at->offset_min * minute;
	return local;
}

static bool has_time(const struct nw_instant *at)
{
	return at->precision >= NW_PRECISION_MINUTE;
}

static bool has_zone(const struct nw_instant *at)
{
	return at->offset_min != NW_OFFSET_UNKNOWN;
}

/* What software makes of a day: not a time that somebody stated. */
static bool is_midnight(const struct nw_instant *at)
{
	return clock_of(at) % day_ms == 0;
}

/* Whether `other` says the same with more. */
static bool is_finer(const struct nw_instant *at,
		     const struct nw_instant *other)
{
	if (!has_time(other))
		return false;
	if (!has_time(at))
		return day_of(at) == day_of(other);
	if (is_midnight(at) && !is_midnight(other))
		return day_of(at) == day_of(other) ||
		       (has_zone(at) && has_zone(other) &&
			other->at - at->at < 30 * 60 * minute &&
			at->at - other->at < 14 * 60 * minute);
	if (has_zone(at)) {
		bool richer = other->precision > at->precision ||
			      (at->offset_min == 0 && other->offset_min != 0);
		return has_zone(other) && richer &&
		       other->precision >= at->precision &&
		       at->at / minute == other->at / minute;
	}
	/* Same clock with a zone, or the same clock with seconds. */
	if (clock_of(at) / minute == clock_of(other) / minute)
		return has_zone(other) || other->precision > at->precision;
	return false;
}

/* Whether somewhere clocks are ahead by that (tz database, since 1970). */
static bool is_zone(nw_time difference)
{
	static const int16_t odd[] = { -570, -210, -150, 210, 270, 330, 345,
				       390,  525,  570,	 630, 765, 825 };
	nw_time minutes = difference / minute;

	if (difference % (60 * minute) == 0)
		return minutes >= -12 * 60 && minutes <= 14 * 60;
	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
		if (minutes == odd[i])
			return true;
	}
	return false;
}

/*
 * An instant in UTC and the local clock or day beside the title give the
 * outlet's offset: the same instant, on the day that readers saw.
 */
static bool learn_zone(struct nw_instant *at, const struct page_claim *claim)
{
	const struct nw_instant *shown = &claim->at;

	if (!has_time(at) || at->offset_min != 0 || has_zone(shown) ||
	    claim->place < PLACE_NEAR || !claim->shown || claim->guessed)
		return false;
	if (has_time(shown)) {
		nw_time shift = shown->at - at->at / minute * minute;
		if (shift == 0 || !is_zone(shift))
			return false;
		at->offset_min = (int16_t)(shift / minute);
		return true;
	}
	/* Only the day: the nearest whole hour that makes it so. */
	for (int16_t h = 0; h <= 12; h++) {
		struct nw_instant east = *at, west = *at;

		east.offset_min = (int16_t)(h * 60);
		west.offset_min = (int16_t)(-h * 60);
		bool is_east = day_of(shown) == day_of(&east);
		if (!is_east && day_of(shown) != day_of(&west))
			continue;
		*at = is_east ? east : west;
		return true;
	}
	return false;
}

/*
 * The instant that software states for a day that readers see: in UTC it may
 * fall on the day before or behind.
 */
static const struct page_claim *instant_of_day(const struct page_claims *claims,
					       const struct page_claim *day)
{
	if (has_time(&day->at) || !day->shown || day->guessed)
		return day;
	for (uint32_t i = 0; i < claims->count; i++) {
		const struct page_claim *claim = &claims->rows[i];
		nw_time behind = claim->at.at - day->at.at;

		if (claim->says == SAYS_PUBLISHED && !claim->shown &&
		    claim->score >= 70 && has_time(&claim->at) &&
		    claim->at.offset_min == 0 && !is_midnight(&claim->at) &&
		    behind > -13 * 60 * minute &&
		    behind < day_ms + 11 * 60 * minute)
			return claim;
	}
	return day;
}

/* A clock without a zone on a day that was stated with one has that zone. */
static void take_finer(struct nw_instant *at, const struct nw_instant *other)
{
	struct nw_instant finer = *other;

	if (!has_zone(other) && has_time(at) && has_zone(at) &&
	    at->offset_min != 0) {
		finer.offset_min = at->offset_min;
		finer.at -= at->offset_min * minute;
	}
	*at = finer;
}

static void refine(const struct page_claims *claims, enum page_says says,
		   struct nw_instant *at)
{
	for (unsigned round = 0; round < 2; round++) {
		for (uint32_t i = 0; i < claims->count; i++) {
			const struct page_claim *claim = &claims->rows[i];

			if (may_be(claim, says) && claim->score >= 50 &&
			    !claim->guessed && is_finer(at, &claim->at))
				take_finer(at, &claim->at);
		}
	}
	for (uint32_t i = 0; i < claims->count; i++) {
		const struct page_claim *claim = &claims->rows[i];

		if (may_be(claim, says) && claim->score >= 60 &&
		    learn_zone(at, claim))
			return;
	}
}

/* Each witness halves the doubt, one that contradicts adds to it. */
static double confidence(const struct page_claims *claims,
			 const struct page_claim *chosen, enum page_says says)
{
	double doubt = 1.0 - chosen->score / 110.0;
	unsigned seen = witnesses(claims, chosen, says);

	for (; seen; seen &= seen - 1)
		doubt /= 2;
	for (uint32_t i = 0; i < claims->count; i++) {
		const struct page_claim *claim = &claims->rows[i];

		if (claim->says == says && claim->score >= 66 &&
		    days_between(&claim->at, &chosen->at) > 1) {
			doubt += (1 - doubt) * 0.3;
			break;
		}
	}
	/* An update in the place of a publication. */
	if (chosen->says == SAYS_UPDATED && says == SAYS_PUBLISHED)
		doubt = doubt < 0.5 ? 0.5 : doubt;
	return 1.0 - doubt;
}

static struct nw_str from_name(unsigned from)
{
	static const char *const names[] = {
		[FROM_NONE] = NULL,   [FROM_JSON_LD] = "json-ld",
		[FROM_META] = "meta", [FROM_MARKUP] = "microdata",
		[FROM_TIME] = "time", [FROM_URL] = "url",
		[FROM_TEXT] = "text", [FROM_COPYRIGHT] = "copyright",
	};

	return nw_str_from(names[from]);
}

/* "/2024/03/" in the address, for want of a day. */
static bool month_of_url(const struct page_facts *facts, struct nw_instant *out)
{
	struct nw_str url = facts->url;

	for (size_t i = 0; i + 9 <= url.len; i++) {
		const char *at = url.at + i;
		char text[8] = { 0 };

		if (at[0] != '/' || at[5] != '/' || at[8] != '/')
			continue;
		memcpy(text, at + 1, 7);
		text[4] = '-';
		if (nw_instant_parse(nw_str_make(text, 7), out) == NW_OK &&
		    out->precision == NW_PRECISION_MONTH &&
		    out->at > INT64_C(631152000000) && /* 1990 */
		    (facts->page->input->fetched == 0 ||
		     out->at <= facts->page->input->fetched))
			return true;
	}
	return false;
}

/* "© 2019" in the last lines: the year of the page at the latest. */
static bool year_of_copyright(const struct page_facts *facts,
			      struct nw_instant *out)
{
	const struct page_scan *scan = &facts->scan;
	struct nw_str mark = NW_STR("\xc2\xa9");

	for (uint32_t i = scan->line_count; i > 0; i--) {
		struct nw_str text = scan->lines[i - 1].text;

		if (nw_str_find(text, mark) == text.len || text.len > 160)
			continue;
		for (size_t k = text.len; k >= 4; k--) {
			struct nw_str year = nw_str_slice(text, k - 4, k);
			if (nw_instant_parse(year, out) == NW_OK &&
			    out->at > INT64_C(631152000000) && /* 1990 */
			    (facts->page->input->fetched == 0 ||
			     out->at <= facts->page->input->fetched))
				return true;
		}
	}
	return false;
}

/* One of many of its kind, far from any title: a list's, not the page's. */
static bool is_of_a_list(const struct page_claims *claims,
			 const struct page_claim *best)
{
	unsigned others = 0;

	if (best->place != PLACE_FAR || !best->shown || best->score >= 50)
		return false;
	for (uint32_t i = 0; i < claims->count; i++) {
		const struct page_claim *claim = &claims->rows[i];

		others += claim->from == best->from &&
			  claim->score == best->score &&
			  days_between(&claim->at, &best->at) > 0;
	}
	return others >= LIST;
}

static void choose_updated(const struct page_claims *claims,
			   struct nw_page *out)
{
	const struct page_claim *updated = best_of(claims, SAYS_UPDATED, -1);

	if (!updated || updated->score < 50)
		return;
	out->updated = updated->at;
	refine(claims, SAYS_UPDATED, &out->updated);
	out->updated_from = from_name(updated->from);
	out->updated_confidence = confidence(claims, updated, SAYS_UPDATED);
	/* What was updated before it was published is a date of another. */
	if (!nw_instant_is_absent(&out->published) &&
	    day_of(&out->updated) < day_of(&out->published) - 1) {
		out->updated = (struct nw_instant){ 0 };
		out->updated_from = nw_str_make(NULL, 0);
		out->updated_confidence = 0;
	}
}

/* Where nothing says when a page was published. */
static void choose_hint(const struct page_facts *facts,
			const struct page_claims *claims, struct nw_page *out)
{
	const struct page_claim *updated = best_of(claims, SAYS_UPDATED, -1);
	struct nw_instant at;

	if (updated) {
		out->published = updated->at;
		refine(claims, SAYS_UPDATED, &out->published);
		out->published_from = from_name(updated->from);
		out->published_confidence = 0.4;
	} else if (month_of_url(facts, &at)) {
		out->published = at;
		out->published_from = from_name(FROM_URL);
		out->published_confidence = 0.6;
	} else if (year_of_copyright(facts, &at)) {
		out->published = at;
		out->published_from = from_name(FROM_COPYRIGHT);
		out->published_confidence = 0.1;
	}
}

static void tell(const struct page *page, const char *what,
		 const struct nw_instant *at, struct nw_str from)
{
	char text[NW_TIME_TEXT];

	if (!page->input->explain || nw_instant_is_absent(at))
		return;
	nw_instant_format(at, text);
	page_tell(page, what, nw_str_from(text), from.at);
}

static void tell_claims(const struct page *page,
			const struct page_claims *claims)
{
	static const char *const says[] = { "a date", "published", "updated" };
	static const char *const places[] = { "far from the title",
					      "before the title",
					      "near the title",
					      "beside the title" };
	char text[NW_TIME_TEXT], why[160];

	for (uint32_t i = 0; page->input->explain && i < claims->count; i++) {
		const struct page_claim *claim = &claims->rows[i];

		nw_instant_format(&claim->at, text);
		snprintf(why, sizeof(why), "%s by %s, %s, trust %u of 100",
			 says[claim->says], from_name(claim->from).at,
			 places[claim->place], claim->score);
		page_tell(page, "date", nw_str_from(text), why);
	}
}

void page_choose_dates(const struct page_facts *facts, struct nw_page *out)
{
	struct page_claims claims;

	page_claims_collect(facts, &claims);
	tell_claims(facts->page, &claims);
	struct nw_instant month;
	const struct page_claim *best =
		best_of(&claims, SAYS_PUBLISHED,
			month_of_url(facts, &month) ? month_of(&month) : -1);
	if (best && is_of_a_list(&claims, best))
		best = NULL;
	if (best) {
		const struct page_claim *shown = shown_instead(&claims, best);
		best = shown ? shown : instant_of_day(&claims, best);
		out->published = best->at;
		refine(&claims,
		       best->says == SAYS_UPDATED ? SAYS_UPDATED
						  : SAYS_PUBLISHED,
		       &out->published);
		out->published_from = from_name(best->from);
		out->published_confidence =
			confidence(&claims, best, SAYS_PUBLISHED);
	} else {
		choose_hint(facts, &claims, out);
	}
	choose_updated(&claims, out);
	tell(facts->page, "published", &out->published, out->published_from);
	tell(facts->page, "updated", &out->updated, out->updated_from);
}
