/* SPDX-License-Identifier: Apache-2.0 */
#include "markup/entity.h"

#include "markup/hash.h"
#include "markup/scan.h"

struct entity {
	uint16_t offset; /* of the name in entity_bytes; the value follows */
	uint8_t name_len;
	uint8_t value_len;
	uint8_t legacy; /* also without ';' */
};

#include "markup/tables/entities.inc"

enum { LONGEST_NAME = 31, LONGEST_LEGACY = 6 };

static const struct entity *find(struct nw_str name)
{
	uint32_t slot = nwi_name_hash(name) % ENTITY_SLOTS;

	for (; entity_slots[slot]; slot = (slot + 1) % ENTITY_SLOTS) {
		const struct entity *row = &entity_rows[entity_slots[slot] - 1];

		if (row->name_len == name.len &&
		    memcmp(entity_bytes + row->offset, name.at, name.len) == 0)
			return row;
	}
	return NULL;
}

static void put(const struct entity *row, char *out, size_t *out_len)
{
	memcpy(out, entity_bytes + row->offset + row->name_len, row->value_len);
	*out_len = row->value_len;
}

static bool is_alnum(char c)
{
	return nwi_is_alpha(c) || (c >= '0' && c <= '9');
}

/* The longest name without ';' that begins s (without the '&'). */
static const struct entity *find_legacy(struct nw_str s, size_t run)
{
	size_t len = run < LONGEST_LEGACY ? run : LONGEST_LEGACY;

	for (; len >= 2; len--) {
		const struct entity *row = find(nw_str_make(s.at, len));
		if (row && row->legacy)
			return row;
	}
	return NULL;
}

static size_t read_named(struct nw_str s, bool in_attribute, char *out,
			 size_t *out_len)
{
	size_t run = 0;

	while (run < s.len && run <= LONGEST_NAME && is_alnum(s.at[run]))
		run++;
	if (run < s.len && s.at[run] == ';' && run <= LONGEST_NAME && run > 1) {
		const struct entity *row = find(nw_str_make(s.at, run));
		if (row) {
			put(row, out, out_len);
			return run + 2;
		}
	}
	const struct entity *row = find_legacy(s, run);
	if (!row)
		return 0;
	char next = row->name_len < s.len ? s.at[row->name_len] : '\0';
	if (in_attribute && (next == '=' || is_alnum(next)))
		return 0;
	put(row, out, out_len);
	return (size_t)row->name_len + 1;
}

/* What the numbers 0x80 to 0x9F mean (numeric-character-reference-end). */
static const uint16_t windows_1252[32] = {
	0x20ac, 0x81,	0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d,	0x017d, 0x8f,
	0x90,	0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d,	0x017e, 0x0178,
};

static size_t put_code_point(uint32_t c, char *out)
{
	if (c >= 0x80 && c <= 0x9f)
		c = windows_1252[c - 0x80];
	if (c == 0 || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		c = 0xfffd;
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	size_t len = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	static const unsigned lead[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
	for (size_t i = len - 1; i > 0; i--, c >>= 6)
		out[i] = (char)(0x80 | (c & 0x3f));
	out[0] = (char)(lead[len] | c);
	return len;
}

static int digit_of(char c, bool hex)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (hex && c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (hex && c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* The number of "&#55357;" and the bytes of it, 0 for no such reference. */
static size_t take_number(struct nw_str s, uint32_t *value)
{
	size_t i = 2;
	bool hex = i < s.len && (s.at[i] == 'x' || s.at[i] == 'X');
	int digit;

	*value = 0;
	i += hex;
	size_t first = i;
	for (; i < s.len && (digit = digit_of(s.at[i], hex)) >= 0; i++) {
		/* Saturates: any value over U+10FFFF means the same. */
		if (*value <= 0x10ffff)
			*value = *value * (hex ? 16 : 10) + (uint32_t)digit;
	}
	return i == first ? 0 : i + (i < s.len && s.at[i] == ';');
}

static size_t read_number(struct nw_str s, char *out, size_t *out_len)
{
	uint32_t value;
	size_t taken = take_number(s, &value);

	if (taken)
		*out_len = put_code_point(value, out);
	return taken;
}

size_t nwi_entity_read(struct nw_str s, bool in_attribute,
		       char out[NWI_ENTITY_BYTES], size_t *out_len)
{
	if (s.len < 2)
		return 0;
	if (s.at[1] == '#')
		return read_number(s, out, out_len);
	return read_named(nw_str_slice(s, 1, s.len), in_attribute, out,
			  out_len);
}

size_t nwi_entity_read_joined(struct nw_str s, char out[NWI_ENTITY_BYTES],
			      size_t *out_len)
{
	uint32_t high, low;

	if (!nw_str_starts(s, "&#"))
		return nwi_entity_read(s, false, out, out_len);
	size_t taken = take_number(s, &high);
	struct nw_str rest = nw_str_slice(s, taken, s.len);
	if (taken && high >= 0xd800 && high <= 0xdbff &&
	    nw_str_starts(rest, "&#")) {
		size_t more = take_number(rest, &low);
		if (more && low >= 0xdc00 && low <= 0xdfff) {
			high = 0x10000 + ((high - 0xd800) << 10) +
			       (low - 0xdc00);
			taken += more;
		}
	}
	if (taken)
		*out_len = put_code_point(high, out);
	return taken;
}

void nwi_entity_decode(struct nw_str s, struct nw_buf *out)
{
	while (s.len > 0) {
		size_t run = nw_str_find_char(s, '&');
		char value[NWI_ENTITY_BYTES];
		size_t len = 1;

		nw_buf_add(out, s.at, run);
		s = nw_str_slice(s, run, s.len);
		if (s.len == 0)
			return;
		size_t taken = nwi_entity_read_joined(s, value, &len);
		if (taken)
			nw_buf_add(out, value, len);
		else
			nw_buf_add_char(out, '&');
		s = nw_str_slice(s, taken ? taken : 1, s.len);
	}
}
