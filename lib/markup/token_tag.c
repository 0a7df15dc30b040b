/* SPDX-License-Identifier: Apache-2.0 */
/* Tags and their attributes: "tag open state" to "self-closing start tag". */
#include "markup/hash.h"
#include "markup/token_impl.h"

enum char_class {
	C_SPACE = 1,
	C_SLASH = 2,
	C_GT = 4,
	C_EQ = 8,
	C_ODD = 16 /* upper case, NUL: the name must be copied */
};

static const uint8_t classes[256] = {
	['\0'] = C_ODD,	       ['\t'] = C_SPACE, ['\n'] = C_SPACE,
	['\f'] = C_SPACE,      ['\r'] = C_SPACE, [' '] = C_SPACE,
	['/'] = C_SLASH,       ['>'] = C_GT,	 ['='] = C_EQ,
	['A' ... 'Z'] = C_ODD,
};

static inline unsigned class_of(const char *at)
{
	return classes[(unsigned char)*at];
}

/* The end of a name: the first character of `stop` from `at` on. */
static inline const char *name_end(const char *at, const char *end,
				   unsigned stop, unsigned *odd)
{
	unsigned seen = 0;

	for (; at < end; at++) {
		unsigned c = class_of(at);
		if (c & stop)
			break;
		seen |= c;
	}
	*odd = seen & C_ODD;
	return at;
}

static struct nw_str read_name(struct nwi_tokenizer *reader, const char *at,
			       const char *to, unsigned odd, uint16_t *atom)
{
	struct nw_str name = nw_str_make(at, (size_t)(to - at));

	*atom = (uint16_t)(odd ? nwi_atom_find_nocase(name)
			       : nwi_atom_find(name));
	if (*atom)
		return nwi_atom_name(*atom);
	if (odd)
		return nwi_token_decode(reader, at, to,
					NWI_DECODE_LOWER | NWI_DECODE_NUL);
	return name;
}

/* Reads a value; `at` is behind the '=' and its white space. */
static const char *read_value(struct nwi_tokenizer *reader, const char *at,
			      const char *end, struct nw_str *value)
{
	const char *to, *next;
	unsigned seen = 0;

	if (at < end && (*at == '"' || *at == '\'')) {
		to = nwi_scan(at + 1, end, *at, &seen);
		at++;
		next = to < end ? to + 1 : end;
	} else {
		for (to = at; to < end && !(class_of(to) & (C_SPACE | C_GT));
		     to++) {
			if (*to == '&' || *to == '\0')
				seen = 1;
		}
		next = to;
	}
	*value = seen ? nwi_token_decode(reader, at, to,
					 NWI_DECODE_REFS | NWI_DECODE_ATTR |
						 NWI_DECODE_NUL)
		      : nw_str_make(at, (size_t)(to - at));
	return next;
}

/* A small Bloom filter spares comparing each name with all before it. */
struct seen_names {
	uint64_t bits[4];
};

static bool is_repeated(struct seen_names *seen, const struct nwi_attr *attrs,
			size_t count, const struct nwi_attr *attr)
{
	unsigned bit =
		(attr->atom ? attr->atom : nwi_name_hash(attr->name)) & 255;
	uint64_t mask = (uint64_t)1 << (bit & 63);

	if (!(seen->bits[bit >> 6] & mask)) {
		seen->bits[bit >> 6] |= mask;
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		if (attrs[i].atom == attr->atom &&
		    (attr->atom || nw_str_equal(attrs[i].name, attr->name)))
			return true;
	}
	return false;
}

static const char *skip_space(const char *at, const char *end)
{
	while (at < end && (class_of(at) & C_SPACE))
		at++;
	return at;
}

/* One attribute that begins at `at`. */
static const char *read_attr(struct nwi_tokenizer *reader, const char *at,
			     const char *end, struct nwi_attr *attr)
{
	unsigned odd;
	/* A '=' in front belongs to the name. */
	const char *to =
		name_end(at + 1, end, C_SPACE | C_SLASH | C_GT | C_EQ, &odd);

	attr->name = read_name(reader, at, to, odd | (class_of(at) & C_ODD),
			       &attr->atom);
	attr->ns = 0;
	const char *next = skip_space(to, end);
	if (next == end || *next != '=') {
		attr->value = nw_str_make("", 0);
		return next;
	}
	next = skip_space(next + 1, end);
	if (next < end && *next == '>') {
		attr->value = nw_str_make("", 0);
		return next;
	}
	return read_value(reader, next, end, &attr->value);
}

static const char *read_attrs(struct nwi_tokenizer *reader,
			      struct nwi_token *token, const char *at)
{
	const char *end = nwi_token_end(reader);
	struct seen_names seen = { { 0 } };
	size_t count = 0;

	for (;;) {
		while (at < end && (class_of(at) & (C_SPACE | C_SLASH))) {
			token->self_closing = *at == '/';
			at++;
		}
		if (at == end || *at == '>')
			break;
		token->self_closing = false;
		struct nwi_attr spare;
		struct nwi_attr *attr =
			count < NWI_MAX_ATTRS ? &reader->attrs[count] : &spare;
		at = read_attr(reader, at, end, attr);
		if (attr == &spare)
			reader->cut = true;
		else if (!is_repeated(&seen, reader->attrs, count, attr))
			count++;
	}
	token->attrs = reader->attrs;
	token->attr_count = count;
	return at;
}

static const uint8_t raw_modes[NWI_ATOM_COUNT] = {
	[NWI_A_TITLE] = NWI_MODE_RCDATA,
	[NWI_A_TEXTAREA] = NWI_MODE_RCDATA,
	[NWI_A_STYLE] = NWI_MODE_RAWTEXT,
	[NWI_A_XMP] = NWI_MODE_RAWTEXT,
	[NWI_A_IFRAME] = NWI_MODE_RAWTEXT,
	[NWI_A_NOEMBED] = NWI_MODE_RAWTEXT,
	[NWI_A_NOFRAMES] = NWI_MODE_RAWTEXT,
	[NWI_A_SCRIPT] = NWI_MODE_SCRIPT,
	[NWI_A_PLAINTEXT] = NWI_MODE_PLAINTEXT,
};

/* Their places in no_end, from 1. */
static const uint8_t raw_names[NWI_ATOM_COUNT] = {
	[NWI_A_TITLE] = 1,  [NWI_A_TEXTAREA] = 2, [NWI_A_XMP] = 3,
	[NWI_A_IFRAME] = 4, [NWI_A_NOEMBED] = 5,  [NWI_A_NOFRAMES] = 6,
};

/*
 * An end tag that is not there is looked for once; one that is there is where
 * the text is read to. So all searches together are linear.
 */
static void choose_mode(struct nwi_tokenizer *reader, struct nwi_token *token)
{
	unsigned name = raw_names[token->atom];

	reader->mode = (enum nwi_text_mode)raw_modes[token->atom];
	if (name == 0)
		return;
	if (!reader->no_end[name - 1])
		reader->no_end[name - 1] = !nwi_token_ends(reader);
	token->unclosed = reader->no_end[name - 1];
	if (token->unclosed)
		reader->mode = NWI_MODE_DATA;
}

bool nwi_token_tag(struct nwi_tokenizer *reader, struct nwi_token *token,
		   const char *at, enum nwi_token_kind kind)
{
	const char *end = nwi_token_end(reader);
	unsigned odd;
	const char *to = name_end(at, end, C_SPACE | C_SLASH | C_GT, &odd);

	token->kind = kind;
	token->name = read_name(reader, at, to, odd, &token->atom);
	if (to < end && *to != '>')
		to = read_attrs(reader, token, to);
	nwi_token_seek(reader, to < end ? to + 1 : end);
	if (to == end)
		return false;
	if (kind == NWI_TOKEN_END) {
		token->attr_count = 0;
		return true;
	}
	reader->last_start = token->name;
	if (reader->raw_by_name && !reader->foreign)
		choose_mode(reader, token);
	return true;
}
