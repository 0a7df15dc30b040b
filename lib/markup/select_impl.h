/* SPDX-License-Identifier: Apache-2.0 */
/* A compiled selector, as its compiler and its matcher see it. */
#ifndef NWI_MARKUP_SELECT_IMPL_H
#define NWI_MARKUP_SELECT_IMPL_H

#include "markup/select.h"

enum select_kind {
	SELECT_TYPE,
	SELECT_ATTR,
	SELECT_NTH,
	SELECT_ROOT,
	SELECT_EMPTY,
	SELECT_LANG,
	SELECT_NOT,
	SELECT_IS,
	SELECT_LINK,
	SELECT_CHECKED,
	SELECT_ENABLED,
	SELECT_DISABLED
};

/* Whose place is counted, and from where. */
enum select_count {
	SELECT_FROM_LAST = 1,
	SELECT_OF_TYPE = 2,
	SELECT_ONLY = 4 /* from both ends */
};

/* An element's place among its siblings, from 1, of `all`. */
struct select_place {
	uint32_t nth, all;
	uint32_t nth_of_type, all_of_type;
};

struct select_test {
	struct select_test *next;
	struct nw_str name;  /* TYPE, ATTR; lower case */
	struct nw_str value; /* ATTR (class and id too), LANG */
	uint16_t *fallback;  /* ATTR *= without case: Knuth, Morris, Pratt */
	struct select_compound *list; /* NOT, IS */
	int32_t a, b;		      /* NTH: an + b */
	uint16_t atom;		      /* of `name` */
	uint8_t kind;		      /* enum select_kind */
	uint8_t count;		      /* NTH: enum select_count */
	char op;     /* ATTR: '=' '~' '|' '^' '$' '*', 0: is there */
	bool nocase; /* ATTR */
};

struct select_compound {
	struct select_compound *next; /* in the list of a NOT or IS */
	struct select_test *tests;    /* all must hold */
};

/*
 * Compounds by number: bit i of an element's mask says that the beginning of
 * a selector up to compound i ends at that element.
 */
struct nwi_select {
	struct select_compound *compounds[NWI_SELECT_COMPOUNDS];
	uint64_t starts;   /* the first of their selector */
	uint64_t ends;	   /* the last */
	uint64_t below;	   /* behind a blank */
	uint64_t child;	   /* behind > */
	uint64_t adjacent; /* behind + */
	uint64_t after;	   /* behind ~ */
	uint32_t count;
	bool places, types, languages;
};

static inline char select_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* The places of all elements, by node number; NULL when memory is out. */
struct select_place *select_places(const struct nwi_tree *tree, bool types,
				   struct nw_arena *arena);

#endif
