/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of the lexer share: lex.c cuts a text into lexemes,
 * operator.c reads the operators, foreign.c what other products write.
 */
#ifndef NWI_QUERY_LEX_H
#define NWI_QUERY_LEX_H

#include "query/lang.h"

/* NEAR over this many words is hardly a statement: a warning. */
enum { NWI_NEAR_WIDE = 10 };

static inline bool nwi_lex_is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Skips blanks and comments. */
void nwi_lex_space(struct nwi_reading *r);

/*
 * Makes `x`, a word at whose end the reading stands, an operator when it is
 * one, and reads what belongs to it. False when it is none; warns of what
 * only looks like one.
 */
bool nwi_lex_operator(struct nwi_reading *r, struct nwi_lexeme *x);

/*
 * What another product calls a field: our field, or NWI_WHERE_ANY and a
 * problem where we have none; *known is false when nobody calls it so.
 */
enum nwi_where nwi_foreign_field(struct nwi_reading *r,
				 const struct nwi_lexeme *x, struct nw_str name,
				 bool *known);

/*
 * Refuses a word that is an operator elsewhere, with our spelling. False when
 * it is none.
 */
bool nwi_lex_foreign(struct nwi_reading *r, struct nwi_lexeme *x);

#endif
