/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The language of a text, from what was declared and from the text itself.
 */
#ifndef NWI_TEXT_LANGUAGE_H
#define NWI_TEXT_LANGUAGE_H

#include <newswatch/text.h>

/*
 * The BCP 47 primary language ("en", "zh") of valid UTF-8, as a static string;
 * NULL when unsure. `declared` is what the source states, or absent: it wins
 * over a guess that is not certain, and is doubted when script or words speak
 * against it. At most the first 4 KiB are looked at.
 */
const char *nwi_language_of(struct nw_str text, struct nw_str declared);

/*
 * A language tag in its usual writing: "EN_us" -> "en-US", "ger" -> "de",
 * "zh-Hant-TW". Appends nothing for what is no tag.
 */
void nwi_language_tag(struct nw_buf *out, struct nw_str tag);

#endif
