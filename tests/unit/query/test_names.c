/* SPDX-License-Identifier: Apache-2.0 */
/* name: across spellings, by rule and by table. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ask.h"
#include <stdio.h>

/* Whether name:"<name>" finds the other spelling in a text of that language. */
static const struct pair {
	const char *name, *other, *language;
	bool same;
} pairs[] = {
	/* one name in Latin letters */
	{ "Zelensky", "Zelensky", "en", true },
	{ "Zelensky", "ZELENSKY", "en", true },
	{ "zelensky", "Zelenskyy", "en", true },
	{ "Zelensky", "Zelenskiy", "en", true },
	{ "Zelensky", "Zelenskij", "en", true },
	{ "Zelensky", "Zelenski", "fr", true },
	{ "Zelensky", "Zełenski", "pl", true },
	{ "Zelensky", "Selenskyj", "de", true },
	{ "Zelensky", "Selenski", "de", true },
	{ "Selenskyj", "Zelensky", "en", true },
	{ "Zelenskyy", "Selenskij", "de", true },
	{ "Zelensky", "Zelenska", "en", false },
	{ "Zelensky", "Zelenograd", "en", false },
	{ "Zelensky", "zelensky", "en", false }, /* no capital, no name */
	{ "Lukashenko", "Lukaschenko", "de", true },
	{ "Lukashenko", "Loukachenko", "en", false }, /* French ch: by table */
	{ "Shoigu", "Schoigu", "de", true },
	{ "Shoygu", "Shoigu", "en", true },
	{ "Medvedchuk", "Medwedtschuk", "de", true },
	{ "Medvedev", "Medwedew", "de", true },
	{ "Khodorkovsky", "Chodorkowski", "de", true },
	{ "Khodorkovsky", "Khodorkovskiy", "en", true },
	{ "Kharkiv", "Charkiw", "de", true },
	{ "Yeltsin", "Jelzin", "de", true },
	{ "Yanukovych", "Janukowytsch", "de", true },
	{ "Yushchenko", "Juschtschenko", "de", true },
	{ "Rachmaninov", "Rachmaninoff", "en", true },
	{ "Sakharov", "Sacharow", "de", true },
	{ "Sacharow", "Sakharov", "en", true },
	{ "Sakharov", "Zakharov", "en", false },
	{ "Goncharenko", "Honcharenko", "en", true },
	{ "Milosevic", "Miloshevich", "en", true },
	{ "Milošević", "Milosevic", "en", true },
	{ "Vucic", "Vučić", "hr", true },
	{ "Müller", "Mueller", "en", true },
	{ "Wagner", "Vagner", "en", true },
	{ "Mohammed", "Mohamed", "en", true },
	{ "Abdullah", "Abdulla", "en", true },
	{ "Mahmoud", "Mahmud", "en", true },
	{ "Rasheed", "Rashid", "en", true },
	{ "Khamenei", "Khameney", "en", true },
	{ "al-Sisi", "Al-Sissi", "en", true },
	{ "Volodymyr Zelensky", "Volodymyr Zelenskyy", "en", true },
	/* one name, many languages */
	{ "Shevchenko", "Schewtschenko", "de", true },
	{ "Shevchenko", "Szewczenko", "pl", true },
	{ "Shevchenko", "Шевченко", "uk", true },
	{ "Tymoshenko", "Timoschenko", "de", true },
	{ "Tymoshenko", "Timochenko", "fr", true },
	{ "Tymoshenko", "Тимошенко", "uk", true },
	{ "Klitschko", "Кличко", "uk", true },
	{ "Klitschko", "Klychko", "en", true },
	{ "Gorbachev", "Gorbatschow", "de", true },
	{ "Gorbachev", "Gorbatchev", "fr", true },
	{ "Gorbachev", "Горбачёв", "ru", true },
	{ "Gorbachev", "Горбачева", "ru", true },
	{ "Tchaikovsky", "Tschaikowski", "de", true },
	{ "Tchaikovsky", "Чайковский", "ru", true },
	{ "Dostoevsky", "Dostoyevsky", "en", true },
	{ "Dostoyevsky", "Dostojewski", "de", true },
	{ "Dostoyevsky", "Достоевский", "ru", true },
	{ "Khrushchev", "Chruschtschow", "de", true },
	{ "Khrushchev", "Khrouchtchev", "fr", true },
	{ "Brezhnev", "Breschnew", "de", true },
	{ "Brezhnev", "Brejnev", "fr", true },
	{ "Brezhnev", "Брежнев", "ru", true },
	{ "Gerasimov", "Gerassimow", "de", true },
	{ "Gerasimov", "Guerassimov", "fr", true },
	{ "Abramovich", "Abramowitsch", "de", true },
	{ "Abramovich", "Abramovitch", "fr", true },
	{ "Abramovich", "Абрамович", "ru", true },
	{ "Sechin", "Setschin", "de", true },
	{ "Sechin", "Setchine", "fr", true },
	{ "Sechin", "Сечин", "ru", true },
	{ "Yermak", "Jermak", "de", true },
	{ "Yermak", "Єрмак", "uk", true },
	{ "Yermak", "Ермака", "ru", true },
	{ "Zhirinovsky", "Schirinowski", "de", true },
	{ "Zhirinovsky", "Жириновский", "ru", true },
	{ "Schroeder", "Schröder", "de", true },
	{ "Loukachenko", "Лукашенко", "ru", false }, /* by table */
	{ "Karimov", "Karimow", "de", true },
	{ "Rahmon", "Рахмон", "ru", true },
	{ "Berdimuhamedow", "Berdymukhamedov", "en", true },
	{ "Hariri", "الحريري", "ar", true },
	{ "Maliki", "المالكي", "ar", true },
	{ "Barzani", "بارزاني", "ar", true },
	{ "Mahmoud", "محمود", "ar", true },
	{ "Papadopoulos", "Παπαδόπουλος", "el", true },
	{ "Papadopoulos", "Παπαδόπουλου", "el", true },
	{ "Papandreou", "بندر", "ar", false },
	{ "Kasselakis", "Κασσελάκης", "el", true },
	/* what is near and not the same */
	{ "Putin", "Putnam", "en", false },
	{ "Putin", "put in", "en", false },
	{ "Putin", "Put In", "en", false },
	{ "Putin", "Putina", "en", false },
	{ "Putin", "Rasputin", "en", false },
	{ "Li", "Lee", "en", false },
	{ "Bush", "Busch", "de", true },
	{ "Bush", "Bus", "en", false },
	{ "Sara", "Zara", "en", false },
	{ "Hill", "Gill", "en", false },
	{ "Macron", "Marcon", "en", false },
	{ "Rice", "rice", "en", false },
	{ "Mars", "Marsh", "en", false },
	{ "Johnson", "Jonson", "en", false },
	{ "Volodymyr Zelensky", "Zelensky Volodymyr", "en", false },
	{ "Scholz", "Schulz", "de", false },
	{ "Trump", "Tramp", "en", false },
	/* Cyrillic */
	{ "Zelensky", "Зеленский", "ru", true },
	{ "Zelensky", "Зеленський", "uk", true },
	{ "Zelensky", "Зеленского", "ru", true },
	{ "Zelensky", "Зеленському", "uk", true },
	{ "Zelensky", "Зеленском", "ru", true },
	{ "Selenskyj", "Зеленский", "ru", true },
	{ "Зеленский", "Зеленський", "uk", true },
	{ "Зеленский", "Zelenskyy", "en", true },
	{ "Зеленский", "Selenskyj", "de", true },
	{ "Putin", "Путин", "ru", true },
	{ "Putin", "Путіна", "uk", true },
	{ "Putin", "Путиным", "ru", true },
	{ "Putin", "Распутин", "ru", false },
	{ "Putin", "путин", "ru", false },
	{ "Lavrov", "Лавров", "ru", true },
	{ "Lavrov", "Лаврова", "ru", true },
	{ "Lawrow", "Лавров", "ru", true },
	{ "Khrushchev", "Хрущёв", "ru", true },
	{ "Khodorkovsky", "Ходорковский", "ru", true },
	{ "Lukashenko", "Лукашенко", "ru", true },
	{ "Shoigu", "Шойгу", "ru", true },
	{ "Zakharova", "Захарова", "ru", true },
	{ "Zakharova", "Сахарова", "ru", false },
	{ "Yatsenyuk", "Яценюк", "uk", true },
	{ "Zaluzhnyi", "Залужный", "ru", true },
	{ "Zaluzhny", "Залужний", "uk", true },
	{ "Yeltsin", "Ельцин", "ru", true },
	{ "Vučić", "Вучић", "sr", true },
	{ "Milosevic", "Милошевић", "sr", true },
	{ "Volodymyr Zelensky", "Володимир Зеленський", "uk", true },
	/* Greek */
	{ "Mitsotakis", "Μητσοτάκης", "el", true },
	{ "Mitsotakis", "Μητσοτάκη", "el", true },
	{ "Tsipras", "Τσίπρας", "el", true },
	{ "Papandreou", "Παπανδρέου", "el", true },
	{ "Varoufakis", "Βαρουφάκης", "el", true },
	{ "Tsipras", "Τσιμπράς", "el", false },
	{ "Evangelos", "Ευάγγελος", "el", false }, /* ng is gg: by table */
	{ "Stavros", "Σταύρος", "el", true },
	/* Arabic */
	{ "Putin", "بوتين", "ar", true },
	{ "Macron", "ماكرون", "ar", true },
	{ "Lavrov", "لافروف", "ar", true },
	{ "Zelensky", "زيلينسكي", "ar", true },
	{ "Erdogan", "أردوغان", "ar", true },
	{ "Erdoğan", "اردوغان", "ar", true },
	{ "Netanyahu", "نتنياهو", "ar", true },
	{ "Rouhani", "روحاني", "ar", true },
	{ "Muhammad", "محمد", "ar", true },
	{ "Sinwar", "السنوار", "ar", true },
	{ "Putin", "بيتنا", "ar", false },
	{ "Biden", "بدين", "ar", false },
	{ "Ali", "إلى", "ar", false },
	{ "Ali", "Ally", "en", false },
	{ "Anna", "Анна", "ru", true },
	{ "Putin", "بايدن", "ar", false },
};

static void by_rule_what_sounds_alike_is_one_name(void **s)
{
	uint32_t wrong = 0;

	(void)s;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		const struct pair *p = &pairs[i];
		char query[256], text[256];

		snprintf(query, sizeof(query), "name:\"%s\"", p->name);
		snprintf(text, sizeof(text), "%s", p->other);
		if (ask_text(query, "", text, p->language) == p->same)
			continue;
		print_error("%s and %s are %sthe same\n", p->name, p->other,
			    p->same ? "" : "not ");
		wrong++;
	}
	assert_int_equal(wrong, 0);
}

static void names_stand_where_words_do(void **s)
{
	static const char *const title = "Selenskyj in Berlin";
	static const char *const text =
		"Präsident Wolodymyr Selenskyj traf den Kanzler. Die Rice AG "
		"verkauft Reis. Put in. Lawrow kam mit Putins Sprecher.";
	static const struct {
		const char *query;
		bool matches;
	} cases[] = {
		{ "title:name:Zelensky", true },
		{ "title:name:Lavrov", false },
		{ "name:(Lavrov OR Shoigu) NEAR/3 name:Putin", false },
		{ "name:(Lavrov OR Shoigu) NEAR/2 putins", true },
		{ "name:Lavrov ONEAR/1 kam", true },
		{ "name:\"Zelensky\" berlin", true },
		{ "name:(Zelensky NOT Lavrov)", false },
		{ "ATLEAST/2 name:Zelensky", true },
		{ "ATLEAST/3 name:Zelensky", false },
		{ "NOT name:Zelensky berlin", false },
		{ "name:Rise", false },
	};

	(void)s;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (ask_text(cases[i].query, title, text, "de") !=
		    cases[i].matches)
			fail_msg("%s", cases[i].query);
	}
}

static void a_table_brings_together_what_no_rule_does(void **s)
{
	static const struct nw_str biden[] = { NW_STR("Biden"),
					       NW_STR("Байден"), NW_STR("拜登"),
					       NW_STR("バイデン") };
	static const struct nw_str abbas[] = { NW_STR("Abbas"),
					       NW_STR("Αμπάς") };
	static const struct nw_str xi[] = { NW_STR("Xi Jinping"),
					    NW_STR("Си Цзиньпин"),
					    NW_STR("习近平"),
					    NW_STR("シー・チンピン") };
	static const struct nw_str vladimir[] = { NW_STR("Volodymyr"),
						  NW_STR("Владимир"),
						  NW_STR("Wolodymyr") };
	static const struct nw_query_name table[] = { { biden, 4, 0 },
						      { xi, 4, 0 },
						      { vladimir, 3, 0 },
						      { abbas, 2, 0 } };
	static const struct {
		const char *query, *text, *language;
		bool matches;
	} cases[] = {
		{ "name:Biden", "Президент Байден прибыл.", "ru", true },
		{ "name:Biden", "Встреча с Байденом.", "ru", true },
		{ "name:Байден", "Mr Biden arrived.", "en", true },
		{ "name:Biden", "美国总统拜登今天表示", "zh", true },
		{ "name:拜登", "バイデン大統領が演説した", "ja", true },
		{ "name:Biden", "Президент Путин прибыл.", "ru", false },
		{ "name:\"Xi Jinping\"", "中国国家主席习近平会见代表", "zh",
		  true },
		{ "name:\"Xi Jinping\"", "Председатель Си Цзиньпин", "ru",
		  true },
		{ "name:\"Xi Jinping\"", "シー・チンピン国家主席", "ja", true },
		{ "name:习近平", "President Xi Jinping spoke.", "en", true },
		{ "name:\"Xi Jinping\"", "Jinping and Xi spoke.", "en", false },
		{ "name:Abbas", "Ο πρόεδρος Αμπάς μίλησε.", "el", true },
		{ "name:Abbas", "The AMPAS gave its prizes.", "en", false },
		{ "name:Jinping", "中国国家主席习近平会见代表", "zh", false },
		{ "name:\"Volodymyr Zelensky\"", "Владимир Зеленский выступил.",
		  "ru", true },
		{ "name:\"Volodymyr Zelensky\"", "Wolodymyr Selenskyj sprach",
		  "de", true },
		{ "name:(Biden OR \"Xi Jinping\") NEAR/3 name:Zelensky",
		  "拜登 met Zelensky", "en", true },
	};

	(void)s;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (ask_named(cases[i].query, table, 4, cases[i].text,
			      cases[i].language) != cases[i].matches)
			fail_msg("%s: %s", cases[i].query, cases[i].text);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_rule_what_sounds_alike_is_one_name),
		cmocka_unit_test(names_stand_where_words_do),
		cmocka_unit_test(a_table_brings_together_what_no_rule_does),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
