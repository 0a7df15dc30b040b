/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of revision.h share. */
#ifndef NWI_TEXT_REVISION_INTERNAL_H
#define NWI_TEXT_REVISION_INTERNAL_H

#include "text/fold.h"
#include "text/revision.h"

#define NWI_NO_MATE UINT32_MAX

struct nwi_sentence {
	uint32_t first, count; /* tokens */
	uint32_t from, to;     /* bytes */
	uint64_t hash;	       /* of the folded tokens */
	uint32_t mate; /* the same or the edited one of the other side */
	bool same;     /* the mate says the same */
	bool noise;    /* says nothing of the subject */
};

/* One of the two texts, cut. */
struct nwi_side {
	struct nw_str text, language;
	const struct nw_token *tokens;
	struct nwi_sentence *rows;
	size_t token_count, count;
	uint64_t *known; /* what it has anywhere, sorted hashes */
	size_t known_count;
};

enum nwi_fact_kind { NWI_FACT_WORD, NWI_FACT_NUMBER, NWI_FACT_NAME };

/* A word of a sentence, a number whatever its writing. */
struct nwi_fact {
	enum nwi_fact_kind kind;
	bool gone;	    /* the other sentence has it as well */
	struct nw_str key;  /* what is compared */
	struct nw_str text; /* as it stands in the sentence */
};

enum { NWI_FACTS_MAX = 256 };

/* revision_words.c: whether a sentence counts, tells the time, or advertises.
 */
bool nwi_revision_is_noise(const struct nwi_side *side,
			   const struct nwi_sentence *row);
/* Whether it says that the text was corrected. */
bool nwi_revision_is_notice(const struct nwi_side *side,
			    const struct nwi_sentence *row);
/* Whether it is the heading of such a text and no more. */
bool nwi_revision_is_heading(const struct nwi_side *side,
			     const struct nwi_sentence *row);
/* Whether a title's word tells only of its form ("video", "live"). */
bool nwi_revision_is_label(struct nw_str folded);
bool nwi_revision_is_counter(struct nw_str folded);
/* Articles of several languages, which a title may have or not. */
bool nwi_revision_is_article(struct nw_str folded);
/* Words of German behind which a noun stands. */
bool nwi_revision_is_determiner(struct nw_str folded);
/* "seven" is 7 in English; -1 for other words. */
int64_t nwi_revision_number_word(struct nw_str folded, struct nw_str language);

/*
 * revision_facts.c: the facts of a sentence, at most NWI_FACTS_MAX; NULL when
 * the arena is full.
 */
struct nwi_fact *nwi_revision_facts(const struct nwi_side *side,
				    const struct nwi_sentence *row,
				    struct nw_arena *arena, size_t *count);
/* Whether a number begins at token `i` of the sentence: its value as text and
   how many tokens write it; `*taken` is 1 for what is none. */
enum { NWI_NUMBER_BYTES = 8 * NWI_TOKEN_BYTES };
bool nwi_revision_number(const struct nwi_side *side,
			 const struct nwi_sentence *row, uint32_t i,
			 struct nw_buf *value, uint32_t *taken);
bool nwi_revision_is_capital(const struct nw_token *token);
/* Whether a capital behind this says nothing: a quotation, a new clause. */
bool nwi_revision_opens(const struct nwi_side *side,
			const struct nw_token *token);

/* revision_known.c: fills `known`; false when the arena is full. */
bool nwi_revision_learn(struct nwi_side *side, struct nw_arena *arena);
/* Whether a fact of this kind and key stands anywhere in the text. */
bool nwi_revision_has(const struct nwi_side *side, const struct nwi_fact *fact);
/* Whether the word has its capital within a sentence somewhere. */
bool nwi_revision_names(const struct nwi_side *side, struct nw_str folded);
/* Whether two folded words are one name, in two spellings or cases. */
bool nwi_revision_same_name(struct nw_str a, struct nw_str b);

/* revision_title.c: whether a title says something else; `typo` where one word
   is spelled right now. */
bool nwi_revision_title_changed(const struct nwi_revision_text *before,
				const struct nwi_revision_text *after,
				struct nw_str language, struct nw_arena *arena,
				bool *typo);

/* revision_lines.c: the diff. False when the arena is full. */
bool nwi_revision_lines(const struct nwi_side *before,
			const struct nwi_side *after,
			const struct nwi_revision_text *was,
			const struct nwi_revision_text *is,
			struct nw_arena *arena, struct nwi_revision *out);

#endif
