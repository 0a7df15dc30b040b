/* SPDX-License-Identifier: Apache-2.0 */
/* Why an item was tied to what it was tied to. */
#include "story/window_parts.h"

/* ---- gathering ---- */

/* The strongest so far, in order. */
struct gathering {
	struct nwi_reason rows[NWI_REASONS];
	double weights[NWI_REASONS], all;
	uint32_t count, shared;
};

static void gather(struct gathering *gathering, struct nwi_reason reason,
		   double weight)
{
	uint32_t at = gathering->count;

	gathering->all += weight;
	gathering->shared++;
	if (at < NWI_REASONS)
		gathering->count++;
	else if (gathering->weights[--at] >= weight)
		return;
	for (; at > 0 && gathering->weights[at - 1] < weight; at--) {
		gathering->weights[at] = gathering->weights[at - 1];
		gathering->rows[at] = gathering->rows[at - 1];
	}
	gathering->weights[at] = weight;
	gathering->rows[at] = reason;
}

static void give(const struct gathering *gathering, struct nwi_decision *out)
{
	out->shared = gathering->shared;
	out->reason_count = gathering->count;
	for (uint32_t i = 0; i < gathering->count; i++) {
		double share = gathering->all > 0
				       ? gathering->weights[i] / gathering->all
				       : 0;
		out->reasons[i] = gathering->rows[i];
		out->reasons[i].share = (uint8_t)(100 * share + 0.5);
	}
}

void nwi_give_reasons(const struct nwi_window *window,
		      const struct nwi_probe *probe, const struct nwi_sum *sums,
		      uint32_t count)
{
	const struct nwi_print *print = probe->print;
	struct gathering gathering = { .count = 0 };
	uint32_t j = 0;

	for (uint8_t i = 0; i < print->term_count; i++) {
		const struct nwi_term *term = &print->terms[i];
		while (j < count && sums[j].hash < term->hash)
			j++;
		if (j == count || sums[j].hash != term->hash)
			continue;
		gather(&gathering,
		       (struct nwi_reason){ .hash = term->hash,
					    .index = i,
					    .kind = term->kind },
		       (probe->masked[i] ? 0 : probe->weights[i]) *
			       sums[j].weight *
			       nwi_term_weight(window, sums[j].hash,
					       sums[j].kind));
	}
	give(&gathering, probe->out);
}

void nwi_give_row_reasons(const struct nwi_window *window,
			  const struct nwi_probe *probe,
			  const struct nwi_row *row)
{
	struct nwi_sum sums[NWI_PRINT_TERMS];
	const uint8_t *kinds = nwi_row_kinds(row);

	for (size_t i = 0; i < row->term_count; i++)
		sums[i] = (struct nwi_sum){ .hash = nwi_row_hashes(row)[i],
					    .weight = kinds[2 * i],
					    .kind = kinds[2 * i + 1] };
	nwi_give_reasons(window, probe, sums, row->term_count);
}

static bool has(const uint32_t *hashes, size_t count, uint32_t hash)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		if (hashes[middle] < hash)
			low = middle + 1;
		else
			high = middle;
	}
	return low < count && hashes[low] == hash;
}

void nwi_give_name_reasons(const struct nwi_probe *probe,
			   const struct nwi_row *row)
{
	const struct nwi_print *print = probe->print;
	struct gathering gathering = { .count = 0 };

	for (uint8_t i = 0; i < print->name_count; i++)
		if (has(nwi_row_names(row), row->name_count, print->names[i]))
			gather(&gathering,
			       (struct nwi_reason){ .hash = print->names[i],
						    .index = i,
						    .kind = NWI_TERM_NAME,
						    .name = 1 },
			       2);
	for (uint8_t i = 0; i < print->term_count; i++) {
		const struct nwi_term *term = &print->terms[i];
		if ((term->kind & NWI_TERM_NUMBER) &&
		    has(nwi_row_hashes(row), row->term_count, term->hash))
			gather(&gathering,
			       (struct nwi_reason){ .hash = term->hash,
						    .index = i,
						    .kind = term->kind },
			       1);
	}
	give(&gathering, probe->out);
}

/* ---- telling ---- */

static struct nw_str word_at(struct nw_str words, unsigned index)
{
	struct nw_str word = nw_str_make(NULL, 0);

	for (unsigned i = 0; i <= index; i++)
		if (!nw_str_next(&words, ' ', &word))
			return nw_str_make(NULL, 0);
	return word;
}

struct nw_str nwi_reason_word(const struct nwi_reason *reason,
			      struct nw_str words)
{
	struct nw_str terms;

	if (!nw_str_next(&words, '\n', &terms))
		return nw_str_make(NULL, 0);
	return word_at(reason->name ? words : terms, reason->index);
}

static void put_words(const struct nwi_decision *decision, struct nw_str words,
		      struct nw_buf *out)
{
	const char *before = "; shared: ";

	for (uint32_t i = 0; i < decision->reason_count; i++) {
		struct nw_str word =
			nwi_reason_word(&decision->reasons[i], words);
		if (word.len == 0)
			continue;
		nw_buf_add_text(out, before);
		nw_buf_add_str(out, word);
		before = ", ";
	}
}

static void put_passages(const struct nwi_decision *decision,
			 struct nw_buf *out)
{
	nw_buf_add_fmt(out,
		       "%.0f %% of the shorter text's passages are in the "
		       "other",
		       100 * decision->containment);
}

static void put_relation(const struct nwi_decision *decision,
			 struct nw_str words, struct nw_buf *out)
{
	nw_buf_add_fmt(out, "%s: ", nwi_relation_name(decision->relation));
	if (decision->relation == NWI_RELATION_PARAPHRASE) {
		nw_buf_add_text(out, "stood beside it on one page and has its "
				     "names and numbers");
		put_words(decision, words, out);
	} else if (decision->flags & NWI_DECISION_SAME_TEXT) {
		nw_buf_add_text(out, "the same text");
	} else {
		put_passages(decision, out);
	}
}

/* A story that lies too far back asks for more than any score. */
static void put_near(const struct nwi_decision *decision, struct nw_buf *out)
{
	bool begun = decision->flags & NWI_DECISION_NEW_STORY;

	nw_buf_add_text(out, begun ? "a story of its own: the nearest " : "");
	if (decision->needed > 1)
		nw_buf_add_fmt(out, "lies too far back, score %.2f",
			       decision->score);
	else
		nw_buf_add_fmt(out, "%s %.2f of %.2f needed",
			       begun ? "scores" : "joined, score",
			       decision->score, decision->needed);
	if (decision->flags & NWI_DECISION_OTHER_DAY)
		nw_buf_add_text(out, ", but only names are alike and it was "
				     "another day");
}

static void put_score(const struct nwi_decision *decision, struct nw_str words,
		      struct nw_buf *out)
{
	if (decision->flags & NWI_DECISION_FOREIGN)
		nw_buf_add_fmt(out,
			       "joined across languages by %u names and "
			       "numbers",
			       decision->shared);
	else if (decision->near)
		put_near(decision, out);
	else
		nw_buf_add_text(out, "a story of its own: none is near");
	put_words(decision, words, out);
}

void nwi_decision_explain(const struct nwi_decision *decision,
			  struct nw_str words, struct nw_buf *out)
{
	if (decision->relation)
		put_relation(decision, words, out);
	else
		put_score(decision, words, out);
	if (decision->flags & NWI_DECISION_LOOKALIKE) {
		nw_buf_add_text(out, "; no copy: ");
		put_passages(decision, out);
		nw_buf_add_text(out, ", with other names or numbers");
	}
	if (decision->flags & NWI_DECISION_FULL)
		nw_buf_add_text(out, "; the story was full, another goes on");
}
