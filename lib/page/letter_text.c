/* SPDX-License-Identifier: Apache-2.0 */
/* Messages within plain text: digests of lists, forwarded mail, signatures. */
#include "page/letter.h"

#include "item/read.h"
#include "page/digest_impl.h"
#include "text/date.h"

enum {
	HYPHENS = 30,	/* between the messages of a digest (RFC 1153) */
	PREAMBLE = 70,	/* below its contents */
	LIST_RULE = 30, /* underscores that list software puts before its own */
	FORWARD_LINES = 40,
	HEADER_LINES = 12
};

void nwi_letter_head(const struct nwi_mail_entity *message,
		     struct nw_arena *arena, struct nwi_letter_head *out)
{
	struct nw_str id = message->message_id;
	struct nw_instant at;

	*out = (struct nwi_letter_head){
		.subject = nwi_mail_words(arena, message->subject,
					  NWI_TITLE_BYTES),
		.sender = nwi_mail_name(arena, message->from),
	};
	if (id.len > 2 && id.at[0] == '<' && id.at[id.len - 1] == '>')
		out->id = nwi_mail_words(arena, nw_str_slice(id, 1, id.len - 1),
					 NWI_URL_BYTES);
	if (nwi_date_read(nwi_mail_words(arena, message->date, NWI_DATE_MAX),
			  NULL, &at) == NW_OK)
		out->date = at;
}

/* ---- digests ---- */

static bool is_separator(struct nw_str line)
{
	size_t len = 0;

	line = nw_str_trim(line);
	while (len < line.len && line.at[len] == '-')
		len++;
	return len == line.len && (len == HYPHENS || len == PREAMBLE);
}

/* The text up to the next line of hyphens, which is skipped. */
static struct nw_str next_chunk(struct nw_str *rest)
{
	struct nw_str all = *rest, line;

	while (nw_str_next(rest, '\n', &line)) {
		if (is_separator(line))
			return nw_str_slice(all, 0, (size_t)(line.at - all.at));
	}
	return all;
}

bool nwi_letter_next(struct nw_str *rest, struct nwi_mail_entity *out)
{
	while (rest->at && rest->len > 0) {
		struct nw_str chunk = next_chunk(rest);
		while (chunk.len > 0 && strchr("\r\n", chunk.at[0]))
			chunk = nw_str_slice(chunk, 1, chunk.len);
		nwi_mail_split(chunk, out);
		if (!nw_str_is_absent(out->from) &&
		    !nw_str_is_absent(out->subject) &&
		    nw_str_trim(out->body).len > 0)
			return true;
	}
	return false;
}

bool nwi_letter_is_digest(struct nw_str text)
{
	struct nwi_mail_entity message;

	return nwi_letter_next(&text, &message) &&
	       nwi_letter_next(&text, &message);
}

/* ---- forwarded messages ---- */

/* Bytes of the header lines that a text begins with: sender, subject, date. */
static size_t read_headers(struct nw_str text, struct nwi_mail_entity *out)
{
	struct nw_str rest = text, line, value;
	size_t lines = 0, len = 0;

	*out = (struct nwi_mail_entity){ .within_digest = false };
	while (lines < HEADER_LINES && nw_str_next(&rest, '\n', &line)) {
		line = nw_str_trim(line);
		char what = nwi_digest_header(line, &value);
		if (!what)
			break;
		lines++;
		len = rest.at ? (size_t)(rest.at - text.at) : text.len;
		if (what == 'f')
			out->from = value;
		else if (what == 's')
			out->subject = value;
		else if (what == 'd')
			out->date = value;
	}
	if (lines < 3 || !out->from.at || !out->subject.at || !out->date.at)
		return 0;
	return len;
}

struct nw_str nwi_letter_forwarded(struct nw_str text, struct nw_arena *arena,
				   struct nwi_letter_head *head)
{
	struct nw_str rest = text, line;

	for (size_t lines = 0; lines < FORWARD_LINES && rest.at; lines++) {
		struct nwi_mail_entity message;
		struct nw_str own = head->id;
		size_t len = read_headers(rest, &message);
		if (len > 0) {
			nwi_letter_head(&message, arena, head);
			head->id = own;
			return nw_str_slice(rest, len, rest.len);
		}
		if (!nw_str_next(&rest, '\n', &line))
			break;
	}
	return text;
}

/* ---- what is nobody's news ---- */

static bool is_list_rule(struct nw_str line)
{
	size_t len = 0;

	while (len < line.len && line.at[len] == '_')
		len++;
	return len >= LIST_RULE && len == line.len;
}

struct nw_str nwi_letter_unsigned(struct nw_str text)
{
	struct nw_str rest = text, line;

	while (nw_str_next(&rest, '\n', &line)) {
		if (line.len > 0 && line.at[line.len - 1] == '\r')
			line.len--;
		if (nw_str_is(line, "-- ") || is_list_rule(line))
			return nw_str_slice(text, 0,
					    (size_t)(line.at - text.at));
	}
	return text;
}

struct nw_str nwi_letter_subject(struct nw_str subject)
{
	static const char *const before[] = {
		"re:", "fwd:", "fw:", "aw:",  "wg:",   "tr:",
		"rv:", "sv:",  "vs:", "odp:", "转发:", "答复:",
	};
	size_t i = 0;

	while (i < sizeof(before) / sizeof(before[0])) {
		if (nw_str_starts_nocase(subject, before[i])) {
			subject = nw_str_trim(nw_str_slice(
				subject, strlen(before[i]), subject.len));
			i = 0;
		} else {
			i++;
		}
	}
	return subject;
}
