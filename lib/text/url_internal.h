/* SPDX-License-Identifier: Apache-2.0 */
/* What url.c and url_canonical.c share. */
#ifndef NWI_TEXT_URL_INTERNAL_H
#define NWI_TEXT_URL_INTERNAL_H

#include "text/url.h"

/*
 * Appends with controls, space, what is beyond ASCII and the characters of
 * `also` percent-encoded; escapes that are there stay.
 */
void nwi_url_encode(struct nw_buf *out, struct nw_str s, const char *also);

/* The byte that the escape at `at` stands for, -1 for no escape. */
int nwi_url_escape(struct nw_str s, size_t at);

#endif
