/* SPDX-License-Identifier: Apache-2.0 */
#include "query/build.h"

#include <stdlib.h>

/* A pattern stands for several words. */
enum { GLOB_FACTOR = 4 };

uint32_t nwi_dict_next(const struct nwi_dict *dict, uint32_t hash,
		       size_t *cursor)
{
	size_t mask = dict->room - 1;
	size_t i = *cursor == SIZE_MAX ? hash & mask : (*cursor + 1) & mask;

	if (!dict->room)
		return NWI_NONE;
	for (; dict->slots[i].id; i = (i + 1) & mask) {
		if (dict->slots[i].hash == hash) {
			*cursor = i;
			return dict->slots[i].id - 1;
		}
	}
	return NWI_NONE;
}

static void dict_insert(struct nwi_dict *dict, struct nwi_dict_slot slot)
{
	size_t i = slot.hash & (dict->room - 1);

	while (dict->slots[i].id)
		i = (i + 1) & (dict->room - 1);
	dict->slots[i] = slot;
}

static bool dict_grow(struct nwi_dict *dict)
{
	struct nwi_dict old = *dict;

	dict->room = old.room ? old.room * 2 : 64;
	dict->slots = calloc(dict->room, sizeof(*dict->slots));
	if (!dict->slots) {
		*dict = old;
		return false;
	}
	for (size_t i = 0; i < old.room; i++) {
		if (old.slots[i].id)
			dict_insert(dict, old.slots[i]);
	}
	free(old.slots);
	return true;
}

bool nwi_dict_put(struct nwi_dict *dict, uint32_t hash, uint32_t id)
{
	if (dict->count * 2 >= dict->room && !dict_grow(dict))
		return false;
	dict_insert(dict, (struct nwi_dict_slot){ hash, id + 1 });
	dict->count++;
	return true;
}

void nwi_dict_fini(struct nwi_dict *dict)
{
	free(dict->slots);
	*dict = (struct nwi_dict){ 0 };
}

void nwi_build_init(struct nwi_build *b)
{
	*b = (struct nwi_build){ 0 };
	for (size_t i = 0; i < NWI_SECTIONS; i++)
		nw_buf_init(&b->section[i], NWI_IMAGE_BYTES);
	nw_buf_init(&b->anchors, NWI_IMAGE_BYTES);
	nw_buf_init(&b->tails, NWI_IMAGE_BYTES);
	nw_buf_init(&b->lead_tails, NWI_IMAGE_BYTES);
	nw_buf_init(&b->costs, NWI_IMAGE_BYTES);
}

void nwi_build_fini(struct nwi_build *b)
{
	for (size_t i = 0; i < NWI_SECTIONS; i++)
		nw_buf_fini(&b->section[i]);
	nw_buf_fini(&b->anchors);
	nw_buf_fini(&b->tails);
	nw_buf_fini(&b->lead_tails);
	nw_buf_fini(&b->costs);
	nwi_dict_fini(&b->words);
	nwi_dict_fini(&b->leads);
	nwi_dict_fini(&b->atoms);
}

static struct nw_str text_at(const struct nwi_build *b, uint32_t at,
			     uint32_t len)
{
	return nw_str_make(b->section[NWI_TEXT].at + at, len);
}

static uint32_t add_text(struct nwi_build *b, struct nw_str text)
{
	uint32_t at = (uint32_t)b->section[NWI_TEXT].len;

	nw_buf_add_str(&b->section[NWI_TEXT], text);
	return at;
}

static struct nwi_image_key *key_at(const struct nwi_build *b,
				    enum nwi_section section, uint32_t i)
{
	return (struct nwi_image_key *)(void *)b->section[section].at + i;
}

static struct nwi_image_atom *atom_at(const struct nwi_build *b, uint32_t i)
{
	return (struct nwi_image_atom *)(void *)b->section[NWI_ATOMS].at + i;
}

/* The key of a word or lead, made when it is new. */
static uint32_t intern_key(struct nwi_build *b, enum nwi_section section,
			   struct nw_str text)
{
	struct nwi_dict *dict = section == NWI_WORDS ? &b->words : &b->leads;
	struct nw_buf *tails =
		section == NWI_WORDS ? &b->tails : &b->lead_tails;
	struct nwi_image_key key = { .hash = nw_token_hash(text),
				     .atom = NWI_NONE };
	uint32_t none = NWI_NONE, id;
	size_t cursor = SIZE_MAX;

	while ((id = nwi_dict_next(dict, key.hash, &cursor)) != NWI_NONE) {
		const struct nwi_image_key *k = key_at(b, section, id);

		if (nw_str_equal(text_at(b, k->text_at, k->text_len), text))
			return id;
	}
	id = nwi_build_count(b, section);
	key.text_at = add_text(b, text);
	key.text_len = (uint32_t)text.len;
	nw_buf_add(&b->section[section], &key, sizeof(key));
	nw_buf_add(tails, &none, sizeof(none));
	if (!nwi_dict_put(dict, key.hash, id))
		b->no_memory = true;
	return id;
}

/* Hangs an atom behind the others of its key. */
static void link_atom(struct nwi_build *b, enum nwi_section section,
		      uint32_t key, uint32_t id)
{
	struct nw_buf *tails =
		section == NWI_WORDS ? &b->tails : &b->lead_tails;
	uint32_t *tail;

	if (tails->failed || b->section[section].failed ||
	    b->section[NWI_ATOMS].failed)
		return;
	tail = (uint32_t *)(void *)tails->at + key;
	if (*tail == NWI_NONE)
		key_at(b, section, key)->atom = id;
	else
		atom_at(b, *tail)->next = id;
	*tail = id;
}

static void add_cost(struct nwi_build *b, struct nw_str key, bool glob)
{
	uint32_t cost = nwi_word_cost(key);

	if (glob && cost <= UINT32_MAX / GLOB_FACTOR)
		cost *= GLOB_FACTOR;
	nw_buf_add(&b->costs, &cost, sizeof(cost));
}

uint32_t nwi_build_cost(const struct nwi_build *b, uint32_t atom)
{
	return ((const uint32_t *)(const void *)b->costs.at)[atom];
}

/* The forms of an atom, each under its own key. */
static void add_forms(struct nwi_build *b, const struct nwi_word *word,
		      uint32_t id)
{
	for (const struct nwi_word *form = word->forms; form;
	     form = form->next) {
		struct nwi_alias alias = { id, form->kinds };
		struct nwi_word row = *form;

		row.text = nw_str_make((const char *)&alias, sizeof(alias));
		nwi_build_atom(b, &row);
	}
	if (word->kind == NWI_ATOM_NAME)
		b->uses |= UINT64_C(1) << NWI_USES_NAMES;
	if (word->kind == NWI_ATOM_STEM)
		b->uses |= UINT64_C(1) << NWI_USES_STEMS;
}

/* Most words are known already, and stand first under their key. */
static uint32_t known_word(const struct nwi_build *b, uint32_t key,
			   struct nw_str text)
{
	const struct nwi_image_atom *a;
	uint32_t id;

	if (b->section[NWI_WORDS].failed || b->section[NWI_ATOMS].failed)
		return NWI_NONE;
	id = key_at(b, NWI_WORDS, key)->atom;
	if (id == NWI_NONE)
		return NWI_NONE;
	a = atom_at(b, id);
	return a->kind == NWI_ATOM_WORD &&
			       nw_str_equal(text_at(b, a->text_at, a->text_len),
					    text)
		       ? id
		       : NWI_NONE;
}

uint32_t nwi_build_atom(struct nwi_build *b, const struct nwi_word *word)
{
	bool glob = word->kind == NWI_ATOM_GLOB;
	enum nwi_section section = glob ? NWI_LEADS : NWI_WORDS;
	struct nw_str lead =
		glob ? nw_str_slice(word->key, 0, NWI_LEAD_BYTES) : word->key;
	uint32_t key = intern_key(b, section, lead), id;
	uint32_t hash = nw_token_hash(word->text) * 31 + key * 5 + word->kind;
	struct nwi_image_atom atom = { .kind = word->kind,
				       .key = key,
				       .next = NWI_NONE };
	size_t cursor = SIZE_MAX;

	if (word->kind == NWI_ATOM_WORD &&
	    (id = known_word(b, key, word->text)) != NWI_NONE)
		return id;
	while ((id = nwi_dict_next(&b->atoms, hash, &cursor)) != NWI_NONE) {
		const struct nwi_image_atom *a = atom_at(b, id);

		if (a->kind == word->kind && a->key == key &&
		    nw_str_equal(text_at(b, a->text_at, a->text_len),
				 word->text))
			return id;
	}
	id = nwi_build_count(b, NWI_ATOMS);
	atom.text_at = add_text(b, word->text);
	atom.text_len = (uint32_t)word->text.len;
	nw_buf_add(&b->section[NWI_ATOMS], &atom, sizeof(atom));
	add_cost(b, lead, glob);
	link_atom(b, section, key, id);
	if (!nwi_dict_put(&b->atoms, hash, id))
		b->no_memory = true;
	add_forms(b, word, id);
	return id;
}

bool nwi_build_hash(const struct nwi_build *b, uint32_t atom, uint32_t *hash)
{
	const struct nwi_image_atom *a = atom_at(b, atom);

	if (a->kind != NWI_ATOM_WORD && a->kind != NWI_ATOM_CASE &&
	    a->kind != NWI_ATOM_ACRONYM)
		return false;
	*hash = key_at(b, NWI_WORDS, a->key)->hash;
	return true;
}

const uint32_t *nwi_build_list(const struct nwi_build *b, uint32_t at)
{
	return (const uint32_t *)(const void *)b->section[NWI_LIST].at + at;
}
