/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether a title or a lead tells that somebody denies what was reported.
 *
 * To deny, to refute and their like in other languages do, unless they are
 * negated ("neither confirms nor denies") or mean to refuse ("denied entry",
 * "was denied a visa"). To reject, to dismiss, baseless and false do beside a
 * word for a report alone: plans and offers are rejected too.
 */
#include "story/gist_parts.h"

enum {
	REFUSED_AHEAD = 6, /* words behind "denied" */
	COURT_BEFORE = 3,
	NOT_BEFORE = 2,
	BE_BEFORE = 2,
	REPORT_WITHIN = 9,
	LEAD_WORDS = 15, /* of a text's first sentence */
	DENIER_WORDS = 6,
	SHOWN_BEFORE = 100 /* bytes before the word; then its clause */
};

struct denying {
	const struct nwi_gist_text *text;
	size_t at, from, to; /* the word, and its sentence */
};

static bool is_apart(const struct nwi_gist_word *word)
{
	return word->gap & (NWI_GAP_COMMA | NWI_GAP_COLON | NWI_GAP_PAREN);
}

static bool has_before(const struct denying *d, unsigned kind, size_t most)
{
	for (size_t i = d->at; i > d->from && i + most > d->at; i--) {
		const struct nwi_gist_word *word = &d->text->words[i - 1];
		if (is_apart(word + 1))
			return false;
		if (word->kind == kind)
			return true;
	}
	return false;
}

/* A word for a report in the same clause. */
static bool has_report(const struct denying *d)
{
	const struct nwi_gist_word *words = d->text->words;

	for (size_t i = d->at; i > d->from && i + REPORT_WITHIN > d->at; i--) {
		if (is_apart(&words[i]))
			break;
		if (words[i - 1].kind == NWI_GIST_IS_REPORT)
			return true;
	}
	for (size_t i = d->at + 1; i < d->to && i < d->at + REPORT_WITHIN;
	     i++) {
		if (is_apart(&words[i]))
			break;
		if (words[i].kind == NWI_GIST_IS_REPORT)
			return true;
	}
	return false;
}

/* What comes first behind it: a report, or what is refused. */
static bool is_refusal(const struct denying *d)
{
	for (size_t i = d->at + 1; i < d->to && i <= d->at + REFUSED_AHEAD;
	     i++) {
		if (d->text->words[i].kind == NWI_GIST_IS_REPORT)
			return false;
		if (d->text->words[i].kind == NWI_GIST_IS_REFUSED)
			return true;
	}
	return false;
}

/* In German, Japanese and Persian the negation follows. */
static bool is_negated(const struct denying *d)
{
	const struct nwi_gist_word *next = &d->text->words[d->at + 1];

	if (has_before(d, NWI_GIST_IS_NOT, NOT_BEFORE + 1))
		return true;
	return !d->text->english && d->at + 1 < d->to &&
	       next->kind == NWI_GIST_IS_NOT && !is_apart(next);
}

static bool denies(const struct denying *d)
{
	switch (d->text->words[d->at].kind) {
	case NWI_GIST_IS_DENY:
		if (is_negated(d) || is_refusal(d))
			return false;
		return !has_before(d, NWI_GIST_IS_BE, BE_BEFORE + 1) ||
		       has_report(d);
	case NWI_GIST_IS_REJECT:
		return has_report(d) && !is_negated(d) &&
		       !has_before(d, NWI_GIST_IS_REFUSED, COURT_BEFORE + 1);
	default:
		return false;
	}
}

static size_t sentence_end(const struct nwi_gist_text *text, size_t from)
{
	for (from++; from < text->count; from++)
		if (text->words[from].gap & NWI_GAP_SENTENCE)
			break;
	return from;
}

static bool is_name_of(const struct nwi_gist_word *word)
{
	return word->kind != NWI_GIST_IS_STOP && word->kind != NWI_GIST_IS_BE &&
	       word->kind != NWI_GIST_IS_TIME &&
	       word->kind != NWI_GIST_IS_BREAK;
}

/* The words of [from, to) that say who, up to a comma. */
static void put_denier(const struct denying *d, size_t from, size_t to,
		       struct nwi_gist *out)
{
	size_t len = 0;

	for (size_t i = from; i < to && i < from + DENIER_WORDS; i++) {
		struct nw_str word = d->text->words[i].folded;
		if (len > 0 && is_apart(&d->text->words[i]))
			break;
		if (!is_name_of(&d->text->words[i]))
			continue;
		if (len + word.len + 2 > sizeof(out->denier))
			break;
		if (len > 0)
			out->denier[len++] = ' ';
		memcpy(out->denier + len, word.at, word.len);
		len += word.len;
	}
	out->denier[len] = '\0';
}

/* Who is told first, or behind "by"; in Arabic behind the verb. */
static void find_denier(const struct denying *d, struct nwi_gist *out)
{
	const struct nwi_gist_word *words = d->text->words;

	for (size_t i = d->at + 1; i < d->to && d->text->english; i++) {
		if (!nw_str_is(words[i].folded, "by"))
			continue;
		if (has_before(d, NWI_GIST_IS_BE, BE_BEFORE + 1) ||
		    i == d->at + 1) {
			put_denier(d, i + 1, d->to, out);
			return;
		}
	}
	put_denier(d, d->from, d->at, out);
	if (out->denier[0] == '\0')
		put_denier(d, d->at + 1, d->to, out);
}

static void tell(const struct denying *d, struct nwi_gist *out)
{
	const struct nwi_gist_word *words = d->text->words;
	size_t from = d->from;

	if (words[d->at].to - words[from].from > SHOWN_BEFORE)
		for (from = d->at; from > d->from; from--)
			if (is_apart(&words[from]))
				break;
	out->denial = true;
	out->denied = nw_str_slice(d->text->text, words[from].from,
				   words[d->to - 1].to);
	find_denier(d, out);
}

void nwi_gist_find_denial(const struct nwi_gist_text *text,
			  struct nwi_gist *out)
{
	struct denying d = { .text = text };
	size_t most = text->body ? LEAD_WORDS : text->count;

	for (; d.from < text->count && d.from < most; d.from = d.to) {
		size_t end = sentence_end(text, d.from);
		d.to = text->body && end > LEAD_WORDS ? LEAD_WORDS : end;
		for (d.at = d.from; d.at < d.to; d.at++) {
			if (!denies(&d))
				continue;
			d.to = end;
			tell(&d, out);
			return;
		}
		if (text->body)
			return;
	}
}
