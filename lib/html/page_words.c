/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Phrases of the trade: what stands between and behind the paragraphs of
 * articles all over the world. A phrase is a beginning; lists are short, a
 * phrase that is rare or could begin a sentence of a report is not in them.
 */
#include "html/page_impl.h"

#include "markup/scan.h"

/* Whole short blocks, or their beginnings, that are no part of any text. */
static const char *const noise[] = {
	"advertisement",
	"advertising",
	"read more",
	"read also",
	"read next",
	"also read",
	"click here",
	"share this",
	"share on",
	"share via",
	"sign up for",
	"subscribe to our",
	"subscribe now",
	"follow us",
	"follow me",
	"join our",
	"see also:",
	"related:",
	"related article",
	"related post",
	"related stor",
	"recommended for you",
	"you may also like",
	"you might also like",
	"more from",
	"more on this",
	"leave a comment",
	"leave a reply",
	"post a comment",
	"comments",
	"loading...",
	"print this",
	"photo:",
	"image:",
	"image credit",
	"photo by",
	"image by",
	"foto:",
	"fotos:",
	"bild:",
	"bildquelle",
	"beitragsbild",
	"titelbild",
	"quelle:",
	"cr\xc3\xa9"
	"dit photo",
	"photo credit",
	"photograph:",
	"source:",
	"tags:",
	"tagged:",
	"posted on",
	"posted by",
	"published on",
	"published:",
	"last updated",
	"updated on",
	"written by",
	"filed under",
	"posted in",
	"copyright",
	"\xc2\xa9",
	"all rights reserved",
	"log in to",
	"skip to",
	"back to top",
	"continue reading",
	"story continues below",
	"article continues",
	"download our app",
	"watch:",
	"listen:",
	"listen to this",
	"minute read",
	"min read",
	"estimated reading",
	"reading time",
	"originally published",
	"this article was originally",
	"this entry was posted",
	"table of contents",
	"in this article",
	"on this page",
	"show caption",
	"hide caption",
	"get a quote",
	"start your free trial",
	"- anzeige",
	"lesen sie auch",
	"mehr zum thema",
	"lesen sie hier",
	"auch interessant",
	"teilen",
	"publicit\xc3\xa9",
	"lire aussi",
	"\xc3\xa0 lire aussi",
	"\xc3\x80 lire aussi",
	"lea tambi\xc3\xa9n",
	"leer m\xc3\xa1s",
	"leia tamb\xc3\xa9m",
	"leggi anche",
	"lees ook",
	"czytaj te\xc5\xbc",
	"\xd1\x80\xd0\xb5\xd0\xba\xd0\xbb\xd0\xb0\xd0\xbc\xd0\xb0",
	"\xd1\x87\xd0\xb8\xd1\x82\xd0\xb0\xd0\xb9\xd1\x82\xd0\xb5 "
	"\xd1\x82\xd0\xb0\xd0\xba\xd0\xb6\xd0\xb5",
};

/* Headings of what is no longer the article. */
static const char *const endings[] = {
	"related",
	"you may also",
	"you might also",
	"more from",
	"more stor",
	"more news",
	"more article",
	"more post",
	"read more",
	"read next",
	"recommended",
	"comments",
	"leave a reply",
	"leave a comment",
	"about the author",
	"about author",
	"share this",
	"share your",
	"most read",
	"most popular",
	"trending",
	"latest news",
	"latest stories",
	"latest articles",
	"latest posts",
	"latest insights",
	"recent posts",
	"sign up",
	"subscribe",
	"newsletter",
	"what to read next",
	"up next",
	"tags",
	"further reading",
	"see also",
	"popular posts",
	"join the conversation",
	"article sources",
	"sources",
	"footnotes",
	"table of contents",
	"in this article",
	"on this page",
	"jump to",
	"mehr zum thema",
	"das k\xc3\xb6nnte sie auch",
	"das k\xc3\xb6nnte dich auch",
	"auch interessant",
	"\xc3\xa4hnliche",
	"\xc3\x84hnliche",
	"\xc3\x9c"
	"ber den autor",
	"\xc3\x80 lire aussi",
	"kunden kauften",
	"customers also",
	"weitere artikel",
	"weitere informationen",
	"kommentare",
	"inhaltsverzeichnis",
	"\xc3\xbc"
	"ber den autor",
	"sur le m\xc3\xaame sujet",
	"\xc3\xa0 lire aussi",
	"lire aussi",
	"articles similaires",
	"commentaires",
	"te puede interesar",
	"noticias relacionadas",
	"comentarios",
	"leia mais",
	"leia tamb\xc3\xa9m",
	"leggi anche",
	"commenti",
	"lees ook",
};

/* Somewhere in a short block: appeals and disclosures. */
static const char *const appeals[] = {
	"affiliate link",
	"earn a commission",
	"earn commission",
	"earn an affiliate",
	"independently selected by our editors",
	"delivered to your inbox",
	"straight to your inbox",
	"right to your inbox",
	"sign up for our newsletter",
	"sign up to our newsletter",
	"subscribe to our newsletter",
	"make a donation",
	"support our journalism",
	"consider donating",
	"we do not endorse non-",
	"unseren newsletter",
	"newsletter abonnieren",
	"notre newsletter",
	"nuestro bolet\xc3\xadn",
};

static char lower(char c)
{
	return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

static bool begins_with_any(struct nw_str text, const char *const *list,
			    size_t count)
{
	char first = text.len > 1 ? lower(text.at[0]) : '\0';
	char second = text.len > 1 ? lower(text.at[1]) : '\0';

	for (size_t i = 0; i < count; i++) {
		if (list[i][0] == first && list[i][1] == second &&
		    nw_str_starts_nocase(text, list[i]))
			return true;
	}
	return false;
}

#define BEGINS_WITH_ANY(text, list) \
	begins_with_any(text, list, sizeof(list) / sizeof((list)[0]))

/* One of 1024 for two bytes: few texts get beyond it. */
static unsigned pair_of(char a, char b)
{
	return ((unsigned char)a * 37U + (unsigned char)b) & 1023;
}

unsigned page_count_phrases(struct nw_str text, const char *const *list,
			    size_t count)
{
	unsigned found = 0;
	bool starts = true;
	uint64_t firsts[16] = { 0 }; /* pairs that a phrase begins with */

	for (size_t i = 0; i < count; i++) {
		unsigned pair = pair_of(list[i][0], list[i][1]);
		firsts[pair / 64] |= UINT64_C(1) << pair % 64;
	}
	for (size_t i = 0; i + 1 < text.len; i++) {
		char c = lower(text.at[i]);
		if (starts) {
			unsigned pair = pair_of(c, lower(text.at[i + 1]));
			if (firsts[pair / 64] >> pair % 64 & 1)
				found += begins_with_any(
					nw_str_slice(text, i, text.len), list,
					count);
		}
		starts = c == ' ' || c == '\n';
	}
	return found;
}

/* What the site's program says of itself. */
static bool is_fault(struct nw_str text)
{
	return (nw_str_starts(text, "Warning: ") ||
		nw_str_starts(text, "Notice: ") ||
		nw_str_starts(text, "Deprecated: ")) &&
	       nw_str_find_char(text, '/') < text.len &&
	       nw_str_find(text, nw_str_from(".php")) < text.len;
}

bool page_is_noise(struct nw_str text)
{
	return BEGINS_WITH_ANY(text, noise);
}

bool page_is_ending(struct nw_str text)
{
	return BEGINS_WITH_ANY(text, endings);
}

bool page_is_appeal(struct nw_str text)
{
	return page_count_phrases(text, appeals,
				  sizeof(appeals) / sizeof(appeals[0])) > 0 ||
	       is_fault(text);
}

bool page_ends_as_sentence(struct nw_str text)
{
	static const char *const stops[] = {
		".",
		"!",
		"?",
		":",
		"\xe2\x80\xa6",
		".\"",
		".\xe2\x80\x9d",
		"!\xe2\x80\x9d",
		"?\xe2\x80\x9d",
		".)",
		"\xe3\x80\x82",
		"\xe0\xa5\xa4",
		"\xdb\x94",
		"\xef\xbc\x9f",
		"\xef\xbc\x81",
	};

	text = nw_str_trim(text);
	for (size_t i = 0; i < sizeof(stops) / sizeof(stops[0]); i++) {
		if (nw_str_ends(text, stops[i]))
			return true;
	}
	return false;
}
