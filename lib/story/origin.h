/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The wire that a text came by: a news agency in its dateline, in a credit
 * line at its end, or as its author. An agency that a sentence quotes ("told
 * Reuters") is none.
 */
#ifndef NWI_STORY_ORIGIN_H
#define NWI_STORY_ORIGIN_H

#include <newswatch/doc.h>

/* The number of the agency, kept in stored prints; 0: none is named. */
uint8_t nwi_origin_of(const struct nw_doc *doc);

/* "Reuters", "AFP", ...; NULL for 0 and numbers of a later version. */
const char *nwi_origin_name(uint8_t origin);

#endif
