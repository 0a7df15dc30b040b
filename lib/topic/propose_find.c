/* SPDX-License-Identifier: Apache-2.0 */
/* Which words and terms the items of each kind have, and how near. */
#include "topic/propose_internal.h"

#include "text/utf8.h"

#include <stdio.h>

enum { OPENING = 200 /* words of the body that are looked at */ };

static void find_fini(struct propose_find *f)
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
	    t->folded.len > PROPOSE_TERM_BYTES || is_operator(t->folded))
		return false;
	return letters >= 3 || nwi_utf8_next(t->folded, &at) >= 0x2e80;
}

/* What is wrong with the file can be seen at its mistakes alone. */
static bool is_mistake(const struct propose_doc *d)
{
	return !d->example && d->fires != d->is;
}

/*
 * The tally of a word; NULL for one that no mistake has: the mistakes come
 * first, and of all other items their words alone are counted.
 */
static struct propose_tally *tally_of(struct propose_find *f,
				      struct nw_str word)
{
	struct propose_tally *tally = nwi_map_get(&f->words, word);

	if (tally || !is_mistake(f->d))
		return tally;
	tally = nw_arena_new_of(f->p->arena, struct propose_tally);
	if (tally)
		tally->word = nw_arena_str(f->p->arena, word);
	if (!tally || nw_str_is_absent(tally->word)) {
		f->failed = true;
		return NULL;
	}
	nwi_map_put(&f->words, tally->word, tally);
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

static void see(struct propose_find *f, struct nw_str word)
{
	struct propose_tally *t = tally_of(f, word);

	if (!t || t->seen == f->number)
		return;
	t->seen = f->number;
	count_in(f->d, &t->bad, &t->good, &t->missed, &t->other);
}

static void see_pair(struct propose_find *f, const struct nw_token *first)
{
	char pair[2 * PROPOSE_TERM_BYTES + 2];
	int len = snprintf(pair, sizeof(pair), "%.*s %.*s",
			   NW_FMT(first[0].folded), NW_FMT(first[1].folded));

	see(f, nw_str_make(pair, (size_t)len));
}

static void see_field(struct propose_find *f, enum nw_field field)
{
	size_t count;
	const struct nw_token *t = nw_doc_tokens(f->d->doc, field, &count);

	for (size_t i = 0; i < count && i < OPENING; i++) {
		if (!may_be_said(&t[i]))
			continue;
		see(f, t[i].folded);
		if (i + 1 < count && may_be_said(&t[i + 1]) &&
		    t[i].sentence == t[i + 1].sentence)
			see_pair(f, &t[i]);
	}
}

/* ---- what stands near a term that fires ---- */

/* The words of a span, folded; those of Chinese stand without blanks. */
static struct nw_str words_of(const struct propose_find *f,
			      const struct nw_span *span)
{
	size_t count;
	const struct nw_token *t =
		nw_doc_tokens(f->d->doc, (enum nw_field)span->field, &count);
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };
	uint32_t end = 0;

	nw_buf_init(&out, 4096);
	for (size_t i = 0; i < count && t[i].from < span->to; i++) {
		if (t[i].from < span->from)
			continue;
		if (out.len && t[i].from > end)
			nw_buf_add_char(&out, ' ');
		nw_buf_add_str(&out, t[i].folded);
		end = t[i].to;
	}
	return nw_arena_buf(f->p->arena, &out);
}

struct nw_str propose_phrase(const struct nwi_topic_row *row)
{
	struct nw_str inner = nw_str_slice(row->text, 1, row->text.len - 1);

	if (row->text.len > 2 && row->text.at[0] == '"' &&
	    row->text.at[row->text.len - 1] == '"' &&
	    nw_str_find_char(inner, '"') == inner.len)
		return inner;
	return nw_str_make(NULL, 0);
}

/* A term as cancelling entries name it: as the file has it, or the words. */
static struct nw_str name_of(const struct propose_find *f,
			     const struct nw_span *span,
			     const struct nwi_topic_row *row)
{
	struct nw_str phrase = propose_phrase(row);

	return row->kind == NWI_ROW_TERM && phrase.len ? phrase
						       : words_of(f, span);
}

static void add_term(const struct propose_find *f, struct propose_tally *t,
		     struct nw_str text)
{
	struct propose_near_term *term;

	if (text.len == 0 || text.len > PROPOSE_TERM_BYTES ||
	    nw_str_equal(text, t->word))
		return;
	if (!t->terms)
		t->terms = nw_arena_array(f->p->arena, PROPOSE_TERMS,
					  sizeof(*t->terms));
	if (!t->terms)
		return;
	term = t->terms;
	while (term < t->terms + t->term_count &&
	       !nw_str_equal(term->text, text))
		term++;
	if (term == t->terms + PROPOSE_TERMS)
		return;
	if (term == t->terms + t->term_count)
		t->terms[t->term_count++] =
			(struct propose_near_term){ .text = text };
	term->items += term->seen != f->number;
	term->seen = f->number;
}

static void see_near(struct propose_find *f, const struct nw_token *token,
		     struct nw_str term)
{
	struct propose_tally *t =
		may_be_said(token) ? tally_of(f, token->folded) : NULL;

	if (!t)
		return;
	if (is_bad(f->d))
		add_term(f, t, term);
	if (t->seen_near == f->number)
		return;
	t->seen_near = f->number;
	if (is_bad(f->d))
		t->near_bad++;
	else if (is_good(f->d))
		t->near_good++;
}

static void see_around(struct propose_find *f, const struct nw_span *span,
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
	struct propose_find *f = arg;
	const struct nw_topics *set = f->p->cut_topics;
	const struct nwi_topic_row *row = &set->rows[hit->query];
	struct propose_row_tally *tally = &f->rows[hit->query];

	if (row->kind > NWI_ROW_MEET ||
	    !nw_str_equal(set->sections[row->section].language, f->p->language))
		return;
	*propose_hit(f->p, hit->query, f->number - 1) |=
		(uint8_t)(1U << (f->number - 1) % 8);
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

static enum nw_status see_doc(struct propose_find *f, struct nw_error *err)
{
	see_field(f, NW_FIELD_TITLE);
	see_field(f, NW_FIELD_BODY);
	count_in(f->d, &f->bad, &f->good, &f->missed, &f->other);
	nw_arena_clear(f->p->scratch);
	return nwi_topics_match(f->p->cut_topics, f->d->doc, f->p->scratch,
				take_hit, f, err);
}

static bool is_of(const struct propose_doc *d, uint32_t halves)
{
	return halves == PROPOSE_ALL || d->example || (d->half & halves);
}

enum nw_status propose_find(struct nwi_proposing *p, uint32_t halves,
			    struct nw_error *err)
{
	NW_AUTO(find_fini) struct propose_find f = { .p = p, .halves = halves };
	enum nw_status status = NW_OK;

	nwi_map_init(&f.words, (struct nwi_sip_key){ 0, 0 });
	f.rows = nw_arena_array(p->arena, p->cut_topics->row_count + 1,
				sizeof(*f.rows));
	f.failed = !f.rows;
	for (size_t i = 0; i < 2 * p->count && status == NW_OK && !f.failed;
	     i++) {
		size_t at = i < p->count ? i : i - p->count;

		f.d = &p->docs[at];
		f.number = (uint32_t)at + 1;
		if (propose_concerns(p, f.d) && is_of(f.d, halves) &&
		    is_mistake(f.d) == (i < p->count))
			status = see_doc(&f, err);
	}
	if (status != NW_OK)
		return status;
	if (!f.failed)
		propose_choose(&f);
	return f.failed ? nw_fail(err, NW_LIMIT,
				  "the labelled items take more memory than "
				  "is allowed")
			: NW_OK;
}
