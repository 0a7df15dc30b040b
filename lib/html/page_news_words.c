/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The phrases of page_news.c, folded as nwi_fold_word() does it. Lists are
 * short; what is rare or could be a sentence of a report is not in them.
 */
#include "html/page_body.h"

/* clang-format off */

/* Short blocks of their own that begin so. */
static const char *const alone[] = {
	"scroll to top", "back to top", "haut de page", "volver arriba",
	"torna su",
	"advert",
	
	"article continu", "scroll to continue", 
	
	"now playing", "up next", "play video", "watch video",
	"watch the video", "watch now", "view gallery", "view photos",
	"click to enlarge", "image copyright", "image caption",
	"media caption", "media playback", "image source", "don't miss",
	"don’t miss", "must read", "top stories", "in this story",
	"print this", "email this", "zur startseite", "nach oben", "siga-nos",
	"siguenos", "suivez-nous", "folgen sie uns", "seguici", "iscriviti",
	"abonnez-vous", "riproduzione riservata", "© riproduzione",
	"credits photo", "credit photo", "credit :", "foto ", "фото:", "фото ",
	"zdjecie", "fot. ", "zdroj:", "view this post", "a post shared",
	"skip advert", "commenting is", "report an error", "report a typo",
	"get the app", "topics:", "topics in this", "listen to article",
	"this is a modal", "beginning of dialog", "end of dialog", "play mute",
	"ascolta l", "escuchar ", "ecouter l", "artikel anhoren",
	"listen to this", "aufrufe:", "(责编", "责编", "责任编辑", "【责任编辑", "(编辑", "编辑：",
	"скопировать ссылку",
	"原标题",
};

/* The whole of a short block. */
static const char *const exact[] = {
	"anzeige", "werbung", "publicite", "publicidad", "pubblicita",
	"reklam", "reclame", "annonce", "annons", "mainos", "hirdetes",
	"реклама", "διαφημιση", "iklan", "reklama", "anzeigen", "anuncio",
	"propaganda", "annuncio", "annoncer", "annonse",
	"ad", "ads", "a suivre", "category", "pub",
	"share", "print", "save", "tweet", "email", "partager", "teilen",
	"compartir", "condividi", "delen", "dela", "udostepnij", "drucken",
	"imprimer", "imprimir", "stampa",
	"advertisement", "advertising", "sponsored", "sponsored content",
	"promoted", "x", "copy link", "link copied", "tweeter", 
	"поделиться", "поділитися", "شارك", "إعلان", "广告", "廣告", "광고",
	"iklan ini",
	"シェア", "シェアする", "ツイート", "ブックマーク", "انتهای پیام",
	"invalid email", "see also", "filed under",
};

/* Words before a link to another report; the link is a third or more. */
static const char *const pointers[] = {
	"read more", "read:", "read |", "read also", "more:", "more on",
	"see:", "see also", "see more", "also see", "also read", "also:",
	"watch", "listen", "related", "don't miss", "photos:", "video:",
	"opinion:", "analysis:", "explainer:", "explained:", "mehr dazu",
	"mehr zu", "mehr:", "lesen sie", "lies auch", "siehe auch", "lesetipp",
	"weiterlesen", "zum thema", "lire", "a lire", "a voir", "voir aussi",
	"a ecouter", "sur le meme", "en savoir plus", "pour aller",
	"lea tambien", "lee tambien", "leer tambien", "lee mas", "leer mas",
	"ver tambien", "vea tambien", "mira tambien", "te puede", "le puede",
	"puede leer", "mas informacion", "relacionad", "leggi", "vedi anche",
	"guarda", "approfond", "per approfond", "leia", "veja", "saiba mais",
	"ouca", "lees ", "bekijk", "czytaj", "zobacz", "przeczytaj", "читайте",
	"читать", "смотрите", "см. также", "подробнее", "по теме", "las mer",
	"las ocksa", "les ogsa", "lue myos", "lue lisaa", "baca juga",
	"ilgili haber", "διαβαστε", "δειτε", "citeste", "vezi si", "ctete",
	"prectete", "precitajte", "olvass", "procitajte", ">", "»", "→", "▶",
};

/* Anywhere in a block: calls to follow, to join, to switch something on. */
static const char *const calls[] = {
	"website verwendet cookies", "seite verwendet cookies",
	"wir verwenden cookies", "utilise des cookies", "utilizamos cookies",
	"utiliza cookies", "utilizza cookie",
	"in your inbox", "to your inbox", "sign up here", "sign up for our",
	"sign up to our", "sign up for free", "subscribe here",
	"subscribe today", "by signing up you", "by signing up, you",
	"by subscribing you", "by subscribing, you", "by entering your email",
	"unsubscribe at any", "our daily newsletter", "our weekly newsletter",
	"our free newsletter", "our newsletter", "our newsletters",
	"our free morning", "download our app", "our mobile app",
	"all rights reserved", "may not be published, broadcast",
	"may not be reproduced", "enable javascript",
	"browser does not support", "upgrading your browser",
	"media playback is", "advertisement has not",
	"article continues below", "the views expressed in this",
	"views expressed here are", "opinions expressed in this",
	"do not necessarily reflect the", "comments are moderated",
	"comments are closed", "comments are now closed", "follow us on",
	"like us on facebook", "find us on facebook", "our whatsapp channel",
	"our telegram channel", "our youtube channel", "our facebook page",
	"folgen sie uns", "abonnieren sie", "unser newsletter",
	"unserem newsletter", "alle rechte vorbehalten", "abonnez-vous",
	"inscrivez-vous a", "suivez-nous", "notre newsletter",
	"telechargez l'application", "telechargez notre",
	"tous droits reserves", "suscribete", "suscribase a", "suscribirte",
	"siguenos en", "puedes seguir a", "nuestra newsletter",
	"nuestro boletin", "nuestros boletines",
	"todos los derechos reservados", "iscriviti alla", "iscriviti a",
	"seguici su", "nostra newsletter", "riproduzione riservata",
	"diritti riservati", "assine a", "siga-nos", "inscreva-se",
	"nossa newsletter", "direitos reservados", "zapisz sie na",
	"naszego newslettera", "wszelkie prawa", "meld je aan voor",
	"onze nieuwsbrief", "volg ons op", "подписывайтесь на",
	"подпишитесь на", "все права защищены", "vart nyhetsbrev",
	"vart nyhedsbrev", "iratkozzon fel", "bizi takip", "ikuti kami",
	"we use cookies", "site uses cookies", "uses cookies to", "your ad blocker", "your adblocker",
	 "free articles this", "free articles left",
	"already a subscriber", "jetzt anmelden", "jetzt abonnieren",
	"kostenlos testen", "nur fur abonnenten", "bereits abonnent",
	"recevez chaque", "notre lettre", "reserve aux abonnes",
	"reserve a nos abonnes", "deja abonne", "ya es suscriptor",
	"ya eres suscriptor", "exclusivo para suscriptores", "gia abbonato",
	"ja e assinante", "exclusivo para assinantes",
	"ctrl+enter", "ctrl + enter", "have your say", "in the comments below",
	"comments section below", "in ihrem postfach", "in ihr postfach",
	"grup telegram", "channel telegram", "kanal telegram", "saluran whatsapp",
	"kanal whatsapp", "canal de whatsapp", "canal no whatsapp",
	"canal do whatsapp", "chaine whatsapp", "canale whatsapp",
	"whatsapp-kanal", "canale telegram", "telegram-канал", "telegram-kanal",
	"telegram kanal", "наш канал", "наш телеграм", "наш telegram",
	"this article originally appeared", "this story originally appeared",
	"this story was originally", "this post originally", "to our channel",
	"この記事は有料", "有料会員", "会員限定", "javascript maste", "javascript ar ",
	"javascript muss", "active javascript", "habilite javascript",
	"activer javascript",
	"this is an archived article", "from a syndicated feed",
	"has not been edited by",
	"readers like you",
};

/* The same at the end only; a report may have the words before. */
static const char *const last_calls[] = {
	"dieser beitrag wurde", "dieser artikel wurde",
	"our journalism", "our reporting", "our newsroom", "our newsdesk",
	"sign up below", "sign up now", "sign up today", "in the comments",
	"get in touch with", "book a demo", "book a free", "free demo",
	"free trial", "contact us today", "talk to our", "request a demo",
	"schedule a demo", "pin it for later", "click here to",
	"click here for", "for the latest", "catch all the",
	"for more stories", "download the", "whatsapp channel",
	"general informational purposes", "not intended as",
	"not meant to constitute",
	"dziekujemy, ze przeczyta", "google news", "спасибо, что",
	"by signing up", "signing up here", "become a member", "our membership",
	"like what you read", "like what you’re reading", "var journalistik",
	"unser journalismus", "nuestro periodismo", "nosso jornalismo",
	"share this story", "share it with", "like this story",
	"for feedback, complaints",
};

/* Behind the report: begins so and holds an address. */
static const char *const contacts[] = {
	"contact", "reach", "email", "e-mail", "follow", "got a ",
	"do you have", "do you know", "have a ", "have you", "send ", "tips",
	"write to", "you can ", "if you", "kontakt", "schreiben", "haben sie",
	"contactez", "ecrivez", "contacta", "escribe", "scrivi", "napisz",
	"masz ", "reporter", "twitter", "пишите", "mail ", "tweet",
	"to contact", "to reach",
};

/* Begins so and names a network: "Follow the Gazette on Twitter". */
static const char *const follows[] = {
	"follow ", "like ", "folgen", "suivez", "sigue", "siga ", "segui",
	"seguici", "volg ", "obserwuj", "connect ", "join ", "puedes", "polub",
	"tweet ",
	"dapatkan ", "mari ", "bergabung ", "ikuti ", "читайте нас", "следите за",
	"подпис",
	"recibi ", "recibe ", "receba ", "ricevi ",
};

/* Names of networks. */
static const char *const networks[] = {
	"twitter", "facebook", "instagram", "whatsapp", "telegram", "youtube",
	"linkedin", "tiktok",
	"google news", "вконтакте", "одноклассники", "pinterest", "reddit",
	"bluesky", "viber", "messenger", "вайбер", "телеграм",
};

/* How pictures are credited, at the end of a block without its last stop. */
static const char *const credits[] = {
	"getty images", "/getty", "/reuters", "/afp", "/ap", "/epa", "/efe",
	"/dpa", "/pa", "/shutterstock", "/alamy", "ap photo", "file photo",
	"afp photo", "/rex", "/tass", "/imago", "/xinhua", "/ansa",
	"/bloomberg", "picture alliance", "shutterstock.com", "via ap",
	"/istock", "/unsplash", "handout via reuters", "/zuma", "/sipa",
	"摄", "撮影", "/getty images",
};

/* The same anywhere in a caption. */
static const char *const captions[] = {
	"(photo by", "(photo:", "(photo credit", "photo credit:",
	"photograph by:", "photograph:", "(ap photo", "(ap/", "(reuters/",
	"(getty images", "image copyright", "(courtesy of", "(foto:", "(bild:",
	"photo by:", "(photo courtesy", "(file photo", "(staff photo",
	"image credit:", "(credit:", "image caption", "photo: ", "фото:",
	"fot. ", "foto: ", "photo : ", "efe/", "afp/", "reuters/",
	"photo/", "foto/",
};

/* In a block in italics at the end: about who wrote it. */
static const char *const lives[] = {
	"is a ", "is an ", "is the ", "covers ", "writes ", "reports ",
	"reported from", "was a ", "are reporters", "can be reached",
	"ist redakteur", "ist journalist", "est journaliste", "es periodista",
	"e giornalista", "jest dziennik",
};

/* What follows a number in a line above a report. */
static const char *const counted[] = {
	"min read", "min. read", "mins read", "minute read", "minutes read",
	"minute de", "minutes de", "min de l", "min lese", "min. lese",
	"minuten lese", "min di l", "minuti di", "minutos de", "shares",
	"share", "views", "comments", "comment", "kommentare", "commentaires",
	"comentarios", "partages", "vues", "aufrufe", "likes", "visualizac",
	"просмотр", "photos", "images", "fotos",
};

/* Headings of what is no longer the report. */
static const char *const endings[] = {
	"next article", "next story", "read this next", "top stories",
	"top news", "more in ", "most viewed", "most shared", "must read",
	"don't miss", "don’t miss", "editor's picks", "editors' picks",
	"other stories", "share your story", "follow us", "about the writer",
	"contact the", "related topics", "meistgelesen", "mehr aus",
	"mehr zum", "lesen sie auch", "das konnte", "neueste",
	"weitere meldung", "uber die autor", "zum autor", "a la une",
	"les plus lus", "a voir aussi", "voir aussi", "lire egalement",
	"sur le meme", "nos autres", "vos commentaires", "l'auteur", "lo mas ",
	"mas noticias", "mas leidas", "te recomendamos", "tambien te",
	"relacionad", "sobre el autor", "mas sobre", "temas relacion",
	"potrebbe inter", "ti potrebbe", "articoli correl", "i piu letti",
	"piu letti", "vedi anche", "veja tambem", "saiba mais",
	"noticias relac", "mais lidas", "sobre o autor", "meer nieuws",
	"lees meer", "meest gelezen", "gerelateerd", "zobacz takze",
	"zobacz tez", "czytaj tez", "czytaj takze", "polecane",
	"najczesciej czyt", "komentarze", "читайте также", "читать также",
	"смотрите также", "по теме", "похожие", "другие новости",
	"комментарии", "читайте також", "las ocksa", "les ogsa", "mest lasta",
	"mest leste", "lue myos", "ilgili haber", "yorumlar", "citeste si",
	"mohlo by vas", "kapcsolodo", "διαβαστε",
	"gefallt mir", "like this:",
};

/* Headings over readers' words, behind a number: "3 comments". */
static const char *const talks[] = {
	"comment", "kommentar", "comentario", "commenti", "komentar",
	"комментар", "коментар", "reacti", "respons", "replies", "thoughts",
	"yorum",
	"diskus", "discussion", "discussie",
};
/* Lines that say that the report goes on, behind a picture or an ad. */
static const char *const going[] = {
	"story continues", "article continues", "the article continues",
	"tekst gaat verder", "de tekst gaat", "artikeln fortsatter",
	"saken fortsetter", "artiklen fortsaetter", "artikkeli jatkuu",
	"juttu jatkuu", "haberin devami", "dalsza czesc", "dalszy ciag",
	"la suite apres", "weiter nach", "der artikel geht", "continua depois",
	"continua apos", "continua dopo", "la nota continua", "sigue leyendo",
	"clanek pokracuje", "продолжение после", "a cikk a hirdetes",
};

/* A box that begins so offers a letter. */
static const char *const letters[] = {
	"newsletter", "рассылк", "розсилк", "boletin", "infolettre",
	"nyhetsbrev", "nyhedsbrev", "nieuwsbrief", "biuletyn", "hirlevel",
	"e-bulten", "uutiskirje",
};
/* clang-format on */

#define LIST(list)                                     \
	{                                              \
		list, sizeof(list) / sizeof((list)[0]) \
	}

static const struct {
	const char *const *rows;
	size_t count;
} lists[] = {
	[NEWS_ALONE] = LIST(alone),	      [NEWS_EXACT] = LIST(exact),
	[NEWS_POINTERS] = LIST(pointers),     [NEWS_CALLS] = LIST(calls),
	[NEWS_LAST_CALLS] = LIST(last_calls), [NEWS_CONTACTS] = LIST(contacts),
	[NEWS_FOLLOWS] = LIST(follows),	      [NEWS_NETWORKS] = LIST(networks),
	[NEWS_CREDITS] = LIST(credits),	      [NEWS_CAPTIONS] = LIST(captions),
	[NEWS_LIVES] = LIST(lives),	      [NEWS_COUNTED] = LIST(counted),
	[NEWS_ENDINGS] = LIST(endings),	      [NEWS_TALKS] = LIST(talks),
	[NEWS_GOING] = LIST(going),	      [NEWS_LETTERS] = LIST(letters),
};

bool page_news_has(struct nw_str text, enum page_news list)
{
	return page_count_phrases(text, lists[list].rows, lists[list].count);
}

bool page_news_begins(struct nw_str text, enum page_news list)
{
	for (size_t i = 0; i < lists[list].count; i++) {
		if (nw_str_starts(text, lists[list].rows[i]))
			return true;
	}
	return false;
}

bool page_news_ends(struct nw_str text, enum page_news list)
{
	for (size_t i = 0; i < lists[list].count; i++) {
		if (nw_str_ends(text, lists[list].rows[i]))
			return true;
	}
	return false;
}

bool page_news_is(struct nw_str text, enum page_news list)
{
	for (size_t i = 0; i < lists[list].count; i++) {
		if (nw_str_is(text, lists[list].rows[i]))
			return true;
	}
	return false;
}
