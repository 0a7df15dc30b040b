/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The image of a set of compiled queries: what compile.c writes, open.c
 * checks and match.c reads. Flat, without pointers, in the byte order of the
 * machine (an image never leaves it).
 *
 * A query is a run of nodes in pre-order; a node says how many nodes its
 * subtree has, so that the next sibling is `size` further on. What stands in
 * texts are atoms: an exact word, a word in its exact case, or a pattern.
 * Atoms hang from keys: the folded word, or the letters before a pattern's
 * first wildcard (its lead). A document looks up each of its words once among
 * the words and, by running the hash over its first letters, among the leads.
 *
 * Every query has anchors: atoms of which at least one must be present in
 * any item that it matches. An atom's postings name the queries that it is
 * an anchor of, each with a guard, what must be there too, and where the
 * anchor is of a phrase with two of its words, which must follow each other.
 * A guard is one witness or a list of some of which one must be there; a
 * witness is an atom, or a pair of words with NWI_WITNESS_PAIR set.
 */
#ifndef NWI_QUERY_IMAGE_H
#define NWI_QUERY_IMAGE_H

#include <newswatch/text.h>

enum {
	NWI_IMAGE_VERSION = 5,
	NWI_QUERY_BYTES = 16 * 1024, /* of one query's text */
	NWI_QUERY_TERMS = 4096,
	NWI_QUERY_WILDCARDS = 512,
	NWI_QUERY_DEPTH = 64,
	/*
	 * Of @name, those inside the named ones included. Each is one more
	 * reading of a text: 256 x 16 KiB are what a row may ask for.
	 */
	NWI_QUERY_USES = 256,
	NWI_QUERY_ROWS = 1 << 20,
	NWI_NEAR_MAX = 100,
	NWI_NEAR_DEFAULT = 4,
	NWI_ATLEAST_MAX = 1000,
	NWI_SLOP_WORDS = 16,	  /* of a phrase with ~n */
	NWI_WEIGHT_UNIT = 1000,	  /* weights and scores are thousandths */
	NWI_WEIGHT_MAX = 1000000, /* as written */
	NWI_IMAGE_DEPTH = 8 * NWI_QUERY_DEPTH, /* of nodes, checked at open */
	NWI_LEAD_BYTES = 63,  /* longer leads are cut here and verified */
	NWI_GLOB_STARS = 4,   /* in one word */
	NWI_GLOB_LETTERS = 2, /* before the first wildcard, or three bytes */
	NWI_GUARD_MOST = 8    /* witnesses of one guard */
};

#define NWI_IMAGE_MAGIC "nwquery" /* eight bytes with its NUL */
#define NWI_IMAGE_BYTES ((size_t)1 << 30)
#define NWI_NONE	UINT32_MAX

#define NWI_WITNESS_PAIR UINT32_C(0x80000000)
/* In a posting's guard: the rest is an index of NWI_GUARDS. */
#define NWI_GUARD_LIST UINT32_C(0x80000000)

enum nwi_op {
	NWI_OP_TERM = 1, /* arg: atom */
	NWI_OP_PHRASE,	 /* arg, count: a run of the list of atoms */
	NWI_OP_AND,
	NWI_OP_OR,
	NWI_OP_NOT,	 /* one child */
	NWI_OP_NEAR,	 /* two children; n words between at most */
	NWI_OP_ONEAR,	 /* the same, the first child first */
	NWI_OP_SLOP,	 /* as PHRASE, in any order; n other words at most */
	NWI_OP_ATLEAST,	 /* one child, n times or more */
	NWI_OP_SENTENCE, /* one child, looked for in each sentence alone */
	NWI_OP_SCORE,	 /* arg: the least sum; the children are WEIGHTs */
	NWI_OP_WEIGHT	 /* arg: int32_t, in NWI_WEIGHT_UNIT; one child */
};

/* Where a term must stand. */
enum nwi_where {
	NWI_WHERE_ANY = 0,
	NWI_WHERE_TITLE,
	NWI_WHERE_BODY,
	NWI_WHERE_LEAD, /* the first two sentences of the body */
	/* Facts of the item, see facts.h. */
	NWI_WHERE_URL,
	NWI_WHERE_SITE,
	NWI_WHERE_SOURCE,
	NWI_WHERE_OUTLET,
	NWI_WHERE_AUTHOR,
	NWI_WHERE_TAG,
	NWI_WHERE_LANG,
	NWI_WHERE_COUNTRY,
	NWI_WHERE_AFFILIATION,
	NWI_WHERE_OWNER,
	NWI_WHERE_TOPIC,
	NWI_WHERE_TYPE,
	NWI_WHERE_AGE,
	NWI_WHERE_COUNT
};

static inline bool nwi_where_is_fact(uint32_t where)
{
	return where >= NWI_WHERE_URL;
}

enum nwi_atom_kind {
	NWI_ATOM_WORD = 1, /* the key itself */
	NWI_ATOM_CASE,	   /* the key, spelt as `text` */
	NWI_ATOM_ACRONYM,  /* the key, written with points */
	NWI_ATOM_GLOB,	   /* `text` with * and ?; the key is its lead */
	NWI_ATOM_SCORE, /* the key, a topic, with a score; struct nwi_bound */
	NWI_ATOM_AGE,	/* the item's age; struct nwi_bound */
	NWI_ATOM_NAME,	/* in several forms, see forms.h: a name */
	NWI_ATOM_STEM,	/* and a stem */
	NWI_ATOM_ALIAS	/* one of those forms; struct nwi_alias */
};

/* The `text` of ALIAS. */
struct nwi_alias {
	uint32_t atom;	/* the NAME or STEM */
	uint32_t kinds; /* scripts or languages in which it is one */
};

/* Bits of nwi_image_header.uses above those of enum nwi_where. */
enum { NWI_USES_NAMES = 62, NWI_USES_STEMS = 63 };

/* The `text` of SCORE and AGE. */
struct nwi_bound {
	double limit;	/* a score, or milliseconds */
	uint32_t above; /* 0: below the limit, 1: above it */
	uint32_t equal; /* 1: the limit itself will do */
};

struct nwi_image_key {
	uint32_t hash;
	uint32_t text_at, text_len;
	uint32_t atom; /* the first one; the others by `next` */
};

struct nwi_image_atom {
	uint32_t kind; /* enum nwi_atom_kind */
	uint32_t key;
	uint32_t text_at, text_len;
	uint32_t next; /* above this atom's own number, or NWI_NONE */
	uint32_t post_at, post_count;
};

struct nwi_image_node {
	uint8_t op;    /* enum nwi_op */
	uint8_t where; /* enum nwi_where */
	uint16_t n;
	uint32_t size; /* nodes of the subtree, itself included */
	uint32_t arg;
	uint32_t count;
};

/*
 * Where a node's clause stands in the query's text, for explanations; one a
 * node, apart from them so that matching reads less.
 */
struct nwi_image_clause {
	uint32_t at, len;
};

struct nwi_image_query {
	uint32_t node; /* the root */
	uint32_t list; /* where its part of the list begins */
	uint32_t name_at, name_len;
};

struct nwi_image_posting {
	uint32_t query;
	uint32_t guard; /* a witness, NWI_NONE, or where several begin */
	uint32_t pair; /* nwi_pair of two words that must be neighbours, or 0 */
};

/* Stands for two words, by their hashes, of which one follows the other. */
static inline uint32_t nwi_pair(uint32_t first, uint32_t second)
{
	uint32_t x = first * UINT32_C(0x9e3779b1) ^
		     (second << 15 | second >> 17) * UINT32_C(0x85ebca6b);

	x ^= x >> 15;
	return x ? x : 1;
}

/*
 * The sections follow the header in this order, each at a multiple of 8.
 * WORD_SLOTS and LEAD_SLOTS are hash tables of powers of two with at least
 * one free slot: number of the key + 1, 0 free, linear probing.
 */
enum nwi_section {
	NWI_WORDS,	/* struct nwi_image_key */
	NWI_LEADS,	/* struct nwi_image_key */
	NWI_WORD_SLOTS, /* uint32_t */
	NWI_LEAD_SLOTS, /* uint32_t */
	NWI_ATOMS,
	NWI_NODES,
	NWI_CLAUSES, /* of the nodes, in their order */
	NWI_LIST,    /* uint32_t: the atoms of phrases */
	NWI_QUERIES,
	NWI_POSTINGS,
	NWI_GUARDS, /* uint32_t: how many, then so many witnesses */
	NWI_TEXT,   /* bytes */
	NWI_SECTIONS
};

struct nwi_image_header {
	char magic[8];
	uint32_t version;
	uint32_t crc; /* CRC-32C of the image with this member 0 */
	uint64_t bytes;
	uint64_t lead_lengths; /* bit n: there is a lead of n bytes */
	uint64_t uses;	       /* bit n: enum nwi_where n is asked for */
	uint32_t count[NWI_SECTIONS];
};

/* Bytes of one element of a section. */
size_t nwi_section_width(enum nwi_section section);

/* Offsets of the sections from their counts; the last is the whole size. */
void nwi_section_offsets(const uint32_t count[NWI_SECTIONS],
			 uint64_t at[NWI_SECTIONS + 1]);

enum { NWI_LEAD_BITS = 1 << 16 };

/* An open image. */
struct nw_queries {
	struct nw_str bytes;
	const struct nwi_image_header *header;
	const struct nwi_image_key *words, *leads;
	const uint32_t *word_slots, *lead_slots;
	const struct nwi_image_atom *atoms;
	const struct nwi_image_node *nodes;
	const struct nwi_image_clause *clauses;
	const uint32_t *list;
	const struct nwi_image_query *queries;
	const struct nwi_image_posting *postings;
	const uint32_t *guards;
	const char *text;
	/* By nwi_lead_bit: most beginnings of words are no lead. */
	uint64_t lead_bits[NWI_LEAD_BITS / 64];
};

static inline uint32_t nwi_lead_bit(uint32_t hash)
{
	return (hash ^ hash >> 16) % NWI_LEAD_BITS;
}

static inline struct nw_str nwi_image_text(const struct nw_queries *q,
					   uint32_t at, uint32_t len)
{
	return nw_str_make(q->text + at, len);
}

/* Whether `word` (folded) matches a pattern of letters, * and ?. */
bool nwi_glob(struct nw_str pattern, struct nw_str word);

#endif
