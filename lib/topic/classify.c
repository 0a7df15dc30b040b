/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hits of the terms -> evidence -> score.
 *
 * A unit is the title or one sentence of the body. What stands in one unit
 * adds up, the strongest whole, each further one SIDE of the one before; then
 * the units add up likewise, each weighed by its place. Both sums are at most
 * twice or so their strongest part, so no heap of late mentions makes a
 * subject, and adding evidence never lowers the sum.
 */
#include "topic/set.h"

#include <math.h>
#include <stdlib.h>

/* Sentences 0 and 1 are the lead, up to EARLY the opening. */
enum { LEAD = 2, EARLY = 6 };

#define SIDE	   0.6 /* a further piece of evidence in one sentence */
#define FURTHER	   0.5 /* a further sentence with evidence */
#define IN_TITLE   1.2
#define IN_LEAD	   1.0
#define IN_OPENING 0.65
#define IN_REST	   0.4

/* Below the lead one sentence counts no more than this, and so by itself
 * never decides: what an item is about comes up twice. */
#define ALONE_MOST 1.5

/* The weight of the second of two that met: evidence, counted already. */
#define PAIRED (-1.0)

/* One stretch of words that a row found. */
struct find {
	struct nw_span span;
	uint32_t row;
	uint32_t unit; /* 0 title, 1 + sentence of the body */
	double weight; /* 0: cancelled; PAIRED: counted with another */
};

struct gather {
	const struct nw_topics *set;
	const struct nw_doc *doc;
	struct nw_arena *arena;
	struct nw_str language;
	struct find *finds;
	size_t count, room;
	bool failed;
};

bool nwi_language_is(struct nw_str section, struct nw_str language)
{
	size_t dash = nw_str_find_char(language, '-');

	return nw_str_equal(section, nw_str_slice(language, 0, dash));
}

double nwi_topic_score(double evidence)
{
	double square = evidence > 0 ? evidence * evidence : 0;

	return square / (1 + square);
}

/* The sentence of a byte of the body: that of the last word up to it. */
static uint32_t sentence_at(const struct nw_doc *doc, uint32_t at)
{
	size_t count, lo = 0, hi;
	const struct nw_token *t = nw_doc_tokens(doc, NW_FIELD_BODY, &count);

	for (hi = count; lo < hi;) {
		size_t mid = lo + (hi - lo) / 2;

		if (t[mid].from <= at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo ? t[lo - 1].sentence : 0;
}

static bool grow(struct gather *g)
{
	size_t room = g->room ? g->room * 2 : 256;
	struct find *more = nw_arena_array(g->arena, room, sizeof(*more));

	if (!more) {
		g->failed = true;
		return false;
	}
	if (g->count)
		memcpy(more, g->finds, g->count * sizeof(*more));
	g->finds = more;
	g->room = room;
	return true;
}

static void take_hit(void *arg, const struct nw_query_hit *hit)
{
	struct gather *g = arg;
	const struct nwi_topic_row *row = &g->set->rows[hit->query];

	for (uint32_t i = 0; i < hit->span_count; i++) {
		const struct nw_span *span = &hit->spans[i];
		struct find *f;

		if (g->count == g->room && !grow(g))
			return;
		f = &g->finds[g->count++];
		f->span = *span;
		f->row = hit->query;
		f->weight = row->weight;
		f->unit = span->field == NW_FIELD_TITLE
				  ? 0
				  : 1 + sentence_at(g->doc, span->from);
	}
}

static bool overlap(const struct nw_span *a, const struct nw_span *b)
{
	return a->field == b->field && a->from < b->to && b->from < a->to;
}

/* The finds of one topic: those of its rows, which follow each other. */
struct part {
	const struct nwi_topic_row *rows;
	struct find *finds;
	size_t count;
};

static enum nwi_row_kind kind_of(const struct part *p, size_t i)
{
	return (enum nwi_row_kind)p->rows[p->finds[i].row].kind;
}

static int by_place(const void *a, const void *b)
{
	const struct nw_span *x = a, *y = b;

	if (x->field != y->field)
		return x->field < y->field ? -1 : 1;
	return (x->from > y->from) - (x->from < y->from);
}

/* The cancelling stretches in order, those that touch as one; how many. */
static size_t list_cancels(const struct part *p, struct nw_span *out)
{
	size_t n = 0, kept = 0;

	for (size_t i = 0; i < p->count; i++) {
		if (kind_of(p, i) == NWI_ROW_CANCEL)
			out[n++] = p->finds[i].span;
	}
	qsort(out, n, sizeof(*out), by_place);
	for (size_t i = 0; i < n; i++) {
		struct nw_span *last = &out[kept ? kept - 1 : 0];

		if (kept && last->field == out[i].field &&
		    out[i].from <= last->to) {
			if (out[i].to > last->to)
				last->to = out[i].to;
		} else {
			out[kept++] = out[i];
		}
	}
	return kept;
}

/* Whether one of the stretches, none of which overlap, shares a byte. */
static bool covered(const struct nw_span *cancels, size_t count,
		    const struct nw_span *span)
{
	size_t lo = 0, hi = count;

	while (lo < hi) { /* the first that begins behind the span's start */
		size_t mid = lo + (hi - lo) / 2;

		if (by_place(&cancels[mid], span) <= 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return (lo && overlap(&cancels[lo - 1], span)) ||
	       (lo < count && overlap(&cancels[lo], span));
}

/*
 * What a cancelling stretch covers does not count. Sorted once and looked up:
 * a hostile item has tens of thousands of both. `scratch` has room for a
 * stretch a find.
 */
static void cancel(struct part *p, struct nw_span *scratch)
{
	size_t count = list_cancels(p, scratch);

	for (size_t i = 0; count && i < p->count; i++) {
		if (kind_of(p, i) != NWI_ROW_CANCEL &&
		    covered(scratch, count, &p->finds[i].span))
			p->finds[i].weight = 0;
	}
}

/*
 * Which side of a meeting a stretch belongs to is not known here, so two of
 * one side would pass for a meeting when the word that both had met was
 * cancelled ("imposed new [sanctions]" on a club). A cancelled stretch
 * therefore takes the row's others in its sentence with it.
 */
static void cancel_meetings(struct part *p)
{
	for (size_t i = 0; i < p->count;) {
		size_t from = i;
		bool cancelled = false;

		for (; i < p->count && p->finds[i].row == p->finds[from].row &&
		       p->finds[i].unit == p->finds[from].unit;
		     i++)
			cancelled = cancelled || p->finds[i].weight <= 0;
		for (size_t k = from; cancelled && k < i; k++) {
			if (kind_of(p, k) == NWI_ROW_MEET)
				p->finds[k].weight = 0;
		}
	}
}

/*
 * The words of a meeting come as stretches one after the other. The first of
 * two neighbours carries the weight; a stretch without a living neighbour
 * has met nobody.
 */
static void pair_meetings(struct part *p)
{
	for (size_t i = 0; i < p->count; i++) {
		struct find *f = &p->finds[i];
		struct find *next = i + 1 < p->count ? f + 1 : NULL;

		if (kind_of(p, i) != NWI_ROW_MEET || f->weight <= 0)
			continue;
		if (next && next->row == f->row && next->weight > 0 &&
		    next->span.field == f->span.field &&
		    next->unit <= f->unit + 1) {
			next->weight = PAIRED;
			i++;
		} else {
			f->weight = 0;
		}
	}
}

/* As hits come: row by row, and each row's in the order of the text. */
static int by_row(const void *a, const void *b)
{
	const struct find *x = a, *y = b;

	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	return by_place(&x->span, &y->span);
}

static int by_unit(const void *a, const void *b)
{
	const struct find *x = a, *y = b;

	if (x->unit != y->unit)
		return x->unit < y->unit ? -1 : 1;
	if (x->span.from != y->span.from)
		return x->span.from < y->span.from ? -1 : 1;
	return (x->weight < y->weight) - (x->weight > y->weight);
}

static int descending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x < y) - (x > y);
}

/* The strongest whole, each further one by `factor` less. */
static double add_up(double *values, size_t count, double factor)
{
	double sum = 0, share = 1;

	qsort(values, count, sizeof(*values), descending);
	for (size_t i = 0; i < count && share > 0.001; i++) {
		sum += values[i] * share;
		share *= factor;
	}
	return sum;
}

static double place_weight(uint32_t unit)
{
	if (unit == 0)
		return IN_TITLE;
	if (unit <= LEAD)
		return IN_LEAD;
	return unit <= EARLY ? IN_OPENING : IN_REST;
}

static double unit_evidence(uint32_t unit, double sum)
{
	if (unit > LEAD && sum > ALONE_MOST)
		sum = ALONE_MOST;
	return place_weight(unit) * sum;
}

/*
 * The evidence for a topic among finds sorted by unit. Finds that share words
 * count once, by the heavier; `scratch` has room for two numbers a find.
 */
static double evidence_for(const struct part *p, double *scratch)
{
	double *units = scratch, *inside = scratch + p->count;
	size_t unit_count = 0;

	for (size_t i = 0; i < p->count;) {
		uint32_t unit = p->finds[i].unit, reach = 0;
		size_t n = 0;

		for (; i < p->count && p->finds[i].unit == unit; i++) {
			const struct find *f = &p->finds[i];

			if (f->weight <= 0 || kind_of(p, i) > NWI_ROW_MEET)
				continue;
			if (n && f->span.from < reach) {
				if (f->weight > inside[n - 1])
					inside[n - 1] = f->weight;
			} else {
				inside[n++] = f->weight;
			}
			if (f->span.to > reach)
				reach = f->span.to;
		}
		if (n)
			units[unit_count++] =
				unit_evidence(unit, add_up(inside, n, SIDE));
	}
	return add_up(units, unit_count, FURTHER);
}

/*
 * Each row that speaks against counts once, by its best place. The finds of
 * a row still follow each other.
 */
static double evidence_against(const struct part *p)
{
	double sum = 0;

	for (size_t i = 0; i < p->count;) {
		uint32_t row = p->finds[i].row;
		bool against = kind_of(p, i) == NWI_ROW_AGAINST;
		double best = 0;

		for (; i < p->count && p->finds[i].row == row; i++) {
			double w = p->finds[i].weight *
				   place_weight(p->finds[i].unit);

			if (w > best)
				best = w;
		}
		if (against)
			sum += best;
	}
	return sum;
}

static uint32_t list_spans(const struct part *p,
			   struct nw_span spans[NWI_TOPIC_SPANS])
{
	uint32_t n = 0;

	for (size_t i = 0; i < p->count && n < NWI_TOPIC_SPANS; i++) {
		const struct find *f = &p->finds[i];

		if (f->weight == 0 || kind_of(p, i) > NWI_ROW_MEET)
			continue;
		if (n && overlap(&spans[n - 1], &f->span)) {
			if (f->span.to > spans[n - 1].to)
				spans[n - 1].to = f->span.to;
		} else {
			spans[n++] = f->span;
		}
	}
	return n;
}

static bool has_opinion(const struct gather *g, uint32_t topic)
{
	for (size_t i = 0; i < g->set->section_count; i++) {
		if (g->set->sections[i].topic == topic &&
		    nwi_language_is(g->set->sections[i].language, g->language))
			return true;
	}
	return false;
}

/* The judgement on one topic; false when the arena is full. */
static bool judge(const struct gather *g, uint32_t topic, struct part *p,
		  struct nw_topic_verdict *verdict)
{
	double *scratch =
		nw_arena_array(g->arena, p->count * 2 + 1, sizeof(*scratch));
	struct nw_span *spans =
		nw_arena_array(g->arena, NWI_TOPIC_SPANS, sizeof(*spans));
	struct nw_span *stretches =
		nw_arena_array(g->arena, p->count + 1, sizeof(*stretches));
	double against;

	if (!scratch || !spans || !stretches)
		return false;
	cancel(p, stretches);
	cancel_meetings(p);
	pair_meetings(p);
	against = evidence_against(p);
	if (p->count > 1)
		qsort(p->finds, p->count, sizeof(*p->finds), by_unit);
	verdict->topic.score =
		nwi_topic_score(evidence_for(p, scratch) - against);
	verdict->topic.span_count = list_spans(p, spans);
	verdict->topic.spans = spans;
	verdict->no_opinion = g->language.at ? !has_opinion(g, topic)
					     : verdict->topic.score <= 0;
	return true;
}

enum nw_status nw_topics_classify(const struct nw_topics *topics,
				  const struct nw_doc *doc,
				  struct nw_arena *arena,
				  nw_topic_verdict_fn *each, void *arg,
				  struct nw_error *err)
{
	struct gather g = { .set = topics, .doc = doc, .arena = arena };
	struct part part = { .rows = topics->rows };
	size_t at = 0;
	enum nw_status status;

	g.language = nw_doc_language(doc);
	status = nwi_topics_match(topics, doc, arena, take_hit, &g, err);
	if (status != NW_OK)
		return status;
	if (!g.language.at && g.count) /* they came by language */
		qsort(g.finds, g.count, sizeof(*g.finds), by_row);
	/* hits come in the order of the rows, so topic by topic */
	for (uint32_t i = 0; i < topics->topic_count && !g.failed; i++) {
		struct nw_topic_verdict verdict = {
			.size = sizeof(verdict),
			.topic = { .size = sizeof(verdict.topic),
				   .name = topics->topics[i].name },
		};

		part.finds = g.finds + at;
		for (part.count = 0;
		     at < g.count && topics->rows[g.finds[at].row].topic == i;
		     at++)
			part.count++;
		if (!judge(&g, i, &part, &verdict))
			g.failed = true;
		else
			each(arg, &verdict);
	}
	if (g.failed)
		return nw_fail(err, NW_LIMIT,
			       "classifying this item needs more memory than "
			       "a job may take");
	return NW_OK;
}
