/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON as people write it into pages by hand or template, made JSON.
 */
#ifndef NWI_HTML_PAGE_LD_MEND_H
#define NWI_HTML_PAGE_LD_MEND_H

#include <newswatch/text.h>

/*
 * Appends to `out` a list of the values that stand in `text`, in linear time:
 * raw control characters become spaces; comments and CDATA marks go; commas
 * are put where they are missing and taken where nothing follows; quotation
 * marks inside a string and wrong escapes are escaped, halves of characters and
 * NULs replaced; what was left open is closed. False when there is nothing to
 * mend or `out` is full. The result is not sure to be JSON.
 */
bool nwi_ld_mend(struct nw_str text, struct nw_buf *out);

#endif
