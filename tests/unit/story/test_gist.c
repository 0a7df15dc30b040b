/* SPDX-License-Identifier: Apache-2.0 */
#include "gist_help.h"
#include "story/print_parts.h"
#include "text/fold.h"

#include <stdio.h>
#include <stdlib.h>

/* "17 killed, ~30 injured" of a title. */
static void figures_of(const char *language, const char *title,
		       struct nw_buf *out)
{
	struct nw_arena *arena = nw_arena_new((size_t)1 << 20);
	struct nwi_gist gist;

	gist_of(language, title, "", arena, &gist);
	nw_buf_clear(out);
	for (size_t i = 0; i < gist.figure_count; i++)
		nw_buf_add_fmt(out, "%s%s%s %s", i ? ", " : "",
			       gist.figures[i].about ? "~" : "",
			       gist.figures[i].value, gist.figures[i].of);
	nw_arena_free(&arena);
}

struct figures_case {
	const char *title, *figures;
};

static void check_figures(const char *language,
			  const struct figures_case *cases, size_t count)
{
	struct nw_buf buf;
	unsigned wrong = 0;

	nw_buf_init(&buf, 4096);
	for (size_t i = 0; i < count; i++) {
		figures_of(language, cases[i].title, &buf);
		if (nw_str_is(nw_buf_str(&buf), cases[i].figures))
			continue;
		print_message("%s\n  is      %.*s\n  must be %s\n",
			      cases[i].title, NW_FMT(nw_buf_str(&buf)),
			      cases[i].figures);
		wrong++;
	}
	nw_buf_fini(&buf);
	assert_int_equal(wrong, 0);
}

#define CHECK_FIGURES(language, cases) \
	check_figures(language, cases, sizeof(cases) / sizeof((cases)[0]))

static void what_is_no_figure_is_left_out(void **state)
{
	static const struct figures_case cases[] = {
		{ "The talks in 2019 failed", "" },
		{ "Talks resume on 17 November", "" },
		{ "Talks resume on November 17", "" },
		{ "Talks ended on 17.11.2026", "" },
		{ "The court sits at 10:30 on Monday", "" },
		{ "The court sits at 10 a.m. on Monday", "" },
		{ "A 17-year-old was at the scene", "" },
		{ "Jana Sedlak, 45, was elected", "" },
		{ "Dravia beat Lomonia 3-1", "" },
		{ "Article 5 was invoked", "" },
		{ "Flight 417 took off", "" },
		{ "An F-16 landed", "" },
		{ "The 17th round of talks", "" },
		{ "Call +44 20 7946 0123 now", "" },
		{ "Talks last 5 hours", "" },
		{ "Room 101 opens", "" },
		{ "Several hundred workers walk out", "" },
		{ "Two men sentenced to death", "2 people" },
	};

	(void)state;
	CHECK_FIGURES("en", cases);
}

static void figures_are_read_in_english(void **state)
{
	static const struct figures_case cases[] = {
		{ "Mine collapse in Ostrel kills 17", "17 killed" },
		{ "17 dead, 23 injured in ferry fire",
		  "17 killed, 23 injured" },
		{ "Blast killed 12 and injured 30 at the mill",
		  "12 killed, 30 injured" },
		{ "Twelve men and women were killed in the flood",
		  "12 killed" },
		{ "The death toll has risen to twenty-one", "21 killed" },
		{ "At least 40 people were killed", "~40 killed" },
		{ "Dozens killed, hundreds injured", "" },
		{ "Five people, including two children, were hurt",
		  "5 injured" },
		{ "Gunman kills one, wounds two in Dravia",
		  "1 killed, 2 injured" },
		{ "Death toll from two blasts climbs from 12 to 17",
		  "2 blast, 17 killed" },
		{ "Three ships sank in a storm that killed 9",
		  "3 ship, 9 killed" },
		{ "17 people were killed in 2 attacks", "17 killed, 2 attack" },
		{ "Dravia fires 120 drones and 14 missiles, killing 5",
		  "120 drones, 14 missiles, 5 killed" },
		{ "Air defence shot down 52 of 60 drones overnight",
		  "52 downed, 60 drones" },
		{ "Police arrested 25 protesters in Ostrel", "25 arrested" },
		{ "EU sanctions 12 people and 4 entities",
		  "12 sanctioned, 4 entiti" },
		{ "Lomonia imposes sanctions on 15 individuals",
		  "15 sanctioned" },
		{ "A dozen miners missing after blast", "~12 missing" },
		{ "More than 2,500 evacuated as river rises",
		  "~2500 evacuated" },
		{ "Floods displaced 1.2 million", "1200000 displaced" },
		{ "Lomonia expels five Dravian diplomats", "5 expelled" },
		{ "Loan of $5bn, aid of 3 million euros, £20m for roads",
		  "5000000000 USD, 3000000 EUR, 20000000 GBP" },
		{ "Prices rose 3.5% in March, 4 per cent in April",
		  "3.5 percent, 4 percent" },
		{ "No one was killed in the crash", "" },
		{ "One of the villages was hit", "" },
		{ "Two dozen soldiers wounded", "~24 injured" },
		{ "Train with 1,204 passengers derails, 3 km from Ostrel",
		  "1204 people" },
		{ "Two explosions killed 12 people", "2 explosion, 12 killed" },
		{ "34,750 workers walk out", "34750 people" },
	};

	(void)state;
	CHECK_FIGURES("en", cases);
}

static void figures_are_read_in_russian(void **state)
{
	static const struct figures_case cases[] = {
		{ "При обрушении шахты погибли 17 человек, ранены 23",
		  "17 killed, 23 injured" },
		{ "17 человек погибли, еще 23 получили ранения",
		  "17 killed, 23 injured" },
		{ "Число погибших выросло с 12 до 17", "17 killed" },
		{ "Не менее 40 человек пострадали при взрыве", "~40 injured" },
		{ "Сотни пострадавших, десятки погибших", "" },
		{ "Двенадцать шахтеров пропали без вести", "12 missing" },
		{ "Сбиты 52 беспилотника, выпущено 14 ракет",
		  "52 drones, 14 missiles" },
		{ "ПВО уничтожила 52 дрона", "52 drones" },
		{ "Ущерб оценили в 2,5 млн рублей", "2500000 RUB" },
		{ "Задержаны 12 500 человек", "12500 arrested" },
		{ "Дравия высылает пять дипломатов", "5 expelled" },
		{ "17-летний подросток погиб 5 марта 2024 года в 10 часов",
		  "" },
		{ "Пять человек, в том числе двое детей, ранены", "5 injured" },
		{ "Эвакуированы около 2 тысяч жителей", "~2000 evacuated" },
	};

	(void)state;
	CHECK_FIGURES("ru", cases);
}

static void figures_are_read_in_ukrainian(void **state)
{
	static const struct figures_case cases[] = {
		{ "Унаслідок удару загинули 17 людей, поранено 23",
		  "17 killed, 23 injured" },
		{ "Кількість загиблих зросла до 21", "21 killed" },
		{ "Сили ППО збили 52 дрони з 60", "52 drones" },
		{ "Щонайменше 12 осіб постраждали", "~12 injured" },
		{ "Двоє людей загинули, п'ятеро зникли безвісти",
		  "2 killed, 5 missing" },
		{ "Збитки сягнули 1,5 млрд гривень", "1500000000 UAH" },
	};

	(void)state;
	CHECK_FIGURES("uk", cases);
}

static void figures_are_read_in_german(void **state)
{
	static const struct figures_case cases[] = {
		{ "Mindestens 17 Tote bei Fährunglück, 23 Verletzte",
		  "~17 killed, 23 injured" },
		{ "Zahl der Toten steigt auf 21", "21 killed" },
		{ "Bei dem Unglück kamen zwölf Menschen ums Leben",
		  "12 killed" },
		{ "Drei Menschen getötet, fünf verletzt",
		  "3 killed, 5 injured" },
		{ "Am 17. November tagt das Gericht um 10 Uhr", "" },
		{ "Polizei nimmt 25 Demonstranten fest, 1.200 Einwohner "
		  "evakuiert",
		  "25 people, 1200 evacuated" },
		{ "Russland feuert 120 Drohnen ab", "120 drones" },
		{ "Kosten von 2,5 Millionen Euro", "2500000 EUR" },
		{ "Eine Frau stirbt bei Brand", "1 killed" },
		{ "Dutzende Verletzte", "" },
	};

	(void)state;
	CHECK_FIGURES("de", cases);
}

static void figures_are_read_in_french(void **state)
{
	static const struct figures_case cases[] = {
		{ "Au moins 17 morts et 23 blessés dans un incendie",
		  "~17 killed, 23 injured" },
		{ "Le bilan passe de 12 à 17 morts", "17 killed" },
		{ "Une attaque tue douze personnes", "12 killed" },
		{ "Douze personnes ont été tuées, cinq blessées",
		  "12 killed, 5 injured" },
		{ "La police interpelle 25 manifestants", "25 people" },
		{ "Un prêt de 2,5 milliards d'euros", "2500000000 EUR" },
		{ "Plus de 1 200 habitants évacués le 17 mars",
		  "~1200 evacuated" },
		{ "Des dizaines de blessés", "" },
	};

	(void)state;
	CHECK_FIGURES("fr", cases);
}

static void figures_are_read_in_spanish(void **state)
{
	static const struct figures_case cases[] = {
		{ "Al menos 17 muertos y 23 heridos en un incendio",
		  "~17 killed, 23 injured" },
		{ "Mueren doce personas en un naufragio", "12 people" },
		{ "Un ataque mata a cinco soldados y hiere a nueve",
		  "5 killed, 9 injured" },
		{ "Treinta y cinco personas fallecieron", "35 killed" },
		{ "La cifra de muertos asciende a 21", "21 killed" },
		{ "Detienen a 25 manifestantes", "25 arrested" },
		{ "Préstamo de 2,5 millones de euros", "2500000 EUR" },
		{ "Más de 1.200 evacuados el 17 de noviembre a las 10",
		  "~1200 evacuated" },
	};

	(void)state;
	CHECK_FIGURES("es", cases);
}

static void figures_are_read_in_portuguese(void **state)
{
	static const struct figures_case cases[] = {
		{ "Pelo menos 17 mortos e 23 feridos em incêndio",
		  "~17 killed, 23 injured" },
		{ "Número de mortos sobe para 21", "21 killed" },
		{ "Ataque mata doze pessoas e fere cinco",
		  "12 killed, 5 injured" },
		{ "Cerca de 1,5 milhão de desabrigados", "~1500000 displaced" },
		{ "Polícia prende 25 manifestantes", "25 arrested" },
	};

	(void)state;
	CHECK_FIGURES("pt", cases);
}

static void figures_are_read_in_italian(void **state)
{
	static const struct figures_case cases[] = {
		{ "Almeno 17 morti e 23 feriti in un incendio",
		  "~17 killed, 23 injured" },
		{ "Il bilancio sale a 21 vittime", "21 killed" },
		{ "Attacco uccide dodici persone", "12 killed" },
		{ "Evacuate oltre 1.200 persone", "~1200 evacuated" },
		{ "Cinque operai dispersi nella miniera", "5 missing" },
	};

	(void)state;
	CHECK_FIGURES("it", cases);
}

static void figures_are_read_in_polish(void **state)
{
	static const struct figures_case cases[] = {
		{ "Co najmniej 17 zabitych i 23 rannych w pożarze",
		  "~17 killed, 23 injured" },
		{ "Zginęło dwanaście osób, pięć zostało rannych",
		  "12 killed, 5 injured" },
		{ "Liczba ofiar wzrosła do 21", "21 killed" },
		{ "Zatrzymano 25 osób", "25 arrested" },
		{ "Straty 2,5 mln złotych", "2500000 PLN" },
	};

	(void)state;
	CHECK_FIGURES("pl", cases);
}

static void figures_are_read_in_turkish(void **state)
{
	static const struct figures_case cases[] = {
		{ "Patlamada en az 17 kişi öldü, 23 kişi yaralandı",
		  "~17 killed, 23 injured" },
		{ "Ölü sayısı 21'e yükseldi", "21 killed" },
		{ "On iki kişi hayatını kaybetti", "12 killed" },
		{ "100'den fazla kişi gözaltına alındı", "~100 arrested" },
		{ "Fiyatlar yüzde 5 arttı", "5 percent" },
	};

	(void)state;
	CHECK_FIGURES("tr", cases);
}

static void figures_are_read_in_arabic(void **state)
{
	static const struct figures_case cases[] = {
		{ "مقتل 17 شخصا وإصابة 23 في انفجار", "17 killed, 23 injured" },
		{ "ارتفاع عدد القتلى إلى 21", "21 killed" },
		{ "١٧ قتيلا و٢٣ جريحا في حريق", "17 killed, 23 injured" },
		{ "اعتقال 25 شخصا على الأقل", "~25 arrested" },
		{ "إسقاط 52 طائرة مسيرة", "52 drones" },
		{ "استشهاد خمسة فلسطينيين", "5 killed" },
	};

	(void)state;
	CHECK_FIGURES("ar", cases);
}

static void figures_are_read_in_persian(void **state)
{
	static const struct figures_case cases[] = {
		{ "۱۷ نفر کشته و ۲۳ نفر زخمی شدند", "17 killed, 23 injured" },
		{ "شمار کشته‌ها به ۲۱ نفر رسید",
		  "21 killed" },
		{ "دست‌کم ۱۲ نفر جان باختند",
		  "~12 killed" },
		{ "بازداشت ۲۵ نفر", "25 arrested" },
	};

	(void)state;
	CHECK_FIGURES("fa", cases);
}

static void figures_are_read_in_chinese(void **state)
{
	static const struct figures_case cases[] = {
		{ "造成至少12人死亡，23人受伤", "~12 killed, 23 injured" },
		{ "台风造成十二人遇难、五人失踪", "12 killed, 5 missing" },
		{ "1.2万人疏散", "12000 evacuated" },
		{ "死亡人数升至21人", "21 killed" },
		{ "矿难致17死23伤", "17 killed, 23 injured" },
		{ "发射120架无人机", "120 drones" },
		{ "100多人被捕", "~100 arrested" },
		{ "11月17日10时举行会谈", "" },
		{ "三千余名居民转移", "~3000 evacuated" },
	};

	(void)state;
	CHECK_FIGURES("zh", cases);
}

static void figures_are_read_in_japanese(void **state)
{
	static const struct figures_case cases[] = {
		{ "爆発で12人が死亡、23人がけが", "12 killed, 23 injured" },
		{ "3万5000人が避難", "35000 evacuated" },
		{ "死者は21人に", "21 killed" },
		{ "少なくとも17人が負傷", "~17 injured" },
		{ "12人が行方不明", "12 missing" },
		{ "11月17日午前10時", "" },
	};

	(void)state;
	CHECK_FIGURES("ja", cases);
}

static void a_noun_is_told_as_it_is_written(void **state)
{
	static const struct {
		const char *language, *title, *word;
	} cases[] = {
		{ "en", "Fire destroys 3 storage tanks", "storage tanks" },
		{ "en", "Raid burns 12 trucks at depot", "trucks" },
		{ "en", "Convoy of 14 Army trucks crosses", "Army trucks" },
		{ "en", "Union names 4 entities", "entities" },
		{ "en", "Blast kills 4", "" },
		{ "de", "Feuer zerstört 3 Lagerhallen", "Lagerhallen" },
		{ "fr", "Un incendie détruit 3 entrepôts", "entrepôts" },
	};
	struct nw_arena *arena = nw_arena_new((size_t)1 << 22);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct nwi_gist gist;
		gist_of(cases[i].language, cases[i].title, "", arena, &gist);
		assert_int_equal(gist.figure_count, 1);
		assert_string_equal(gist.figures[0].word, cases[i].word);
	}
	nw_arena_free(&arena);
}

/* One word of the list, "погиб*"; phrases and accents have other keys. */
static bool is_found(struct nw_str language, struct nw_str word)
{
	struct nwi_gist_text text = { 0 };
	struct nw_buf folded;
	char code[4] = { 0 };
	bool found = true;

	if (nw_str_find_char(word, '_') < word.len ||
	    nw_str_find_char(word, '\'') < word.len || nw_str_ends(word, "!"))
		return true;
	memcpy(code, language.at, 2);
	text.language = nwi_print_language_key(code);
	nw_buf_init(&folded, 256);
	nwi_fold_word(&folded,
		      nw_str_slice(word, 0, word.len - nw_str_ends(word, "*")));
	found = nwi_gist_look_up(&text, nw_buf_str(&folded)) != NULL;
	if (!found)
		print_message("%s %.*s: %.*s\n", code, NW_FMT(word),
			      NW_FMT(nw_buf_str(&folded)));
	nw_buf_fini(&folded);
	return found;
}

/* The list's script folds words by itself: as lib/text does, or in vain. */
static void every_word_of_the_list_is_found_as_it_is_folded(void **state)
{
	char path[4096], line[8192];
	unsigned wrong = 0;
	FILE *file;

	(void)state;
	if (!getenv("NW_SRC"))
		skip();
	snprintf(path, sizeof(path), "%s/lib/story/tables/gist_words.txt",
		 getenv("NW_SRC"));
	file = fopen(path, "r");
	assert_non_null(file);
	while (fgets(line, sizeof(line), file)) {
		struct nw_str rest = nw_str_trim(nw_str_from(line)), word;
		struct nw_str language = nw_str_slice(rest, 0, 2);
		size_t colon = nw_str_find_char(rest, ':');
		if (colon == rest.len || rest.at[0] == '#')
			continue;
		rest = nw_str_slice(rest, colon + 2, rest.len);
		while (nw_str_next(&rest, ' ', &word))
			wrong += word.len > 0 && !is_found(language, word);
	}
	fclose(file);
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			every_word_of_the_list_is_found_as_it_is_folded),
		cmocka_unit_test(a_noun_is_told_as_it_is_written),
		cmocka_unit_test(what_is_no_figure_is_left_out),
		cmocka_unit_test(figures_are_read_in_english),
		cmocka_unit_test(figures_are_read_in_russian),
		cmocka_unit_test(figures_are_read_in_ukrainian),
		cmocka_unit_test(figures_are_read_in_german),
		cmocka_unit_test(figures_are_read_in_french),
		cmocka_unit_test(figures_are_read_in_spanish),
		cmocka_unit_test(figures_are_read_in_portuguese),
		cmocka_unit_test(figures_are_read_in_italian),
		cmocka_unit_test(figures_are_read_in_polish),
		cmocka_unit_test(figures_are_read_in_turkish),
		cmocka_unit_test(figures_are_read_in_arabic),
		cmocka_unit_test(figures_are_read_in_persian),
		cmocka_unit_test(figures_are_read_in_chinese),
		cmocka_unit_test(figures_are_read_in_japanese),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
