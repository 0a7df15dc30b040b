/* SPDX-License-Identifier: Apache-2.0 */
#include "topic/propose_internal.h"

#include "base/hash.h"
#include "config/tree.h"
#include "text/utf8.h"

#include <stdio.h>
#include <stdlib.h>

enum {
	ITEMS_MAX = 10000,
	TEXT_MAX = 4096, /* of an item, that is looked at; as labels keep */
	ARENA_MAX = 512 << 20,
	SCRATCH_MAX = 64 << 20,
	TRIES_MAX = 600
};

/* ---- items ---- */

static struct propose_doc *new_doc(struct nwi_proposing *p)
{
	if (p->count == p->room) {
		p->room = p->room ? 2 * p->room : 256;
		p->docs = reallocarray(p->docs, p->room, sizeof(*p->docs));
		if (!p->docs)
			abort();
	}
	p->docs[p->count] = (struct propose_doc){ 0 };
	return &p->docs[p->count++];
}

static bool find_section(const struct nwi_proposing *p, struct nw_str language,
			 uint32_t *out)
{
	for (size_t i = 0; i < p->topics->section_count; i++) {
		*out = (uint32_t)i;
		if (nwi_language_is(p->topics->sections[i].language, language))
			return true;
	}
	return false;
}

/* Which half an item is of follows from its title alone: copies go together. */
static uint32_t half_of(const struct nwi_propose_item *item)
{
	struct nw_str text = item->title.len ? item->title : item->text;

	return nw_token_hash(text) >> 7 & 1 ? PROPOSE_SECOND : PROPOSE_FIRST;
}

static enum nw_status make_doc(struct nwi_proposing *p,
			       const struct nwi_propose_item *item,
			       struct nw_doc **out, struct nw_error *err)
{
	struct nw_item *made = nw_arena_new_of(p->arena, struct nw_item);

	if (!made)
		return nw_fail(err, NW_LIMIT,
			       "the labelled items take more than %d MiB",
			       ARENA_MAX >> 20);
	*made = (struct nw_item){
		.size = sizeof(*made),
		.title = nw_arena_str(p->arena, item->title),
		.content = nw_arena_str(
			p->arena,
			nw_str_slice(item->text, 0,
				     nwi_utf8_floor(item->text, TEXT_MAX))),
		.language = nw_arena_str(p->arena, item->language),
	};
	return nw_doc_make(made, p->arena, out, err);
}

static enum nw_status add_doc(struct nwi_proposing *p,
			      const struct nwi_propose_item *item, bool example,
			      struct nw_error *err)
{
	struct nw_doc *doc = NULL;
	struct propose_doc *d;
	enum nw_status status = make_doc(p, item, &doc, err);

	if (status != NW_OK)
		return status;
	d = new_doc(p);
	d->half = half_of(item);
	d->is = item->is;
	d->example = example;
	if (!find_section(p, nw_doc_language(doc), &d->section)) {
		p->other_languages += !example;
		return NW_OK;
	}
	d->doc = doc;
	return propose_judge(p, p->topics, d, true, &d->fires, err);
}

enum nw_status nwi_proposing_add(struct nwi_proposing *p,
				 const struct nwi_propose_item *item,
				 struct nw_error *err)
{
	if (p->counted++ == ITEMS_MAX)
		return nw_fail(err, NW_LIMIT,
			       "more than %d labelled items are not looked at "
			       "at once",
			       ITEMS_MAX);
	return add_doc(p, item, false, err);
}

static enum nw_status add_examples(struct nwi_proposing *p,
				   struct nw_error *err)
{
	enum nw_status status = NW_OK;

	for (size_t i = 0; i < p->topics->example_count && status == NW_OK;
	     i++) {
		const struct nwi_topic_example *e = &p->topics->examples[i];
		const struct nwi_propose_item item = {
			.title = e->title,
			.text = e->text,
			.language = p->topics->sections[e->section].language,
			.is = e->must,
		};
		status = add_doc(p, &item, true, err);
	}
	return status;
}

/* ---- begin and end ---- */

enum nw_status nwi_proposing_new(struct nw_str name, struct nw_str file,
				 const struct nw_models *models,
				 struct nwi_proposing **out,
				 struct nw_error *err)
{
	NW_AUTO(nwi_proposing_free)
	struct nwi_proposing *p = calloc(1, sizeof(*p));
	enum nw_status status;

	if (!p)
		abort();
	p->arena = nw_arena_new(ARENA_MAX);
	p->scratch = nw_arena_new(SCRATCH_MAX);
	p->name = nw_arena_str(p->arena, name);
	p->file = nw_arena_str(p->arena, file);
	p->models = models;
	nw_buf_init(&p->cut, NWI_EDIT_BYTES);
	const struct nw_topic_file one = { name, file };
	status = nw_topics_compile(&one, 1, NULL, NULL, &p->topics, err);
	if (status == NW_OK)
		status = add_examples(p, err);
	if (status == NW_OK)
		*out = NW_STEAL(p);
	return status;
}

static void end_language(struct nwi_proposing *p)
{
	nw_topics_free(&p->cut_topics);
	nw_buf_clear(&p->cut);
	free(p->tries.at);
	p->tries = (struct propose_tries){ 0 };
}

void nwi_proposing_free(struct nwi_proposing **proposing)
{
	struct nwi_proposing *p = *proposing;

	if (!p)
		return;
	end_language(p);
	nw_buf_fini(&p->cut);
	nw_topics_free(&p->topics);
	free(p->docs);
	nw_arena_free(&p->arena);
	nw_arena_free(&p->scratch);
	free(p);
	*proposing = NULL;
}

struct nw_str nwi_proposing_topic(const struct nwi_proposing *p)
{
	return nw_topics_name(p->topics, 0);
}

/* ---- one language ---- */

static enum nw_status begin_language(struct nwi_proposing *p, uint32_t section,
				     struct nw_error *err)
{
	enum nw_status status;

	end_language(p);
	p->section = section;
	p->language = p->topics->sections[section].language;
	status =
		nwi_edit_section(p->file, p->language, &p->cut, &p->shift, err);
	if (status != NW_OK)
		return status;
	const struct nw_topic_file one = { p->name, nw_buf_str(&p->cut) };
	status = nw_topics_compile(&one, 1, NULL, NULL, &p->cut_topics, err);
	if (status == NW_OK)
		p->examples_passed = propose_examples_passed(p, p->cut_topics);
	if (status == NW_OK)
		p->hits = nw_arena_array(p->arena, p->cut_topics->row_count + 1,
					 p->count / 8 + 1);
	if (status == NW_OK && !p->hits)
		return nw_fail(err, NW_LIMIT,
			       "the labelled items take more than %d MiB",
			       ARENA_MAX >> 20);
	return status;
}

/* Items of the language that the file judges wrongly. */
static uint32_t wrong_items(const struct nwi_proposing *p, uint32_t section)
{
	uint32_t wrong = 0;

	for (size_t i = 0; i < p->count; i++) {
		const struct propose_doc *d = &p->docs[i];
		if (d->doc && !d->example && d->section == section)
			wrong += d->fires != d->is;
	}
	return wrong;
}

/* The most promising first; the shorter, then the alphabet, decides ties. */
static int by_promise(const void *a, const void *b)
{
	const struct propose_try *x = *(struct propose_try *const *)a;
	const struct propose_try *y = *(struct propose_try *const *)b;

	if (x->promise != y->promise)
		return x->promise < y->promise ? 1 : -1;
	if (x->proposal.edit.kind != y->proposal.edit.kind)
		return x->proposal.edit.kind < y->proposal.edit.kind ? -1 : 1;
	if (x->proposal.edit.weight != y->proposal.edit.weight)
		return x->proposal.edit.weight < y->proposal.edit.weight ? -1
									 : 1;
	return nw_str_compare(x->proposal.edit.text, y->proposal.edit.text);
}

/* Whether what it does on items that had no part in it speaks for it. */
static bool holds(const struct propose_try *t)
{
	const struct nwi_outcome *held = &t->proposal.held;

	return !t->proposal.has_held || t->held_gain > 0 ||
	       held->rejected + held->missed < 4;
}

static int rank_of(const struct propose_try *t)
{
	return t->gain + (t->proposal.has_held ? t->held_gain : 0);
}

/* The best first. */
static int by_rank(const void *a, const void *b)
{
	const struct propose_try *x = *(struct propose_try *const *)a;
	const struct propose_try *y = *(struct propose_try *const *)b;
	int difference = rank_of(y) - rank_of(x);

	return difference ? difference : by_promise(a, b);
}

static void name_proposal(struct nwi_proposal *p)
{
	const struct nwi_edit *e = &p->edit;
	char place[64];
	struct nw_str parts[4] = { e->language, e->text };
	char id[NWI_ID_TEXT];

	snprintf(place, sizeof(place), "%d %.3f", (int)e->kind, e->weight);
	parts[2] = nw_str_from(place);
	nwi_derive_id("proposal", parts, 3, id);
	snprintf(p->id, sizeof(p->id), "%.8s", id);
}

struct running {
	struct nwi_proposals *out;
	struct propose_tries good; /* of all languages */
	bool (*go_on)(void *arg);
	void *arg;
};

static void keep_try(struct running *r, struct propose_try *t)
{
	struct propose_tries *good = &r->good;

	if (good->count == good->room) {
		good->room = good->room ? 2 * good->room : 64;
		good->at = reallocarray(good->at, good->room,
					sizeof(struct propose_try *));
		if (!good->at)
			abort();
	}
	good->at[good->count++] = t;
}

/* Of one word or term the best edit is enough. */
static bool says_the_same(const struct nwi_proposing *p,
			  const struct propose_try *a,
			  const struct propose_try *b)
{
	const struct nwi_proposal *x = &a->proposal, *y = &b->proposal;

	return memcmp(a->fires, b->fires, p->count) == 0 ||
	       (x->edit.kind == y->edit.kind &&
		nw_str_equal(x->word, y->word) &&
		x->edit.line == y->edit.line &&
		x->edit.column == y->edit.column);
}

static void try_all(struct nwi_proposing *p, struct running *r)
{
	struct propose_tries *tries = &p->tries;

	if (tries->count)
		qsort(tries->at, tries->count, sizeof(struct propose_try *),
		      by_promise);
	for (size_t i = 0; i < tries->count && i < TRIES_MAX; i++) {
		r->out->ended_early =
			r->out->ended_early || (r->go_on && !r->go_on(r->arg));
		if (r->out->ended_early)
			return;
		r->out->tried++;
		if (propose_try(p, tries->at[i]) && holds(tries->at[i]))
			keep_try(r, tries->at[i]);
	}
}

/* The best of a language, each of another effect, into the proposals. */
static void take_best(struct nwi_proposing *p, struct running *r, size_t from)
{
	struct propose_tries *good = &r->good;
	size_t kept = from;

	if (good->count > from)
		qsort(good->at + from, good->count - from,
		      sizeof(struct propose_try *), by_rank);
	for (size_t i = from; i < good->count && kept - from < NWI_PROPOSALS;
	     i++) {
		bool known = false;

		for (size_t k = from; k < kept && !known; k++)
			known = says_the_same(p, good->at[k], good->at[i]);
		if (!known && propose_confirm(p, good->at[i]))
			good->at[kept++] = good->at[i];
	}
	good->count = kept;
}

static enum nw_status run_language(struct nwi_proposing *p, uint32_t section,
				   struct running *r, struct nw_error *err)
{
	uint32_t wrong = wrong_items(p, section);
	size_t from = r->good.count;
	enum nw_status status;

	if (wrong == 0)
		return NW_OK;
	status = begin_language(p, section, err);
	if (status == NW_OK && wrong < NWI_PROPOSE_HALVES)
		status = propose_find(p, PROPOSE_ALL, err);
	else if (status == NW_OK)
		status = propose_find(p, PROPOSE_FIRST, err);
	if (status == NW_OK && wrong >= NWI_PROPOSE_HALVES)
		status = propose_find(p, PROPOSE_SECOND, err);
	if (status != NW_OK)
		return status;
	try_all(p, r);
	take_best(p, r, from);
	return NW_OK;
}

static void count_before(const struct nwi_proposing *p,
			 struct nwi_proposals *out)
{
	struct nwi_outcome *o = &out->before;

	for (size_t i = 0; i < p->count; i++) {
		const struct propose_doc *d = &p->docs[i];

		if (!d->doc || d->example)
			continue;
		*(d->fires ? (d->is ? &o->kept : &o->rejected)
			   : (d->is ? &o->missed : &o->silent)) += 1;
	}
	out->other_languages = p->other_languages;
}

enum nw_status nwi_proposing_run(struct nwi_proposing *p,
				 bool (*go_on)(void *arg), void *arg,
				 struct nwi_proposals *out,
				 struct nw_error *err)
{
	struct running r = { .out = out, .go_on = go_on, .arg = arg };
	enum nw_status status = NW_OK;

	memset(out, 0, sizeof(*out));
	count_before(p, out);
	for (uint32_t i = 0; i < p->topics->section_count && status == NW_OK;
	     i++)
		status = run_language(p, i, &r, err);
	if (r.good.count)
		qsort(r.good.at, r.good.count, sizeof(struct propose_try *),
		      by_rank);
	for (size_t i = 0; i < r.good.count && out->count < NWI_PROPOSALS;
	     i++) {
		out->at[out->count] = r.good.at[i]->proposal;
		name_proposal(&out->at[out->count++]);
	}
	free(r.good.at);
	return status;
}

enum nw_status nwi_proposal_apply(const struct nwi_proposing *p,
				  const struct nwi_proposal *proposal,
				  struct nw_buf *out, struct nw_error *err)
{
	return nwi_edit_apply(p->file, &proposal->edit, out, err);
}
