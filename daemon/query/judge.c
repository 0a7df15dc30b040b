/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/query/judge.h"

#include "daemon/store/search.h"
#include "query/needs.h"

#include <strings.h>

/* Ways to match that one expression of the index names. */
enum { WAYS_MOST = 1000 };

/* ---- the queries ---- */

struct problems {
	struct nw_buf *out;
	uint32_t versions;
	const struct nw_query_text *rows;
};

static void add_problem(void *arg, const struct nw_query_problem *problem)
{
	struct problems *problems = arg;
	struct nw_buf *out = problems->out;

	if (problem->warning && problem->query >= problems->versions)
		return;
	nwi_json_open(out, '{');
	nwi_json_put_int(out, "query", problem->query);
	nwi_json_put_str(out, "name", problems->rows[problem->query].name);
	nwi_json_put_int(out, "offset", problem->offset);
	nwi_json_put_int(out, "length", problem->length);
	nwi_json_put_bool(out, "warning", problem->warning);
	nwi_json_put_text(out, "text", problem->text);
	nwi_json_close(out, '}');
}

static struct nw_str text_at(const json_t *list, size_t i)
{
	const json_t *one = json_array_get(list, i);

	return nw_str_make(json_string_value(one), json_string_length(one));
}

/* The table for name:; false when the arena is full. */
static bool read_names(const json_t *list, struct nw_arena *arena,
		       struct nw_query_set *set)
{
	size_t count = json_array_size(list);
	struct nw_query_name *names =
		nw_arena_array(arena, count, sizeof(*names));

	for (size_t i = 0; names && i < count; i++) {
		const json_t *row = json_array_get(list, i);
		size_t n = json_array_size(row);
		struct nw_str *at = nw_arena_array(arena, n, sizeof(*at));
		if (!at)
			return false;
		for (size_t k = 0; k < n; k++)
			at[k] = text_at(row, k);
		names[i].spellings = at;
		names[i].spelling_count = (uint32_t)n;
	}
	set->names = names;
	set->name_count = count;
	return names || count == 0;
}

/* Names that the configuration has; NULL where the job does not say. */
static const struct nw_str *read_known(const json_t *list,
				       struct nw_arena *arena, size_t *count)
{
	size_t n = json_array_size(list);
	struct nw_str *names =
		json_is_array(list)
			? nw_arena_array(arena, n + 1, sizeof(*names))
			: NULL;

	for (size_t i = 0; names && i < n; i++)
		names[i] = text_at(list, i);
	*count = names ? n : 0;
	return names;
}

static enum nw_status compile(struct judge *judge, const json_t *job,
			      struct nw_arena *arena, struct nw_buf *problems,
			      struct nw_error *err)
{
	const json_t *list = json_object_get(job, "queries");
	size_t count = json_array_size(list);
	struct nw_query_text *rows =
		nw_arena_array(arena, count, sizeof(*rows));
	struct nw_query_set set = { .size = sizeof(set), .count = count };
	struct problems to = { problems, JUDGE_VERSIONS, rows };
	/* Stands for a version that asks no words, so that rows keep their
	 * numbers; nobody looks at what it hits. */
	static const struct nw_str nothing = NW_STR("nothing");

	if (!rows || !read_names(json_object_get(job, "names"), arena, &set))
		return nw_fail(err, NW_LIMIT, "too many queries");
	for (size_t i = 0; i < count; i++) {
		const json_t *row = json_array_get(list, i);
		rows[i].name = nwi_json_get_str(row, "name");
		rows[i].text = nwi_json_get_str(row, "text");
		if (i < JUDGE_VERSIONS)
			judge->versions[i].has_text = rows[i].text.at != NULL;
		if (!rows[i].text.at)
			rows[i].text = nothing;
	}
	set.rows = rows;
	set.topics = read_known(json_object_get(job, "known_topics"), arena,
				&set.topic_count);
	set.sources = read_known(json_object_get(job, "known_sources"), arena,
				 &set.source_count);
	set.outlets = read_known(json_object_get(job, "known_outlets"), arena,
				 &set.outlet_count);
	enum nw_status status = nw_query_set_compile(&set, &judge->image,
						     add_problem, &to, err);
	if (status == NW_BAD_CONFIG)
		return nw_fail(err, NW_BAD_INPUT,
			       "the query cannot be understood");
	if (status == NW_OK)
		status = nw_queries_open(nw_buf_str(&judge->image),
					 &judge->queries, err);
	return status;
}

/* ---- what the index is asked ---- */

struct asking {
	struct nw_buf *out;
	size_t ways;
	bool failed;
};

static void add_way(void *arg, const struct nwi_need *needs, size_t count)
{
	struct asking *asking = arg;
	const char *between = asking->ways++ > 0 ? " OR (" : "(";

	for (size_t i = 0; i < count; i++) {
		if (!search_is_word(needs[i].text))
			asking->failed = true;
		nw_buf_add_fmt(asking->out, "%s\"%.*s\"%s", between,
			       NW_FMT(needs[i].text),
			       needs[i].prefix ? "*" : "");
		between = " AND ";
	}
	nw_buf_add_char(asking->out, ')');
	if (asking->ways > WAYS_MOST)
		asking->failed = true;
}

/* Words of the versions together; none when one of them needs every item. */
static void make_filter(struct judge *judge)
{
	struct asking asking = { .out = &judge->filter };

	for (uint32_t i = 0; i < JUDGE_VERSIONS && !asking.failed; i++) {
		if (!judge->versions[i].is)
			continue;
		if (!judge->versions[i].has_text ||
		    !nwi_query_needs(judge->queries, i, add_way, &asking))
			asking.failed = true;
	}
	if (asking.failed || judge->filter.failed)
		nw_buf_clear(&judge->filter);
}

enum nw_status judge_open(const json_t *job, struct nw_arena *arena,
			  struct judge *out, struct nw_buf *problems,
			  struct nw_error *err)
{
	int64_t versions = nwi_json_get_int(job, "versions", 1);

	*out = (struct judge){ .now = nwi_json_get_int(job, "now", 0) };
	nw_buf_init(&out->image, (size_t)64 << 20);
	nw_buf_init(&out->filter, JUDGE_FILTER_BYTES);
	for (int64_t i = 0; i < JUDGE_VERSIONS; i++)
		out->versions[i].is = i < versions;
	const json_t *conditions = json_object_get(job, "conditions");
	out->conditions = json_is_object(conditions) ? conditions : NULL;
	enum nw_status status = compile(out, job, arena, problems, err);
	if (status == NW_OK && !nwi_json_get_bool(job, "scan", false))
		make_filter(out);
	return status;
}

void judge_close(struct judge *judge)
{
	nw_queries_close(&judge->queries);
	nw_buf_fini(&judge->image);
	nw_buf_fini(&judge->filter);
}

/* ---- a watch's conditions ---- */

static bool lists(const json_t *list, struct nw_str name)
{
	for (size_t i = 0; i < json_array_size(list); i++)
		if (name.at && nw_str_equal(text_at(list, i), name))
			return true;
	return false;
}

/* "pt-BR" is of "pt"; an item whose language nobody knows is of none. */
static bool speaks(const json_t *list, struct nw_str language)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		struct nw_str wanted = text_at(list, i);
		bool begins =
			language.len >= wanted.len &&
			strncasecmp(language.at, wanted.at, wanted.len) == 0;
		if (begins && (language.len == wanted.len ||
			       language.at[wanted.len] == '-'))
			return true;
	}
	return json_array_size(list) == 0;
}

/* Fails open as live: a classifier that gave up might have given it. */
static bool has_topic(const struct frame *frame, const json_t *minimum)
{
	struct nw_str name = nwi_json_get_str(minimum, "name");

	for (uint32_t i = 0; i < frame->item.topic_count; i++)
		if (nw_str_equal(frame->item.topics[i].name, name))
			return frame->item.topics[i].score >=
			       nwi_json_get_double(minimum, "min", 0.5);
	return frame->unsure;
}

static bool reaches_topics(const struct frame *frame, const json_t *topics)
{
	for (size_t i = 0; i < json_array_size(topics); i++)
		if (has_topic(frame, json_array_get(topics, i)))
			return true;
	return json_array_size(topics) == 0;
}

static bool keeps(const json_t *conditions, const struct judged *of)
{
	const json_t *outlets = json_object_get(conditions, "outlets");
	const json_t *countries = json_object_get(conditions, "countries");
	const struct nw_alert_item *item = &of->frame.item;

	if (json_array_size(outlets) > 0 && !lists(outlets, item->outlet))
		return false;
	if (json_array_size(countries) > 0 && !lists(countries, item->country))
		return false;
	return speaks(json_object_get(conditions, "languages"),
		      nw_doc_language(of->doc)) &&
	       reaches_topics(&of->frame,
			      json_object_get(conditions, "topics"));
}

/* ---- an item ---- */

struct matching {
	const struct judge *judge;
	struct nw_arena *arena;
	struct judged *out;
	bool failed;
};

static void take_hit(void *arg, const struct nw_query_hit *hit)
{
	struct matching *to = arg;

	if (hit->query >= JUDGE_VERSIONS || !to->judge->versions[hit->query].is)
		return;
	to->out->hits[hit->query] = true;
	if (to->out->spans || hit->span_count == 0)
		return;
	struct nw_span *spans =
		nw_arena_array(to->arena, hit->span_count, sizeof(*spans));
	to->failed = to->failed || !spans;
	if (!spans)
		return;
	memcpy(spans, hit->spans, hit->span_count * sizeof(*spans));
	to->out->spans = spans;
	to->out->span_count = hit->span_count;
}

/* As they were known then: its age is counted to when it was seen. */
static void take_facts(const struct reader_item *item, struct judged *out)
{
	const struct nw_alert_item *known = &out->frame.item;

	out->facts = (struct nw_query_facts){
		.size = sizeof(out->facts),
		.source = item->row.source,
		.outlet = known->outlet,
		.country = known->country,
		.affiliation = known->affiliation,
		.owner = out->frame.owner,
		.topics = known->topics,
		.topic_count = known->topic_count,
		.now = item->row.seen,
	};
}

static enum nw_status match(const struct judge *judge, struct nw_arena *arena,
			    struct judged *out, struct nw_error *err)
{
	struct matching to = { judge, arena, out, false };
	enum nw_status status = NW_OK;
	bool any = false;

	for (size_t i = 0; i < JUDGE_VERSIONS; i++) {
		any = any || judge->versions[i].has_text;
		out->hits[i] =
			judge->versions[i].is && !judge->versions[i].has_text;
	}
	if (any)
		status = nw_queries_match(judge->queries, out->doc, &out->facts,
					  arena, take_hit, &to, err);
	if (status == NW_OK && to.failed)
		return nw_fail(err, NW_LIMIT, "no memory for the words");
	return status;
}

/* Of an item that its topics alone chose, the words of the first of them. */
static void take_topic_words(struct judged *out)
{
	if (out->spans || out->frame.item.topic_count == 0)
		return;
	out->spans = out->frame.item.topics[0].spans;
	out->span_count = out->frame.item.topics[0].span_count;
}

enum nw_status judge_item(const struct judge *judge,
			  const struct reader_item *item,
			  struct nw_arena *arena, struct judged *out,
			  struct nw_error *err)
{
	*out = (struct judged){ 0 };
	enum nw_status status =
		frame_read(item->frame, arena, &out->frame, err);
	if (status == NW_OK)
		status = nw_doc_make(&out->frame.item.item, arena, &out->doc,
				     err);
	if (status != NW_OK)
		return status;
	take_facts(item, out);
	if (judge->conditions && !keeps(judge->conditions, out))
		return NW_OK;
	status = match(judge, arena, out, err);
	if (status == NW_OK && (out->hits[0] || out->hits[1]))
		take_topic_words(out);
	return status;
}
