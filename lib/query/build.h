/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the compiler gathers while it walks the rows: the sections of the
 * image in the making, dictionaries over keys and atoms, and the anchors of
 * all queries.
 */
#ifndef NWI_QUERY_BUILD_H
#define NWI_QUERY_BUILD_H

#include "query/lang.h"

/* An open-addressing table from hashes to numbers; equality is the user's. */
struct nwi_dict_slot {
	uint32_t hash;
	uint32_t id; /* + 1; 0 free */
};

struct nwi_dict {
	struct nwi_dict_slot *slots;
	size_t room, count;
};

/*
 * The next number that was put under `hash`, NWI_NONE at the end; begin with
 * *cursor = SIZE_MAX.
 */
uint32_t nwi_dict_next(const struct nwi_dict *dict, uint32_t hash,
		       size_t *cursor);
/* False without memory. */
bool nwi_dict_put(struct nwi_dict *dict, uint32_t hash, uint32_t id);
void nwi_dict_fini(struct nwi_dict *dict);

struct nwi_anchor {
	uint32_t atom;
	struct nwi_image_posting posting;
};

struct nwi_build {
	struct nw_buf section[NWI_SECTIONS];
	struct nw_buf anchors; /* struct nwi_anchor */
	struct nw_buf tails;   /* uint32_t of a key: its last atom */
	struct nw_buf lead_tails;
	struct nw_buf costs; /* uint32_t of an atom, nwi_word_cost */
	struct nwi_dict words, leads, atoms;
	uint64_t uses; /* see struct nwi_image_header */
	bool no_memory;
};

void nwi_build_init(struct nwi_build *b);
void nwi_build_fini(struct nwi_build *b);

/* The atom of a word, made when it is new. */
uint32_t nwi_build_atom(struct nwi_build *b, const struct nwi_word *word);

/* What an atom costs as an anchor. */
uint32_t nwi_build_cost(const struct nwi_build *b, uint32_t atom);

/* The hash of the one word that an atom is; false where it may be others. */
bool nwi_build_hash(const struct nwi_build *b, uint32_t atom, uint32_t *hash);

/* The atoms of a phrase that was emitted. */
const uint32_t *nwi_build_list(const struct nwi_build *b, uint32_t at);

static inline uint32_t nwi_build_count(const struct nwi_build *b,
				       enum nwi_section section)
{
	return (uint32_t)(b->section[section].len / nwi_section_width(section));
}

/*
 * Adds the anchors of the query whose nodes begin at `node`. False when
 * nothing must be present for it to match, so that it would have to be tried
 * on every item.
 */
bool nwi_build_anchors(struct nwi_build *b, uint32_t query, uint32_t node);

/*
 * Roughly, in how many of a thousand items a folded word stands or a fact is
 * true; UINT32_MAX for what is true of so many that it serves as no anchor.
 */
uint32_t nwi_word_cost(struct nw_str folded);

#endif
