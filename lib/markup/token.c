/* SPDX-License-Identifier: Apache-2.0 */
/* The tokeniser: runs of text in the six modes, and what stands between. */
#include "markup/token.h"

#include "base/copy.h"
#include "markup/entity.h"
#include "markup/token_impl.h"

void nwi_tokenizer_init(struct nwi_tokenizer *reader, struct nw_str input,
			struct nw_arena *arena)
{
	reader->input = input;
	reader->arena = arena;
	reader->at = nw_str_starts(input, "\xef\xbb\xbf") ? 3 : 0;
	reader->mode = NWI_MODE_DATA;
	reader->last_start = nw_str_make(NULL, 0);
	reader->foreign = false;
	reader->raw_by_name = true;
	memset(reader->no_end, 0, sizeof(reader->no_end));
	reader->cut = false;
}

/* Copies one character that is not plain; returns what it took. */
static size_t decode_one(struct nw_str s, unsigned flags, char **out)
{
	size_t len = 0, taken;

	switch (s.at[0]) {
	case '&':
		taken = flags & NWI_DECODE_REFS
				? nwi_entity_read(s, flags & NWI_DECODE_ATTR,
						  *out, &len)
				: 0;
		*out += len;
		if (taken)
			return taken;
		break;
	case '\r':
		*(*out)++ = '\n';
		return s.len > 1 && s.at[1] == '\n' ? 2 : 1;
	case '\0':
		if (!(flags & NWI_DECODE_NUL))
			break;
		memcpy(*out, "\xef\xbf\xbd", 3);
		*out += 3;
		return 1;
	default:
		break;
	}
	bool upper = s.at[0] >= 'A' && s.at[0] <= 'Z';
	*(*out)++ = (char)(s.at[0] +
			   (upper && (flags & NWI_DECODE_LOWER) ? 32 : 0));
	return 1;
}

static bool is_plain(char c, unsigned flags)
{
	return c != '&' && c != '\r' && c != '\0' &&
	       !((flags & NWI_DECODE_LOWER) && c >= 'A' && c <= 'Z');
}

#ifdef __SSE2__
/* Bit i: byte i is not plain; capitals are. */
static unsigned odd_ones(__m128i v)
{
	__m128i ends = _mm_or_si128(_mm_cmpeq_epi8(v, _mm_setzero_si128()),
				    _mm_cmpeq_epi8(v, _mm_set1_epi8('\r')));

	return (unsigned)_mm_movemask_epi8(
		_mm_or_si128(ends, _mm_cmpeq_epi8(v, _mm_set1_epi8('&'))));
}
#endif

/* Copies what is plain; there is room for all up to `end`. */
static char *copy_plain(char *to, const char **from, const char *end,
			unsigned flags)
{
	const char *at = *from;

#ifdef __SSE2__
	if (!(flags & NWI_DECODE_LOWER))
		to = nwi_copy_sixteens(to, *from, &at, end, odd_ones);
#endif
	while (at < end && is_plain(*at, flags))
		*to++ = *at++;
	*from = at;
	return to;
}

/* The largest growth: NUL takes three bytes, "&nGt;" six for five. */
static char *decode_room(struct nwi_tokenizer *reader, struct nw_str s)
{
	const char *end = s.at + s.len;
	size_t nuls = 0;

	for (const char *at = s.at; (at = nwi_find(at, end, '\0')) < end; at++)
		nuls++;
	char *room = nwi_arena_room(
		reader->arena, s.len + s.len / 4 + 2 * nuls + NWI_ENTITY_BYTES);
	reader->cut |= !room;
	return room;
}

struct nw_str nwi_token_decode(struct nwi_tokenizer *reader, const char *from,
			       const char *to, unsigned flags)
{
	struct nw_str s = nw_str_make(from, (size_t)(to - from));
	char *start = decode_room(reader, s), *out = start;

	if (!start)
		return s;
	for (;;) {
		out = copy_plain(out, &from, to, flags);
		if (from == to)
			break;
		from += decode_one(nw_str_make(from, (size_t)(to - from)),
				   flags, &out);
	}
	return nw_str_make(start, (size_t)(out - start));
}

static bool put_text(struct nwi_tokenizer *reader, struct nwi_token *token,
		     const char *to, unsigned seen, unsigned flags)
{
	const char *from = reader->input.at + reader->at;

	token->kind = NWI_TOKEN_TEXT;
	token->text = seen ? nwi_token_decode(reader, from, to, flags)
			   : nw_str_make(from, (size_t)(to - from));
	nwi_token_seek(reader, to);
	return true;
}

static bool read_text(struct nwi_tokenizer *reader, struct nwi_token *token)
{
	const char *end = nwi_token_end(reader);
	const char *at = reader->input.at + reader->at;
	unsigned seen = 0;

	for (; (at = nwi_scan(at, end, '<', &seen)) < end; at++) {
		if (nwi_begins_markup(at, end))
			break;
	}
	return put_text(reader, token, at, seen, NWI_DECODE_REFS);
}

static bool read_data(struct nwi_tokenizer *reader, struct nwi_token *token)
{
	const char *end = nwi_token_end(reader);

	for (;;) {
		const char *at = reader->input.at + reader->at;
		if (at == end)
			return false;
		if (*at != '<' || !nwi_begins_markup(at, end))
			return read_text(reader, token);
		token->from = reader->at;
		if (nwi_is_alpha(at[1]))
			return nwi_token_tag(reader, token, at + 1,
					     NWI_TOKEN_START);
		if (at[1] == '/' && nwi_is_alpha(at[2]))
			return nwi_token_tag(reader, token, at + 2,
					     NWI_TOKEN_END);
		if (at[1] == '/' && at[2] == '>') {
			nwi_token_seek(reader, at + 3);
			continue;
		}
		struct nw_str rest = nw_str_make(at, (size_t)(end - at));
		if (!reader->foreign || !nw_str_starts(rest, "<![CDATA[")) {
			nwi_token_declaration(reader, token, at + 1);
			return true;
		}
		nwi_token_seek(reader, at + 9);
		reader->mode = NWI_MODE_CDATA;
		return true;
	}
}

/* Whether "</name" with the last start tag's name and an end is at `at`. */
static bool is_own_end(const struct nwi_tokenizer *reader, const char *at,
		       const char *end)
{
	struct nw_str name = reader->last_start;

	if ((size_t)(end - at) < name.len + 3 || at[1] != '/' || name.len == 0)
		return false;
	for (size_t i = 0; i < name.len; i++) {
		char c = at[2 + i];
		if ((nwi_is_alpha(c) ? (c | 0x20) : c) != name.at[i])
			return false;
	}
	char next = at[2 + name.len];
	return nwi_is_space(next) || next == '/' || next == '>';
}

static bool is_script(const char *at, const char *end, const char **behind)
{
	if (end - at < 7 || strncasecmp(at, "script", 6) != 0 ||
	    !(nwi_is_space(at[6]) || at[6] == '/' || at[6] == '>'))
		return false;
	*behind = at + 7;
	return true;
}

/*
 * Where a script's text ends: at its end tag, but not inside <!-- with an
 * inner <script> ("script data double escaped state").
 */
static const char *script_end(const struct nwi_tokenizer *reader,
			      const char *at, const char *end)
{
	enum { PLAIN, ESCAPED, DOUBLE } state = PLAIN;

	while (at < end) {
		if (*at == '-' && state != PLAIN) {
			const char *dash = at;
			while (at < end && *at == '-')
				at++;
			if (at - dash >= 2 && at < end && *at == '>')
				state = PLAIN;
		} else if (*at != '<') {
			at++;
			if (state == PLAIN)
				at = nwi_find(at, end, '<');
		} else if (state != DOUBLE && is_own_end(reader, at, end)) {
			return at;
		} else if (state == PLAIN && end - at >= 4 &&
			   memcmp(at, "<!--", 4) == 0) {
			state = ESCAPED;
			at += 2; /* the dashes may already begin "-->" */
		} else if (state == ESCAPED && is_script(at + 1, end, &at)) {
			state = DOUBLE;
		} else if (state == DOUBLE && end - at > 1 && at[1] == '/' &&
			   is_script(at + 2, end, &at)) {
			state = ESCAPED;
		} else {
			at++;
		}
	}
	return end;
}

static const char *raw_end(const struct nwi_tokenizer *reader, const char *at,
			   const char *end)
{
	if (reader->mode == NWI_MODE_PLAINTEXT)
		return end;
	if (reader->mode == NWI_MODE_SCRIPT)
		return script_end(reader, at, end);
	while ((at = nwi_find(at, end, '<')) < end &&
	       !is_own_end(reader, at, end))
		at++;
	return at;
}

/* RCDATA, RAWTEXT, script and PLAINTEXT: text up to the own end tag. */
static bool read_raw(struct nwi_tokenizer *reader, struct nwi_token *token)
{
	const char *at = reader->input.at + reader->at;
	const char *end = nwi_token_end(reader);
	const char *to = raw_end(reader, at, end);
	unsigned flags =
		NWI_DECODE_NUL |
		(reader->mode == NWI_MODE_RCDATA ? NWI_DECODE_REFS : 0);

	if (to > at)
		return put_text(
			reader, token, to,
			nwi_scan_all(at, to) &
				(NWI_SEEN_CONTROL | (flags & NWI_DECODE_REFS)),
			flags);
	reader->mode = NWI_MODE_DATA;
	return to < end && nwi_token_tag(reader, token, to + 2, NWI_TOKEN_END);
}

static bool read_cdata(struct nwi_tokenizer *reader, struct nwi_token *token)
{
	struct nw_str rest =
		nw_str_slice(reader->input, reader->at, reader->input.len);
	size_t len = nw_str_find(rest, nw_str_make("]]>", 3));

	reader->mode = NWI_MODE_DATA;
	if (len > 0)
		put_text(reader, token, rest.at + len, 1, 0);
	reader->at += len < rest.len ? 3 : 0;
	return true;
}

bool nwi_token_ends(const struct nwi_tokenizer *reader)
{
	const char *end = nwi_token_end(reader);

	return raw_end(reader, reader->input.at + reader->at, end) < end;
}

/* Reads on in the mode of the moment; true without a kind: no token yet. */
static bool read_some(struct nwi_tokenizer *reader, struct nwi_token *token)
{
	if (reader->at >= reader->input.len)
		return false;
	if (reader->mode == NWI_MODE_DATA)
		return read_data(reader, token);
	if (reader->mode == NWI_MODE_CDATA)
		return read_cdata(reader, token);
	return read_raw(reader, token);
}

bool nwi_tokenizer_next(struct nwi_tokenizer *reader, struct nwi_token *token)
{
	bool more = true;

	*token = (struct nwi_token){ .kind = NWI_TOKEN_EOF };
	while (more && token->kind == NWI_TOKEN_EOF) {
		token->from = reader->at;
		more = read_some(reader, token);
	}
	token->to = reader->at;
	if (!more)
		token->kind = NWI_TOKEN_EOF;
	return more;
}
