/* SPDX-License-Identifier: Apache-2.0 */
#include "text/revision.h"
#include "base/hash.h"
#include "text/language.h"
#include "text/name.h"
#include "text/revision_internal.h"
#include "text/utf8.h"

#include <stdlib.h>

/* Changed sentences that are compared each with each, of either text. */
enum { PAIR_MOST = 64 };

/* Words shared, in percent, from which on a sentence is the edited one. */
enum { PAIR_PERCENT = 50 };

/* Words added to a sentence that are a clause of their own. */
enum { CLAUSE_WORDS = 5 };

/* Fewer words are a label or a caption, no sentence that could be news. */
enum { SENTENCE_WORDS = 4 };

struct judging {
	struct nwi_side before, after;
	struct nw_arena *arena;
	struct nwi_revision *out;
	size_t clauses; /* words that were added to edited sentences */
	bool edited;	/* something other than noise came, went or changed */
};

/* ---- cutting ---- */

static uint64_t hash_tokens(const struct nw_token *tokens, uint32_t count)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);

	for (uint32_t i = 0; i < count; i++)
		hash = (hash ^ tokens[i].hash) * UINT64_C(0x100000001b3);
	return hash;
}

static void fill_row(struct nwi_side *side, size_t from, size_t end)
{
	struct nwi_sentence *row = &side->rows[side->count++];

	row->first = (uint32_t)from;
	row->count = (uint32_t)(end - from);
	row->from = from == 0 ? 0 : side->tokens[from].from;
	row->to = end == side->token_count ? (uint32_t)side->text.len
					   : side->tokens[end].from;
	row->hash = hash_tokens(&side->tokens[from], row->count);
	row->mate = NWI_NO_MATE;
	row->noise = nwi_revision_is_noise(side, row);
}

/*
 * The tokeniser wants a capital behind a point, which Arabic, Hebrew, Hindi
 * and Korean do not have.
 */
static bool ends_before(const struct nwi_side *side, size_t i)
{
	const struct nw_token *token = &side->tokens[i];
	struct nw_str gap = nw_str_slice(side->text, token[-1].to, token->from);

	if (token->sentence != token[-1].sentence)
		return true;
	return gap.len > 1 && gap.at[0] == '.' &&
	       !(token[-1].flags & NW_TOKEN_NUMBER) &&
	       nwi_name_script(token->folded) &
		       (NWI_NAME_ARABIC | NWI_NAME_OTHER);
}

static enum nw_status cut(const struct nwi_revision_text *text,
			  struct nw_str language, struct nw_arena *arena,
			  struct nwi_side *side, struct nw_error *err)
{
	struct nwi_tokens tokens;
	size_t len = nwi_utf8_floor(text->body, NWI_REVISION_TEXT_MAX);

	side->text = nw_str_slice(text->body, 0, len);
	side->language = language;
	enum nw_status status =
		nwi_tokenise(side->text, language, arena, &tokens, err);
	if (status != NW_OK)
		return status;
	side->tokens = tokens.rows;
	side->token_count = tokens.count;
	side->rows =
		nw_arena_array(arena, tokens.count + 1, sizeof(*side->rows));
	if (!side->rows)
		return nw_fail(err, NW_LIMIT, "no memory for a revision");
	for (size_t from = 0, i = 1; i <= tokens.count; i++)
		if (i == tokens.count || ends_before(side, i)) {
			fill_row(side, from, i);
			from = i;
		}
	return nwi_revision_learn(side, arena)
		       ? NW_OK
		       : nw_fail(err, NW_LIMIT, "no memory for a revision");
}

/* ---- sentences that stayed ---- */

struct entry {
	uint64_t hash;
	uint32_t row;
};

static int by_hash(const void *a, const void *b)
{
	const struct entry *left = a, *right = b;

	if (left->hash != right->hash)
		return left->hash < right->hash ? -1 : 1;
	return left->row < right->row ? -1 : left->row > right->row;
}

static struct entry *sort_rows(const struct nwi_side *side,
			       struct nw_arena *arena)
{
	struct entry *rows =
		nw_arena_array(arena, side->count + 1, sizeof(*rows));

	for (size_t i = 0; rows && i < side->count; i++)
		rows[i] = (struct entry){ side->rows[i].hash, (uint32_t)i };
	if (rows)
		qsort(rows, side->count, sizeof(*rows), by_hash);
	return rows;
}

/* Both in the order of their hashes: equal ones are mates, in their order. */
static bool match_same(struct judging *j)
{
	struct entry *old = sort_rows(&j->before, j->arena);
	struct entry *new = sort_rows(&j->after, j->arena);
	size_t a = 0, b = 0;

	if (!old || !new)
		return false;
	while (a < j->before.count && b < j->after.count) {
		if (old[a].hash != new[b].hash) {
			if (old[a].hash < new[b].hash)
				a++;
			else
				b++;
			continue;
		}
		struct nwi_sentence *left = &j->before.rows[old[a].row];
		struct nwi_sentence *right = &j->after.rows[new[b].row];
		left->mate = new[b++].row;
		right->mate = old[a++].row;
		left->same = right->same = true;
	}
	return true;
}

/* ---- sentences that were edited ---- */

/* A changed sentence, its facts sorted by key. */
struct changed {
	struct nwi_sentence *row;
	uint32_t index;
	struct nwi_fact *facts; /* in the order of the text */
	uint64_t *sorted;
	size_t count;
};

static int by_value(const void *a, const void *b)
{
	const uint64_t *left = a, *right = b;

	return *left < *right ? -1 : *left > *right;
}

static bool fill_changed(struct judging *j, const struct nwi_side *side,
			 struct changed *at)
{
	const struct nwi_sip_key sip = { 1, 2 };

	at->facts = nwi_revision_facts(side, at->row, j->arena, &at->count);
	at->sorted =
		nw_arena_array(j->arena, at->count + 1, sizeof(*at->sorted));
	if (!at->facts || !at->sorted)
		return false;
	for (size_t i = 0; i < at->count; i++)
		at->sorted[i] = nwi_siphash(&sip, at->facts[i].key.at,
					    at->facts[i].key.len);
	qsort(at->sorted, at->count, sizeof(*at->sorted), by_value);
	return true;
}

static bool list_changed(struct judging *j, struct nwi_side *side,
			 struct changed *out, size_t *count)
{
	*count = 0;
	for (size_t i = 0; i < side->count && *count < PAIR_MOST; i++) {
		struct nwi_sentence *row = &side->rows[i];
		if (row->same || row->noise)
			continue;
		struct changed *at = &out[(*count)++];
		at->row = row;
		at->index = (uint32_t)i;
		if (!fill_changed(j, side, at))
			return false;
	}
	return true;
}

static size_t shared(const struct changed *a, const struct changed *b)
{
	size_t i = 0, k = 0, both = 0;

	while (i < a->count && k < b->count) {
		both += a->sorted[i] == b->sorted[k];
		if (a->sorted[i] == b->sorted[k]) {
			i++;
			k++;
		} else if (a->sorted[i] < b->sorted[k]) {
			i++;
		} else {
			k++;
		}
	}
	return both;
}

static struct changed *best_mate(const struct changed *of, struct changed *rows,
				 size_t count)
{
	struct changed *best = NULL;
	size_t most = PAIR_PERCENT;

	for (size_t i = 0; i < count; i++) {
		if (rows[i].row->mate != NWI_NO_MATE)
			continue;
		size_t percent = 200 * shared(of, &rows[i]) /
				 (of->count + rows[i].count + 1);
		if (percent < most || (best && percent == most))
			continue;
		best = &rows[i];
		most = percent;
	}
	return best;
}

/* ---- reasons ---- */

static void say(struct judging *j, enum nwi_revision_reason reason,
		struct nw_str why)
{
	struct nwi_revision *out = j->out;

	out->weight = NWI_REVISION_MATERIAL;
	out->reasons |= (uint32_t)reason;
	if (out->why_count == NWI_REVISION_WHY_MAX) {
		out->cut = true;
		return;
	}
	for (size_t i = 0; i < out->why_count; i++)
		if (nw_str_equal(out->why[i], why))
			return;
	out->why[out->why_count++] = why;
}

static struct nw_str clip(struct nw_str text, size_t most)
{
	return nw_str_slice(text, 0, nwi_utf8_floor(text, most));
}

static void say_fact(struct judging *j, enum nwi_fact_kind kind,
		     const struct nwi_fact *old, const struct nwi_fact *new)
{
	bool number = kind == NWI_FACT_NUMBER;
	const char *word = number ? "number" : "name";
	struct nw_str was = old ? clip(old->text, 60) : (struct nw_str){ 0 };
	struct nw_str is = new ? clip(new->text, 60) : (struct nw_str){ 0 };
	struct nw_str why;

	if (old && new)
		why = nw_arena_fmt(j->arena, "%s changed: %.*s -> %.*s", word,
				   NW_FMT(was), NW_FMT(is));
	else
		why = nw_arena_fmt(j->arena, "%s %s: %.*s", word,
				   new ? "added" : "removed",
				   NW_FMT(new ? is : was));
	say(j, number ? NWI_REVISION_NUMBER : NWI_REVISION_NAME, why);
}

static void cancel_words(struct changed *old, struct changed *new)
{
	for (size_t i = 0; i < old->count; i++)
		for (size_t k = 0; k < new->count && !old->facts[i].gone; k++)
			if (!new->facts[k].gone &&
			    nw_str_equal(old->facts[i].key, new->facts[k].key))
				old->facts[i].gone = new->facts[k].gone = true;
}

/* Names that are compared by their sound, of either sentence. */
enum { SOUND_MOST = 16 };

static size_t list_names(const struct changed *of, struct nwi_fact **out)
{
	size_t count = 0;

	for (size_t i = 0; i < of->count && count < SOUND_MOST; i++)
		if (!of->facts[i].gone && of->facts[i].kind == NWI_FACT_NAME)
			out[count++] = &of->facts[i];
	return count;
}

/* Marks what both sentences have as gone from the comparison. */
static void cancel(struct changed *old, struct changed *new)
{
	struct nwi_fact *a[SOUND_MOST], *b[SOUND_MOST];

	cancel_words(old, new);
	size_t count = list_names(old, a), others = list_names(new, b);
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < others && !a[i]->gone; k++)
			if (!b[k]->gone &&
			    nwi_revision_same_name(a[i]->key, b[k]->key))
				a[i]->gone = b[k]->gone = true;
}

static struct nwi_fact *next_fact(const struct changed *of,
				  enum nwi_fact_kind kind, size_t *at)
{
	while (*at < of->count) {
		struct nwi_fact *fact = &of->facts[(*at)++];
		if (!fact->gone && fact->kind == kind)
			return fact;
	}
	return NULL;
}

/* The number that counts what another one counts: the same word follows. */
static struct nwi_fact *same_count(const struct changed *in,
				   const struct changed *of, size_t at)
{
	for (size_t i = 0; at + 1 < of->count && i + 1 < in->count; i++)
		if (!in->facts[i].gone &&
		    in->facts[i].kind == NWI_FACT_NUMBER &&
		    nw_str_equal(in->facts[i + 1].key, of->facts[at + 1].key))
			return &in->facts[i];
	return NULL;
}

/* "20 people and 3 dogs", "4 dogs and 25 people": by what they count. */
static void compare_counts(struct judging *j, const struct changed *old,
			   const struct changed *new)
{
	for (size_t i = 0; i < old->count; i++) {
		struct nwi_fact *was = &old->facts[i], *is;
		if (was->gone || was->kind != NWI_FACT_NUMBER)
			continue;
		is = same_count(new, old, i);
		if (!is)
			continue;
		if (!nwi_revision_has(&j->after, was) ||
		    !nwi_revision_has(&j->before, is))
			say_fact(j, NWI_FACT_NUMBER, was, is);
		was->gone = is->gone = true;
	}
}

/*
 * Numbers or names of a pair, in their order. What only moved, from one
 * sentence to another, is in both texts and no change.
 */
static void compare_kind(struct judging *j, const struct changed *old,
			 const struct changed *new, enum nwi_fact_kind kind)
{
	size_t a = 0, b = 0;

	for (;;) {
		struct nwi_fact *was = next_fact(old, kind, &a);
		struct nwi_fact *is = next_fact(new, kind, &b);
		if (!was && !is)
			return;
		bool lost = was && !nwi_revision_has(&j->after, was);
		bool found = is && !nwi_revision_has(&j->before, is);
		if (was && is && (lost || found))
			say_fact(j, kind, was, is);
		else if (found)
			say_fact(j, kind, NULL, is);
		else if (lost && kind == NWI_FACT_NUMBER)
			say_fact(j, kind, was, NULL);
	}
}

static size_t count_added(const struct changed *old, const struct changed *new)
{
	size_t added = 0, gone = 0;

	for (size_t i = 0; i < new->count; i++)
		added += !new->facts[i].gone;
	for (size_t i = 0; i < old->count; i++)
		gone += !old->facts[i].gone;
	return added >= gone + CLAUSE_WORDS ? added - gone : 0;
}

static bool compare_edited(struct judging *j)
{
	struct changed old[PAIR_MOST] = { 0 }, new[PAIR_MOST] = { 0 };
	size_t old_count, new_count;

	if (!list_changed(j, &j->before, old, &old_count) ||
	    !list_changed(j, &j->after, new, &new_count))
		return false;
	for (size_t i = 0; i < new_count; i++) {
		struct changed *mate = best_mate(&new[i], old, old_count);
		if (!mate)
			continue;
		mate->row->mate = new[i].index;
		new[i].row->mate = mate->index;
		cancel(mate, &new[i]);
		size_t added = count_added(mate, &new[i]);
		compare_counts(j, mate, &new[i]);
		compare_kind(j, mate, &new[i], NWI_FACT_NUMBER);
		compare_kind(j, mate, &new[i], NWI_FACT_NAME);
		j->clauses += added;
	}
	j->edited = j->edited || old_count > 0 || new_count > 0;
	return true;
}

/* ---- notices and new sentences ---- */

static bool brings_notice(const struct nwi_side *side, size_t i)
{
	const struct nwi_sentence *row = &side->rows[i];

	if (row->same)
		return false;
	if (nwi_revision_is_notice(side, row))
		return true;
	return nwi_revision_is_heading(side, row) && i + 1 < side->count &&
	       !side->rows[i + 1].same && !side->rows[i + 1].noise;
}

static void find_notices(struct judging *j)
{
	for (size_t i = 0; i < j->after.count; i++) {
		const struct nwi_sentence *row = &j->after.rows[i];
		if (!brings_notice(&j->after, i))
			continue;
		struct nw_str text = nw_str_trim(
			nw_str_slice(j->after.text, row->from, row->to));
		say(j, NWI_REVISION_NOTICE,
		    nw_arena_fmt(j->arena, "correction notice: %.*s",
				 NW_FMT(clip(text, 160))));
	}
}

static void weigh_new(struct judging *j, uint32_t new_percent)
{
	size_t all = 0, fresh = j->clauses;

	for (size_t i = 0; i < j->after.count; i++) {
		const struct nwi_sentence *row = &j->after.rows[i];
		if (row->noise)
			continue;
		all += row->count;
		if (row->mate != NWI_NO_MATE || row->count < SENTENCE_WORDS)
			continue;
		fresh += row->count;
	}
	j->out->percent = all ? (uint32_t)(100 * fresh / all) : 0;
	if (j->out->percent >= new_percent)
		say(j, NWI_REVISION_NEW,
		    nw_arena_fmt(j->arena, "new text: %u %% of the words",
				 j->out->percent));
}

/* ---- all together ---- */

static enum nw_status judge_bodies(struct judging *j,
				   const struct nwi_revision_text *before,
				   const struct nwi_revision_text *after,
				   uint32_t new_percent, struct nw_str language,
				   struct nw_error *err)
{
	enum nw_status status = NW_OK;

	if (before->body.len == 0 || after->body.len == 0)
		return NW_OK;
	status = cut(before, language, j->arena, &j->before, err);
	if (status == NW_OK)
		status = cut(after, language, j->arena, &j->after, err);
	if (status != NW_OK)
		return status;
	if (!match_same(j) || !compare_edited(j))
		return nw_fail(err, NW_LIMIT, "no memory for a revision");
	find_notices(j);
	weigh_new(j, new_percent);
	return NW_OK;
}

static void judge_title(struct judging *j,
			const struct nwi_revision_text *before,
			const struct nwi_revision_text *after,
			struct nw_str language)
{
	bool typo;

	if (nwi_revision_title_changed(before, after, language, j->arena,
				       &typo))
		say(j, NWI_REVISION_TITLE,
		    nw_arena_fmt(j->arena, "title changed: %.*s -> %.*s",
				 NW_FMT(clip(before->title, 120)),
				 NW_FMT(clip(after->title, 120))));
	j->edited = j->edited || typo;
}

enum nw_status nwi_revision_judge(const struct nwi_revision_text *before,
				  const struct nwi_revision_text *after,
				  uint32_t new_percent, struct nw_arena *arena,
				  struct nwi_revision *out,
				  struct nw_error *err)
{
	struct nwi_revision made = { 0 };
	struct judging j = { .arena = arena, .out = &made };
	struct nw_str language = after->language;

	if (language.len == 0)
		language = nw_str_from(nwi_language_of(
			after->body.len ? after->body : after->title,
			nw_str_make(NULL, 0)));
	judge_title(&j, before, after, language);
	enum nw_status status =
		judge_bodies(&j, before, after, new_percent, language, err);
	if (status == NW_OK && (!nwi_revision_lines(&j.before, &j.after, before,
						    after, arena, &made) ||
				nw_arena_failed(arena)))
		return nw_fail(err, NW_LIMIT, "no memory for a revision");
	if (status != NW_OK)
		return status;
	if (made.weight == NWI_REVISION_NONE && j.edited)
		made.weight = NWI_REVISION_MINOR;
	*out = made;
	return NW_OK;
}
