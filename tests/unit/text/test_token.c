/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/fold.h"
#include "text/language.h"
#include <stdlib.h>

/* The folded tokens with '|' between, sentences parted by " / ". */
static void tokens_of(const char *text, const char *language,
		      const char *expected)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(1 << 20);
	struct nwi_tokens tokens = { 0 };
	struct nw_error err;
	struct nw_buf out;

	nw_buf_init(&out, 4096);
	assert_int_equal(nwi_tokenise(nw_str_from(text), nw_str_from(language),
				      arena, &tokens, &err),
			 NW_OK);
	for (size_t i = 0; i < tokens.count; i++) {
		const struct nw_token *t = &tokens.rows[i];
		bool same = i > 0 && t[-1].sentence == t->sentence;
		nw_buf_add_text(&out, i == 0 ? "" : same ? "|" : " / ");
		nw_buf_add_str(&out, t->folded);
		assert_int_equal(t->hash, nw_token_hash(t->folded));
		assert_true(t->from < t->to && t->to <= strlen(text));
		assert_true(i == 0 || t[-1].to <= t->from);
	}
	nw_buf_add_text(&out, "");
	assert_string_equal(out.at, expected);
	nw_buf_fini(&out);
}

struct row {
	const char *text, *language, *expected;
};

static void check(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		tokens_of(rows[i].text, rows[i].language, rows[i].expected);
}

#define CHECK(rows) check(rows, sizeof(rows) / sizeof(rows[0]))

static void words_fold_to_what_queries_compare(void **s)
{
	static const struct row rows[] = {
		{ "Hello, WORLD", NULL, "hello|world" },
		{ "", NULL, "" },
		{ "  ...  ", NULL, "" },
		{ "Élysée Čeština Straße Łódź Ørsted", NULL,
		  "elysee|cestina|strasse|lodz|orsted" },
		{ "e\xcc\x81lan", NULL, "elan" },
		{ "İstanbul Iğdır ılık", NULL, "istanbul|igdir|ilik" },
		{ "ЁЖИК Йод й\xd0\xb8\xcc\x86", NULL, "ежик|йод|йй" },
		{ "Україна їжа Беларусь ў", NULL, "україна|їжа|беларусь|ў" },
		{ "Ἀθῆναι ΑΘΗΝΑΣ", NULL, "αθηναι|αθηνασ" },
		{ "ＡＢＣ１２３ ﬁne Ⅳ", NULL, "abc123|fine" },
		{ "ｶﾞｽ", NULL, "ガス" },
		{ "أحمد العَرَبِيَّة الإيرانى", NULL, "احمد|العربيه|الايراني" },
		{ "שָׁלוֹם", NULL, "שלום" },
		{ "٣٤ ९", NULL, "34|9" },
		{ "so\xc2\xad"
		  "ft hy\xe2\x80\x8cphen",
		  NULL, "soft|hyphen" },
		{ "한국의 대통령", NULL, "한국의|대통령" },
	};

	(void)s;
	CHECK(rows);
}

static void apostrophes_hyphens_and_points_cut_as_documented(void **s)
{
	static const struct row rows[] = {
		{ "Obama's Obama’s workers' don’t", NULL,
		  "obama|obama|workers|don|t" },
		{ "O'Brien's 'quoted' ‘too’ U.S.'s", NULL,
		  "o|brien|quoted|too|u.s." },
		{ "Covid-19 cease–fire and/or", NULL,
		  "covid|19|cease|fire|and|or" },
		{ "l'accord de l’Élysée dell'Italia d'Ivoire", NULL,
		  "l|accord|de|l|elysee|dell|italia|d|ivoire" },
		{ "п'ять п’ять пʼять", NULL, "п|ять|п|ять|п|ять" },
		{ "the U.S. and U.S are U.N.-led, e.g. z.B.", NULL,
		  "the|u.s.|and|u.s.|are|u.n.|led|e.g.|z.b." },
		{ "$1,000.50 and 3,5 in 2024.", NULL,
		  "1|000|50|and|3|5|in|2024" },
		{ "example.com v2.0 G20 a.b", NULL,
		  "example|com|v2|0|g20|a.b." },
		{ "AT&T R&D #tag @name", NULL, "at|t|r|d|tag|name" },
	};

	(void)s;
	CHECK(rows);
}

static void east_asian_text_is_cut_at_words(void **s)
{
	static const struct row rows[] = {
		{ "北京で会議。習氏は", NULL, "北京|で|会議 / 習|氏|は" },
		{ "สวัสดีประเทศไทย", NULL, "สวัสดี|ประเทศไทย" },
		{ "中国China新闻", NULL, "中国|china|新闻" },
	};

	(void)s;
	CHECK(rows);
}

static void sentences_end_where_a_reader_ends_them(void **s)
{
	static const struct row rows[] = {
		{ "It ended. Then it began! Why? So", "en",
		  "it|ended / then|it|began / why / so" },
		{ "Mr. Smith met Dr. J. Doe. They", "en",
		  "mr|smith|met|dr|j|doe / they" },
		{ "The U.S. President spoke. He", "en",
		  "the|u.s.|president|spoke / he" },
		{ "Yahoo! is one... or two", "en", "yahoo|is|one|or|two" },
		{ "Am 3. März kam er. Nr. 5 ging", "de",
		  "am|3|marz|kam|er / nr|5|ging" },
		{ "In 2024. Then", "de", "in|2024 / then" },
		{ "They won 3. Then", "en", "they|won|3 / then" },
		{ "one\ntwo", "en", "one / two" },
		{ "“Done.” She left", "en", "done / she|left" },
		{ "ул. Ленина. Он", "ru", "ул|ленина / он" },
	};

	(void)s;
	CHECK(rows);
}

static void sentences_end_in_scripts_without_capitals(void **s)
{
	static const struct row rows[] = {
		{ "انتهى. بدأ! لماذا؟ نعم", "ar", "انتهي / بدا / لماذا / نعم" },
		{ "قال د. محمد. ثم", "ar", "قال|د|محمد / ثم" },
		{ "ירי. נפל", "he", "ירי / נפל" },
		{ "वह आया. डॉ. सिंह", "hi", "वह|आया / डॉ|सिंह" },
		{ "회담했다. 양국은", "ko", "회담했다 / 양국은" },
		{ "დაიწყო. ჩამოვიდა", "ka", "დაიწყო / ჩამოვიდა" },
		{ "他说。“好！”他走", "zh", "他|说 / 好 / 他|走" },
		{ "会谈. 双方", "zh", "会谈 / 双方" },
		{ "وصل 3.5 طن", "ar", "وصل|3|5|طن" },
	};

	(void)s;
	CHECK(rows);
}

static void flags_tell_how_a_word_was_written(void **s)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(1 << 20);
	static const uint32_t expected[] = {
		NW_TOKEN_UPPER | NW_TOKEN_CAPITAL,
		NW_TOKEN_CAPITAL,
		NW_TOKEN_CAPITAL,
		0,
		NW_TOKEN_NUMBER,
		NW_TOKEN_UPPER | NW_TOKEN_CAPITAL | NW_TOKEN_ACRONYM,
		NW_TOKEN_UPPER | NW_TOKEN_CAPITAL,
		NW_TOKEN_CAPITAL,
	};
	struct nwi_tokens tokens = { 0 };
	struct nw_error err;

	(void)s;
	assert_int_equal(
		nwi_tokenise(nw_str_from("NATO Paris A iPhone 1000 U.S. "
					 "ÉTÉ G20"),
			     nw_str_make(NULL, 0), arena, &tokens, &err),
		NW_OK);
	assert_int_equal(tokens.count, 8);
	for (size_t i = 0; i < tokens.count; i++)
		assert_int_equal(tokens.rows[i].flags, expected[i]);
}

static void a_run_without_end_becomes_tokens_of_bounded_length(void **s)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(1 << 20);
	struct nwi_tokens tokens = { 0 };
	struct nw_error err;
	char text[1000];

	(void)s;
	memset(text, 'x', sizeof(text));
	assert_int_equal(nwi_tokenise(nw_str_make(text, sizeof(text)),
				      nw_str_make(NULL, 0), arena, &tokens,
				      &err),
			 NW_OK);
	assert_true(tokens.count >= 10 && tokens.count <= 12);
	for (size_t i = 0; i < tokens.count; i++)
		assert_true(tokens.rows[i].folded.len <= NWI_TOKEN_BYTES);
	assert_int_equal(tokens.rows[tokens.count - 1].to, sizeof(text));
}

static void a_full_arena_is_reported(void **s)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(256);
	struct nwi_tokens tokens = { 0 };
	struct nw_error err;

	(void)s;
	assert_int_equal(
		nwi_tokenise(nw_str_from("one two three four five six seven "
					 "eight nine ten eleven twelve"),
			     nw_str_make(NULL, 0), arena, &tokens, &err),
		NW_LIMIT);
}

static void a_query_word_folds_as_a_document_does(void **s)
{
	struct nw_buf out;

	(void)s;
	nw_buf_init(&out, 100);
	nwi_fold_word(&out, nw_str_from("Müßig’ Йод ｶﾞ"));
	assert_string_equal(out.at, "mussig' йод ガ");
	nw_buf_fini(&out);
}

static void a_document_keeps_title_and_body_apart(void **s)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(1 << 20);
	struct nw_item item = { .size = sizeof(item) };
	struct nw_doc *doc = NULL;
	struct nw_error err;
	size_t count = 0;

	(void)s;
	item.title = nw_str_from("Talks Begin");
	item.summary = nw_str_from("Ministers met in Geneva on Tuesday to "
				   "discuss the terms of a ceasefire.");
	assert_int_equal(nw_doc_make(&item, arena, &doc, &err), NW_OK);
	const struct nw_token *rows =
		nw_doc_tokens(doc, NW_FIELD_TITLE, &count);
	assert_int_equal(count, 2);
	assert_true(nw_str_is(rows[1].folded, "begin"));
	nw_doc_tokens(doc, NW_FIELD_BODY, &count);
	assert_int_equal(count, 13);
	assert_true(nw_str_is(nw_doc_language(doc), "en"));
	assert_true(nw_str_is(nw_doc_text(doc, NW_FIELD_TITLE), "Talks Begin"));
	item.language = nw_str_from("en-GB");
	assert_int_equal(nw_doc_make(&item, arena, &doc, &err), NW_OK);
	assert_true(nw_str_is(nw_doc_language(doc), "en-GB"));
	item.language = nw_str_from("de");
	assert_int_equal(nw_doc_make(&item, arena, &doc, &err), NW_OK);
	assert_true(nw_str_is(nw_doc_language(doc), "en"));
}

static void languages_are_told_or_left_open(void **s)
{
	static const char *const rows[][2] = {
		{ "Die Regierung hat am Mittwoch neue Maßnahmen beschlossen",
		  "de" },
		{ "Le gouvernement a annoncé mercredi de nouvelles mesures",
		  "fr" },
		{ "Правительство объявило о новых мерах в среду", "ru" },
		{ "Уряд оголосив про нові заходи у середу", "uk" },
		{ "政府は水曜日に新しい措置を発表した", "ja" },
		{ "政府周三宣布了新的措施", "zh" },
		{ "정부는 수요일 새로운 조치를 발표했다", "ko" },
		{ "أعلنت الحكومة يوم الأربعاء عن إجراءات جديدة", "ar" },
	};

	(void)s;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *got = nwi_language_of(nw_str_from(rows[i][0]),
						  nw_str_make(NULL, 0));
		assert_non_null(got);
		assert_string_equal(got, rows[i][1]);
	}
	assert_null(
		nwi_language_of(nw_str_from("12:30"), nw_str_make(NULL, 0)));
	assert_string_equal(
		nwi_language_of(nw_str_from("OK"), nw_str_from("fr-CA")), "fr");
}

static void language_tags_get_their_usual_case(void **s)
{
	static const char *const rows[][2] = {
		{ "EN_us", "en-US" },		{ "ger", "de" },
		{ "zh-hant-tw", "zh-Hant-TW" }, { "iw", "he" },
		{ "es-419", "es-419" },		{ "x", "" },
		{ "english language", "" },	{ "de-", "de" },
	};
	struct nw_buf out;

	(void)s;
	nw_buf_init(&out, 100);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		nw_buf_clear(&out);
		nwi_language_tag(&out, nw_str_from(rows[i][0]));
		nw_buf_add_text(&out, "");
		assert_string_equal(out.at, rows[i][1]);
	}
	nw_buf_fini(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_fold_to_what_queries_compare),
		cmocka_unit_test(
			apostrophes_hyphens_and_points_cut_as_documented),
		cmocka_unit_test(east_asian_text_is_cut_at_words),
		cmocka_unit_test(sentences_end_where_a_reader_ends_them),
		cmocka_unit_test(sentences_end_in_scripts_without_capitals),
		cmocka_unit_test(flags_tell_how_a_word_was_written),
		cmocka_unit_test(
			a_run_without_end_becomes_tokens_of_bounded_length),
		cmocka_unit_test(a_full_arena_is_reported),
		cmocka_unit_test(a_query_word_folds_as_a_document_does),
		cmocka_unit_test(a_document_keeps_title_and_body_apart),
		cmocka_unit_test(languages_are_told_or_left_open),
		cmocka_unit_test(language_tags_get_their_usual_case),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
