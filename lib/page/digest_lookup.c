/* SPDX-License-Identifier: Apache-2.0 */
/* Which of the phrases a line has, at the cost of a look at each byte. */
#include "page/digest_words.h"

#include "text/fold.h"
#include "text/utf8.h"

enum { HERE_BYTES = 24, ONE_WORD_MOST = 4 };

/* Folded text in a buffer of its own: lines here are short. */
struct folded {
	char at[4 * DIGEST_SHORT];
	size_t len;
	size_t words;
};

static bool fold(struct nw_str text, struct folded *out)
{
	NW_AUTO(nw_buf_fini) struct nw_buf buf = { 0 };
	bool inside = false;

	nw_buf_init(&buf, sizeof(out->at));
	nwi_fold_word(&buf, text);
	out->len = buf.failed ? 0 : buf.len;
	if (out->len)
		memcpy(out->at, buf.at, out->len);
	out->words = 0;
	for (size_t i = 0; i < out->len; i++) {
		bool space = out->at[i] == ' ';
		out->words += !space && !inside;
		inside = !space;
	}
	return out->len > 0;
}

static bool is_sign(unsigned char c)
{
	return c < 0x80 && !(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'z');
}

/* A word must end where a phrase ends, in scripts that part words. */
static bool ends_word(struct nw_str text, size_t at, struct nw_str phrase)
{
	unsigned char last = (unsigned char)phrase.at[phrase.len - 1];

	if (at == text.len || is_sign((unsigned char)text.at[at]) ||
	    is_sign(last))
		return true;
	/* Beyond Latin, Greek and Cyrillic words are not always parted. */
	return last >= 0x80 && (unsigned char)phrase.at[0] >= 0xd7;
}

static struct nw_str strip_signs(struct nw_str s)
{
	while (s.len > 0 && is_sign((unsigned char)s.at[0]))
		s = nw_str_slice(s, 1, s.len);
	while (s.len > 0 && is_sign((unsigned char)s.at[s.len - 1]))
		s.len--;
	return s;
}

/*
 * The phrases by their first two bytes, so that a line costs a look at each
 * of its bytes and not one at each phrase.
 */
enum { BUCKETS = 1024 };

struct entry {
	struct nw_str phrase;
	const struct digest_phrases *row;
	uint32_t next; /* entry + 1 */
};

struct digest_index {
	uint32_t first[BUCKETS]; /* entry + 1 */
	uint32_t count;
	struct entry *entries;
};

static uint32_t bucket_of(const char *at)
{
	unsigned char a = (unsigned char)at[0], b = (unsigned char)at[1];

	return (a * 37u + b * 5u) % BUCKETS;
}

static size_t count_phrases(void)
{
	size_t count = 0;

	for (size_t i = 0; i < nwi_digest_phrase_rows; i++) {
		struct nw_str rest = nw_str_from(nwi_digest_phrases[i].phrases),
			      phrase;
		while (nw_str_next(&rest, '|', &phrase))
			count++;
	}
	return count;
}

struct digest_index *nwi_digest_index(struct nw_arena *arena)
{
	struct digest_index *index =
		nw_arena_new_of(arena, struct digest_index);

	if (!index)
		return NULL;
	index->entries =
		nw_arena_array(arena, count_phrases(), sizeof(*index->entries));
	if (!index->entries)
		return NULL;
	for (size_t i = 0; i < nwi_digest_phrase_rows; i++) {
		struct nw_str rest = nw_str_from(nwi_digest_phrases[i].phrases),
			      phrase;
		while (nw_str_next(&rest, '|', &phrase)) {
			uint32_t bucket = bucket_of(phrase.at);
			index->entries[index->count] =
				(struct entry){ phrase, &nwi_digest_phrases[i],
						index->first[bucket] };
			index->first[bucket] = ++index->count;
		}
	}
	return index;
}

static bool fits(const struct entry *entry, struct nw_str text, size_t at)
{
	struct nw_str rest = nw_str_slice(text, at, text.len);
	struct nw_str phrase = entry->phrase;

	if (rest.len < phrase.len ||
	    memcmp(rest.at, phrase.at, phrase.len) != 0)
		return false;
	switch (entry->row->where) {
	case WHOLE:
		return at == 0 && strip_signs(rest).len == phrase.len;
	case START:
		return at == 0 && ends_word(rest, phrase.len, phrase);
	case WITHIN:
		return true;
	}
	return false;
}

/* "Read more: ..." says what follows, however long it is. */
static bool is_announced(const struct entry *entry, struct nw_str text)
{
	size_t end = entry->phrase.len;

	/* French has a space before the colon. */
	end += end + 1 < text.len && text.at[end] == ' ' &&
	       text.at[end + 1] == ':';
	if (entry->row->where != START ||
	    (entry->row->word != WORD_MORE && entry->row->word != WORD_RELATED))
		return false;
	/* "Read the full story here: " */
	struct nw_str rest = nw_str_slice(text, end, end + HERE_BYTES);
	if (entry->row->word == WORD_MORE &&
	    nw_str_find(rest, nw_str_from(" here: ")) < rest.len)
		return true;
	return end < text.len && (text.at[end] == ':' || text.at[end] == '|');
}

/* A paragraph of a report may say "become a member"; an appeal says to whom. */
static bool is_spoken(struct nw_str text)
{
	static const char *const said[] = { "\"", "«", "„", "“", "”", "「" };
	static const char *const words[] = {
		" our ",      "our.",	"please", " us ",  " us.",  " we ",
		" here",      "click",	"clicca", "you ",  "you.",  "your",
		"unser",      " uns ",	"jetzt",  "notre", " nos ", " nous ",
		"vous",	      "votre",	"nuestr", " aqui", " tu ",  "nostr",
		"l'articolo", " noss",	"voce ",  "наш",   " нас",  " вас ",
		" вы ",	      " вам",	" нам ",  "nasz",  " nas ", "bizi",
		"bize",	      "请",	"我们",	  "لنا",   "μασ ",  " onze ",
		" ons ",      "te ha ",
	};

	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++) {
		if (nw_str_find(text, nw_str_from(said[i])) < text.len)
			return false;
	}
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (nw_str_find(text, nw_str_from(words[i])) < text.len)
			return true;
	}
	return false;
}

bool nwi_digest_speaks(struct nw_str text)
{
	struct folded line;

	return text.len <= 2 * DIGEST_SHORT && fold(text, &line) &&
	       is_spoken(nw_str_make(line.at, line.len));
}

/*
 * "Facebook Twitter E-mail" is a share bar, "Facebook removes accounts of a
 * network" is not: one word says little of five and more.
 */
static bool is_weak(const struct entry *entry, const struct folded *line)
{
	struct nw_str phrase = entry->phrase;

	return entry->row->where == START && entry->row->prose == NOT_PROSE &&
	       line->words > ONE_WORD_MOST &&
	       nw_str_find_char(phrase, ' ') >= phrase.len - 1 &&
	       !is_sign((unsigned char)phrase.at[phrase.len - 1]);
}

/* How many such words begin words of the line, of the same kind. */
static size_t count_weak(const struct digest_index *index,
			 const struct folded *line, enum digest_word word)
{
	struct nw_str text = nw_str_make(line->at, line->len);
	size_t count = 0;

	for (size_t at = 0; at + 1 < text.len; at++) {
		if (at > 0 && text.at[at - 1] != ' ')
			continue;
		struct nw_str rest = nw_str_slice(text, at, text.len);
		uint32_t i = index->first[bucket_of(rest.at)];
		for (; i; i = index->entries[i - 1].next) {
			const struct entry *entry = &index->entries[i - 1];
			struct nw_str phrase = entry->phrase;
			if (entry->row->word == word &&
			    entry->row->where != WITHIN &&
			    nw_str_equal(nw_str_slice(rest, 0, phrase.len),
					 phrase) &&
			    ends_word(rest, phrase.len, phrase)) {
				count++;
				break;
			}
		}
	}
	return count;
}

/* The first row of the table that fits anywhere in the line. */
static enum digest_word look_up(const struct digest_index *index,
				const struct folded *line, bool prose)
{
	struct nw_str text = nw_str_make(line->at, line->len);
	const struct digest_phrases *best = NULL;

	for (size_t at = 0; at + 1 < text.len; at++) {
		uint32_t i = index->first[bucket_of(text.at + at)];
		for (; i; i = index->entries[i - 1].next) {
			const struct entry *entry = &index->entries[i - 1];
			const struct digest_phrases *row = entry->row;
			if ((best && row >= best) ||
			    (prose && row->prose == NOT_PROSE) ||
			    !fits(entry, text, at) ||
			    (prose && row->prose == SPOKEN &&
			     !is_spoken(text)) ||
			    (row->most && line->words > row->most &&
			     !is_announced(entry, text)) ||
			    (is_weak(entry, line) &&
			     !is_announced(entry, text) &&
			     count_weak(index, line, row->word) < 2))
				continue;
			best = row;
		}
	}
	return best ? best->word : WORD_NONE;
}

/* "1 2 3 4 5 »" and "12 comments" begin with a number. */
static bool is_pager(struct nw_str text)
{
	size_t numbers = 0;

	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];
		bool digit = c >= '0' && c <= '9';
		/* Beyond ASCII dots, arrows and angles only, no letters. */
		if (c < 0x80 ? !digit && !strchr(" .<>|,[]-", c)
			     : c >= 0xc3 && c != 0xe2)
			return false;
		numbers += digit && (i == 0 || text.at[i - 1] == ' ');
	}
	return numbers >= 3;
}

/* "← Older posts", "« April | Main | June »". */
static bool has_arrows(struct nw_str text)
{
	static const char *const arrows[] = { "←", "→", "‹", "›", "◀", "▶" };

	for (size_t i = 0; i < sizeof(arrows) / sizeof(arrows[0]); i++) {
		if (nw_str_starts(text, arrows[i]) ||
		    nw_str_ends(text, arrows[i]))
			return true;
	}
	return (nw_str_starts(text, "«") || nw_str_ends(text, "»")) &&
	       nw_str_find_char(text, '|') < text.len;
}

static struct nw_str skip_number(struct nw_str text)
{
	size_t i = 0;

	while (i < text.len && text.at[i] >= '0' && text.at[i] <= '9')
		i++;
	if (i == 0 || i > 5)
		return text;
	while (i < text.len && text.at[i] == ' ')
		i++;
	return nw_str_slice(text, i, text.len);
}

/* "3 Comments" in the singular and plural of many languages. */
static bool is_count_of_comments(struct nw_str text)
{
	static const char *const stems[] = {
		"comment",  "kommentar",  "coment",   "comment",   "коммент",
		"комент",   "koment",	  "yorum",    "تعليق",	   "条评论",
		"則評論",   "评论",	  "σχολι",    "reacti",	   "コメント",
		"댓글",	    "repl",	  "view",     "share",	   "like",
		"min read", "min de lec", "min lese", "min okuma", "min czyt",
		"мин чт",   "просмотр",	  "перегляд", "aufruf",	   "visualiz",
		"respon",   "subscri",	  "follow"
	};
	struct nw_str rest = skip_number(text);

	if (rest.len != text.len && rest.len < 250 &&
	    nw_str_starts(rest, "thought"))
		return true;
	if (rest.len == text.len || rest.len > 36)
		return false;
	for (size_t i = 0; i < sizeof(stems) / sizeof(stems[0]); i++) {
		if (nw_str_starts(rest, stems[i]))
			return true;
	}
	return false;
}

enum digest_word nwi_digest_word(const struct digest_index *index,
				 struct nw_str text, bool prose)
{
	struct folded line;

	if (text.len == 0 || text.len > 2 * DIGEST_SHORT)
		return WORD_NONE;
	if (!fold(text, &line))
		return WORD_NONE;
	struct nw_str folded = nw_str_make(line.at, line.len);
	if (is_pager(folded))
		return WORD_PAGER;
	if (is_count_of_comments(folded))
		return WORD_COMMENTS;
	enum digest_word word = look_up(index, &line, prose);
	if (line.words <= 10 && word != WORD_MORE && has_arrows(text))
		return WORD_PAGER;
	return word;
}

static bool ends_sentence(struct nw_str text, size_t at)
{
	return at > 0 &&
	       (strchr(".!?)\"", text.at[at - 1]) ||
		(at >= 3 && (memcmp(text.at + at - 3, "”", 3) == 0 ||
			     memcmp(text.at + at - 3, "。", 3) == 0)));
}

/* "Read more", or "Read also: A headline" to the end of the paragraph. */
static bool is_tail(const struct digest_index *index, struct nw_str tail)
{
	enum digest_word word = nwi_digest_word(index, tail, false);
	size_t colon = nw_str_find_char(tail, ':');

	if (word != WORD_MORE && word != WORD_RELATED)
		return false;
	return tail.len <= 40 ? word == WORD_MORE || colon < tail.len
			      : colon <= 40 && !ends_sentence(tail, tail.len);
}

size_t nwi_digest_before_more(const struct digest_index *index,
			      struct nw_str text)
{
	size_t least = text.len > DIGEST_SHORT ? text.len - DIGEST_SHORT : 0;
	size_t tries = 0;

	for (size_t i = text.len; i-- > least + 1 && tries < 6;) {
		struct nw_str tail = nw_str_slice(text, i, text.len);
		if (!ends_sentence(text, i) || strchr(".!?)", tail.at[0]))
			continue;
		tail = nw_str_trim(tail);
		tries++;
		if (tail.len > 0 && is_tail(index, tail))
			return i;
	}
	return 0;
}
