/* SPDX-License-Identifier: Apache-2.0 */
/* Words of other scripts: where ICU cuts, what folds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ask.h"

struct question {
	const char *query, *text;
	bool matches;
};

static void put_all(const struct question *rows, size_t count,
		    const char *language)
{
	uint32_t wrong = 0;

	for (size_t i = 0; i < count; i++) {
		if (ask_text(rows[i].query, "", rows[i].text, language) ==
		    rows[i].matches)
			continue;
		print_error("%s: %s\n", rows[i].query, rows[i].text);
		wrong++;
	}
	assert_int_equal(wrong, 0);
}

#define PUT_ALL(rows, language) \
	put_all((rows), sizeof(rows) / sizeof((rows)[0]), (language))

static void chinese_is_found_across_the_cuts(void **s)
{
	static const struct question rows[] = {
		{ "制裁", "欧盟宣布新的对俄制裁措施", true },
		{ "对俄制裁", "欧盟宣布新的对俄制裁措施", true },
		{ "制裁措施", "欧盟宣布新的对俄制裁措施", true },
		{ "新的", "欧盟宣布新的对俄制裁措施", true },
		{ "欧盟宣布", "欧盟宣布新的对俄制裁措施", true },
		{ "制造", "欧盟宣布新的对俄制裁措施", false },
		{ "措施制裁", "欧盟宣布新的对俄制裁措施", false },
		{ "欧盟 制裁", "欧盟宣布新的对俄制裁措施", true },
		{ "欧盟 NEAR/6 制裁", "欧盟宣布新的对俄制裁措施", true },
		{ "习近平", "中国国家主席习近平会见外宾", true },
		{ "国家主席", "中国国家主席习近平会见外宾", true },
		{ "习近平 会见", "中国国家主席习近平会见外宾", true },
		{ "\"习近平会见\"", "中国国家主席习近平会见外宾", true },
		{ "泽连斯基", "乌克兰总统泽连斯基访问北京", true },
		{ "乌克兰总统", "乌克兰总统泽连斯基访问北京", true },
		{ "普京", "俄罗斯总统普京表示同意", true },
		{ "拜登", "美国总统拜登今天表示", true },
		{ "北京", "乌克兰总统泽连斯基访问北京", true },
		{ "外交部发言人", "外交部发言人毛宁今天说", true },
		{ "毛宁", "外交部发言人毛宁今天说", true },
		{ "AI", "他们用AI技术改变生活", true },
		{ "AI技术", "他们用AI技术改变生活", true },
		{ "NATO", "北约(NATO)秘书长说", true },
		{ "5G", "华为的5G设备被禁止", true },
		{ "5G设备", "华为的5G设备被禁止", true },
		{ "2026年", "2026年冬季奥运会", true },
		{ "ＡＩ技术", "他们用AI技术改变生活", true },
		{ "\"总统 普京\"", "俄罗斯总统普京表示同意", true },
		{ "總統", "美國總統昨天表示", true },
		{ "总统", "美國總統昨天表示", false }, /* another writing */
	};

	(void)s;
	PUT_ALL(rows, "zh");
}

static void japanese_is_found_across_the_cuts(void **s)
{
	static const struct question rows[] = {
		{ "制裁", "日本政府は追加制裁を発表した", true },
		{ "追加制裁", "日本政府は追加制裁を発表した", true },
		{ "日本政府", "日本政府は追加制裁を発表した", true },
		{ "発表", "日本政府は追加制裁を発表した", true },
		{ "発表した", "日本政府は追加制裁を発表した", true },
		{ "制裁解除", "日本政府は追加制裁を発表した", false },
		{ "政府 NEAR/3 制裁", "日本政府は追加制裁を発表した", true },
		{ "ミサイル", "北朝鮮がミサイルを発射した", true },
		{ "北朝鮮", "北朝鮮がミサイルを発射した", true },
		{ "発射", "北朝鮮がミサイルを発射した", true },
		{ "ﾐｻｲﾙ", "北朝鮮がミサイルを発射した", true },
		{ "弾道ミサイル", "北朝鮮が弾道ミサイルを発射した", true },
		{ "ゼレンスキー", "ゼレンスキー大統領が来日した", true },
		{ "ゼレンスキー大統領", "ゼレンスキー大統領が来日した", true },
		{ "大統領", "ゼレンスキー大統領が来日した", true },
		{ "高市早苗", "高市早苗首相は記者会見で述べた", true },
		{ "石破茂", "石破茂首相は記者会見で述べた", true },
		{ "記者会見", "石破茂首相は記者会見で述べた", true },
		{ "首相", "石破茂首相は記者会見で述べた", true },
		{ "外務省", "外務省は十日に声明を出した", true },
		{ "NTT", "NTTドコモが値上げを発表", true },
		{ "NTTドコモ", "NTTドコモが値上げを発表", true },
		{ "値上げ", "NTTドコモが値上げを発表", true },
		{ "ウクライナ侵攻", "ロシアのウクライナ侵攻から四年", true },
		{ "ロシア", "ロシアのウクライナ侵攻から四年", true },
		{ "中国", "ロシアのウクライナ侵攻から四年", false },
		{ "東京 大阪", "東京と大阪で会談", true },
		{ "可能", "実現の可能性がある", false }, /* inside a word */
		{ "可能*", "実現の可能性がある", true },
		{ "京都", "東京都の人口が増えた", false },
	};

	(void)s;
	PUT_ALL(rows, "ja");
}

static void thai_is_found_across_the_cuts(void **s)
{
	static const struct question rows[] = {
		{ "นายกรัฐมนตรี", "นายกรัฐมนตรีไทยเดินทางไปจีน", true },
		{ "นายกรัฐมนตรีไทย", "นายกรัฐมนตรีไทยเดินทางไปจีน", true },
		{ "เดินทาง", "นายกรัฐมนตรีไทยเดินทางไปจีน", true },
		{ "จีน", "นายกรัฐมนตรีไทยเดินทางไปจีน", true },
		{ "ไทย", "นายกรัฐมนตรีไทยเดินทางไปจีน", true },
		{ "ญี่ปุ่น", "นายกรัฐมนตรีไทยเดินทางไปจีน", false },
		{ "น้ำท่วม", "เกิดน้ำท่วมใหญ่ในกรุงเทพมหานคร", true },
		{ "กรุงเทพมหานคร", "เกิดน้ำท่วมใหญ่ในกรุงเทพมหานคร", true },
		{ "น้ำท่วมใหญ่", "เกิดน้ำท่วมใหญ่ในกรุงเทพมหานคร", true },
		{ "กรุงเทพ", "เกิดน้ำท่วมใหญ่ในกรุงเทพ", true },
		{ "ตำรวจ", "ตำรวจจับกุมผู้ต้องหาสามคน", true },
		{ "จับกุม", "ตำรวจจับกุมผู้ต้องหาสามคน", true },
		{ "ผู้ต้องหา", "ตำรวจจับกุมผู้ต้องหาสามคน", true },
		{ "ตำรวจ NEAR/3 ผู้ต้องหา", "ตำรวจจับกุมผู้ต้องหาสามคน", true },
		{ "ทหาร", "ตำรวจจับกุมผู้ต้องหาสามคน", false },
		{ "รัฐบาล", "รัฐบาลประกาศมาตรการใหม่", true },
		{ "มาตรการ", "รัฐบาลประกาศมาตรการใหม่", true },
		{ "ประกาศมาตรการ", "รัฐบาลประกาศมาตรการใหม่", true },
		{ "ASEAN", "การประชุม ASEAN ที่กรุงเทพ", true },
		{ "ประชุม", "การประชุม ASEAN ที่กรุงเทพ", true },
		{ "เลือกตั้ง", "การเลือกตั้งจะมีขึ้นในเดือนหน้า", true },
		{ "การเลือกตั้ง", "การเลือกตั้งจะมีขึ้นในเดือนหน้า", true },
	};

	(void)s;
	PUT_ALL(rows, "th");
}

static void letters_fold_in_every_script(void **s)
{
	static const struct question rows[] = {
		/* Cyrillic: case, ё; й is a letter of its own */
		{ "МИНИСТР", "Министр иностранных дел", true },
		{ "елка", "Новогодняя ёлка в Кремле", true },
		{ "ёлка", "Новогодняя елка в Кремле", true },
		{ "мои", "Мой дом стоит у реки", false },
		{ "київ", "КИЇВ зустрічає гостей", true },
		{ "киів", "КИЇВ зустрічає гостей", false },
		{ "миротвор*", "миротворческие силы", true },
		/* Greek: accents, final sigma */
		{ "κυβέρνηση", "Η ΚΥΒΕΡΝΗΣΗ ανακοίνωσε", true },
		{ "κυβερνηση", "Η κυβέρνηση ανακοίνωσε", true },
		{ "πόλεμος", "ΠΟΛΕΜΟΣ στην Ουκρανία", true },
		{ "πολεμο*", "πόλεμος στην Ουκρανία", true },
		/* Arabic: points, tatweel, forms of alif; the article counts */
		{ "محمد", "قال مُحَمَّد إن", true },
		{ "مُحَمَّد", "قال محمد إن", true },
		{ "العراق", "في العـــراق اليوم", true },
		{ "أحمد", "قال احمد إن", true },
		{ "رئيس", "قال الرئيس إن", false },
		{ "الرئيس", "قال الرئيس إن", true },
		{ "(رئيس OR الرئيس)", "قال الرئيس إن", true },
		{ "\"وزير الخارجية\"", "التقى وزير الخارجية نظيره", true },
		{ "وزير NEAR/2 نظيره", "التقى وزير الخارجية نظيره", true },
		/* Hebrew: points */
		{ "שלום", "אמר שָׁלוֹם לכולם", true },
		{ "ממשלה", "ממשלה חדשה הוקמה", true },
		{ "ממשל", "ממשלה חדשה הוקמה", false },
		/* Devanagari: signs spell and stay; nukta falls as an accent */
		{ "सरकार", "सरकार ने कहा", true },
		{ "प्रधानमंत्री", "प्रधानमंत्री नरेन्द्र मोदी ने कहा", true },
		{ "\"नरेन्द्र मोदी\"", "प्रधानमंत्री नरेन्द्र मोदी ने कहा", true },
		{ "कह", "सरकार ने कहा", false },
		{ "१२३", "कुल 123 लोग", true },
		/* Latin with marks, joined or apart */
		{ "Ankara'da", "Ankara’da toplandı", true },
		{ "Łódź", "w Lodzi i Lodz", true },
		{ "Zürich", "Zu\xcc\x88rich und Basel", true },
		{ "Straße", "Die STRASSE war leer", true },
		{ "Kyjev", "v Kyjevě", false },
	};

	(void)s;
	PUT_ALL(rows, NULL);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(chinese_is_found_across_the_cuts),
		cmocka_unit_test(japanese_is_found_across_the_cuts),
		cmocka_unit_test(thai_is_found_across_the_cuts),
		cmocka_unit_test(letters_fold_in_every_script),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
