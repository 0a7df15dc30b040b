/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The shipped topics on news texts of our own, texts/LANGUAGE.txt: a heading
 * "= TOPIC yes", "= TOPIC no" (look-alikes) or "= TOPIC passing" (a clause of
 * background in an item on something else), then "title || text" a line. The
 * figures that they reached are kept; single texts may change sides.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <newswatch/doc.h>
#include <newswatch/topic.h>

#include <stdio.h>
#include <stdlib.h>

enum { ARENA = 16 << 20, FILES = 3, KINDS = 3 };

static const char *const topic_names[FILES] = { "diplomacy", "sanctions",
						"strikes" };
static const char *const kind_names[KINDS] = { "yes", "no", "passing" };

static struct nw_arena *arena;
static struct nw_topics *topics;
static struct nw_models *models;

/* Of one language: how many texts there are, and how many got the topic. */
struct tally {
	unsigned texts[FILES][KINDS], fired[FILES][KINDS];
};

static void read_file(struct nw_buf *out, const char *folder, const char *name)
{
	char path[4096], block[4096];
	size_t got;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s/%s", getenv("NW_SRC"), folder,
		 name);
	nw_buf_init(out, 1 << 20);
	f = fopen(path, "rb");
	if (!f)
		fail_msg("cannot read %s", path);
	while ((got = fread(block, 1, sizeof(block), f)) > 0)
		nw_buf_add(out, block, got);
	fclose(f);
}

static int set_up(void **s)
{
	static const char *const files[] = { "diplomacy.yaml", "sanctions.yaml",
					     "strikes.yaml" };
	static const char *const learnt[] = { "diplomacy.en.model",
					      "strikes.en.model" };
	struct nw_topic_file file[FILES + 2];
	struct nw_buf bytes[FILES + 2];
	struct nw_error err;

	(void)s;
	if (!getenv("NW_SRC"))
		return 0;
	arena = nw_arena_new(ARENA);
	for (int i = 0; i < FILES + 2; i++) {
		const char *name = i < FILES ? files[i] : learnt[i - FILES];

		read_file(&bytes[i],
			  i < FILES ? "etc/topics" : "etc/topics/tables", name);
		file[i].name = nw_str_from(name);
		file[i].text = nw_buf_str(&bytes[i]);
	}
	if (nw_topics_compile(file, FILES, NULL, NULL, &topics, &err) !=
		    NW_OK ||
	    nw_models_open(&file[FILES], 2, &models, &err) != NW_OK)
		fail_msg("%s", err.text);
	for (int i = 0; i < FILES + 2; i++)
		nw_buf_fini(&bytes[i]);
	return 0;
}

static int tear_down(void **s)
{
	(void)s;
	nw_topics_free(&topics);
	nw_models_free(&models);
	nw_arena_free(&arena);
	return 0;
}

struct judging {
	const struct nw_doc *doc;
	const char *topic;
	bool fired;
};

static void take_verdict(void *arg, const struct nw_topic_verdict *verdict)
{
	struct judging *j = arg;
	struct nw_topic_verdict judged = *verdict;
	struct nw_error err;

	if (!nw_str_is(verdict->topic.name, j->topic))
		return;
	if (nw_models_correct(models, j->doc, arena, &judged, &err) != NW_OK)
		fail_msg("%s", err.text);
	assert_false(judged.no_opinion);
	j->fired = judged.topic.score >= 0.5;
}

static bool fires(struct nw_str line, const char *language, const char *topic)
{
	size_t middle = nw_str_find(line, nw_str_from(" || "));
	struct judging j = { .topic = topic };
	struct nw_item item = { .size = sizeof(item),
				.language = nw_str_from(language) };
	struct nw_doc *doc = NULL;
	struct nw_error err;

	assert_true(middle < line.len);
	nw_arena_clear(arena);
	item.title = nw_str_slice(line, 0, middle);
	item.content = nw_str_slice(line, middle + 4, line.len);
	if (nw_doc_make(&item, arena, &doc, &err) != NW_OK)
		fail_msg("%s", err.text);
	j.doc = doc;
	if (nw_topics_classify(topics, doc, arena, take_verdict, &j, &err) !=
	    NW_OK)
		fail_msg("%s", err.text);
	return j.fired;
}

static int index_of(struct nw_str word, const char *const *names, int count)
{
	for (int i = 0; i < count; i++) {
		if (nw_str_is(word, names[i]))
			return i;
	}
	fail_msg("unknown word in a heading: %.*s", NW_FMT(word));
	return 0;
}

static void judge_language(const char *language, struct tally *tally)
{
	NW_AUTO(nw_buf_fini) struct nw_buf bytes = { 0 };
	struct nw_str rest, line = { 0 }, word = { 0 };
	char name[16];
	int topic = 0, kind = 0;

	snprintf(name, sizeof(name), "%s.txt", language);
	read_file(&bytes, "tests/unit/topic/texts", name);
	rest = nw_buf_str(&bytes);
	while (nw_str_next(&rest, '\n', &line)) {
		if (nw_str_starts(line, "#") || !line.len)
			continue;
		if (nw_str_starts(line, "= ")) {
			line = nw_str_slice(line, 2, line.len);
			nw_str_next(&line, ' ', &word);
			topic = index_of(word, topic_names, FILES);
			kind = index_of(line, kind_names, KINDS);
			continue;
		}
		tally->texts[topic][kind]++;
		if (fires(line, language, topic_names[topic]))
			tally->fired[topic][kind]++;
	}
}

/* Percent of the texts of a kind. */
static unsigned share(const struct tally *tally, int topic, int kind)
{
	unsigned texts = tally->texts[topic][kind];

	return texts ? tally->fired[topic][kind] * 100 / texts : 0;
}

static void expect_language(const char *language, unsigned found)
{
	struct tally tally = { 0 };

	if (!getenv("NW_SRC"))
		skip();
	judge_language(language, &tally);
	for (int i = 0; i < FILES; i++) {
		assert_true(tally.texts[i][0] >= 15 && tally.texts[i][1] >= 15);
		printf("# %s %s: %u %% found, %u %% of look-alikes and %u %% "
		       "of passing mentions fired\n",
		       language, topic_names[i], share(&tally, i, 0),
		       share(&tally, i, 1), share(&tally, i, 2));
		if (share(&tally, i, 0) < found || share(&tally, i, 1) > 20 ||
		    share(&tally, i, 2) > 10)
			fail_msg("%s of %s", topic_names[i], language);
	}
}

static void subjects_are_told_from_look_alikes_in_english(void **s)
{
	(void)s;
	expect_language("en", 60);
}

static void subjects_are_told_from_look_alikes_in_german_and_french(void **s)
{
	(void)s;
	expect_language("de", 85);
	expect_language("fr", 85);
}

static void subjects_are_told_from_look_alikes_in_spanish_and_arabic(void **s)
{
	(void)s;
	expect_language("es", 85);
	expect_language("ar", 85);
}

static void
subjects_are_told_from_look_alikes_in_russian_and_ukrainian(void **s)
{
	(void)s;
	expect_language("ru", 85);
	expect_language("uk", 85);
}

static void subjects_are_told_from_look_alikes_in_chinese(void **s)
{
	(void)s;
	expect_language("zh", 85);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(subjects_are_told_from_look_alikes_in_english),
		cmocka_unit_test(
			subjects_are_told_from_look_alikes_in_german_and_french),
		cmocka_unit_test(
			subjects_are_told_from_look_alikes_in_spanish_and_arabic),
		cmocka_unit_test(
			subjects_are_told_from_look_alikes_in_russian_and_ukrainian),
		cmocka_unit_test(subjects_are_told_from_look_alikes_in_chinese),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
