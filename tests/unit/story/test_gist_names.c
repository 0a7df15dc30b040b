/* SPDX-License-Identifier: Apache-2.0 */
#include "gist_help.h"

struct names_case {
	const char *language, *body, *names;
};

static void check_names(const struct names_case *row)
{
	struct nw_arena *arena = nw_arena_new((size_t)1 << 20);
	struct nwi_gist gist;
	struct nw_buf text;

	nw_buf_init(&text, 4096);
	gist_of(row->language, "", row->body, arena, &gist);
	for (size_t i = 0; i < gist.name_count; i++)
		nw_buf_add_fmt(&text, "%s%.*s", i ? ", " : "",
			       NW_FMT(gist.names[i]));
	nw_buf_add_char(&text, '\0');
	assert_string_equal(text.at, row->names);
	nw_buf_fini(&text);
	nw_arena_free(&arena);
}

static void names_are_told_by_how_often_they_come(void **state)
{
	static const struct names_case cases[] = {
		{ "en",
		  "On Monday Mayor Jana Sedlak resigned. Sedlak told Reuters "
		  "and the Ostrel Herald that the Lomnitz Water Works had "
		  "warned her. The mayor met Foreign Minister Pavel Orlik in "
		  "the town of Brenna.",
		  "Jana Sedlak, Lomnitz Water Works, Pavel Orlik, Brenna" },
		{ "en",
		  "The talks between NATO and Jens van der Meer went on. They "
		  "were held by Ana da Silva and others in a small town.",
		  "NATO, Jens van der Meer, Ana da Silva" },
		{ "ru",
		  "Мэр Яна Седлак подала в отставку. По словам Седлак, "
		  "компания ее предупреждала. Министр Павел Орлик встретился с "
		  "Яной Седлак. Орлика ждут в Бренне.",
		  "Яна Седлак, Павел Орлик, Бренне" },
		{ "uk",
		  "Мер Яна Седлак пішла у відставку. За словами Седлак, "
		  "російські військові обстріляли Харків.",
		  "Яна Седлак, Харків" },
		{ "de",
		  "Die Bürgermeisterin Jana Sedlak ist zurückgetreten. Nach "
		  "Angaben von Sedlak hatte die Regierung gewarnt. "
		  "Außenminister Paul Orlik traf die NATO.",
		  "Jana Sedlak, Paul Orlik, NATO" },
		{ "fr",
		  "La maire Jana Sedlak a démissionné. Selon Jana Sedlak, la "
		  "Compagnie des Eaux l'avait avertie. Le ministre russe Paul "
		  "Orlik est à Varsovie.",
		  "Jana Sedlak, Compagnie des Eaux, Paul Orlik" },
		{ "es",
		  "La alcaldesa Jana Sedlak dimitió el lunes. El ministro ruso "
		  "Pavel Orlik llegó a Estados Unidos y a Corea del Sur.",
		  "Jana Sedlak, Pavel Orlik" },
		{ "pl",
		  "Burmistrz Jana Sedlak podała się do dymisji. Zdaniem Sedlak "
		  "spółka Wodociągi Lomnickie ostrzegała rząd.",
		  "Jana Sedlak, Wodociągi Lomnickie" },
		{ "ar",
		  "قال الرئيس الأوكراني فولوديمير زيلينسكي إن بلاده لن تقبل. "
		  "وأضاف زيلينسكي في كييف أن روسيا ترفض.",
		  "فولوديمير زيلينسكي" },
		{ "zh",
		  "俄罗斯总统弗拉基米尔·普京周一在莫斯科会见客人。乌克兰外交部"
		  "表示。",
		  "弗拉基米尔·普京" },
		{ "ja",
		  "ウクライナのゼレンスキー大統領は東京で石破首相と会談した。ゼ"
		  "レンスキー氏は述べた。",
		  "ゼレンスキー, 石破" },

	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check_names(&cases[i]);
}

struct places_case {
	const char *language, *title, *places;
};

static void countries_are_told_in_each_language(void **state)
{
	static const struct places_case cases[] = {
		{ "en", "Ukraine and Poland agree on transit", "UA PL" },
		{ "en", "Russian drones cross into Lithuania", "RU LT" },
		{ "en", "US envoy visits North Korea", "US KP" },
		{ "en", "They told us to eat turkey with a polish cook", "" },
		{ "en", "Michael Jordan meets the king of Jordan", "JO" },
		{ "en", "Saudi Arabia and the United Arab Emirates cut output",
		  "SA AE" },
		{ "en", "New Zealand and South Sudan sign", "NZ SS" },
		{ "en", "Talks in Kyiv, Tehran and Beijing", "UA IR CN" },
		{ "ru", "В Украине и Белоруссии прошли переговоры с США",
		  "UA BY US" },
		{ "ru", "Северная Корея и Южная Корея, делегация Ирана",
		  "KP KR IR" },
		{ "ru", "Французские и немецкие министры в Москве",
		  "FR DE RU" },
		{ "uk", "Російські війська в Україні", "RU UA" },
		{ "uk", "Президент Польщі у Білорусі", "PL BY" },
		{ "de", "Die Türkei und die russische Regierung", "TR RU" },
		{ "de", "Bundesregierung: Österreich und Südkorea", "AT KR" },
		{ "fr", "Le président ukrainien en Allemagne", "UA DE" },
		{ "fr", "Les États-Unis et la Chine", "US CN" },
		{ "es", "El ministro ruso en Estados Unidos", "RU US" },
		{ "pt", "A Ucrânia e a Rússia", "UA RU" },
		{ "it", "Il governo tedesco e la Russia", "DE RU" },
		{ "pl", "Prezydent Ukrainy w Niemczech", "UA DE" },
		{ "pl", "Rosyjskie drony nad Litwą", "RU LT" },
		{ "tr", "Ukrayna'da Rus saldırısı, Almanya kınadı",
		  "UA RU DE" },
		{ "ar", "الرئيس الأوكراني في ألمانيا", "UA DE" },
		{ "ar", "هجوم على سوريا والعراق", "SY IQ" },
		{ "fa", "وزیر خارجه روسیه در ایران", "RU IR" },
		{ "zh", "乌克兰和俄罗斯在土耳其会谈", "UA RU TR" },
		{ "zh", "美国制裁朝鲜", "US KP" },
		{ "ja", "ウクライナと日本の首相、米国で会談", "UA JP US" },

	};
	struct nw_buf text;

	(void)state;
	nw_buf_init(&text, 256);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct nw_arena *arena = nw_arena_new((size_t)1 << 20);
		struct nwi_gist gist;
		gist_of(cases[i].language, cases[i].title, "", arena, &gist);
		nw_buf_clear(&text);
		for (size_t n = 0; n < gist.place_count; n++)
			nw_buf_add_fmt(&text, "%s%s", n ? " " : "",
				       gist.places[n]);
		nw_buf_add_char(&text, '\0');
		if (strcmp(text.at, cases[i].places) != 0)
			fail_msg("%s: %s", cases[i].title, text.at);
		nw_arena_free(&arena);
	}
	nw_buf_fini(&text);
}

static void a_hostile_text_has_a_small_gist(void **state)
{
	struct nw_arena *arena = nw_arena_new((size_t)64 << 20);
	struct nwi_gist gist;
	struct nw_buf text, json;

	(void)state;
	nw_buf_init(&text, 4 << 20);
	nw_buf_init(&json, 1 << 16);
	for (unsigned i = 0; i < 60000; i++)
		nw_buf_add_fmt(&text, "killed %u Aa%u Bb%u and ", i, i, i);
	gist_of("en", text.at, text.at, arena, &gist);
	assert_int_equal(gist.figure_count, NWI_GIST_FIGURES);
	nwi_gist_write(&gist, &json);
	assert_true(json.len < 4096);
	nw_buf_fini(&text);
	nw_buf_fini(&json);
	nw_arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_told_by_how_often_they_come),
		cmocka_unit_test(countries_are_told_in_each_language),
		cmocka_unit_test(a_hostile_text_has_a_small_gist),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
