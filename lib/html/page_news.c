/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What newsrooms set between, above and behind the paragraphs of a report:
 * pointers to other reports, calls to follow and to subscribe, credits of
 * pictures, notes on players, lines of dates. Phrases are compared folded
 * (case and marks apart: "LIRE ÉGALEMENT" is "lire egalement"), each with
 * what else must be true of its block, so that a sentence of a report that
 * has the words stays.
 */
#include "html/page_body.h"
#include "html/page_facts.h"

#include "markup/scan.h"
#include "markup/select.h"
#include "text/date.h"
#include "text/fold.h"

/* Bytes of a folded block. */
enum { ALONE = 48, POINTER = 240, CAPTION = 300, FOLDED = 640, LINE = 100 };

/* Characters that were written before an article is under way. */
enum { EARLY = 160 };

/* Per cent of the article's prose. */
enum { LATE = 60, LAST = 85, END = 97 };

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

/* Short blocks of their own that begin so. */
static const char *const alone[] = {
	"advert",	   "anzeige",
	"werbung",	   "publicite",
	"publicidad",	   "pubblicita",
	"reklam",	   "reclame",
	"annonce",	   "annons",
	"mainos",	   "hirdetes",
	"реклама",	   "διαφημιση",
	"iklan",	   "story continues",
	"article continu", "scroll to continue",
	"la suite apres",  "continua depois",
	"continua apos",   "dalsza czesc",
	"weiter nach",	   "now playing",
	"up next",	   "play video",
	"watch video",	   "watch the video",
	"watch now",	   "view gallery",
	"view photos",	   "click to enlarge",
	"image copyright", "image caption",
	"media caption",   "media playback",
	"image source",	   "don't miss",
	"don’t miss",	   "must read",
	"top stories",	   "in this story",
	"print this",	   "email this",
	"share",	   "partager",
	"compartir",	   "condividi",
	"zur startseite",  "nach oben",
	"siga-nos",	   "siguenos",
	"suivez-nous",	   "folgen sie uns",
	"seguici",	   "iscriviti",
	"abonnez-vous",	   "riproduzione riservata",
	"© riproduzione",  "credits photo",
	"credit photo",	   "credit :",
	"foto ",	   "фото:",
	"фото ",	   "zdjecie",
	"fot. ",	   "zdroj:",
	"view this post",  "a post shared",
	"skip advert",	   "commenting is",
	"report an error", "report a typo",
	"get the app",	   "topics:",
	"topics in this",  "listen to article",
	"this is a modal", "beginning of dialog",
	"end of dialog",   "play mute",
};

/* Words before a link to another report; the link is a third or more. */
static const char *const pointers[] = {
	"read more",
	"read:",
	"read |",
	"read also",
	"more:",
	"more on",
	"see:",
	"see also",
	"see more",
	"also see",
	"also read",
	"also:",
	"watch",
	"listen",
	"related",
	"don't miss",
	"photos:",
	"video:",
	"opinion:",
	"analysis:",
	"explainer:",
	"explained:",
	"mehr dazu",
	"mehr zu",
	"mehr:",
	"lesen sie",
	"lies auch",
	"siehe auch",
	"lesetipp",
	"weiterlesen",
	"zum thema",
	"lire",
	"a lire",
	"a voir",
	"voir aussi",
	"a ecouter",
	"sur le meme",
	"en savoir plus",
	"pour aller",
	"lea tambien",
	"lee tambien",
	"leer tambien",
	"lee mas",
	"leer mas",
	"ver tambien",
	"vea tambien",
	"mira tambien",
	"te puede",
	"le puede",
	"puede leer",
	"mas informacion",
	"relacionad",
	"leggi",
	"vedi anche",
	"guarda",
	"approfond",
	"per approfond",
	"leia",
	"veja",
	"saiba mais",
	"ouca",
	"lees ",
	"bekijk",
	"czytaj",
	"zobacz",
	"przeczytaj",
	"читайте",
	"читать",
	"смотрите",
	"см. также",
	"подробнее",
	"по теме",
	"las mer",
	"las ocksa",
	"les ogsa",
	"lue myos",
	"lue lisaa",
	"baca juga",
	"ilgili haber",
	"διαβαστε",
	"δειτε",
	"citeste",
	"vezi si",
	"ctete",
	"prectete",
	"precitajte",
	"olvass",
	"procitajte",
	">",
	"»",
	"→",
	"▶",
};

/* Anywhere in a block: calls to follow, to join, to switch something on. */
static const char *const calls[] = {
	"in your inbox",
	"to your inbox",
	"sign up here",
	"sign up for our",
	"sign up to our",
	"sign up for free",
	"subscribe here",
	"subscribe today",
	"by signing up you",
	"by signing up, you",
	"by subscribing you",
	"by subscribing, you",
	"by entering your email",
	"unsubscribe at any",
	"our daily newsletter",
	"our weekly newsletter",
	"our free newsletter",
	"our newsletter",
	"our newsletters",
	"our free morning",
	"download our app",
	"our mobile app",
	"all rights reserved",
	"may not be published, broadcast",
	"may not be reproduced",
	"enable javascript",
	"browser does not support",
	"upgrading your browser",
	"media playback is",
	"advertisement has not",
	"article continues below",
	"the views expressed in this",
	"views expressed here are",
	"opinions expressed in this",
	"do not necessarily reflect the",
	"comments are moderated",
	"comments are closed",
	"comments are now closed",
	"follow us on",
	"like us on facebook",
	"find us on facebook",
	"our whatsapp channel",
	"our telegram channel",
	"our youtube channel",
	"our facebook page",
	"on facebook and twitter",
	"folgen sie uns",
	"abonnieren sie",
	"unser newsletter",
	"unserem newsletter",
	"alle rechte vorbehalten",
	"abonnez-vous",
	"inscrivez-vous a",
	"suivez-nous",
	"notre newsletter",
	"telechargez l'application",
	"telechargez notre",
	"tous droits reserves",
	"suscribete",
	"suscribase a",
	"suscribirte",
	"siguenos en",
	"puedes seguir a",
	"nuestra newsletter",
	"nuestro boletin",
	"nuestros boletines",
	"todos los derechos reservados",
	"iscriviti alla",
	"iscriviti a",
	"seguici su",
	"nostra newsletter",
	"riproduzione riservata",
	"diritti riservati",
	"assine a",
	"siga-nos",
	"inscreva-se",
	"nossa newsletter",
	"direitos reservados",
	"zapisz sie na",
	"naszego newslettera",
	"wszelkie prawa",
	"meld je aan voor",
	"onze nieuwsbrief",
	"volg ons op",
	"подписывайтесь на",
	"подпишитесь на",
	"все права защищены",
	"vart nyhetsbrev",
	"vart nyhedsbrev",
	"iratkozzon fel",
	"bizi takip",
	"ikuti kami",
};

/* The same at the end only; a report may have the words before. */
static const char *const last_calls[] = {
	"our journalism",    "our reporting",
	"our newsroom",	     "our newsdesk",
	"sign up below",     "sign up now",
	"sign up today",     "in the comments",
	"get in touch with", "book a demo",
	"book a free",	     "free demo",
	"free trial",	     "contact us today",
	"talk to our",	     "request a demo",
	"schedule a demo",   "pin it for later",
	"click here to",     "click here for",
	"for the latest",    "catch all the",
	"for more stories",  "download the",
	"whatsapp channel",  "general informational purposes",
	"not intended as",   "not meant to constitute",
};

/* Behind the report: begins so and holds an address. */
static const char *const contacts[] = {
	"contact",    "reach",	     "email",	    "e-mail",	 "follow",
	"got a ",     "do you have", "do you know", "have a ",	 "have you",
	"send ",      "tips",	     "write to",    "you can ",	 "if you",
	"kontakt",    "schreiben",   "haben sie",   "contactez", "ecrivez",
	"contacta",   "escribe",     "scrivi",	    "napisz",	 "masz ",
	"reporter",   "twitter",     "пишите",	    "mail ",	 "tweet",
	"to contact", "to reach",
};

/* Begins so and names a network: "Follow the Gazette on Twitter". */
static const char *const follows[] = {
	"follow ",  "like ", "folgen",	"suivez", "sigue",
	"siga ",    "segui", "seguici", "volg ",  "obserwuj",
	"connect ", "join ", "puedes",	"polub",  "tweet ",
};

static const char *const networks[] = {
	"twitter",  "facebook", "instagram", "whatsapp",
	"telegram", "youtube",	"linkedin",  "tiktok",
};

/* How pictures are credited, at the end of a block without its last stop. */
static const char *const credits[] = {
	"getty images",
	"/getty",
	"/reuters",
	"/afp",
	"/ap",
	"/epa",
	"/efe",
	"/dpa",
	"/pa",
	"/shutterstock",
	"/alamy",
	"ap photo",
	"file photo",
	"afp photo",
	"/rex",
	"/tass",
	"/imago",
	"/xinhua",
	"/ansa",
	"/bloomberg",
	"picture alliance",
	"shutterstock.com",
	"via ap",
	"/istock",
	"/unsplash",
	"handout via reuters",
	"/zuma",
	"/sipa",
};

/* The same anywhere in a caption. */
static const char *const captions[] = {
	"(photo by",	   "(photo:",	    "(photo credit",   "photo credit:",
	"photograph by:",  "photograph:",   "(ap photo",       "(ap/",
	"(reuters/",	   "(getty images", "image copyright", "(courtesy of",
	"(foto:",	   "(bild:",	    "photo by:",       "picture: ",
	"(photo courtesy", "(file photo",   "(staff photo",    "image credit:",
	"(credit:",	   "image caption", "photo: ",
};

/* In a block in italics at the end: about who wrote it. */
static const char *const lives[] = {
	"is a ",	   "is an ",	     "is the ",	      "covers ",
	"writes ",	   "reports ",	     "reported from", "was a ",
	"are reporters",   "can be reached", "ist redakteur", "ist journalist",
	"est journaliste", "es periodista",  "e giornalista", "jest dziennik",
};

/* What follows a number in a line above a report. */
static const char *const counted[] = {
	"min read",	"min. read",   "mins read",    "minute read",
	"minutes read", "minute de",   "minutes de",   "min de l",
	"min lese",	"min. lese",   "minuten lese", "min di l",
	"minuti di",	"minutos de",  "shares",       "share",
	"views",	"comments",    "comment",      "kommentare",
	"commentaires", "comentarios", "partages",     "vues",
	"aufrufe",	"likes",       "visualizac",   "просмотр",
	"photos",	"images",      "fotos",
};

/* Headings of what is no longer the report. */
static const char *const endings[] = {
	"next article",	    "next story",	"read this next",
	"top stories",	    "top news",		"more in ",
	"most viewed",	    "most shared",	"must read",
	"don't miss",	    "don’t miss",	"editor's picks",
	"editors' picks",   "other stories",	"share your story",
	"follow us",	    "about the writer", "contact the",
	"related topics",   "meistgelesen",	"mehr aus",
	"mehr zum",	    "lesen sie auch",	"das konnte",
	"neueste",	    "weitere meldung",	"uber die autor",
	"zum autor",	    "a la une",		"les plus lus",
	"a voir aussi",	    "voir aussi",	"lire egalement",
	"sur le meme",	    "nos autres",	"vos commentaires",
	"l'auteur",	    "lo mas ",		"mas noticias",
	"mas leidas",	    "te recomendamos",	"tambien te",
	"relacionad",	    "sobre el autor",	"mas sobre",
	"temas relacion",   "potrebbe inter",	"ti potrebbe",
	"articoli correl",  "i piu letti",	"piu letti",
	"vedi anche",	    "veja tambem",	"saiba mais",
	"noticias relac",   "mais lidas",	"sobre o autor",
	"meer nieuws",	    "lees meer",	"meest gelezen",
	"gerelateerd",	    "zobacz takze",	"zobacz tez",
	"czytaj tez",	    "czytaj takze",	"polecane",
	"najczesciej czyt", "komentarze",	"читайте также",
	"читать также",	    "смотрите также",	"по теме",
	"похожие",	    "другие новости",	"комментарии",
	"читайте також",    "las ocksa",	"les ogsa",
	"mest lasta",	    "mest leste",	"lue myos",
	"ilgili haber",	    "yorumlar",		"citeste si",
	"mohlo by vas",	    "kapcsolodo",	"διαβαστε",
};

static bool has(struct nw_str text, const char *const *list, size_t count)
{
	return page_count_phrases(text, list, count) > 0;
}

static bool begins(struct nw_str text, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (nw_str_starts(text, list[i]))
			return true;
	}
	return false;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* "8 min read", "1.2k shares", "01:24". */
static bool is_count(struct nw_str text)
{
	size_t i = 0;

	while (i < text.len && (is_digit(text.at[i]) || text.at[i] == ':' ||
				text.at[i] == '.' || text.at[i] == ','))
		i++;
	if (i == 0 || text.len > 32)
		return false;
	if (i == text.len)
		return nw_str_find_char(text, ':') < text.len;
	i += text.at[i] == 'k';
	struct nw_str rest = nw_str_trim(nw_str_slice(text, i, text.len));
	return begins(rest, counted, COUNT(counted));
}

static bool is_credited(struct nw_str text)
{
	static const char stops[] = " .)]\"";

	while (text.len > 0 && strchr(stops, text.at[text.len - 1]))
		text.len--;
	for (size_t i = 0; i < COUNT(credits); i++) {
		if (nw_str_ends(text, credits[i]))
			return true;
	}
	return false;
}

/* All of a block's words are in one <em> or <i>. */
static bool is_italic(const struct body *body, const struct nwi_node *node)
{
	uint32_t text = page_stat_of(body->page, node)->text;

	for (unsigned depth = 0; depth < 4; depth++) {
		const struct nwi_node *at = node->first;
		while (at && page_stat_of(body->page, at)->text != text)
			at = at->next;
		if (!at || at->kind == NWI_NODE_TEXT)
			return false;
		if (at->atom == NWI_A_EM || at->atom == NWI_A_I)
			return true;
		node = at;
	}
	return false;
}

/* A line that is a date, with its label or without. */
static bool is_date(const struct body *body, struct nw_str words)
{
	const struct nwi_date_hints hints = {
		.fetched = body->page->input->fetched,
		.language = body->page->language,
		.country = body->page->input->country,
		.strict = true,
	};
	struct nwi_date_hints loose = hints;
	struct page_stretch stretch;
	struct nw_instant at;

	if (nwi_date_read(words, &hints, &at) == NW_OK)
		return true;
	loose.strict = false;
	return page_stretch_next(&words, &stretch) &&
	       (stretch.label == LABEL_PUBLISHED ||
		stretch.label == LABEL_UPDATED) &&
	       nwi_date_read(stretch.text, &loose, &at) == NW_OK;
}

/* "By Jane Doe", where she is known as the author. */
static bool is_byline(const struct page *page, struct nw_str words)
{
	size_t by = page_by_word(words);
	struct nw_str rest = nw_str_slice(words, by, words.len);

	for (uint32_t i = 0; by && i < page->author_count; i++) {
		struct nw_str name = page->authors[i];
		if (name.len > 4 && nw_str_find(rest, name) < rest.len)
			return true;
	}
	return false;
}

static const char *judge_early(struct body *body, struct nw_str words)
{
	if (words.len > LINE)
		return NULL;
	if (is_byline(body->page, words) || is_date(body, words))
		return "a by-line or a date";
	return !nw_str_is_absent(body->page->title) &&
			       page_same_words(words, body->page->title)
		       ? "the title again"
		       : NULL;
}

static const char *judge_late(struct body *body, const struct nwi_node *node,
			      struct nw_str text, unsigned progress)
{
	if (begins(text, contacts, COUNT(contacts)) &&
	    nw_str_find_char(text, '@') < text.len)
		return "an address to write to";
	uint64_t end = body->written + page_stat_of(body->page, node)->text;
	uint64_t all = page_stat_of(body->page, body->article)->weight;
	if (progress < LAST && end * 100 < all * END)
		return NULL;
	if (has(text, last_calls, COUNT(last_calls)))
		return "an appeal or a disclosure";
	return is_italic(body, node) && has(text, lives, COUNT(lives))
		       ? "about an author"
		       : NULL;
}

static const char *judge_folded(struct body *body, const struct nwi_node *node,
				struct nw_str text)
{
	const struct page_stat *stat = page_stat_of(body->page, node);

	if (is_count(text) ||
	    (text.len <= ALONE && begins(text, alone, COUNT(alone))))
		return "a phrase that stands between articles";
	if (stat->links * 3 >= stat->text && text.len <= POINTER &&
	    begins(text, pointers, COUNT(pointers)))
		return "points to another article";
	if (has(text, calls, COUNT(calls)) ||
	    (begins(text, follows, COUNT(follows)) && text.len <= POINTER &&
	     has(text, networks, COUNT(networks))))
		return "an appeal or a disclosure";
	if (text.len <= CAPTION &&
	    (is_credited(text) || has(text, captions, COUNT(captions)) ||
	     (stat->images > 0 && is_italic(body, node))))
		return "a caption";
	return NULL;
}

/* Items and cells may be a word or a date. */
static bool is_part(const struct nwi_node *node)
{
	return node->atom == NWI_A_LI || node->atom == NWI_A_TD ||
	       node->atom == NWI_A_TH || node->atom == NWI_A_DD ||
	       node->atom == NWI_A_DT;
}

bool page_is_news_ending(struct body *body, struct nw_str words)
{
	nw_buf_cut(&body->folded, 0);
	nwi_fold_word(&body->folded, nw_str_slice(words, 0, LINE));
	return begins(nw_str_trim(nw_buf_str(&body->folded)), endings,
		      COUNT(endings));
}

const char *page_judge_news(struct body *body, const struct nwi_node *node,
			    struct nw_str words, unsigned progress)
{
	const char *why = NULL;

	if (words.len == 0 || words.len > FOLDED || is_part(node))
		return NULL;
	if (body->written < EARLY)
		why = judge_early(body, words);
	if (why)
		return why;
	nw_buf_cut(&body->folded, 0);
	nwi_fold_word(&body->folded, words);
	struct nw_str text = nw_str_trim(nw_buf_str(&body->folded));
	why = judge_folded(body, node, text);
	if (!why && progress > LATE)
		why = judge_late(body, node, text, progress);
	return why;
}
