/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading members of item and alert objects into an arena.
 *
 * What the bytes say is checked here and nowhere else: a member of a wrong
 * type is NW_BAD_INPUT with its key; null and a missing member are absent;
 * text over its limit is cut at a character's border and noted in `cut`; CR
 * becomes LF, and any other control character but \n and \t a space.
 */
#ifndef NWI_ITEM_READ_H
#define NWI_ITEM_READ_H

#include "base/json.h"
#include <newswatch/alert.h>

/* An object of at most this many bytes, nested at most this deep, is read. */
#define NWI_ITEM_JSON_BYTES  ((size_t)8 << 20)
#define NWI_ALERT_JSON_BYTES ((size_t)32 << 20)
#define NWI_ITEM_JSON_DEPTH  32

/* Limits of an item's fields, for all who make items. */
#define NWI_TITLE_BYTES	   4096
#define NWI_TEXT_BYTES	   (1 << 20)
#define NWI_HTML_BYTES	   (2 << 20)
#define NWI_URL_BYTES	   8192
#define NWI_NAME_BYTES	   1024
#define NWI_AUTHORS_MAX	   64
#define NWI_CATEGORIES_MAX 256
#define NWI_ENCLOSURES_MAX 64

struct nwi_item_reader {
	struct nw_arena *arena;
	bool cut;
};

/* One text member: where it goes and how long it may be. */
struct nwi_item_text_row {
	const char *key;
	size_t offset; /* of a struct nw_str in the target */
	size_t max_bytes;
	bool one_line; /* line breaks and tabs become spaces */
};

enum nw_status nwi_item_read_text(struct nwi_item_reader *reader,
				  const json_t *object,
				  const struct nwi_item_text_row *row,
				  void *target, struct nw_error *err);

/* Rows up to one whose key is NULL. */
enum nw_status nwi_item_read_texts(struct nwi_item_reader *reader,
				   const json_t *object,
				   const struct nwi_item_text_row *rows,
				   void *target, struct nw_error *err);

/* An array member; NULL when absent. */
enum nw_status nwi_item_read_array(const json_t *object, const char *key,
				   const json_t **out, struct nw_error *err);

/*
 * Room for a list of objects: `*out` (zeroed rows of `size` bytes, untouched
 * where there are none) and `*count` of them, at most `most`; what is over is
 * dropped. NW_BAD_INPUT for an element that is no object.
 */
enum nw_status nwi_item_read_rows(struct nwi_item_reader *reader,
				  const json_t *object, const char *key,
				  size_t most, size_t size, const json_t **list,
				  void **out, uint32_t *count,
				  struct nw_error *err);

/*
 * RFC 3339, or a whole date as outlets write them; absent for all else, since
 * an item is not lost over its date.
 */
void nwi_item_read_instant(const json_t *object, const char *key,
			   struct nw_instant *out);

/* The whole item object; strings go to the reader's arena. */
enum nw_status nwi_item_read(struct nwi_item_reader *reader,
			     const json_t *object, struct nw_item *out,
			     struct nw_error *err);

#endif
