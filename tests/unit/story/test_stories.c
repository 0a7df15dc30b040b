/* SPDX-License-Identifier: Apache-2.0 */
#include "story_help.h"

#include "story/origin.h"

#include <stdio.h>

/* ---- what belongs together ---- */

#define QUAKE_A                                                                \
	"An earthquake of magnitude 6.1 shook the island of Tirano early on "  \
	"Sunday and brought down dozens of houses in the old town of Sarel. "  \
	"At least 14 people died, the civil protection said. Rescuers with "   \
	"dogs were searching the rubble of a hostel where a school class had " \
	"spent the night. Power is out in most of the island's west."
#define QUAKE_B                                                                \
	"Sarel (Tirano) - Rescue teams pulled three children alive out of a "  \
	"collapsed hostel in Sarel hours after a strong quake hit Tirano. "    \
	"The death toll rose to 14, officials of the civil protection told "   \
	"reporters. The tremor had a magnitude of 6.1 and was felt as far as " \
	"the mainland. Governor Elia Monti declared a state of emergency."
#define QUAKE_ELSEWHERE                                                        \
	"A quake of magnitude 5.4 hit the Karun valley in the country's east " \
	"on Tuesday. No one was killed, but walls of farm houses in the "      \
	"villages around Behrad cracked and a road was blocked by rocks. The " \
	"Red Crescent sent tents and blankets, the provincial governor said."

#define CALL_A                                                                 \
	"Presidents Anton Reyk and Maria Solano spoke by telephone about the " \
	"release of the fishermen held since March. Reyk asked for consular "  \
	"visits to the prison of Lobos, his office said. Solano promised a "   \
	"reply within days and invited a delegation of families."
#define CALL_B                                                               \
	"Presidents Anton Reyk and Maria Solano discussed by telephone the " \
	"price of gas for the coming winter. Both sides want the pipeline "  \
	"through the strait to work at full capacity from October, the "     \
	"presidential office said. Experts will draft a contract for five "  \
	"years; storage sites are to be filled to nine tenths."

#define CALL_MARCH(day)                                                      \
	"On March " day                                                      \
	" presidents Anton Reyk and Maria Solano had a telephone "           \
	"conversation about the strait and the guarantees that Reyk wants, " \
	"his office said. They agreed to stay in contact."

#define BRIEFING_TRADE                                                        \
	"Foreign ministry spokeswoman Olga Tarn told the weekly briefing "    \
	"that "                                                               \
	"the new tariffs on aluminium break the trade treaty of 2011. Her "   \
	"country will file a complaint with the arbitration panel in Geneva " \
	"and may answer with duties on whiskey and motorcycles."
#define BRIEFING_VISA                                                      \
	"Foreign ministry spokeswoman Olga Tarn told the weekly briefing " \
	"that "                                                            \
	"students from the archipelago will get visas without a fee from " \
	"autumn on. Consulates in Porto Lis and Amara will stay open on "  \
	"Saturdays until the backlog of applications has been worked off."

#define MERGER_A                                                               \
	"The brewery Halvard is taking over its rival Brunnsberg for 1.8 "     \
	"billion crowns. The two boards agreed on the merger on Thursday "     \
	"evening. Together they would sell four of ten bottles in the north. " \
	"The cartel office announced that it would look closely at the deal."
#define MERGER_B                                                               \
	"Halvard buys Brunnsberg: the merger of the two brewers, worth 1.8 "   \
	"billion crowns, creates the largest beer maker in the north. Unions " \
	"fear for 600 jobs at the Brunnsberg bottling plant in Mora. The "     \
	"cartel office has four months to decide."

#define RU_A                                                                                                                          \
	"В Вельске загорелся склад мебельной фабрики «Сосна». Огонь "               \
	"охватил две тысячи квадратных метров, кровля обрушилась. Из здания " \
	"эвакуировали 46 рабочих, пострадавших нет, сообщили в управлении "      \
	"МЧС. К тушению привлечён пожарный поезд."
#define RU_B                                                                                                                       \
	"Пожар на складе фабрики «Сосна» в Вельске локализован на площади " \
	"2000 квадратных метров. По данным МЧС, до прибытия пожарных здание "   \
	"покинули 46 рабочих. Причиной могло стать замыкание проводки, "         \
	"убытки мебельной фабрики оценивают."

/* One event in two languages; names and a number carry it. */
#define EN_CRASH                                                              \
	"A bus with 37 pilgrims from Tarnobrod skidded off the road near "    \
	"Kolvina early on Monday, the police of Kolvina said. Driver Marek "  \
	"Vashenko was taken to the hospital of Tarnobrod. According to "      \
	"Governor Ilya Borisenko, black ice on the pass of Drugomir was the " \
	"cause; traffic over Drugomir is closed until Tuesday."
#define RU_CRASH                                                                                                                      \
	"Автобус с 37 паломниками из Тарноброда сошёл с трассы у Колвины "         \
	"ранним утром. В полиции Колвины уточнили, что водитель Марек "             \
	"Вашенко доставлен в больницу Тарноброда. Причиной губернатор Илья " \
	"Борисенко назвал гололёд на перевале Другомир. Перевал Другомир "     \
	"закрыт до вторника."
#define RU_OTHER                                                                                                                   \
	"Команда из Тарноброда выиграла кубок области. В финале хоккеисты " \
	"обыграли соперников из Вельска со счётом 4:2. Награду вручил "            \
	"губернатор Илья Борисенко, лучшим игроком признан Пётр Саврасов, " \
	"который вернулся в команду из Норильска."

#define FILLER                                                                 \
	"The national library will digitise its collection of maps until the " \
	"end of next year. Some 40,000 sheets, the oldest of them drawn in "   \
	"1542, are to be shown on a page that anyone may use without a fee."

static const struct story_case {
	const char *name;
	struct piece first, second;
	bool together;
} cases[] = {
	{ "two reports of one quake",
	  { .text = QUAKE_A, .outlet = "a", .hours = 10 },
	  { .text = QUAKE_B, .outlet = "b", .hours = 16 },
	  true },
	{ "two reports without a time",
	  { .text = QUAKE_A, .outlet = "a" },
	  { .text = QUAKE_B, .outlet = "b" },
	  true },
	{ "a clock that is a day off",
	  { .text = QUAKE_A, .outlet = "a", .hours = 40 },
	  { .text = QUAKE_B, .outlet = "b", .hours = 16 },
	  true },
	{ "a quake elsewhere",
	  { .text = QUAKE_A, .outlet = "a", .hours = 10 },
	  { .text = QUAKE_ELSEWHERE, .outlet = "b", .hours = 60 },
	  false },
	{ "two calls of two presidents a week apart",
	  { .title = "Reyk and Solano speak by telephone",
	    .text = CALL_A,
	    .outlet = "a",
	    .hours = 10 },
	  { .title = "Reyk, Solano talk about gas",
	    .text = CALL_B,
	    .outlet = "a",
	    .hours = 178 },
	  false },
	{ "two calls on days that the texts state",
	  { .title = "Reyk and Solano speak by telephone",
	    .text = CALL_MARCH("4"),
	    .outlet = "a",
	    .page = "p" },
	  { .title = "Reyk and Solano discuss strait",
	    .text = CALL_MARCH("11") " It was their third.",
	    .outlet = "a",
	    .page = "p" },
	  false },
	{ "one call by two outlets",
	  { .title = "Reyk and Solano speak by telephone",
	    .text = CALL_MARCH("4"),
	    .outlet = "a",
	    .page = "p" },
	  { .title = "Reyk and Solano discuss strait",
	    .text = CALL_MARCH("4") " It was their third.",
	    .outlet = "b",
	    .page = "p" },
	  true },
	{ "one briefing on two subjects",
	  { .title = "Tariffs break treaty, ministry says",
	    .text = BRIEFING_TRADE,
	    .outlet = "a",
	    .page = "p",
	    .hours = 10 },
	  { .title = "Visas for students will be free",
	    .text = BRIEFING_VISA,
	    .outlet = "a",
	    .page = "p",
	    .hours = 11 },
	  false },
	{ "a merger by two desks",
	  { .title = "Halvard takes over Brunnsberg",
	    .text = MERGER_A,
	    .outlet = "a",
	    .hours = 10 },
	  { .title = "Brewers merge",
	    .text = MERGER_B,
	    .outlet = "b",
	    .hours = 30 },
	  true },
	{ "a merger, six days later",
	  { .title = "Halvard takes over Brunnsberg",
	    .text = MERGER_A,
	    .outlet = "a",
	    .hours = 10 },
	  { .title = "Halvard buys Brunnsberg",
	    .text = MERGER_B,
	    .outlet = "b",
	    .hours = 150 },
	  true },
	{ "a merger, a year later",
	  { .text = MERGER_A, .outlet = "a", .hours = 10 },
	  { .text = MERGER_B, .outlet = "b", .hours = 8760 },
	  false },
	{ "Russian, two reports of a fire",
	  { .text = RU_A, .outlet = "a", .hours = 10 },
	  { .text = RU_B, .outlet = "b", .hours = 12 },
	  true },
	{ "Russian and something else",
	  { .text = RU_A, .outlet = "a", .hours = 10 },
	  { .text = QUAKE_A, .outlet = "b", .hours = 12 },
	  false },
	{ "one crash in English and in Russian",
	  { .text = EN_CRASH, .outlet = "a", .hours = 10 },
	  { .text = RU_CRASH, .outlet = "b", .hours = 14 },
	  true },
	{ "one crash in two languages, a week apart",
	  { .text = EN_CRASH, .outlet = "a", .hours = 10 },
	  { .text = RU_CRASH, .outlet = "b", .hours = 180 },
	  false },
	{ "another event with a place and a governor in common",
	  { .text = EN_CRASH, .outlet = "a", .hours = 10 },
	  { .text = RU_OTHER, .outlet = "b", .hours = 14 },
	  false },
	{ "other news",
	  { .text = MERGER_A, .outlet = "a", .hours = 10 },
	  { .text = FILLER, .outlet = "b", .hours = 10 },
	  false },
	{ "a word each",
	  { .text = "Storm", .outlet = "a" },
	  { .text = "Budget", .outlet = "b" },
	  false },
	{ "nothing at all", { .text = "" }, { .text = "" }, false },
};

static void what_is_of_one_event_is_one_story(void **state)
{
	int wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct story_case *c = &cases[i];
		struct nwi_window *window = window_of(1 << 20);
		const struct piece filler = { .text = FILLER, .outlet = "f" };
		add_piece(window, 1, &filler);
		struct nwi_decision a = add_piece(window, 2, &c->first);
		struct nwi_decision b = add_piece(window, 3, &c->second);
		if ((a.story == b.story) != c->together) {
			print_error("%s: score %.2f, needed %.2f\n", c->name,
				    b.score, b.needed);
			wrong++;
		}
		nwi_window_free(&window);
	}
	assert_int_equal(wrong, 0);
}

/* ---- reasons ---- */

static const struct {
	const char *name;
	struct piece first, second;
	const char *why; /* begins the line */
	const char *words[3];
} reasons[] = {
	{ "one quake",
	  { .text = QUAKE_A },
	  { .text = QUAKE_B },
	  "joined, score 0.",
	  { "Sarel", "Tirano", "hostel" } },
	{ "two subjects",
	  { .title = "Tariffs break treaty, ministry says",
	    .text = BRIEFING_TRADE },
	  { .title = "Visas for students will be free", .text = BRIEFING_VISA },
	  "a story of its own: the nearest scores 0.",
	  { "Tarn", "Olga", "briefing" } },
	{ "nothing shared",
	  { .text = MERGER_A },
	  { .text = RU_A },
	  "a story of its own: none is near",
	  { NULL } },
	{ "one text",
	  { .text = QUAKE_A },
	  { .text = QUAKE_A },
	  "copy: the same text",
	  { NULL } },
	{ "two languages",
	  { .text = EN_CRASH, .hours = 10 },
	  { .text = RU_CRASH, .hours = 14 },
	  "joined across languages by ",
	  { "Тарноброда", "Другомир", "Борисенко" } },
	{ "too late",
	  { .text = QUAKE_A, .hours = 10 },
	  { .text = QUAKE_B, .hours = 10 + 20 * 24 },
	  "a story of its own: ",
	  { NULL } },
};

static void a_decision_says_why(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
		struct nwi_window *window = window_of(1 << 20);
		struct nw_buf words, line;
		struct nwi_print print;
		nw_buf_init(&words, NWI_PRINT_WORDS);
		nw_buf_init(&line, 1024);
		add_piece(window, 1, &reasons[i].first);
		struct nwi_decision d =
			add_piece(window, 2, &reasons[i].second);
		print_and_words(reasons[i].second.title,
				nw_str_from(reasons[i].second.text), &print,
				&words);
		nwi_decision_explain(&d, nw_buf_str(&words), &line);
		struct nw_str said = nw_buf_str(&line);
		bool good = nw_str_starts(said, reasons[i].why);
		for (size_t w = 0; w < 3 && reasons[i].words[w]; w++)
			good = good &&
			       nw_str_find(said,
					   nw_str_from(reasons[i].words[w])) <
				       said.len;
		if (!good)
			fail_msg("%s: %.*s", reasons[i].name, (int)said.len,
				 said.at);
		nw_buf_fini(&words);
		nw_buf_fini(&line);
		nwi_window_free(&window);
	}
}

/* ---- place and content ---- */

#define SPUN                                                                   \
	"Teams of rescuers hauled three kids alive from a fallen hostel at "   \
	"Sarel some hours following a heavy quake that struck Tirano. The "    \
	"number of dead climbed to 14, representatives of civil protection "   \
	"informed journalists. The shock had a magnitude of 6.1 and could be " \
	"noticed as far as the mainland. Elia Monti, the governor, "           \
	"proclaimed "                                                          \
	"an emergency state."

static void a_paraphrase_is_tied_to_what_it_stood_beside(void **state)
{
	const struct piece original = { .text = QUAKE_B, .page = "p" };
	const struct piece spun = { .text = SPUN, .page = "p" };
	const struct piece elsewhere = { .text = SPUN, .page = "q" };
	struct nwi_window *window = window_of(1 << 20);

	(void)state;
	add_piece(window, 1, &original);
	struct nwi_decision d = add_piece(window, 2, &spun);
	assert_int_equal(d.relation, NWI_RELATION_PARAPHRASE);
	assert_int_equal(d.copy_of, 1);
	assert_int_equal(d.copies, 1);
	assert_int_equal(d.story, 1);
	nwi_window_free(&window);

	window = window_of(1 << 20);
	add_piece(window, 1, &original);
	d = add_piece(window, 2, &elsewhere);
	assert_int_equal(d.relation, NWI_RELATION_NONE);
	assert_int_equal(d.story, 1);
	nwi_window_free(&window);
}

static double score_behind(const char *page)
{
	static const char words[] =
		" Rubble.";
	struct nwi_window *window = window_of(1 << 20);
	char trade[2048], merger[2048];

	snprintf(trade, sizeof(trade), "%s%s", BRIEFING_TRADE, words);
	snprintf(merger, sizeof(merger), "%s%s", MERGER_A, words);
	add_piece(window, 1, &(struct piece){ .text = QUAKE_A, .page = "p" });
	add_piece(window, 2, &(struct piece){ .text = trade, .page = page });
	struct nwi_decision third = add_piece(
		window, 3, &(struct piece){ .text = merger, .page = page });
	assert_int_equal(third.story, 3);
	struct nwi_decision d = add_piece(
		window, 4, &(struct piece){ .text = QUAKE_B, .page = "p" });
	assert_int_equal(d.near, 1);
	nwi_window_free(&window);
	return d.score;
}

static void what_another_page_repeats_counts_in_full(void **state)
{
	(void)state;
	assert_true(score_behind("q") == score_behind(NULL));
}

/* ---- origins ---- */

static const struct {
	const char *text, *origin;
} origins[] = {
	{ "VELLIN (Reuters) - The harbour was closed on Tuesday.", "Reuters" },
	{ "ВЕЛЬСК, 25 мая. /ТАСС/. Движение поездов остановлено.", "TASS" },
	{ "МОСКВА, 25 мая (Рейтер) - Суд отложил заседание.", "Reuters" },
	{ "Ostrau (dpa) - Der Haushalt ist beschlossen.", "dpa" },
	{ "AFP - Le port a \xc3\xa9t\xc3\xa9 ferm\xc3\xa9 mardi.", "AFP" },
	{ "The harbour was closed on Tuesday, it said. (AP)", "AP" },
	{ "The harbour was closed on Tuesday.\nSource: Interfax", "Interfax" },
	{ "The harbour was closed on Tuesday.\nvia Bloomberg", "Bloomberg" },
	{ "El puerto fue cerrado el martes. EFE\n", "EFE" },
	{ "El puerto fue cerrado el martes.\nEFE", "EFE" },
	{ "The harbour master told Reuters that it would be closed.", NULL },
	{ "Reuters reported on Tuesday that the harbour was closed.", NULL },
	{ "She sat on his lap, ap and all.", NULL },
	{ "", NULL },
};

static void wires_are_told_by_datelines_and_credits(void **state)
{
	int wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(origins) / sizeof(origins[0]); i++) {
		struct nwi_print print;
		print_of("", nw_str_from(origins[i].text), &print);
		const char *name = nwi_origin_name(print.origin);
		bool good = name && origins[i].origin
				    ? strcmp(name, origins[i].origin) == 0
				    : name == origins[i].origin;
		if (!good)
			print_error("%s: %s\n", origins[i].text,
				    name ? name : "none");
		wrong += !good;
	}
	assert_int_equal(wrong, 0);
}

/* ---- no black hole ---- */

static void a_story_takes_no_end_of_items(void **state)
{
	struct nwi_window *window = window_of(16 << 20);
	struct nwi_decision d = { 0 };
	uint64_t stories = 0, full = 0;
	char text[1024];

	(void)state;
	for (unsigned i = 0; i < 4500; i++) {
		snprintf(text, sizeof(text),
			 "%s Number %u of the list, seat %u, row %u, desk %u, "
			 "ward %u, gate %u.",
			 i % 2 ? QUAKE_A : QUAKE_B, i, i * 7, i * 11, i * 13,
			 i * 17, i * 19);
		d = add_piece(window, i + 1, &(struct piece){ .text = text });
		stories += (d.flags & NWI_DECISION_NEW_STORY) != 0;
		full += (d.flags & NWI_DECISION_FULL) != 0;
	}
	assert_in_range(stories, 3, 100);
	assert_true(full > 0 && d.story > 4000);
	nwi_window_free(&window);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_of_one_event_is_one_story),
		cmocka_unit_test(a_decision_says_why),
		cmocka_unit_test(a_paraphrase_is_tied_to_what_it_stood_beside),
		cmocka_unit_test(what_another_page_repeats_counts_in_full),
		cmocka_unit_test(wires_are_told_by_datelines_and_credits),
		cmocka_unit_test(a_story_takes_no_end_of_items),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
