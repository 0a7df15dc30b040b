/* SPDX-License-Identifier: Apache-2.0 */
#include "query/scan.h"

#include "query/facts.h"
#include "query/forms.h"

#include <stdlib.h>

enum { LEAD_SENTENCES = 2, AHEAD = 8 };

#define FNV_BASIS 2166136261u
#define FNV_PRIME 16777619u

static const struct nw_token *token_of(const struct nwi_scan *s, uint32_t i)
{
	if (i < s->title_count)
		return &s->title[i];
	i -= s->title_count;
	return i < s->body_count ? &s->body[i] : &s->fact[i - s->body_count];
}

static uint32_t place_of(const struct nwi_scan *s, uint32_t i)
{
	if (i < s->title_count)
		return i;
	i -= s->title_count;
	return i < s->body_count ? NWI_PLACE_BODY + i
				 : NWI_PLACE_FACT + i - s->body_count;
}

static void add_word(struct nwi_scan *s, uint32_t i)
{
	const struct nw_token *token = token_of(s, i);
	uint32_t slot = token->hash & s->slot_mask;
	struct nwi_distinct *word;

	s->next[i] = NWI_NONE;
	for (; s->word_slots[slot]; slot = (slot + 1) & s->slot_mask) {
		word = &s->words[s->word_slots[slot] - 1];
		if (word->hash == token->hash &&
		    nw_str_equal(token_of(s, word->first)->folded,
				 token->folded)) {
			s->next[word->last] = i;
			word->last = i;
			word->count++;
			return;
		}
	}
	word = &s->words[s->word_count++];
	s->word_slots[slot] = s->word_count;
	*word = (struct nwi_distinct){ token->hash, 1, i, i };
}

static void add_pairs(struct nwi_scan *s, const struct nw_token *tokens,
		      uint32_t count)
{
	for (uint32_t i = 0; i + 1 < count; i++) {
		uint32_t pair = nwi_pair(tokens[i].hash, tokens[i + 1].hash) &
				s->pair_mask;

		s->pairs[pair / 64] |= UINT64_C(1) << (pair % 64);
	}
}

/* Sixteen bits a word, so that one pair in sixteen is there by chance. */
static bool gather_pairs(struct nwi_scan *s)
{
	uint32_t total = s->title_count + s->body_count, room = 1024;

	while (room < total * 16)
		room *= 2;
	s->pair_mask = room - 1;
	s->pairs = nw_arena_array(s->arena, room / 64, sizeof(uint64_t));
	if (!s->pairs)
		return false;
	add_pairs(s, s->title, s->title_count);
	add_pairs(s, s->body, s->body_count);
	return true;
}

static bool gather_words(struct nwi_scan *s)
{
	uint32_t total = s->title_count + s->body_count + s->fact_count;
	uint32_t room = 16;

	while (room < total * 2)
		room *= 2;
	s->slot_mask = room - 1;
	s->word_slots = nw_arena_array(s->arena, room, sizeof(uint32_t));
	s->words = nw_arena_array(s->arena, total + 1, sizeof(*s->words));
	s->next = nw_arena_array(s->arena, total + 1, sizeof(uint32_t));
	if (!s->word_slots || !s->words || !s->next)
		return false;
	for (uint32_t i = 0; i < total; i++)
		add_word(s, i);
	return true;
}

static bool grow_found(struct nwi_scan *s)
{
	uint32_t room = s->found_room ? s->found_room * 2 : 256;
	struct nwi_found *more = nw_arena_array(s->arena, room, sizeof(*more));

	if (!more)
		return false;
	if (s->found_count)
		memcpy(more, s->found, s->found_count * sizeof(*more));
	s->found = more;
	s->found_room = room;
	return true;
}

static void add_found(struct nwi_scan *s, uint32_t atom, uint32_t word)
{
	if (s->found_count == s->found_room && !grow_found(s)) {
		s->failed = true;
		return;
	}
	s->found[s->found_count++] = (struct nwi_found){ atom, word };
	s->present[atom / 64] |= UINT64_C(1) << (atom % 64);
}

static const struct nwi_image_key *find_key(const struct nw_queries *q,
					    enum nwi_section keys,
					    uint32_t hash, struct nw_str text)
{
	bool words = keys == NWI_WORDS;
	const uint32_t *slots = words ? q->word_slots : q->lead_slots;
	const struct nwi_image_key *key = words ? q->words : q->leads;
	uint32_t mask =
		q->header->count[words ? NWI_WORD_SLOTS : NWI_LEAD_SLOTS] - 1;

	for (uint32_t i = hash & mask; slots[i]; i = (i + 1) & mask) {
		const struct nwi_image_key *k = &key[slots[i] - 1];

		if (k->hash == hash && k->text_len == text.len &&
		    memcmp(q->text + k->text_at, text.at, text.len) == 0)
			return k;
	}
	return NULL;
}

/* Whether a pattern whose lead begins the word matches the whole word. */
static bool pattern_fits(const struct nw_queries *q,
			 const struct nwi_image_atom *atom, uint32_t lead,
			 struct nw_str word)
{
	struct nw_str pattern =
		nwi_image_text(q, atom->text_at, atom->text_len);

	if (pattern.len == lead + 1 && pattern.at[lead] == '*')
		return true;
	return nwi_glob(pattern, word);
}

static void look_up_leads(struct nwi_scan *s, uint32_t word, struct nw_str text)
{
	const struct nw_queries *q = s->q;
	uint64_t lengths = q->header->lead_lengths;
	uint32_t hash = FNV_BASIS;

	for (uint32_t n = 1;
	     n <= text.len && n <= NWI_LEAD_BYTES && lengths >> n; n++) {
		const struct nwi_image_key *key;
		uint32_t bit;

		hash = (hash ^ (unsigned char)text.at[n - 1]) * FNV_PRIME;
		bit = nwi_lead_bit(hash);
		if (!(lengths >> n & 1) ||
		    !(q->lead_bits[bit / 64] >> (bit % 64) & 1))
			continue;
		key = find_key(q, NWI_LEADS, hash, nw_str_slice(text, 0, n));
		for (uint32_t a = key ? key->atom : NWI_NONE; a != NWI_NONE;
		     a = q->atoms[a].next) {
			if (pattern_fits(q, &q->atoms[a], n, text))
				add_found(s, a, word);
		}
	}
}

/* The table is larger than the caches: a word's slot is asked for early. */
static void fetch_slot(const struct nwi_scan *s, uint32_t word)
{
	uint32_t mask = s->q->header->count[NWI_WORD_SLOTS] - 1;

	__builtin_prefetch(&s->q->word_slots[s->words[word].hash & mask]);
}

static void look_up(struct nwi_scan *s, uint32_t word)
{
	const struct nw_queries *q = s->q;
	struct nw_str text = token_of(s, s->words[word].first)->folded;
	const struct nwi_image_key *key =
		find_key(q, NWI_WORDS, s->words[word].hash, text);

	for (uint32_t a = key ? key->atom : NWI_NONE; a != NWI_NONE;
	     a = q->atoms[a].next) {
		uint32_t kind = q->atoms[a].kind;

		if (kind < NWI_ATOM_SCORE ||
		    (kind < NWI_ATOM_NAME &&
		     nwi_fact_holds(s, &q->atoms[a],
				    token_of(s, s->words[word].first))))
			add_found(s, a, word);
	}
	look_up_leads(s, word, text);
}

const struct nw_token *nwi_scan_nth(const struct nwi_scan *s, uint32_t n)
{
	return token_of(s, n);
}

void nwi_scan_meet(struct nwi_scan *s, uint32_t word, struct nw_str text,
		   uint32_t kinds)
{
	const struct nw_queries *q = s->q;
	const struct nwi_image_key *key =
		find_key(q, NWI_WORDS, nw_token_hash(text), text);

	for (uint32_t a = key ? key->atom : NWI_NONE; a != NWI_NONE;
	     a = q->atoms[a].next) {
		struct nwi_alias alias;

		if (q->atoms[a].kind != NWI_ATOM_ALIAS)
			continue;
		memcpy(&alias, q->text + q->atoms[a].text_at, sizeof(alias));
		if (alias.kinds & kinds)
			add_found(s, alias.atom, word);
	}
}

static uint32_t index_of(const struct nwi_scan *s, uint32_t atom)
{
	uint64_t below =
		s->present[atom / 64] & ((UINT64_C(1) << (atom % 64)) - 1);

	return s->rank[atom / 64] + (uint32_t)__builtin_popcountll(below);
}

/* Counting sort of what was found, by atom. */
static bool sort_found(struct nwi_scan *s, uint32_t groups)
{
	struct nwi_found *sorted = nw_arena_array(
		s->arena, s->found_count + (size_t)1, sizeof(*sorted));
	uint32_t at = 0;

	s->rank = nw_arena_array(s->arena, groups, sizeof(uint32_t));
	if (!sorted || !s->rank)
		return false;
	for (uint32_t i = 0; i < groups; i++) {
		s->rank[i] = s->present_count;
		s->present_count +=
			(uint32_t)__builtin_popcountll(s->present[i]);
	}
	s->from = nw_arena_array(s->arena, s->present_count + (size_t)2,
				 sizeof(uint32_t));
	s->places = nw_arena_array(s->arena, s->present_count + (size_t)1,
				   sizeof(*s->places));
	if (!s->from || !s->places)
		return false;
	for (uint32_t i = 0; i < s->found_count; i++)
		s->from[index_of(s, s->found[i].atom) + 2]++;
	for (uint32_t i = 0; i < s->present_count; i++)
		s->from[i + 2] = at += s->from[i + 2];
	for (uint32_t i = 0; i < s->found_count; i++) {
		uint32_t k = index_of(s, s->found[i].atom) + 1;

		sorted[s->from[k]++] = s->found[i];
	}
	s->found = sorted;
	return true;
}

static uint32_t count_lead(const struct nwi_scan *s)
{
	uint32_t n = 0;

	while (n < s->body_count && s->body[n].sentence < LEAD_SENTENCES)
		n++;
	return n;
}

bool nwi_scan_make(struct nwi_scan *s, const struct nw_queries *q,
		   const struct nw_doc *doc, const struct nw_query_facts *facts,
		   struct nw_arena *arena)
{
	uint32_t groups = q->header->count[NWI_ATOMS] / 64 + 1;
	size_t title, body;

	*s = (struct nwi_scan){
		.q = q, .arena = arena, .doc = doc, .facts = facts
	};
	s->title = nw_doc_tokens(doc, NW_FIELD_TITLE, &title);
	s->body = nw_doc_tokens(doc, NW_FIELD_BODY, &body);
	s->title_count = (uint32_t)title;
	s->body_count = (uint32_t)body;
	s->lead_count = count_lead(s);
	s->present = nw_arena_array(arena, groups, sizeof(uint64_t));
	if (!s->present || !nwi_facts_gather(s) || !gather_words(s) ||
	    !gather_pairs(s))
		return false;
	for (uint32_t i = 0; i < s->word_count && !s->failed; i++) {
		if (i + AHEAD < s->word_count)
			fetch_slot(s, i + AHEAD);
		look_up(s, i);
	}
	return nwi_forms_gather(s) && sort_found(s, groups);
}

/* CASE: the very letters; ACRONYM: points between them; NAME: a capital. */
static bool spelt(const struct nwi_scan *s, const struct nwi_image_atom *atom,
		  uint32_t place)
{
	const struct nw_token *token = nwi_scan_token(s, place);
	enum nw_field field =
		place < NWI_PLACE_BODY ? NW_FIELD_TITLE : NW_FIELD_BODY;

	if (atom->kind == NWI_ATOM_ACRONYM)
		return token->flags & (NW_TOKEN_ACRONYM | NW_TOKEN_UPPER);
	if (atom->kind == NWI_ATOM_NAME)
		return nwi_form_is_name(token);
	if (atom->kind == NWI_ATOM_CASE)
		return nw_str_equal(
			nw_str_slice(nw_doc_text(s->doc, field), token->from,
				     token->to),
			nwi_image_text(s->q, atom->text_at, atom->text_len));
	return true;
}

/* Of what has several forms, the places know which words are it. */
static bool is_place(struct nwi_scan *s, uint32_t atom, uint32_t place)
{
	struct nwi_places places = nwi_scan_places(s, atom);
	uint32_t lo = 0, hi = places.count;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (places.at[mid] < place)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < places.count && places.at[lo] == place;
}

bool nwi_scan_is(struct nwi_scan *s, uint32_t id, uint32_t place)
{
	const struct nw_token *token = nwi_scan_token(s, place);
	const struct nwi_image_atom *atom = &s->q->atoms[id];
	const struct nwi_image_key *key;

	if (!token)
		return false;
	if (atom->kind == NWI_ATOM_GLOB)
		return nwi_glob(
			nwi_image_text(s->q, atom->text_at, atom->text_len),
			token->folded);
	if (atom->kind >= NWI_ATOM_NAME)
		return is_place(s, id, place);
	key = &s->q->words[atom->key];
	return key->hash == token->hash && key->text_len == token->folded.len &&
	       memcmp(s->q->text + key->text_at, token->folded.at,
		      token->folded.len) == 0 &&
	       spelt(s, atom, place);
}

uint32_t nwi_scan_count(const struct nwi_scan *s, uint32_t atom)
{
	uint32_t i, n = 0;

	if (!nwi_scan_has(s, atom))
		return 0;
	i = index_of(s, atom);
	for (uint32_t f = s->from[i]; f < s->from[i + 1]; f++)
		n += s->words[s->found[f].word].count;
	return n;
}

/* Letters over one of the abbreviations before each word. */
static bool count_letters(struct nwi_scan *s)
{
	uint32_t words = s->title_count + s->body_count, sum = 0;

	s->letters = nw_arena_array(s->arena, words + (size_t)1,
				    sizeof(*s->letters));
	if (!s->letters) {
		s->failed = true;
		return false;
	}
	for (uint32_t i = 0; i < words; i++) {
		const struct nw_token *token = token_of(s, i);

		s->letters[i] = sum;
		if (!(token->flags & NW_TOKEN_ACRONYM))
			continue;
		for (size_t at = 0; at < token->folded.len; at++)
			sum += token->folded.at[at] == '.';
		sum--;
	}
	s->letters[words] = sum;
	return true;
}

uint32_t nwi_scan_gap(struct nwi_scan *s, uint32_t last, uint32_t first)
{
	uint32_t gap = first - last - 1;
	uint32_t at = last < NWI_PLACE_BODY
			      ? last
			      : last - NWI_PLACE_BODY + s->title_count;

	if (!gap || gap > NWI_NEAR_MAX || (!s->letters && !count_letters(s)))
		return gap;
	return gap + s->letters[at + gap + 1] - s->letters[at + 1];
}

static int by_place(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

/* A word that is a name by two of its forms is there once. */
static uint32_t drop_twins(uint32_t *at, uint32_t count)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < count; i++) {
		if (i == 0 || at[i] != at[kept - 1])
			at[kept++] = at[i];
	}
	return kept;
}

struct nwi_places nwi_scan_places(struct nwi_scan *s, uint32_t atom)
{
	const struct nwi_image_atom *a = &s->q->atoms[atom];
	struct nwi_places *known, none = { NULL, 0 };
	uint32_t i, n = 0, *at;

	if (!nwi_scan_has(s, atom))
		return none;
	i = index_of(s, atom);
	known = &s->places[i];
	if (known->at)
		return *known;
	at = nw_arena_array(s->arena, nwi_scan_count(s, atom),
			    sizeof(uint32_t));
	if (!at) {
		s->failed = true;
		return none;
	}
	for (uint32_t f = s->from[i]; f < s->from[i + 1]; f++) {
		uint32_t t = s->words[s->found[f].word].first;

		for (; t != NWI_NONE; t = s->next[t]) {
			if (spelt(s, a, place_of(s, t)))
				at[n++] = place_of(s, t);
		}
	}
	if (s->from[i + 1] - s->from[i] > 1) {
		qsort(at, n, sizeof(*at), by_place);
		n = drop_twins(at, n);
	}
	*known = (struct nwi_places){ at, n };
	return *known;
}
