/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The cutter. Most of what is read is ASCII, so a word of ASCII letters that
 * ends at a space or a comma takes a path of its own; all else goes
 * character by character. Measured: tests/bench/bench_analyse.
 */
#include "text/fold_internal.h"
#include "text/late.h"
#include "text/utf8.h"

enum { CHUNK = 4096, RUN_UNITS = 1024 };

struct cutter {
	struct nw_str text, language;
	struct nw_arena *arena;
	struct nw_token *rows;
	size_t count, room;
	char *chunk; /* folded bytes go here */
	size_t chunk_left;
	uint32_t sentence;
	enum nwi_gap gap;
	bool touching; /* the gap's point stands right behind a word */
	bool no_memory, cut;
	UBreakIterator *words;
};

/* What a word was found to be while it was read. */
struct word {
	size_t from, to;
	size_t letters, uppers, digits;
	bool first_upper, first_lower, acronym;
};

static unsigned class_at(const struct cutter *c, size_t pos, size_t *end,
			 uint32_t *code_point)
{
	*end = pos;
	if (pos >= c->text.len) {
		*code_point = 0;
		return 0;
	}
	*code_point = nwi_utf8_next(c->text, end);
	return nwi_char_class(*code_point);
}

static bool is_letter(unsigned class)
{
	return (class & NWI_CHAR_KIND) == NWI_CHAR_LETTER;
}

static bool is_word(unsigned class)
{
	return (class & NWI_CHAR_KIND) && !(class & NWI_CHAR_CUT);
}

static char *take_bytes(struct cutter *c, size_t len)
{
	if (len > c->chunk_left) {
		c->chunk = nw_arena_alloc(c->arena, CHUNK);
		c->chunk_left = c->chunk ? CHUNK : 0;
	}
	if (!c->chunk) {
		c->no_memory = true;
		return NULL;
	}
	char *at = c->chunk;
	c->chunk += len;
	c->chunk_left -= len;
	return at;
}

static struct nw_token *add_row(struct cutter *c)
{
	if (c->count == NWI_TOKENS_MAX) {
		c->cut = true;
		return NULL;
	}
	if (c->count == c->room) {
		size_t room = c->room ? c->room * 2 : c->text.len / 5 + 8;
		if (room > NWI_TOKENS_MAX)
			room = NWI_TOKENS_MAX;
		struct nw_token *rows =
			nw_arena_array(c->arena, room, sizeof(*rows));
		if (!rows) {
			c->no_memory = true;
			return NULL;
		}
		if (c->count)
			memcpy(rows, c->rows, c->count * sizeof(*rows));
		c->rows = rows;
		c->room = room;
	}
	return &c->rows[c->count++];
}

static uint32_t flags_of(const struct word *word)
{
	uint32_t flags = 0;

	if (word->first_upper)
		flags |= NW_TOKEN_CAPITAL;
	if (word->letters > 1 && word->uppers == word->letters)
		flags |= NW_TOKEN_UPPER;
	if (word->digits && !word->letters)
		flags |= NW_TOKEN_NUMBER;
	if (word->acronym)
		flags |= NW_TOKEN_ACRONYM;
	return flags;
}

static void add_token(struct cutter *c, const struct word *word,
		      struct nw_str folded, uint32_t hash)
{
	struct nw_token *row = add_row(c);

	if (!row)
		return;
	row->folded = folded;
	row->hash = hash;
	row->from = (uint32_t)word->from;
	row->to = (uint32_t)word->to;
	row->flags = flags_of(word);
	if (c->gap && c->count > 1 &&
	    nwi_sentence_ends(c->gap, c->touching, row - 1, row,
			      word->first_lower, c->language))
		c->sentence++;
	row->sentence = c->sentence;
	c->gap = NWI_GAP_NONE;
}

/* Adds with a folded text of its own, unless the text reads so already. */
static void add_folded(struct cutter *c, const struct word *word,
		       struct nw_str folded)
{
	struct nw_str raw = nw_str_slice(c->text, word->from, word->to);

	if (folded.len == 0)
		return;
	if (nw_str_equal(raw, folded)) {
		add_token(c, word, raw, nw_token_hash(raw));
		return;
	}
	char *at = take_bytes(c, folded.len);
	if (!at)
		return;
	memcpy(at, folded.at, folded.len);
	folded.at = at;
	add_token(c, word, folded, nw_token_hash(folded));
}

/*
 * Letters of scripts that know no capitals: from Hebrew to Mongolian, Georgian
 * among them as it is written, and those of East Asia. A small letter behind a
 * point means that a sentence goes on; one of these means nothing.
 */
static bool is_caseless(uint32_t ch)
{
	return (ch >= 0x590 && ch < 0x1c80) || (ch >= 0x2d00 && ch < 0xa640) ||
	       (ch >= 0xa800 && ch < 0xab30) || (ch >= 0xabc0 && ch < 0xfb00) ||
	       (ch >= 0xfb1d && ch < 0xff21);
}

static void note_char(struct word *word, unsigned class, uint32_t ch)
{
	if (is_letter(class)) {
		if (word->letters + word->digits == 0) {
			word->first_upper = (class & NWI_CHAR_UPPER) != 0;
			word->first_lower =
				!word->first_upper && !is_caseless(ch);
		}
		word->letters++;
		word->uppers += (class & NWI_CHAR_UPPER) != 0;
	} else if ((class & NWI_CHAR_KIND) == NWI_CHAR_DIGIT) {
		word->digits++;
	}
}

/*
 * "U.S.", "z.B.", "U.S": letters, each alone, with points between; at least
 * two. Returns where it ends, or `from`.
 */
static size_t acronym_end(const struct cutter *c, size_t from,
			  struct nwi_folded *folded, struct word *word)
{
	size_t pos = from, end, good = from, letters = 0;
	uint32_t ch;

	for (; letters < 12; letters++) {
		unsigned class = class_at(c, pos, &end, &ch);
		if (!is_letter(class) || (class & NWI_CHAR_CUT))
			break;
		bool point = end < c->text.len && c->text.at[end] == '.';
		if (!point) {
			uint32_t next;
			size_t behind;
			if (is_word(class_at(c, end, &behind, &next)))
				break;
		}
		if (!nwi_fold_into(folded, ch))
			break;
		nwi_fold_put(folded, '.');
		note_char(word, class, ch);
		good = pos = end + point;
		if (!point) {
			letters++;
			break;
		}
	}
	return letters >= 2 ? good : from;
}

static bool is_possessive(const struct cutter *c, size_t behind)
{
	size_t end;
	uint32_t ch, next;

	if (class_at(c, behind, &end, &ch) == 0 || (ch != 's' && ch != 'S'))
		return false;
	return !is_word(class_at(c, end, &end, &next)) &&
	       !nwi_is_apostrophe(next);
}

/* One word from `from` on; returns where reading goes on. */
static size_t read_word(struct cutter *c, size_t from)
{
	struct nwi_folded folded = { .len = 0 };
	struct word word = { .from = from };
	size_t pos = acronym_end(c, from, &folded, &word), end;
	uint32_t ch;

	word.acronym = pos > from;
	if (!word.acronym) {
		word = (struct word){ .from = from };
		folded.len = 0;
	}
	for (; !word.acronym; pos = end) {
		unsigned class = class_at(c, pos, &end, &ch);
		if (nwi_is_apostrophe(ch) ||
		    !(is_word(class) || (class & NWI_CHAR_GONE)) ||
		    !nwi_fold_into(&folded, ch))
			break;
		note_char(&word, class, ch);
	}
	word.to = pos;
	/* A first character that does not fit cannot be: buffers are empty. */
	add_folded(c, &word, nw_str_make(folded.at, folded.len));
	class_at(c, pos, &end, &ch);
	if (nwi_is_apostrophe(ch) && is_possessive(c, end))
		return end + 1;
	return pos > from ? pos : from + 1;
}

/* Whether an ASCII word that ends before `stop` needs the long way. */
static bool needs_care(unsigned char stop, size_t len)
{
	return stop >= 0x80 || stop == '\'' || (stop == '.' && len == 1);
}

/*
 * The fast way: letters and digits of ASCII, folded and hashed in one pass.
 * Returns 0 when the word needs the long way.
 */
static size_t read_ascii(struct cutter *c, size_t from)
{
	const unsigned char *at = (const unsigned char *)c->text.at + from;
	size_t left = c->text.len - from, i = 0;
	struct word word = { .from = from };
	uint32_t hash = UINT32_C(2166136261);
	char folded[NWI_TOKEN_BYTES];

	if (left > NWI_TOKEN_BYTES)
		left = NWI_TOKEN_BYTES;
	for (; i < left && at[i] < 0x80; i++) {
		unsigned class = nwi_class_blocks[at[i]];
		if (!class)
			break;
		unsigned upper = (class & NWI_CHAR_UPPER) << 3; /* 32 */
		unsigned char byte = (unsigned char)(at[i] + upper);
		folded[i] = (char)byte;
		hash = (hash ^ byte) * UINT32_C(16777619);
		word.uppers += upper >> 5;
		word.letters += is_letter(class);
	}
	word.to = from + i;
	if (i == NWI_TOKEN_BYTES ||
	    (word.to < c->text.len && needs_care(at[i], i)))
		return 0;
	word.digits = i - word.letters;
	word.first_upper = (nwi_class_blocks[at[0]] & NWI_CHAR_UPPER) != 0;
	word.first_lower =
		!word.first_upper && is_letter(nwi_class_blocks[at[0]]);
	struct nw_str text = nw_str_make(c->text.at + from, i);
	if (word.uppers) {
		char *copy = take_bytes(c, i);
		if (!copy)
			return word.to;
		memcpy(copy, folded, i);
		text.at = copy;
	}
	add_token(c, &word, text, hash);
	return word.to;
}

/* UTF-16 of a run that is written without spaces, and where each unit was. */
struct run {
	UChar units[RUN_UNITS + 2];
	uint32_t at[RUN_UNITS + 2];
	int32_t count;
	size_t end;
};

static void fill_run(const struct cutter *c, size_t from, struct run *run)
{
	size_t pos = from;

	run->count = 0;
	while (pos < c->text.len && run->count < RUN_UNITS) {
		size_t end;
		uint32_t ch;
		unsigned class = class_at(c, pos, &end, &ch);
		if (!(class & (NWI_CHAR_CUT | NWI_CHAR_GONE)))
			break;
		run->at[run->count] = (uint32_t)pos;
		if (ch < 0x10000) {
			run->units[run->count++] = (UChar)ch;
		} else {
			run->units[run->count++] = (UChar)(0xd7c0 + (ch >> 10));
			run->at[run->count] = (uint32_t)pos;
			run->units[run->count++] =
				(UChar)(0xdc00 | (ch & 0x3ff));
		}
		pos = end;
	}
	run->at[run->count] = (uint32_t)pos;
	run->end = pos;
}

static void add_cut_word(struct cutter *c, size_t from, size_t to)
{
	struct nwi_folded folded = { .len = 0 };
	struct word word = { .from = from, .to = to };

	for (size_t pos = from; pos < to;) {
		uint32_t ch;
		unsigned class = class_at(c, pos, &pos, &ch);
		note_char(&word, class, ch);
		if (!nwi_fold_into(&folded, ch))
			break;
	}
	word.first_lower = false;
	add_folded(c, &word, nw_str_make(folded.at, folded.len));
}

static size_t read_run(struct cutter *c, size_t from)
{
	UErrorCode status = U_ZERO_ERROR;
	struct run run;

	fill_run(c, from, &run);
	if (!c->words)
		c->words =
			nwi_icu()->ubrk_open(UBRK_WORD, "", NULL, 0, &status);
	nwi_icu()->ubrk_setText(c->words, run.units, run.count, &status);
	if (U_FAILURE(status)) {
		add_cut_word(c, from, run.end);
		return run.end;
	}
	int32_t before = nwi_icu()->ubrk_first(c->words), next;
	while ((next = nwi_icu()->ubrk_next(c->words)) != UBRK_DONE) {
		if (run.at[next] > run.at[before])
			add_cut_word(c, run.at[before], run.at[next]);
		before = next;
	}
	return run.end;
}

static enum nwi_gap gap_of(uint32_t c)
{
	switch (c) {
	case '.':
	case 0x2026: /* … */
		return NWI_GAP_DOT;
	case '!':
	case '?':
	case 0x589: /* Armenian full stop */
	case 0x61f: /* Arabic ? */
	case 0x6d4: /* Urdu full stop */
	case 0x964: /* danda */
	case 0x965:
	case 0x104b: /* Burmese section */
	case 0x1362: /* Ethiopic full stop */
	case 0x17d4: /* Khmer khan */
		return NWI_GAP_MARK;
	case '\n':
	case 0x2028:
	case 0x2029:
	case 0x3002: /* 。 */
	case 0xff01:
	case 0xff0e:
	case 0xff1f:
	case 0xff61:
		return NWI_GAP_LINE;
	default:
		return NWI_GAP_NONE;
	}
}

static void note_gap(struct cutter *c, uint32_t ch, size_t pos, size_t end)
{
	enum nwi_gap gap = gap_of(ch);
	uint32_t next;

	if (gap == NWI_GAP_NONE || gap <= c->gap)
		return;
	/* "example.com", ".NET": no space behind, no end. */
	if (gap == NWI_GAP_DOT && is_word(class_at(c, end, &end, &next)))
		return;
	c->touching = c->count > 0 && c->rows[c->count - 1].to == pos;
	c->gap = gap;
}

/* One step: a word, a run, or a character between. */
static size_t step(struct cutter *c, size_t pos)
{
	unsigned char byte = (unsigned char)c->text.at[pos];
	uint32_t ch;
	size_t end;

	if (byte < 0x80) {
		if (nwi_class_blocks[byte] == 0) {
			if (byte != ' ')
				note_gap(c, byte, pos, pos + 1);
			return pos + 1;
		}
		end = read_ascii(c, pos);
		return end ? end : read_word(c, pos);
	}
	unsigned class = class_at(c, pos, &end, &ch);
	if (class & NWI_CHAR_GONE)
		return end;
	if (class & NWI_CHAR_CUT)
		return read_run(c, pos);
	if (is_word(class))
		return read_word(c, pos);
	note_gap(c, ch, pos, end);
	return end;
}

enum nw_status nwi_tokenise(struct nw_str text, struct nw_str language,
			    struct nw_arena *arena, struct nwi_tokens *out,
			    struct nw_error *err)
{
	struct cutter c = { .text = text,
			    .language = language,
			    .arena = arena };

	if (text.len > UINT32_MAX)
		return nw_fail(err, NW_LIMIT, "a text over 4 GiB");
	for (size_t pos = 0; pos < text.len && !c.no_memory && !c.cut;)
		pos = step(&c, pos);
	if (c.words)
		nwi_icu()->ubrk_close(c.words);
	if (c.no_memory)
		return nw_fail(err, NW_LIMIT,
			       "a text has more words than its arena holds");
	*out = (struct nwi_tokens){ .rows = c.rows,
				    .count = c.count,
				    .cut = c.cut };
	return NW_OK;
}
