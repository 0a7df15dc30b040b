/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/thread.h"

#include "mail/encode.h"

enum {
	GUID_BYTES = 16,
	HEADER_BYTES = 6 + GUID_BYTES,
	CHILD_BYTES = 5 /* of a reply: how long after the first, a number */
};

bool nwi_mail_is_id(struct nw_str s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] <= ' ' || s.at[i] >= 127 || s.at[i] == '<' ||
		    s.at[i] == '>')
			return false;
	}
	return s.len > 0 && s.len <= 900;
}

/* Ids each on a line of their own: a long thread never passes 998 columns. */
static void add_references(struct nw_buf *out, struct nw_str ids)
{
	struct nw_str id = { 0 }, last = { 0 };

	if (ids.len == 0)
		return;
	nw_buf_add_text(out, "References:");
	while (nw_str_next(&ids, ' ', &id)) {
		if (!nwi_mail_is_id(id))
			continue;
		nw_buf_add_fmt(out, "\r\n <%.*s>", NW_FMT(id));
		last = id;
	}
	nw_buf_add_text(out, "\r\n");
	if (last.len > 0)
		nw_buf_add_fmt(out, "In-Reply-To:\r\n <%.*s>\r\n",
			       NW_FMT(last));
}

/* ---- Outlook ---- */

/* False when it is no GUID_BYTES in hexadecimal digits. */
static bool read_guid(struct nw_str digits, unsigned char *out)
{
	if (digits.len != (size_t)2 * GUID_BYTES)
		return false;
	for (size_t i = 0; i < digits.len; i++) {
		char c = (char)(digits.at[i] | 32);
		bool letter = c >= 'a' && c <= 'f';
		if (!letter && (digits.at[i] < '0' || digits.at[i] > '9'))
			return false;
		unsigned value =
			(unsigned)(letter ? c - 'a' + 10 : digits.at[i] - '0');
		out[i / 2] = (unsigned char)((unsigned)out[i / 2] << 4 | value);
	}
	return true;
}

/* A FILETIME: units of 100 ns since 1601. */
static uint64_t file_time(nw_time at)
{
	const int64_t epoch_ms = INT64_C(11644473600000);

	return at > -epoch_ms ? (uint64_t)(at + epoch_ms) * 10000 : 0;
}

static void put_big_endian(unsigned char *to, size_t bytes, uint64_t value)
{
	for (size_t i = 0; i < bytes; i++)
		to[i] = (unsigned char)(value >> (8 * (bytes - 1 - i)) & 0xff);
}

/*
 * The header: 01 and the next five bytes of the time, which in our age begins
 * with 01; the GUID. An answer has a block with 31 bits of the time since
 * then, in units of 2^18.
 */
static size_t make_index(const struct nw_mail *mail, unsigned char *out)
{
	uint64_t begun = file_time(mail->thread_begun);
	uint64_t now = file_time(mail->date);

	put_big_endian(out, 6, begun >> 16);
	out[0] = 1;
	if (!read_guid(mail->thread, out + 6))
		return 0;
	if (mail->references.len == 0)
		return HEADER_BYTES;
	put_big_endian(out + HEADER_BYTES, 4,
		       (now > begun ? (now - begun) >> 18 : 0) & 0x7fffffff);
	return HEADER_BYTES + CHILD_BYTES;
}

static void add_outlook(struct nw_buf *out, const struct nw_mail *mail)
{
	unsigned char index[HEADER_BYTES + CHILD_BYTES] = { 0 };
	size_t len = make_index(mail, index);
	struct nw_str topic = mail->subject;

	if (len == 0)
		return;
	if (nw_str_starts(topic, "Re: "))
		topic = nw_str_slice(topic, 4, topic.len);
	nwi_mail_add_header(out, "Thread-Topic", topic);
	nw_buf_add_text(out, "Thread-Index: ");
	nwi_mail_put_base64(out, nw_str_make((const char *)index, len));
	nw_buf_add_text(out, "\r\n");
}

void nwi_mail_add_thread(struct nw_buf *out, const struct nw_mail *mail)
{
	add_references(out, mail->references);
	add_outlook(out, mail);
}
