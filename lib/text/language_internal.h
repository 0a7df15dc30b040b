/* SPDX-License-Identifier: Apache-2.0 */
#ifndef NWI_TEXT_LANGUAGE_INTERNAL_H
#define NWI_TEXT_LANGUAGE_INTERNAL_H

/*
 * CLD2's code of the language of valid UTF-8 ("iw", "zh-Hant"), NULL for
 * none; `percent` of the text is in it. `hint` is a language or NULL.
 */
const char *nwi_cld2_detect(const char *text, int len, const char *hint,
			    int *percent, int *reliable);

#endif
