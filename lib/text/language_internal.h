/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The parts of telling a language: scripts, words cut from a sample of the
 * text, and how well the languages of the table fit them.
 */
#ifndef NWI_TEXT_LANGUAGE_INTERNAL_H
#define NWI_TEXT_LANGUAGE_INTERNAL_H

#include "text/tables/language_table.h"
#include <newswatch/text.h>

/* A script: its name, and its language where it has but one (else ""). */
struct nwi_script_row {
	const char *name;
	enum nwi_script script;
	char code[4];
};

enum { NWI_SCRIPTS_MAX = 40 };
extern const struct nwi_script_row nwi_scripts[];

/* Index in nwi_scripts of a letter's script; 0 for all that tells nothing. */
unsigned nwi_script_of(uint32_t c);

/* A letter in lower case as the table has it; 0 for what a word drops
 * (points, joiners), UINT32_MAX for what parts words. */
uint32_t nwi_language_letter(uint32_t c);

struct nwi_language_scores {
	uint32_t letters[NWI_SCRIPTS_MAX]; /* by index in nwi_scripts */
	uint32_t words;
	uint32_t features;	  /* groups of letters looked up */
	uint32_t arabic, persian; /* letters that one of the two writes so */
	int32_t sums[NWI_LANGUAGE_MAX]; /* gains by language of the table */
};

/* Takes a sample of the text: all of a short one, windows of a long one. */
void nwi_language_score(struct nw_str text, struct nwi_language_scores *scores);

#endif
