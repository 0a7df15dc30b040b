/* SPDX-License-Identifier: Apache-2.0 */
#include "story_help.h"

#include <stdio.h>
#include <stdlib.h>

enum { ITEMS = 2400, SAVED = 1900, STORIES = 90, TEXT = 1500 };

#define HOUR INT64_C(3600000)

static uint32_t seed;

static uint32_t dice(uint32_t sides)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % sides;
}

static void add_word(char *text, uint32_t number)
{
	static const char *const syllables[] = { "ba",	"ko",  "ri", "tu",
						 "len", "mar", "so", "vi" };
	char word[32];

	snprintf(word, sizeof(word), "%s%s%s%s ", syllables[number % 8],
		 syllables[number / 8 % 8], syllables[number / 64 % 8],
		 number % 3 ? "n" : "");
	strncat(text, word, TEXT - strlen(text) - 1);
}

/* Items of many stories, some of them cut copies of what came before. */
static void make_text(uint32_t item, char *text)
{
	static char last[TEXT];
	uint32_t story = dice(STORIES);

	text[0] = '\0';
	if (item > 0 && dice(6) == 0) {
		snprintf(text, TEXT, "Agency %.700s", last);
		return;
	}
	for (unsigned i = 0; i < 70; i++)
		add_word(text, dice(3) ? story * 5 + dice(9) : dice(500));
	memcpy(last, text, TEXT);
}

static void make_print(uint32_t item, struct nwi_print *out)
{
	char text[TEXT];

	make_text(item, text);
	print_of("", nw_str_from(text), out);
}

static struct nwi_decision add_at(struct nwi_window *window, uint32_t i,
				  const struct nwi_print *print)
{
	const struct nwi_item_facts facts = { .number = i + 10,
					      .outlet = i % 7 + 1,
					      .published = i * HOUR / 20,
					      .seen = i * HOUR / 20 + 5000 };
	struct nwi_decision decision;
	struct nw_error err;

	if (nwi_window_add(window, print, &facts, &decision, &err) != NW_OK)
		fail_msg("%s", err.text);
	return decision;
}

/* What was stored: a row an item, and of each story the last. */
struct shelf {
	struct nw_buf items[ITEMS], stories[ITEMS + 10];
};

static void save(const struct nwi_window *window, uint32_t i,
		 const struct nwi_decision *decision, struct shelf *shelf)
{
	struct nw_buf *story = &shelf->stories[decision->story];
	struct nw_error err;

	nw_buf_init(&shelf->items[i], 4096);
	nwi_window_save(window, decision, &shelf->items[i]);
	nw_buf_fini(story);
	nw_buf_init(story, 4096);
	assert_int_equal(
		nwi_window_save_story(window, decision->story, story, &err),
		NW_OK);
}

static struct nwi_window *restart(const struct shelf *shelf, uint64_t oldest)
{
	struct nwi_window *window = window_of(NWI_WINDOW_BYTES_MIN);
	struct nw_error err;

	for (uint64_t i = oldest - 10; i < SAVED; i++)
		if (nwi_window_load(window, nw_buf_str(&shelf->items[i]),
				    &err) != NW_OK)
			fail_msg("%s", err.text);
	for (uint64_t i = 0; i < SAVED + 10; i++)
		if (shelf->stories[i].len > 0 &&
		    nwi_window_load_story(window,
					  nw_buf_str(&shelf->stories[i]),
					  &err) == NW_BAD_INPUT)
			fail_msg("%s", err.text);
	return window;
}

static void a_restart_goes_on_where_it_was(void **state)
{
	static struct shelf shelf;
	struct nwi_window *window = window_of(NWI_WINDOW_BYTES_MIN);
	struct nwi_window *again = NULL;
	unsigned copies = 0, joined = 0;

	(void)state;
	seed = 5;
	for (uint32_t i = 0; i < ITEMS; i++) {
		struct nwi_decision decision, other;
		struct nwi_print print;
		make_print(i, &print);
		if (i == SAVED)
			again = restart(&shelf, nwi_window_oldest(window));
		decision = add_at(window, i, &print);
		copies += decision.copy_of != 0;
		joined += !(decision.flags & NWI_DECISION_NEW_STORY);
		if (i < SAVED) {
			save(window, i, &decision, &shelf);
			continue;
		}
		other = add_at(again, i, &print);
		assert_memory_equal(&decision, &other, sizeof(decision));
		assert_int_equal(nwi_window_bytes(window),
				 nwi_window_bytes(again));
	}
	assert_true(nwi_window_oldest(window) > SAVED / 2);
	assert_true(copies > ITEMS / 10 && joined > ITEMS / 4);
	for (size_t i = 0; i < SAVED; i++)
		nw_buf_fini(&shelf.items[i]);
	for (size_t i = 0; i < ITEMS + 10; i++)
		nw_buf_fini(&shelf.stories[i]);
	nwi_window_free(&window);
	nwi_window_free(&again);
}

/* ---- restarts at any point ---- */

enum { RUN = 1300, POINTS = 14, GOES_ON = 60 };

/* What a run leaves on disk, by item, and what it decided. */
struct run {
	struct nwi_print prints[RUN];
	struct nwi_item_facts facts[RUN];
	struct nwi_decision decisions[RUN];
	struct nw_buf items[RUN], stories[RUN]; /* as they were saved then */
	uint64_t oldest[RUN];
};

/* Copies, pages, outlets and clocks as they come; some state no time. */
static void make_run_item(struct run *run, uint32_t i)
{
	nw_time at = (nw_time)(i + 1) * HOUR / 9;
	nw_time published = at - (nw_time)dice(30) * HOUR + 3 * HOUR;

	make_print(i, &run->prints[i]);
	run->facts[i] = (struct nwi_item_facts){
		.number = 3 * i + 7,
		.outlet = dice(9),
		.owner = dice(4) ? 0 : dice(3) + 1,
		.page = dice(3) ? 0 : i / 5 + 1,
		.published = dice(7) ? published : NWI_TIME_UNKNOWN,
		.seen = dice(11) ? at : NWI_TIME_UNKNOWN,
	};
}

static void add_run_item(struct nwi_window *window, const struct run *run,
			 uint32_t i, struct nwi_decision *out)
{
	struct nw_error err;

	if (nwi_window_add(window, &run->prints[i], &run->facts[i], out,
			   &err) != NW_OK)
		fail_msg("%s", err.text);
}

static void make_run(struct run *run)
{
	struct nwi_window *window = window_of(NWI_WINDOW_BYTES_MIN);
	struct nw_error err;

	for (uint32_t i = 0; i < RUN; i++) {
		make_run_item(run, i);
		add_run_item(window, run, i, &run->decisions[i]);
		nw_buf_init(&run->items[i], 4096);
		nw_buf_init(&run->stories[i], 4096);
		nwi_window_save(window, &run->decisions[i], &run->items[i]);
		assert_int_equal(nwi_window_save_story(window,
						       run->decisions[i].story,
						       &run->stories[i], &err),
				 NW_OK);
		run->oldest[i] = nwi_window_oldest(window);
	}
	nwi_window_free(&window);
}

/* As it was behind `at` items, from some more rows than are needed. */
static struct nwi_window *restart_at(const struct run *run, uint32_t at,
				     uint32_t more)
{
	struct nwi_window *window = window_of(NWI_WINDOW_BYTES_MIN);
	uint32_t from = (uint32_t)((run->oldest[at - 1] - 7) / 3);
	struct nw_error err;

	from = from > more ? from - more : 0;
	for (uint32_t i = from; i < at; i++)
		if (nwi_window_load(window, nw_buf_str(&run->items[i]), &err) !=
		    NW_OK)
			fail_msg("%s", err.text);
	for (uint32_t i = 0; i < at; i++)
		if (nwi_window_load_story(window, nw_buf_str(&run->stories[i]),
					  &err) == NW_BAD_INPUT)
			fail_msg("%s", err.text);
	return window;
}

static void a_restart_at_any_point_decides_as_if_there_were_none(void **state)
{
	struct run *run = calloc(1, sizeof(*run));
	unsigned tied = 0;

	(void)state;
	assert_non_null(run);
	seed = 77;
	make_run(run);
	assert_true(run->oldest[RUN - 1] > run->facts[RUN / 4].number);
	for (unsigned p = 0; p < POINTS; p++) {
		uint32_t at = 1 + dice(RUN - GOES_ON);
		struct nwi_window *window = restart_at(run, at, p % 2 * 40);
		for (uint32_t i = at; i < at + GOES_ON; i++) {
			struct nwi_decision decision;
			add_run_item(window, run, i, &decision);
			assert_memory_equal(&decision, &run->decisions[i],
					    sizeof(decision));
			tied += decision.relation != NWI_RELATION_NONE;
		}
		nwi_window_free(&window);
	}
	assert_true(tied > POINTS);
	for (uint32_t i = 0; i < RUN; i++) {
		nw_buf_fini(&run->items[i]);
		nw_buf_fini(&run->stories[i]);
	}
	free(run);
}

static void stored_rows_that_are_damaged_are_refused(void **state)
{
	struct nwi_window *window = window_of(NWI_WINDOW_BYTES_MIN);
	struct nwi_decision decision;
	struct nw_buf item, story;
	struct nwi_print print;
	struct nw_error err;

	(void)state;
	seed = 9;
	make_print(0, &print);
	decision = add_at(window, 0, &print);
	nw_buf_init(&item, 4096);
	nw_buf_init(&story, 4096);
	nwi_window_save(window, &decision, &item);
	assert_int_equal(
		nwi_window_save_story(window, decision.story, &story, &err),
		NW_OK);
	nwi_window_free(&window);
	window = window_of(NWI_WINDOW_BYTES_MIN);
	for (size_t i = 0; i < item.len; i++) {
		item.at[i] ^= 1;
		assert_int_equal(
			nwi_window_load(window, nw_buf_str(&item), &err),
			NW_BAD_INPUT);
		item.at[i] ^= 1;
	}
	assert_int_equal(
		nwi_window_load_story(window, nw_buf_str(&story), &err),
		NW_NOT_FOUND);
	assert_int_equal(nwi_window_load(window, nw_buf_str(&item), &err),
			 NW_OK);
	assert_int_equal(nwi_window_load(window, nw_buf_str(&item), &err),
			 NW_BAD_INPUT);
	story.at[30] ^= 1;
	assert_int_equal(
		nwi_window_load_story(window, nw_buf_str(&story), &err),
		NW_BAD_INPUT);
	nw_buf_fini(&item);
	nw_buf_fini(&story);
	nwi_window_free(&window);
}

/* A story that is said to have taken over from itself would never end. */
static void a_row_that_names_itself_as_full_is_refused(void **state)
{
	struct nwi_window *window = window_of(NWI_WINDOW_BYTES_MIN);
	struct nwi_decision decision;
	struct nw_buf item;
	struct nwi_print print;
	struct nw_error err;

	(void)state;
	seed = 9;
	make_print(0, &print);
	decision = add_at(window, 0, &print);
	decision.flags |= NWI_DECISION_FULL;
	decision.near = decision.story;
	nw_buf_init(&item, 4096);
	nwi_window_save(window, &decision, &item);
	nwi_window_free(&window);
	window = window_of(NWI_WINDOW_BYTES_MIN);
	assert_int_equal(nwi_window_load(window, nw_buf_str(&item), &err),
			 NW_BAD_INPUT);
	nw_buf_fini(&item);
	nwi_window_free(&window);
}

/* What was seen more than eight days ago is no longer there to be copied. */
static void items_leave_after_their_days(void **state)
{
	struct nwi_window *window = window_of(NWI_WINDOW_BYTES_MIN);
	struct nwi_print print;
	struct nwi_decision decision;

	(void)state;
	seed = 3;
	make_print(0, &print);
	add_at(window, 0, &print);
	decision = add_at(window, 20 * 24 * 7, &print);
	assert_int_equal(decision.copy_of, 10);
	decision = add_at(window, 20 * 24 * 16, &print);
	assert_int_equal(nwi_window_oldest(window), decision.number);
	decision = add_at(window, 20 * 24 * 16 + 1, &print);
	assert_int_equal(decision.copy_of, 20 * 24 * 16 + 10);
	nwi_window_free(&window);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_restart_goes_on_where_it_was),
		cmocka_unit_test(
			a_restart_at_any_point_decides_as_if_there_were_none),
		cmocka_unit_test(stored_rows_that_are_damaged_are_refused),
		cmocka_unit_test(a_row_that_names_itself_as_full_is_refused),
		cmocka_unit_test(items_leave_after_their_days),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
