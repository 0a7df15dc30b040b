/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "topic/train.h"

#include <stdlib.h>

enum { ARENA = 16 << 20, ITEMS = 400 };

static struct nw_arena *arena;
static struct nw_buf model;

static struct nw_doc *doc_of(const char *title, const char *text,
			     const char *language)
{
	struct nw_item *item = nw_arena_new_of(arena, struct nw_item);
	struct nw_doc *doc = NULL;
	struct nw_error err;

	assert_non_null(item);
	item->size = sizeof(*item);
	item->title = nw_str_from(title);
	item->content = nw_str_from(text);
	item->language = nw_str_from(language);
	if (nw_doc_make(item, arena, &doc, &err) != NW_OK)
		fail_msg("%s", err.text);
	return doc;
}

/* Floods have water in them, others do not; half of the floods say "river". */
static const char *text_of(int i, bool *is)
{
	static const char *const floods[] = {
		"The river rose and water stood in the streets.",
		"Water came over the wall and the village was emptied.",
		"After days of rain the river took two bridges.",
		"Boats carried people through water to the school.",
	};
	static const char *const others[] = {
		"The council talked about the school and its roof.",
		"Two bridges will be painted in the summer.",
		"The village choir sang in the streets.",
		"People of the school wrote to the minister.",
	};

	*is = i % 4 == 1;
	return (*is ? floods : others)[i / 4 % 4];
}

static void train(struct nwi_training_report *report)
{
	struct nwi_training *training = nwi_training_new();
	struct nw_error err;

	nw_buf_clear(&model);
	for (int i = 0; i < ITEMS; i++) {
		bool is;
		const char *text = text_of(i, &is);
		nw_arena_clear(arena);
		assert_int_equal(nwi_training_add(training,
						  doc_of("", text, "en"), 0, is,
						  1, &err),
				 NW_OK);
	}
	assert_int_equal(nwi_training_run(training, nw_str_from("floods"),
					  nw_str_from("en"), NULL, NULL, report,
					  &model, &err),
			 NW_OK);
	nwi_training_free(&training);
	assert_null(training);
}

static int set_up(void **s)
{
	struct nwi_training_report report;

	(void)s;
	arena = nw_arena_new(ARENA);
	nw_buf_init(&model, 1 << 20);
	train(&report);
	return 0;
}

static int tear_down(void **s)
{
	(void)s;
	nw_arena_free(&arena);
	nw_buf_fini(&model);
	return 0;
}

static enum nw_status open_model(struct nw_str bytes, struct nw_models **models,
				 struct nw_error *err)
{
	const struct nw_topic_file file = { NW_STR("floods.model"), bytes };

	return nw_models_open(&file, 1, models, err);
}

static double score_with(const struct nw_models *models, const char *title,
			 const char *text, const char *language, double lexicon,
			 uint32_t *spans)
{
	struct nw_topic_verdict verdict = {
		.size = sizeof(verdict),
		.topic = { .size = sizeof(verdict.topic),
			   .name = NW_STR("floods"),
			   .score = lexicon },
	};
	struct nw_error err;

	assert_int_equal(nw_models_correct(models,
					   doc_of(title, text, language), arena,
					   &verdict, &err),
			 NW_OK);
	if (spans)
		*spans = verdict.topic.span_count;
	return verdict.topic.score;
}

static double score_of(const struct nw_models *models, const char *text,
		       const char *language, double lexicon, uint32_t *spans)
{
	return score_with(models, "", text, language, lexicon, spans);
}

static void words_that_the_lexicon_lacks_are_learnt_and_told(void **s)
{
	struct nw_models *models = NULL;
	struct nw_error err;
	uint32_t spans;

	(void)s;
	if (open_model(nw_buf_str(&model), &models, &err) != NW_OK)
		fail_msg("%s", err.text);
	assert_int_equal(nw_models_count(models), 1);
	assert_true(nw_str_is(nw_models_topic(models, 0), "floods"));
	assert_true(score_of(models, "Water ran over the river's wall.", "en",
			     0, &spans) > 0.5);
	assert_in_range(spans, 1, 8);
	assert_true(score_of(models, "The choir sang to the minister.", "en", 0,
			     NULL) < 0.5);
	nw_models_free(&models);
	assert_null(models);
}

static void another_language_is_left_to_the_lexicon(void **s)
{
	struct nw_models *models = NULL;
	struct nw_error err;

	(void)s;
	assert_int_equal(open_model(nw_buf_str(&model), &models, &err), NW_OK);
	assert_true(score_of(models, "Das Wasser stieg.", "de", 0.75, NULL) ==
		    0.75);
	nw_models_free(&models);
}

/* It read no more than the opening, and learnt from items without titles. */
static void a_model_says_as_much_as_it_has_read_and_knows(void **s)
{
	static const char text[] = "The choir sang to the minister.";
	NW_AUTO(nw_buf_fini) struct nw_buf page = { 0 };
	struct nw_models *models = NULL;
	struct nw_error err;

	(void)s;
	nw_buf_init(&page, 1 << 16);
	for (int i = 0; i < 100; i++)
		nw_buf_add_fmt(&page, "%s ", text);
	assert_int_equal(open_model(nw_buf_str(&model), &models, &err), NW_OK);
	assert_true(score_of(models, text, "en", 0.8, NULL) < 0.5);
	assert_true(score_of(models, page.at, "en", 0.8, NULL) > 0.6);
	assert_true(score_with(models, "Choir sang", text, "en", 0.8, NULL) >
		    score_of(models, text, "en", 0.8, NULL));
	nw_models_free(&models);
}

static void the_same_items_give_the_same_file(void **s)
{
	struct nwi_training_report report;
	char *before = nw_str_dup(nw_buf_str(&model));

	(void)s;
	train(&report);
	assert_true(nw_str_is(nw_buf_str(&model), before));
	assert_int_equal(report.items, ITEMS);
	assert_int_equal(report.positive, ITEMS / 4);
	assert_true(report.f1 > 0.99);
	assert_true(report.lexicon_f1 < 0.01);
	free(before);
}

/* Seven of ten that speak of rivers are about floods, of the rest none. */
static void a_score_is_the_share_that_has_the_topic(void **s)
{
	struct nwi_training *training = nwi_training_new();
	struct nwi_training_report report;
	struct nw_models *models = NULL;
	struct nw_error err;

	(void)s;
	for (int i = 0; i < 1000; i++) {
		bool river = i % 2 == 0;
		/* no pattern that the folds, every fifth item, could see */
		bool is = river && (uint32_t)i * 2654435761U >> 16 < 45875;
		nw_arena_clear(arena);
		assert_int_equal(
			nwi_training_add(training,
					 doc_of("",
						river ? "The river rose."
						      : "The choir sang.",
						"en"),
					 0, is, 1, &err),
			NW_OK);
	}
	nw_buf_clear(&model);
	assert_int_equal(nwi_training_run(training, nw_str_from("floods"),
					  nw_str_from("en"), NULL, NULL,
					  &report, &model, &err),
			 NW_OK);
	assert_int_equal(open_model(nw_buf_str(&model), &models, &err), NW_OK);
	double score = score_of(models, "The river rose.", "en", 0, NULL);
	assert_true(score > 0.6 && score < 0.8);
	score = score_of(models, "The choir sang.", "en", 0, NULL);
	assert_true(score < 0.02);
	nw_models_free(&models);
	nwi_training_free(&training);
}

static void too_few_items_of_a_topic_are_refused(void **s)
{
	struct nwi_training *training = nwi_training_new();
	struct nwi_training_report report;
	struct nw_error err;

	(void)s;
	for (int i = 0; i < 30; i++)
		assert_int_equal(nwi_training_add(training,
						  doc_of("", "Water.", "en"), 0,
						  i < 9, 1, &err),
				 NW_OK);
	nw_buf_clear(&model);
	assert_int_equal(nwi_training_run(training, nw_str_from("floods"),
					  nw_str_from("en"), NULL, NULL,
					  &report, &model, &err),
			 NW_BAD_INPUT);
	assert_string_equal(err.text, "items that have the topic floods: 9, "
				      "that have it not: 21; at least 10 of "
				      "each are needed");
	nwi_training_free(&training);
}

/* Replaces the first `from`; the SHA-256 stays. */
static void expect_refused(const char *from, const char *to,
			   enum nw_status status, const char *text)
{
	NW_AUTO(nw_buf_fini) struct nw_buf bytes = { 0 };
	struct nw_str all = nw_buf_str(&model);
	size_t at = nw_str_find(all, nw_str_from(from));
	struct nw_models *models = NULL;
	struct nw_error err;

	assert_true(at < all.len);
	nw_buf_init(&bytes, 1 << 20);
	nw_buf_add_str(&bytes, nw_str_slice(all, 0, at));
	nw_buf_add_text(&bytes, to);
	nw_buf_add_str(&bytes, nw_str_slice(all, at + strlen(from), all.len));
	assert_int_equal(open_model(nw_buf_str(&bytes), &models, &err), status);
	assert_null(models);
	if (!strstr(err.text, text))
		fail_msg("%s", err.text);
}

static void damaged_and_foreign_models_are_refused_by_name(void **s)
{
	(void)s;
	expect_refused("newswatch-model 1", "newswatch-model 2", NW_BAD_CONFIG,
		       "floods.model:1: this is no model");
	expect_refused("title 1 ", "title 0 ", NW_UNSUPPORTED,
		       "floods.model:4: its features are \"words pairs title "
		       "0 ");
	expect_refused("topic: floods", "topic: flocks", NW_CORRUPT,
		       "the file was changed");
	expect_refused("weights: ", "weights: 9", NW_BAD_CONFIG,
		       "floods.model:");
	expect_refused("bias: ", "bias: x", NW_BAD_CONFIG,
		       "floods.model:7: expected numbers");
}

static void half_a_file_is_no_model(void **s)
{
	struct nw_str all = nw_buf_str(&model);

	(void)s;
	/* The last line's end is not missed. */
	for (size_t len = 0; len + 1 < all.len; len++) {
		struct nw_models *models = NULL;
		struct nw_error err;
		assert_int_not_equal(
			open_model(nw_str_slice(all, 0, len), &models, &err),
			NW_OK);
		assert_null(models);
	}
}

static void numbers_are_one_word_and_titles_count_twice(void **s)
{
	struct nwi_features a, b;

	(void)s;
	nwi_features_of(doc_of("Nine dead", "On 12 May 1,204 fled.", "en"), &a);
	nwi_features_of(doc_of("Nine dead", "On 13 May 7,311 fled.", "en"), &b);
	assert_int_equal(a.count, b.count);
	for (uint32_t i = 0; i < a.count; i++)
		assert_int_equal(a.at[i].hash, b.at[i].hash);
	nwi_features_of(doc_of("", "Nine dead On 12 May 1,204 fled.", "en"),
			&b);
	assert_int_equal(a.words, b.words);
	assert_true(a.count > b.count);
}

static void a_giant_text_is_read_at_its_opening_only(void **s)
{
	NW_AUTO(nw_buf_fini) struct nw_buf text = { 0 };
	struct nwi_features features;

	(void)s;
	nw_buf_init(&text, 1 << 20);
	for (int i = 0; i < 20000; i++)
		nw_buf_add_fmt(&text, "word%c%c%c ", 'a' + i % 26,
			       'a' + i / 26 % 26, 'a' + i / 676 % 26);
	nw_buf_add_char(&text, '\0');
	nwi_features_of(doc_of("", text.at, "en"), &features);
	assert_int_equal(features.words, NWI_FEATURE_WORDS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			words_that_the_lexicon_lacks_are_learnt_and_told),
		cmocka_unit_test(another_language_is_left_to_the_lexicon),
		cmocka_unit_test(a_model_says_as_much_as_it_has_read_and_knows),
		cmocka_unit_test(the_same_items_give_the_same_file),
		cmocka_unit_test(
			damaged_and_foreign_models_are_refused_by_name),
		cmocka_unit_test(half_a_file_is_no_model),
		cmocka_unit_test(numbers_are_one_word_and_titles_count_twice),
		cmocka_unit_test(a_giant_text_is_read_at_its_opening_only),
		cmocka_unit_test(a_score_is_the_share_that_has_the_topic),
		cmocka_unit_test(too_few_items_of_a_topic_are_refused),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
