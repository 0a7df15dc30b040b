/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The language of a text, from what was declared and from the text itself.
 */
#ifndef NWI_TEXT_LANGUAGE_H
#define NWI_TEXT_LANGUAGE_H

#include <newswatch/item.h>

/*
 * The BCP 47 primary language ("en", "zh") of valid UTF-8, as a static string;
 * NULL when unsure. `declared` is what the source states, or absent: it stands
 * where the text fits it about as well as any other language, and falls where
 * script or words speak against it. Of a long text a sample of some 600
 * bytes is looked at, so that the time does not grow with it.
 */
const char *nwi_language_of(struct nw_str text, struct nw_str declared);

/* The same with what it rests on. Static strings. */
struct nwi_language_guess {
	const char *code;    /* NULL: unknown */
	const char *script;  /* "Latin", or "no letters" */
	const char *first;   /* what fits best, certain or not; NULL: nothing */
	const char *second;  /* what fits next in the same script; NULL: none */
	const char *why;     /* one line: what decided */
	uint32_t letters;    /* of the script, in the sample */
	uint32_t words;	     /* in the sample */
	int32_t score, lead; /* of the first, and before the second; 1/16 nat */
};
void nwi_language_tell(struct nw_str text, struct nw_str declared,
		       struct nwi_language_guess *out);

/* The same question about an item: its title counts where the text is short. */
void nwi_language_tell_item(const struct nw_item *item,
			    struct nwi_language_guess *out);

/*
 * What an item is said to be in: its own tag where the text keeps to that
 * language ("pt-BR" for a text in "pt"), else the language that was found;
 * absent when unsure.
 */
struct nw_str nwi_language_settle_item(const struct nw_item *item);

/*
 * A language tag in its usual writing: "EN_us" -> "en-US", "ger" -> "de",
 * "zh-Hant-TW". Appends nothing for what is no tag.
 */
void nwi_language_tag(struct nw_buf *out, struct nw_str tag);

#endif
