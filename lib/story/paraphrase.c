/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Paraphrases. A text that a machine wrote anew shares few shingles with its
 * original; what stays are names and numbers, nearly all of them (of our own
 * twelve in five languages 75 to 100 %; of pairs of reports of one event in
 * ECB+ a tenth share that many). That alone would tie reports of one event by
 * two hands, so place decides too: the item must have stood on one page with
 * its original, right behind it or, sharing yet more, not far.
 */
#include "story/window_parts.h"

#include <math.h>

enum {
	BEHIND_NEAR = 3,  /* items of the page looked back at */
	BEHIND_MAX = 8,	  /* and those of which more is asked */
	PAGE_MOST = 2,	  /* stories of a page that have what tells one */
	TELLING_LEAST = 4 /* names and numbers that both could share */
};

struct likeness {
	double cosine;
	double telling; /* share of the fewer names and numbers */
	double richer;	/* share of the more */
	unsigned count; /* of the fewer */
	unsigned numbers, numbers_shared; /* the fewer, and what is in both */
};

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* A name or a number, and not one that the page has all over. */
static bool tells(const struct nwi_window *window, uint32_t hash, unsigned kind)
{
	const struct nwi_page_row *row;

	if (!(kind & (NWI_TERM_NAME | NWI_TERM_NUMBER)))
		return false;
	row = nwi_page_find(&window->page, hash);
	return !row || row->count <= PAGE_MOST;
}

static void compare(const struct nwi_window *window,
		    const struct nwi_probe *probe, const struct nwi_row *row,
		    struct likeness *out)
{
	const uint32_t *hashes = nwi_row_hashes(row);
	const uint8_t *kinds = nwi_row_kinds(row);
	const struct nwi_print *print = probe->print;
	double dot = 0, sum = 0;
	unsigned a = 0, b = 0, both = 0, a_numbers = 0, b_numbers = 0;
	size_t i = 0;

	*out = (struct likeness){ 0 };
	for (size_t j = 0; j < print->term_count; j++) {
		a += tells(window, print->terms[j].hash, print->terms[j].kind);
		a_numbers += (print->terms[j].kind & NWI_TERM_NUMBER) != 0;
	}
	for (size_t j = 0; j < row->term_count; j++) {
		double weight =
			kinds[2 * j] *
			nwi_term_weight(window, hashes[j], kinds[2 * j + 1]);
		bool telling = tells(window, hashes[j], kinds[2 * j + 1]);
		bool number = kinds[2 * j + 1] & NWI_TERM_NUMBER;
		sum += weight * weight;
		b += telling;
		b_numbers += number;
		while (i < print->term_count &&
		       print->terms[i].hash < hashes[j])
			i++;
		if (i == print->term_count || print->terms[i].hash != hashes[j])
			continue;
		dot += probe->weights[i] * weight;
		both += telling && tells(window, print->terms[i].hash,
					 print->terms[i].kind);
		out->numbers_shared += number;
	}
	out->cosine = sum > 0 && probe->norm > 0
			      ? dot / (probe->norm * sqrt(sum))
			      : 0;
	out->count = least(a, b);
	out->telling = out->count ? (double)both / out->count : 0;
	out->richer = out->count ? (double)both / (a + b - out->count) : 0;
	out->numbers = least(a_numbers, b_numbers);
}

static double telling_needed(const struct likeness *like, unsigned behind)
{
	const struct nwi_story_rules *rules = &nwi_story_rules;

	if (like->count > rules->paraphrase_many)
		return rules->paraphrase_telling_many;
	return behind < BEHIND_NEAR ? rules->paraphrase_telling
				    : rules->paraphrase_telling_far;
}

/*
 * Items of one page have the page's names in common, whatever they tell:
 * numbers must speak for it, not one alone, which is often a day, or many
 * names and hardly another.
 */
static bool tells_the_same(const struct likeness *like)
{
	const struct nwi_story_rules *rules = &nwi_story_rules;
	bool half = 2 * like->numbers_shared >= like->numbers;

	if (like->numbers > 1 || like->count > rules->paraphrase_many)
		return half && like->richer >= rules->paraphrase_of_richer;
	return half && like->count >= rules->paraphrase_names &&
	       like->richer >= rules->paraphrase_names_alone;
}

static bool is_paraphrase(const struct nwi_print *print,
			  const struct nwi_row *row,
			  const struct likeness *like, unsigned behind)
{
	const struct nwi_story_rules *rules = &nwi_story_rules;
	double ratio = print->words < row->words
			       ? (double)print->words / (row->words + 1)
			       : (double)row->words / (print->words + 1);

	return ratio >= rules->paraphrase_length &&
	       like->count >= TELLING_LEAST &&
	       like->telling >= telling_needed(like, behind) &&
	       tells_the_same(like) && like->cosine >= rules->paraphrase_cosine;
}

uint32_t nwi_find_paraphrase(const struct nwi_window *window,
			     struct nwi_probe *probe)
{
	struct nwi_decision *out = probe->out;
	unsigned seen = 0;

	if (!probe->facts->page)
		return NWI_NO_SLOT;
	for (uint32_t slot = window->next_slot;
	     slot != window->first_slot && seen < BEHIND_MAX; seen++) {
		const struct nwi_row *row = nwi_row_at(window, --slot);
		struct likeness like;
		if (row->page != probe->facts->page)
			break;
		compare(window, probe, row, &like);
		if (!is_paraphrase(probe->print, row, &like, seen))
			continue;
		out->relation = NWI_RELATION_PARAPHRASE;
		out->copies = row->copies;
		out->copy_of = row->copy_of ? row->copy_of : row->number;
		out->like = row->number;
		nwi_give_row_reasons(window, probe, row);
		return slot;
	}
	return NWI_NO_SLOT;
}
