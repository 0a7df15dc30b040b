/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A print as bytes. Little endian: u16 version, u16 marks, u16 terms, u8
 * origin, u8 names, char[4] language, u32 words, u32 whole, u32 below; the
 * marks and names, u32 each; the terms, u32 hash, u8 weight, u8 kind each; u32
 * CRC32C of all before it.
 */
#include "base/hash.h"
#include "story/print.h"

enum { VERSION = 1, HEAD = 24, MARK = 4, TERM = 6, CRC = 4 };

_Static_assert(NWI_PRINT_BYTES >= HEAD + MARK * NWI_PRINT_MARKS +
					  MARK * NWI_PRINT_NAMES +
					  TERM * NWI_PRINT_TERMS + CRC,
	       "a print of most marks, names and terms fits");

static unsigned char *put(unsigned char *at, uint32_t value, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++)
		*at++ = (unsigned char)(value >> (8 * i));
	return at;
}

static uint32_t get(const unsigned char **at, unsigned bytes)
{
	uint32_t value = 0;

	for (unsigned i = 0; i < bytes; i++)
		value |= (uint32_t) * (*at)++ << (8 * i);
	return value;
}

size_t nwi_print_write(const struct nwi_print *print,
		       unsigned char out[NWI_PRINT_BYTES])
{
	unsigned char *at = put(out, VERSION, 2);

	at = put(at, print->mark_count, 2);
	at = put(at, print->term_count, 2);
	at = put(at, print->origin, 1);
	at = put(at, print->name_count, 1);
	memcpy(at, print->language, sizeof(print->language));
	at = put(at + sizeof(print->language), print->words, 4);
	at = put(at, print->whole, 4);
	at = put(at, print->below, 4);
	for (size_t i = 0; i < print->mark_count; i++)
		at = put(at, print->marks[i], MARK);
	for (size_t i = 0; i < print->name_count; i++)
		at = put(at, print->names[i], MARK);
	for (size_t i = 0; i < print->term_count; i++) {
		at = put(at, print->terms[i].hash, 4);
		at = put(at, print->terms[i].weight, 1);
		at = put(at, print->terms[i].kind, 1);
	}
	at = put(at, nwi_crc32c(0, out, (size_t)(at - out)), CRC);
	return (size_t)(at - out);
}

/* What the window relies on: ascending, and no term without a weight. */
static bool is_in_order(const struct nwi_print *print)
{
	for (size_t i = 1; i < print->mark_count; i++)
		if (print->marks[i - 1] >= print->marks[i])
			return false;
	for (size_t i = 1; i < print->name_count; i++)
		if (print->names[i - 1] >= print->names[i])
			return false;
	for (size_t i = 0; i < print->term_count; i++)
		if (print->terms[i].weight == 0 ||
		    (i > 0 && print->terms[i - 1].hash >= print->terms[i].hash))
			return false;
	return memchr(print->language, 0, sizeof(print->language)) != NULL;
}

static void read_body(const unsigned char *at, struct nwi_print *out)
{
	memcpy(out->language, at, sizeof(out->language));
	at += sizeof(out->language);
	out->words = get(&at, 4);
	out->whole = get(&at, 4);
	out->below = get(&at, 4);
	for (size_t i = 0; i < out->mark_count; i++)
		out->marks[i] = get(&at, MARK);
	for (size_t i = 0; i < out->name_count; i++)
		out->names[i] = get(&at, MARK);
	for (size_t i = 0; i < out->term_count; i++) {
		out->terms[i].hash = get(&at, 4);
		out->terms[i].weight = (uint8_t)get(&at, 1);
		out->terms[i].kind = (uint8_t)get(&at, 1);
	}
}

enum nw_status nwi_print_read(struct nw_str bytes, struct nwi_print *out,
			      struct nw_error *err)
{
	const unsigned char *at = (const unsigned char *)bytes.at;
	struct nwi_print print;

	if (bytes.len < HEAD + CRC)
		return nw_fail(err, NW_BAD_INPUT, "a print of %zu bytes",
			       bytes.len);
	uint32_t version = get(&at, 2);
	if (version != VERSION)
		return nw_fail(err, NW_BAD_INPUT, "a print of version %u",
			       version);
	memset(&print, 0, sizeof(print));
	print.mark_count = (uint16_t)get(&at, 2);
	print.term_count = (uint16_t)get(&at, 2);
	print.origin = (uint8_t)get(&at, 1);
	print.name_count = (uint8_t)get(&at, 1);
	if (print.mark_count > NWI_PRINT_MARKS ||
	    print.term_count > NWI_PRINT_TERMS ||
	    print.name_count > NWI_PRINT_NAMES ||
	    bytes.len != HEAD + CRC + (size_t)print.mark_count * MARK +
				 (size_t)print.name_count * MARK +
				 (size_t)print.term_count * TERM)
		return nw_fail(err, NW_BAD_INPUT, "a print of a wrong length");
	const unsigned char *crc = at - 8 + bytes.len - CRC;
	if (get(&crc, CRC) != nwi_crc32c(0, bytes.at, bytes.len - CRC))
		return nw_fail(err, NW_BAD_INPUT, "a damaged print");
	read_body(at, &print);
	if (!is_in_order(&print))
		return nw_fail(err, NW_BAD_INPUT, "a print out of order");
	*out = print;
	return NW_OK;
}

void nwi_print_to_text(const struct nwi_print *print, struct nw_buf *out)
{
	static const char digits[] = "0123456789abcdef";
	unsigned char bytes[NWI_PRINT_BYTES];
	char text[2 * NWI_PRINT_BYTES];
	size_t len = nwi_print_write(print, bytes);

	for (size_t i = 0; i < len; i++) {
		text[2 * i] = digits[bytes[i] >> 4];
		text[2 * i + 1] = digits[bytes[i] & 15];
	}
	nw_buf_add(out, text, 2 * len);
}

static int digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

enum nw_status nwi_print_from_text(struct nw_str text, struct nwi_print *out,
				   struct nw_error *err)
{
	char bytes[NWI_PRINT_BYTES];

	if (text.len % 2 || text.len / 2 > sizeof(bytes))
		return nw_fail(err, NW_BAD_INPUT, "a print of a wrong length");
	for (size_t i = 0; i < text.len; i += 2) {
		int high = digit_of(text.at[i]), low = digit_of(text.at[i + 1]);
		if (high < 0 || low < 0)
			return nw_fail(err, NW_BAD_INPUT,
				       "a print that is not hexadecimal");
		bytes[i / 2] = (char)(high << 4 | low);
	}
	return nwi_print_read(nw_str_make(bytes, text.len / 2), out, err);
}
