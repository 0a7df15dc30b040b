/* SPDX-License-Identifier: Apache-2.0 */
/* Words of lists that are nobody's text. */
#include "page/listing_impl.h"

#include "markup/scan.h"

/* Whole short pieces, or their beginnings. */
static const char *const noise[] = {
	"read more",
	"read the full",
	"read full",
	"read on",
	"read article",
	"read story",
	"read the story",
	"read the rest",
	"read now",
	"continue reading",
	"full story",
	"full article",
	"learn more",
	"find out more",
	"view more",
	"see more",
	"show more",
	"load more",
	"view article",
	"view full",
	"view details",
	"click here",
	"click to",
	"mail this",
	"copy link",
	"no comments",
	"leave a comment",
	"leave a reply",
	"add comment",
	"tags:",
	"tagged",
	"labels:",
	"filed under",
	"posted in",
	"categories:",
	"category:",
	"topics:",
	"see also",
	"photo:",
	"image:",
	"photograph:",
	"credit:",
	"play video",
	"back to top",
	"link to this",
	"updated:",
	"sign up",
	"unsubscribe",
	"you get this",
	"you are receiving",
	"you received this",
	"manage preferences",
	"follow us",
	"join our",
	"skip to",
	"min read",
	"minute read",
	"weiterlesen",
	"mehr lesen",
	"mehr erfahren",
	"zum artikel",
	"ganzen artikel",
	"zur meldung",
	"mehr dazu",
	"lire la suite",
	"lire plus",
	"lire l’article",
	"lire l'article",
	"en savoir plus",
	"leer más",
	"leer mas",
	"seguir leyendo",
	"ver más",
	"continuar leyendo",
	"ler mais",
	"leia mais",
	"continue lendo",
	"saiba mais",
	"compartilhar",
	"leggi tutto",
	"leggi di più",
	"continua a leggere",
	"continua la lettura",
	"lees meer",
	"lees verder",
	"czytaj więcej",
	"czytaj dalej",
	"udostępnij",
	"läs mer",
	"les mer",
	"læs mere",
	"lue lisää",
	"číst dále",
	"čítať ďalej",
	"tovább",
	"citește mai mult",
	"devamını oku",
	"читать далее",
	"читать полностью",
	"комментар",
	"читати далі",
	"детальніше",
	"поділитися",
	"опширније",
	"περισσότερα",
	"διαβάστε",
	"اقرأ المزيد",
	"قراءة المزيد",
	"ادامه مطلب",
	"קרא עוד",
	"続きを読む",
	"もっと見る",
	"阅读更多",
	"阅读全文",
	"查看更多",
	"閱讀更多",
	"더보기",
	"자세히",
	"और पढ़ें",
	"อ่านต่อ",
	"xem thêm",
	"đọc tiếp",
	"selengkapnya",
	"baca selengkapnya",
	"baca juga",
	"share on",
	"share this",
	"share via",
	"share:",
	"share article",
	"share story",
	"print this",
	"print article",
	"email this",
	"e-mail this",
	"save for later",
	"save this",
	"watch now",
	"watch the video",
	"watch video",
	"listen now",
	"listen to this",
	"like this",
	"related:",
	"related articles",
	"related stories",
	"related posts",
	"related news",
	"subscribe to our",
	"subscribe now",
	"comment on this",
	"comments (",
	"post a comment",
	"download our app",
	"download the app",
	"sponsored by",
	"sponsored content",
	"teilen auf",
	"drucken sie",
};

/* Noise only where nothing but marks and numbers stand beside them. */
static const char *const lone[] = {
	"share",	 "tweet",      "pin it",    "print",	 "save",
	"bookmark",	 "comment",    "comments",  "reply",	 "like",
	"related",	 "listen",     "watch",	    "video",	 "gallery",
	"download",	 "subscribe",  "e-mail",    "email",	 "permalink",
	"advertisement", "sponsored",  "promoted",  "anzeige",	 "teilen",
	"drucken",	 "partager",   "publicité", "compartir", "publicidad",
	"condividi",	 "pubblicità", "delen",	    "реклама",	 "поделиться",
	"далее",	 "подробнее",  "more",	    "mehr",	 "weiter",
	"más",		 "plus",       "suite",	    "next",	 "previous",
	"back",		 "follow",     "credit:",   "category:", "image:",
	"photo:",	 "updated:",   "live",	    "new",	 "opinion",
	"analysis",	 "více",       "więcej",    "devamı",	 "المزيد",
	"شارك",		 "بیشتر",      "המשך",	    "詳細",	 "прочети",
	"прочетете",	 "la suite",
};

static const char *const next_words[] = {
	"next",
	"next page",
	"next »",
	"next ›",
	"next >",
	"next →",
	"next >>",
	"older",
	"older posts",
	"older entries",
	"older articles",
	"older news",
	"older stories",
	"« older posts",
	"← older posts",
	"« older entries",
	"← older entries",
	"more",
	"more news",
	"more stories",
	"load more",
	"show more",
	"view more",
	"see more",
	"»",
	"›",
	"→",
	">",
	">>",
	"nächste",
	"nächste seite",
	"ältere beiträge",
	"ältere",
	"mehr laden",
	"suivant",
	"suivante",
	"page suivante",
	"suivant »",
	"plus anciens",
	"articles plus anciens",
	"siguiente",
	"página siguiente",
	"siguientes",
	"entradas antiguas",
	"anteriores",
	"seguinte",
	"próxima",
	"próxima página",
	"próximo",
	"posts antigos",
	"successiva",
	"pagina successiva",
	"avanti",
	"successivo",
	"articoli precedenti",
	"volgende",
	"volgende pagina",
	"oudere berichten",
	"następna",
	"następna strona",
	"dalej",
	"starsze wpisy",
	"nästa",
	"nästa sida",
	"neste",
	"næste",
	"seuraava",
	"další",
	"ďalšia",
	"következő",
	"următoarea",
	"sonraki",
	"sonraki sayfa",
	"следующая",
	"следующая страница",
	"дальше",
	"вперёд",
	"вперед",
	"показать ещё",
	"показать еще",
	"ещё",
	"наступна",
	"далі",
	"напред",
	"следваща",
	"следећа",
	"επόμενη",
	"επόμενο",
	"التالي",
	"الصفحة التالية",
	"بعدی",
	"صفحه بعد",
	"הבא",
	"次へ",
	"次のページ",
	"次",
	"下一页",
	"下一頁",
	"下页",
	"다음",
	"अगला",
	"ถัดไป",
	"trang sau",
	"berikutnya",
	"selanjutnya",
};

/* Case counts only in ASCII; capitals of other scripts begin few of these. */
static bool begins(struct nw_str text, const char *what)
{
	char first = text.len > 0 ? text.at[0] : '\0';

	first = first >= 'A' && first <= 'Z' ? (char)(first + 32) : first;
	return first == what[0] && nw_str_starts_nocase(text, what);
}

static bool is_letter(char c)
{
	return nwi_is_alpha(c) || (c & 0x80);
}

/* "Subscribers flee" does not begin with "subscribe". */
static bool ends_there(struct nw_str text, const char *what)
{
	size_t len = strlen(what);

	return text.len <= len || !nwi_is_alpha(what[len - 1]) ||
	       !nwi_is_alpha(text.at[len]);
}

/* The word, and no other letters but those of arrows and quotes. */
static bool is_alone(struct nw_str text, const char *what)
{
	size_t at = strlen(what);

	while (at < text.len &&
	       (!is_letter(text.at[at]) || (unsigned char)text.at[at] == 0xc2 ||
		(unsigned char)text.at[at] == 0xe2)) {
		unsigned char c = (unsigned char)text.at[at];
		at += c == 0xc2 ? 2 : c == 0xe2 ? 3 : 1;
	}
	return at >= text.len;
}

bool list_is_noise(struct nw_str text)
{
	text = nw_str_trim(text);
	while (text.len > 0 && strchr("[(<>|.-+0123456789 ", text.at[0]))
		text = nw_str_slice(text, 1, text.len);
	for (size_t i = 0; i < sizeof(noise) / sizeof(noise[0]); i++) {
		if (begins(text, noise[i]) && ends_there(text, noise[i]))
			return true;
	}
	for (size_t i = 0; i < sizeof(lone) / sizeof(lone[0]); i++) {
		if (begins(text, lone[i]) && is_alone(text, lone[i]))
			return true;
	}
	return text.len == 0;
}

bool list_is_next(struct nw_str text)
{
	text = nw_str_trim(text);
	if (text.len > 40)
		return false;
	for (size_t i = 0; i < sizeof(next_words) / sizeof(*next_words); i++) {
		if (!begins(text, next_words[i]))
			continue;
		size_t len = strlen(next_words[i]);
		struct nw_str rest = nw_str_slice(text, len, text.len);
		if (rest.len <= 5 &&
		    (rest.len == 0 || !nwi_is_alpha(rest.at[0])))
			return true;
	}
	return false;
}
