/* SPDX-License-Identifier: Apache-2.0 */
/* Of all that might help, what is tried: no chance, and not for all texts. */
#include "topic/propose_internal.h"

#include "text/utf8.h"

#include <math.h>
#include <stdlib.h>

enum {
	TERMS_SAID = 4, /* that one cancelling entry names */
	FEW_TEXTS = 10,
	CANCELS = 40, /* most tried of a kind, in one half */
	NEGATIVES = 24,
	TERMS = 24,
	WEIGHTS = 10
};

/* A word that a fifth of all good texts have tells nothing. */
#define COMMON 0.2

/* ---- tries ---- */

static bool same_edit(const struct nwi_edit *a, const struct nwi_edit *b)
{
	return a->kind == b->kind && nw_str_equal(a->text, b->text) &&
	       fabs(a->weight - b->weight) < 0.001 && a->line == b->line &&
	       a->column == b->column;
}

static struct propose_try *try_of(struct propose_find *f,
				  const struct nwi_edit *edit)
{
	struct propose_tries *tries = &f->p->tries;
	struct propose_try *t;

	for (size_t i = 0; i < tries->count; i++)
		if (same_edit(&tries->at[i]->proposal.edit, edit))
			return tries->at[i];
	if (tries->count == tries->room) {
		tries->room = tries->room ? 2 * tries->room : 256;
		tries->at = reallocarray(tries->at, tries->room,
					 sizeof(struct propose_try *));
		if (!tries->at)
			abort();
	}
	t = nw_arena_new_of(f->p->arena, struct propose_try);
	if (!t || nw_str_is_absent(edit->text)) {
		f->failed = true;
		return NULL;
	}
	t->proposal.edit = *edit;
	tries->at[tries->count++] = t;
	return t;
}

static struct propose_try *add_try(struct propose_find *f,
				   const struct nwi_edit *edit, double promise)
{
	struct propose_try *t = try_of(f, edit);

	if (t) {
		t->halves |= f->halves;
		t->promise += promise;
	}
	return t;
}

/* The more items, the sooner; then by the alphabet. */
static int by_items(const void *a, const void *b)
{
	const struct propose_near_term *x = a, *y = b;

	if (x->items != y->items)
		return x->items < y->items ? 1 : -1;
	return nw_str_compare(x->text, y->text);
}

/* Whether a term of the file, as "strike*", finds this one too. */
static bool is_found(const struct propose_near_term *terms, size_t count,
		     struct nw_str text)
{
	for (size_t i = 0; i < count; i++) {
		struct nw_str other = terms[i].text;
		if (other.len > 1 && other.at[other.len - 1] == '*' &&
		    !nw_str_equal(other, text) && text.len >= other.len - 1 &&
		    memcmp(other.at, text.at, other.len - 1) == 0)
			return true;
	}
	return false;
}

/*
 * The terms that an entry cancels: those that most items have, and none that
 * was there once while others were often.
 */
static size_t choose_terms(const struct propose_tally *t,
			   struct nw_str out[TERMS_SAID])
{
	struct propose_near_term sorted[PROPOSE_TERMS];
	size_t count = 0;

	if (t->term_count == 0)
		return 0;
	memcpy(sorted, t->terms, t->term_count * sizeof(sorted[0]));
	qsort(sorted, t->term_count, sizeof(sorted[0]), by_items);
	for (size_t i = 0; i < t->term_count && count < TERMS_SAID; i++)
		if (5 * sorted[i].items >= sorted[0].items &&
		    (sorted[i].items > 1 || sorted[0].items == 1) &&
		    !is_found(sorted, t->term_count, sorted[i].text))
			out[count++] = sorted[i].text;
	return count;
}

static void try_cancel(struct propose_find *f, const struct propose_tally *t,
		       double promise)
{
	NW_AUTO(nw_buf_fini) struct nw_buf query = { 0 }, names = { 0 };
	struct nwi_edit edit = { .kind = NWI_EDIT_CANCEL,
				 .language = f->p->language };
	struct nw_str terms[TERMS_SAID];
	size_t count = choose_terms(t, terms);

	nw_buf_init(&query, 4096);
	nw_buf_init(&names, 4096);
	nw_buf_add_text(&query, count > 1 ? "(" : "");
	for (size_t i = 0; i < count; i++) {
		bool words = nw_str_find_char(terms[i], ' ') < terms[i].len;
		nw_buf_add_fmt(&query, "%s%s%.*s%s", i ? " OR " : "",
			       words ? "\"" : "", NW_FMT(terms[i]),
			       words ? "\"" : "");
		nw_buf_add_fmt(&names, "%s%.*s", i ? ", " : "",
			       NW_FMT(terms[i]));
	}
	nw_buf_add_fmt(&query, "%s NEAR/%d %.*s", count > 1 ? ")" : "",
		       NWI_PROPOSE_WITHIN, NW_FMT(t->word));
	edit.text = nw_arena_buf(f->p->arena, &query);
	struct propose_try *made = add_try(f, &edit, promise);
	if (made) {
		made->proposal.word = t->word;
		made->proposal.terms = nw_arena_buf(f->p->arena, &names);
	}
}

static void try_entry(struct propose_find *f, const struct propose_tally *t,
		      enum nwi_edit_kind kind, double weight, double promise)
{
	const struct nwi_edit edit = { .kind = kind,
				       .language = f->p->language,
				       .text = t->word,
				       .weight = weight };
	struct propose_try *made = add_try(f, &edit, promise);

	if (made)
		made->proposal.word = t->word;
}

static double rounded(double weight)
{
	double step = round(weight * 20) / 20;

	return step < 0.05 ? 0.05 : step > 2 ? 2 : step;
}

static void try_weight(struct propose_find *f, const struct nwi_topic_row *row,
		       double weight, double promise)
{
	struct nw_str phrase = propose_phrase(row);
	struct nwi_edit edit = { .kind = NWI_EDIT_WEIGHT,
				 .language = f->p->language,
				 .weight = rounded(weight),
				 .line = row->line + f->p->shift,
				 .column = row->column };

	if (fabs(edit.weight - row->weight) < 0.01)
		return;
	edit.text = nw_arena_str(f->p->arena, phrase.len ? phrase : row->text);
	struct propose_try *made = add_try(f, &edit, promise);
	if (made) {
		made->proposal.terms = edit.text;
		made->proposal.old_weight = row->weight;
		made->row = (uint32_t)(row - f->p->cut_topics->rows);
	}
}

/* ---- the most promising ---- */

/*
 * How far `a` of `of_a` is from what chance would make of `b` of `of_b`: the
 * log-likelihood ratio (Dunning, Computational Linguistics 19, 1993), 0 where
 * the first is no more frequent. Chance passes 6.6 once in a hundred words,
 * 10.8 in a thousand.
 */
static double beyond_chance(uint32_t a, uint32_t of_a, uint32_t b,
			    uint32_t of_b)
{
	const double seen[4] = { a, (double)of_a - a, b, (double)of_b - b };
	double all = (double)of_a + of_b, with = (double)a + b, sum = 0;
	const double expected[4] = { of_a * with / all,
				     of_a * (all - with) / all,
				     of_b * with / all,
				     of_b * (all - with) / all };

	if ((double)a * of_b <= (double)b * of_a)
		return 0;
	for (size_t i = 0; i < 4; i++)
		if (seen[i] > 0)
			sum += 2 * seen[i] * log(seen[i] / expected[i]);
	return sum;
}

/* How many items more than it hurts a word or term would serve; 0: chance. */
typedef double promise_fn(const struct propose_find *f,
			  const struct propose_tally *t);

#define WORTH_A_TRY 6.6
#define NO_CHANCE   10.8

static double of_cancel(const struct propose_find *f,
			const struct propose_tally *t)
{
	if (!t->term_count || beyond_chance(t->near_bad, f->bad, t->near_good,
					    f->good) < WORTH_A_TRY)
		return 0;
	return (double)t->near_bad - 2.0 * t->near_good;
}

static double of_negative(const struct propose_find *f,
			  const struct propose_tally *t)
{
	uint32_t rest = t->good + t->missed + t->other;

	if (beyond_chance(t->bad, f->bad, rest,
			  f->good + f->missed + f->other) < NO_CHANCE ||
	    beyond_chance(t->bad, f->bad, t->good, f->good) < WORTH_A_TRY)
		return 0;
	return (double)t->bad - 2.0 * t->good;
}

static double of_term(const struct propose_find *f,
		      const struct propose_tally *t)
{
	if (beyond_chance(t->missed, f->missed, t->bad + t->other,
			  f->bad + f->other) < NO_CHANCE)
		return 0;
	return (double)t->missed - 2.0 * (t->bad + t->other);
}

static bool is_common_word(const struct propose_find *f,
			   const struct propose_tally *t)
{
	double texts = (double)f->good + f->other;
	size_t letters = nwi_utf8_count(t->word);

	if (texts <
	    FEW_TEXTS) /* short words of letters of one byte: articles */
		return letters < 5 && letters == t->word.len;
	return t->good + t->other > COMMON * texts;
}

/* A pair is as common as the commoner of its words. */
static bool is_common(const struct propose_find *f,
		      const struct propose_tally *t)
{
	size_t blank = nw_str_find_char(t->word, ' ');
	const struct propose_tally *first, *second;

	if (blank == t->word.len)
		return is_common_word(f, t);
	first = nwi_map_get(&f->words, nw_str_slice(t->word, 0, blank));
	second = nwi_map_get(&f->words,
			     nw_str_slice(t->word, blank + 1, t->word.len));
	return !first || !second || is_common_word(f, first) ||
	       is_common_word(f, second);
}

struct ranked {
	const struct propose_tally *tally;
	double promise;
};

/* Of equal ones the word that comes first in the alphabet. */
static int by_promise(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (x->promise != y->promise)
		return x->promise < y->promise ? 1 : -1;
	return nw_str_compare(x->tally->word, y->tally->word);
}

/* At most `most` words worth a try, the best first; how many. */
static size_t choose(struct propose_find *f, promise_fn *promise, size_t most,
		     struct ranked *out)
{
	struct ranked *all =
		nw_arena_array(f->p->arena, f->words.count + 1, sizeof(*all));
	size_t count = 0;

	if (!all) {
		f->failed = true;
		return 0;
	}
	for (size_t i = 0; i < f->words.count; i++) {
		const struct propose_tally *t = f->words.rows[i].value;
		double value = promise(f, t);
		if (value >= 1 && !is_common(f, t))
			all[count++] = (struct ranked){ t, value };
	}
	qsort(all, count, sizeof(*all), by_promise);
	if (count > most)
		count = most;
	memcpy(out, all, count * sizeof(*out));
	return count;
}

/* What the file has already wants another weight, not another line. */
static bool is_term(const struct propose_find *f, struct nw_str word)
{
	const struct nw_topics *set = f->p->cut_topics;

	for (size_t i = 0; i < set->row_count; i++)
		if (set->rows[i].kind == NWI_ROW_TERM &&
		    nw_str_equal(propose_phrase(&set->rows[i]), word))
			return true;
	return false;
}

static void choose_words(struct propose_find *f)
{
	struct ranked best[CANCELS];
	size_t count = choose(f, of_cancel, CANCELS, best);

	for (size_t i = 0; i < count; i++)
		try_cancel(f, best[i].tally, best[i].promise);
	count = choose(f, of_negative, NEGATIVES, best);
	for (size_t i = 0; i < count; i++)
		try_entry(f, best[i].tally, NWI_EDIT_AGAINST, 0.8,
			  best[i].promise);
	count = choose(f, of_term, TERMS, best);
	for (size_t i = 0; i < count; i++) {
		if (is_term(f, best[i].tally->word))
			continue;
		try_entry(f, best[i].tally, NWI_EDIT_TERM, 0.7,
			  best[i].promise);
		try_entry(f, best[i].tally, NWI_EDIT_TERM, 1.0,
			  best[i].promise);
	}
}

static double of_lower(const struct propose_find *f,
		       const struct propose_row_tally *r)
{
	return beyond_chance(r->bad, f->bad, r->good, f->good) < WORTH_A_TRY
		       ? 0
		       : (double)r->bad - r->good;
}

static double of_raise(const struct propose_find *f,
		       const struct propose_row_tally *r)
{
	return beyond_chance(r->missed, f->missed, r->bad + r->other,
			     f->bad + f->other) < WORTH_A_TRY
		       ? 0
		       : (double)r->missed - r->bad - r->other;
}

/* The row of the largest promise below the one before; NULL at the end. */
static const struct nwi_topic_row *
next_row(const struct propose_find *f, bool lower, double *below, size_t *at)
{
	const struct nw_topics *set = f->p->cut_topics;
	double best = 0;
	size_t found = set->row_count, last = *at;

	for (size_t i = 0; i < set->row_count; i++) {
		const struct propose_row_tally *r = &f->rows[i];
		double value = lower ? of_lower(f, r) : of_raise(f, r);
		bool later = value < *below || (value == *below && i > last);

		if (later && value > best) {
			best = value;
			found = i;
		}
	}
	*below = best;
	*at = found;
	return found < set->row_count ? &set->rows[found] : NULL;
}

static void choose_weights(struct propose_find *f, bool lower)
{
	const struct nwi_topic_row *row;
	double promise = INFINITY;
	size_t at = 0;

	for (size_t i = 0; i < WEIGHTS; i++) {
		row = next_row(f, lower, &promise, &at);
		if (!row)
			return;
		try_weight(f, row, row->weight * (lower ? 0.7 : 1.4), promise);
		try_weight(f, row,
			   lower	     ? row->weight * 0.45
			   : row->weight < 1 ? 1.0
					     : row->weight * 1.8,
			   promise);
	}
}

void propose_choose(struct propose_find *f)
{
	choose_words(f);
	choose_weights(f, true);
	choose_weights(f, false);
}
