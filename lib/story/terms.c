/* SPDX-License-Identifier: Apache-2.0 */
#include "story/print_parts.h"
#include "story/rules.h"

#include <math.h>
#include <stdlib.h>

enum {
	SLOTS = 1024,	    /* a power of two */
	DISTINCT_MAX = 700, /* words of a text that are counted */
	READ_MAX = 3000,    /* words of a text that are read */
	LEAD = 60	    /* words of the body that count as its lead */
};

struct counted {
	uint32_t hash;
	uint16_t count, title;
	uint16_t names, lead;
	uint8_t common, number;
};

/* The words of a document as they are counted; on the stack, 16 KiB. */
struct counting {
	const char *language;
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

static void count_word(struct counting *counting, const struct nw_token *token,
		       bool first, bool title, bool lead)
{
	char stem[NWI_STEM_BYTES];
	bool number = token->flags & NW_TOKEN_NUMBER;

	if (is_short(token->folded) && !number)
		return;
	size_t len = nwi_print_stem(token->folded, counting->language, stem);
	struct counted *row =
		find_row(counting, nw_token_hash(nw_str_make(stem, len)));
	if (!row)
		return;
	if (row->count == 0 && row->title == 0) {
		row->number = number;
		row->common = (uint8_t)nwi_print_common(token->folded,
							counting->language);
	}
	bool capital = token->flags &
		       (NW_TOKEN_CAPITAL | NW_TOKEN_UPPER | NW_TOKEN_ACRONYM);
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

	if (count > READ_MAX)
		count = READ_MAX;
	counting->shouts = is_shouted(tokens, count);
	for (size_t i = 0; i < count; i++) {
		count_word(counting, &tokens[i], tokens[i].sentence != sentence,
			   field == NW_FIELD_TITLE,
			   field == NW_FIELD_BODY && i < LEAD);
		sentence = tokens[i].sentence;
	}
}

static double weight_of(const struct counted *row)
{
	double times = row->count + nwi_story_rules.title_times * row->title +
		       nwi_story_rules.lead_times * row->lead;

	if (times <= 0)
		times = 0.5;
	return 1 + log(times);
}

static struct nwi_term term_of(const struct counted *row)
{
	double weight = 16 * weight_of(row);
	uint8_t kind = row->common;

	if (row->number)
		kind |= NWI_TERM_NUMBER;
	else if (2 * row->names >= row->count && row->names > 0)
		kind |= NWI_TERM_NAME;
	if (row->title)
		kind |= NWI_TERM_TITLE;
	if (weight < 1)
		weight = 1;
	return (struct nwi_term){ .hash = row->hash,
				  .weight = (uint8_t)(weight > 255 ? 255
								   : weight),
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

static int more_worth(const void *a, const void *b)
{
	const struct nwi_term *x = a, *y = b;
	uint32_t p = worth(x), q = worth(y);

	if (p != q)
		return p < q ? 1 : -1;
	return (x->hash > y->hash) - (x->hash < y->hash);
}

static int by_hash(const void *a, const void *b)
{
	const struct nwi_term *x = a, *y = b;

	return (x->hash > y->hash) - (x->hash < y->hash);
}

void nwi_print_terms(const struct nw_doc *doc, struct nwi_print *out)
{
	struct counting counting = { .language = out->language };
	struct nwi_term terms[DISTINCT_MAX];
	size_t kept = 0;

	count_field(&counting, doc, NW_FIELD_TITLE);
	count_field(&counting, doc, NW_FIELD_BODY);
	for (size_t i = 0; i < counting.count; i++)
		if (counting.rows[i].common < 7)
			terms[kept++] = term_of(&counting.rows[i]);
	qsort(terms, kept, sizeof(*terms), more_worth);
	if (kept > NWI_PRINT_TERMS)
		kept = NWI_PRINT_TERMS;
	qsort(terms, kept, sizeof(*terms), by_hash);
	memcpy(out->terms, terms, kept * sizeof(*terms));
	out->term_count = (uint16_t)kept;
}
