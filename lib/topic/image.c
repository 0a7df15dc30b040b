/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rows of a set, compiled together by language: an item in one language
 * is matched against the rows of that language alone, whose words are few
 * beside those of all.
 */
#include "topic/set.h"

enum { IMAGE_BYTES = 64 * 1024 * 1024 };

static struct nwi_topic_image *image_of(struct nw_topics *set,
					struct nw_str language)
{
	for (size_t i = 0; i < set->image_count; i++) {
		if (nw_str_equal(set->images[i].language, language))
			return &set->images[i];
	}
	return NULL;
}

/* The rows of one language while they are compiled, and who is told. */
struct telling {
	const struct nwi_topic_image *image;
	nw_query_problem_fn *problem;
	void *arg;
};

static void tell_row(void *arg, const struct nw_query_problem *problem)
{
	const struct telling *t = arg;
	struct nw_query_problem told = *problem;

	told.query = t->image->rows[problem->query];
	t->problem(t->arg, &told);
}

static enum nw_status compile_one(struct nw_topics *set,
				  struct nwi_topic_image *image,
				  const struct nw_query_text *texts,
				  nw_query_problem_fn *problem, void *arg,
				  struct nw_error *err)
{
	struct telling t = { image, problem, arg };
	struct nw_query_text *rows =
		nw_arena_array(set->arena, set->row_count + 1, sizeof(*rows));
	enum nw_status status;

	image->rows = nw_arena_array(set->arena, set->row_count + 1,
				     sizeof(*image->rows));
	if (!rows || !image->rows)
		return nw_fail(err, NW_LIMIT, "the topic files are too large");
	for (size_t i = 0; i < set->row_count; i++) {
		if (image_of(set,
			     set->sections[set->rows[i].section].language) !=
		    image)
			continue;
		rows[image->count] = texts[i];
		image->rows[image->count++] = (uint32_t)i;
	}
	status = nw_query_compile(rows, image->count, &image->bytes, tell_row,
				  &t, err);
	return status == NW_OK ? nw_queries_open(nw_buf_str(&image->bytes),
						 &image->queries, err)
			       : status;
}

enum nw_status nwi_topic_images_make(struct nw_topics *set,
				     const struct nw_query_text *texts,
				     nw_query_problem_fn *problem, void *arg,
				     struct nw_error *err)
{
	enum nw_status worst = NW_OK;

	set->images = nw_arena_array(set->arena, set->section_count + 1,
				     sizeof(*set->images));
	if (!set->images)
		return nw_fail(err, NW_LIMIT, "the topic files are too large");
	for (size_t i = 0; i < set->section_count; i++) {
		struct nw_str language = set->sections[i].language;

		if (image_of(set, language))
			continue;
		set->images[set->image_count].language = language;
		nw_buf_init(&set->images[set->image_count++].bytes,
			    IMAGE_BYTES);
	}
	for (size_t i = 0; i < set->image_count; i++) {
		enum nw_status status = compile_one(set, &set->images[i], texts,
						    problem, arg, err);

		if (status != NW_OK)
			worst = status;
		if (status != NW_OK && status != NW_BAD_CONFIG)
			break;
	}
	return worst;
}

void nwi_topic_images_free(struct nw_topics *set)
{
	for (size_t i = 0; i < set->image_count; i++) {
		nw_queries_close(&set->images[i].queries);
		nw_buf_fini(&set->images[i].bytes);
	}
}

struct handing {
	const struct nwi_topic_image *image;
	nw_query_hit_fn *hit;
	void *arg;
};

static void hand_on(void *arg, const struct nw_query_hit *hit)
{
	const struct handing *h = arg;
	struct nw_query_hit told = *hit;

	told.query = h->image->rows[hit->query];
	h->hit(h->arg, &told);
}

enum nw_status nwi_topics_match(const struct nw_topics *set,
				const struct nw_doc *doc,
				struct nw_arena *arena, nw_query_hit_fn *hit,
				void *arg, struct nw_error *err)
{
	struct nw_str language = nw_doc_language(doc);
	enum nw_status status = NW_OK;

	for (size_t i = 0; i < set->image_count && status == NW_OK; i++) {
		struct handing h = { &set->images[i], hit, arg };

		if (!language.at ||
		    nwi_language_is(set->images[i].language, language))
			status =
				nw_queries_match(set->images[i].queries, doc,
						 NULL, arena, hand_on, &h, err);
	}
	return status;
}
