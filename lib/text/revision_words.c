/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words by which sentences that count, tell the time, advertise or
 * correct are known. All rows are folded as tokens are (text/fold.h).
 */
#include "text/date_internal.h"
#include "text/revision_internal.h"

/* Words beside a page's counters. */
static const char counters[] =
	/* English */
	" views view viewed comments comment replies reply shares share shared"
	" likes like reactions reads read reading readers min mins minute"
	" minutes hour hours followers subscribers votes vote rating ratings"
	" times people here times now online updated update last modified"
	" published posted listen print save ago edited"
	/* German, Dutch */
	" aufrufe kommentare kommentar mal gelesen geteilt teilen lesezeit"
	" minuten stunden uhr stand aktualisiert veroffentlicht zuletzt"
	" geandert bewertungen drucken merken leser reacties keer gelezen"
	" leestijd gedeeld bijgewerkt"
	/* French */
	" vues vue commentaires commentaire partages partager partage lecture"
	" lectures lu lus fois mis a jour le publie modifie temps de reagir"
	" reactions"
	/* Spanish, Portuguese, Italian */
	" visitas vistas lecturas comentarios comentario compartido compartir"
	" compartidos veces leido actualizado publicado lectura minutos hora"
	" horas visualizacoes comentarios leitura compartilhar atualizado"
	" letture commenti condivisioni condividi minuti lettura aggiornato"
	" pubblicato tempo di visualizzazioni"
	/* Russian, Ukrainian, Bulgarian */
	" просмотров просмотры просмотра просмотр комментариев комментарии"
	" комментария комментарий прочитали читают раз лайков репостов"
	" поделились поделиться обновлено опубликовано минут минуты минута"
	" часов часа час назад время чтения мин читать оценок переглядiв"
	" переглядів перегляди коментарів коментарі оновлено опубліковано"
	" хвилин години годин тому читання преглеждания коментара"
	/* Polish, Czech, Turkish */
	" wyswietlen komentarzy komentarze udostepnien aktualizacja czytania"
	" min temu zobrazeni komentaru precteno aktualizovano goruntulenme"
	" okunma yorum yorumlar paylasim guncelleme dakika saat once okuma"
	" suresi"
	/* Arabic, Hebrew, Persian */
	" مشاهدة مشاهدات تعليق تعليقات مشاركة مشاركات قراءة دقيقة دقائق ساعة"
	" ساعات منذ قبل اخر آخر تحديث نشر צפיות תגובות שיתופים עודכן بازدید"
	" نظر دیدگاه دقیقه ساعت پیش"
	/* Chinese, Japanese, Korean */
	" 阅读 閱讀 浏览 瀏覽 评论 評論 留言 分享 转发 点赞 次 人 条 分钟 分鐘 "
	"小时"
	" 小時 前 更新 发布 發布 时间 時間 阅读量 次数 閲覧 コメント 件 シェア "
	" 分 秒 時 日 月 年"
	"回"
	" 조회 조회수 댓글 개 분 전 시간 입력 수정 공유 ";

/* How a line begins that wants something of the reader. */
static const char *const pleas[] = {
	"advertisement",
	"advertising",
	"sponsored content",
	"story continues below",
	"article continues below",
	"article continues after",
	"read more",
	"read also",
	"also read",
	"read next",
	"see also",
	"related article",
	"related articles",
	"related stories",
	"most read",
	"sign up",
	"subscribe to",
	"subscribe now",
	"follow us",
	"follow bbc",
	"join our",
	"download our",
	"download the app",
	"get the latest",
	"click here",
	"share this",
	"report a correction",
	"have you spotted",
	"do you have a story",
	"listen to this article",
	"this article is for subscribers",
	"recommended for you",
	"more on this story",
	"anzeige",
	"werbung",
	"lesen sie auch",
	"lesen sie hier",
	"mehr zum thema",
	"jetzt abonnieren",
	"abonnieren sie",
	"folgen sie uns",
	"newsletter abonnieren",
	"lees ook",
	"publicite",
	"lire aussi",
	"a lire aussi",
	"abonnez vous",
	"suivez nous",
	"inscrivez vous",
	"la suite apres cette publicite",
	"publicidad",
	"lea tambien",
	"le puede interesar",
	"suscribete",
	"suscribase",
	"siganos",
	"siguenos",
	"leia tambem",
	"leia mais",
	"publicidade",
	"assine",
	"leggi anche",
	"iscriviti",
	"pubblicita",
	"seguici",
	"реклама",
	"читайте также",
	"читайте нас",
	"подписывайтесь на",
	"подпишитесь на",
	"смотрите также",
	"читайте також",
	"підписуйтесь на",
	"reklama",
	"czytaj takze",
	"zobacz takze",
	"ctete take",
	"reklam",
	"bunu da oku",
	"abone ol",
	"اقرا ايضا",
	"اقرأ أيضا",
	"اقرأ ايضا",
	"اشترك",
	"تابعونا",
	"广告",
	"廣告",
	"点击",
	"扫描",
	"関連記事",
	"광고",
};

/* How a notice begins; a line of its own or the head of a sentence. */
static const char *const notices[] = {
	"correction",
	"corrections",
	"corrected",
	"clarification",
	"erratum",
	"retraction",
	"editor s note",
	"editors note",
	"editor note",
	"update",
	"updates with",
	"this article was amended",
	"this article was corrected",
	"this article was updated to",
	"this article has been corrected",
	"this article has been amended",
	"this article has been updated to",
	"this story has been corrected",
	"this story was corrected",
	"this story has been updated to",
	"this story was updated to",
	"berichtigung",
	"korrektur",
	"richtigstellung",
	"korrigiert",
	"anmerkung der redaktion",
	"hinweis der redaktion",
	"rectificatie",
	"correctie",
	"rectificatif",
	"rectification",
	"erratum",
	"correctif",
	"precision",
	"mise a jour",
	"mis a jour pour",
	"note de la redaction",
	"correccion",
	"rectificacion",
	"fe de errores",
	"fe de erratas",
	"aclaracion",
	"actualizacion",
	"nota del editor",
	"correcao",
	"errata",
	"retificacao",
	"atualizacao",
	"rettifica",
	"correzione",
	"errata corrige",
	"aggiornamento",
	"исправление",
	"исправлено",
	"уточнение",
	"поправка",
	"обновление",
	"дополнено",
	"опровержение",
	"от редакции",
	"примечание редакции",
	"виправлення",
	"виправлено",
	"уточнення",
	"оновлення",
	"спростування",
	"sprostowanie",
	"korekta",
	"aktualizacja",
	"oprava",
	"aktualizovano",
	"duzeltme",
	"guncelleme",
	"rattelse",
	"rettelse",
	"oikaisu",
	"helyesbites",
	"rectificare",
	"ispravka",
	"تصحيح",
	"تنويه",
	"توضيح",
	"استدراك",
	"תיקון",
	"הבהרה",
	"اصلاحیه",
	"اصلاحيه",
	"更正",
	"更正启事",
	"勘误",
	"訂正",
	"お詫び",
	"정정",
	"바로잡습니다",
	"सुधार",
	"koreksi",
	"ralat",
	"dinh chinh",
};

/* The same anywhere in a sentence. */
static const char *const notices_within[] = {
	"earlier version of this",
	"earlier version of the",
	"previous version of this",
	"original version of this",
	"has been corrected to",
	"was corrected to",
	"has been amended to",
	"in einer fruheren version",
	"in einer vorherigen version",
	"in einer ersten fassung",
	"in einer fruheren fassung",
	"version precedente de cet article",
	"version anterieure de cet article",
	"premiere version de cet article",
	"version anterior de este",
	"version anterior de esta",
	"versao anterior deste",
	"versao anterior desta",
	"versione precedente di questo",
	"versione precedente dell articolo",
	"eerdere versie van dit",
	"в предыдущей версии",
	"в более ранней версии",
	"в первоначальной версии",
	"в первой версии",
	"у попередній версії",
	"у першій версії",
	"w poprzedniej wersji",
	"we wczesniejszej wersji",
	"onceki surumunde",
	"onceki versiyonunda",
	"نسخة سابقة من",
	"本文早前版本",
	"本文更正",
};

static const char labels[] =
	" live watch video videos breaking exclusive updated update photo"
	" photos pictures pics gallery listen podcast read audio map explainer"
	" liveblog blog urgent alert"
	" eilmeldung eil liveticker ticker bilder aktualisiert"
	" direct en urgent images photos exclusif"
	" vivo directo ultima hora fotos imagenes diretta foto aggiornamento"
	" срочно видео фото онлайн обновляется обновлено молния терміново відео"
	" оновлюється"
	" pilne wideo zdjecia canli son dakika guncelleme"
	" عاجل فيديو صور بالفيديو بالصور مباشر"
	" 快讯 视频 图 组图 更新 速報 動画 写真 更新 속보 영상 포토 ";

static const char articles[] =
	" the a an der die das den dem des ein eine einen einem einer eines"
	" le la les l un une des du el los las lo una il i gli o os as um uma"
	" de het een ";

static const char determiners[] =
	" der die das den dem des ein eine einen einem einer eines im am zum"
	" zur beim vom ins ans kein keine keinen keinem keiner sein seine "
	"seinen"
	" seinem seiner ihr ihre ihren ihrem ihrer unser unsere dieser diese"
	" dieses diesen diesem jede jeder jedes jeden jedem alle allen viele"
	" vielen mehr mehrere mehreren weitere weiteren weniger wenige einige"
	" einigen zwei drei beide beiden neue neuen neuer neues erste ersten"
	" erster letzte letzten letzter grosse grossen grosser zahlreiche"
	" zahlreichen rund etwa ohne per pro und oder ";

/* From 2 on: "one" is an article somewhere. Ends behind the last row. */
static const struct {
	const char *language;
	const char *words; /* 2 to 12, then 20, 30, ... 90, 100 */
} number_words[] = {
	{ "en", "two three four five six seven eight nine ten eleven twelve "
		"twenty thirty forty fifty sixty seventy eighty ninety "
		"hundred" },
	{ "de", "zwei drei vier funf sechs sieben acht neun zehn elf zwolf "
		"zwanzig dreissig vierzig funfzig sechzig siebzig achtzig "
		"neunzig hundert" },
	{ "fr", "deux trois quatre cinq six sept huit neuf dix onze douze "
		"vingt trente quarante cinquante soixante - - - cent" },
	{ "es", "dos tres cuatro cinco seis siete ocho nueve diez once doce "
		"veinte treinta cuarenta cincuenta sesenta setenta ochenta "
		"noventa cien" },
	{ "pt", "dois tres quatro cinco seis sete oito nove dez onze doze "
		"vinte trinta quarenta cinquenta sessenta setenta oitenta "
		"noventa cem" },
	{ "it", "due tre quattro cinque sei sette otto nove dieci undici "
		"dodici venti trenta quaranta cinquanta sessanta settanta "
		"ottanta novanta cento" },
	{ "nl", "twee drie vier vijf zes zeven acht negen tien elf twaalf "
		"twintig dertig veertig vijftig zestig zeventig tachtig "
		"negentig honderd" },
	{ "ru", "два три четыре пять шесть семь восемь девять десять "
		"одиннадцать двенадцать двадцать тридцать сорок пятьдесят "
		"шестьдесят семьдесят восемьдесят девяносто сто" },
	{ "ru", "двое трое четверо пятеро шестеро семеро восьмеро девятеро "
		"десятеро" },
	{ "ru", "двух трех четырех пяти шести семи восьми девяти десяти "
		"одиннадцати двенадцати двадцати тридцати сорока пятидесяти "
		"шестидесяти семидесяти восьмидесяти девяноста ста" },
	{ "uk", "два три чотири - шість сім вісім - десять "
		"одинадцять дванадцять двадцять тридцять сорок - "
		"шістдесят сімдесят вісімдесят - сто" },
	{ "uk", "двоє троє четверо - шестеро семеро восьмеро" },
	{ "pl", "dwa trzy cztery piec szesc siedem osiem dziewiec dziesiec "
		"jedenascie dwanascie dwadziescia trzydziesci czterdziesci "
		"piecdziesiat szescdziesiat siedemdziesiat osiemdziesiat "
		"dziewiecdziesiat sto" },
	{ "tr", "iki uc dort bes alti yedi sekiz dokuz on - - yirmi otuz kirk "
		"elli altmis yetmis seksen doksan yuz" },
};

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

/* Whether a list " a b c " has the word. */
static bool lists(const char *list, struct nw_str word)
{
	const char *at = list;
	char needle[NWI_TOKEN_BYTES + 1];

	if (word.len == 0 || word.len >= sizeof(needle))
		return false;
	memcpy(needle, word.at, word.len);
	needle[word.len] = '\0';
	while ((at = strstr(at, needle))) {
		if (at[-1] == ' ' && at[word.len] == ' ')
			return true;
		at += word.len;
	}
	return false;
}

bool nwi_revision_is_label(struct nw_str folded)
{
	return lists(labels, folded);
}

bool nwi_revision_is_counter(struct nw_str folded)
{
	return lists(counters, folded);
}

bool nwi_revision_is_article(struct nw_str folded)
{
	return lists(articles, folded);
}

bool nwi_revision_is_determiner(struct nw_str folded)
{
	return lists(determiners, folded);
}

int64_t nwi_revision_number_word(struct nw_str folded, struct nw_str language)
{
	struct nw_str rest, word;

	if (language.len < 2)
		return -1;
	for (size_t i = 0; i < COUNT(number_words); i++) {
		if (!nw_str_starts_nocase(language, number_words[i].language))
			continue;
		rest = nw_str_from(number_words[i].words);
		for (int64_t n = 2; nw_str_next(&rest, ' ', &word); n++)
			if (nw_str_equal(word, folded))
				return n <= 12 ? n : (n - 11) * 10;
	}
	return -1;
}

/* ---- sentences ---- */

/* Whether the tokens from `at` on are the words of a phrase. */
static bool phrase_at(const struct nwi_side *side,
		      const struct nwi_sentence *row, uint32_t at,
		      const char *phrase)
{
	struct nw_str rest = nw_str_from(phrase), word;

	for (; nw_str_next(&rest, ' ', &word); at++)
		if (at >= row->count ||
		    !nw_str_equal(side->tokens[row->first + at].folded, word))
			return false;
	return true;
}

/* Longer lines are no counters. */
enum { COUNTER_TOKENS = 16 };

static bool only_counts(const struct nwi_side *side,
			const struct nwi_sentence *row)
{
	bool any = false;

	if (row->count > COUNTER_TOKENS)
		return false;
	for (uint32_t i = 0; i < row->count; i++) {
		const struct nw_token *token = &side->tokens[row->first + i];
		char first = token->folded.at[0];
		bool number = token->flags & NW_TOKEN_NUMBER ||
			      (first >= '0' && first <= '9');
		any = any || number;
		if (number || lists(counters, token->folded))
			continue;
		struct nwi_mark mark =
			nwi_date_word(token->folded, side->language);
		any = any || mark.kind == MARK_AGO || mark.kind == MARK_NOW;
		if (mark.kind == MARK_WORD)
			return false;
	}
	return any;
}

bool nwi_revision_is_noise(const struct nwi_side *side,
			   const struct nwi_sentence *row)
{
	if (only_counts(side, row))
		return true;
	for (size_t i = 0; i < COUNT(pleas); i++)
		if (phrase_at(side, row, 0, pleas[i]))
			return true;
	return false;
}

/* A single word is a heading where something but a space stands behind it. */
static bool is_headed(const struct nwi_side *side,
		      const struct nwi_sentence *row, const char *phrase)
{
	if (!phrase_at(side, row, 0, phrase))
		return false;
	if (strchr(phrase, ' ') || row->count < 2)
		return true;
	const struct nw_token *head = &side->tokens[row->first];
	struct nw_str gap = nw_str_slice(side->text, head->to, head[1].from);
	return nw_str_trim(gap).len > 0;
}

/* A heading alone ("Corrections") may be a link of every page. */
enum { NOTICE_TOKENS = 4 };

bool nwi_revision_is_heading(const struct nwi_side *side,
			     const struct nwi_sentence *row)
{
	for (size_t i = 0; row->count < NOTICE_TOKENS && i < COUNT(notices);
	     i++)
		if (phrase_at(side, row, 0, notices[i]))
			return true;
	return false;
}

bool nwi_revision_is_notice(const struct nwi_side *side,
			    const struct nwi_sentence *row)
{
	if (row->count < NOTICE_TOKENS)
		return false;
	for (size_t i = 0; i < COUNT(notices); i++)
		if (is_headed(side, row, notices[i]))
			return true;
	for (size_t i = 0; i < COUNT(notices_within); i++)
		for (uint32_t at = 0; at < row->count; at++)
			if (phrase_at(side, row, at, notices_within[i]))
				return true;
	return false;
}
