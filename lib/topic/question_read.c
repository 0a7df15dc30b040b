/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers of models. A chat's message is JSON within JSON, which some models
 * put into a Markdown fence all the same; beyond that nothing is made good.
 */
#include <newswatch/question.h>

#include "base/json.h"
#include <math.h>

enum {
	BODY_BYTES = 256 << 10,
	BODY_DEPTH = 32,
	ANSWER_BYTES = 64 << 10,
	ANSWER_DEPTH = 8,
	ROWS = 256,	 /* of an answer that are looked at */
	QUOTES = 4,	 /* of a topic */
	QUOTE_LEAST = 2, /* bytes */
	QUOTE_MOST = 600
};

/* ---- from the body to the answer ---- */

/* What stands between ``` and ```, or the text itself. */
static struct nw_str unfence(struct nw_str text)
{
	text = nw_str_trim(text);
	if (!nw_str_starts(text, "```") || !nw_str_ends(text, "```") ||
	    text.len < 6)
		return text;
	text = nw_str_slice(text, 3, text.len - 3);
	size_t line = nw_str_find_char(text, '\n');
	if (line < text.len && line <= 8) /* "json" */
		text = nw_str_slice(text, line, text.len);
	return nw_str_trim(text);
}

static enum nw_status parse_message(struct nw_str text, json_t **out,
				    struct nw_error *err)
{
	struct nw_error ignored;

	if (nwi_json_parse(unfence(text), ANSWER_BYTES, ANSWER_DEPTH, out,
			   &ignored) != NW_OK)
		return nw_fail(err, NW_BAD_INPUT,
			       "the model's message is not JSON of at most "
			       "%d KiB",
			       ANSWER_BYTES >> 10);
	return NW_OK;
}

/* The message of a chat's first choice, parsed. */
static enum nw_status read_chat(const json_t *body, json_t **out,
				struct nw_error *err)
{
	const json_t *choice =
		json_array_get(json_object_get(body, "choices"), 0);
	const json_t *message = json_object_get(choice, "message");
	struct nw_str finish = nwi_json_get_str(choice, "finish_reason");

	if (nw_str_is(finish, "content_filter") ||
	    nwi_json_get_str(message, "refusal").len > 0)
		return nw_fail(err, NW_DENIED, "the model refused to answer");
	if (nw_str_is(finish, "length"))
		return nw_fail(err, NW_BAD_INPUT,
			       "the model's answer was cut short by its limit "
			       "of tokens");
	if (!json_is_string(json_object_get(message, "content")))
		return nw_fail(err, NW_BAD_INPUT,
			       "the answer has no choices[0].message.content");
	return parse_message(nwi_json_get_str(message, "content"), out, err);
}

static enum nw_status read_body(const struct nw_question *question,
				struct nw_str body, json_t **out,
				struct nw_error *err)
{
	NW_AUTO(nwi_json_free) json_t *json = NULL;
	struct nw_error ignored;

	if (nwi_json_parse(body, BODY_BYTES, BODY_DEPTH, &json, &ignored) !=
	    NW_OK)
		return nw_fail(err, NW_BAD_INPUT,
			       "the answer is not JSON of at most %d KiB",
			       BODY_BYTES >> 10);
	if (question->format != NW_QUESTION_PLAIN)
		return read_chat(json, out, err);
	*out = NW_STEAL(json);
	return NW_OK;
}

/* ---- topics ---- */

/* The place of the topic in the question; its count when it is none. */
static uint32_t topic_at(const struct nw_question *question, struct nw_str name)
{
	uint32_t i = 0;

	while (i < question->topic_count &&
	       !nw_str_equal(question->topics[i].name, name))
		i++;
	return i;
}

static bool find_quote(const struct nw_doc *doc, struct nw_str quote,
		       struct nw_span *out)
{
	static const enum nw_field fields[] = { NW_FIELD_TITLE, NW_FIELD_BODY };

	if (quote.len < QUOTE_LEAST || quote.len > QUOTE_MOST)
		return false;
	for (size_t i = 0; i < 2; i++) {
		struct nw_str text = nw_doc_text(doc, fields[i]);
		const char *at = text.len ? memmem(text.at, text.len, quote.at,
						   quote.len)
					  : NULL;
		if (!at)
			continue;
		out->field = fields[i];
		out->from = (uint32_t)(at - text.at);
		out->to = out->from + (uint32_t)quote.len;
		return true;
	}
	return false;
}

static uint32_t find_quotes(const struct nw_doc *doc, const json_t *list,
			    struct nw_span spans[QUOTES])
{
	uint32_t count = 0;

	for (size_t i = 0; i < json_array_size(list) && i < QUOTES; i++) {
		const json_t *one = json_array_get(list, i);
		struct nw_str quote = nw_str_trim(nw_str_make(
			json_string_value(one), json_string_length(one)));
		count += find_quote(doc, quote, &spans[count]);
	}
	return count;
}

/* A score counts as such: a number, and from 0 to 1. */
static bool read_score(const json_t *row, double *out)
{
	const json_t *score = json_object_get(row, "score");

	*out = json_number_value(score);
	return json_is_number(score) && isfinite(*out) && *out >= 0 &&
	       *out <= 1;
}

/* Calls `each`, unless NULL, for the topics of the list; says how many. */
static uint32_t read_topics(const struct nw_question *question,
			    const struct nw_doc *doc, const json_t *list,
			    nw_question_topic_fn *each, void *arg)
{
	bool seen[NW_QUESTION_TOPICS] = { false };
	struct nw_span spans[QUOTES];
	uint32_t count = 0;

	for (size_t i = 0; i < json_array_size(list) && i < ROWS; i++) {
		const json_t *row = json_array_get(list, i);
		uint32_t at = topic_at(question, nwi_json_get_str(row, "name"));
		double score;
		if (at >= question->topic_count || seen[at] ||
		    !read_score(row, &score))
			continue;
		seen[at] = true;
		count++;
		if (!each)
			continue;
		const struct nw_topic topic = {
			.size = sizeof(topic),
			.name = question->topics[at].name,
			.score = score,
			.spans = spans,
			.span_count = find_quotes(
				doc, json_object_get(row, "quotes"), spans),
		};
		each(arg, &topic);
	}
	return count;
}

enum nw_status nw_question_read(const struct nw_question *question,
				const struct nw_doc *doc, struct nw_str body,
				nw_question_topic_fn *each, void *arg,
				struct nw_error *err)
{
	NW_AUTO(nwi_json_free) json_t *answer = NULL;
	enum nw_status status = read_body(question, body, &answer, err);

	if (status != NW_OK)
		return status;
	const json_t *list = json_object_get(answer, "topics");
	if (!json_is_array(list))
		return nw_fail(err, NW_BAD_INPUT,
			       "the answer has no list \"topics\"");
	if (read_topics(question, doc, list, NULL, NULL) == 0)
		return nw_fail(err, NW_BAD_INPUT,
			       "the answer gives none of the topics a score "
			       "from 0 to 1");
	read_topics(question, doc, list, each, arg);
	return NW_OK;
}
