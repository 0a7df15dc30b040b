/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Topics from definition files: what a desk editor wrote about "strikes" or
 * "sanctions" -> a score for an item, and the words that speak for it.
 *
 * A definition file (YAML, newswatch-query(7), "Topic files") lists terms of
 * the query language with weights, per language, what must meet, what speaks
 * against, what cancels, and examples. All files compile to one image of
 * queries; an item is matched once against all of them.
 *
 * The score is evidence turned into 0 to 1, with 0.5 as the decision point:
 * words in one sentence add up, the title and the first two sentences weigh
 * more than what comes late, and of many sentences the strongest counts whole
 * and each further one half of the one before. So a late passing mention
 * stays below 0.5, and what an item is about does not. More evidence never
 * lowers a score; only what a file lists under `against` and `cancel` does.
 */
#ifndef NEWSWATCH_TOPIC_H
#define NEWSWATCH_TOPIC_H

#include <newswatch/doc.h>

#ifdef __cplusplus
extern "C" {
#endif

struct nw_topic_file {
	struct nw_str name; /* for messages, a path */
	struct nw_str text; /* the file's bytes */
};

/* What is wrong in a file, or a warning that is not wrong. */
struct nw_topic_problem {
	uint32_t size;
	uint32_t warning; /* 0 or 1 */
	uint32_t file;    /* index */
	uint32_t line, column; /* from 1; in characters; 0: the whole file */
	uint32_t reserved;
	const char *text; /* "file:line:column: ..."; until return */
};

typedef void nw_topic_problem_fn(void *arg,
				 const struct nw_topic_problem *problem);

struct nw_topics;

/*
 * Compiles a set of at most 256 files. Every problem of every file is
 * reported (`problem` may be NULL); NW_BAD_CONFIG, with as many of them in
 * `err` as it holds, when one is no warning. The set keeps nothing of `files`. Release
 * with nw_topics_free.
 */
NW_PUBLIC enum nw_status nw_topics_compile(const struct nw_topic_file *files,
					   size_t count,
					   nw_topic_problem_fn *problem,
					   void *arg, struct nw_topics **out,
					   struct nw_error *err) NW_CHECKED;

/* Frees the set and nulls the caller's pointer; accepts NULL. */
NW_PUBLIC void nw_topics_free(struct nw_topics **topics);

/* Number of topics, and the name and description of one (0 to count - 1). */
NW_PUBLIC size_t nw_topics_count(const struct nw_topics *topics);
NW_PUBLIC struct nw_str nw_topics_name(const struct nw_topics *topics,
				       size_t i);
NW_PUBLIC struct nw_str nw_topics_description(const struct nw_topics *topics,
					      size_t i);

struct nw_topic_verdict {
	uint32_t size;
	uint32_t no_opinion;   /* 1: the file has no terms for the language */
	struct nw_topic topic; /* name; else also score and evidence, at most 32 spans */
};

typedef void nw_topic_verdict_fn(void *arg,
				 const struct nw_topic_verdict *verdict);

/*
 * Calls `each` once for every topic, in the order of the files. An item of
 * unknown language is judged by every language's terms, and without any
 * evidence there is no opinion. Scratch memory is taken from the arena;
 * NW_LIMIT when it is full.
 */
NW_PUBLIC enum nw_status nw_topics_classify(const struct nw_topics *topics,
					    const struct nw_doc *doc,
					    struct nw_arena *arena,
					    nw_topic_verdict_fn *each,
					    void *arg, struct nw_error *err)
	NW_CHECKED;

/* An example of a definition file, classified. */
struct nw_topic_example {
	uint32_t size;
	uint32_t must;   /* 1: listed under must, 0: under must_not */
	uint32_t passed; /* 1: the score is on the right side of 0.5 */
	uint32_t file, line, column;
	struct nw_str topic, language, title, text;
	double score;
};

typedef void nw_topic_example_fn(void *arg,
				 const struct nw_topic_example *example);

/*
 * Runs the examples of all files. The arena is cleared between them. Returns
 * NW_OK also when some fail; look at `passed`.
 */
NW_PUBLIC enum nw_status nw_topics_examples(const struct nw_topics *topics,
					    struct nw_arena *arena,
					    nw_topic_example_fn *each,
					    void *arg, struct nw_error *err)
	NW_CHECKED;

/*
 * Linear models: what the words of many labelled items say, beside what an
 * editor wrote. A model is of one topic and one language, made by `newswatch
 * train`, and corrects the lexicon's verdict: its sum has the lexicon's
 * evidence as a part and the words of the title and the opening as the rest.
 */
struct nw_models;

/*
 * Opens at most 256 files, each of at most 262,144 weights. The first fault
 * is in `err`: NW_BAD_CONFIG for a file that is none, NW_CORRUPT for one that
 * was changed, NW_UNSUPPORTED for one whose features are not ours. Keeps
 * nothing of `files`. Release with nw_models_free.
 */
NW_PUBLIC enum nw_status nw_models_open(const struct nw_topic_file *files,
					size_t count, struct nw_models **out,
					struct nw_error *err) NW_CHECKED;

/* Frees the set and nulls the caller's pointer; accepts NULL. */
NW_PUBLIC void nw_models_free(struct nw_models **models);

NW_PUBLIC size_t nw_models_count(const struct nw_models *models);
NW_PUBLIC struct nw_str nw_models_topic(const struct nw_models *models,
					size_t i);

/*
 * Gives a verdict of nw_topics_classify the score that the model of its topic
 * and the document's language says, and adds up to four words that speak for
 * it most to the spans (from the arena). Without such a model, and where the
 * lexicon has no opinion, the verdict stays. NW_LIMIT when the arena is full.
 */
NW_PUBLIC enum nw_status nw_models_correct(const struct nw_models *models,
					   const struct nw_doc *doc,
					   struct nw_arena *arena,
					   struct nw_topic_verdict *verdict,
					   struct nw_error *err) NW_CHECKED;

#ifdef __cplusplus
}
#endif
#endif
