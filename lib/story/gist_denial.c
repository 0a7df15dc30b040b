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
	LEAD_WORDS = 15 /* of a text's first sentence */
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

static bool any_denies(const struct nwi_gist_text *text, size_t from, size_t to)
{
	struct denying d = { .text = text, .from = from, .to = to };

	for (d.at = from; d.at < to; d.at++)
		if (denies(&d))
			return true;
	return false;
}

static size_t sentence_end(const struct nwi_gist_text *text, size_t from)
{
	for (from++; from < text->count; from++)
		if (text->words[from].gap & NWI_GAP_SENTENCE)
			break;
	return from;
}

bool nwi_gist_denies_title(const struct nwi_gist_text *text)
{
	for (size_t from = 0, to; from < text->count; from = to) {
		to = sentence_end(text, from);
		if (any_denies(text, from, to))
			return true;
	}
	return false;
}

bool nwi_gist_denies_lead(const struct nwi_gist_text *text)
{
	size_t to = text->count > 0 ? sentence_end(text, 0) : 0;

	return any_denies(text, 0, to < LEAD_WORDS ? to : LEAD_WORDS);
}
