/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an item is called for ever, and whether its content changed.
 */
#ifndef NWI_PLUGIN_IDENTITY_H
#define NWI_PLUGIN_IDENTITY_H

#include "base/hash.h"
#include <newswatch/item.h>

/* The numbers are the configuration's `identity:`; stored, never changed. */
enum nwi_identity_policy {
	NWI_IDENTITY_AUTO = 0, /* id when present, else url, else hash */
	NWI_IDENTITY_ID = 1,
	NWI_IDENTITY_URL = 2,	   /* canonical, text/url.h */
	NWI_IDENTITY_HASH = 3,	   /* of title and body */
	NWI_IDENTITY_URL_TITLE = 4 /* canonical URL and title */
};
#define NWI_IDENTITY_POLICIES 5

/* Bytes of a content hash: 16 hexadecimal digits and NUL. */
#define NWI_CONTENT_TEXT 17

/*
 * What an item may be known again by under another identity: 64 bits of a
 * hash each, 0 where the item has none.
 */
struct nwi_identity_keys {
	uint64_t url;  /* canonical */
	uint64_t text; /* title and body */
	uint64_t title;
	uint64_t published;
};

/* Bytes of the keys as text: four times 16 hexadecimal digits, and NUL. */
#define NWI_KEYS_TEXT 65

struct nwi_identity {
	struct nw_str text; /* in the arena */
	char id[NWI_ID_TEXT];
	char hash[NWI_CONTENT_TEXT]; /* of title, body, URL, published */
	struct nwi_identity_keys keys;
};

/*
 * Derives all of it. A policy whose field the item lacks falls to the next
 * one of AUTO's order. NW_LIMIT when the arena is full.
 */
enum nw_status nwi_identity_of(const struct nw_item *item,
			       enum nwi_identity_policy policy,
			       struct nw_str source, struct nw_arena *arena,
			       struct nwi_identity *out) NW_CHECKED;

void nwi_identity_keys_text(const struct nwi_identity_keys *keys,
			    char out[NWI_KEYS_TEXT]);

/*
 * An item as a survey of its source counts it: its id's hash (0: it has none)
 * and what else it may be told apart by.
 */
struct nwi_identity_seen {
	uint64_t id;
	struct nwi_identity_keys keys;
};

/*
 * Which policies tell the items of one response apart and hold them together:
 * a bit (1 << policy) for each. ID fits where all items have one and no two
 * articles share it; URL the same; URL_TITLE where no two articles share both;
 * HASH always. One item in fifty may err. The rows are sorted anew.
 */
uint32_t nwi_identity_survey(struct nwi_identity_seen *rows, size_t count);

/* The first of ID, URL, URL_TITLE and HASH that is in `fits`. */
enum nwi_identity_policy nwi_identity_choose(uint32_t fits);

/* "id", "url", "url+title", "hash"; "auto" for 0. */
const char *nwi_identity_policy_name(enum nwi_identity_policy policy);

#endif
