/* SPDX-License-Identifier: Apache-2.0 */
#include "topic/propose_internal.h"

/* ---- one document ---- */

struct judging {
	struct nwi_proposing *p;
	struct propose_doc *d;
	bool keep_spans;
	bool *fires;
	enum nw_status status;
	struct nw_error *err;
};

static void keep(struct judging *j, const struct nw_topic *topic)
{
	struct propose_doc *d = j->d;

	d->spans = nw_arena_array(j->p->arena, topic->span_count + 1,
				  sizeof(*d->spans));
	d->span_count = d->spans ? topic->span_count : 0;
	if (d->span_count)
		memcpy(d->spans, topic->spans,
		       d->span_count * sizeof(*d->spans));
}

static void take_verdict(void *arg, const struct nw_topic_verdict *verdict)
{
	struct judging *j = arg;
	struct nw_topic_verdict judged = *verdict;

	if (j->keep_spans)
		keep(j, &verdict->topic);
	if (j->p->models)
		j->status = nw_models_correct(j->p->models, j->d->doc,
					      j->p->scratch, &judged, j->err);
	*j->fires = !judged.no_opinion && judged.topic.score >= 0.5;
}

enum nw_status propose_judge(struct nwi_proposing *p,
			     const struct nw_topics *topics,
			     struct propose_doc *d, bool keep_spans,
			     bool *fires, struct nw_error *err)
{
	struct judging j = { p, d, keep_spans, fires, NW_OK, err };
	enum nw_status status;

	nw_arena_clear(p->scratch);
	status = nw_topics_classify(topics, d->doc, p->scratch, take_verdict,
				    &j, err);
	return status == NW_OK ? j.status : status;
}

/* ---- examples ---- */

static void count_passed(void *arg, const struct nw_topic_example *example)
{
	*(size_t *)arg += example->passed;
}

size_t propose_examples_passed(struct nwi_proposing *p,
			       const struct nw_topics *topics)
{
	size_t passed = 0;
	struct nw_error err;

	nw_arena_clear(p->scratch);
	return nw_topics_examples(topics, p->scratch, count_passed, &passed,
				  &err) == NW_OK
		       ? passed
		       : 0;
}

/* ---- an edit ---- */

/* The edited text, compiled; NULL where it cannot be. */
static struct nw_topics *compile_edited(struct nwi_proposing *p,
					struct nw_str file,
					const struct nwi_edit *edit)
{
	NW_AUTO(nw_buf_fini) struct nw_buf text = { 0 };
	struct nw_topics *topics = NULL;
	struct nw_error err;

	nw_buf_init(&text, NWI_EDIT_BYTES);
	if (nwi_edit_apply(file, edit, &text, &err) != NW_OK)
		return NULL;
	const struct nw_topic_file one = { p->name, nw_buf_str(&text) };
	return nw_topics_compile(&one, 1, NULL, NULL, &topics, &err) == NW_OK
		       ? topics
		       : NULL;
}

static bool has_word(const struct nw_doc *doc, enum nw_field field,
		     uint32_t hash)
{
	size_t count;
	const struct nw_token *t = nw_doc_tokens(doc, field, &count);

	for (size_t i = 0; i < count; i++)
		if (t[i].hash == hash)
			return true;
	return false;
}

/* A new entry concerns what has its word alone, a weight what has the term. */
static bool may_concern(const struct nwi_proposing *p,
			const struct propose_try *t, size_t doc)
{
	const struct nwi_proposal *proposal = &t->proposal;
	const struct propose_doc *d = &p->docs[doc];
	struct nw_str word = nw_str_slice(
		proposal->word, 0, nw_str_find_char(proposal->word, ' '));
	uint32_t hash = nw_token_hash(word);

	if (proposal->edit.kind == NWI_EDIT_WEIGHT)
		return *propose_hit(p, t->row, doc) >> doc % 8 & 1;
	return has_word(d->doc, NW_FIELD_TITLE, hash) ||
	       has_word(d->doc, NW_FIELD_BODY, hash);
}

static void count_doc(const struct propose_doc *d, bool fires,
		      struct nwi_outcome *out)
{
	uint32_t *of = d->fires ? (d->is ? &out->kept : &out->rejected)
				: (d->is ? &out->missed : &out->silent);
	uint32_t *changed = d->fires ? (d->is ? &out->lost : &out->dropped)
				     : (d->is ? &out->found : &out->added);

	*of += 1;
	*changed += fires != d->fires;
}

/* An item lost or wrongly added is worth two that are mended. */
static int gain_of(const struct nwi_outcome *o)
{
	return (int)(o->dropped + o->found) - 2 * (int)(o->lost + o->added);
}

static void count_all(struct nwi_proposing *p, struct propose_try *t)
{
	struct nwi_proposal *proposal = &t->proposal;

	for (size_t i = 0; i < p->count; i++) {
		const struct propose_doc *d = &p->docs[i];

		if (d->example || !propose_concerns(p, d))
			continue;
		count_doc(d, t->fires[i], &proposal->all);
		if (t->halves == PROPOSE_BOTH || !(d->half & t->halves))
			count_doc(d, t->fires[i], &proposal->held);
	}
	proposal->has_held = t->halves != PROPOSE_ALL;
	t->gain = gain_of(&proposal->all);
	t->held_gain = gain_of(&proposal->held);
}

static bool classify_all(struct nwi_proposing *p,
			 const struct nw_topics *topics, struct propose_try *t)
{
	struct nw_error err;

	for (size_t i = 0; i < p->count; i++) {
		struct propose_doc *d = &p->docs[i];
		bool fires = d->fires;

		if (propose_concerns(p, d) && may_concern(p, t, i) &&
		    propose_judge(p, topics, d, false, &fires, &err) != NW_OK)
			return false;
		t->fires[i] = fires;
	}
	return true;
}

bool propose_try(struct nwi_proposing *p, struct propose_try *t)
{
	struct nwi_edit edit = t->proposal.edit;
	NW_AUTO(nw_topics_free) struct nw_topics *topics = NULL;

	t->fires = nw_arena_alloc(p->arena, p->count + 1);
	if (edit.kind == NWI_EDIT_WEIGHT)
		edit.line -= p->shift;
	topics = compile_edited(p, nw_buf_str(&p->cut), &edit);
	if (!t->fires || !topics || !classify_all(p, topics, t))
		return false;
	count_all(p, t);
	return t->gain > 0 &&
	       propose_examples_passed(p, topics) >= p->examples_passed;
}

bool propose_confirm(struct nwi_proposing *p, const struct propose_try *t)
{
	NW_AUTO(nw_topics_free) struct nw_topics *topics = NULL;
	struct nw_error err;

	topics = compile_edited(p, p->file, &t->proposal.edit);
	if (!topics || propose_examples_passed(p, topics) <
			       propose_examples_passed(p, p->topics))
		return false;
	for (size_t i = 0; i < p->count; i++) {
		struct propose_doc *d = &p->docs[i];
		bool fires = false;

		if (!propose_concerns(p, d) || !may_concern(p, t, i))
			continue;
		if (propose_judge(p, topics, d, false, &fires, &err) != NW_OK ||
		    fires != (t->fires[i] != 0))
			return false;
	}
	return true;
}
