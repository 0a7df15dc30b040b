/* SPDX-License-Identifier: Apache-2.0 */
#include "brute.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- words ---- */

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool word_is(const char *pattern, const char *word, bool exact)
{
	if (*pattern == '*')
		return word_is(pattern + 1, word, exact) ||
		       (*word && word_is(pattern, word + 1, exact));
	if (!*pattern || !*word)
		return *pattern == *word;
	if (*pattern != '?' &&
	    (exact ? *pattern != *word : lower(*pattern) != lower(*word)))
		return false;
	return word_is(pattern + 1, word + 1, exact);
}

/* How many words it is for NEAR: an abbreviation's letters. */
static unsigned width(const char *word)
{
	unsigned points = 0;

	for (; *word; word++)
		points += *word == '.';
	return points ? points : 1;
}

/* ---- stretches ---- */

/* What is looked at: everything, or one sentence of one field. */
struct view {
	const struct brute_doc *doc;
	bool one;
	unsigned field, sentence;
};

static bool sees(const struct view *v, enum brute_field where, unsigned field,
		 unsigned at)
{
	unsigned sentence = v->doc->sentence[field][at];

	if (v->one && (field != v->field || sentence != v->sentence))
		return false;
	if (where == BRUTE_TITLE)
		return field == 0;
	if (where == BRUTE_BODY)
		return field == 1;
	return where == BRUTE_ANY || (field == 1 && sentence < 2);
}

/* From the word `first` to the word `last` of a field. */
struct list {
	bool (*has)[BRUTE_WORDS][BRUTE_WORDS]; /* [field][first][last] */
	unsigned count;
};

static struct list new_list(void)
{
	struct list list = { calloc(2, sizeof(*list.has)), 0 };

	if (!list.has)
		abort();
	return list;
}

static void keep(struct list *list, unsigned field, unsigned first,
		 unsigned last)
{
	list->count += !list->has[field][first][last];
	list->has[field][first][last] = true;
}

static bool fits(const struct brute *t, unsigned word, const struct view *v,
		 unsigned field, unsigned at)
{
	return sees(v, t->field, field, at) &&
	       word_is(t->words[word], v->doc->words[field][at], t->exact);
}

static void phrase(const struct brute *t, const struct view *v, unsigned field,
		   struct list *out)
{
	for (unsigned i = 0; i + t->count <= v->doc->count[field]; i++) {
		bool all = true;

		for (unsigned k = 0; k < t->count; k++)
			all = all && fits(t, k, v, field, i + k);
		if (all)
			keep(out, field, i, i + t->count - 1);
	}
}

/* Gives the words from `word` on every place that is left, one by one. */
static void slop(const struct brute *t, const struct view *v, unsigned field,
		 unsigned word, unsigned *places, struct list *out)
{
	unsigned first = BRUTE_WORDS, last = 0;

	for (unsigned i = 0; word < t->count && i < v->doc->count[field]; i++) {
		bool taken = false;

		for (unsigned k = 0; k < word; k++)
			taken = taken || places[k] == i;
		places[word] = i;
		if (!taken && fits(t, word, v, field, i))
			slop(t, v, field, word + 1, places, out);
	}
	for (unsigned k = 0; word == t->count && k < word; k++) {
		first = places[k] < first ? places[k] : first;
		last = places[k] > last ? places[k] : last;
	}
	if (word == t->count && last - first + 1 <= t->count + t->n)
		keep(out, field, first, last);
}

static void stretches(const struct brute *t, const struct view *v,
		      struct list *out);

static void pair(const struct brute *t, const struct view *v, unsigned field,
		 const unsigned a[2], const unsigned b[2], struct list *out)
{
	bool swap = t->kind == BRUTE_NEAR && b[0] < a[0];
	const unsigned *lo = swap ? b : a, *hi = swap ? a : b;
	unsigned gap = 0;

	if (hi[0] <= lo[1])
		return;
	for (unsigned i = lo[1] + 1; i < hi[0]; i++)
		gap += width(v->doc->words[field][i]);
	if (gap <= t->n)
		keep(out, field, lo[0], hi[1]);
}

static void pairs_with(const struct brute *t, const struct view *v,
		       unsigned field, const unsigned a[2],
		       const struct list *right, struct list *out)
{
	unsigned words = v->doc->count[field];

	for (unsigned i = 0; i < words; i++) {
		for (unsigned k = i; k < words; k++) {
			if (right->has[field][i][k])
				pair(t, v, field, a, (unsigned[]){ i, k }, out);
		}
	}
}

static void near(const struct brute *t, const struct view *v, struct list *out)
{
	struct list left = new_list(), right = new_list();

	stretches(t->kids[0], v, &left);
	stretches(t->kids[1], v, &right);
	for (unsigned f = 0; left.count && right.count && f < 2; f++) {
		for (unsigned i = 0; i < v->doc->count[f]; i++) {
			for (unsigned k = i; k < v->doc->count[f]; k++) {
				if (left.has[f][i][k])
					pairs_with(t, v, f,
						   (unsigned[]){ i, k }, &right,
						   out);
			}
		}
	}
	free(left.has);
	free(right.has);
}

static void stretches(const struct brute *t, const struct view *v,
		      struct list *out)
{
	unsigned places[BRUTE_PHRASE];

	for (unsigned f = 0; f < 2; f++) {
		if (t->kind == BRUTE_PHRASE_OF)
			phrase(t, v, f, out);
		else if (t->kind == BRUTE_SLOP)
			slop(t, v, f, 0, places, out);
	}
	if (t->kind == BRUTE_NEAR || t->kind == BRUTE_ONEAR)
		near(t, v, out);
	for (unsigned i = 0; t->kind == BRUTE_OR && i < t->count; i++)
		stretches(t->kids[i], v, out);
}

/* ---- counting ---- */

/* The most stretches of which no two share a word, from the end back. */
static int most_apart(const struct list *list, const struct brute_doc *doc)
{
	int sum = 0;

	for (unsigned f = 0; f < 2; f++) {
		int best[BRUTE_WORDS + 1] = { 0 };

		for (unsigned i = doc->count[f]; i-- > 0;) {
			best[i] = best[i + 1];
			for (unsigned k = i; k < doc->count[f]; k++) {
				if (list->has[f][i][k] &&
				    best[k + 1] + 1 > best[i])
					best[i] = best[k + 1] + 1;
			}
		}
		sum += best[0];
	}
	return sum;
}

static int occurrences(const struct brute *t, const struct view *v)
{
	struct list list = new_list();
	int most = 0;

	stretches(t, v, &list);
	if (list.count)
		most = most_apart(&list, v->doc);
	free(list.has);
	return most;
}

static bool stands(const struct brute *t, const struct view *v)
{
	struct list list = new_list();

	stretches(t, v, &list);
	free(list.has);
	return list.count > 0;
}

static bool holds(const struct brute *t, const struct view *v);

static bool in_a_sentence(const struct brute *t, const struct view *v)
{
	for (unsigned f = 0; f < 2; f++) {
		for (unsigned i = 0; i < v->doc->count[f]; i++) {
			struct view one = { v->doc, true, f,
					    v->doc->sentence[f][i] };

			if (!v->one && holds(t, &one))
				return true;
		}
	}
	return v->one && holds(t, v);
}

/* The host itself, or what stands behind one of its points. */
static bool is_below(const char *host, const char *site)
{
	for (; host; host = strchr(host, '.')) {
		host += *host == '.';
		if (strcmp(host, site) == 0)
			return true;
	}
	return false;
}

static bool is_true(const struct brute *t, const struct brute_doc *doc)
{
	const char *value = t->words[0];

	switch (t->fact) {
	case BRUTE_SITE:
		return is_below(doc->host, value);
	case BRUTE_OUTLET:
		return doc->outlet && word_is(value, doc->outlet, false);
	case BRUTE_COUNTRY:
		return doc->country && word_is(value, doc->country, false);
	case BRUTE_TAG:
		return doc->tag && word_is(value, doc->tag, false);
	case BRUTE_TOPIC:
		return doc->topic && strcmp(value, doc->topic) == 0 &&
		       doc->score >= (int)t->n;
	default:
		return doc->hours >= 0 && doc->hours < (int)t->n;
	}
}

static bool holds(const struct brute *t, const struct view *v)
{
	unsigned yes = 0;
	int score = 0;

	if (t->kind == BRUTE_FACT)
		return is_true(t, v->doc);

	if (t->kind == BRUTE_ATLEAST)
		return occurrences(t->kids[0], v) >= (int)t->n;
	if (t->kind == BRUTE_SENTENCE)
		return in_a_sentence(t->kids[0], v);
	if (t->kind == BRUTE_SCORE) {
		for (unsigned i = 0; i < t->count; i++)
			score += t->weights[i] * occurrences(t->kids[i], v);
		return score >= t->least;
	}
	if (t->kind != BRUTE_AND && t->kind != BRUTE_OR &&
	    t->kind != BRUTE_NOT && t->kind != BRUTE_USE)
		return stands(t, v);
	for (unsigned i = 0; i < t->count; i++)
		yes += holds(t->kids[i], v);
	if (t->kind == BRUTE_NOT)
		return !yes;
	return t->kind == BRUTE_OR ? yes > 0 : yes == t->count;
}

bool brute_holds(const struct brute *tree, const struct brute_doc *doc)
{
	struct view all = { doc, false, 0, 0 };

	return holds(tree, &all);
}

static bool needs(const struct brute *t, bool negated)
{
	unsigned yes = 0;

	if (t->kind == BRUTE_NOT || t->kind == BRUTE_USE)
		return needs(t->kids[0], negated != (t->kind == BRUTE_NOT));
	if (t->kind == BRUTE_SENTENCE)
		return !negated && needs(t->kids[0], false);
	if (t->kind == BRUTE_FACT)
		return !negated && t->fact != BRUTE_YOUNGER;
	if (t->kind != BRUTE_AND && t->kind != BRUTE_OR)
		return !negated;
	for (unsigned i = 0; i < t->count; i++)
		yes += needs(t->kids[i], negated);
	return (t->kind == BRUTE_AND) != negated ? yes > 0 : yes == t->count;
}

bool brute_needs(const struct brute *tree)
{
	return needs(tree, false);
}

/* ---- as text ---- */

static void print_phrase(const struct brute *t, struct nw_buf *out)
{
	static const char *const fields[] = { "", "title:", "body:", "lead:" };

	nw_buf_add_fmt(out, "%s\"", fields[t->field]);
	for (unsigned i = 0; i < t->count; i++)
		nw_buf_add_fmt(out, "%s%s", i ? " " : "", t->words[i]);
	nw_buf_add_text(out, t->exact ? "\"c" : "\"");
	if (t->kind == BRUTE_SLOP)
		nw_buf_add_fmt(out, "~%u", t->n);
}

static void print_fact(const struct brute *t, struct nw_buf *out)
{
	static const char *const names[] = { "site", "outlet", "country",
					     "tag",  "topic",  "age" };

	if (t->fact == BRUTE_YOUNGER)
		nw_buf_add_fmt(out, "age<%uh", t->n);
	else if (t->fact == BRUTE_TOPIC)
		nw_buf_add_fmt(out, "topic:%s>=0.%02u", t->words[0], t->n);
	else
		nw_buf_add_fmt(out, "%s:\"%s\"", names[t->fact], t->words[0]);
}

static void print_score(const struct brute *t, struct nw_buf *out)
{
	nw_buf_add_fmt(out, "SCORE>=%d.%02d{", t->least / 100, t->least % 100);
	for (unsigned i = 0; i < t->count; i++) {
		int weight = t->weights[i];

		nw_buf_add_fmt(out, " %s%d.%02d ", weight < 0 ? "-" : "",
			       abs(weight) / 100, abs(weight) % 100);
		brute_print(t->kids[i], out);
	}
	nw_buf_add_text(out, "}");
}

static void print_joined(const struct brute *t, struct nw_buf *out)
{
	nw_buf_add_text(out, t->kind == BRUTE_NOT ? "(NOT " : "(");
	for (unsigned i = 0; i < t->count; i++) {
		if (i && t->kind == BRUTE_AND)
			nw_buf_add_text(out, t->n % 2 ? " AND " : " ");
		else if (i && t->kind == BRUTE_OR)
			nw_buf_add_text(out, " OR ");
		else if (i)
			nw_buf_add_fmt(out, " %s/%u ",
				       t->kind == BRUTE_NEAR ? "NEAR" : "ONEAR",
				       t->n);
		brute_print(t->kids[i], out);
	}
	nw_buf_add_text(out, ")");
}

void brute_print(const struct brute *t, struct nw_buf *out)
{
	if (t->kind == BRUTE_PHRASE_OF || t->kind == BRUTE_SLOP) {
		print_phrase(t, out);
	} else if (t->kind == BRUTE_FACT) {
		print_fact(t, out);
	} else if (t->kind == BRUTE_SCORE) {
		print_score(t, out);
	} else if (t->kind == BRUTE_USE) {
		nw_buf_add_fmt(out, "@q%u", t->n);
	} else if (t->kind == BRUTE_ATLEAST) {
		nw_buf_add_fmt(out, "(ATLEAST/%u ", t->n);
		brute_print(t->kids[0], out);
		nw_buf_add_text(out, ")");
	} else if (t->kind == BRUTE_SENTENCE) {
		nw_buf_add_text(out, "SENTENCE(");
		brute_print(t->kids[0], out);
		nw_buf_add_text(out, ")");
	} else {
		print_joined(t, out);
	}
}

void brute_text(const struct brute_doc *doc, unsigned field, struct nw_buf *out)
{
	for (unsigned i = 0; i < doc->count[field]; i++) {
		bool ends =
			i + 1 < doc->count[field] &&
			doc->sentence[field][i + 1] != doc->sentence[field][i];

		nw_buf_add_fmt(out, "%s%s ", doc->words[field][i],
			       ends ? ".\n\n" : "");
	}
}
