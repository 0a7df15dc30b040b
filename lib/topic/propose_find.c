/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What might help: words and terms that items of one kind have and others do
 * not. Nothing here is exact; what is promising is tried.
 */
#include "topic/propose_internal.h"

#include "base/map.h"
#include "text/utf8.h"

#include <math.h>
#include <stdlib.h>

enum {
	TERMS_MAX = 8, /* that one cancelling entry names */
	TERM_BYTES = 60,
	OPENING = 200, /* words of the body that are looked at */
	FEW_TEXTS = 10,
	CANCELS = 40, /* most tried of a kind, in one half */
	NEGATIVES = 24,
	TERMS = 24,
	WEIGHTS = 10
};

/* A word that a fifth of all good texts have tells nothing. */
#define COMMON 0.2

struct tally {
	struct nw_str word;
	uint32_t near_bad, near_good;	   /* items with it near what fires */
	uint32_t bad, good, missed, other; /* items that have it */
	uint32_t seen_near, seen;	   /* the last item, + 1 */
	struct nw_str terms[TERMS_MAX];
	uint32_t term_count;
};

/* A term of the file: items in which it counts. */
struct row_tally {
	uint32_t bad, good, missed, other, seen;
};

struct find {
	struct nwi_proposing *p;
	uint32_t halves;
	struct nwi_map words; /* -> struct tally */
	struct row_tally *rows;
	uint32_t bad, good, missed, other; /* items in all */
	bool failed;

	/* The item under way. */
	struct propose_doc *d;
	uint32_t number; /* + 1 */
};

static void find_fini(struct find *f)
{
	nwi_map_fini(&f->words);
}

/* ---- words ---- */

static bool is_operator(struct nw_str word)
{
	static const char *const words[] = { "and", "or", "not", "near",
					     "onear" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (nw_str_is(word, words[i]))
			return true;
	return false;
}

/* From U+2E80 on (Chinese, Japanese, Korean) two letters are a word. */
static bool may_be_said(const struct nw_token *t)
{
	size_t at = 0, letters = nwi_utf8_count(t->folded);

	if ((t->flags & NW_TOKEN_NUMBER) || letters < 2 ||
	    t->folded.len > TERM_BYTES || is_operator(t->folded))
		return false;
	return letters >= 3 || nwi_utf8_next(t->folded, &at) >= 0x2e80;
}

static struct tally *tally_of(struct find *f, struct nw_str word)
{
	struct tally *tally = nwi_map_get(&f->words, word);

	if (tally)
		return tally;
	tally = nw_arena_new_of(f->p->arena, struct tally);
	if (!tally) {
		f->failed = true;
		return NULL;
	}
	tally->word = word;
	nwi_map_put(&f->words, word, tally);
	return tally;
}

/* An example says what must be, whatever its score. */
static bool is_good(const struct propose_doc *d)
{
	return d->is && (d->fires || d->example);
}

static bool is_bad(const struct propose_doc *d)
{
	return !d->is && d->fires && !d->example;
}

static void count_in(const struct propose_doc *d, uint32_t *bad, uint32_t *good,
		     uint32_t *missed, uint32_t *other)
{
	*(is_bad(d) ? bad : is_good(d) ? good : d->is ? missed : other) += 1;
}

static void see(struct find *f, struct nw_str word)
{
	struct tally *t = tally_of(f, word);

	if (!t || t->seen == f->number)
		return;
	t->seen = f->number;
	count_in(f->d, &t->bad, &t->good, &t->missed, &t->other);
}

static void see_field(struct find *f, enum nw_field field)
{
	size_t count;
	const struct nw_token *t = nw_doc_tokens(f->d->doc, field, &count);

	for (size_t i = 0; i < count && i < OPENING; i++) {
		if (!may_be_said(&t[i]))
			continue;
		see(f, t[i].folded);
		if (i + 1 < count && may_be_said(&t[i + 1]) &&
		    t[i].sentence == t[i + 1].sentence) {
			struct nw_str pair = nw_arena_fmt(
				f->p->arena, "%.*s %.*s", NW_FMT(t[i].folded),
				NW_FMT(t[i + 1].folded));
			if (!nw_str_is_absent(pair))
				see(f, pair);
		}
	}
}

/* ---- what stands near a term that fires ---- */

/* A term as cancelling entries name it: as the file has it, or the words. */
static struct nw_str name_of(const struct find *f, const struct nw_span *span,
			     const struct nwi_topic_row *row)
{
	struct nw_str text = nw_doc_text(f->d->doc, (enum nw_field)span->field);

	if (row && row->kind == NWI_ROW_TERM && row->text.len > 2 &&
	    row->text.len <= TERM_BYTES && row->text.at[0] == '"' &&
	    nw_str_find_char(nw_str_slice(row->text, 1, row->text.len), '"') ==
		    row->text.len - 2)
		return nw_str_slice(row->text, 1, row->text.len - 1);
	return nw_str_slice(text, span->from, span->to);
}

static void add_term(struct tally *t, struct nw_str term)
{
	if (t->term_count == TERMS_MAX || term.len == 0 ||
	    term.len > TERM_BYTES || nw_str_find_char(term, '"') < term.len ||
	    nw_str_equal(term, t->word))
		return;
	for (uint32_t i = 0; i < t->term_count; i++)
		if (nw_str_equal(t->terms[i], term))
			return;
	t->terms[t->term_count++] = term;
}

static void see_near(struct find *f, const struct nw_token *token,
		     struct nw_str term)
{
	struct tally *t =
		may_be_said(token) ? tally_of(f, token->folded) : NULL;

	if (!t)
		return;
	if (is_bad(f->d))
		add_term(t, term);
	if (t->seen_near == f->number)
		return;
	t->seen_near = f->number;
	if (is_bad(f->d))
		t->near_bad++;
	else if (is_good(f->d))
		t->near_good++;
}

static void see_around(struct find *f, const struct nw_span *span,
		       struct nw_str term)
{
	size_t count, i = 0, from, to;
	const struct nw_token *t =
		nw_doc_tokens(f->d->doc, (enum nw_field)span->field, &count);

	while (i < count && t[i].to <= span->from)
		i++;
	from = i > NWI_PROPOSE_WITHIN + 1 ? i - NWI_PROPOSE_WITHIN - 1 : 0;
	while (i < count && t[i].from < span->to)
		i++;
	to = i + NWI_PROPOSE_WITHIN + 1;
	for (i = from; i < count && i < to; i++)
		if (t[i].to <= span->from || t[i].from >= span->to)
			see_near(f, &t[i], term);
}

static const struct nw_span *evidence(const struct propose_doc *d,
				      const struct nw_span *span)
{
	for (uint32_t i = 0; i < d->span_count; i++)
		if (d->spans[i].field == span->field &&
		    d->spans[i].from < span->to && span->from < d->spans[i].to)
			return &d->spans[i];
	return NULL;
}

static void take_hit(void *arg, const struct nw_query_hit *hit)
{
	struct find *f = arg;
	const struct nw_topics *set = f->p->cut_topics;
	const struct nwi_topic_row *row = &set->rows[hit->query];
	struct row_tally *tally = &f->rows[hit->query];

	if (row->kind > NWI_ROW_MEET ||
	    !nw_str_equal(set->sections[row->section].language, f->p->language))
		return;
	for (uint32_t i = 0; i < hit->span_count; i++) {
		if (!evidence(f->d, &hit->spans[i]))
			continue;
		if (f->d->fires || f->d->example)
			see_around(f, &hit->spans[i],
				   name_of(f, &hit->spans[i], row));
		if (tally->seen == f->number)
			continue;
		tally->seen = f->number;
		count_in(f->d, &tally->bad, &tally->good, &tally->missed,
			 &tally->other);
	}
}

static enum nw_status see_doc(struct find *f, struct nw_error *err)
{
	see_field(f, NW_FIELD_TITLE);
	see_field(f, NW_FIELD_BODY);
	count_in(f->d, &f->bad, &f->good, &f->missed, &f->other);
	nw_arena_clear(f->p->scratch);
	return nw_queries_match(f->p->cut_topics->queries, f->d->doc, NULL,
				f->p->scratch, take_hit, f, err);
}

/* ---- tries ---- */

static bool same_edit(const struct nwi_edit *a, const struct nwi_edit *b)
{
	return a->kind == b->kind && nw_str_equal(a->text, b->text) &&
	       fabs(a->weight - b->weight) < 0.001 && a->line == b->line &&
	       a->column == b->column;
}

static struct propose_try *try_of(struct find *f, const struct nwi_edit *edit)
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

static struct propose_try *add_try(struct find *f, const struct nwi_edit *edit,
				   double promise)
{
	struct propose_try *t = try_of(f, edit);

	if (t) {
		t->halves |= f->halves;
		t->promise += promise;
	}
	return t;
}

static void try_cancel(struct find *f, const struct tally *t, double promise)
{
	NW_AUTO(nw_buf_fini) struct nw_buf query = { 0 }, names = { 0 };
	struct nwi_edit edit = { .kind = NWI_EDIT_CANCEL,
				 .language = f->p->language };

	nw_buf_init(&query, 4096);
	nw_buf_init(&names, 4096);
	nw_buf_add_text(&query, t->term_count > 1 ? "(" : "");
	for (uint32_t i = 0; i < t->term_count; i++) {
		bool words =
			nw_str_find_char(t->terms[i], ' ') < t->terms[i].len;
		nw_buf_add_fmt(&query, "%s%s%.*s%s", i ? " OR " : "",
			       words ? "\"" : "", NW_FMT(t->terms[i]),
			       words ? "\"" : "");
		nw_buf_add_fmt(&names, "%s%.*s", i ? ", " : "",
			       NW_FMT(t->terms[i]));
	}
	nw_buf_add_fmt(&query, "%s NEAR/%d %.*s", t->term_count > 1 ? ")" : "",
		       NWI_PROPOSE_WITHIN, NW_FMT(t->word));
	edit.text = nw_arena_buf(f->p->arena, &query);
	struct propose_try *made = add_try(f, &edit, promise);
	if (made) {
		made->proposal.word = t->word;
		made->proposal.terms = nw_arena_buf(f->p->arena, &names);
	}
}

static void try_entry(struct find *f, const struct tally *t,
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

static void try_weight(struct find *f, const struct nwi_topic_row *row,
		       double weight, double promise)
{
	struct nw_str name = row->text;
	struct nwi_edit edit = { .kind = NWI_EDIT_WEIGHT,
				 .language = f->p->language,
				 .weight = rounded(weight),
				 .line = row->line + f->p->shift,
				 .column = row->column };

	if (fabs(edit.weight - row->weight) < 0.01)
		return;
	if (name.len > 2 && name.at[0] == '"' &&
	    nw_str_find_char(nw_str_slice(name, 1, name.len), '"') ==
		    name.len - 2)
		name = nw_str_slice(name, 1, name.len - 1);
	edit.text = nw_arena_str(f->p->arena, name);
	struct propose_try *made = add_try(f, &edit, promise);
	if (made) {
		made->proposal.terms = edit.text;
		made->proposal.old_weight = row->weight;
	}
}

/* ---- the most promising ---- */

/* How many items more than it hurts a word or term would serve. */
typedef double promise_fn(const struct tally *t);

static double of_cancel(const struct tally *t)
{
	return t->term_count ? (double)t->near_bad - 2.0 * t->near_good : 0;
}

static double of_negative(const struct tally *t)
{
	return (double)t->bad - 2.0 * t->good;
}

static double of_term(const struct tally *t)
{
	return (double)t->missed - 2.0 * (t->bad + t->other);
}

static bool is_common_word(const struct find *f, const struct tally *t)
{
	double texts = (double)f->good + f->other;
	size_t letters = nwi_utf8_count(t->word);

	if (texts <
	    FEW_TEXTS) /* short words of letters of one byte: articles */
		return letters < 5 && letters == t->word.len;
	return t->good + t->other > COMMON * texts;
}

/* A pair is as common as the commoner of its words. */
static bool is_common(const struct find *f, const struct tally *t)
{
	size_t blank = nw_str_find_char(t->word, ' ');
	const struct tally *first, *second;

	if (blank == t->word.len)
		return is_common_word(f, t);
	first = nwi_map_get(&f->words, nw_str_slice(t->word, 0, blank));
	second = nwi_map_get(&f->words,
			     nw_str_slice(t->word, blank + 1, t->word.len));
	return !first || !second || is_common_word(f, first) ||
	       is_common_word(f, second);
}

struct ranked {
	const struct tally *tally;
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
static size_t choose(struct find *f, promise_fn *promise, double least,
		     size_t most, struct ranked *out)
{
	struct ranked *all =
		nw_arena_array(f->p->arena, f->words.count + 1, sizeof(*all));
	size_t count = 0;

	if (!all) {
		f->failed = true;
		return 0;
	}
	for (size_t i = 0; i < f->words.count; i++) {
		const struct tally *t = f->words.rows[i].value;
		double value = promise(t);
		if (value >= least && !is_common(f, t))
			all[count++] = (struct ranked){ t, value };
	}
	qsort(all, count, sizeof(*all), by_promise);
	if (count > most)
		count = most;
	memcpy(out, all, count * sizeof(*out));
	return count;
}

/* Of few items one is enough to try. */
static double least_of(uint32_t items)
{
	return items < 4 ? 1 : 2;
}

static void choose_words(struct find *f)
{
	struct ranked best[CANCELS];
	size_t count = choose(f, of_cancel, least_of(f->bad), CANCELS, best);

	for (size_t i = 0; i < count; i++)
		try_cancel(f, best[i].tally, best[i].promise);
	count = choose(f, of_negative, least_of(f->bad), NEGATIVES, best);
	for (size_t i = 0; i < count; i++)
		try_entry(f, best[i].tally, NWI_EDIT_AGAINST, 0.8,
			  best[i].promise);
	count = choose(f, of_term, least_of(f->missed), TERMS, best);
	for (size_t i = 0; i < count; i++) {
		try_entry(f, best[i].tally, NWI_EDIT_TERM, 0.7,
			  best[i].promise);
		try_entry(f, best[i].tally, NWI_EDIT_TERM, 1.0,
			  best[i].promise);
	}
}

/* The row of the largest promise below the one before; NULL at the end. */
static const struct nwi_topic_row *next_row(const struct find *f, bool lower,
					    double *below, size_t *at)
{
	const struct nw_topics *set = f->p->cut_topics;
	double best = 0;
	size_t found = set->row_count, last = *at;

	for (size_t i = 0; i < set->row_count; i++) {
		const struct row_tally *r = &f->rows[i];
		double value = lower ? (double)r->bad - r->good
				     : (double)r->missed - r->bad - r->other;
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

static void choose_weights(struct find *f, bool lower)
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

static bool is_of(const struct propose_doc *d, uint32_t halves)
{
	return halves == PROPOSE_ALL || d->example || (d->half & halves);
}

enum nw_status propose_find(struct nwi_proposing *p, uint32_t halves,
			    struct nw_error *err)
{
	NW_AUTO(find_fini) struct find f = { .p = p, .halves = halves };
	enum nw_status status = NW_OK;

	nwi_map_init(&f.words, (struct nwi_sip_key){ 0, 0 });
	f.rows = nw_arena_array(p->arena, p->cut_topics->row_count + 1,
				sizeof(*f.rows));
	f.failed = !f.rows;
	for (size_t i = 0; i < p->count && status == NW_OK && !f.failed; i++) {
		f.d = &p->docs[i];
		f.number = (uint32_t)i + 1;
		if (propose_concerns(p, f.d) && is_of(f.d, halves))
			status = see_doc(&f, err);
	}
	if (status != NW_OK)
		return status;
	if (!f.failed) {
		choose_words(&f);
		choose_weights(&f, true);
		choose_weights(&f, false);
	}
	return f.failed ? nw_fail(err, NW_LIMIT,
				  "the labelled items take more memory than "
				  "is allowed")
			: NW_OK;
}
