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
enum {
	ALONE = 48,
	POINTER = 240,
	CAPTION = 300,
	FOLDED = 640,
	LINE = 100,
	LINES = 200,
	DATED = 56,
	NO_WORD = 3,
	KICKER = 32,
	SIGNED = 64 /* a name and its address */
};

/* Characters that were written before an article is under way. */
enum { EARLY = 160 };

/* Per cent of the article's prose. */
enum { LATE = 60, LAST = 85, END = 97 };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* "1 of 12", "Slide 1 of 4". */
static bool is_place(struct nw_str text)
{
	size_t of = nw_str_find(text, nw_str_from(" of "));

	return of > 0 && of < text.len && text.len <= 16 &&
	       is_digit(text.at[text.len - 1]) && is_digit(text.at[of - 1]);
}

/* "8 min read", "1.2k shares", "01:24", "1/12". */
static bool is_count(struct nw_str text)
{
	size_t i = 0;

	if (is_place(text))
		return true;
	while (i < text.len &&
	       (is_digit(text.at[i]) || text.at[i] == ':' ||
		text.at[i] == '.' || text.at[i] == ',' || text.at[i] == '/'))
		i++;
	if (i == 0 || text.len > 32)
		return false;
	if (i == text.len)
		return nw_str_find_char(text, ':') < text.len ||
		       nw_str_find_char(text, '/') < text.len;
	i += text.at[i] == 'k';
	struct nw_str rest = nw_str_trim(nw_str_slice(text, i, text.len));
	return page_news_begins(rest, NEWS_COUNTED);
}

static bool is_credited(struct nw_str text)
{
	static const char stops[] = " .)]\"";

	while (text.len > 0 && strchr(stops, text.at[text.len - 1]))
		text.len--;
	return page_news_ends(text, NEWS_CREDITS);
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

/* "18 February 2020, 04:11 IST": a date and hardly anything else. */
static bool is_dated(const struct body *body, struct nw_str words)
{
	const struct nwi_date_hints hints = {
		.fetched = body->page->input->fetched,
		.language = body->page->language,
		.country = body->page->input->country,
	};
	struct nw_instant at;
	unsigned digits = 0;

	for (size_t i = 0; i < words.len; i++)
		digits += is_digit(words.at[i]);
	return words.len <= DATED && digits >= 5 &&
	       !page_ends_as_sentence(words) &&
	       nwi_date_read(words, &hints, &at) == NW_OK;
}

static const char *judge_early(struct body *body, struct nw_str words)
{
	if (words.len > LINE)
		return NULL;
	if (is_byline(body->page, words) || is_date(body, words) ||
	    is_dated(body, words))
		return "a by-line or a date";
	if (body->written == 0 && words.len <= KICKER &&
	    !page_ends_as_sentence(words))
		return "a kicker";
	return !nw_str_is_absent(body->page->title) &&
			       page_same_words(words, body->page->title)
		       ? "the title again"
		       : NULL;
}

/* Who wrote it, below the last paragraph: "Jane Doe", "(jd/ab)". */
static bool is_signature(const struct page *page, struct nw_str words,
			 bool at_end)
{
	words = nw_str_trim(words);
	if (words.len == 0 || words.len > SIGNED / 2)
		return false;
	for (uint32_t i = 0; i < page->author_count; i++) {
		if (page_same_words(words, page->authors[i]))
			return true;
	}
	bool asides = (words.at[0] == '(' && nw_str_ends(words, ")")) ||
		      (nw_str_starts(words, "\xef\xbc\x88") &&
		       nw_str_ends(words, "\xef\xbc\x89"));
	return asides || (at_end && !page_ends_as_sentence(words) &&
			  page_is_person(words));
}

/* At the end: where to write to, a name and its address. */
static bool is_contact(struct nw_str text)
{
	return nw_str_find_char(text, '@') < text.len &&
	       (page_news_begins(text, NEWS_CONTACTS) ||
		(text.len <= SIGNED && !page_ends_as_sentence(text)));
}

static const char *judge_late(struct body *body, const struct nwi_node *node,
			      struct nw_str words, struct nw_str text,
			      unsigned progress)
{
	if (is_contact(text) ||
	    (nw_str_find_char(text, '@') < text.len && is_italic(body, node)))
		return "an address to write to";
	uint64_t end = body->written + page_stat_of(body->page, node)->text;
	uint64_t all = page_stat_of(body->page, body->article)->weight;
	if (progress < LAST && end * 100 < all * END)
		return NULL;
	if (page_news_has(text, NEWS_LAST_CALLS))
		return "an appeal or a disclosure";
	if (is_signature(body->page, words, progress >= END))
		return "a by-line or a date";
	return is_italic(body, node) && page_news_has(text, NEWS_LIVES)
		       ? "about an author"
		       : NULL;
}

/* "+1", "-->", "***" say nothing; long numbers may. */
static bool has_letters(struct nw_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if ((text.at[i] & 0x80) || nwi_is_alpha(text.at[i]))
			return true;
	}
	return text.len > NO_WORD;
}

/* Without what is set around a word: "- Anzeige -", "[Reklama]". */
static struct nw_str bare(struct nw_str text)
{
	static const char around[] = " -_.:*[]()<>|";

	while (text.len > 0 && strchr(around, text.at[text.len - 1]))
		text.len--;
	while (text.len > 0 && strchr(around, text.at[0]))
		text = nw_str_slice(text, 1, text.len);
	return text;
}

/* "Read also:" above the links that it announces. */
static bool is_announcement(struct nw_str text)
{
	return text.len <= KICKER && nw_str_ends(text, ":");
}

/* What can be told of a line or of a block from its words alone. */
static const char *judge_folded(struct nw_str text, bool linked)
{
	if (!has_letters(text) || is_count(text) ||
	    page_news_is(bare(text), NEWS_EXACT) ||
	    (text.len <= ALONE && !nw_str_ends(text, ".") &&
	     page_news_begins(text, NEWS_ALONE)) ||
	    (text.len <= LINE && page_news_begins(text, NEWS_GOING)))
		return "a phrase that stands between articles";
	if (text.len <= POINTER && (linked || is_announcement(text)) &&
	    page_news_begins(text, NEWS_POINTERS))
		return "points to another article";
	if (linked && text.len <= ALONE && page_news_has(text, NEWS_TALKS) &&
	    !page_ends_as_sentence(text))
		return "leads to readers' words";
	if (page_news_has(text, NEWS_CALLS) ||
	    (page_news_begins(text, NEWS_FOLLOWS) && text.len <= POINTER &&
	     page_news_has(text, NEWS_NETWORKS)))
		return "an appeal or a disclosure";
	if (text.len <= CAPTION &&
	    (is_credited(text) || page_news_has(text, NEWS_CAPTIONS)))
		return "a caption";
	return NULL;
}

static struct nw_str fold(struct body *body, struct nw_str words)
{
	nw_buf_cut(&body->folded, 0);
	nwi_fold_word(&body->folded, words);
	struct nw_str text = nw_str_trim(nw_buf_str(&body->folded));
	while (nw_str_starts(text, "\xe3\x80\x80")) /* Chinese indents */
		text = nw_str_slice(text, 3, text.len);
	return text;
}

const char *page_judge_line(struct body *body, struct nw_str words, bool linked)
{
	const char *why = NULL;

	if (words.len == 0 || words.len > LINES)
		return NULL;
	if (body->written < EARLY)
		why = judge_early(body, words);
	if (why)
		return why;
	struct nw_str text = fold(body, words);
	if (page_progress(body) > LATE && is_contact(text))
		return "an address to write to";
	return judge_folded(text, linked);
}

bool page_is_network(struct body *body, struct nw_str words)
{
	if (words.len == 0 || words.len > KICKER)
		return false;
	struct nw_str text = fold(body, words);
	return page_news_is(text, NEWS_NETWORKS) ||
	       page_news_is(text, NEWS_EXACT);
}

bool page_is_pointer(struct body *body, struct nw_str words)
{
	return words.len <= POINTER &&
	       page_news_begins(fold(body, words), NEWS_POINTERS);
}

bool page_is_letter(struct body *body, struct nw_str words)
{
	return words.len <= LINE &&
	       page_news_has(fold(body, words), NEWS_LETTERS);
}

/* Items and cells may be a word or a date. */
static bool is_part(const struct nwi_node *node)
{
	switch (node->atom) {
	case NWI_A_LI:
	case NWI_A_TD:
	case NWI_A_TH:
	case NWI_A_DD:
	case NWI_A_DT:
		return true;
	default:
		return false;
	}
}

bool page_is_news_ending(struct body *body, struct nw_str words)
{
	struct nw_str text = fold(body, nw_str_slice(words, 0, LINE));
	size_t i = 0;

	while (i < text.len && (is_digit(text.at[i]) || text.at[i] == ' '))
		i++;
	return page_news_begins(text, NEWS_ENDINGS) ||
	       (i > 0 &&
		page_news_begins(nw_str_slice(text, i, text.len), NEWS_TALKS));
}

const char *page_judge_news(struct body *body, const struct nwi_node *node,
			    struct nw_str words, unsigned progress)
{
	const struct page_stat *stat = page_stat_of(body->page, node);
	const char *why = NULL;

	if (words.len == 0 || words.len > FOLDED || is_part(node) ||
	    (node->parent && is_part(node->parent)))
		return NULL;
	if (body->written < EARLY)
		why = judge_early(body, words);
	if (!why && stat->images > 0 && is_italic(body, node) &&
	    words.len <= CAPTION)
		why = "a caption";
	if (why)
		return why;
	struct nw_str text = fold(body, words);
	why = judge_folded(text, stat->links * 3 >= stat->text);
	if (!why && progress > LATE)
		why = judge_late(body, node, words, text, progress);
	return why;
}
