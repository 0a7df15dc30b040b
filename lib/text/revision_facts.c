/* SPDX-License-Identifier: Apache-2.0 */
/* The numbers, names and other words of a sentence. */
#include "text/date_internal.h"
#include "text/revision_internal.h"
#include "text/utf8.h"

/* ---- numbers ---- */

static bool is_digits(struct nw_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] < '0' || s.at[i] > '9')
			return false;
	return s.len > 0;
}

/* What may part the groups of a number: "34,750", "34 750", "34'750". */
static bool parts_groups(struct nw_str gap)
{
	static const char *const rows[] = {
		",", ".", "'", " ", "\u00a0", "\u202f", "\u2009", "\u2019",
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (nw_str_is(gap, rows[i]))
			return true;
	return false;
}

/* Tokens from `i` on that write one number; its value's text into `out`. */
static uint32_t read_number(const struct nwi_side *side,
			    const struct nwi_sentence *row, uint32_t i,
			    struct nw_buf *out)
{
	const struct nw_token *at = &side->tokens[row->first];
	uint32_t taken = 1;

	nw_buf_add_str(out, at[i].folded);
	for (; i + taken < row->count && taken < 6; taken++) {
		const struct nw_token *next = &at[i + taken];
		struct nw_str gap =
			nw_str_slice(side->text, next[-1].to, next->from);
		if (!is_digits(next->folded) || !parts_groups(gap))
			break;
		if (next->folded.len == 3 && at[i].folded.len <= 3) {
			nw_buf_add_str(out, next->folded);
			continue;
		}
		if (!nw_str_is(gap, ".") && !nw_str_is(gap, ","))
			break;
		nw_buf_add_char(out, '.');
		nw_buf_add_str(out, next->folded);
	}
	return taken;
}

/*
 * "5 minutes ago", "vor 5 Minuten": it is another number at each look. What was
 * "30 minutes earlier" is told of the event.
 */
static bool counts_time(const struct nwi_side *side,
			const struct nwi_sentence *row, uint32_t i)
{
	const struct nw_token *at = &side->tokens[row->first];
	struct nwi_mark marks[4] = { { .kind = MARK_WORD },
				     { .kind = MARK_WORD },
				     { .kind = MARK_WORD },
				     { .kind = MARK_WORD } };

	for (uint32_t n = 0; n < 4; n++)
		if (i + n >= 1 && i + n - 1 < row->count)
			marks[n] = nwi_date_word(at[i + n - 1].folded,
						 side->language);
	if (i + 2 < row->count && nw_str_is(at[i + 2].folded, "earlier"))
		return false;
	return marks[2].kind == MARK_UNIT &&
	       (marks[0].kind == MARK_AGO || marks[3].kind == MARK_AGO);
}

/* ---- names ---- */

/* Whether a capital behind this says nothing: a quotation, a new clause. */
bool nwi_revision_opens(const struct nwi_side *side,
			const struct nw_token *token)
{
	static const char *const marks[] = { "\"",     "\u201c", "\u201d",
					     "\u201e", "\u00ab", "\u00bb",
					     "\u2018", ":",	 "\u2022" };
	struct nw_str before = nw_str_slice(
		side->text, token->from > 4 ? token->from - 4 : 0, token->from);

	while (nw_str_ends(before, " "))
		before.len--;
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (nw_str_ends(before, marks[i]))
			return true;
	return false;
}

bool nwi_revision_is_capital(const struct nw_token *token)
{
	return token->flags &
		       (NW_TOKEN_CAPITAL | NW_TOKEN_UPPER | NW_TOKEN_ACRONYM) &&
	       !(token->flags & NW_TOKEN_NUMBER) &&
	       nwi_utf8_count(token->folded) >= 2;
}

static bool is_name(const struct nwi_side *side, const struct nwi_sentence *row,
		    uint32_t i)
{
	const struct nw_token *token = &side->tokens[row->first + i];
	bool german = nw_str_starts(side->language, "de");

	if (!nwi_revision_is_capital(token))
		return false;
	struct nwi_mark date = nwi_date_word(token->folded, side->language);
	/* A zone may be a town. */
	if (date.kind == MARK_NAME || date.kind == MARK_UNIT ||
	    (date.kind == MARK_ZONE && !date.more))
		return false;
	if (token->flags & (NW_TOKEN_UPPER | NW_TOKEN_ACRONYM))
		return true;
	if (i == 0 || nwi_revision_opens(side, token))
		return !german && nwi_revision_names(side, token->folded);
	return !german || !nwi_revision_is_determiner(token[-1].folded);
}

/* ---- all of them ---- */

bool nwi_revision_number(const struct nwi_side *side,
			 const struct nwi_sentence *row, uint32_t i,
			 struct nw_buf *value, uint32_t *taken)
{
	const struct nw_token *at = &side->tokens[row->first + i];
	int64_t word = nwi_revision_number_word(at->folded, side->language);

	nw_buf_clear(value);
	*taken = 1;
	if (word >= 0)
		nw_buf_add_fmt(value, "%lld", (long long)word);
	else if (at->flags & NW_TOKEN_NUMBER && is_digits(at->folded))
		*taken = read_number(side, row, i, value);
	else
		return false;
	return true;
}

struct nwi_fact *nwi_revision_facts(const struct nwi_side *side,
				    const struct nwi_sentence *row,
				    struct nw_arena *arena, size_t *count)
{
	NW_AUTO(nw_buf_fini) struct nw_buf value = { 0 };
	size_t most = row->count < NWI_FACTS_MAX ? row->count : NWI_FACTS_MAX;
	struct nwi_fact *facts =
		nw_arena_array(arena, most + 1, sizeof(*facts));
	uint32_t taken;

	nw_buf_init(&value, NWI_NUMBER_BYTES);
	*count = 0;
	for (uint32_t i = 0; facts && i < row->count && *count < most;
	     i += taken) {
		const struct nw_token *token = &side->tokens[row->first + i];
		struct nwi_fact *fact = &facts[(*count)++];
		bool number = nwi_revision_number(side, row, i, &value, &taken);
		fact->key =
			number ? nw_arena_buf(arena, &value) : token->folded;
		fact->text = nw_str_slice(side->text, token->from,
					  token[taken - 1].to);
		if (number && !counts_time(side, row, i))
			fact->kind = NWI_FACT_NUMBER;
		else if (!number && is_name(side, row, i))
			fact->kind = NWI_FACT_NAME;
	}
	return nw_arena_failed(arena) ? NULL : facts;
}
