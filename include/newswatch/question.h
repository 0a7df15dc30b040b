/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Questions to a model elsewhere: the body of the request that a remote
 * classifier makes (classifier.h), and what an answer says of the topics.
 *
 * The item's title and text stand in the question as strings of one JSON
 * object, apart from the instructions. A model may be talked into anything by
 * the text it reads, so the answer is foreign bytes: only the topics that were
 * asked about count, only scores from 0 to 1, and a quote only where the very
 * words stand in the title or the text. What an article can reach by talking
 * to the model is its own scores.
 */
#ifndef NEWSWATCH_QUESTION_H
#define NEWSWATCH_QUESTION_H

#include <newswatch/doc.h>

#ifdef __cplusplus
extern "C" {
#endif

#define NW_QUESTION_TOPICS 64 /* of one question */

enum nw_question_format {
	/* {"version":1,"topics":[{"name","description"}...],
	 *  "item":{"title","text","language"}}, answered by
	 *  {"topics":[{"name","score","quotes":[...]}...]} */
	NW_QUESTION_PLAIN = 1,
	/* OpenAI's chat completions; the message is the same answer. */
	NW_QUESTION_CHAT = 2
};

enum nw_question_flag {
	/* CHAT: "response_format":{"type":"json_object"} is asked for */
	NW_QUESTION_JSON_MODE = 1 << 0
};

struct nw_question_pair {
	struct nw_str name;
	struct nw_str text;
};

struct nw_question {
	uint32_t size;
	uint32_t format; /* enum nw_question_format */
	uint32_t flags;  /* enum nw_question_flag */
	uint32_t topic_count;
	const struct nw_question_pair *topics; /* name, what it means */
	struct nw_str model;        /* CHAT: its name */
	struct nw_str instructions; /* CHAT: absent: ours */
	/*
	 * CHAT: further members of the request ("temperature", "0"); a number,
	 * true or false stands as such, other text as a string.
	 */
	const struct nw_question_pair *parameters;
	uint32_t parameter_count;
	uint32_t reserved;
};

/*
 * Whether the question can be asked: 1 to 64 topics, each named once in one
 * line of 1 to 128 bytes; a chat's model; parameters whose names are of lower
 * case, digits and '_' and none that the question itself writes. NW_BAD_CONFIG
 * begins with "topics: ", "model: " or "parameters: ".
 */
NW_PUBLIC enum nw_status nw_question_check(const struct nw_question *question,
					   struct nw_error *err) NW_CHECKED;

/*
 * Appends the request's body, JSON in UTF-8. The same question about the same
 * document gives the same bytes. NW_LIMIT when the buffer is full.
 */
NW_PUBLIC enum nw_status nw_question_write(const struct nw_question *question,
					   const struct nw_doc *doc,
					   struct nw_buf *out,
					   struct nw_error *err) NW_CHECKED;

typedef void nw_question_topic_fn(void *arg, const struct nw_topic *topic);

/*
 * Reads a response's body (at most 256 KiB) to the question about `doc` and
 * calls `each` for every topic that it answers, in its order, at most once for
 * a topic; spans are those of its quotes (at most 4 a topic), borrowed until
 * `each` returns. NW_DENIED: the model refused. NW_BAD_INPUT says what the
 * body is not, without quoting it; then `each` was not called.
 */
NW_PUBLIC enum nw_status nw_question_read(const struct nw_question *question,
					  const struct nw_doc *doc,
					  struct nw_str body,
					  nw_question_topic_fn *each, void *arg,
					  struct nw_error *err) NW_CHECKED;

#ifdef __cplusplus
}
#endif
#endif
