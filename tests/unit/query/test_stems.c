/* SPDX-License-Identifier: Apache-2.0 */
/* ~word: the forms of a word, in the language of the item. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ask.h"

static const struct {
	const char *query, *text, *language;
	bool matches;
} cases[] = {
	{ "~negotiate", "They are negotiating with the unions today.", "en",
	  true },
	{ "~negotiating", "She negotiated a peace with the unions.", "en",
	  true },
	{ "~negotiation", "The negotiations have failed again today.", "en",
	  true },
	{ "~strike", "The workers were striking for better pay.", "en", true },
	{ "~strike", "The workers went home for better pay.", "en", false },
	{ "~talk", "The stalks were high and green in the field.", "en",
	  false },
	{ "negotiate", "They are negotiating with the unions today.", "en",
	  false },
	/* the item's language decides */
	{ "~verhandlung", "Die Verhandlungen sind gestern gescheitert.", "de",
	  true },
	{ "~Häuser", "Das Haus und die Häuser der Stadt sind alt.", "de",
	  true },
	{ "~négociation", "Les négociations ont échoué hier soir à Paris.",
	  "fr", true },
	{ "~negociación", "Las negociaciones han fracasado esta noche.", "es",
	  true },
	{ "~переговоры", "Они встретились на переговорах в столице.", "ru",
	  true },
	{ "~санкция", "Совет ввёл против них новые санкции сегодня.", "ru",
	  true },
	{ "~trattativa", "Le trattative sono fallite nella notte di ieri.",
	  "it", true },
	{ "~förhandling", "Förhandlingarna har brutit samman i natt.", "sv",
	  true },
	{ "~karar", "Bakanlar toplantıda yeni kararlar aldılar.", "tr",
	  true },
	/* no stemmer: the word itself */
	{ "~санкції", "Рада ввела проти них нові санкції сьогодні.", "uk",
	  true },
	{ "~санкція", "Рада ввела проти них нові санкції сьогодні.", "uk",
	  false },
	/* wherever words stand */
	{ "\"~talk ~break\" down",
	  "The talks broke down; the talk breaks down again.", "en", true },
	{ "\"~talk ~break down\"", "After all the talking breaks down here.",
	  "en", true },
	{ "\"~talk down\"", "The talks broke down in the night.", "en", false },
	{ "~minister NEAR/3 ~resign",
	  "Two ministers have resigned over the affair.", "en", true },
	{ "title:~resign", "Two ministers have resigned over it.", "en",
	  false },
	{ "ATLEAST/2 ~resign", "One resigns, the other is resigning.", "en",
	  true },
	{ "~RESIGN -~resigning", "One resigns, the other stays in office.",
	  "en", false },
};

static void a_stem_finds_the_forms_of_a_word(void **s)
{
	(void)s;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (ask_text(cases[i].query, "", cases[i].text,
			     cases[i].language) != cases[i].matches)
			fail_msg("%s: %s", cases[i].query, cases[i].text);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_stem_finds_the_forms_of_a_word),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
