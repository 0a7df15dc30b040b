/* SPDX-License-Identifier: Apache-2.0 */
#include "text/language_internal.h"
#include "text/utf8.h"

#include <string.h>

enum {
	WORD_MAX = 40, /* letters; longer ones are no words */
	WINDOWS = 4,
	WHOLE_BYTES = 640, /* a text up to this is looked at whole */
	WINDOW_BYTES = 128,
	EDGE = '_' /* stands at both ends of a word */
};

/* A word under way: an edge, its letters, an edge. */
struct word {
	uint32_t letters[WORD_MAX + 2];
	unsigned len; /* with the first edge; above WORD_MAX + 1: too long */
};

/* ---- the table ---- */

static uint32_t mixed(uint32_t h, uint32_t c)
{
	return (h ^ c) * UINT32_C(0x9e3779b1);
}

static uint32_t finished(uint32_t h)
{
	h ^= h >> 15;
	h *= UINT32_C(0x85ebca6b);
	return h ^ (h >> 13);
}

static const uint16_t *bucket_start(uint32_t bucket)
{
	return nwi_language_units + nwi_language_blocks[bucket >> 8] +
	       nwi_language_buckets[bucket];
}

/* One loop of a fixed length, which compilers turn into a few vectors. */
static void add_all(int32_t *restrict sums, const uint16_t *restrict at)
{
	for (size_t i = 0; i < NWI_LANGUAGE_DENSE / 2; i++)
		sums[i] += at[i] & 0xff;
	for (size_t i = 0; i < NWI_LANGUAGE_DENSE / 2; i++)
		sums[i + NWI_LANGUAGE_DENSE / 2] += at[i] >> 8;
}

static void add_gains(int32_t *sums, const uint16_t *at, uint32_t count)
{
	if (count == NWI_LANGUAGE_ALL) {
		add_all(sums, at);
		return;
	}
	for (uint32_t i = 0; i < count; i++)
		sums[at[i] >> 8] += at[i] & 0xff;
}

static void look_up(struct nwi_language_scores *scores, uint32_t h)
{
	uint32_t bucket = h & (NWI_LANGUAGE_BUCKETS - 1);
	uint32_t check = h >> NWI_LANGUAGE_CHECK_SHIFT;
	const uint16_t *at = bucket_start(bucket);
	const uint16_t *end = bucket_start(bucket + 1);

	scores->features++;
	while (at < end) {
		uint32_t head = *at++;
		uint32_t count = head & ((1 << NWI_LANGUAGE_COUNT_BITS) - 1);
		uint32_t found = head >> NWI_LANGUAGE_COUNT_BITS;
		if (found == check) {
			add_gains(scores->sums, at, count);
			return;
		}
		if (found > check)
			return;
		at += count == NWI_LANGUAGE_ALL ? NWI_LANGUAGE_DENSE / 2
						: count;
	}
}

static void score_word(struct nwi_language_scores *scores, struct word *word)
{
	const uint32_t *c = word->letters;
	uint32_t whole = 'w';

	if (word->len > 1 && c[word->len - 1] == '\'')
		word->len--;
	if (word->len < 2 || word->len > WORD_MAX + 1)
		return;
	word->letters[word->len] = EDGE;
	scores->words++;
	for (unsigned i = 0; i + 3 <= word->len + 1; i++)
		look_up(scores, finished(mixed(mixed(mixed(3, c[i]), c[i + 1]),
					       c[i + 2])));
	for (unsigned i = 1; i < word->len; i++) {
		whole = mixed(whole, c[i]);
		if (c[i] > 0x7f)
			look_up(scores, finished(mixed(1, c[i])));
	}
	look_up(scores, finished(whole));
}

/* ---- words ---- */

static void begin(struct word *word)
{
	word->letters[0] = EDGE;
	word->len = 1;
}

static void append(struct word *word, uint32_t letter)
{
	if (word->len <= WORD_MAX)
		word->letters[word->len] = letter;
	word->len += word->len <= WORD_MAX + 1;
}

static bool is_apostrophe(uint32_t c)
{
	return c == '\'' || c == 0x2019 || c == 0x2bb || c == 0x2bc ||
	       c == 0x2018 || c == '`';
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Behind an address (https://..., me@example.org) that begins at `pos`. */
static size_t skip_address(struct nw_str s, size_t pos)
{
	size_t end = pos;
	bool address = false;

	for (; end < s.len && !is_space(s.at[end]); end++)
		address = address || s.at[end] == '@' ||
			  (s.at[end] == ':' && end + 2 < s.len &&
			   s.at[end + 1] == '/' && s.at[end + 2] == '/');
	return address ? end : pos;
}

/*
 * The table takes yeh and kaf of Arabic and of Persian for one, because
 * keyboards mix them up; which of them stands there tells something all the
 * same. Persian, Urdu and their neighbours have no teh marbuta of their own.
 */
static void note_form(struct nwi_language_scores *scores, uint32_t c)
{
	switch (c) {
	case 0x629: /* teh marbuta */
	case 0x643: /* kaf */
	case 0x649: /* alef maksura */
	case 0x64a: /* yeh */
		scores->arabic++;
		break;
	case 0x67e: /* peh */
	case 0x686: /* tcheh */
	case 0x698: /* jeh */
	case 0x6a9: /* keheh */
	case 0x6af: /* gaf */
	case 0x6cc: /* Farsi yeh */
		scores->persian++;
		break;
	default:
		break;
	}
}

/* Eight nats: more than half a word, less than what two words tell. */
static void judge_forms(struct nwi_language_scores *scores)
{
	const int32_t gain = 16 * 8;

	if (scores->arabic == 0 || scores->persian > 0)
		return;
	for (unsigned i = 0; i < nwi_language_count; i++)
		if (strcmp(nwi_languages[i].code, "ar") == 0)
			scores->sums[i] += gain;
}

static void score_window(struct nw_str s, struct nwi_language_scores *scores)
{
	struct word word;
	bool fresh = true;

	begin(&word);
	for (size_t pos = 0; pos < s.len;) {
		if (fresh)
			pos = skip_address(s, pos);
		fresh = false;
		if (pos == s.len)
			break;
		uint32_t c = nwi_utf8_next(s, &pos);
		bool inside = word.len > 1 && is_apostrophe(c);
		uint32_t letter = inside ? '\'' : nwi_language_letter(c);
		if (letter == 0)
			continue;
		if (letter != UINT32_MAX) {
			/* Two in a row are a quotation mark. */
			if (inside && word.letters[word.len - 1] == '\'')
				continue;
			append(&word, letter);
			if (c >= 0x629 && c <= 0x6cc)
				note_form(scores, c);
			scores->letters[inside ? 0 : nwi_script_of(letter)]++;
			continue;
		}
		score_word(scores, &word);
		begin(&word);
		fresh = c < 0x80 && is_space((char)c);
	}
	score_word(scores, &word);
}

/* The border of a word at or behind `pos`, or of a character near it. */
static size_t border(struct nw_str s, size_t pos)
{
	size_t from = nwi_utf8_floor(s, pos);

	for (size_t i = from; i < s.len && i < from + WORD_MAX; i++) {
		if (is_space(s.at[i]))
			return i;
	}
	return from;
}

void nwi_language_score(struct nw_str text, struct nwi_language_scores *scores)
{
	size_t windows = text.len > WHOLE_BYTES ? WINDOWS : 1;
	size_t size = windows > 1 ? WINDOW_BYTES : text.len;
	size_t step = windows > 1 ? (text.len - size) / (windows - 1) : 0;

	memset(scores, 0, sizeof(*scores));
	for (unsigned i = 0; i < nwi_language_count; i++)
		scores->sums[i] = nwi_languages[i].prior;
	for (size_t i = 0; i < windows; i++) {
		size_t from = i > 0 ? border(text, i * step) : 0;
		size_t to = border(text, from + size < text.len ? from + size
								: text.len);
		score_window(nw_str_slice(text, from, to), scores);
	}
	judge_forms(scores);
}
