/* SPDX-License-Identifier: Apache-2.0 */
#include "story_help.h"

#include "story/origin.h"

/* What follows a dateline or goes before a credit, in many languages. */
#define BODY_EN                                                              \
	"The harbour of Vellin was closed on Tuesday after a freighter ran " \
	"aground at the mouth of the river. Nobody was hurt."
#define BODY_DE                                                              \
	"Der Hafen von Vellin ist am Dienstag gesperrt worden, nachdem ein " \
	"Frachter auf Grund gelaufen war. Verletzt wurde niemand."
#define BODY_FR                                                                      \
	"Le port de Vellin a été fermé mardi après l'échouement d'un cargo à " \
	"l'embouchure du fleuve. Personne n'a été blessé."
#define BODY_ES                                                         \
	"El puerto de Vellin fue cerrado el martes después de que un " \
	"carguero encallara en la desembocadura. No hubo heridos."
#define BODY_IT                                                             \
	"Il porto di Vellin è stato chiuso martedì dopo che una nave da " \
	"carico si è arenata alla foce del fiume. Nessun ferito."
#define BODY_PT                                                        \
	"O porto de Vellin foi fechado na terça-feira depois que um " \
	"cargueiro encalhou na foz do rio. Ninguém ficou ferido."
#define BODY_RU                                                                                                                     \
	"Порт Веллин закрыт во вторник после того, как сухогруз сел на мель " \
	"в устье реки. Никто не пострадал."
#define BODY_UK                                                                                                                \
	"Порт Веллін закрито у вівторок після того, як суховантаж сів на " \
	"мілину в гирлі річки. Ніхто не постраждав."
#define BODY_PL                                                                  \
	"Port w Vellin zamknięto we wtorek po tym, jak frachtowiec osiadł na " \
	"mieliźnie u ujścia rzeki. Nikt nie został ranny."
#define BODY_TR                                                                     \
	"Vellin limanı, bir yük gemisinin nehrin ağzında karaya oturmasının " \
	"ardından salı günü kapatıldı. Yaralanan olmadı."
#define BODY_AR                                                                                                                      \
	"أغلق ميناء فيلين يوم الثلاثاء بعد جنوح سفينة شحن عند مصب النهر. ولم " \
	"يصب أحد بأذى."
#define BODY_ZH "维林港周二因一艘货轮在河口搁浅而关闭。没有人员受伤。"
#define BODY_NL                                                              \
	"De haven van Vellin is dinsdag gesloten nadat een vrachtschip aan " \
	"de grond was gelopen. Niemand raakte gewond."
#define BODY_JA                                                                                                  \
	"ベリン港は火曜日、貨物船が河口で座礁したため閉鎖された。けが人はいな" \
	"い。"
#define BODY_FA                                                                                                                 \
	"بندر ولین روز سه‌شنبه پس از به گل نشستن یک کشتی باری بسته شد. کسی " \
	"آسیب ندید."
#define BODY_HE                                                                                                              \
	"נמל ולין נסגר ביום שלישי לאחר שאוניית משא עלתה על שרטון. איש לא " \
	"נפגע."
#define BODY_SV                                                                  \
	"Hamnen i Vellin stängdes på tisdagen sedan ett lastfartyg gått på " \
	"grund. Ingen skadades."

static const struct {
	const char *text, *origin;
} origins[] = {
	{ "VELLIN (Reuters) - " BODY_EN, "Reuters" },
	{ "VELLIN, March 4 (Reuters) - " BODY_EN, "Reuters" },
	{ "VELLIN, March 4 (Reuters) — " BODY_EN, "Reuters" },
	{ BODY_EN "\nReporting by Ana Lopes; Editing by Tom Hill\nReuters",
	  "Reuters" },
	{ BODY_EN " (Reporting by Ana Lopes for Reuters)", "Reuters" },
	{ "VELLIN (AP) — " BODY_EN, "AP" },
	{ "VELLIN, Ostrau (AP) -- " BODY_EN, "AP" },
	{ "Vellin (AFP) - " BODY_EN, "AFP" },
	{ "Vellin, March 4, 2024 (AFP) - " BODY_EN, "AFP" },
	{ BODY_EN "\nAFP", "AFP" },
	{ BODY_EN "\n© Agence France-Presse", "AFP" },
	{ BODY_EN "\n(AFP)", "AFP" },
	{ BODY_EN " – AFP", "AFP" },
	{ BODY_EN " - AFP", "AFP" },
	{ BODY_EN "\n— AFP", "AFP" },
	{ BODY_EN "\nSource: AFP", "AFP" },
	{ BODY_EN "\nSource: Reuters", "Reuters" },
	{ BODY_EN "\nvia Reuters", "Reuters" },
	{ BODY_EN "\nWith AFP", "AFP" },
	{ BODY_EN "\nWith inputs from PTI", "PTI" },
	{ BODY_EN "\n(With inputs from ANI)", "ANI" },
	{ "New Delhi [India], March 4 (ANI): " BODY_EN, "ANI" },
	{ "New Delhi, Mar 4 (PTI) " BODY_EN, "PTI" },
	{ "New Delhi, March 4 (IANS) " BODY_EN, "IANS" },
	{ "MOSCOW, March 4. /TASS/. " BODY_EN, "TASS" },
	{ "MOSCOW, March 4 (TASS). " BODY_EN, "TASS" },
	{ "MOSCOW, March 4 (Sputnik) – " BODY_EN, "Sputnik" },
	{ "MOSCOW. March 4 (Interfax) - " BODY_EN, "Interfax" },
	{ "BEIJING, March 4 (Xinhua) -- " BODY_EN, "Xinhua" },
	{ "SEOUL, March 4 (Yonhap) -- " BODY_EN, "Yonhap" },
	{ "TOKYO, March 4 (Kyodo) - " BODY_EN, "Kyodo" },
	{ "ANKARA (AA) - " BODY_EN, "Anadolu" },
	{ BODY_EN "\nSource: Anadolu Agency", "Anadolu" },
	{ "KYIV. March 4. Ukrinform. " BODY_EN, "Ukrinform" },
	{ "TEHRAN, Mar. 04 (MNA) – " BODY_EN, "Mehr" },
	{ "TEHRAN, (IRNA) - " BODY_EN, "IRNA" },
	{ "DAMASCUS, (SANA)- " BODY_EN, "SANA" },
	{ "DUBAI, 4th March, 2024 (WAM) -- " BODY_EN, "WAM" },
	{ "Baku, March 4, AZERTAC. " BODY_EN, "AZERTAC" },
	{ "Riyadh, March 04, 2024, SPA -- " BODY_EN, "SPA" },
	{ "CAIRO - 4 March 2024 (MENA) - " BODY_EN, "MENA" },
	{ BODY_EN "\nCopyright 2024 The Associated Press. All rights reserved.",
	  "AP" },
	{ BODY_EN "\nUPI", "UPI" },
	{ "London (PA) - " BODY_EN, "PA" },
	{ BODY_EN "\n© 2024 Bloomberg L.P.", "Bloomberg" },
	{ "SYDNEY (AAP) - " BODY_EN, "AAP" },
	{ "Vellin (dpa) - " BODY_DE, "dpa" },
	{ "Vellin (dpa/AFP) - " BODY_DE, "dpa" },
	{ "Vellin (AFP/dpa) – " BODY_DE, "AFP" },
	{ "Vellin (dpa/tmn) - " BODY_DE, "dpa" },
	{ BODY_DE "\ndpa", "dpa" },
	{ BODY_DE "\n© dpa-infocom, dpa:240304-99-123456/2", "dpa" },
	{ BODY_DE " (dpa)", "dpa" },
	{ BODY_DE "\nQuelle: dpa", "dpa" },
	{ BODY_DE "\nQuellen: dpa, AFP", "dpa" },
	{ BODY_DE "\nmit Material der dpa", "dpa" },
	{ BODY_DE "\nMit Material von dpa und AFP", "dpa" },
	{ "Wien (APA) - " BODY_DE, "APA" },
	{ BODY_DE " (APA, 4.3.2024)", "APA" },
	{ BODY_DE " (sda/afp)", "Keystone-SDA" },
	{ BODY_DE " (Reuters, dpa)", "Reuters" },
	{ "Moskau/Vellin (Reuters) - " BODY_DE, "Reuters" },
	{ BODY_FR "\n(avec AFP)", "AFP" },
	{ BODY_FR "\nAvec l'AFP", "AFP" },
	{ BODY_FR "\nAFP", "AFP" },
	{ BODY_FR " (AFP)", "AFP" },
	{ "Vellin, 4 mars 2024 (AFP) - " BODY_FR, "AFP" },
	{ "VELLIN (Reuters) - " BODY_FR, "Reuters" },
	{ BODY_FR "\nLe Monde avec AFP et Reuters", "AFP" },
	{ BODY_FR "\n(Belga)", "Belga" },
	{ "(ATS) - " BODY_FR, "Keystone-SDA" },
	{ "Vellin, 4 mar (EFE).- " BODY_ES, "EFE" },
	{ "Vellin (EFE).- " BODY_ES, "EFE" },
	{ BODY_ES " EFE", "EFE" },
	{ BODY_ES " (EFE)", "EFE" },
	{ BODY_ES " EFE\nabc/def", "EFE" },
	{ "MADRID, 4 Mar. (EUROPA PRESS) - " BODY_ES, "Europa Press" },
	{ "Vellin, 4 mar (Prensa Latina) " BODY_ES, "Prensa Latina" },
	{ BODY_ES "\nFuente: Télam", "Telam" },
	{ BODY_ES "\nCon información de AFP", "AFP" },
	{ "(ANSA) - VELLIN, 04 MAR - " BODY_IT, "ANSA" },
	{ BODY_IT " (ANSA).", "ANSA" },
	{ BODY_IT "\nRIPRODUZIONE RISERVATA © Copyright ANSA", "ANSA" },
	{ "Vellin, 4 mar. (Adnkronos) - " BODY_IT, "Adnkronos" },
	{ "Vellin, 4 mar. (askanews) – " BODY_IT, "askanews" },
	{ "Lisboa, 04 mar 2024 (Lusa) – " BODY_PT, "Lusa" },
	{ BODY_PT "\nLusa/Fim", "Lusa" },
	{ BODY_PT "\nFonte: Agência Brasil", "Agencia Brasil" },
	{ "VELLIN (Reuters) - " BODY_PT, "Reuters" },
	{ "ВЕЛЛИН, 4 марта. /ТАСС/. " BODY_RU, "TASS" },
	{ "ВЕЛЛИН, 4 мар — РИА Новости. " BODY_RU, "RIA Novosti" },
	{ "МОСКВА, 4 мар - РИА Новости, Иван Петров. " BODY_RU, "RIA Novosti" },
	{ "Москва. 4 марта. INTERFAX.RU - " BODY_RU, "Interfax" },
	{ "МОСКВА, 4 марта (Рейтер) - " BODY_RU, "Reuters" },
	{ "4 марта. Интерфакс-Украина - " BODY_RU, "Interfax-Ukraine" },
	{ BODY_RU "\nИсточник: ТАСС", "TASS" },
	{ BODY_RU " — ТАСС", "TASS" },
	{ BODY_RU "\nПо материалам РИА Новости", "RIA Novosti" },
	{ "МИНСК, 4 марта (БЕЛТА). " BODY_RU, "BelTA" },
	{ "4 марта, Минск /Корр. БЕЛТА/. " BODY_RU, "BelTA" },
	{ "АСТАНА. КАЗИНФОРМ — " BODY_RU, "Kazinform" },
	{ "АСТАНА. 4 марта. КазТАГ - " BODY_RU, "KazTAG" },
	{ "БИШКЕК, 4 мар. /Кабар/. " BODY_RU, "Kabar" },
	{ "Ташкент, Узбекистан (UzDaily.com) -- " BODY_RU, NULL },
	{ "БАКУ /Trend/ - " BODY_RU, "Trend" },
	{ "ВЕЛЛИН, 4 берез. /Укрінформ/. " BODY_UK, "Ukrinform" },
	{ BODY_UK "\nДжерело: Укрінформ", "Ukrinform" },
	{ "КИЇВ. 4 березня. УНН. " BODY_UK, "UNN" },
	{ "Київ. 4 березня. Інтерфакс-Україна - " BODY_UK, "Interfax-Ukraine" },
	{ BODY_PL " (PAP)", "PAP" },
	{ BODY_PL "\nŹródło: PAP", "PAP" },
	{ "Warszawa, 04.03.2024 (PAP) - " BODY_PL, "PAP" },
	{ BODY_PL "\nabc/ def/ (PAP)", "PAP" },
	{ "VELLİN (AA) - " BODY_TR, "Anadolu" },
	{ "VELLİN (DHA) - " BODY_TR, "DHA" },
	{ "VELLİN (İHA) - " BODY_TR, "IHA" },
	{ BODY_TR "\nKaynak: AA", "Anadolu" },
	{ "فيلين (أ ف ب) - " BODY_AR, "AFP" },
	{ BODY_AR " (أ ف ب)", "AFP" },
	{ "فيلين (رويترز) - " BODY_AR, "Reuters" },
	{ "القاهرة - (رويترز) " BODY_AR, "Reuters" },
	{ BODY_AR "\nالمصدر: رويترز", "Reuters" },
	{ BODY_AR "\nالمصدر: وكالات", "agencies" },
	{ BODY_AR "\n(وكالات)", "agencies" },
	{ "دمشق-سانا " BODY_AR, "SANA" },
	{ "رام الله 4-3-2024 وفا- " BODY_AR, "WAFA" },
	{ "新华社维林3月4日电 " BODY_ZH, "Xinhua" },
	{ "新华社北京3月4日电（记者 王平） " BODY_ZH, "Xinhua" },
	{ "中新社维林3月4日电 " BODY_ZH, "China News Service" },
	{ "（路透社维林4日电）" BODY_ZH, "Reuters" },
	{ BODY_ZH "\n来源：新华社", "Xinhua" },
	{ "【維林共同】" BODY_JA, "Kyodo" },
	{ "【ベリン時事】" BODY_JA, "Jiji" },
	{ "［ベリン　４日　ロイター］ - " BODY_JA, "Reuters" },
	{ BODY_JA "（時事）", "Jiji" },
	{ BODY_JA "（共同）", "Kyodo" },
	{ "به گزارش ایرنا، " BODY_FA, NULL },
	{ BODY_FA "\nمنبع: ایسنا", "ISNA" },
	{ "VELLIN (ANP) - " BODY_NL, "ANP" },
	{ BODY_NL " (Belga)", "Belga" },
	{ BODY_SV " (TT)", "TT" },
	{ "Stockholm (TT) " BODY_SV, "TT" },
	{ BODY_EN, NULL },
	{ "Reuters reported on Tuesday that the harbour was closed. " BODY_EN,
	  NULL },
	{ "The harbour master told Reuters that it would be closed. " BODY_EN,
	  NULL },
	{ BODY_EN " The harbour master told AFP.", NULL },
	{ BODY_EN " he told AFP news agency.", NULL },
	{ BODY_EN "\nRead also: Reuters wins prize", NULL },
	{ "Как сообщает ТАСС, порт закрыт. " BODY_RU, NULL },
	{ BODY_RU " Об этом сообщает ТАСС.", NULL },
	{ BODY_RU " Об этом сообщили ТАСС в пресс-службе порта.", NULL },
	{ "Der Hafenmeister sagte der dpa, er bleibe zu. " BODY_DE, NULL },
	{ BODY_DE " Das sagte er der dpa.", NULL },
	{ "Según dijo a EFE el capitán, " BODY_ES, NULL },
	{ "The US AP exam results are out. " BODY_EN, NULL },
	{ "Aa, said the pilot. " BODY_EN, NULL },
};

static void wires_are_told_in_many_languages(void **state)
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wires_are_told_in_many_languages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
