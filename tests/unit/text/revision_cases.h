/* SPDX-License-Identifier: Apache-2.0 */
/* Edits of texts and what they are worth. All texts are our own. */
#ifndef TESTS_REVISION_CASES_H
#define TESTS_REVISION_CASES_H

#include "text/revision.h"

enum { NONE, MINOR, TITLE = 16, NUMBER, NAME, NOTICE, NEW };

/* A title that is NULL is "A title" on both sides. */
struct revision_case {
	const char *language;
	const char *before_title, *before, *after_title, *after;
	int expected; /* a weight, or the reason that must be among them */
	const char *why; /* begins one of the reasons; NULL any */
};

/* clang-format off */
static const struct revision_case revision_cases[] = {
	/* ---- nothing at all ---- */
	{ "en", 0, "The bridge was closed. Nobody was hurt.", 0, "The bridge was closed.\n\n  Nobody   was hurt.", NONE, 0 },
	{ "en", 0, "The bridge was closed. 37 comments", 0, "The bridge was closed. 41 comments", NONE, 0 },
	{ "en", 0, "The bridge was closed.\n1,204 views\nUpdated 5 minutes ago", 0, "The bridge was closed.\n9,871 views\nUpdated 2 hours ago", NONE, 0 },
	{ "en", 0, "Last updated: 14 March 2026 14:05 GMT\nThe bridge was closed.", 0, "Last updated: 14 March 2026 16:20 GMT\nThe bridge was closed.", NONE, 0 },
	{ "en", 0, "4 min read\nThe bridge was closed.", 0, "5 min read\nThe bridge was closed.", NONE, 0 },
	{ "en", 0, "The bridge was closed. It leads to the port.", 0, "The bridge was closed.\nSign up for our newsletter to get 10 stories a day.\nIt leads to the port.", NONE, 0 },
	{ "en", 0, "The bridge was closed.", 0, "The bridge was closed.\nAdvertisement\nRead more: Ten things to do in Riga", NONE, 0 },
	{ "en", 0, "The \"bridge\" was closed - for now.", 0, "The \u201cbridge\u201d was closed \u2013 for now.", NONE, 0 },
	{ "en", "Bridge Closed In Port City", "The bridge was closed.", "Bridge closed in port city", "The bridge was closed.", NONE, 0 },
	{ "en", "Bridge closed", "The bridge was closed.", "Bridge closed (12)", "The bridge was closed.", NONE, 0 },
	{ "en", "Bridge closed", "The bridge was closed.", "Bridge closed [video]", "The bridge was closed.", NONE, 0 },
	{ "en", "Bridge closed", "The bridge was closed.", "LIVE: Bridge closed", "The bridge was closed.", NONE, 0 },
	{ "en", "Bridge closed", "The bridge was closed.", "Bridge closed | Harbour Times", "The bridge was closed.", NONE, 0 },
	{ "en", "Bridge closed", "The bridge was closed.", "Bridge closed - Harbour Times", "The bridge was closed.", NONE, 0 },
	{ "en", "Bridge closed", "The bridge was closed.", "The bridge closed", "The bridge was closed.", NONE, 0 },
	{ "en", "Bridge closed", "The bridge was closed.", "UPDATE 2-Bridge closed", "The bridge was closed.", NONE, 0 },
	{ "de", 0, "Die Br\u00fccke ist gesperrt. Stand: 14:05 Uhr", 0, "Die Br\u00fccke ist gesperrt. Stand: 17:40 Uhr", NONE, 0 },
	{ "de", 0, "Die Br\u00fccke ist gesperrt.\nvor 5 Minuten", 0, "Die Br\u00fccke ist gesperrt.\nvor 3 Stunden", NONE, 0 },
	{ "de", 0, "Die Br\u00fccke ist gesperrt.\n12 Kommentare", 0, "Die Br\u00fccke ist gesperrt.\n19 Kommentare\nLesen Sie auch: Was jetzt zu tun ist", NONE, 0 },
	{ "fr", 0, "Le pont est ferm\u00e9.\n12 commentaires", 0, "Le pont est ferm\u00e9.\n48 commentaires\nLire aussi : Le port sans pont", NONE, 0 },
	{ "es", 0, "El puente est\u00e1 cerrado.\nhace 5 minutos", 0, "El puente est\u00e1 cerrado.\nhace 2 horas", NONE, 0 },
	{ "ru", 0, "Мост закрыт. Просмотров: 120", 0, "Мост закрыт. Просмотров: 4511", NONE, 0 },
	{ "ru", 0, "Мост закрыт.\nОбновлено: 14:05", 0, "Мост закрыт.\nОбновлено: 16:40\nПодписывайтесь на наш канал", NONE, 0 },
	{ "ar", 0, "أغلق الجسر أمام السيارات.\n12 تعليق", 0, "أغلق الجسر أمام السيارات.\n40 تعليق", NONE, 0 },
	{ "zh", 0, "大桥已经关闭。\n阅读 1204", 0, "大桥已经关闭。\n阅读 98710", NONE, 0 },
	{ "ja", 0, "橋は閉鎖された。\n5分前", 0, "橋は閉鎖された。\n2時間前", NONE, 0 },
	{ "ru", "Мост закрыт", "Мост закрыт.", "Мост закрыт (видео)", "Мост закрыт.", NONE, 0 },
	{ "en", 0, "First paragraph here now. Second paragraph there then.", 0, "Second paragraph there then. First paragraph here now.", NONE, 0 },

	/* ---- edits that change no fact ---- */
	{ "en", "Goverment closes bridge", "The bridge was closed.", "Government closes bridge", "The bridge was closed.", MINOR, 0 },
	{ "en", 0, "The old bridge over the river was closed to all cars on Monday.", 0, "The old bridge over the river was shut to all cars on Monday.", MINOR, 0 },
	{ "en", 0, "The old bridge was closed to 34750 cars a day.", 0, "The old bridge was closed to 34,750 cars a day.", MINOR, 0 },
	{ "en", 0, "Police said that twelve people were brought to hospital after the fall.", 0, "Police said that 12 people were brought to hospital after the fall.", MINOR, 0 },
	{ "en", 0, "President Zelensky opened the new bridge to traffic.", 0, "President Zelenskyy opened the new bridge to traffic.", MINOR, 0 },
	{ "en", 0, "He spoke on Monday at the opening of the bridge in the town.", 0, "He spoke on Tuesday at the opening of the bridge in the town.", MINOR, 0 },
	{ "en", 0, "The bridge was closed. It leads to the port. Ferries go instead. They are full. The mayor asks for patience with all of it.", 0, "The bridge was closed. It leads to the port. Ferries go instead. They are full.", MINOR, 0 },
	{ "en", 0, "The bridge has been closed since early morning to all traffic, the town said. It leads to the port, where ships wait for days to be unloaded. Ferries go instead of it, and they are full of people.", 0, "The bridge has been closed since early morning to all traffic, the town said. It leads to the port, where ships wait for days to be unloaded. Ferries go instead of it, and they are full of people. Buses are slower.", MINOR, 0 },
	{ "de", 0, "Die Polizei sperrte am Morgen die Stra\u00dfe zum Hafen f\u00fcr alle Fahrzeuge.", 0, "Die Beamten sperrten am Morgen die Stra\u00dfe zum Hafen f\u00fcr alle Fahrzeuge.", MINOR, 0 },
	{ "fr", 0, "Le pont a \u00e9t\u00e9 ferm\u00e9 hier matin par la ville pour des travaux.", 0, "Le pont a \u00e9t\u00e9 ferm\u00e9 hier matin par la mairie pour des travaux.", MINOR, 0 },
	{ "ru", 0, "Об этом сообщил глава Путилова на встрече с жителями города.", 0, "Об этом рассказал глава Путилова на встрече с жителями города.", MINOR, 0 },
	{ "ru", 0, "Мост закрыли по решению Сергеенко, сообщила мэрия города.", 0, "Мост закрыли по решению Сергеенка, как сообщила мэрия города.", MINOR, 0 },
	{ "es", 0, "El puente fue cerrado ayer por la ciudad para unas obras.", 0, "El puente fue cerrado ayer por el municipio para unas obras.", MINOR, 0 },
	{ "en", 0, "Corrections\nThe old bridge over the river was closed to all cars.", 0, "Corrections\nThe old bridge over the river was shut to all cars.", MINOR, 0 },
	{ "en", 0, "The ferry left thirty minutes earlier than the plan of the port said.", 0, "The ferry left forty minutes earlier than the plan of the port said.", NUMBER, "number changed: thirty -> forty" },
	{ "en", 0, "In the port 20 people and 3 dogs were saved by the crew of the tug.", 0, "In the port 4 dogs and 25 people were saved by the crew of the tug.", NUMBER, "number changed: 20 -> 25" },
	{ "en", 0, "The fire hurt 20 guests of the hotel thirty minutes earlier than first said.", 0, "The fire hurt 24 guests of the hotel forty minutes earlier than first said.", NUMBER, "number changed: 20 -> 24" },
	{ "ru", 0, "\u0412 \u043f\u043e\u0440\u0442\u0443 \u0441\u043f\u0430\u0441\u043b\u0438 20 \u0447\u0435\u043b\u043e\u0432\u0435\u043a \u0438 8 \u0441\u043e\u0431\u0430\u043a, \u0441\u043e\u043e\u0431\u0449\u0438\u043b \u043a\u0430\u043f\u0438\u0442\u0430\u043d.", 0, "\u0412 \u043f\u043e\u0440\u0442\u0443 \u0441\u043f\u0430\u0441\u043b\u0438 9 \u0441\u043e\u0431\u0430\u043a \u0438 26 \u0447\u0435\u043b\u043e\u0432\u0435\u043a, \u0441\u043e\u043e\u0431\u0449\u0438\u043b \u043a\u0430\u043f\u0438\u0442\u0430\u043d.", NUMBER, "number changed: 20 -> 26" },
	{ "en", 0, "The blast was heard 5 minutes ago across the whole of the old town.", 0, "The blast was heard 20 minutes ago across the whole of the old town.", MINOR, 0 },

	/* ---- titles ---- */
	{ "en", "Bridge closed", "The bridge was closed.", "Bridge collapses", "The bridge was closed.", TITLE, "title changed: Bridge closed -> Bridge collapses" },
	{ "en", "Gambia closes bridge", "It was closed.", "Zambia closes bridge", "It was closed.", TITLE, 0 },
	{ "en", "Iran attacks Iraq", "It began at night.", "Iraq attacks Iran", "It began at night.", TITLE, 0 },
	{ "en", "Blast in port: 12 dead", "A blast was heard.", "Blast in port: 17 dead", "A blast was heard.", TITLE, 0 },
	{ "en", "Blast in port", "A blast was heard.", "Blast in port - Many Dead", "A blast was heard.", TITLE, 0 },
	{ "de", "Br\u00fccke gesperrt", "Sie ist zu.", "Br\u00fccke eingest\u00fcrzt", "Sie ist zu.", TITLE, 0 },
	{ "ru", "Мост закрыт", "Мост закрыт.", "Мост рухнул", "Мост закрыт.", TITLE, 0 },
	{ "ar", "إغلاق الجسر", "أغلق الجسر.", "انهيار الجسر", "أغلق الجسر.", TITLE, 0 },
	{ "zh", "大桥关闭", "大桥已经关闭。", "大桥倒塌", "大桥已经关闭。", TITLE, 0 },

	/* ---- numbers ---- */
	{ "en", 0, "At least 12 people were killed in the blast, police said.", 0, "At least 17 people were killed in the blast, police said.", NUMBER, "number changed: 12 -> 17" },
	{ "en", 0, "At least twelve people were killed in the blast, police said.", 0, "At least seventeen people or 17 were killed in the blast, police said.", NUMBER, "number changed: twelve -> 17" },
	{ "en", 0, "People were killed in the blast at the port, police said.", 0, "People, 12 of them, were killed in the blast at the port, police said.", NUMBER, "number added: 12" },
	{ "en", 0, "The fund is worth 1,500 million euros, the ministry said.", 0, "The fund is worth 1,700 million euros, the ministry said.", NUMBER, "number changed: 1,500 -> 1,700" },
	{ "en", 0, "Prices rose by 3.5 percent in the year to March, the bank said.", 0, "Prices rose by 3.6 percent in the year to March, the bank said.", NUMBER, 0 },
	{ "en", 0, "Death toll: 12", 0, "Death toll: 17", NUMBER, 0 },
	{ "en", 0, "Some 40 of the 90 people on board were saved by fishermen.", 0, "Some of the 90 people on board were saved by fishermen.", NUMBER, "number removed: 40" },
	{ "de", 0, "Bei dem Unfall starben nach Angaben der Polizei sieben Menschen.", 0, "Bei dem Unfall starben nach Angaben der Polizei neun Menschen.", NUMBER, "number changed: sieben -> neun" },
	{ "fr", 0, "Au moins 12 personnes sont mortes dans l'explosion du port.", 0, "Au moins 17 personnes sont mortes dans l'explosion du port.", NUMBER, 0 },
	{ "es", 0, "Al menos doce personas murieron en la explosi\u00f3n del puerto.", 0, "Al menos 17 personas murieron en la explosi\u00f3n del puerto.", NUMBER, 0 },
	{ "ru", 0, "При взрыве в порту погибли 12 человек, сообщила полиция.", 0, "При взрыве в порту погибли 17 человек, сообщила полиция.", NUMBER, "number changed: 12 -> 17" },
	{ "ru", 0, "При взрыве в порту погибли трое рабочих, сообщила полиция.", 0, "При взрыве в порту погибли пятеро рабочих, сообщила полиция.", NUMBER, 0 },
	{ "ar", 0, "قتل 12 شخصا في انفجار المرفأ وفق الشرطة.", 0, "قتل 17 شخصا في انفجار المرفأ وفق الشرطة.", NUMBER, 0 },
	{ "zh", 0, "警方说，港口爆炸造成12人死亡。", 0, "警方说，港口爆炸造成17人死亡。", NUMBER, 0 },
	{ "ja", 0, "警察によると、港の爆発で12人が死亡した。", 0, "警察によると、港の爆発で17人が死亡した。", NUMBER, 0 },
	{ "tr", 0, "Limandaki patlamada en az 12 ki\u015fi hayat\u0131n\u0131 kaybetti.", 0, "Limandaki patlamada en az 17 ki\u015fi hayat\u0131n\u0131 kaybetti.", NUMBER, 0 },

	/* ---- names ---- */
	{ "en", 0, "The attack was ordered by general Marlow, the ministry said.", 0, "The attack was ordered by general Tanner, the ministry said.", NAME, "name changed: Marlow -> Tanner" },
	{ "en", 0, "The envoy will travel to Austria on Monday for talks.", 0, "The envoy will travel to Australia on Monday for talks.", NAME, 0 },
	{ "en", 0, "The statement came from NATO and not from the ministry.", 0, "The statement came from OSCE and not from the ministry.", NAME, 0 },
	{ "en", 0, "The suspect was taken to a court in the old town on Monday.", 0, "The suspect, Harlan Breck, was taken to a court in the old town on Monday.", NAME, "name added: Harlan" },
	{ "de", 0, "Der Anschlag wurde nach Angaben von Marlow lange geplant.", 0, "Der Anschlag wurde nach Angaben von Tanner lange geplant.", NAME, 0 },
	{ "fr", 0, "L'accord a \u00e9t\u00e9 sign\u00e9 hier soir \u00e0 Vienne par les deux parties.", 0, "L'accord a \u00e9t\u00e9 sign\u00e9 hier soir \u00e0 Prague par les deux parties.", NAME, 0 },
	{ "ru", 0, "Соглашение подписали вчера вечером в Минске обе стороны.", 0, "Соглашение подписали вчера вечером в Ереване обе стороны.", NAME, 0 },
	{ "uk", 0, "Угоду підписали вчора ввечері у Варшаві обидві сторони.", 0, "Угоду підписали вчора ввечері у Празі обидві сторони.", NAME, 0 },

	/* ---- notices ---- */
	{ "en", 0, "The bridge was closed.", 0, "The bridge was closed.\nCorrection: the bridge leads to the port and not to the airport.", NOTICE, "correction notice: Correction: the bridge" },
	{ "en", 0, "The bridge was closed.", 0, "The bridge was closed. An earlier version of this article misspelled the name of the river.", NOTICE, 0 },
	{ "en", 0, "The bridge was closed.", 0, "Correction\nThe bridge leads to the port and not to the airport.\nThe bridge was closed.", NOTICE, 0 },
	{ "en", 0, "The bridge was closed.", 0, "Update: the bridge will open again at noon.\nThe bridge was closed.", NOTICE, 0 },
	{ "de", 0, "Die Br\u00fccke ist gesperrt.", 0, "Die Br\u00fccke ist gesperrt.\nBerichtigung: Die Br\u00fccke f\u00fchrt zum Hafen.", NOTICE, 0 },
	{ "de", 0, "Die Br\u00fccke ist gesperrt.", 0, "Die Br\u00fccke ist gesperrt. In einer fr\u00fcheren Version stand ein falscher Ort.", NOTICE, 0 },
	{ "fr", 0, "Le pont est ferm\u00e9.", 0, "Le pont est ferm\u00e9.\nRectificatif : le pont m\u00e8ne au port.", NOTICE, 0 },
	{ "es", 0, "El puente est\u00e1 cerrado.", 0, "El puente est\u00e1 cerrado.\nCorrecci\u00f3n: el puente lleva al puerto.", NOTICE, 0 },
	{ "it", 0, "Il ponte \u00e8 chiuso.", 0, "Il ponte \u00e8 chiuso.\nErrata corrige: il ponte porta al porto.", NOTICE, 0 },
	{ "ru", 0, "Мост закрыт.", 0, "Мост закрыт.\nИсправление: мост ведёт в порт, а не в город.", NOTICE, 0 },
	{ "ru", 0, "Мост закрыт.", 0, "Мост закрыт. В предыдущей версии текста было неверно названо место.", NOTICE, 0 },
	{ "uk", 0, "Міст закрито.", 0, "Міст закрито.\nВиправлення: міст веде до порту.", NOTICE, 0 },
	{ "ar", 0, "أغلق الجسر.", 0, "أغلق الجسر.\nتصحيح: الجسر يؤدي إلى المرفأ.", NOTICE, 0 },
	{ "zh", 0, "大桥已经关闭。", 0, "大桥已经关闭。\n更正：大桥通往港口。", NOTICE, 0 },
	{ "tr", 0, "K\u00f6pr\u00fc kapat\u0131ld\u0131.", 0, "K\u00f6pr\u00fc kapat\u0131ld\u0131.\nD\u00fczeltme: K\u00f6pr\u00fc limana gidiyor.", NOTICE, 0 },
	{ "en", 0, "Precision work goes on at the bridge.", 0, "Precision work goes on at the bridge. Precision work at night is slower.", NEW, 0 },

	/* ---- new text ---- */
	{ "en", 0, "The bridge was closed. It leads to the port.", 0, "The bridge was closed. It leads to the port. Divers have found a car in the river below.", NEW, "new text: " },
	{ "de", 0, "Die Br\u00fccke ist gesperrt.", 0, "Die Br\u00fccke ist gesperrt. Taucher haben im Fluss ein Auto gefunden.", NEW, 0 },
	{ "ru", 0, "Мост закрыт на ремонт.", 0, "Мост закрыт на ремонт. Водолазы нашли в реке автомобиль.", NEW, 0 },
	{ "ar", 0, "أغلق الجسر أمام السيارات.", 0, "أغلق الجسر أمام السيارات. وعثر غواصون على سيارة في النهر.", NEW, 0 },
	{ "zh", 0, "大桥已经关闭。", 0, "大桥已经关闭。潜水员在河里发现了一辆汽车。", NEW, 0 },
};
/* clang-format on */

#endif
