/* SPDX-License-Identifier: Apache-2.0 */
/* Which language a text is in, alone and against what is declared. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/language.h"
#include <string.h>

static const struct {
	const char *language, *text;
} sentences[] = {
#include "language_sentences.inc"
};

static const char *told(const char *text, const char *declared)
{
	return nwi_language_of(nw_str_from(text), nw_str_from(declared));
}

static void sentences_of_75_languages_are_told(void **s)
{
	size_t wrong = 0;

	(void)s;
	for (size_t i = 0; i < sizeof(sentences) / sizeof(sentences[0]); i++) {
		const char *found = told(sentences[i].text, NULL);
		if (found && strcmp(found, sentences[i].language) == 0)
			continue;
		print_message("# %s, not %s: %s\n", found ? found : "unknown",
			      sentences[i].language, sentences[i].text);
		wrong++;
	}
	assert_int_equal(wrong, 0);
}

static void what_tells_nothing_is_unknown(void **s)
{
	static const char *const texts[] = {
		"",
		"12:30, 4.5 %",
		"OK",
		"https://example.org/a/b",
		"\xf0\x9f\x8e\x89\xf0\x9f\x8e\x89",
		"asdf jkl qwert zxcvb poiu mnbv lkjh qqwxz",
	};

	(void)s;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_null(told(texts[i], NULL));
}

static void what_is_declared_stands_until_the_text_denies_it(void **s)
{
	static const struct {
		const char *text, *declared, *expected;
	} rows[] = {
		{ "OK", "fr-CA", "fr" },
		{ "Kim Jong Un", "de", "de" },
		{ "12:30", "uk", "uk" },
		/* Close languages: the outlet knows better. */
		{ "Ministar je rekao da će se razgovori nastaviti.", "sr",
		  "sr" },
		{ "Ministar je rekao da će se razgovori nastaviti.", "bs",
		  "bs" },
		{ "Dua orang terluka dalam kecelakaan.", "ms", "ms" },
		/* A template that was never translated. */
		{ "Die Regierung hat am Mittwoch neue Maßnahmen beschlossen, "
		  "sagte eine Sprecherin in Berlin.",
		  "en-US", "de" },
		{ "Правительство объявило о новых мерах.", "en", "ru" },
		{ "정부는 수요일 새로운 조치를 발표했다", "en", "ko" },
		/* Signs that two languages share. */
		{ "東京都知事選挙", "ja", "ja" },
		{ "東京都知事選挙", NULL, "zh" },
		/* Languages that the tables lack. */
		{ "Ur gouel bras a vo e Kemper disul.", "br", "br" },
		{ "A' chiad latha den bhliadhna ùr.", "gd", "gd" },
		/* Two names of one. */
		{ "دوو کەس لە ڕووداوێکی هاتوچۆدا بریندار بوون.", "ku", "ckb" },
	};

	(void)s;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *found = told(rows[i].text, rows[i].declared);
		assert_non_null(found);
		assert_string_equal(found, rows[i].expected);
	}
}

static struct nw_str settled(struct nw_str text, const char *declared)
{
	const struct nw_item item = {
		.size = sizeof(item),
		.content = text,
		.language = nw_str_from(declared),
	};

	return nwi_language_settle_item(&item);
}

static void a_tag_keeps_its_region_where_its_language_stays(void **s)
{
	struct nw_str text = nw_str_from(
		"O ministro disse na terça-feira que as conversas continuam.");

	(void)s;
	assert_true(nw_str_is(settled(text, "pt-BR"), "pt-BR"));
	assert_true(nw_str_is(settled(text, "en-GB"), "pt"));
	/* A language that we have no code for cannot be doubted. */
	assert_true(nw_str_is(settled(nw_str_from("Hm"), "gsw"), "gsw"));
}

static void marks_and_quotes_do_not_change_the_language(void **s)
{
	(void)s;
	/* Persian letters and Arabic ones, points, a soft hyphen, capitals. */
	assert_string_equal(
		told("وزير روز سه شنبه گفت كه مذاكرات ادامه دارد", NULL), "fa");
	assert_string_equal(
		told("DER MINISTER SAGTE AM DIENSTAG, DIE GE\xc2\xad"
		     "SPRÄCHE WÜRDEN FORTGESETZT",
		     NULL),
		"de");
	assert_string_equal(
		told("''L’accord'' sera ‘signé’ ''mardi'' à l''Élysée", NULL),
		"fr");
}

static void foreign_words_and_addresses_do_not_decide(void **s)
{
	(void)s;
	assert_string_equal(
		told("Nach Angaben von Reuters (https://www.example.com/the-"
		     "government-said-that-it-would) steigt der Preis weiter",
		     NULL),
		"de");
	assert_string_equal(told("株式会社 Example Global Holdings は火曜日に "
				 "新製品を発表した",
				 NULL),
			    "ja");
}

/* A long text is sampled at several places, so that a note of the editors in
 * another language in front of it does not decide. */
static void short_arabic_is_told_from_persian_by_its_letters(void **s)
{
	(void)s;
	assert_string_equal(told("كتاب جديد", NULL), "ar");
	assert_string_equal(told("بنك مركزي", NULL), "ar");
	assert_string_equal(told("وزير خارجه به مسكو رفت", NULL), "fa");
}

static void a_note_in_front_does_not_decide_for_a_long_text(void **s)
{
	struct nw_buf text;

	(void)s;
	nw_buf_init(&text, 1 << 20);
	nw_buf_add_text(&text, "This story was first published in Ukrainian "
			       "by our partner. ");
	for (int i = 0; i < 2000; i++)
		nw_buf_add_text(&text, "Уряд оголосив про нові заходи, а "
				       "депутати їх підтримали. ");
	struct nw_str all = nw_buf_str(&text);
	assert_string_equal(nwi_language_of(all, nw_str_make(NULL, 0)), "uk");
	nw_buf_fini(&text);
}

static void a_guess_says_what_it_rests_on(void **s)
{
	struct nwi_language_guess guess;
	struct nw_item item = { .size = sizeof(item) };

	(void)s;
	item.title = nw_str_from("Regierung beschließt neue Maßnahmen");
	item.summary = nw_str_from("Mehr dazu");
	nwi_language_tell_item(&item, &guess);
	assert_string_equal(guess.code, "de");
	assert_string_equal(guess.script, "Latin");
	assert_string_equal(guess.first, "de");
	assert_non_null(guess.second);
	assert_int_equal(guess.words, 6);
	assert_true(guess.lead > 0 && guess.score > guess.lead);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sentences_of_75_languages_are_told),
		cmocka_unit_test(what_tells_nothing_is_unknown),
		cmocka_unit_test(
			what_is_declared_stands_until_the_text_denies_it),
		cmocka_unit_test(
			a_tag_keeps_its_region_where_its_language_stays),
		cmocka_unit_test(marks_and_quotes_do_not_change_the_language),
		cmocka_unit_test(foreign_words_and_addresses_do_not_decide),
		cmocka_unit_test(
			short_arabic_is_told_from_persian_by_its_letters),
		cmocka_unit_test(
			a_note_in_front_does_not_decide_for_a_long_text),
		cmocka_unit_test(a_guess_says_what_it_rests_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
