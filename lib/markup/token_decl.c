/* SPDX-License-Identifier: Apache-2.0 */
/* Comments, bogus comments and the doctype. */
#include "markup/token_impl.h"

static void put_comment(struct nwi_tokenizer *reader, struct nwi_token *token,
			const char *from, const char *to)
{
	token->kind = NWI_TOKEN_COMMENT;
	if (nwi_scan_all(from, to) & NWI_SEEN_CONTROL)
		token->text =
			nwi_token_decode(reader, from, to, NWI_DECODE_NUL);
	else
		token->text = nw_str_make(from, (size_t)(to - from));
}

static void bogus_comment(struct nwi_tokenizer *reader, struct nwi_token *token,
			  const char *from)
{
	const char *end = nwi_token_end(reader);
	const char *to = nwi_find(from, end, '>');

	put_comment(reader, token, from, to);
	nwi_token_seek(reader, to < end ? to + 1 : end);
}

/* At the end of the input up to "--!" of an unfinished end is not text. */
static const char *without_half_end(const char *from, const char *end)
{
	static const struct nw_str tails[] = { NW_STR("--!"), NW_STR("--"),
					       NW_STR("-") };

	for (size_t i = 0; i < 3; i++) {
		size_t len = tails[i].len;
		if ((size_t)(end - from) >= len &&
		    memcmp(end - len, tails[i].at, len) == 0)
			return end - len;
	}
	return end;
}

/* `from` is behind "<!--". */
static void comment(struct nwi_tokenizer *reader, struct nwi_token *token,
		    const char *from)
{
	const char *end = nwi_token_end(reader);
	struct nw_str rest = nw_str_make(from, (size_t)(end - from));
	const char *at = from;

	if (nw_str_starts(rest, ">") || nw_str_starts(rest, "->")) {
		put_comment(reader, token, from, from);
		nwi_token_seek(reader, from + (*from == '>' ? 1 : 2));
		return;
	}
	for (; (at = nwi_find(at, end, '-')) < end; at++) {
		rest = nw_str_make(at, (size_t)(end - at));
		bool plain = nw_str_starts(rest, "-->");
		if (!plain && !nw_str_starts(rest, "--!>"))
			continue;
		put_comment(reader, token, from, at);
		nwi_token_seek(reader, at + (plain ? 3 : 4));
		return;
	}
	put_comment(reader, token, from, without_half_end(from, end));
	nwi_token_seek(reader, end);
}

static const char *skip_space(const char *at, const char *end)
{
	while (at < end && nwi_is_space(*at))
		at++;
	return at;
}

/* A quoted identifier at `at`, absent when there is no quote. */
static const char *read_id(struct nwi_tokenizer *reader,
			   struct nwi_token *token, const char *at,
			   struct nw_str *id)
{
	const char *end = nwi_token_end(reader);

	if (at == end || (*at != '"' && *at != '\''))
		return at;
	const char *from = at + 1, *to = from;
	while (to < end && *to != *at && *to != '>')
		to++;
	*id = nwi_token_decode(reader, from, to, NWI_DECODE_NUL);
	if (to < end && *to == *at)
		return to + 1;
	token->quirks = true;
	return to;
}

/* What follows the name; returns where the rest up to '>' is ignored. */
static const char *read_ids(struct nwi_tokenizer *reader,
			    struct nwi_token *token, const char *at)
{
	const char *end = nwi_token_end(reader);
	struct nw_str rest = nw_str_make(at, (size_t)(end - at));
	bool is_public = nw_str_starts_nocase(rest, "public");

	if (!is_public && !nw_str_starts_nocase(rest, "system")) {
		token->quirks = true;
		return at;
	}
	at = skip_space(at + 6, end);
	if (is_public) {
		at = read_id(reader, token, at, &token->public_id);
		token->quirks |= nw_str_is_absent(token->public_id);
		at = token->quirks ? at : skip_space(at, end);
		if (token->quirks || (at < end && *at == '>'))
			return at;
	}
	at = read_id(reader, token, at, &token->system_id);
	token->quirks |= nw_str_is_absent(token->system_id);
	at = skip_space(at, end);
	/* Junk behind a whole system identifier does no harm; the end does. */
	token->quirks |= at == end;
	return at;
}

/* `at` is behind "<!doctype". */
static void doctype(struct nwi_tokenizer *reader, struct nwi_token *token,
		    const char *at)
{
	const char *end = nwi_token_end(reader);
	const char *name = skip_space(at, end);

	token->kind = NWI_TOKEN_DOCTYPE;
	for (at = name; at < end && *at != '>' && !nwi_is_space(*at);)
		at++;
	if (at > name)
		token->name = nwi_token_decode(
			reader, name, at, NWI_DECODE_LOWER | NWI_DECODE_NUL);
	else
		token->quirks = true;
	at = skip_space(at, end);
	if (at < end && *at != '>')
		at = read_ids(reader, token, at);
	else
		token->quirks |= at == end;
	at = nwi_find(at, end, '>');
	nwi_token_seek(reader, at < end ? at + 1 : end);
}

void nwi_token_declaration(struct nwi_tokenizer *reader,
			   struct nwi_token *token, const char *at)
{
	const char *end = nwi_token_end(reader);
	struct nw_str rest = nw_str_make(at, (size_t)(end - at));

	if (nw_str_starts(rest, "!--"))
		comment(reader, token, at + 3);
	else if (nw_str_starts_nocase(rest, "!doctype"))
		doctype(reader, token, at + 8);
	else
		bogus_comment(reader, token, *at == '?' ? at : at + 1);
}
