/* SPDX-License-Identifier: Apache-2.0 */
#include "story/print_parts.h"
#include "story/rules.h"

#include <stdlib.h>

enum {
	SLOTS = 1024,	    /* a power of two */
	DISTINCT_MAX = 700, /* words of a text that are counted */
	READ_MAX = 3000,    /* words of a text that are read */
	FIRST_OTHER = 0xd0, /* first byte of letters that are not Latin */
	LEAD = 60,	    /* words of the body that count as its lead */
	REACH = 5	    /* words around one of reporting: who says it */
};

struct counted {
	uint32_t hash;
	uint16_t count, title;
	uint16_t names, lead;
	uint8_t common, number, speaker;
};

/* Who says what a sentence tells. */
struct saying {
	struct counted *names[REACH]; /* NULL: no name stood there */
	unsigned at;		      /* of the next */
	unsigned left;		      /* words yet in reach */
};

/* The words of a document as they are counted; on the stack, 16 KiB. */
struct counting {
	bool english;
	uint32_t keys[2];      /* of the language: Latin letters, others */
	uint16_t slots[SLOTS]; /* row + 1 */
	struct counted rows[DISTINCT_MAX];
	size_t count;
	bool shouts; /* too much of the text is in capitals to tell names */
};

static struct counted *find_row(struct counting *counting, uint32_t hash)
{
	for (uint32_t i = hash & (SLOTS - 1);; i = (i + 1) & (SLOTS - 1)) {
		uint16_t row = counting->slots[i];
		if (row && counting->rows[row - 1].hash == hash)
			return &counting->rows[row - 1];
		if (row)
			continue;
		if (counting->count == DISTINCT_MAX)
			return NULL;
		counting->rows[counting->count] =
			(struct counted){ .hash = hash };
		counting->slots[i] = (uint16_t)++counting->count;
		return &counting->rows[counting->count - 1];
	}
}

static bool is_short(struct nw_str word)
{
	return word.len < 2 ||
	       (word.len == 2 && (unsigned char)word.at[0] >= 0xc0);
}

/* What stands behind the separator of "300,000" tells nothing. */
static bool is_zeros(struct nw_str word)
{
	for (size_t i = 0; i < word.len; i++)
		if (word.at[i] != '0')
			return false;
	return true;
}

static bool is_capital(const struct nw_token *token)
{
	return token->flags &
	       (NW_TOKEN_CAPITAL | NW_TOKEN_UPPER | NW_TOKEN_ACRONYM);
}

static void mark_speakers(struct saying *saying)
{
	for (unsigned i = 0; i < REACH; i++)
		if (saying->names[i])
			saying->names[i]->speaker = 1;
}

/* A title tells behind "says" what is said, often all in capitals. */
static void hear(struct saying *saying, struct counted *row, bool capital,
		 bool title)
{
	if (row->common == 4 || row->common == 6) {
		mark_speakers(saying);
		saying->left = title ? 0 : REACH;
		capital = false;
	} else if (saying->left > 0) {
		saying->left--;
		if (capital)
			row->speaker = 1;
	}
	saying->names[saying->at] = capital ? row : NULL;
	saying->at = (saying->at + 1) % REACH;
}

static void count_word(struct counting *counting, struct saying *saying,
		       const struct nw_token *token, bool first, bool title,
		       bool lead)
{
	bool number = token->flags & NW_TOKEN_NUMBER;
	struct nw_str word = token->folded;

	if (number ? is_zeros(word) : is_short(word))
		return;
	size_t len = nwi_print_stem(word, counting->english);
	struct counted *row = find_row(
		counting, len == word.len
				  ? token->hash
				  : nw_token_hash(nw_str_slice(word, 0, len)));
	if (!row)
		return;
	if (row->count == 0 && row->title == 0) {
		row->number = number;
		row->common = (uint8_t)nwi_print_common(
			token,
			counting->keys[(unsigned char)token->folded.at[0] >=
				       FIRST_OTHER]);
	}
	bool capital = is_capital(token);
	hear(saying, row, capital, title);
	if (title)
		row->title++;
	else if (row->count < UINT16_MAX)
		row->count++;
	row->lead = (uint16_t)(row->lead + lead);
	row->names = (uint16_t)(row->names + (capital && !first && !title &&
					      !counting->shouts));
}

static bool is_shouted(const struct nw_token *tokens, size_t count)
{
	size_t capitals = 0;

	for (size_t i = 0; i < count; i++)
		capitals += (tokens[i].flags &
			     (NW_TOKEN_CAPITAL | NW_TOKEN_UPPER)) != 0;
	return 2 * capitals > count;
}

static void count_field(struct counting *counting, const struct nw_doc *doc,
			enum nw_field field)
{
	size_t count;
	const struct nw_token *tokens = nw_doc_tokens(doc, field, &count);
	uint32_t sentence = UINT32_MAX;
	struct saying saying = { .at = 0 };
	bool title = field == NW_FIELD_TITLE;
	struct nw_str text = nw_doc_text(doc, field);

	if (count > READ_MAX)
		count = READ_MAX;
	counting->shouts = is_shouted(tokens, count);
	for (size_t i = 0; i < count; i++) {
		bool first = tokens[i].sentence != sentence;
		if (first)
			saying = (struct saying){ .at = 0 };
		count_word(counting, &saying, &tokens[i], first, title,
			   !title && i < LEAD);
		sentence = tokens[i].sentence;
		/* "Minister: ...", "Brekke visits ..." */
		if (title && (i == 0 || (i < REACH && tokens[i].to < text.len &&
					 text.at[tokens[i].to] == ':')))
			mark_speakers(&saying);
	}
}

/*
 * 16 (1 + ln(n / 2)), for n halves of a time that a word stands there; a word
 * that stands in the title alone has at least one half.
 */
static uint8_t weight_of(const struct counted *row)
{
	static const uint8_t weights[] = {
		5,  5,	16, 22, 27, 31, 34, 36, 38, 40, 42, 43, 45, 46,
		47, 48, 49, 50, 51, 52, 53, 54, 54, 55, 56, 56, 57, 58,
		58, 59, 59, 60, 60, 61, 61, 62, 62, 63, 63, 64, 64,
	};
	const struct nwi_story_rules *rules = &nwi_story_rules;
	size_t halves =
		(size_t)(2 * row->count + 2 * rules->title_times * row->title +
			 2 * rules->lead_times * row->lead);

	return weights[halves < sizeof(weights) ? halves : sizeof(weights) - 1];
}

static struct nwi_term term_of(const struct counted *row)
{
	uint8_t kind = row->common;

	if (row->number)
		kind |= NWI_TERM_NUMBER;
	else if (2 * row->names >= row->count && row->names > 0)
		kind |= NWI_TERM_NAME;
	if (row->title)
		kind |= NWI_TERM_TITLE;
	if (row->speaker)
		kind |= NWI_TERM_SPEAKER;
	return (struct nwi_term){ .hash = row->hash,
				  .weight = weight_of(row),
				  .kind = kind };
}

/* What a term is worth keeping for: rarer, oftener, and names first. */
static uint32_t worth(const struct nwi_term *term)
{
	uint32_t rare = 10 - (term->kind & NWI_TERM_COMMON);
	uint32_t extra = (term->kind & NWI_TERM_NAME	 ? 5u
			  : term->kind & NWI_TERM_NUMBER ? 4u
							 : 4u) +
			 (term->kind & NWI_TERM_TITLE ? 1u : 0u);

	return term->weight * rare * extra;
}

/* Its worth, and among equals the lower hash. */
static uint64_t rank_of(const struct nwi_term *term)
{
	return (uint64_t)worth(term) << 32 | (uint32_t)~term->hash;
}

/* Brings those of the highest rank to the front (Hoare's FIND). */
static void select_terms(struct nwi_term *terms, size_t count, size_t wanted)
{
	size_t low = 0, high = count;

	while (high - low > 1 && wanted > low && wanted < high) {
		uint64_t pivot = rank_of(&terms[low + (high - low - 1) / 2]);
		size_t i = low, j = high - 1;
		for (;; i++, j--) {
			while (rank_of(&terms[i]) > pivot)
				i++;
			while (rank_of(&terms[j]) < pivot)
				j--;
			if (i >= j)
				break;
			struct nwi_term swap = terms[i];
			terms[i] = terms[j];
			terms[j] = swap;
		}
		if (wanted <= j + 1)
			high = j + 1;
		else
			low = j + 1;
	}
}

static int by_hash(const void *a, const void *b)
{
	const struct nwi_term *x = a, *y = b;

	return (x->hash > y->hash) - (x->hash < y->hash);
}

bool nwi_print_is_english(const struct nwi_print *print)
{
	return print->language[0] == '\0' || strcmp(print->language, "en") == 0;
}

void nwi_print_terms(const struct nw_doc *doc, struct nwi_print *out)
{
	struct counting counting = {
		.english = nwi_print_is_english(out),
		.keys = { nwi_print_language_key("en"),
			  nwi_print_language_key("ru") },
	};
	struct nwi_term terms[DISTINCT_MAX];
	size_t kept = 0;

	/* Short texts in no certain language are of the usual ones here. */
	if (out->language[0])
		counting.keys[0] = counting.keys[1] =
			nwi_print_language_key(out->language);
	count_field(&counting, doc, NW_FIELD_TITLE);
	count_field(&counting, doc, NW_FIELD_BODY);
	for (size_t i = 0; i < counting.count; i++)
		if (counting.rows[i].common < 7)
			terms[kept++] = term_of(&counting.rows[i]);
	if (kept > NWI_PRINT_TERMS) {
		select_terms(terms, kept, NWI_PRINT_TERMS);
		kept = NWI_PRINT_TERMS;
	}
	qsort(terms, kept, sizeof(*terms), by_hash);
	memcpy(out->terms, terms, kept * sizeof(*terms));
	out->term_count = (uint16_t)kept;
}
