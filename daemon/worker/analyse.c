/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/worker/analyse.h"
#include "daemon/worker/excerpt.h"
#include "daemon/worker/work.h"
#include "story/gist.h"
#include "story/print.h"
#include "text/url.h"

#include <stdlib.h>

/* ---- classifiers ---- */

static double row_score(const json_t *row)
{
	return nwi_json_get_double(row, "score", 0);
}

/* Topics that another worker's classifiers gave. */
void work_take_topics(struct nw_host *host, const json_t *topics,
		      const json_t *silent)
{
	for (size_t i = 0; i < json_array_size(topics); i++) {
		const json_t *row = json_array_get(topics, i);
		const json_t *list = json_object_get(row, "spans");
		struct nw_span spans[NWI_HOST_SPANS];
		struct nw_topic topic = { .size = sizeof(topic),
					  .name = nwi_json_get_str(row, "name"),
					  .score = row_score(row),
					  .spans = spans };
		for (size_t s = 0;
		     s < json_array_size(list) && s < NWI_HOST_SPANS; s++) {
			const json_t *span = json_array_get(list, s);
			spans[s].field = (uint32_t)json_integer_value(
				json_array_get(span, 0));
			spans[s].from = (uint32_t)json_integer_value(
				json_array_get(span, 1));
			spans[s].to = (uint32_t)json_integer_value(
				json_array_get(span, 2));
			topic.span_count++;
		}
		nw_emit_topic(host, &topic);
	}
	for (size_t i = 0; i < json_array_size(silent); i++)
		nw_emit_no_opinion(host, nw_str_from(json_string_value(
						 json_array_get(silent, i))));
}

static void classify_by(struct work *work, const struct instance *instance)
{
	const struct nw_classifier_ops *ops = instance->plugin->ops;
	const struct analysis *analysis = work->analysis;
	struct nw_error err = { 0 };

	if (!ops->classify)
		return;
	if (analysis->enter(analysis->arg, instance) &&
	    ops->classify(instance->self, &work->host, work->doc, &err) ==
		    NW_OK)
		return;
	if (err.text[0] != '\0')
		nw_host_log(&work->host, NW_LOG_WARNING, "%s", err.text);
	work->failed[work->failed_count++] = instance;
}

void analyse_check_spans(struct nw_host *host, const struct nw_doc *doc)
{
	for (uint32_t t = 0; t < host->topic_count; t++) {
		struct nw_topic *topic = &host->topics[t];
		struct nw_span *kept = nw_arena_array(
			host->arena, topic->span_count, sizeof(*kept));
		uint32_t count = 0;
		for (uint32_t i = 0; kept && i < topic->span_count; i++) {
			struct nw_span span = topic->spans[i];
			bool field = span.field == NW_FIELD_TITLE ||
				     span.field == NW_FIELD_BODY;
			if (!field || span.from >= span.to)
				continue;
			struct nw_str text =
				nw_doc_text(doc, (enum nw_field)span.field);
			if (span.to <= text.len)
				kept[count++] = span;
		}
		topic->spans = kept;
		topic->span_count = count;
	}
}

static const struct nw_topic *replaced(const struct work *work,
				       struct nw_str name)
{
	for (uint32_t i = 0; i < work->replaced_count; i++)
		if (nw_str_equal(work->replaced[i].name, name))
			return &work->replaced[i];
	return NULL;
}

static void forget_silence(struct work *work, struct nw_str topic)
{
	struct nw_host *host = &work->host;
	uint32_t kept = 0;

	for (uint32_t i = 0; i < host->no_opinion_count; i++)
		if (!nw_str_equal(host->no_opinions[i], topic))
			host->no_opinions[kept++] = host->no_opinions[i];
	host->no_opinion_count = kept;
}

/*
 * Verdicts of remote classifiers take the place of what was found here. They
 * were without evidence where nothing was quoted: the local spans stay then.
 */
static void take_remote(struct work *work)
{
	struct nw_host *host = &work->host;
	uint32_t count = host->topic_count;
	struct nw_topic *local = nw_arena_array(work->analysis->arena,
						count + 1, sizeof(*local));

	if (!local)
		return;
	if (count)
		memcpy(local, host->topics, count * sizeof(*local));
	work->replaced = local;
	work->replaced_count = count;
	for (size_t i = 0; i < json_array_size(work->what->remote); i++) {
		const json_t *one = json_array_get(work->what->remote, i);
		work_take_topics(host, json_object_get(one, "topics"), NULL);
	}
	for (uint32_t i = 0; i < host->topic_count; i++) {
		struct nw_topic *topic = &host->topics[i];
		const struct nw_topic *was = replaced(work, topic->name);
		forget_silence(work, topic->name);
		if (topic->span_count > 0 || !was)
			continue;
		topic->spans = was->spans;
		topic->span_count = was->span_count;
	}
}

static void classify(struct work *work)
{
	const struct setup *setup = work->analysis->setup;

	work_take_topics(&work->host, work->what->topics,
			 work->what->no_opinions);
	work->failed =
		nw_arena_array(work->analysis->arena, setup->instance_count,
			       sizeof(struct instance *));
	if (!work->failed)
		return;
	for (size_t i = 0; i < setup->instance_count; i++)
		if (setup->instances[i].kind == NW_CLASSIFIER &&
		    !setup->instances[i].shadow)
			classify_by(work, &setup->instances[i]);
	if (work->analysis->last && work->what->remote)
		take_remote(work);
	analyse_check_spans(&work->host, work->doc);
}

/* ---- watches ---- */

static bool grow_hits(struct work *work)
{
	size_t room = work->hit_room ? work->hit_room * 2 : 64;
	struct nw_query_hit *more =
		nw_arena_array(work->analysis->arena, room, sizeof(*more));

	if (!more)
		return false;
	if (work->hit_count > 0)
		memcpy(more, work->hits, work->hit_count * sizeof(*more));
	work->hits = more;
	work->hit_room = room;
	return true;
}

static void keep_hit(void *arg, const struct nw_query_hit *hit)
{
	struct work *work = arg;
	struct nw_span *spans = nw_arena_array(work->analysis->arena,
					       hit->span_count, sizeof(*spans));

	if (work->hit_count == work->hit_room && !grow_hits(work)) {
		nw_fail(&work->err, NW_LIMIT, "the item is too large to match");
		return;
	}
	if (spans && hit->span_count > 0)
		memcpy(spans, hit->spans, hit->span_count * sizeof(*spans));
	work->hits[work->hit_count++] = (struct nw_query_hit){
		.query = hit->query,
		.span_count = spans ? hit->span_count : 0,
		.spans = spans,
	};
}

static int by_query(const void *key, const void *row)
{
	const struct nw_query_hit *hit = row;
	int64_t query = *(const int64_t *)key;

	return query < hit->query ? -1 : query > hit->query;
}

const struct nw_query_hit *work_hit(const struct work *work, int64_t query)
{
	if (work->hit_count == 0)
		return NULL;
	return bsearch(&query, work->hits, work->hit_count, sizeof(*work->hits),
		       by_query);
}

struct nw_query_facts work_facts(const struct work *work)
{
	static const struct outlet nobody;
	const struct outlet *outlet = work->outlet ? work->outlet : &nobody;

	return (struct nw_query_facts){ .size = sizeof(struct nw_query_facts),
					.source = work->what->source,
					.outlet = outlet->name,
					.country = outlet->country,
					.affiliation = outlet->affiliation,
					.owner = outlet->owner,
					.topics = work->host.topics,
					.topic_count = work->host.topic_count,
					.now = work->analysis->now };
}

void work_match(struct work *work)
{
	const struct analysis *analysis = work->analysis;
	const struct nw_queries *queries = analysis->setup->queries;
	struct nw_error err;

	if (!queries || !analysis->enter(analysis->arg, NULL))
		return;
	const struct nw_query_facts facts = work_facts(work);
	if (nw_queries_match(queries, work->doc, &facts, analysis->arena,
			     keep_hit, work, &err) != NW_OK)
		work->err = err;
}

/* ---- the line ---- */

static void put_spans(struct nw_buf *out, const char *key,
		      const struct nw_span *spans, uint32_t count)
{
	nwi_json_key(out, key);
	nwi_json_open(out, '[');
	for (uint32_t i = 0; i < count; i++) {
		nwi_json_open(out, '[');
		nwi_json_int(out, spans[i].field);
		nwi_json_int(out, spans[i].from);
		nwi_json_int(out, spans[i].to);
		nwi_json_close(out, ']');
	}
	nwi_json_close(out, ']');
}

/* Only topics keep the watch from a hit: any of them would do. */
static void note_could(struct work *work, const struct watch *watch)
{
	for (size_t i = 0; i < watch->topic_count; i++) {
		uint32_t at = 0;
		while (at < work->could_count &&
		       !nw_str_equal(work->could[at], watch->topics[i].topic))
			at++;
		if (at == work->could_count && at < WORK_COULD)
			work->could[work->could_count++] =
				watch->topics[i].topic;
	}
}

/* `hit` is NULL for a watch without a query. */
static void put_hit(struct work *work, const struct watch *watch,
		    const struct nw_query_hit *hit, struct nw_buf *out)
{
	const struct nw_topic *topic = NULL;
	struct excerpt excerpt;

	if (!work_concerns(work, watch))
		return;
	enum work_reached reached = work_topics(work, watch, &topic);
	if (reached == WORK_NO) {
		note_could(work, watch);
		return;
	}
	if (hit && (hit->span_count > 0 || !topic))
		excerpt_make(work->doc, hit->spans, hit->span_count,
			     work->analysis->arena, &excerpt);
	else
		excerpt_make(work->doc, topic ? topic->spans : NULL,
			     topic ? topic->span_count : 0,
			     work->analysis->arena, &excerpt);
	nwi_json_open(out, '{');
	nwi_json_put_str(out, "watch", watch->name);
	nwi_json_put_str(out, "excerpt", excerpt.text);
	put_spans(out, "marks", excerpt.marks, excerpt.mark_count);
	if (reached == WORK_UNSURE)
		nwi_json_put_bool(out, "unsure", true);
	nwi_json_close(out, '}');
}

void work_each_hit(struct work *work, work_hit_fn *each, struct nw_buf *out)
{
	const struct setup *setup = work->analysis->setup;
	size_t unasked = work->doc ? setup->unasked_count : 0, u = 0;

	for (size_t h = 0; h < work->hit_count; h++) {
		const struct nw_query_hit *hit = &work->hits[h];
		uint32_t at = setup->by_query[hit->query];

		if (at == NO_WATCH)
			continue;
		for (; u < unasked && setup->unasked[u] < at; u++)
			each(work, &setup->watches[setup->unasked[u]], NULL,
			     out);
		each(work, &setup->watches[at], hit, out);
	}
	for (; u < unasked; u++)
		each(work, &setup->watches[setup->unasked[u]], NULL, out);
}

static void put_hits(struct work *work, struct nw_buf *out)
{
	nwi_json_key(out, "hits");
	nwi_json_open(out, '[');
	work_each_hit(work, put_hit, out);
	nwi_json_close(out, ']');
}

/* After put_hits. */
static void put_could(const struct work *work, struct nw_buf *out)
{
	if (work->could_count == 0)
		return;
	nwi_json_key(out, "could");
	nwi_json_open(out, '[');
	for (uint32_t i = 0; i < work->could_count; i++)
		nwi_json_str(out, work->could[i]);
	nwi_json_close(out, ']');
}

static void put_local(const struct work *work, json_t *topic)
{
	const struct nw_topic *was =
		replaced(work, nwi_json_get_str(topic, "name"));

	json_object_set_new(topic, "local",
			    was ? json_real(was->score) : json_null());
}

/* The verdicts go along, in the end with the scores that they replaced. */
static void put_remote(const struct work *work, struct nw_buf *out)
{
	NW_AUTO(nwi_json_free) json_t *list = NULL;

	if (!work->what->remote)
		return;
	list = json_deep_copy(work->what->remote);
	for (size_t i = 0; i < json_array_size(list) && work->replaced; i++) {
		const json_t *topics =
			json_object_get(json_array_get(list, i), "topics");
		for (size_t t = 0; t < json_array_size(topics); t++)
			put_local(work, json_array_get(topics, t));
	}
	char *text = json_dumps(list, JSON_COMPACT | JSON_REAL_PRECISION(6));
	if (!text)
		return;
	nwi_json_key(out, "remote");
	nwi_json_raw(out, nw_str_from(text));
	free(text);
}

void analyse_put_topics(const struct nw_host *host, struct nw_buf *out)
{
	nwi_json_key(out, "topics");
	nwi_json_open(out, '[');
	for (uint32_t i = 0; i < host->topic_count; i++) {
		const struct nw_topic *topic = &host->topics[i];
		nwi_json_open(out, '{');
		nwi_json_put_str(out, "name", topic->name);
		nwi_json_key(out, "score");
		nwi_json_double(out, topic->score);
		put_spans(out, "spans", topic->spans, topic->span_count);
		nwi_json_close(out, '}');
	}
	nwi_json_close(out, ']');
	nwi_json_key(out, "no_opinion");
	nwi_json_open(out, '[');
	for (uint32_t i = 0; i < host->no_opinion_count; i++)
		nwi_json_str(out, host->no_opinions[i]);
	nwi_json_close(out, ']');
}

static void put_failed(const struct work *work, struct nw_buf *out)
{
	const json_t *before = work->what->failed;

	nwi_json_key(out, "failed");
	nwi_json_open(out, '[');
	for (size_t i = 0; i < json_array_size(before); i++)
		nwi_json_str(out, nw_str_from(json_string_value(
					  json_array_get(before, i))));
	for (size_t i = 0; i < work->failed_count; i++)
		nwi_json_str(out, work->failed[i]->name);
	nwi_json_close(out, ']');
}

static void put_outlet(const struct outlet *outlet, struct nw_buf *out)
{
	nwi_json_key(out, "outlet");
	if (!outlet) {
		nwi_json_null(out);
		return;
	}
	nwi_json_open(out, '{');
	nwi_json_put_str(out, "name", outlet->name);
	nwi_json_put_str(out, "country", outlet->country);
	nwi_json_put_str(out, "affiliation", outlet->affiliation);
	nwi_json_put_str(out, "owner", outlet->owner);
	nwi_json_close(out, '}');
}

/* What the story window takes, and what is told of a story. */
static void put_print(const struct work *work, struct nw_buf *out)
{
	NW_AUTO(nw_buf_fini) struct nw_buf text = { 0 };
	struct nwi_print print;
	struct nwi_gist gist;

	nw_buf_init(&text, 2 * NWI_PRINT_BYTES + NWI_PRINT_WORDS);
	nwi_print_make(work->doc, &print);
	nwi_print_to_text(&print, &text);
	nwi_json_put_str(out, "print", nw_buf_str(&text));
	nw_buf_clear(&text);
	nwi_print_words(work->doc, &print, &text);
	nwi_json_put_str(out, "words", nw_buf_str(&text));
	nwi_json_put_str(out, "page", work->what->page);
	nwi_json_key(out, "gist");
	nwi_gist_make(work->doc, &gist);
	nwi_gist_write(&gist, out);
}

/* What the next stage's worker has to know, which matches. */
static void put_origin(const struct analysis *analysis,
		       const struct finding *what, struct nw_buf *out)
{
	if (analysis->setup->watch_count > 0)
		return;
	nwi_json_put_str(out, "source", what->source);
	nwi_json_put_int(out, "outlet_index", (int64_t)what->outlet);
}

static void put_head(const struct finding *what, const struct nw_item *item,
		     struct nw_buf *out)
{
	nwi_json_put_str(out, "id", what->id);
	nwi_json_put_str(out, "identity", what->identity);
	nwi_json_put_str(out, "hash", what->hash);
	nwi_json_put_str(out, "change", what->change);
	nwi_json_key(out, "item");
	nw_item_to_json(item, out);
}

void analyse_item(const struct analysis *analysis, const struct finding *what,
		  const struct nw_item *item, struct nw_buf *out)
{
	struct work work = { .analysis = analysis, .what = what, .item = item };

	nwi_host_init(&work.host, analysis->arena);
	work.host.calls = analysis->calls;
	work.host.arg = analysis->arg;
	work.host.now = analysis->now;
	work.outlet =
		outlet_of(analysis->setup, what->outlet, item, analysis->arena);
	if (nw_doc_make(item, analysis->arena, &work.doc, &work.err) == NW_OK) {
		classify(&work);
		work_match(&work);
	}
	nwi_json_open(out, '{');
	put_head(what, item, out);
	put_origin(analysis, what, out);
	analyse_put_topics(&work.host, out);
	put_failed(&work, out);
	put_hits(&work, out);
	put_could(&work, out);
	put_remote(&work, out);
	shadow_put(&work, out);
	put_outlet(work.outlet, out);
	if (analysis->explain && work.doc)
		explain_watches(&work, analysis->explain, out);
	if (analysis->setup->prints && work.doc)
		put_print(&work, out);
	if (work.err.status != NW_OK)
		nwi_json_put_text(out, "error", work.err.text);
	nwi_json_close(out, '}');
}

void analyse_set_aside(const struct finding *what, const struct nw_item *item,
		       struct nw_str why, struct nw_buf *out)
{
	nwi_json_open(out, '{');
	put_head(what, item, out);
	nwi_json_put_str(out, "set_aside", why);
	nwi_json_close(out, '}');
}
