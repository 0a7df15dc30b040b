/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON out, straight into a buffer; JSON in, by jansson with our limits.
 *
 * The writer puts commas itself: a value or key that follows another gets
 * one. Strings must be valid UTF-8.
 */
#ifndef NWI_BASE_JSON_H
#define NWI_BASE_JSON_H

#include "base/room.h"
#include <jansson.h>
#include <newswatch/text.h>
#include <newswatch/time.h>

void nwi_json_open(struct nw_buf *out, char bracket);  /* '{' or '[' */
void nwi_json_close(struct nw_buf *out, char bracket); /* '}' or ']' */
void nwi_json_key(struct nw_buf *out, const char *key);

/* Values; an absent slice and an absent instant are null. */
void nwi_json_str(struct nw_buf *out, struct nw_str value);
void nwi_json_int(struct nw_buf *out, int64_t value);
void nwi_json_double(struct nw_buf *out, double value); /* up to 6 digits */
void nwi_json_bool(struct nw_buf *out, bool value);
void nwi_json_null(struct nw_buf *out);
void nwi_json_instant(struct nw_buf *out, const struct nw_instant *value);
void nwi_json_time(struct nw_buf *out, nw_time at);
/* Text that is JSON already. */
void nwi_json_raw(struct nw_buf *out, struct nw_str json);

/*
 * For objects that are written a thousand times a second: commas and keys
 * stand in one literal, and no comma is put before the value.
 */
void nwi_json_quote(struct nw_buf *out, struct nw_str value);

static inline void nwi_json_literal(struct nw_buf *out, const char *text)
{
	size_t len = strlen(text); /* known to the compiler */

	if (!nwi_buf_room(out, len))
		return;
	memcpy(out->at + out->len, text, len + 1);
	out->len += len;
}

static inline void nwi_json_field(struct nw_buf *out, const char *key,
				  struct nw_str value)
{
	size_t len = strlen(key);

	if (!nw_str_is_absent(value)) {
		nwi_json_literal(out, key);
		nwi_json_quote(out, value);
	} else if (nwi_buf_room(out, len + 4)) {
		memcpy(out->at + out->len, key, len);
		memcpy(out->at + out->len + len, "null", 5);
		out->len += len + 4;
	}
}

/* A key and its value. */
void nwi_json_put_str(struct nw_buf *out, const char *key, struct nw_str value);
void nwi_json_put_text(struct nw_buf *out, const char *key, const char *value);
void nwi_json_put_int(struct nw_buf *out, const char *key, int64_t value);
void nwi_json_put_bool(struct nw_buf *out, const char *key, bool value);
void nwi_json_put_time(struct nw_buf *out, const char *key, nw_time at);

/*
 * Parses one JSON text of at most `max_bytes`, nested at most `max_depth`
 * deep, without duplicate keys. The error says line and column. Release with
 * json_decref, or NW_AUTO(nwi_json_free).
 */
enum nw_status nwi_json_parse(struct nw_str text, size_t max_bytes,
			      unsigned max_depth, json_t **out,
			      struct nw_error *err) NW_CHECKED;

/*
 * The same for what strangers wrote for other readers: of members of one name
 * the last counts, as in browsers.
 */
enum nw_status nwi_json_parse_loose(struct nw_str text, size_t max_bytes,
				    unsigned max_depth, json_t **out,
				    struct nw_error *err) NW_CHECKED;
void nwi_json_free(json_t **json);

/* Reading members: the default when absent or of another type. */
struct nw_str nwi_json_get_str(const json_t *object, const char *key);
int64_t nwi_json_get_int(const json_t *object, const char *key,
			 int64_t fallback);
double nwi_json_get_double(const json_t *object, const char *key,
			   double fallback);
bool nwi_json_get_bool(const json_t *object, const char *key, bool fallback);
nw_time nwi_json_get_time(const json_t *object, const char *key,
			  nw_time fallback);

/* Must run once before a process seals itself: jansson reads /dev/urandom. */
void nwi_json_seed(void);

#endif
