/* SPDX-License-Identifier: Apache-2.0 */
/* Why watches hit an item or not, for the command and the control socket. */
#include "daemon/worker/excerpt.h"
#include "daemon/worker/work.h"
#include "wire/wire.h"

/*
 * Watches that miss an item and are told of it. A watch costs a reading of
 * the item (0.1 ms a page of text), and nobody reads more of them.
 */
enum { MISSES = 100, LINE_BYTES = NWI_FRAME_JSON / 2 };

struct telling {
	const struct work *work;
	const struct watch *watch;
	struct nw_str query; /* its text; absent without */
	struct nw_buf *out;
};

/* ---- places in the item ---- */

static void put_place(struct telling *t, const char *field, struct nw_str text,
		      const struct excerpt *excerpt, uint32_t wanted)
{
	nwi_json_open(t->out, '{');
	nwi_json_put_text(t->out, "field", field);
	nwi_json_put_str(t->out, "sentence", text);
	nwi_json_key(t->out, "marks");
	nwi_json_open(t->out, '[');
	for (uint32_t i = 0; i < excerpt->mark_count; i++) {
		if (excerpt->marks[i].field != wanted)
			continue;
		nwi_json_open(t->out, '[');
		nwi_json_int(t->out, excerpt->marks[i].from);
		nwi_json_int(t->out, excerpt->marks[i].to);
		nwi_json_close(t->out, ']');
	}
	nwi_json_close(t->out, ']');
	nwi_json_close(t->out, '}');
}

static bool any_of(const struct excerpt *excerpt, uint32_t field)
{
	for (uint32_t i = 0; i < excerpt->mark_count; i++)
		if (excerpt->marks[i].field == field)
			return true;
	return false;
}

static void put_places(struct telling *t, const struct nw_span *spans,
		       uint32_t count)
{
	const struct nw_doc *doc = t->work->doc;
	struct excerpt excerpt;

	nwi_json_key(t->out, "places");
	nwi_json_open(t->out, '[');
	excerpt_make(doc, spans, count, t->work->analysis->arena, &excerpt);
	if (any_of(&excerpt, NW_FIELD_TITLE))
		put_place(t, "title", nw_doc_text(doc, NW_FIELD_TITLE),
			  &excerpt, NW_FIELD_TITLE);
	if (any_of(&excerpt, NW_FIELD_BODY))
		put_place(t, "body", excerpt.text, &excerpt, NW_FIELD_BODY);
	nwi_json_close(t->out, ']');
}

/* ---- the query ---- */

static void put_clause(struct telling *t, const struct nw_query_clause *clause)
{
	struct nw_buf *out = t->out;

	nwi_json_open(out, '{');
	nwi_json_put_str(out, "clause",
			 nw_str_slice(t->query, clause->at,
				      (size_t)clause->at + clause->len));
	nwi_json_put_int(out, "at", clause->at);
	nwi_json_put_int(out, "len", clause->len);
	nwi_json_put_bool(out, "holds", clause->holds);
	nwi_json_put_bool(out, "unwanted", clause->unwanted);
	nwi_json_put_str(out, "note", clause->note);
	if (clause->wanted >= 0) {
		nwi_json_put_int(out, "found", clause->found);
		nwi_json_put_int(out, "wanted", clause->wanted);
	}
	put_places(t, clause->spans, clause->span_count);
	nwi_json_close(out, '}');
}

static void put_clauses(struct telling *t, const struct nw_query_why *why)
{
	nwi_json_key(t->out, "clauses");
	nwi_json_open(t->out, '[');
	for (uint32_t i = 0; i < why->clause_count; i++)
		put_clause(t, &why->clauses[i]);
	nwi_json_close(t->out, ']');
}

/* Whether the query matches; true where the watch has none. */
static bool put_query(struct telling *t)
{
	const struct analysis *analysis = t->work->analysis;
	const struct nw_queries *queries = analysis->setup->queries;
	const struct nw_query_facts facts = work_facts(t->work);
	struct nw_query_why why = { 0 };
	struct nw_error err = { 0 };

	nwi_json_key(t->out, "matched");
	if (t->watch->query < 0) {
		nwi_json_null(t->out);
		put_clauses(t, &why);
		return true;
	}
	if (!queries ||
	    nw_queries_explain(queries, (uint32_t)t->watch->query, t->query,
			       t->work->doc, &facts, analysis->arena, &why,
			       &err) != NW_OK) {
		nwi_json_bool(t->out, false);
		nwi_json_put_text(t->out, "error", err.text);
		return false;
	}
	nwi_json_bool(t->out, why.matched);
	put_clauses(t, &why);
	return why.matched;
}

/* ---- the other conditions ---- */

static void open_condition(struct telling *t, const char *kind, bool holds)
{
	nwi_json_open(t->out, '{');
	nwi_json_put_text(t->out, "kind", kind);
	nwi_json_put_bool(t->out, "holds", holds);
}

/* "the item's is en; wanted: de, fr" */
static void put_condition(struct telling *t, const char *kind, bool holds,
			  struct nw_str has, const struct nw_str *wanted,
			  size_t count)
{
	NW_AUTO(nw_buf_fini) struct nw_buf note = { 0 };

	nw_buf_init(&note, 64 * 1024);
	nw_buf_add_fmt(&note, "the item's is %.*s",
		       NW_FMT(has.len ? has : nw_str_from("unknown")));
	for (size_t i = 0; !holds && i < count; i++)
		nw_buf_add_fmt(&note, "%s%.*s",
			       i ? ", " : "; wanted: ", NW_FMT(wanted[i]));
	open_condition(t, kind, holds);
	nwi_json_put_str(t->out, "note", nw_buf_str(&note));
	nwi_json_key(t->out, "places");
	nwi_json_open(t->out, '[');
	nwi_json_close(t->out, ']');
	nwi_json_close(t->out, '}');
}

static void put_outlet(struct telling *t, bool holds, struct nw_str has)
{
	const struct setup *setup = t->work->analysis->setup;
	size_t count = t->watch->outlet_count;
	struct nw_str *names =
		nw_arena_array(t->work->analysis->arena, count, sizeof(*names));

	for (size_t i = 0; names && i < count; i++)
		names[i] = setup->outlets[t->watch->outlets[i]].name;
	put_condition(t, "outlet", holds, has, names, names ? count : 0);
}

static bool is_silent(const struct work *work, struct nw_str topic)
{
	for (uint32_t i = 0; i < work->host.no_opinion_count; i++)
		if (nw_str_equal(work->host.no_opinions[i], topic))
			return true;
	return false;
}

static void add_topic(struct telling *t, const struct minimum *minimum,
		      struct nw_buf *note)
{
	const struct nw_topic *topic = work_topic(t->work, minimum->topic);

	nw_buf_add_fmt(note, "%s%.*s ", note->len ? ", " : "",
		       NW_FMT(minimum->topic));
	if (topic)
		nw_buf_add_fmt(note, "%.2f", topic->score);
	else
		nw_buf_add_text(note, is_silent(t->work, minimum->topic)
					      ? "without opinion"
					      : "not given");
	nw_buf_add_fmt(note, " (%.2f needed)", minimum->score);
}

static enum work_reached put_topics(struct telling *t)
{
	NW_AUTO(nw_buf_fini) struct nw_buf note = { 0 };
	const struct nw_topic *why = NULL;
	enum work_reached reached = work_topics(t->work, t->watch, &why);

	nw_buf_init(&note, 64 * 1024);
	for (size_t i = 0; i < t->watch->topic_count; i++)
		add_topic(t, &t->watch->topics[i], &note);
	if (reached == WORK_UNSURE)
		nw_buf_add_text(&note, "; a classifier failed on the item, so "
				       "the watch is not held back");
	open_condition(t, "topic", reached != WORK_NO);
	nwi_json_put_str(t->out, "note", nw_buf_str(&note));
	put_places(t, why ? why->spans : NULL, why ? why->span_count : 0);
	nwi_json_close(t->out, '}');
	return reached;
}

/* Whether all of them hold. */
static bool put_conditions(struct telling *t)
{
	static const struct outlet nobody;
	const struct work *work = t->work;
	const struct watch *watch = t->watch;
	const struct outlet *outlet = work->outlet ? work->outlet : &nobody;
	bool from = work_is_from(work, watch);
	bool home = work_is_at_home(work, watch);
	bool speaks = work_speaks(work, watch);
	bool reached = true;

	nwi_json_key(t->out, "conditions");
	nwi_json_open(t->out, '[');
	if (watch->topic_count)
		reached = put_topics(t) != WORK_NO;
	if (watch->outlet_count)
		put_outlet(t, from, outlet->name);
	if (watch->country_count)
		put_condition(t, "country", home, outlet->country,
			      watch->countries, watch->country_count);
	if (watch->language_count)
		put_condition(t, "language", speaks, nw_doc_language(work->doc),
			      watch->languages, watch->language_count);
	nwi_json_close(t->out, ']');
	return from && home && speaks && reached;
}

/* ---- watches ---- */

/* Rows come in the order of the watches, so `*next` is most often the one. */
static const struct watch *find_watch(const struct setup *setup,
				      struct nw_str name, size_t *next)
{
	for (size_t i = 0; i < setup->watch_count; i++) {
		size_t at = (*next + i) % setup->watch_count;

		if (nw_str_equal(setup->watches[at].name, name)) {
			*next = at + 1;
			return &setup->watches[at];
		}
	}
	return NULL;
}

static bool may_hit(const struct telling *t)
{
	return t->watch->query < 0 || work_hit(t->work, t->watch->query);
}

static void put_watch(struct telling *t)
{
	nwi_json_open(t->out, '{');
	nwi_json_put_str(t->out, "watch", t->watch->name);
	bool matched = put_query(t);
	bool holds = put_conditions(t);
	nwi_json_put_bool(t->out, "hit", matched && holds);
	nwi_json_close(t->out, '}');
}

void explain_watches(const struct work *work, const json_t *rows,
		     struct nw_buf *out)
{
	struct telling t = { .work = work, .out = out };
	size_t next = 0, misses = 0;

	nwi_json_key(out, "explain");
	nwi_json_open(out, '[');
	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *row = json_array_get(rows, i);

		t.watch = find_watch(work->analysis->setup,
				     nwi_json_get_str(row, "watch"), &next);
		t.query = nwi_json_get_str(row, "query");
		if (t.watch && out->len < LINE_BYTES &&
		    (may_hit(&t) || misses++ < MISSES))
			put_watch(&t);
	}
	nwi_json_close(out, ']');
}
