/* SPDX-License-Identifier: Apache-2.0 */
/* Figures of other events and of longer times are none of a report's. */
#include "gist_help.h"

struct past_case {
	const char *language, *body, *killed;
};

/* "5 12": what is counted as killed, in order. */
static void killed_of(const struct past_case *one, struct nw_arena *arena,
		      struct nw_buf *out)
{
	struct nwi_gist gist;

	gist_of(one->language, "", one->body, arena, &gist);
	nw_buf_clear(out);
	for (size_t i = 0; i < gist.figure_count; i++)
		if (strcmp(gist.figures[i].of, "killed") == 0)
			nw_buf_add_fmt(out, "%s%s", out->len ? " " : "",
				       gist.figures[i].value);
}

static void check_past(const struct past_case *cases, size_t count)
{
	struct nw_arena *arena = nw_arena_new((size_t)1 << 22);
	struct nw_buf buf;
	unsigned wrong = 0;

	nw_buf_init(&buf, 4096);
	for (size_t i = 0; i < count; i++) {
		killed_of(&cases[i], arena, &buf);
		if (nw_str_is(nw_buf_str(&buf), cases[i].killed))
			continue;
		print_message("%s %s\n  is      %.*s\n  must be %s\n",
			      cases[i].language, cases[i].body,
			      NW_FMT(nw_buf_str(&buf)), cases[i].killed);
		wrong++;
	}
	nw_buf_fini(&buf);
	nw_arena_free(&arena);
	assert_int_equal(wrong, 0);
}

#define CHECK_PAST(cases) check_past(cases, sizeof(cases) / sizeof((cases)[0]))

static void what_was_before_counts_for_nothing_in_english(void **state)
{
	static const struct past_case cases[] = {
		{ "en", "Last year a bomb at the same mill killed 40 people.",
		  "" },
		{ "en", "In 2009 another ferry accident killed 83 people.",
		  "" },
		{ "en",
		  "Ten people were killed. The raid brings to 120 the number "
		  "of people killed by bombs in the region this year.",
		  "10" },
		{ "en",
		  "Nine died on Sunday, a year after a fire killed 31 people.",
		  "9" },
		{ "en",
		  "The blast killed seven people at the mill, where another "
		  "one killed 12 last month.",
		  "7" },
		{ "en", "In a similar attack last year, 40 people were killed.",
		  "" },
		{ "en", "When the ferry Orla sank in 2011, 52 passengers died.",
		  "" },
		{ "en", "The fire, in 2009, killed 83 people.", "" },
		{ "en",
		  "Forty people, including two children, were killed last "
		  "year.",
		  "" },
		{ "en", "More than 300 have been killed since January.", "" },
		{ "en", "Since 2014, some 14,000 people have died.", "" },
		{ "en",
		  "Some 45,000 people have been killed since the start of the "
		  "war.",
		  "" },
		{ "en", "Earlier this month a raid killed six people.", "" },
		{ "en", "Five years ago 18 people died on the same line.", "" },
		{ "en", "Mines have killed 61 people so far this year.", "" },
	};

	(void)state;
	CHECK_PAST(cases);
}

static void the_event_s_own_figures_stay_in_english(void **state)
{
	static const struct past_case cases[] = {
		{ "en", "Nine people were killed, the worst since 2009.", "9" },
		{ "en",
		  "Nine people were killed in the deadliest attack since "
		  "2009.",
		  "9" },
		{ "en", "The third bomb this year killed nine people.", "9" },
		{ "en", "The ferry, built in 2009, sank and killed 12.", "12" },
		{ "en", "Built in 2009, the ferry sank, killing 12 people.",
		  "12" },
		{ "en",
		  "The ferry, which entered service last year, sank, killing "
		  "12 people.",
		  "12" },
		{ "en",
		  "Nine people were killed, said the mayor, who was elected "
		  "last year.",
		  "9" },
		{ "en",
		  "Last year's fire is forgotten. Sunday's killed 14 people.",
		  "14" },
		{ "en", "Seventeen people died since Sunday, police said.",
		  "17" },
	};

	(void)state;
	CHECK_PAST(cases);
}

static void what_was_before_counts_for_nothing_in_other_languages(void **state)
{
	static const struct past_case cases[] = {
		{ "ru", "В прошлом году при взрыве погибли 40 человек.", "" },
		{ "ru", "В 2009 году при крушении парома погибли 83 человека.",
		  "" },
		{ "ru", "С начала года в шахтах погибли 120 человек.", "" },
		{ "ru",
		  "Погибли девять человек. Это крупнейшая авария с 2009 года.",
		  "9" },
		{ "uk", "Торік під час вибуху загинули 40 людей.", "" },
		{ "uk", "Цього року на мінах загинули 120 людей.", "" },
		{ "uk", "Загинули дев'ять людей.", "9" },
		{ "de",
		  "Im vergangenen Jahr waren bei einem Anschlag 40 Menschen "
		  "getötet worden.",
		  "" },
		{ "de", "Seit Jahresbeginn kamen 120 Menschen ums Leben.", "" },
		{ "de", "2009 starben bei einem Fährunglück 83 Menschen.", "" },
		{ "de",
		  "Neun Menschen starben beim schwersten Unglück seit 2009.",
		  "9" },
		{ "fr",
		  "L'an dernier, une bombe avait tué 40 personnes au même "
		  "endroit.",
		  "" },
		{ "fr", "En 2009, un naufrage avait fait 83 morts.", "" },
		{ "fr",
		  "Depuis le début de l'année, 120 personnes ont été tuées.",
		  "" },
		{ "fr", "Le naufrage a fait dix-sept morts dimanche.", "17" },
		{ "es",
		  "El año pasado una bomba mató a 40 personas en el mercado.",
		  "" },
		{ "es", "En lo que va de año, 120 personas fallecieron.", "" },
		{ "es", "Desde 2009 han muerto 300 mineros. Murieron ayer 9.",
		  "9" },
		{ "pt", "No ano passado, uma bomba matou 40 pessoas.", "" },
		{ "pt", "Neste ano, 120 pessoas foram mortas.", "" },
		{ "it", "L'anno scorso una bomba uccise 40 persone.", "" },
		{ "it", "Quest'anno sono morte 120 persone.", "" },
		{ "pl", "W ubiegłym roku zginęło 40 osób.", "" },
		{ "pl", "Od początku roku zginęło 120 osób.", "" },
		{ "tr", "Geçen yıl aynı pazarda 40 kişi öldü.", "" },
		{ "tr", "Bu yıl 120 kişi öldü.", "" },
		{ "ar", "العام الماضي قتل 40 شخصا في انفجار.", "" },
		{ "ar", "منذ بداية العام قتل 120 شخصا.", "" },
		{ "fa", "سال گذشته ۴۰ نفر کشته شدند.", "" },
		{ "zh", "去年，同一市场的爆炸造成40人死亡。", "" },
		{ "zh", "2009年，另一起沉船事故造成83人死亡。", "" },
		{ "zh", "今年以来，已有120人死亡。", "" },
		{ "zh", "爆炸造成9人死亡。", "9" },
		{ "ja", "昨年、同じ市場で40人が死亡した。", "" },
		{ "ja", "2009年には別の事故で83人が死亡した。", "" },
		{ "ja", "爆発で9人が死亡した。", "9" },
	};

	(void)state;
	CHECK_PAST(cases);
}

/* With a date, its own year is no earlier one. */
static void the_year_of_the_item_is_none(void **state)
{
	struct nw_item item = {
		.size = sizeof(item),
		.title = nw_str_from("12 killed in 2026 as mine collapses"),
		.content = nw_str_from("In 2024, 31 people were killed."),
		.language = nw_str_from("en"),
		.published = { .at = INT64_C(1795300000000),
			       .precision = NW_PRECISION_DAY },
	};
	struct nw_arena *arena = nw_arena_new((size_t)1 << 20);
	struct nwi_gist gist;
	struct nw_error err;
	struct nw_doc *doc;

	(void)state;
	assert_int_equal(nw_doc_make(&item, arena, &doc, &err), NW_OK);
	nwi_gist_make(doc, &gist);
	assert_int_equal(gist.figure_count, 1);
	assert_string_equal(gist.figures[0].value, "12");
	nw_arena_free(&arena);
}

static void title_lead_and_body_are_told_apart(void **state)
{
	struct nw_arena *arena = nw_arena_new((size_t)1 << 20);
	struct nwi_gist gist;

	(void)state;
	gist_of("en", "Blast kills nine",
		"Police arrested 3 men. Medics said that 31 were injured.",
		arena, &gist);
	assert_int_equal(gist.figure_count, 3);
	assert_int_equal(gist.figures[0].where, NWI_GIST_IN_TITLE);
	assert_int_equal(gist.figures[1].where, NWI_GIST_IN_LEAD);
	assert_int_equal(gist.figures[2].where, NWI_GIST_IN_BODY);
	nw_arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_before_counts_for_nothing_in_english),
		cmocka_unit_test(the_event_s_own_figures_stay_in_english),
		cmocka_unit_test(
			what_was_before_counts_for_nothing_in_other_languages),
		cmocka_unit_test(the_year_of_the_item_is_none),
		cmocka_unit_test(title_lead_and_body_are_told_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
