/* SPDX-License-Identifier: Apache-2.0 */
/* References, entities of the document's own, controls and line ends. */
#include "base/copy.h"
#include "markup/entity.h"
#include "markup/xml_impl.h"

/* The five that any feed holds thousands of, without a table. */
static size_t read_common(const char *at, size_t len, char *out)
{
	if (len >= 4 && at[2] == 't' && at[3] == ';') {
		*out = at[1] == 'l' ? '<' : '>';
		return at[1] == 'l' || at[1] == 'g' ? 4 : 0;
	}
	if (len >= 5 && memcmp(at + 1, "amp;", 4) == 0) {
		*out = '&';
		return 5;
	}
	if (len >= 6 && memcmp(at + 1, "quot;", 5) == 0) {
		*out = '"';
		return 6;
	}
	if (len >= 6 && memcmp(at + 1, "apos;", 5) == 0) {
		*out = '\'';
		return 6;
	}
	return 0;
}

static const struct nwi_xml_entity *find_own(const struct nwi_xml *xml,
					     const char *at, size_t len)
{
	for (unsigned i = 0; i < xml->entity_count; i++) {
		const struct nwi_xml_entity *entity = &xml->entities[i];

		if (len >= entity->name.len + 2 &&
		    at[1 + entity->name.len] == ';' &&
		    memcmp(at + 1, entity->name.at, entity->name.len) == 0)
			return entity;
	}
	return NULL;
}

/*
 * XML wants the ';' of a named reference: "?a=1&copy=2" is text. A number may
 * lack it. References to control characters give nothing, but for CR, which
 * stays one: what cleans the text makes one line end of CR LF.
 */
static size_t read_reference(const char *at, size_t len, char *out,
			     size_t *out_len)
{
	size_t taken =
		nwi_entity_read_joined(nw_str_make(at, len), out, out_len);

	if (taken && at[1] != '#' && at[taken - 1] != ';')
		return 0;
	if (taken && *out_len == 1 && *out != '\r' &&
	    (nwi_is_control(*out) || *out == 0x7f))
		*out_len = 0;
	return taken;
}

/* Bytes that the text may take: more only through entities of its own. */
static size_t room_for(const struct nwi_xml *xml, struct nw_str raw)
{
	size_t room = raw.len + raw.len / 4 + NWI_ENTITY_BYTES;
	size_t left = xml->expanded;

	if (xml->entity_count == 0)
		return room;
	for (size_t i = 0; i < raw.len; i++) {
		if (raw.at[i] != '&')
			continue;
		const struct nwi_xml_entity *own =
			find_own(xml, raw.at + i, raw.len - i);
		size_t more = own ? own->value.len : 0;
		if (more > left)
			break;
		room += more;
		left -= more;
	}
	return room;
}

static size_t decode_one(struct nwi_xml *xml, const char *at, size_t len,
			 char **out)
{
	const struct nwi_xml_entity *own;
	size_t taken, added = 1;

	if (*at == '\r') {
		*(*out)++ = '\n';
		return len > 1 && at[1] == '\n' ? 2 : 1;
	}
	if (*at != '&')
		return 1; /* a control character */
	taken = read_common(at, len, *out);
	if (!taken && xml->entity_count > 0 && (own = find_own(xml, at, len)) &&
	    own->value.len <= xml->expanded) {
		xml->expanded -= own->value.len;
		memcpy(*out, own->value.at, own->value.len);
		*out += own->value.len;
		return own->name.len + 2;
	}
	if (!taken)
		taken = read_reference(at, len, *out, &added);
	if (!taken) {
		**out = '&';
		taken = 1;
		added = 1;
	}
	*out += added;
	return taken;
}

static inline bool is_odd(char c)
{
	return c == '&' || nwi_is_control(c);
}

#ifdef __SSE2__
/* Bit i: byte i is odd. */
static inline unsigned odd_ones(__m128i v)
{
	__m128i low = _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(0x1f)), v);
	__m128i white = _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('\n')),
				     _mm_cmpeq_epi8(v, _mm_set1_epi8('\t')));
	__m128i amp = _mm_cmpeq_epi8(v, _mm_set1_epi8('&'));

	return (unsigned)_mm_movemask_epi8(
		_mm_or_si128(amp, _mm_andnot_si128(white, low)));
}
#endif

static const char *find_odd(const char *at, const char *end)
{
#ifdef __SSE2__
	for (; end - at >= 16; at += 16) {
		unsigned hits = odd_ones(_mm_loadu_si128((const void *)at));
		if (hits)
			return at + __builtin_ctz(hits);
	}
#endif
	while (at < end && !is_odd(*at))
		at++;
	return at;
}

/* Copies up to the next odd one; there is room for all up to `end`. */
static inline char *copy_plain(char *to, const char **from, const char *end)
{
	const char *at = *from;

#ifdef __SSE2__
	to = nwi_copy_sixteens(to, at, &at, end, odd_ones);
#endif
	while (at < end && !is_odd(*at))
		*to++ = *at++;
	*from = at;
	return to;
}

struct nw_str nwi_xml_decode(struct nwi_xml *xml, struct nw_str raw)
{
	const char *at = raw.at, *end = raw.at + raw.len;
	const char *odd = find_odd(at, end);

	if (odd == end)
		return raw;
	char *start = nwi_arena_room(xml->arena, room_for(xml, raw));
	if (!start) {
		xml->cut = true;
		return nw_str_make("", 0);
	}
	char *out = nwi_copy_run(start, at, (size_t)(odd - at));
	for (at = odd; at < end; out = copy_plain(out, &at, end))
		at += decode_one(xml, at, (size_t)(end - at), &out);
	return nw_str_make(start, (size_t)(out - start));
}
