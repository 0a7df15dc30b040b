/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words that say what a date or a name is: in the names of elements
 * (class="entry-date") and in what readers see ("Updated:", "By").
 */
#include "html/page_facts.h"

#include "markup/scan.h"

struct label {
	struct nw_str text;
	uint8_t kind;
};

#define P(word)                               \
	{                                     \
		NW_STR(word), LABEL_PUBLISHED \
	}
#define U(word)                             \
	{                                   \
		NW_STR(word), LABEL_UPDATED \
	}
#define O(word)                           \
	{                                 \
		NW_STR(word), LABEL_OTHER \
	}

/* Where one begins another the longer stands first. By the first byte:
   ASCII; Latin, Greek, Cyrillic, Hebrew, Arabic; the rest. */
static const struct label latin_labels[] = {
	U("last updated"),
	U("last update"),
	U("last modified"),
	U("last reviewed"),
	U("last edited"),
	U("last revised"),
	U("update on"),
	U("update:"),
	U("updated"),
	U("modified"),
	U("revised"),
	U("edited on"),
	P("originally published"),
	P("first published"),
	P("published"),
	P("publication date"),
	P("publish date"),
	P("date published"),
	P("posted"),
	P("post date"),
	P("released"),
	P("release date"),
	P("issued"),
	P("created"),
	P("added"),
	P("submitted"),
	P("filed"),
	P("uploaded"),
	P("aired"),
	P("date:"),
	P("pub date"),
	O("reviewed"),
	O("expires"),
	O("deadline"),
	O("accessed"),
	O("retrieved"),
	O("fact checked"),
	O("born"),
	O("valid until"),
	O("join"),
	O("member since"),
	O("copyright"),
	O("event date"),
	O("starts"),
	O("ends"),
	O("comments"),
	U("zuletzt aktualisiert"),
	U("zuletzt ge\xc3\xa4ndert"),
	U("letzte aktualisierung"),
	U("letzte \xc3\xa4nderung"),
	U("aktualisiert"),
	U("ge\xc3\xa4ndert"),
	U("stand:"),
	U("stand vom"),
	P("ver\xc3\xb6"
	  "ffentlicht"),
	P("erstellt"),
	P("erschienen"),
	P("publiziert"),
	P("eingestellt"),
	P("datum"),
	P("geschrieben am"),
	P("gespeichert"),
	P("eingereicht"),
	P("soumis"),
	P("enviado"),
	P("inviato"),
	P("ingediend"),
	P("skickat"),
	P("wys\xc5\x82"
	  "ane"),
	P("gepostet"),
	U("laatst bijgewerkt"),
	U("bijgewerkt"),
	U("laatste update"),
	P("gepubliceerd"),
	P("geplaatst"),
	U("mis \xc3\xa0 jour"),
	U("mise \xc3\xa0 jour"),
	U("modifi\xc3\xa9"),
	U("actualis\xc3\xa9"),
	P("publi\xc3\xa9"),
	P("post\xc3\xa9"),
	P("paru"),
	P("cr\xc3\xa9\xc3\xa9"),
	P("r\xc3\xa9"
	  "dig\xc3\xa9"),
	U("ultimo aggiornamento"),
	U("ultima modifica"),
	U("aggiornato"),
	U("modificato"),
	P("pubblicato"),
	P("pubblicata"),
	P("inserito"),
	P("scritto il"),
	U("actualizado"),
	U("actualizada"),
	U("actualizaci\xc3\xb3n"),
	U("modificado"),
	P("publicado"),
	P("publicada"),
	P("publicat"),
	P("fecha"),
	P("creado"),
	U("atualizado"),
	U("atualizada"),
	U("atualiza\xc3\xa7\xc3\xa3o"),
	P("postado"),
	U("actualitzat"),
	U("actualizat"),
	P("postat"),
	U("senast uppdaterad"),
	U("uppdaterad"),
	P("publicerad"),
	P("publicerat"),
	U("sist oppdatert"),
	U("oppdatert"),
	P("publisert"),
	U("sidst opdateret"),
	U("opdateret"),
	P("udgivet"),
	P("publiceret"),
	P("offentliggjort"),
	U("p\xc3\xa4ivitetty"),
	U("muokattu"),
	P("julkaistu"),
	U("uuendatud"),
	P("avaldatud"),
	U("atnaujinta"),
	P("paskelbta"),
	U("atjaunots"),
	P("public\xc4\x93ts"),
	U("ostatnia aktualizacja"),
	U("zaktualizowano"),
	U("aktualizacja"),
	U("aktualizov\xc3\xa1no"),
	U("aktualizovan\xc3\xa9"),
	U("aktualizov\xc3\xa1n"),
	P("opublikowano"),
	P("data publikacji"),
	P("dodano"),
	P("publikov\xc3\xa1no"),
	P("publikovan\xc3\xa9"),
	P("vyd\xc3\xa1no"),
	P("zve\xc5\x99"
	  "ejn\xc4\x9bno"),
	P("zverejnen\xc3\xa9"),
	U("friss\xc3\xadtve"),
	U("m\xc3\xb3"
	  "dos\xc3\xadtva"),
	P("megjelent"),
	P("publik\xc3\xa1lva"),
	P("k\xc3\xb6zz\xc3\xa9t\xc3\xa9ve"),
	U("posodobljeno"),
	U("a\xc5\xbeurirano"),
	P("objavljeno"),
	P("objavljen"),
	P("objava"),
	U("p\xc3\xabrdit\xc3\xabsuar"),
	P("publikuar"),
	U("son g\xc3\xbcncelleme"),
	U("g\xc3\xbcncelleme"),
	U("g\xc3\xbcncellendi"),
	P("yay\xc4\xb1nlanma"),
	P("yay\xc4\xb1nland\xc4\xb1"),
	P("yay\xc4\xb1n tarihi"),
	P("olu\xc5\x9fturulma"),
	P("eklenme"),
	U("cập nhật"),
	U("Cập nhật"),
	P("xuất bản"),
	P("ngày đăng"),
	U("diperbarui"),
	U("terakhir diperbarui"),
	P("diterbitkan"),
	P("dipublikasikan"),
	P("diposting"),
};

static const struct label middle_labels[] = {
	O("\xc2\xa9"),
	U("\xc3\xbaltima actualizaci\xc3\xb3n"),
	U("\xc3\xbaltima atualiza\xc3\xa7\xc3\xa3o"),
	U("обновлен"),
	U("Обновлен"),
	U("изменен"),
	U("Изменен"),
	U("последнее обновление"),
	U("Последнее обновление"),
	P("опубликован"),
	P("Опубликован"),
	P("дата публикации"),
	P("Дата публикации"),
	P("добавлен"),
	P("Добавлен"),
	P("создан"),
	P("Создан"),
	U("оновлен"),
	U("Оновлен"),
	P("опубліковано"),
	P("Опубліковано"),
	U("обновена"),
	U("Обновена"),
	P("публикувана"),
	P("Публикувана"),
	U("ажурирано"),
	U("Ажурирано"),
	P("објављено"),
	P("Објављено"),
	U("ενημέρωση"),
	U("Ενημέρωση"),
	U("ενημερώθηκε"),
	U("Ενημερώθηκε"),
	U("Τελευταία ενημέρωση"),
	P("δημοσίευση"),
	P("Δημοσίευση"),
	P("δημοσιεύτηκε"),
	P("Δημοσιεύτηκε"),
	P("δημοσιεύθηκε"),
	P("Δημοσιεύθηκε"),
	U("עודכן"),
	U("עדכון אחרון"),
	P("פורסם"),
	U("آخر تحديث"),
	U("تحديث"),
	U("تم التحديث"),
	P("نشر في"),
	P("نُشر"),
	P("تاريخ النشر"),
	P("نشرت"),
	U("به روز رسانی"),
	U("آخرین بروزرسانی"),
	P("تاریخ انتشار"),
	P("تاریخ درج"),
	P("đăng"),
	P("Đăng"),
};

static const struct label eastern_labels[] = {
	U("अपडेट"),     P("प्रकाशित"),  U("আপডেট"),    P("প্রকাশ"),
	U("更新日"),   U("更新于"),   U("更新於"),   U("最終更新"),
	U("最后更新"), U("最後更新"), U("更新时间"), U("更新時間"),
	U("更新"),     P("发布时间"), P("發布時間"), P("发布于"),
	P("發佈於"),   P("发表于"),   P("發表於"),   P("发布"),
	P("發布"),     P("公開日"),   P("投稿日"),   P("配信"),
	P("掲載"),     P("公開"),     U("최종수정"), U("수정"),
	U("업데이트"), P("입력"),     P("등록"),     P("게재"),
	P("작성일"),   P("발행"),     U("อัปเดต"),    U("อัพเดท"),
	P("เผยแพร่"),   P("วันที่"),
};

#undef P
#undef U
#undef O

static bool begins(struct nw_str text, size_t at, struct nw_str word)
{
	return (text.at[at] | 0x20) == (word.at[0] | 0x20) &&
	       text.len - at >= word.len &&
	       strncasecmp(text.at + at, word.at, word.len) == 0;
}

/* Whether a word may begin here; Chinese, Japanese, Korean have no gaps. */
static bool is_start(struct nw_str text, size_t at)
{
	unsigned char c = (unsigned char)text.at[at];

	if ((c & 0xc0) == 0x80 || c <= ' ')
		return false;
	if (at == 0 || c >= 0xe3)
		return true;
	char before = text.at[at - 1];
	return (unsigned char)before < 0x80 && !nwi_is_alpha(before) &&
	       !(before >= '0' && before <= '9');
}

static const struct label *label_at(struct nw_str text, size_t at)
{
	static const struct {
		const struct label *rows;
		size_t count;
	} tables[] = {
		{ latin_labels, sizeof(latin_labels) / sizeof(*latin_labels) },
		{ middle_labels,
		  sizeof(middle_labels) / sizeof(*middle_labels) },
		{ eastern_labels,
		  sizeof(eastern_labels) / sizeof(*eastern_labels) },
	};
	unsigned char c = (unsigned char)text.at[at];
	size_t t = c < 0x80 ? 0 : c < 0xe0 ? 1 : 2;

	for (size_t i = 0; i < tables[t].count; i++) {
		if (begins(text, at, tables[t].rows[i].text))
			return &tables[t].rows[i];
	}
	return NULL;
}

/* Offset of the next label, text.len without. */
static size_t find_label(struct nw_str text, size_t from,
			 const struct label **out)
{
	for (size_t at = from; at < text.len; at++) {
		if (is_start(text, at) && (*out = label_at(text, at)))
			return at;
	}
	return text.len;
}

bool page_stretch_next(struct nw_str *rest, struct page_stretch *out)
{
	const struct label *label = NULL, *next = NULL;

	if (rest->len == 0)
		return false;
	size_t at = find_label(*rest, 0, &label);
	if (at > 0) {
		*out = (struct page_stretch){ LABEL_NONE,
					      nw_str_slice(*rest, 0, at) };
		*rest = nw_str_slice(*rest, at, rest->len);
		return true;
	}
	size_t from = label->text.len;
	size_t to = find_label(*rest, from, &next);
	/* "Published on date: 5 May" has two labels and one date. */
	if (next && to <= from + 6 && next->kind == label->kind)
		to = find_label(*rest, to + next->text.len, &next);
	*out = (struct page_stretch){ label->kind,
				      nw_str_slice(*rest, from, to) };
	*rest = nw_str_slice(*rest, to, rest->len);
	return true;
}

/* What introduces a name at the start of a line; the longer first. */
static const struct nw_str by_words[] = {
	NW_STR("written by "),
	NW_STR("words by "),
	NW_STR("posted by "),
	NW_STR("published by "),
	NW_STR("reported by "),
	NW_STR("reporting by "),
	NW_STR("story by "),
	NW_STR("article by "),
	NW_STR("review by "),
	NW_STR("text by "),
	NW_STR("report by "),
	NW_STR("submitted by "),
	NW_STR("contributed by "),
	NW_STR("created by "),
	NW_STR("view all posts by "),
	NW_STR("more by "),
	NW_STR("opinion by "),
	NW_STR("analysis by "),
	NW_STR("by: "),
	NW_STR("by: "),
	NW_STR("by:"),
	NW_STR("by "),
	NW_STR("author(s):"),
	NW_STR("authors:"),
	NW_STR("author:"),
	NW_STR("author "),
	NW_STR("writer:"),
	NW_STR("reporter:"),
	NW_STR("ein beitrag von "),
	NW_STR("beitrag von "),
	NW_STR("geschrieben von "),
	NW_STR("ver\xc3\xb6"
	       "ffentlicht von "),
	NW_STR("ein gastbeitrag von "),
	NW_STR("eine analyse von "),
	NW_STR("ein kommentar von "),
	NW_STR("ein artikel von "),
	NW_STR("verfasst von "),
	NW_STR("erstellt von "),
	NW_STR("autor(in):"),
	NW_STR("autorin:"),
	NW_STR("autoren:"),
	NW_STR("autores:"),
	NW_STR("autore:"),
	NW_STR("autor:"),
	NW_STR("auteurs:"),
	NW_STR("auteur :"),
	NW_STR("auteur:"),
	NW_STR("auteur "),
	NW_STR("text:"),
	NW_STR("tekst:"),
	NW_STR("texte :"),
	NW_STR("texte:"),
	NW_STR("texto:"),
	NW_STR("testo:"),
	NW_STR("von: "),
	NW_STR("von "),
	NW_STR("\xc3\xa9"
	       "crit par "),
	NW_STR("publi\xc3\xa9 par "),
	NW_STR("r\xc3\xa9"
	       "dig\xc3\xa9 par "),
	NW_STR("propos recueillis par "),
	NW_STR("par :"),
	NW_STR("par: "),
	NW_STR("par "),
	NW_STR("escrito por "),
	NW_STR("publicado por "),
	NW_STR("redactado por "),
	NW_STR("por: "),
	NW_STR("por "),
	NW_STR("a cura di "),
	NW_STR("scritto da "),
	NW_STR("pubblicato da "),
	NW_STR("articolo di "),
	NW_STR("di "),
	NW_STR("geschreven door "),
	NW_STR("door: "),
	NW_STR("door "),
	NW_STR("skrevet av "),
	NW_STR("skrevet af "),
	NW_STR("av: "),
	NW_STR("av "),
	NW_STR("af: "),
	NW_STR("af "),
	NW_STR("kirjoittaja:"),
	NW_STR("teksti:"),
	NW_STR("skribent:"),
	NW_STR("journalist:"),
	NW_STR("autor: "),
	NW_STR("napisa\xc5\x82 "),
	NW_STR("napsal "),
	NW_STR("szerz\xc5\x91:"),
	NW_STR("\xc3\xadrta:"),
	NW_STR("yazar:"),
	NW_STR("yazan:"),
	NW_STR("muhabir:"),
	NW_STR("oleh: "),
	NW_STR("oleh "),
	NW_STR("penulis:"),
	NW_STR("penulis "),
	NW_STR("t\xc3\xa1"
	       "c gi\xe1\xba\xa3:"),
	NW_STR("автор:"),
	NW_STR("Автор:"),
	NW_STR("Автор "),
	NW_STR("авторы:"),
	NW_STR("Авторы:"),
	NW_STR("Текст:"),
	NW_STR("Автори:"),
	NW_STR("Аутор:"),
	NW_STR("Συντάκτης:"),
	NW_STR("Γράφει ο "),
	NW_STR("Γράφει η "),
	NW_STR("Του "),
	NW_STR("Της "),
	NW_STR("מאת: "),
	NW_STR("מאת "),
	NW_STR("بقلم: "),
	NW_STR("بقلم "),
	NW_STR("كتب: "),
	NW_STR("كتبت: "),
	NW_STR("الكاتب:"),
	NW_STR("نویسنده:"),
	NW_STR("लेखक:"),
	NW_STR("作者："),
	NW_STR("作者:"),
	NW_STR("作者 "),
	NW_STR("記者："),
	NW_STR("記者"),
	NW_STR("记者："),
	NW_STR("记者 "),
	NW_STR("记者："),
	NW_STR("文／"),
	NW_STR("文/"),
	NW_STR("撰文："),
	NW_STR("執筆："),
	NW_STR("筆者："),
	NW_STR("著者："),
	NW_STR("文："),
	NW_STR("글·"),
	NW_STR("글 "),
	NW_STR("기자 "),
};

size_t page_by_word(struct nw_str text)
{
	for (size_t i = 0; i < sizeof(by_words) / sizeof(*by_words); i++) {
		if (text.len >= by_words[i].len && begins(text, 0, by_words[i]))
			return by_words[i].len;
	}
	return 0;
}

static bool at_word(struct nw_str names, size_t i)
{
	char c = names.at[i], before = i ? names.at[i - 1] : '-';
	bool upper = c >= 'A' && c <= 'Z';

	return !nwi_is_alpha(before) || (upper && before >= 'a');
}

static bool goes_on(struct nw_str names, size_t i, const char *word)
{
	if ((names.at[i] | 0x20) != word[0])
		return false;
	size_t len = strlen(word);

	return names.len - i >= len &&
	       strncasecmp(names.at + i, word, len) == 0;
}

/* "date" in publishDate and post_date; not in candidate, update, mandate. */
static unsigned date_role(struct nw_str names, size_t i)
{
	static const char *const before[] = { "pub",	 "publish", "post",
					      "article", "entry",   "story",
					      "news",	 "creation" };

	if (i >= 2 && strncasecmp(names.at + i - 2, "up", 2) == 0)
		return ROLE_UPDATED | ROLE_DATE;
	if (at_word(names, i))
		return ROLE_DATE;
	for (size_t k = 0; k < sizeof(before) / sizeof(before[0]); k++) {
		size_t len = strlen(before[k]);
		if (i >= len &&
		    strncasecmp(names.at + i - len, before[k], len) == 0)
			return ROLE_DATE;
	}
	return 0;
}

static const struct {
	const char *word;
	uint8_t roles;
} role_words[] = {
	{ "author", ROLE_AUTHOR },     { "autor", ROLE_AUTHOR },
	{ "auteur", ROLE_AUTHOR },     { "autore", ROLE_AUTHOR },
	{ "byline", ROLE_AUTHOR },     { "writer", ROLE_AUTHOR },
	{ "penulis", ROLE_AUTHOR },    { "reporter", ROLE_AUTHOR },
	{ "journalist", ROLE_AUTHOR }, { "contributor", ROLE_AUTHOR },
	{ "publi", ROLE_PUBLISHED },   { "pubdate", ROLE_PUBLISHED },
	{ "posted", ROLE_PUBLISHED },  { "submitted", ROLE_PUBLISHED },
	{ "created", ROLE_PUBLISHED }, { "issued", ROLE_PUBLISHED },
	{ "dtstart", ROLE_OTHER },     { "modif", ROLE_UPDATED },
	{ "fecha", ROLE_DATE },	       { "datum", ROLE_DATE },
	{ "timestamp", ROLE_DATE },    { "time-stamp", ROLE_DATE },
	{ "today", ROLE_OTHER },       { "current", ROLE_OTHER },
	{ "event", ROLE_OTHER },       { "birth", ROLE_OTHER },
	{ "clock", ROLE_OTHER },
};

static unsigned role_at(struct nw_str names, size_t i)
{
	static const char *const nots[] = { "authoriz", "authorit", "publisher",
					    "public ", "eventual" };

	for (size_t k = 0; k < sizeof(nots) / sizeof(nots[0]); k++) {
		if (goes_on(names, i, nots[k]))
			return 0;
	}
	for (size_t k = 0; k < sizeof(role_words) / sizeof(*role_words); k++) {
		if (goes_on(names, i, role_words[k].word))
			return role_words[k].roles;
	}
	if (!goes_on(names, i, "time") || i + 4 > names.len)
		return 0;
	char after = i + 4 < names.len ? names.at[i + 4] : '-';
	return nwi_is_alpha(after) && after >= 'a' ? 0 : ROLE_DATE;
}

#define LETTER(c) (1U << ((c) - 'a'))
/* Of the words in role_words, and of "time". */
static const unsigned first_letters =
	LETTER('a') | LETTER('b') | LETTER('c') | LETTER('d') | LETTER('e') |
	LETTER('f') | LETTER('i') | LETTER('j') | LETTER('m') | LETTER('p') |
	LETTER('r') | LETTER('s') | LETTER('t') | LETTER('w');
#undef LETTER

unsigned page_roles_of(struct nw_str names)
{
	unsigned roles = 0;

	for (size_t i = 0; i + 3 < names.len; i++) {
		unsigned c = (unsigned char)names.at[i] | 0x20U;

		if (c == 'd' && goes_on(names, i, "date"))
			roles |= date_role(names, i);
		else if (c >= 'a' && c <= 'w' &&
			 (first_letters >> (c - 'a') & 1) && at_word(names, i))
			roles |= role_at(names, i);
	}
	return roles;
}
