/* SPDX-License-Identifier: Apache-2.0 */
#include "story_help.h"

#include <stdio.h>
#include <stdlib.h>

/* A dispatch in six paragraphs. */
#define LEAD                                                                  \
	"The harbour of Vellin was closed on Tuesday after a freighter with " \
	"2,300 tonnes of grain ran aground at the mouth of the river, the "   \
	"port authority said.\n"
#define CREW                                                                  \
	"All 21 members of the crew were brought ashore by two pilot boats. " \
	"Nobody was hurt, and no fuel has leaked so far, according to "       \
	"harbour master Ines Dorval.\n"
#define TUGS                                                                  \
	"Three tugs from Port Arden are expected with the evening tide. If "  \
	"they fail, part of the cargo will have to be unloaded into barges, " \
	"which could take until the weekend.\n"
#define TRADE                                                               \
	"Vellin handles a fifth of the country's grain exports. Merchants " \
	"fear that ships now waiting in the roads will be diverted to "     \
	"harbours farther south, where fees are higher.\n"
#define CAUSE                                                            \
	"Why the Carla Moravia left the fairway in calm weather is not " \
	"known. Investigators of the maritime office took the voyage "   \
	"recorder with them and questioned the helmsman.\n"
#define PAST                                                                 \
	"It is the second accident at the river's mouth within four years. " \
	"The union of pilots has long asked for the channel to be dredged "  \
	"and for lights on its northern bank."
#define WHOLE LEAD CREW TUGS TRADE CAUSE PAST

#define SHOUTED                                                                \
	"THE HARBOUR OF VELLIN WAS CLOSED ON TUESDAY AFTER A FREIGHTER WITH "  \
	"2,300 TONNES OF GRAIN RAN AGROUND AT THE MOUTH OF THE RIVER, THE "    \
	"PORT AUTHORITY SAID. ALL 21 MEMBERS OF THE CREW WERE BROUGHT ASHORE " \
	"BY TWO PILOT BOATS. NOBODY WAS HURT, AND NO FUEL HAS LEAKED SO FAR, " \
	"ACCORDING TO HARBOUR MASTER INES DORVAL."

/* The same by another hand. */
#define OWN_REPORT                                                             \
	"Grain ships are queueing off Vellin. Since a bulk carrier stuck "     \
	"fast in the estuary on Tuesday nothing can enter or leave, and the "  \
	"company that runs the silos has sent its dockers home. The stranded " \
	"Carla Moravia can be seen from the beach, where hundreds came to "    \
	"look. Harbour master Ines Dorval hopes to have her afloat by "        \
	"Thursday with the help of tugs. Insurers spoke of a loss of some "    \
	"four million crowns a day for the town."

#define WEATHER(day, high, low, wind, place)                                   \
	"Weather for " place ". Today is " day ". The day begins with fog in " \
	"the valleys and clears towards noon. Highs reach " high               \
	" degrees, lows fall to " low " degrees. Wind from " wind              \
	" kilometres an hour, gusts in exposed places. The outlook for the "   \
	"following days remains uncertain, take an umbrella with you."

#define RESULT(home, guest, score, scorer, crowd)                              \
	home " beat " guest " " score " on Saturday before " crowd             \
	     " spectators. " scorer " opened the scoring after the break and " \
	     "the visitors never found their way back into the match. The "    \
	     "coach praised his team's patience and spoke of a deserved win "  \
	     "against a strong opponent who had beaten them in the spring."

#define OTHER_NEWS                                                            \
	"Parliament in Ostrau adopted the budget late on Monday by 74 votes " \
	"to 61. It foresees higher fees for waste and water and a new tram "  \
	"line to the university. The opposition walked out before the vote "  \
	"and announced that it would go to court over the procedure."

#define FOOTER                                                               \
	"\nSubscribe to our newsletter and never miss a story. All rights "  \
	"reserved. Reproduction of texts, pictures and graphics is subject " \
	"to written permission of the publisher."

static const struct relation_case {
	const char *name;
	const char *first, *second;
	int relation; /* enum nwi_relation; -1: any but none */
} cases[] = {
	{ "the same text", WHOLE, WHOLE, NWI_RELATION_COPY },
	{ "a prefixed dateline", WHOLE, "VELLIN (Agency) - " WHOLE,
	  NWI_RELATION_COPY },
	{ "its last paragraph cut", WHOLE, LEAD CREW TUGS TRADE CAUSE,
	  NWI_RELATION_COPY },
	{ "its first paragraph cut", WHOLE, CREW TUGS TRADE CAUSE PAST,
	  NWI_RELATION_COPY },
	{ "one paragraph", WHOLE, TUGS, NWI_RELATION_EXCERPT },
	{ "the first two paragraphs", WHOLE, LEAD CREW, NWI_RELATION_EXCERPT },
	{ "the last two paragraphs", WHOLE, CAUSE PAST, NWI_RELATION_EXCERPT },
	{ "paragraphs moved", WHOLE, LEAD CAUSE PAST TUGS CREW TRADE,
	  NWI_RELATION_COPY },
	{ "in capitals", LEAD CREW, SHOUTED, NWI_RELATION_COPY },
	{ "an outlet's footer", WHOLE, WHOLE FOOTER, NWI_RELATION_COPY },
	{ "a lead of its own", WHOLE,
	  "No ship gets in or out: Vellin has lost its river for days.\n" CREW
		  TUGS TRADE CAUSE PAST,
	  NWI_RELATION_COPY },
	{ "a paragraph of its own added", LEAD CREW TUGS TRADE,
	  LEAD CREW TUGS TRADE
	  "The mayor called a meeting of the town's crisis committee and "
	  "asked onlookers to keep away from the breakwater.\n",
	  NWI_RELATION_COPY },
	{ "the whole after its part", LEAD CREW TUGS, WHOLE, -1 },
	{ "white space and quotes of another extractor",
	  "The minister said: \"We will not pay twice for the same bridge, "
	  "and I told the builders so,\" before he left for Brun on Friday.",
	  "The  minister said: \xe2\x80\x9cWe will not pay twice for the same "
	  "bridge, and I told the builders so,\xe2\x80\x9d\nbefore he left for "
	  "Brun on Friday.",
	  NWI_RELATION_COPY },
	{ "words changed here and there", LEAD CREW TUGS,
	  "The port of Vellin was shut on Tuesday after a freighter with "
	  "2,300 tonnes of grain ran aground at the mouth of the river, the "
	  "port authority said. All 21 members of the crew were brought "
	  "ashore by two pilot boats. Nobody was injured, and no fuel has "
	  "leaked so far, according to harbour master Ines Dorval. Three tugs "
	  "from Port Arden are due with the evening tide. If they fail, part "
	  "of the cargo will have to be unloaded into barges, which might "
	  "take until the weekend.",
	  NWI_RELATION_COPY },
	{ "a report by another hand", WHOLE, OWN_REPORT, NWI_RELATION_NONE },
	{ "other news", WHOLE, OTHER_NEWS, NWI_RELATION_NONE },
	{ "other news with the same footer", OTHER_NEWS FOOTER, WHOLE FOOTER,
	  NWI_RELATION_NONE },
	{ "one sentence quoted in a long text",
	  "Nobody was hurt, and no fuel has leaked so far, according to "
	  "harbour master Ines Dorval.",
	  OWN_REPORT " " OTHER_NEWS
		     " Nobody was hurt, and no fuel has leaked so far, "
		     "according to harbour master Ines Dorval.",
	  NWI_RELATION_NONE },
	{ "the weather of another day",
	  WEATHER("Monday 3 May", "14", "6", "12", "Ostrau"),
	  WEATHER("Thursday 6 May", "21", "9", "30", "Ostrau"),
	  NWI_RELATION_NONE },
	{ "the weather of another town",
	  WEATHER("Monday 3 May", "14", "6", "12", "Ostrau"),
	  WEATHER("Monday 3 May", "17", "8", "25", "Vellin"),
	  NWI_RELATION_NONE },
	{ "another match",
	  RESULT("Rovers", "Athletic", "2-1", "Milan Petrak", "8,200"),
	  RESULT("Wanderers", "Dynamo", "3-0", "Oskar Lind", "11,400"),
	  NWI_RELATION_NONE },
	{ "a line of four words", "Traffic on the ring road.",
	  "Traffic on the ring road.", NWI_RELATION_NONE },
	{ "a headline alone",
	  "Freighter blocks harbour of Vellin for third day",
	  "Freighter blocks harbour of Vellin for third day",
	  NWI_RELATION_COPY },
	{ "an empty text", "", "", NWI_RELATION_NONE },
	{ "Russian, cut",
	  "Движение поездов между Вельском и Коряжмой остановлено после схода "
	  "трёх вагонов с щебнем. Пострадавших нет, сообщили на железной "
	  "дороге. Путь обещают восстановить к вечеру среды.",
	  "Движение поездов между Вельском и Коряжмой остановлено после схода "
	  "трёх вагонов с щебнем. Пострадавших нет, сообщили на железной "
	  "дороге.",
	  NWI_RELATION_COPY },
	{ "Arabic with points and without",
	  "أعلنت وزارة النقل إغلاق الجسر الكبير أمام الشاحنات حتى نهاية الشهر "
	  "بسبب أعمال الصيانة العاجلة",
	  "أَعلنت وزارة النقل إغلاق الجسر الكبير أمام الشاحنات حتى نهاية "
	  "الشهر بسبب أعمال الصيانة العاجلة",
	  NWI_RELATION_COPY },
	{ "Chinese, prefixed",
	  "交通部周二表示，由于紧急维修工程，大桥将对卡车关闭至月底，公交线路改"
	  "道行驶。",
	  "本报讯：交通部周二表示，由于紧急维修工程，大桥将对卡车关闭至月底，公"
	  "交线路改道行驶。",
	  NWI_RELATION_COPY },
};

static void relations_of_pairs_are_told(void **state)
{
	int wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct relation_case *c = &cases[i];
		struct nwi_window *window = window_of(1 << 20);
		const struct piece first = { .text = c->first, .outlet = "a" };
		const struct piece second = { .text = c->second,
					      .outlet = "b" };
		add_piece(window, 1, &first);
		struct nwi_decision d = add_piece(window, 2, &second);
		bool good = c->relation < 0 ? d.relation != NWI_RELATION_NONE
					    : (int)d.relation == c->relation;
		if (!good)
			print_error("%s: relation %d, containment %.2f\n",
				    c->name, (int)d.relation, d.containment);
		wrong += !good;
		assert_int_equal(d.copy_of, d.relation ? 1 : 0);
		assert_int_equal(d.copies, d.relation ? 1 : 2);
		nwi_window_free(&window);
	}
	assert_int_equal(wrong, 0);
}

static void a_copy_of_a_copy_is_a_copy_of_the_first(void **state)
{
	struct nwi_window *window = window_of(1 << 20);
	const struct piece pieces[] = {
		{ .text = WHOLE, .outlet = "a" },
		{ .text = OTHER_NEWS, .outlet = "a" },
		{ .text = CREW TUGS TRADE CAUSE PAST FOOTER, .outlet = "b" },
		{ .text = TUGS TRADE CAUSE PAST FOOTER, .outlet = "c" },
	};
	struct nwi_decision d = { 0 };

	(void)state;
	for (uint64_t i = 0; i < 4; i++)
		d = add_piece(window, i + 1, &pieces[i]);
	assert_int_equal(d.copy_of, 1);
	assert_int_equal(d.copies, 1);
	assert_int_equal(d.story, 1);
	nwi_window_free(&window);
}

static void a_number_that_is_not_above_the_last_is_refused(void **state)
{
	struct nwi_window *window = window_of(1 << 20);
	const struct nwi_item_facts facts = { .number = 1 };
	struct nwi_decision decision;
	struct nwi_print print;
	struct nw_error err;

	(void)state;
	print_of("Title", nw_str_from(WHOLE), &print);
	assert_int_equal(
		nwi_window_add(window, &print, &facts, &decision, &err), NW_OK);
	assert_int_equal(
		nwi_window_add(window, &print, &facts, &decision, &err),
		NW_BAD_INPUT);
	nwi_window_free(&window);
}

/* An outlet that writes one page 5,000 times: bounded, and nothing else
 * falls into its story. */
static void thousands_of_one_page_stay_bounded(void **state)
{
	enum { PAGES = 5000, BYTES = 2 << 20 };
	struct nwi_window *window = window_of(BYTES);
	struct nwi_decision d = { 0 };
	unsigned stories = 0, full = 0;
	char text[2048];

	(void)state;
	for (unsigned i = 0; i < PAGES; i++) {
		snprintf(text, sizeof(text), "Offer %u. " WHOLE, i);
		d = add_piece(window, i + 1,
			      &(struct piece){ .text = text, .outlet = "a" });
		stories += (d.flags & NWI_DECISION_NEW_STORY) != 0;
		full += (d.flags & NWI_DECISION_FULL) != 0;
		assert_true(nwi_window_bytes(window) <= BYTES);
	}
	assert_in_range(stories, 1, 10);
	d = add_piece(window, PAGES + 1,
		      &(struct piece){ .text = OTHER_NEWS, .outlet = "a" });
	assert_int_equal(d.story, PAGES + 1);
	assert_true(nwi_window_oldest(window) > 1);
	nwi_window_free(&window);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(relations_of_pairs_are_told),
		cmocka_unit_test(a_copy_of_a_copy_is_a_copy_of_the_first),
		cmocka_unit_test(
			a_number_that_is_not_above_the_last_is_refused),
		cmocka_unit_test(thousands_of_one_page_stay_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
