/* SPDX-License-Identifier: Apache-2.0 */
/* What the url files share. */
#ifndef NWI_TEXT_URL_INTERNAL_H
#define NWI_TEXT_URL_INTERNAL_H

#include "text/url.h"

/*
 * Appends with controls, space, what is beyond ASCII and the characters of
 * `also` percent-encoded; escapes that are there stay.
 */
void nwi_url_encode(struct nw_buf *out, struct nw_str s, const char *also);

/*
 * What resolving comes to where it is the base's front and the reference as
 * it is written: of a finished base and a path without dot segments. Absent
 * where more is to be done, or memory is out.
 */
struct nw_str nwi_url_join(struct nw_arena *arena, struct nw_str base,
			   struct nw_str reference);

/* The byte that the escape at `at` stands for, -1 for no escape. */
int nwi_url_escape(struct nw_str s, size_t at);

/* Whether "name=value" may be left out of an address. */
bool nwi_url_is_tracking(struct nw_str parameter);

/*
 * Puts the http or https address that stands within this one into `out` (and
 * clears it before): of AMP caches and of known counters of clicks, told by
 * the host without what stands for a screen. False where there is none; `out`
 * is undefined then.
 */
bool nwi_url_unwrap(const struct nwi_url *parts, struct nw_buf *out);

#endif
