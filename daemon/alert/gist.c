/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When a figure has changed. Reports of one event tell different figures at
 * one time, and slow outlets old ones later, so:
 *  - a value that was told before, by whomever, is no change;
 *  - against a figure that is not exact ("at least 12", "a dozen") only one
 *    that leaves it by more than a tenth is;
 *  - the dead and the injured become more: a lower figure is one when a second
 *    report tells the same;
 *  - a figure thirty times as high is most likely of something else (a war, not
 *    the day's raid) until a second report tells one as high, and one that much
 *    lower is never told as a change;
 *  - of these, what a report tells first stands for it; what a text tells
 *    further on never takes the place of a title's figure, and of a lead's
 *    when a second report tells it too; a title or lead takes the place of
 *    such a figure at once;
 *  - of other classes (the drones, the arrested) each new value is;
 *  - of any other noun, as of money and of per cent, a new value is where two
 *    reports told the old one: one text counts many things by one word.
 * What was not told at all did not change, except that people died.
 */
#include "daemon/alert/gist.h"

#include "base/json.h"
#include "daemon/alert/gist_parts.h"

#include <math.h>
#include <stdlib.h>

enum rule { RULE_ANY = 0, RULE_UP, RULE_FREE };

enum { FAR = 30 /* times another figure: of something else */ };

static enum rule rule_of(struct nw_str of)
{
	static const struct {
		const char *of;
		enum rule rule;
	} rows[] = {
		{ "killed", RULE_UP },	   { "injured", RULE_UP },
		{ "missing", RULE_FREE },  { "arrested", RULE_FREE },
		{ "drones", RULE_FREE },   { "missiles", RULE_FREE },
		{ "downed", RULE_FREE },   { "evacuated", RULE_FREE },
		{ "displaced", RULE_UP },  { "sanctioned", RULE_FREE },
		{ "hostages", RULE_FREE }, { "rescued", RULE_UP },
		{ "expelled", RULE_FREE }, { "infected", RULE_UP },
		{ "released", RULE_FREE },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (nw_str_is(of, rows[i].of))
			return rows[i].rule;
	return RULE_ANY;
}

static double number_of(struct nw_str value)
{
	char text[GIST_VALUE_BYTES + 1];

	if (value.len == 0 || value.len > GIST_VALUE_BYTES)
		return 0;
	memcpy(text, value.at, value.len);
	text[value.len] = '\0';
	return strtod(text, NULL);
}

static bool was_told(const struct gist_figure *told, struct nw_str value)
{
	for (size_t i = 0; i < told->value_count; i++)
		if (nw_str_equal(told->values[i], value))
			return true;
	return false;
}

/* A figure of another place in its report: of another weight. */
static bool is_weaker(const struct gist_figure *now,
		      const struct gist_figure *told)
{
	return now->where == GIST_IN_BODY && told->where != GIST_IN_BODY;
}

/* Of what becomes more: a rise, or what a second report tells. */
static bool has_risen(const struct gist_figure *told,
		      const struct gist_figure *now)
{
	struct nw_str value = now->values[0];
	double before = number_of(told->values[0]), after = number_of(value);

	if (after >= FAR * before)
		return number_of(told->waits) >= FAR * before;
	if (is_weaker(now, told))
		return nw_str_equal(told->waits, value);
	return after > before || is_weaker(told, now) ||
	       (nw_str_equal(told->waits, value) && before < FAR * after);
}

static bool differs(const struct gist_figure *told,
		    const struct gist_figure *now)
{
	double before = number_of(told->values[0]);
	double after = number_of(now->values[0]);
	double apart = fabs(after - before);
	double larger = after > before ? after : before;

	if (told->about || now->about)
		if (apart <= larger / 10 || (now->about && after < before))
			return false;
	if (is_weaker(now, told) && told->where == GIST_IN_TITLE)
		return false;
	switch (rule_of(now->of)) {
	case RULE_UP:
		return has_risen(told, now);
	case RULE_FREE:
		return true;
	default:
		return told->times > 1;
	}
}

static const struct gist_figure *figure_of(const struct gist_sum *sum,
					   struct nw_str of)
{
	for (size_t i = 0; i < sum->figure_count; i++)
		if (nw_str_equal(sum->figures[i].of, of))
			return &sum->figures[i];
	return NULL;
}

/* The first figure of its class in a report stands for it. */
static bool is_first(const struct gist_sum *gist, size_t at)
{
	return figure_of(gist, gist->figures[at].of) == &gist->figures[at];
}

/* Of what becomes more only the first: the others are of other events. */
static bool any_was_told(const struct gist_figure *told,
			 const struct gist_sum *gist,
			 const struct gist_figure *first)
{
	if (rule_of(first->of) == RULE_UP)
		return was_told(told, first->values[0]);
	for (size_t i = 0; i < gist->figure_count; i++)
		if (nw_str_equal(gist->figures[i].of, told->of) &&
		    was_told(told, gist->figures[i].values[0]))
			return true;
	return false;
}

/* "1200000" is read better as "1,200,000". */
static void put_value(struct nw_buf *out, struct nw_str value)
{
	size_t whole = nw_str_find_char(value, '.');

	for (size_t i = 0; i < value.len; i++) {
		if (i > 0 && i < whole && (whole - i) % 3 == 0)
			nw_buf_add_char(out, ',');
		nw_buf_add_char(out, value.at[i]);
	}
}

static struct nw_str word_change(const struct gist_figure *told,
				 const struct gist_figure *now,
				 struct nw_arena *arena)
{
	NW_AUTO(nw_buf_fini) struct nw_buf text = { 0 };

	nw_buf_init(&text, GIST_BYTES);
	nw_buf_add_str(&text, now->word.len > 0 ? now->word : now->of);
	nw_buf_add_text(&text, ": ");
	if (told) {
		put_value(&text, told->values[0]);
		nw_buf_add_text(&text, " -> ");
	}
	put_value(&text, now->values[0]);
	if (!told)
		nw_buf_add_text(&text, ", none was told before");
	return nw_arena_buf(arena, &text);
}

static bool is_change(const struct gist_sum *told, const struct gist_sum *gist,
		      size_t at, const struct gist_figure **before)
{
	const struct gist_figure *now = &gist->figures[at];

	*before = figure_of(told, now->of);
	if (!is_first(gist, at))
		return false;
	if (!*before)
		return nw_str_is(now->of, "killed");
	return !any_was_told(*before, gist, now) && differs(*before, now);
}

/* "Selby Lines" and "ferry owner Selby Lines" are one. */
static bool is_known_denier(const struct gist_sum *sum, struct nw_str denier)
{
	for (size_t i = 0; i < sum->denier_count; i++) {
		struct nw_str known = sum->deniers[i];
		struct nw_str less = known.len < denier.len ? known : denier;
		struct nw_str more = known.len < denier.len ? denier : known;
		if (nw_str_find(more, less) < more.len)
			return true;
	}
	return false;
}

/* Each denier once; one of whom no name is known when nobody did before. */
static bool is_denial(const struct gist_sum *told, const struct gist_sum *now)
{
	if (now->denials == 0)
		return false;
	if (now->denier_count == 0)
		return told->denials == 0;
	return !is_known_denier(told, now->deniers[0]) &&
	       told->denier_count < GIST_DENIERS;
}

static struct nw_str word_denial(const struct gist_sum *now,
				 struct nw_arena *arena)
{
	return now->denied.len > 0 ? nw_arena_fmt(arena, "a denial: \"%.*s\"",
						  NW_FMT(now->denied))
				   : nw_str_from("it is denied");
}

enum nw_status gist_compare(struct nw_str told, struct nw_str gist,
			    struct nw_arena *arena, struct gist_change *out,
			    size_t *count, struct nw_error *err)
{
	NW_AUTO(gist_sum_fini) struct gist_sum before = { 0 }, now = { 0 };
	enum nw_status status = gist_sum_read(told, &before, err);
	const struct gist_figure *figure;
	size_t changes = 0;

	if (status == NW_OK)
		status = gist_item_read(gist, &now, err);
	if (status != NW_OK)
		return status;
	if (before.reports == 0 || now.reports == 0)
		now = (struct gist_sum){ .json = now.json };
	if (is_denial(&before, &now))
		out[changes++] = (struct gist_change){
			.kind = nw_str_from("denial"),
			.text = word_denial(&now, arena),
		};
	for (size_t i = 0; i < now.figure_count && changes < GIST_CHANGES; i++)
		if (is_change(&before, &now, i, &figure))
			out[changes++] = (struct gist_change){
				.kind = nw_str_from("number"),
				.text = word_change(figure, &now.figures[i],
						    arena),
			};
	if (nw_arena_failed(arena))
		return nw_fail(err, NW_NO_MEMORY, "no memory for a gist");
	*count = changes;
	return NW_OK;
}

/* ---- sums ---- */

static void count_text(struct gist_count *rows, size_t *count, size_t most,
		       struct nw_str text)
{
	size_t i = 0;

	while (i < *count && !nw_str_equal(rows[i].text, text))
		i++;
	if (i == *count) {
		if (*count == most)
			i = --*count; /* the least told goes */
		rows[(*count)++] = (struct gist_count){ .text = text };
	}
	rows[i].count++;
	for (; i > 0 && rows[i].count > rows[i - 1].count; i--) {
		struct gist_count swap = rows[i];
		rows[i] = rows[i - 1];
		rows[i - 1] = swap;
	}
}

static void tell_value(struct gist_figure *told, const struct gist_figure *now)
{
	size_t i = 0;

	while (i < told->value_count &&
	       !nw_str_equal(told->values[i], now->values[0]))
		i++;
	told->times = i == 0 ? told->times + 1 : 1;
	told->about = now->about && (i > 0 || told->about);
	told->where =
		i > 0 || now->where < told->where ? now->where : told->where;
	if (i == told->value_count) {
		if (told->value_count == GIST_VALUES)
			i--;
		else
			told->value_count++;
	}
	memmove(told->values + 1, told->values, i * sizeof(*told->values));
	told->values[0] = now->values[0];
	told->waits = nw_str_make(NULL, 0);
}

/* Whether a figure that is lower, far higher or of a body has to wait. */
static bool must_wait(const struct gist_figure *told,
		      const struct gist_figure *now, bool far)
{
	if (is_weaker(now, told))
		return true;
	return far || (number_of(now->values[0]) < number_of(told->values[0]) &&
		       !is_weaker(told, now));
}

/*
 * Of what becomes more, what must wait does for a second report; one that was
 * told before is an old one.
 */
static bool is_waiting(struct gist_figure *told, const struct gist_figure *now)
{
	double before = number_of(told->values[0]);
	double after = number_of(now->values[0]);
	bool far = after >= FAR * before;

	if (rule_of(now->of) != RULE_UP || after == before ||
	    !must_wait(told, now, far))
		return false;
	if (was_told(told, now->values[0]))
		return true;
	if (is_weaker(now, told) && told->where == GIST_IN_TITLE)
		return true;
	if (far ? number_of(told->waits) >= FAR * before
		: nw_str_equal(told->waits, now->values[0]))
		return false;
	if (!now->about || far)
		told->waits = now->values[0];
	return true;
}

static void add_figure(struct gist_sum *sum, const struct gist_figure *now)
{
	size_t i = 0;

	while (i < sum->figure_count &&
	       !nw_str_equal(sum->figures[i].of, now->of))
		i++;
	if (i < sum->figure_count) {
		if (!is_waiting(&sum->figures[i], now))
			tell_value(&sum->figures[i], now);
		return;
	}
	if (i == GIST_SUM_FIGURES)
		i--;
	else
		sum->figure_count++;
	sum->figures[i] = *now;
	sum->figures[i].times = 1;
}

static void add_gist(struct gist_sum *sum, const struct gist_sum *gist)
{
	for (size_t i = 0; i < gist->name_count; i++)
		count_text(sum->names, &sum->name_count, GIST_SUM_NAMES,
			   gist->names[i].text);
	for (size_t i = 0; i < gist->place_count; i++)
		count_text(sum->places, &sum->place_count, GIST_SUM_PLACES,
			   gist->places[i].text);
	/* Backwards, so that the first of a class is the last told. */
	for (size_t i = gist->figure_count; i-- > 0;)
		if (rule_of(gist->figures[i].of) != RULE_UP ||
		    is_first(gist, i))
			add_figure(sum, &gist->figures[i]);
	if (gist->denier_count > 0 && sum->denier_count < GIST_DENIERS &&
	    !is_known_denier(sum, gist->deniers[0]))
		sum->deniers[sum->denier_count++] = gist->deniers[0];
	sum->denials += gist->denials;
	sum->reports++;
}

enum nw_status gist_add(struct nw_str sum, struct nw_str gist,
			struct nw_buf *out, struct nw_error *err)
{
	NW_AUTO(gist_sum_fini) struct gist_sum all = { 0 }, one = { 0 };
	enum nw_status status = gist_sum_read(sum, &all, err);

	if (status == NW_OK)
		status = gist_item_read(gist, &one, err);
	if (status != NW_OK)
		return status;
	if (one.reports > 0)
		add_gist(&all, &one);
	nw_buf_clear(out);
	gist_sum_write(&all, out);
	return out->failed ? nw_fail(err, NW_NO_MEMORY, "no memory for a gist")
			   : NW_OK;
}

enum nw_status gist_forget_waits(struct nw_str sum, struct nw_buf *out,
				 struct nw_error *err)
{
	NW_AUTO(gist_sum_fini) struct gist_sum all = { 0 };
	enum nw_status status = gist_sum_read(sum, &all, err);

	if (status != NW_OK)
		return status;
	for (size_t i = 0; i < all.figure_count; i++)
		all.figures[i].waits = nw_str_make(NULL, 0);
	nw_buf_clear(out);
	gist_sum_write(&all, out);
	return out->failed ? nw_fail(err, NW_NO_MEMORY, "no memory for a gist")
			   : NW_OK;
}
