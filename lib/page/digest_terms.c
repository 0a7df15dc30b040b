/* SPDX-License-Identifier: Apache-2.0 */
/* Small vocabularies: by-lines, sections, headers of mails, noise in text. */
#include "page/digest_impl.h"

#include "text/fold.h"
#include "text/utf8.h"

static const char *const by_words[] = {
	"From our ",	"By ",		 "BY ",		 "by ",
	"Von ",		"Par ",		 "Por ",	 "POR ",
	"Di ",		"Door ",	 "Автор: ",	 "автором ",
	"автор ",	"Опублікував ",	 "Автор ",	 "Автори: ",
	"Autor: ",	"Author: ",	 "Written by ",	 "Posted by ",
	"Reported by ", "Autor ",	 "Autorka: ",	 "Yazan: ",
	"Haber: ",	"بقلم: ",	 "بقلم ",	 "كتب: ",
	"作者：",	"作者:",	 "记者",	 "文/",
	"記者",		"Του ",		 "Της ",	 "von ",
	"par ",		"por ",		 "przez ",	 "от ",
	"door ",	"di ",		 "av ",		 "Av ",
	"Af ",		"Text: ",	 "Texte : ",	 "De ",
	"Oleh ",	"Interview by ", "Interview: ",	 "Words by ",
	"Story by ",	"Text by ",	 "Analysis by ", "Reporting by ",
	"Edited by ",	"Compiled by ",	 "תוכן: ",	 "מאת ",
};

size_t nwi_digest_by(struct nw_str text)
{
	for (size_t i = 0; i < sizeof(by_words) / sizeof(by_words[0]); i++) {
		if (nw_str_starts(text, by_words[i]) &&
		    text.len > strlen(by_words[i]))
			return strlen(by_words[i]);
	}
	return 0;
}

/* Sections of newspapers: what stands beside an outlet is no outlet then. */
static const char sections[] =
	"|archive|archives|archiv|archivo|archivio|archiwum|архив|архів|"
	"|politics|business|world|economy|opinion|sport|sports|"
	"culture|technology|tech|science|health|entertainment|"
	"lifestyle|travel|news|local|national|international|europe|"
	"africa|asia|americas|middle east|us news|uk news|"
	"world news|top news|breaking news|latest|analysis|features|"
	"video|environment|climate|education|finance|markets|energy|"
	"defence|defense|society|crime|law|arts|style|food|media|"
	"general|home|editorial|comment|war|military|security|"
	"politik|wirtschaft|welt|kultur|meinung|gesellschaft|wissen|"
	"wissenschaft|panorama|ausland|inland|lokales|feuilleton|"
	"reise|politique|economie|monde|societe|opinions|sciences|"
	"france|politica|economia|mundo|sociedad|deportes|cultura|"
	"internacional|nacional|ciencia|cronaca|esteri|esporte|"
	"sociedade|политика|экономика|культура|общество|мир|в мире|"
	"спорт|наука|технологии|происшествия|главное|новости|"
	"політика|економіка|суспільство|світ|polityka|gospodarka|"
	"kultura|swiat|kraj|spoleczenstwo|siyaset|ekonomi|dunya|"
	"gundem|spor|yasam|سياسه|اقتصاد|ثقافه|العالم|رياضه|时政|财经|文化|"
	"国际|社会|体育|科技|政治|経済|国際|πολιτικη|οικονομια|πολιτισμοσ|"
	"κοσμοσ|"
	"κοινωνια|αθλητικα|";

bool nwi_digest_is_section(struct nw_str text)
{
	NW_AUTO(nw_buf_fini) struct nw_buf key = { 0 };

	if (text.len == 0 || text.len > 60)
		return false;
	nw_buf_init(&key, 512);
	nw_buf_add_char(&key, '|');
	nwi_fold_word(&key, text);
	nw_buf_add_char(&key, '|');
	struct nw_str all = nw_str_from(sections);
	return !key.failed && nw_str_find(all, nw_buf_str(&key)) < all.len;
}

/* Phrases within text that are none of it, standing between sentences. */
static const char *const inline_noise[] = {
	"Advertisement · Scroll to continue",
	"Advertisement - Scroll to continue",
	"Advertisement",
	"ADVERTISEMENT",
	"Anzeige",
	"Publicité",
	"Publicidad",
	"Реклама",
	"Reklama",
	"Pubblicità",
	"Publicidade",
	"Advertentie",
	"Warning: Graphic content:",
	"Warning: Graphic content",
	"WARNING: GRAPHIC CONTENT",
	"TO FOLLOW",
	"MORE TO FOLLOW",
	"MORE TO COME",
	"READ MORE",
	"Read more...",
	"Read more…",
	"Read More...",
	"Read More…",
	"Read More",
	"Read more",
	"CLICK HERE",
	"Continue Reading",
	"Continue reading",
	"(more...)",
	"[Read more]",
	"(Read more)",
	"Story continues below advertisement",
	"Article continues after advertisement",
	"Weiterlesen",
	"Lire la suite",
	"Leer más",
	"Читать далее",
	"Czytaj więcej",
	"阅读全文",
	"[…]",
	"[...]",
	"Video player loading",
	"广告",
};

static bool is_sentence_end(struct nw_str text, size_t at)
{
	size_t i = at;

	while (i > 0 && (text.at[i - 1] == ' ' || text.at[i - 1] == '\n'))
		i--;
	if (i == 0)
		return true;
	/* Closing quotes stand behind the end of a sentence. */
	for (int n = 0; n < 2 && i > 0; n++) {
		if (i >= 3 && memcmp(text.at + i - 3, "”", 3) == 0)
			i -= 3;
		else if (strchr("\"')]", text.at[i - 1]))
			i--;
	}
	if (i > 0 && strchr(".!?:", text.at[i - 1]))
		return true;
	return i >= 3 && (memcmp(text.at + i - 3, "。", 3) == 0 ||
			  memcmp(text.at + i - 3, "…", 3) == 0);
}

static bool begins_sentence(struct nw_str text, size_t at)
{
	while (at < text.len && text.at[at] == ' ')
		at++;
	if (at >= text.len)
		return true;
	unsigned char c = (unsigned char)text.at[at];
	return (c >= 'A' && c <= 'Z') || c >= 0x80 || c == '"' || c == '\'' ||
	       c == '(' || c == '\n';
}

/* Between sentences; what shouts also where a text breaks off at the end. */
static bool stands_alone(struct nw_str text, size_t from, size_t to)
{
	bool at_end = to == text.len;
	bool shouts = text.at[from + 1] >= 'A' && text.at[from + 1] <= 'Z';

	if (to < text.len && text.at[to] != ' ' && text.at[to] != '\n')
		return false;
	if (at_end && shouts)
		return true;
	return is_sentence_end(text, from) && begins_sentence(text, to);
}

static bool phrase_at(struct nw_str text, size_t at, size_t *end)
{
	size_t best = 0;

	for (size_t i = 0; i < sizeof(inline_noise) / sizeof(inline_noise[0]);
	     i++) {
		size_t len = strlen(inline_noise[i]);
		if (len > best && text.len - at >= len &&
		    memcmp(text.at + at, inline_noise[i], len) == 0 &&
		    stands_alone(text, at, at + len))
			best = len;
	}
	*end = at + best;
	return best > 0;
}

/* Behind a space, or run together with the sentence before. */
static bool begins_word(struct nw_str text, size_t at)
{
	return at == 0 || strchr(" \n.!?\")", text.at[at - 1]) ||
	       (at >= 3 && memcmp(text.at + at - 3, "”", 3) == 0);
}

/* Looks at the beginnings of words only. */
bool nwi_digest_inline(struct nw_str text, size_t from, size_t *start,
		       size_t *end)
{
	for (size_t i = from; i < text.len; i++) {
		if (!begins_word(text, i))
			continue;
		if (phrase_at(text, i, end)) {
			*start = i;
			return true;
		}
	}
	return false;
}

static const struct {
	const char *key;
	char what;
} headers[] = {
	{ "From", 'f' },
	{ "Von", 'f' },
	{ "De", 'f' },
	{ "От", 'f' },
	{ "Od", 'f' },
	{ "Da", 'f' },
	{ "Kimden", 'f' },
	{ "Från", 'f' },
	{ "Van", 'f' },
	{ "Від", 'f' },
	{ "发件人", 'f' },
	{ "差出人", 'f' },
	{ "件名", 's' },
	{ "日付", 'd' },
	{ "보낸 사람", 'f' },
	{ "제목", 's' },
	{ "날짜", 'd' },
	{ "من", 'f' },
	{ "Από", 'f' },
	{ "Subject", 's' },
	{ "Betreff", 's' },
	{ "Objet", 's' },
	{ "Asunto", 's' },
	{ "Oggetto", 's' },
	{ "Assunto", 's' },
	{ "Тема", 's' },
	{ "Temat", 's' },
	{ "Onderwerp", 's' },
	{ "Konu", 's' },
	{ "Ämne", 's' },
	{ "主题", 's' },
	{ "Θέμα", 's' },
	{ "الموضوع", 's' },
	{ "Date", 'd' },
	{ "Sent", 'd' },
	{ "Datum", 'd' },
	{ "Gesendet", 'd' },
	{ "Fecha", 'd' },
	{ "Data", 'd' },
	{ "Дата", 'd' },
	{ "Tarih", 'd' },
	{ "Envoyé", 'd' },
	{ "Ημερομηνία", 'd' },
	{ "日期", 'd' },
	{ "To", 'o' },
	{ "An", 'o' },
	{ "Cc", 'o' },
	{ "Reply-To", 'o' },
	{ "À", 'o' },
	{ "Para", 'o' },
	{ "Кому", 'o' },
	{ "Do", 'o' },
	{ "Kime", 'o' },
	{ "Message-ID", 'o' },
	{ "Message-Id", 'o' },
	{ "Content-Type", 'o' },
	{ "Content-Transfer-Encoding", 'o' },
	{ "MIME-Version", 'o' },
	{ "List-Unsubscribe", 'o' },
	{ "List-Id", 'o' },
	{ "Sender", 'o' },
	{ "Return-Path", 'o' },
	{ "Received", 'o' },
	{ "X-Mailer", 'o' },
	{ "Προς", 'o' },
	{ "收件人", 'o' },
};

char nwi_digest_header(struct nw_str text, struct nw_str *value)
{
	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
		size_t len = strlen(headers[i].key);
		if (!nw_str_starts(text, headers[i].key) || text.len <= len)
			continue;
		struct nw_str rest = nw_str_slice(text, len, text.len);
		if (nw_str_starts(rest, " :"))
			rest = nw_str_slice(rest, 1, rest.len);
		if (nw_str_starts(rest, "："))
			rest = nw_str_slice(rest, 2, rest.len);
		else if (rest.at[0] != ':')
			continue;
		*value = nw_str_trim(nw_str_slice(rest, 1, rest.len));
		return headers[i].what;
	}
	return 0;
}
