/* SPDX-License-Identifier: Apache-2.0 */
#include "gist_help.h"

struct title {
	const char *language, *title;
};

static const struct title denials[] = {
	{ "en", "Kremlin denies plan to close the embassy" },
	{ "en", "Ministry denied reports of a secret deal" },
	{ "en", "Dravia denies that its troops crossed the border" },
	{ "en", "Army denying involvement in the strike" },
	{ "en", "Reports of talks denied by the foreign ministry" },
	{ "en", "Claims were denied by the bank" },
	{ "en", "Lomonia refutes claims of torture" },
	{ "en", "Company rebuts allegations of fraud" },
	{ "en", "Palace rejects reports of an illness" },
	{ "en", "Premier dismisses rumours of resignation" },
	{ "en", "Governor calls reports of an evacuation baseless" },
	{ "en", "Police: report of second gunman was false" },
	{ "en", "Allegations are untrue, says the minister" },
	{ "en", "Mayor denies taking bribes" },
	{ "en", "Union issues denial of strike reports" },
	{ "en", "No truth to reports of ceasefire, says army" },
	{ "ru", "Кремль опроверг сообщения о закрытии посольства" },
	{ "ru", "Министерство опровергает слухи об отставке" },
	{ "ru", "Дравия отрицает причастность к взрыву" },
	{ "ru", "В МИД отвергли обвинения Ломонии" },
	{ "ru",
	  "Минобороны: информация об ударе не соответствует действительности" },
	{ "ru", "Губернатор назвал сообщения об эвакуации фейком" },
	{ "ru", "Появилось опровержение сообщений о переговорах" },
	{ "ru", "Адвокат отрицал вину подзащитного" },
	{ "uk", "Генштаб спростував інформацію про відступ" },
	{ "uk", "Міністерство заперечує причетність до вибуху" },
	{ "uk", "У МЗС спростовують чутки про переговори" },
	{ "uk", "Повідомлення про евакуацію не відповідають дійсності" },
	{ "uk", "Уряд відкинув звинувачення" },
	{ "de", "Kreml dementiert Bericht über Schließung der Botschaft" },
	{ "de", "Ministerium bestreitet Beteiligung an Anschlag" },
	{ "de", "Regierung weist Vorwürfe zurück" },
	{ "de", "Bank widerspricht Bericht über Verluste" },
	{ "de", "Bürgermeister nennt Gerüchte über Rücktritt haltlos" },
	{ "de", "Nach Gerüchten über Rücktritt: Dementi aus dem Palast" },
	{ "de", "Vorwürfe zurückgewiesen: Minister äußert sich" },
	{ "fr", "Le Kremlin dément la fermeture de l'ambassade" },
	{ "fr", "Le ministère nie toute implication dans l'attaque" },
	{ "fr", "La présidence rejette les accusations de fraude" },
	{ "fr", "Information démentie par la banque" },
	{ "fr", "Le maire réfute les rumeurs de démission" },
	{ "fr", "De fausses informations sur une évacuation, dit le préfet" },
	{ "es", "El Kremlin desmiente el cierre de la embajada" },
	{ "es", "El ministerio niega su participación en el ataque" },
	{ "es", "La presidencia rechaza las acusaciones de fraude" },
	{ "es", "El alcalde refuta los rumores de renuncia" },
	{ "es", "Son falsos los rumores de evacuación, dice el gobierno" },
	{ "es", "El banco negó que haya pérdidas" },
	{ "pt", "Kremlin desmente fechamento da embaixada" },
	{ "pt", "Ministério nega participação no ataque" },
	{ "pt", "Presidência rejeita acusações de fraude" },
	{ "pt", "Prefeito refuta boatos de renúncia" },
	{ "pt", "Banco negou ter perdas" },
	{ "it", "Il Cremlino smentisce la chiusura dell'ambasciata" },
	{ "it", "Il ministero nega ogni coinvolgimento" },
	{ "it", "La presidenza respinge le accuse di frode" },
	{ "it", "Notizia falsa, dice il sindaco" },
	{ "pl", "Kreml zaprzecza doniesieniom o zamknięciu ambasady" },
	{ "pl", "Ministerstwo dementuje pogłoski o dymisji" },
	{ "pl", "Prezydent odrzuca oskarżenia" },
	{ "tr", "Kremlin büyükelçiliğin kapanacağı haberini yalanladı" },
	{ "tr", "Bakanlık iddiaları reddetti" },
	{ "tr", "Belediye: Tahliye haberleri asılsız" },
	{ "ar", "الكرملين ينفي إغلاق السفارة" },
	{ "ar", "الوزارة نفت مشاركتها في الهجوم" },
	{ "ar", "الرئاسة ترفض اتهامات التزوير" },
	{ "ar", "لا صحة للأنباء عن الإخلاء" },
	{ "fa", "کرملین گزارش بسته شدن سفارت را تکذیب کرد" },
	{ "fa", "وزارت خارجه ادعاها را رد کرد" },
	{ "zh", "外交部否认关闭使馆" },
	{ "zh", "国防部驳斥有关指控" },
	{ "zh", "市政府辟谣：疏散消息不实" },
	{ "zh", "银行称有关亏损的报道不属实" },
	{ "ja", "外務省、大使館閉鎖の報道を否定" },
	{ "ja", "市長、収賄を否認" },
};

static const struct title others[] = {
	{ "en", "Journalist denied entry to Dravia" },
	{ "en", "Suspect denied bail in Ostrel" },
	{ "en", "Aid groups denied access to the camp" },
	{ "en", "Thousands were denied the right to vote" },
	{ "en", "Prisoners are being denied medical care" },
	{ "en", "Senator denied visa again" },
	{ "en", "Striker denied a goal by the video referee" },
	{ "en", "Minister neither confirms nor denies the talks" },
	{ "en", "Army does not deny that it fired first" },
	{ "en", "Spokesman refuses to confirm or deny raid" },
	{ "en", "No one can deny the need for water" },
	{ "en", "An undeniable success for the miners" },
	{ "en", "Parliament rejects peace proposal" },
	{ "en", "Dravia rejects offer of talks" },
	{ "en", "President dismisses defence minister" },
	{ "en", "Court dismisses appeal" },
	{ "en", "Court rejects request for release" },
	{ "en", "Website down after denial-of-service attack" },
	{ "en", "False alarm empties the station" },
	{ "en", "Judge denies request for new trial" },
	{ "en", "Officials report that talks went on" },
	{ "ru", "Песков не стал опровергать сообщение о встрече" },
	{ "ru", "Армия не отрицает, что стреляла первой" },
	{ "ru", "Парламент отверг мирный план" },
	{ "ru", "Журналисту отказали во въезде" },
	{ "ru", "Нельзя отрицать пользу реформы" },
	{ "ru", "Дравия отвергла предложение о переговорах" },
	{ "ru", "Министр подтвердил сообщения о встрече" },
	{ "uk", "Речник не заперечує, що зустріч була" },
	{ "uk", "Рада відхилила законопроєкт" },
	{ "uk", "Парламент відкинув мирний план" },
	{ "de", "Sprecher dementiert nicht, dass es Gespräche gab" },
	{ "de", "Parlament weist Entwurf zurück" },
	{ "de", "Verein bestreitet Spiel gegen Ostrel" },
	{ "de", "Mann leugnet Holocaust vor Gericht" },
	{ "de", "Richterin lehnt Antrag ab" },
	{ "de", "Opposition widerspricht Steuerplänen" },
	{ "fr", "Le porte-parole ne dément pas la rencontre" },
	{ "fr", "Le Parlement rejette le plan de paix" },
	{ "fr", "L'armée ne nie pas avoir tiré" },
	{ "fr", "Une journaliste refoulée à la frontière" },
	{ "fr", "Le syndicat conteste la réforme" },
	{ "es", "Niegan la entrada a un periodista" },
	{ "es", "El ministro se niega a dimitir" },
	{ "es", "El portavoz no desmiente la reunión" },
	{ "es", "El Parlamento rechaza el plan de paz" },
	{ "es", "Juez niega la libertad al exministro" },
	{ "pt", "Justiça nega pedido de liberdade" },
	{ "pt", "Parlamento rejeita plano de paz" },
	{ "pt", "Porta-voz não nega o encontro" },
	{ "pt", "País nega visto a jornalista" },
	{ "it", "Il portavoce non smentisce l'incontro" },
	{ "it", "Il Parlamento respinge il piano di pace" },
	{ "it", "Negato il visto al giornalista" },
	{ "it", "Il governo nega l'ingresso alla nave" },
	{ "pl", "Rzecznik nie zaprzecza, że doszło do spotkania" },
	{ "pl", "Sejm odrzucił projekt ustawy" },
	{ "tr", "Meclis barış planını reddetti" },
	{ "tr", "Sözcü görüşmeyi yalanlamadı" },
	{ "ar", "البرلمان يرفض خطة السلام" },
	{ "ar", "المتحدث لم ينف اللقاء" },
	{ "ar", "المتحدث لا ينفي حصول اللقاء" },
	{ "fa", "مجلس طرح صلح را رد کرد" },
	{ "fa", "سخنگو دیدار را تکذیب نکرد" },
	{ "zh", "发言人未否认会面" },
	{ "zh", "不可否认的成功" },
	{ "zh", "议会否决和平方案" },
	{ "ja", "報道官、会談を否定せず" },
	{ "ja", "議会、和平案を否決" },
	{ "ja", "否定的な見方が広がる" },
};

static void check(const struct title *titles, size_t count, bool denial)
{
	unsigned wrong = 0;

	for (size_t i = 0; i < count; i++) {
		struct nw_arena *arena = nw_arena_new((size_t)1 << 20);
		struct nwi_gist gist;
		gist_of(titles[i].language, titles[i].title, "", arena, &gist);
		if (gist.denial != denial) {
			print_message("%s: %s\n", titles[i].language,
				      titles[i].title);
			wrong++;
		}
		nw_arena_free(&arena);
	}
	assert_int_equal(wrong, 0);
}

static void titles_that_deny_a_report_are_denials(void **state)
{
	(void)state;
	check(denials, sizeof(denials) / sizeof(denials[0]), true);
}

static void titles_that_refuse_or_reject_something_are_none(void **state)
{
	(void)state;
	check(others, sizeof(others) / sizeof(others[0]), false);
}

static bool lead_denies(const char *text)
{
	struct nw_arena *arena = nw_arena_new((size_t)1 << 20);
	struct nwi_gist gist;
	bool denial;

	gist_of("en", "Blast at the Ostrel mill", text, arena, &gist);
	denial = gist.denial;
	nw_arena_free(&arena);
	return denial;
}

static void a_lead_denies_and_a_later_sentence_does_not(void **state)
{
	(void)state;
	assert_true(lead_denies("Dravia denied on Monday that it was behind "
				"the blast. Talks go on."));
	assert_false(lead_denies("A blast shook the mill on Monday. Dravia "
				 "denied that it was behind it."));
}

struct denied_case {
	const char *language, *title, *body, *denier, *denied;
};

static void who_denies_is_told_in_the_report_s_words(void **state)
{
	static const struct denied_case cases[] = {
		{ "en", "Orla Lines denies that the ferry was overloaded", "",
		  "orla lines",
		  "Orla Lines denies that the ferry was overloaded" },
		{ "en", "Blue Guard denies being behind the bomb", "",
		  "blue guard", "Blue Guard denies being behind the bomb" },
		{ "en", "Claims of torture were denied by the army", "", "army",
		  "Claims of torture were denied by the army" },
		{ "en", "Fire at Ostrel mill. Owner denies arson", "", "owner",
		  "Owner denies arson" },
		{ "en", "Fire at Ostrel mill",
		  "The owner, Jan Orla, denied that it was arson. He left.",
		  "owner", "The owner, Jan Orla, denied that it was arson" },
		{ "de", "Kreml dementiert Bericht über Gespräche", "", "kreml",
		  "Kreml dementiert Bericht über Gespräche" },
		{ "fr", "La banque dément toute perte", "", "banque",
		  "La banque dément toute perte" },
		{ "ar", "نفت الشركة وقوع الحادث", "", "الشركه وقوع الحادث",
		  "نفت الشركة وقوع الحادث" },
	};
	struct nw_arena *arena = nw_arena_new((size_t)1 << 22);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct nwi_gist gist;
		gist_of(cases[i].language, cases[i].title, cases[i].body, arena,
			&gist);
		assert_true(gist.denial);
		assert_string_equal(gist.denier, cases[i].denier);
		assert_true(nw_str_is(gist.denied, cases[i].denied));
	}
	nw_arena_free(&arena);
}

static void a_long_denial_is_cut_between_words(void **state)
{
	struct nw_arena *arena = nw_arena_new((size_t)1 << 20);
	struct nwi_gist gist;
	struct nw_buf out, title;

	(void)state;
	nw_buf_init(&out, 8192);
	nw_buf_init(&title, 8192);
	nw_buf_add_text(&title, "Orla Lines denies that");
	for (int i = 0; i < 30; i++)
		nw_buf_add_text(&title, " the overloaded");
	nw_buf_add_text(&title, " ferry sank");
	nw_buf_add_char(&title, '\0');
	gist_of("en", title.at, "", arena, &gist);
	nwi_gist_write(&gist, &out);
	size_t at = nw_str_find(nw_buf_str(&out), nw_str_from("\"denied\":"));
	struct nw_str rest = nw_str_slice(nw_buf_str(&out), at, out.len);
	size_t end = nw_str_find(rest, nw_str_from("\xe2\x80\xa6\""));
	assert_true(end < rest.len && end <= NWI_GIST_DENIED_BYTES + 10);
	assert_true(nw_str_ends(nw_str_slice(rest, 0, end), "the") ||
		    nw_str_ends(nw_str_slice(rest, 0, end), "overloaded"));
	nw_buf_fini(&out);
	nw_buf_fini(&title);
	nw_arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_denies_is_told_in_the_report_s_words),
		cmocka_unit_test(a_long_denial_is_cut_between_words),
		cmocka_unit_test(titles_that_deny_a_report_are_denials),
		cmocka_unit_test(
			titles_that_refuse_or_reject_something_are_none),
		cmocka_unit_test(a_lead_denies_and_a_later_sentence_does_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
