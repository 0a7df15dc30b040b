/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "topic/propose.h"
#include <newswatch/arena.h>
#include <stdio.h>
#include <stdlib.h>

/* A desk's first try at "strikes": labour disputes fire as attacks do. */
static const char *const first_try =
	"# written on a Monday\n"
	"topic: strikes\n"
	"description: Military attacks.\n"
	"languages:\n"
	"  en: # the desk's own\n"
	"    terms:\n"
	"      1.0:\n"
	"        - strike* # the word itself\n"
	"        - shelling\n"
	"      0.6:\n"
	"        - attack*\n"
	"        - offensive\n"
	"    cancel:\n"
	"      # sport\n"
	"      - strike rate\n"
	"    examples:\n"
	"      must:\n"
	"        - Two strikes hit the depot before dawn.\n"
	"        - Shelling went on for three hours.\n"
	"      must_not:\n"
	"        - The bread price rose in April.\n"
	"  de:\n"
	"    terms: {1.0: [Streik*, Beschuss, 'Schlag NEAR/3 Raketen']}\n"
	"    examples: {must: [Beschuss am Morgen.], must_not: [Der Preis.]}\n";

struct labelled {
	bool is;
	const char *title, *text;
};

static const struct labelled english[] = {
	{ false, "Rail workers strike over pay", "Trains stood still." },
	{ false, "Strike by dock workers enters second week",
	  "Ships wait outside." },
	{ false, "Bus strike: workers reject the offer", "Talks broke off." },
	{ false, "Airport workers announce strike for Friday",
	  "Flights will be cancelled." },
	{ false, "Refuse workers end their strike", "Bins are emptied again." },
	{ false, "Steel workers vote to strike", "The ballot closed at noon." },
	{ false, "Nurses join hospital workers in a strike",
	  "Emergency rooms stay open." },
	{ false, "Strike of postal workers delays letters",
	  "Parcels pile up in the halls." },
	{ false, "Brewery workers on strike again", "Beer may become rare." },
	{ false, "Court lets workers strike", "The company had sued." },
	{ false, "Car plant: workers call off strike", "A deal was reached." },
	{ false, "Mine workers strike in the north", "Their wages are late." },
	{ false, "Cinema workers plan strike", "Films will not be shown." },
	{ false, "Ferry strike: workers return", "The islands are supplied." },
	{ false, "Museum workers strike for a day", "Visitors stood outside." },
	{ false, "Workers strike at two paper mills", "Output fell by half." },
	{ false, "Prison workers threaten strike", "The minister was silent." },
	{ false, "Bakery workers strike before the feast",
	  "Bread was sold out." },
	{ false, "Teachers strike in three towns", "Schools stayed shut." },
	{ false, "Pilots strike at the weekend", "Half of the flights go." },
	{ true, "Strike on fuel depot kills four", "Fire rose over the port." },
	{ true, "Night strikes hit power station", "The city was dark." },
	{ true, "Strikes reported near the border", "Villagers fled." },
	{ true, "Missile strike destroys bridge", "The road is closed." },
	{ true, "Drone strike wounds two soldiers", "They were on patrol." },
	{ true, "Army says strikes hit command post",
	  "No figures were given." },
	{ true, "Shelling of the old town goes on", "Cellars are full." },
	{ true, "Strike flattens grain store", "Three thousand tonnes burnt." },
	{ true, "Strikes cut railway to the coast",
	  "Trains were turned back." },
	{ true, "Air force strikes rebel camp", "Smoke was seen for miles." },
	{ true, "Strike in the capital injures ten", "Windows broke." },
	{ true, "Second strike on refinery this week", "Tanks were on fire." },
	{ true, "Barrage hits harbour town", "A barrage of rockets came." },
	{ true, "Barrage before dawn wounds nine", "Sirens wailed." },
	{ true, "Longest barrage since spring", "It lasted four hours." },
	{ true, "Barrage leaves suburb without water", "Pumps were hit." },
	{ true, "Rocket barrage on eastern districts", "Roofs burnt." },
	{ true, "Barrage damages two schools", "They were empty." },
	{ false, "Council discusses the new bridge", "It opens in May." },
	{ false, "Harvest was good this year", "Barns are full." },
	{ false, "Painter shows late works", "The gallery was crowded." },
	{ false, "Team wins at home", "The goal fell late." },
	{ false, "Bank lowers its rate", "Savers are unhappy." },
	{ false, "Library opens on Sundays", "Readers had asked for it." },
};

static const struct labelled german[] = {
	{ false, "Streik bei der Bahn: Gewerkschaft ruft auf", "" },
	{ false, "Gewerkschaft beendet den Streik", "" },
	{ false, "Streik im Hafen, sagt die Gewerkschaft", "" },
	{ false, "Gewerkschaft droht mit Streik", "" },
	{ true, "Beschuss der Stadt dauert an", "" },
	{ true, "Beschuss aus dem Osten", "" },
};

/* "A blow to" wallets and pride, "a strike against" crime. */
static const char *const two_scripts = "topic: strikes\n"
				       "languages:\n"
				       "  ru:\n"
				       "    terms: {1.0: [удар*, обстрел*]}\n"
				       "  zh:\n"
				       "    terms:\n"
				       "      1.0: [打击, 空袭]\n";

static const struct labelled russian[] = {
	{ false, "Новый налог стал ударом по кошельку", "" },
	{ false, "Удар по кошельку: цены на хлеб растут", "" },
	{ false, "Аренда нанесла удар по кошельку семей", "" },
	{ false, "По кошельку водителей нанесён удар", "" },
	{ false, "Тарифы — удар по кошельку пенсионеров", "" },
	{ true, "Удар по складу топлива ночью", "" },
	{ true, "Ракетный удар по мосту", "" },
	{ true, "Обстрел посёлка продолжается", "" },
	{ true, "Удар беспилотника по порту", "" },
	{ true, "Удары по электростанции", "" },
};

static const struct labelled chinese[] = {
	{ false, "警方打击走私犯罪", "" },
	{ false, "严厉打击网络犯罪", "" },
	{ false, "打击跨国犯罪行动开始", "" },
	{ false, "两国合作打击犯罪", "" },
	{ false, "检察院打击金融犯罪", "" },
	{ true, "军队打击叛军阵地", "" },
	{ true, "空袭港口", "" },
	{ true, "战机打击油库", "" },
	{ true, "夜间空袭造成伤亡", "" },
	{ true, "导弹打击机场", "" },
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct nwi_proposing *open_file(const char *file)
{
	struct nwi_proposing *p = NULL;
	struct nw_error err;

	if (nwi_proposing_new(nw_str_from("strikes.yaml"), nw_str_from(file),
			      NULL, &p, &err) != NW_OK)
		fail_msg("%s", err.text);
	return p;
}

static void add(struct nwi_proposing *p, const struct labelled *rows,
		size_t count, const char *language)
{
	struct nw_error err;

	for (size_t i = 0; i < count; i++) {
		const struct nwi_propose_item item = {
			.title = nw_str_from(rows[i].title),
			.text = nw_str_from(rows[i].text),
			.language = nw_str_from(language),
			.is = rows[i].is,
		};
		assert_int_equal(nwi_proposing_add(p, &item, &err), NW_OK);
	}
}

static void run(struct nwi_proposing *p, struct nwi_proposals *out)
{
	struct nw_error err;

	if (nwi_proposing_run(p, NULL, NULL, out, &err) != NW_OK)
		fail_msg("%s", err.text);
}

static const struct nwi_proposal *
find(const struct nwi_proposals *all, enum nwi_edit_kind kind, const char *word)
{
	for (size_t i = 0; i < all->count; i++)
		if (all->at[i].edit.kind == kind &&
		    nw_str_is(all->at[i].word, word))
			return &all->at[i];
	return NULL;
}

static const char *said(const struct nwi_proposal *p)
{
	static char text[1024];
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };

	nw_buf_init(&out, sizeof(text));
	nwi_proposal_say(p, &out);
	snprintf(text, sizeof(text), "%.*s", NW_FMT(nw_buf_str(&out)));
	return text;
}

static char *applied(const struct nwi_proposing *p,
		     const struct nwi_proposal *proposal)
{
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };
	struct nw_error err;

	nw_buf_init(&out, NWI_EDIT_BYTES);
	if (nwi_proposal_apply(p, proposal, &out, &err) != NW_OK)
		fail_msg("%s", err.text);
	return nw_buf_steal(&out);
}

static void a_word_near_rejected_terms_is_proposed_as_a_not(void **state)
{
	struct nwi_proposals all;
	NW_AUTO(nwi_proposing_free)
	struct nwi_proposing *p = open_file(first_try);

	(void)state;
	add(p, english, COUNT(english), "en");
	run(p, &all);
	const struct nwi_proposal *best =
		find(&all, NWI_EDIT_CANCEL, "workers");
	assert_non_null(best);
	assert_ptr_equal(best, &all.at[0]);
	assert_int_equal(best->all.dropped, 18);
	assert_int_equal(best->all.rejected, 20);
	assert_int_equal(best->all.lost, 0);
	assert_true(best->has_held);
	assert_true(best->held.dropped > 0);
	assert_non_null(strstr(said(best),
			       "a NOT within 5 words of 'workers' would drop "
			       "18 of 20 rejected alerts and none of 12 that "
			       "were kept"));
}

static void what_is_missed_is_proposed_as_a_new_term(void **state)
{
	struct nwi_proposals all;
	NW_AUTO(nwi_proposing_free)
	struct nwi_proposing *p = open_file(first_try);

	(void)state;
	add(p, english, COUNT(english), "en");
	run(p, &all);
	const struct nwi_proposal *term = find(&all, NWI_EDIT_TERM, "barrage");
	assert_non_null(term);
	assert_int_equal(term->all.found, 6);
	assert_int_equal(term->all.missed, 6);
	assert_int_equal(term->all.added, 0);
	assert_non_null(strstr(said(term), "would find 6 of 6 missed items and "
					   "wrongly add none of 6 others"));
}

static void an_edit_goes_to_its_place_and_leaves_all_else(void **state)
{
	struct nwi_proposals all;
	NW_AUTO(nwi_proposing_free)
	struct nwi_proposing *p = open_file(first_try);

	(void)state;
	add(p, english, COUNT(english), "en");
	run(p, &all);
	char *edited = applied(p, find(&all, NWI_EDIT_CANCEL, "workers"));
	const char *at = strstr(edited, "      # sport\n      - 'strike* "
					"NEAR/5 workers'\n      - strike "
					"rate\n");
	assert_non_null(at);
	assert_int_equal(strlen(edited),
			 strlen(first_try) +
				 strlen("      - 'strike* NEAR/5 workers'\n"));
	assert_memory_equal(edited, first_try, (size_t)(at - edited));
	free(edited);
}

static void an_accepted_edit_does_what_was_said(void **state)
{
	struct nwi_proposals all, then;
	NW_AUTO(nwi_proposing_free)
	struct nwi_proposing *p = open_file(first_try);
	NW_AUTO(nwi_proposing_free) struct nwi_proposing *again = NULL;

	(void)state;
	add(p, english, COUNT(english), "en");
	run(p, &all);
	char *edited = applied(p, &all.at[0]);
	again = open_file(edited);
	add(again, english, COUNT(english), "en");
	run(again, &then);
	assert_int_equal(then.before.rejected,
			 all.before.rejected - all.at[0].all.dropped);
	assert_int_equal(then.before.kept,
			 all.before.kept - all.at[0].all.lost);
	free(edited);
}

static void an_edit_goes_to_the_section_of_the_items_language(void **state)
{
	struct nwi_proposals all;
	NW_AUTO(nwi_proposing_free)
	struct nwi_proposing *p = open_file(first_try);

	(void)state;
	add(p, german, COUNT(german), "de");
	run(p, &all);
	assert_true(all.count > 0);
	for (size_t i = 0; i < all.count; i++)
		assert_true(nw_str_is(all.at[i].edit.language, "de"));
	const struct nwi_proposal *best =
		find(&all, NWI_EDIT_CANCEL, "gewerkschaft");
	assert_non_null(best);
	char *edited = applied(p, best);
	assert_non_null(strstr(edited,
			       "  de:\n"
			       "    terms: {1.0: [Streik*, Beschuss, 'Schlag "
			       "NEAR/3 Raketen']}\n"
			       "    cancel: ['Streik* NEAR/5 gewerkschaft']\n"
			       "    examples:"));
	free(edited);
}

static void words_of_other_scripts_cancel_as_well(void **state)
{
	struct nwi_proposals all;
	NW_AUTO(nwi_proposing_free)
	struct nwi_proposing *p = open_file(two_scripts);

	(void)state;
	add(p, russian, COUNT(russian), "ru");
	add(p, chinese, COUNT(chinese), "zh");
	run(p, &all);
	assert_int_equal(all.before.rejected, 10);
	const struct nwi_proposal *purse =
		find(&all, NWI_EDIT_CANCEL, "кошельку");
	const struct nwi_proposal *crime = find(&all, NWI_EDIT_CANCEL, "犯罪");
	assert_non_null(purse);
	assert_non_null(crime);
	assert_int_equal(purse->all.dropped, 5);
	assert_int_equal(crime->all.dropped, 5);
	assert_int_equal(purse->all.lost + crime->all.lost, 0);
	char *edited = applied(p, crime);
	assert_non_null(strstr(edited, "  zh:\n"
				       "    cancel: ['打击 NEAR/5 犯罪']\n"
				       "    terms:\n"));
	free(edited);
}

static void chance_is_not_proposed(void **state)
{
	static const struct labelled few[] = {
		{ false, "Strike by bakers is over", "They gained little." },
		{ false, "Cleaners go on strike", "Dust gathers." },
		{ true, "Strike on port", "Cranes fell." },
		{ true, "Strike on tanks", "Ten burnt." },
	};
	struct nwi_proposals all;
	NW_AUTO(nwi_proposing_free)
	struct nwi_proposing *p = open_file(first_try);

	(void)state;
	add(p, few, COUNT(few), "en");
	run(p, &all);
	assert_int_equal(all.before.rejected, 2);
	assert_int_equal(all.count, 0);
}

static void few_labels_are_said_to_be_few(void **state)
{
	struct nwi_proposals all;
	NW_AUTO(nwi_proposing_free)
	struct nwi_proposing *p = open_file(first_try);

	(void)state;
	add(p, german, COUNT(german), "de");
	run(p, &all);
	assert_true(all.count > 0);
	assert_false(all.at[0].has_held);
	assert_non_null(strstr(said(&all.at[0]),
			       "too few labels to check it on others"));
	assert_non_null(strstr(said(&all.at[0]), "few cases (4)"));
}

static void without_mistakes_nothing_is_proposed(void **state)
{
	static const struct labelled right[] = {
		{ true, "Strikes hit the port", "" },
		{ false, "Council meets", "" },
	};
	struct nwi_proposals all;
	NW_AUTO(nwi_proposing_free)
	struct nwi_proposing *p = open_file(first_try);

	(void)state;
	add(p, right, COUNT(right), "en");
	run(p, &all);
	assert_int_equal(all.count, 0);
	assert_int_equal(all.tried, 0);
}

static void items_of_a_language_without_terms_are_counted(void **state)
{
	static const struct labelled french[] = {
		{ true, "Frappe sur le port", "" },
		{ false, "Le conseil se réunit", "" },
	};
	struct nwi_proposals all;
	NW_AUTO(nwi_proposing_free)
	struct nwi_proposing *p = open_file(first_try);

	(void)state;
	add(p, french, COUNT(french), "fr");
	run(p, &all);
	assert_int_equal(all.other_languages, 2);
	assert_int_equal(all.count, 0);
}

static void an_edit_that_breaks_an_example_is_not_proposed(void **state)
{
	static const struct labelled rejected[] = {
		{ false, "Depot strikes deal", "" },
		{ false, "Strikes at depot end", "" },
		{ false, "Depot: strikes again", "" },
		{ false, "Depot strikes go on", "" },
	};
	struct nwi_proposals all;
	NW_AUTO(nwi_proposing_free)
	struct nwi_proposing *p = open_file(first_try);

	(void)state;
	/* "Two strikes hit the depot before dawn." must fire. */
	add(p, rejected, COUNT(rejected), "en");
	run(p, &all);
	assert_null(find(&all, NWI_EDIT_CANCEL, "depot"));
}

static void the_same_labels_give_the_same_proposals(void **state)
{
	struct nwi_proposals one, two;
	NW_AUTO(nwi_proposing_free)
	struct nwi_proposing *p = open_file(first_try);
	NW_AUTO(nwi_proposing_free)
	struct nwi_proposing *q = open_file(first_try);

	(void)state;
	add(p, english, COUNT(english), "en");
	add(q, english, COUNT(english), "en");
	run(p, &one);
	run(q, &two);
	assert_int_equal(one.count, two.count);
	for (size_t i = 0; i < one.count; i++)
		assert_string_equal(one.at[i].id, two.at[i].id);
}

static bool never(void *arg)
{
	(void)arg;
	return false;
}

static void an_end_of_time_is_kept(void **state)
{
	struct nwi_proposals all;
	struct nw_error err;
	NW_AUTO(nwi_proposing_free)
	struct nwi_proposing *p = open_file(first_try);

	(void)state;
	add(p, english, COUNT(english), "en");
	assert_int_equal(nwi_proposing_run(p, never, NULL, &all, &err), NW_OK);
	assert_true(all.ended_early);
	assert_int_equal(all.tried, 0);
}

/* ---- edits of a text ---- */

static void edit_is(const char *file, const struct nwi_edit *edit,
		    const char *expected)
{
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };
	struct nw_error err = { 0 };

	nw_buf_init(&out, NWI_EDIT_BYTES);
	if (nwi_edit_apply(nw_str_from(file), edit, &out, &err) != NW_OK)
		fail_msg("%s", err.text);
	assert_string_equal(out.at ? out.at : "", expected);
}

#define HEAD "topic: t\nlanguages:\n  en:\n"

static void terms_move_to_another_weight_with_their_comments_kept(void **state)
{
	(void)state;
	edit_is(HEAD "    terms:\n      1.0:\n        - 'one b'\n"
		     "        - two # why\n      0.5: [c]\n",
		&(struct nwi_edit){ .kind = NWI_EDIT_WEIGHT,
				    .language = NW_STR("en"),
				    .weight = 0.5,
				    .line = 6,
				    .column = 11 },
		HEAD "    terms:\n      1.0:\n        - two # why\n"
		     "      0.5: [one b, c]\n");
	edit_is(HEAD "    terms: {1.0: [one, two], 0.5: [c]}\n",
		&(struct nwi_edit){ .kind = NWI_EDIT_WEIGHT,
				    .language = NW_STR("en"),
				    .weight = 0.7,
				    .line = 4,
				    .column = 24 },
		HEAD "    terms: {1.0: [one], 0.7: [two], 0.5: [c]}\n");
	edit_is(HEAD "    terms:\n      1.0: [one]\n",
		&(struct nwi_edit){ .kind = NWI_EDIT_WEIGHT,
				    .language = NW_STR("en"),
				    .weight = 0.7,
				    .line = 5,
				    .column = 13 },
		HEAD "    terms:\n      0.7: [one]\n");
}

static void entries_are_quoted_where_yaml_needs_it(void **state)
{
	(void)state;
	edit_is(HEAD "    terms: {1.0: [a]}\n    cancel:\n    - b\n",
		&(struct nwi_edit){ .kind = NWI_EDIT_CANCEL,
				    .language = NW_STR("en"),
				    .text = NW_STR("\"l'eau vive\" NEAR/5 c") },
		HEAD "    terms: {1.0: [a]}\n    cancel:\n"
		     "    - '\"l''eau vive\" NEAR/5 c'\n    - b\n");
	edit_is(HEAD "    terms: {1.0: [a]}\n",
		&(struct nwi_edit){ .kind = NWI_EDIT_AGAINST,
				    .language = NW_STR("en"),
				    .text = NW_STR("null"),
				    .weight = 0.8 },
		HEAD "    against: {0.8: ['null']}\n    terms: {1.0: [a]}\n");
}

static void line_ends_of_a_file_are_kept(void **state)
{
	(void)state;
	edit_is("topic: t\r\nlanguages:\r\n  en:\r\n    terms:\r\n"
		"      1.0:\r\n        - a\r\n",
		&(struct nwi_edit){ .kind = NWI_EDIT_TERM,
				    .language = NW_STR("en"),
				    .text = NW_STR("b"),
				    .weight = 1.0 },
		"topic: t\r\nlanguages:\r\n  en:\r\n    terms:\r\n"
		"      1.0:\r\n        - b\r\n        - a\r\n");
}

static void what_cannot_be_edited_is_refused(void **state)
{
	struct nwi_edit edit = { .kind = NWI_EDIT_WEIGHT,
				 .language = NW_STR("en"),
				 .weight = 0.5,
				 .line = 6,
				 .column = 11 };
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };
	struct nw_error err;

	(void)state;
	nw_buf_init(&out, NWI_EDIT_BYTES);
	assert_int_equal(
		nwi_edit_apply(nw_str_from(HEAD "    terms:\n      1.0:\n"
						"        - >-\n"
						"          one\n"
						"          two\n"
						"        - b\n"),
			       &edit, &out, &err),
		NW_UNSUPPORTED);
	edit.line = 40;
	assert_int_equal(
		nwi_edit_apply(nw_str_from(first_try), &edit, &out, &err),
		NW_NOT_FOUND);
	edit.language = nw_str_from("fr");
	assert_int_equal(
		nwi_edit_apply(nw_str_from(first_try), &edit, &out, &err),
		NW_NOT_FOUND);
	assert_int_equal(
		nwi_edit_apply(nw_str_from("topic: [\n"), &edit, &out, &err),
		NW_BAD_CONFIG);
	assert_int_equal(out.len, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_word_near_rejected_terms_is_proposed_as_a_not),
		cmocka_unit_test(what_is_missed_is_proposed_as_a_new_term),
		cmocka_unit_test(an_edit_goes_to_its_place_and_leaves_all_else),
		cmocka_unit_test(an_accepted_edit_does_what_was_said),
		cmocka_unit_test(
			an_edit_goes_to_the_section_of_the_items_language),
		cmocka_unit_test(words_of_other_scripts_cancel_as_well),
		cmocka_unit_test(chance_is_not_proposed),
		cmocka_unit_test(few_labels_are_said_to_be_few),
		cmocka_unit_test(without_mistakes_nothing_is_proposed),
		cmocka_unit_test(items_of_a_language_without_terms_are_counted),
		cmocka_unit_test(
			an_edit_that_breaks_an_example_is_not_proposed),
		cmocka_unit_test(the_same_labels_give_the_same_proposals),
		cmocka_unit_test(an_end_of_time_is_kept),
		cmocka_unit_test(
			terms_move_to_another_weight_with_their_comments_kept),
		cmocka_unit_test(entries_are_quoted_where_yaml_needs_it),
		cmocka_unit_test(line_ends_of_a_file_are_kept),
		cmocka_unit_test(what_cannot_be_edited_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
