/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"

#include "base/copy.h"
#include "base/wide.h"

#include <math.h>

/* Whether a value stands before, so that a comma is due. */
static bool is_behind(const struct nw_buf *out)
{
	if (out->len == 0)
		return false;
	char last = out->at[out->len - 1];
	return last != '{' && last != '[' && last != ':' && last != '\n';
}

static void separate(struct nw_buf *out)
{
	if (is_behind(out))
		nw_buf_add_char(out, ',');
}

void nwi_json_open(struct nw_buf *out, char bracket)
{
	separate(out);
	nw_buf_add_char(out, bracket);
}

void nwi_json_close(struct nw_buf *out, char bracket)
{
	nw_buf_add_char(out, bracket);
}

void nwi_json_key(struct nw_buf *out, const char *key)
{
	size_t len = strlen(key);

	if (!nw_buf_reserve(out, len + 4))
		return;
	char *to = out->at + out->len;
	if (is_behind(out))
		*to++ = ',';
	*to++ = '"';
	memcpy(to, key, len);
	memcpy(to + len, "\":", 3);
	out->len = (size_t)(to - out->at) + len + 2;
}

/* Bytes that stand in a JSON string as they are: DEL is no use to anybody. */
static bool is_plain(unsigned char c)
{
	return c >= 0x20 && c != '"' && c != '\\' && c != 0x7f;
}

/* The same of eight bytes: each difference has a zero where it has not. */
static bool are_plain(uint64_t word)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
	uint64_t quote = word ^ ones * '"', slash = word ^ ones * '\\';
	uint64_t del = word ^ ones * 0x7f;

	return (((word - ones * 0x20) & ~word & tops) |
		((quote - ones) & ~quote & tops) |
		((slash - ones) & ~slash & tops) |
		((del - ones) & ~del & tops)) == 0;
}

#ifdef __SSE2__
/* Bit i: byte i is not plain. */
static unsigned odd_ones(__m128i v)
{
	const __m128i last = _mm_set1_epi8(0x1f), quote = _mm_set1_epi8('"'),
		      slash = _mm_set1_epi8('\\'), del = _mm_set1_epi8(0x7f);
	__m128i low = _mm_cmpeq_epi8(_mm_min_epu8(v, last), v);
	__m128i marks = _mm_or_si128(_mm_cmpeq_epi8(v, quote),
				     _mm_cmpeq_epi8(v, slash));
	__m128i odd = _mm_or_si128(low, _mm_cmpeq_epi8(v, del));

	return (unsigned)_mm_movemask_epi8(_mm_or_si128(marks, odd));
}
#endif

/*
 * Copies plain bytes up to `end` or the first other one, and moves `*from`
 * there. There is room for all up to `end`: whole words are stored before it
 * is known how much of them counts.
 */
static char *copy_plain(char *to, const char **from, const char *end)
{
	const char *at = *from;
	uint64_t word;

#ifdef __SSE2__
	to = nwi_copy_sixteens(to, *from, &at, end, odd_ones);
#endif
	for (; end - at >= 8; at += 8, to += 8) {
		memcpy(&word, at, sizeof(word));
		if (!are_plain(word))
			break;
		memcpy(to, &word, sizeof(word));
	}
	/* The same of a short run: its last eight once more. */
	if (at - *from >= 8 && at < end && end - at < 8) {
		size_t again = 8 - (size_t)(end - at);
		memcpy(&word, at - again, sizeof(word));
		if (are_plain(word)) {
			memcpy(to - again, &word, sizeof(word));
			*from = end;
			return to - again + 8;
		}
	}
	while (at < end && is_plain((unsigned char)*at))
		*to++ = *at++;
	*from = at;
	return to;
}

enum { ESCAPE_BYTES = 6 };

static char *put_escape(char *to, unsigned char c)
{
	static const char digits[] = "0123456789abcdef";
	char letter = c == '\n' ? 'n' : c == '\t' ? 't' : (char)c;

	*to++ = '\\';
	if (c >= 0x20 && c != 0x7f)
		letter = (char)c;
	else if (letter == (char)c) {
		memcpy(to, "u00", 3);
		to[3] = digits[c >> 4];
		to[4] = digits[c & 15];
		return to + 5;
	}
	*to++ = letter;
	return to;
}

#ifdef __x86_64__
/* Bit i: byte i is not plain. */
NWI_WIDE static inline unsigned odd_wide(__m256i v)
{
	__m256i marks = nwi_wide_or(nwi_wide_is(v, '"'), nwi_wide_is(v, '\\'));
	__m256i controls =
		nwi_wide_or(nwi_wide_at_most(v, 0x1f), nwi_wide_is(v, 0x7f));

	return nwi_wide_bits(nwi_wide_or(marks, controls));
}

/*
 * Quotes while 32 bytes are left and `room` is enough for an escape, all
 * behind it and the closing quote; gives the bytes it read.
 */
NWI_WIDE static size_t quote_wide(char **written, size_t room, const char *at,
				  size_t len)
{
	char *to = *written, *limit = to + room;
	size_t i = 0;

	while (i + 32 <= len) {
		__m256i v = nwi_wide_load(at + i);
		unsigned odd = odd_wide(v);

		_mm256_storeu_si256((void *)to, v);
		/* A jump, which is foretold: the next load waits for none. */
		if (__builtin_expect(!odd, true)) {
			i += 32;
			to += 32;
			continue;
		}
		size_t plain = (size_t)__builtin_ctz(odd);
		i += plain;
		to += plain;
		if ((size_t)(limit - to) < len - i + ESCAPE_BYTES + 1)
			break;
		to = put_escape(to, (unsigned char)at[i++]);
	}
	*written = to;
	return i;
}
#endif

/* What may be written from `to` on, which is in the buffer. */
static inline size_t room_from(const struct nw_buf *out, const char *to)
{
	size_t used = (size_t)(to - out->at);
	size_t room = out->room - 1 < out->max ? out->room - 1 : out->max;

	return room > used ? room - used : 0;
}

/* Quotes up to `end`, or the first escape that needs more room. */
static inline char *quote_some(const struct nw_buf *out, char *to,
			       const char **at, const char *end)
{
#ifdef __x86_64__
	if (nwi_wide_pays((size_t)(end - *at)))
		*at += quote_wide(&to, room_from(out, to), *at,
				  (size_t)(end - *at));
#endif
	for (;;) {
		to = copy_plain(to, at, end);
		if (*at == end ||
		    room_from(out, to) <= (size_t)(end - *at) + ESCAPE_BYTES)
			return to;
		to = put_escape(to, (unsigned char)*(*at)++);
	}
}

void nwi_json_quote(struct nw_buf *out, struct nw_str value)
{
	const char *at = value.at, *end = at + value.len;

	if (nw_str_is_absent(value)) {
		nw_buf_add(out, "null", 4);
		return;
	}
	if (!nwi_buf_room(out, value.len + 2))
		return;
	char *to = out->at + out->len;
	*to++ = '"';
	while ((to = quote_some(out, to, &at, end)), at < end) {
		out->len = (size_t)(to - out->at);
		if (!nwi_buf_room(out, ESCAPE_BYTES + (size_t)(end - at)))
			return;
		to = put_escape(out->at + out->len, (unsigned char)*at++);
	}
	*to++ = '"';
	*to = '\0';
	out->len = (size_t)(to - out->at);
}

void nwi_json_str(struct nw_buf *out, struct nw_str value)
{
	separate(out);
	nwi_json_quote(out, value);
}

void nwi_json_int(struct nw_buf *out, int64_t value)
{
	char digits[20];
	size_t at = sizeof(digits);
	uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;

	separate(out);
	do
		digits[--at] = (char)('0' + rest % 10);
	while ((rest /= 10) > 0);
	if (value < 0)
		digits[--at] = '-';
	nw_buf_add(out, digits + at, sizeof(digits) - at);
}

void nwi_json_double(struct nw_buf *out, double value)
{
	separate(out);
	if (isfinite(value))
		nw_buf_add_fmt(out, "%.6g", value);
	else
		nw_buf_add_text(out, "null");
}

void nwi_json_bool(struct nw_buf *out, bool value)
{
	separate(out);
	nw_buf_add_text(out, value ? "true" : "false");
}

void nwi_json_null(struct nw_buf *out)
{
	separate(out);
	nw_buf_add(out, "null", 4);
}

void nwi_json_instant(struct nw_buf *out, const struct nw_instant *value)
{
	char text[NW_TIME_TEXT];

	if (nw_instant_is_absent(value)) {
		nwi_json_null(out);
		return;
	}
	nw_instant_format(value, text);
	nwi_json_str(out, nw_str_from(text));
}

void nwi_json_time(struct nw_buf *out, nw_time at)
{
	char text[NW_TIME_TEXT];

	nw_time_format(at, text);
	nwi_json_str(out, nw_str_from(text));
}

void nwi_json_raw(struct nw_buf *out, struct nw_str json)
{
	separate(out);
	nw_buf_add_str(out, json);
}

void nwi_json_put_str(struct nw_buf *out, const char *key, struct nw_str value)
{
	nwi_json_key(out, key);
	nwi_json_str(out, value);
}

void nwi_json_put_text(struct nw_buf *out, const char *key, const char *value)
{
	nwi_json_put_str(out, key, nw_str_from(value));
}

void nwi_json_put_int(struct nw_buf *out, const char *key, int64_t value)
{
	nwi_json_key(out, key);
	nwi_json_int(out, value);
}

void nwi_json_put_bool(struct nw_buf *out, const char *key, bool value)
{
	nwi_json_key(out, key);
	nwi_json_bool(out, value);
}

void nwi_json_put_time(struct nw_buf *out, const char *key, nw_time at)
{
	nwi_json_key(out, key);
	nwi_json_time(out, at);
}

/*
 * What jansson 2.14 allocates for each: an object with its first buckets, an
 * array with its first places, a member with its value, an element. 16 MiB of
 * "{}," would fill 1.7 GiB.
 */
enum { OBJECT_COST = 256, ARRAY_COST = 160, MEMBER_COST = 128, ROW_COST = 48 };
#define TREE_MAX ((size_t)128 << 20)

static size_t cost_of(char c)
{
	switch (c) {
	case '{':
		return OBJECT_COST;
	case '[':
		return ARRAY_COST;
	case ':':
		return MEMBER_COST;
	case ',':
		return ROW_COST;
	default:
		return 0;
	}
}

/*
 * jansson nests to 2,048 and takes what memory it likes; brackets and values
 * outside strings are counted beforehand.
 */
static unsigned depth_of(struct nw_str text, unsigned stop, size_t *cost)
{
	unsigned depth = 0, deepest = 0;
	bool quoted = false;

	*cost = text.len;
	for (size_t i = 0; i < text.len && deepest <= stop; i++) {
		char c = text.at[i];
		if (quoted) {
			if (c == '\\')
				i++;
			else if (c == '"')
				quoted = false;
			continue;
		}
		*cost += cost_of(c);
		if (c == '"') {
			quoted = true;
		} else if (c == '{' || c == '[') {
			depth++;
			deepest = depth > deepest ? depth : deepest;
		} else if ((c == '}' || c == ']') && depth > 0) {
			depth--;
		}
	}
	return deepest;
}

static enum nw_status parse(struct nw_str text, size_t max_bytes,
			    unsigned max_depth, size_t flags, json_t **out,
			    struct nw_error *err)
{
	json_error_t why;
	size_t cost;

	if (text.len > max_bytes)
		return nw_fail(err, NW_LIMIT, "JSON of %zu bytes, at most %zu",
			       text.len, max_bytes);
	if (depth_of(text, max_depth, &cost) > max_depth)
		return nw_fail(err, NW_LIMIT, "JSON nested over %u deep",
			       max_depth);
	if (cost > TREE_MAX)
		return nw_fail(err, NW_LIMIT,
			       "JSON with so many values that they would fill "
			       "more than %zu MiB",
			       TREE_MAX >> 20);
	json_t *json = json_loadb(text.at ? text.at : "", text.len,
				  flags | JSON_DECODE_ANY, &why);
	if (!json)
		return nw_fail(err, NW_BAD_INPUT, "JSON line %d column %d: %s",
			       why.line, why.column, why.text);
	*out = json;
	return NW_OK;
}

enum nw_status nwi_json_parse(struct nw_str text, size_t max_bytes,
			      unsigned max_depth, json_t **out,
			      struct nw_error *err)
{
	return parse(text, max_bytes, max_depth, JSON_REJECT_DUPLICATES, out,
		     err);
}

enum nw_status nwi_json_parse_loose(struct nw_str text, size_t max_bytes,
				    unsigned max_depth, json_t **out,
				    struct nw_error *err)
{
	return parse(text, max_bytes, max_depth, 0, out, err);
}

void nwi_json_free(json_t **json)
{
	json_decref(*json);
	*json = NULL;
}

struct nw_str nwi_json_get_str(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	if (!json_is_string(value))
		return nw_str_make(NULL, 0);
	return nw_str_make(json_string_value(value), json_string_length(value));
}

int64_t nwi_json_get_int(const json_t *object, const char *key,
			 int64_t fallback)
{
	const json_t *value = json_object_get(object, key);

	return json_is_integer(value) ? json_integer_value(value) : fallback;
}

double nwi_json_get_double(const json_t *object, const char *key,
			   double fallback)
{
	const json_t *value = json_object_get(object, key);

	return json_is_number(value) ? json_number_value(value) : fallback;
}

bool nwi_json_get_bool(const json_t *object, const char *key, bool fallback)
{
	const json_t *value = json_object_get(object, key);

	return json_is_boolean(value) ? json_is_true(value) : fallback;
}

nw_time nwi_json_get_time(const json_t *object, const char *key,
			  nw_time fallback)
{
	struct nw_instant instant;

	if (nw_instant_parse(nwi_json_get_str(object, key), &instant) != NW_OK)
		return fallback;
	return instant.at;
}

void nwi_json_seed(void)
{
	json_object_seed(0);
	json_decref(json_object());
}
