/* SPDX-License-Identifier: Apache-2.0 */
/* Header fields: where they end, what they say (RFC 5322, 2.2; RFC 2047). */
#include "mail/read.h"

#include "text/charset.h"
#include "text/utf8.h"

#include <stdio.h>

enum {
	FIELD_MAX = 76, /* bytes of a field's name */
	LABEL_MAX = 60,
	WORD_MAX = 2048, /* RFC 2047 allows 75; some write one for all */
	VALUE_MAX = 16 * 1024
};

static const struct {
	const char *name;
	size_t offset;
} kept[] = {
	{ "Subject", offsetof(struct nwi_mail_entity, subject) },
	{ "From", offsetof(struct nwi_mail_entity, from) },
	{ "Date", offsetof(struct nwi_mail_entity, date) },
	{ "Message-ID", offsetof(struct nwi_mail_entity, message_id) },
	{ "Content-Type", offsetof(struct nwi_mail_entity, type) },
	{ "Content-Transfer-Encoding",
	  offsetof(struct nwi_mail_entity, encoding) },
	{ "Content-Disposition",
	  offsetof(struct nwi_mail_entity, disposition) },
};

static size_t line_end(struct nw_str text, size_t from)
{
	const char *at = memchr(text.at + from, '\n', text.len - from);

	return at ? (size_t)(at - text.at) + 1 : text.len;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

size_t nwi_mail_field(struct nw_str text, struct nw_str *name,
		      struct nw_str *value)
{
	size_t colon = 0, end;

	while (colon < text.len && colon <= FIELD_MAX && text.at[colon] > 32 &&
	       text.at[colon] < 127 && text.at[colon] != ':')
		colon++;
	if (colon == 0 || colon >= text.len || text.at[colon] != ':')
		return 0;
	end = line_end(text, colon);
	while (end < text.len && is_blank(text.at[end]))
		end = line_end(text, end);
	*name = nw_str_slice(text, 0, colon);
	*value = nw_str_trim(nw_str_slice(text, colon + 1, end));
	return end;
}

static void keep(struct nwi_mail_entity *out, struct nw_str name,
		 struct nw_str value)
{
	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
		struct nw_str *slot =
			(struct nw_str *)(void *)((char *)out + kept[i].offset);
		/* Where a field comes twice the first one counts. */
		if (nw_str_is_nocase(name, kept[i].name) &&
		    nw_str_is_absent(*slot))
			*slot = value;
	}
}

/* "From news@example.org Wed Mar 19 ...": how mailboxes part messages. */
static size_t mailbox_line(struct nw_str bytes)
{
	return nw_str_starts(bytes, "From ") ? line_end(bytes, 0) : 0;
}

static size_t empty_line(struct nw_str text)
{
	if (nw_str_starts(text, "\r\n"))
		return 2;
	return nw_str_starts(text, "\n");
}

void nwi_mail_split(struct nw_str bytes, struct nwi_mail_entity *out)
{
	struct nw_str name, value, rest;
	size_t at = mailbox_line(bytes);

	*out = (struct nwi_mail_entity){ .within_digest = false };
	while (at < bytes.len && at < NWI_MAIL_HEADER_BYTES) {
		rest = nw_str_slice(bytes, at, bytes.len);
		size_t len = empty_line(rest);
		if (len > 0) {
			at += len;
			break;
		}
		len = nwi_mail_field(rest, &name, &value);
		if (len == 0)
			break;
		keep(out, name, value);
		at += len;
	}
	out->body = nw_str_slice(bytes, at, bytes.len);
}

bool nwi_mail_looks(struct nw_str head)
{
	static const char *const systems[] = {
		"Received",
		"Message-ID",
		"MIME-Version",
		"Content-Type",
		"Return-Path",
		"Delivered-To",
		"X-Mailer",
		"List-Id",
		"DKIM-Signature",
		"X-Received",
		"Content-Transfer-Encoding",
		"List-Unsubscribe",
		"ARC-Seal",
		"Authentication-Results",
	};
	static const char *const people[] = { "From", "To", "Subject" };
	size_t at = mailbox_line(head), len, system = 0, person = 0;
	struct nw_str name, value;

	while ((len = nwi_mail_field(nw_str_slice(head, at, head.len), &name,
				     &value)) > 0) {
		for (size_t i = 0; i < sizeof(systems) / sizeof(systems[0]);
		     i++)
			system += nw_str_is_nocase(name, systems[i]);
		for (size_t i = 0; i < sizeof(people) / sizeof(people[0]); i++)
			person += nw_str_is_nocase(name, people[i]);
		at += len;
	}
	/* Long Received and signature fields fill the head of much mail. */
	return system > 0 && (person > 0 || (system > 1 && at >= head.len));
}

/* ---- encoded words ---- */

struct words {
	struct nw_buf *out;
	struct nw_buf *bytes; /* of the words so far, of one charset */
	char label[LABEL_MAX + 1];
};

static void add_decoded(struct words *w, struct nw_str bytes, const char *label)
{
	char type[LABEL_MAX + 32];
	struct nwi_charset used;
	struct nw_error err;

	snprintf(type, sizeof(type), "text/plain; charset=%s", label);
	/* Fails when `out` is full alone, which the caller asks. */
	(void)!nwi_charset_decode(bytes, nw_str_from(label[0] ? type : NULL),
				  NWI_MARKUP_NONE, nw_str_make(NULL, 0), w->out,
				  &used, &err);
}

/* Characters may be cut between two words of one charset. */
static void flush(struct words *w)
{
	if (w->bytes->len > 0)
		add_decoded(w, nw_buf_str(w->bytes), w->label);
	nw_buf_clear(w->bytes);
}

static void add_plain(struct words *w, struct nw_str text)
{
	if (text.len == 0)
		return;
	flush(w);
	if (nwi_utf8_is_valid(text))
		nw_buf_add_str(w->out, text);
	else
		add_decoded(w, text, "");
}

struct word {
	struct nw_str label, data;
	char way; /* 'b' or 'q' */
};

/* "=?charset*language?B?text?=": its bytes, 0 when there is none. */
static size_t find_word(struct nw_str text, struct word *out)
{
	struct nw_str rest = nw_str_slice(text, 2, WORD_MAX), label, way;

	if (!nw_str_starts(text, "=?") || !nw_str_next(&rest, '?', &label) ||
	    !nw_str_next(&rest, '?', &way) || way.len != 1 || !rest.at)
		return 0;
	size_t end = nw_str_find(rest, nw_str_from("?="));
	label = nw_str_slice(label, 0, nw_str_find_char(label, '*'));
	out->way = (char)(way.at[0] | 32);
	if (end == rest.len || label.len == 0 || label.len > LABEL_MAX ||
	    (out->way != 'b' && out->way != 'q'))
		return 0;
	out->label = label;
	out->data = nw_str_slice(rest, 0, end);
	return (size_t)(rest.at - text.at) + end + 2;
}

static void add_word(struct words *w, const struct word *word)
{
	char label[LABEL_MAX + 1];

	snprintf(label, sizeof(label), "%.*s", NW_FMT(word->label));
	if (strcmp(label, w->label) != 0)
		flush(w);
	memcpy(w->label, label, sizeof(label));
	if (word->way == 'b')
		nwi_mail_add_base64(word->data, w->bytes);
	else
		nwi_mail_add_q(word->data, w->bytes);
}

/* White space between two words is none of the text. */
static void decode_words(struct words *w, struct nw_str value)
{
	size_t plain = 0;

	for (size_t i = 0; i < value.len;) {
		struct word word;
		size_t len =
			find_word(nw_str_slice(value, i, value.len), &word);
		if (len == 0) {
			i++;
			continue;
		}
		struct nw_str before = nw_str_slice(value, plain, i);
		if (plain == 0 || nw_str_trim(before).len > 0)
			add_plain(w, before);
		add_word(w, &word);
		i += len;
		plain = i;
	}
	add_plain(w, nw_str_slice(value, plain, value.len));
	flush(w);
}

struct nw_str nwi_mail_words(struct nw_arena *arena, struct nw_str value,
			     size_t max_bytes)
{
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };
	NW_AUTO(nw_buf_fini) struct nw_buf bytes = { 0 };
	struct words w = { .out = &out, .bytes = &bytes };

	if (nw_str_is_absent(value))
		return value;
	nw_buf_init(&out, 8 * (size_t)VALUE_MAX);
	nw_buf_init(&bytes, VALUE_MAX);
	decode_words(&w, nw_str_slice(value, 0, VALUE_MAX));
	return nwi_text_line_in(arena, nw_buf_str(&out), max_bytes);
}

/* "Name <a@b>", "\"Name, Inc.\" <a@b>", "a@b (Name)", "a@b". */
struct nw_str nwi_mail_name(struct nw_arena *arena, struct nw_str from)
{
	struct nw_str name = nw_str_slice(from, 0, VALUE_MAX);
	size_t angle = name.len;

	while (angle > 0 && name.at[angle - 1] != '<')
		angle--;
	size_t round = nw_str_find_char(name, '(');
	if (angle > 1) {
		struct nw_str before =
			nw_str_trim(nw_str_slice(name, 0, angle - 1));
		name = before.len > 0 ? before
				      : nw_str_slice(name, angle, name.len);
	} else if (round < name.len) {
		name = nw_str_slice(name, round + 1, name.len);
	}
	name = nw_str_trim(name);
	while (name.len > 0 && strchr("\"<", name.at[0]))
		name = nw_str_slice(name, 1, name.len);
	while (name.len > 0 && strchr("\">)", name.at[name.len - 1]))
		name.len--;
	return nwi_mail_words(arena, name, NWI_MAIL_NAME_BYTES);
}

/* ---- parameters ---- */

/* The end of a parameter: a semicolon outside of quotes. */
static size_t parameter_end(struct nw_str value, size_t from)
{
	bool quoted = false;

	for (size_t i = from; i < value.len; i++) {
		if (value.at[i] == '"')
			quoted = !quoted;
		else if (value.at[i] == ';' && !quoted)
			return i;
	}
	return value.len;
}

struct nw_str nwi_mail_parameter(struct nw_str value, const char *name)
{
	for (size_t at = parameter_end(value, 0); at < value.len;) {
		size_t end = parameter_end(value, at + 1);
		struct nw_str one = nw_str_slice(value, at + 1, end);
		size_t equals = nw_str_find_char(one, '=');
		struct nw_str key = nw_str_trim(nw_str_slice(one, 0, equals));
		struct nw_str is =
			nw_str_trim(nw_str_slice(one, equals + 1, one.len));
		at = end;
		if (!nw_str_is_nocase(key, name) || equals == one.len)
			continue;
		if (is.len > 1 && is.at[0] == '"' && is.at[is.len - 1] == '"')
			is = nw_str_slice(is, 1, is.len - 1);
		return is;
	}
	return nw_str_make(NULL, 0);
}
