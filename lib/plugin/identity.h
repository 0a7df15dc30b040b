/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an item is called for ever, and whether its content changed.
 */
#ifndef NWI_PLUGIN_IDENTITY_H
#define NWI_PLUGIN_IDENTITY_H

#include "base/hash.h"
#include <newswatch/item.h>

/* The numbers are the configuration's `identity:`. */
enum nwi_identity_policy {
	NWI_IDENTITY_AUTO = 0, /* id when present, else url, else hash */
	NWI_IDENTITY_ID = 1,
	NWI_IDENTITY_URL = 2, /* canonical, text/url.h */
	NWI_IDENTITY_HASH = 3 /* of title and body */
};

/* Bytes of a content hash: 16 hexadecimal digits and NUL. */
#define NWI_CONTENT_TEXT 17

struct nwi_identity {
	struct nw_str text; /* in the arena */
	char id[NWI_ID_TEXT];
	char hash[NWI_CONTENT_TEXT]; /* of title, body, URL, published */
};

/*
 * Derives all three. A policy whose field the item lacks falls to the next
 * one of AUTO's order. NW_LIMIT when the arena is full.
 */
enum nw_status nwi_identity_of(const struct nw_item *item,
			       enum nwi_identity_policy policy,
			       struct nw_str source, struct nw_arena *arena,
			       struct nwi_identity *out) NW_CHECKED;

#endif
