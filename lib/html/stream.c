/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Safe HTML and text of a fragment, or its text alone, read once and, mostly,
 * without a tree.
 *
 * What outlets put into feeds are a few paragraphs, links and pictures, each
 * element closed by its own end tag. There a tree would hold nothing that the
 * tokens do not say, in the same order. The first token for which the tree
 * builder would do more than append, push or pop (an implied or stray end
 * tag, a table, an element that is not kept) ends the attempt, and all is
 * read again the long way: at most twice the work, and the same result.
 */
#include "html/emit.h"
#include "html/sanitise.h"
#include "html/words.h"
#include "markup/scan.h"
#include "markup/token.h"
#include "markup/tree_kinds.h"
#include <newswatch/page.h>

/* Deeper nesting is not usual. */
enum { DEPTH = 64 };

struct element {
	struct nw_str name;
	enum nwi_atom atom;
	enum nwi_gap gap;
	bool kept; /* its end tag is to be written */
};

struct stream {
	struct nwi_sanitiser *safe; /* NULL when only the text is wanted */
	struct nwi_emit *text;
	struct element open[DEPTH]; /* [0] is the fragment */
	unsigned depth;
	bool read_words; /* texts are clean, or will be */
	struct nwi_tokenizer reader;
};

static bool is_open(const struct stream *s, enum nwi_atom atom)
{
	for (unsigned depth = s->depth; depth > 0; depth--) {
		if (s->open[depth].atom == atom)
			return true;
	}
	return false;
}

/* Elements whose start tag, in its place, opens them and does nothing else. */
static bool is_usual(const struct stream *s, enum nwi_atom atom)
{
	enum nwi_atom parent = s->open[s->depth].atom;
	unsigned kinds = tree_kinds[atom];

	if (!nwi_sanitise_keeps(atom) || (kinds & (T_TABLE | T_RAW)) ||
	    ((kinds & T_ENDS_P) && is_open(s, NWI_A_P)) ||
	    ((kinds & T_HEADING) && (tree_kinds[parent] & T_HEADING)))
		return false;
	switch (atom) {
	case NWI_A_A:
		return !is_open(s, NWI_A_A);
	case NWI_A_LI:
		return parent == NWI_A_UL || parent == NWI_A_OL ||
		       !is_open(s, NWI_A_LI);
	case NWI_A_DD:
	case NWI_A_DT:
		return !is_open(s, NWI_A_DD) && !is_open(s, NWI_A_DT);
	case NWI_A_PRE: /* keeps its lines */
	case NWI_A_RP:
	case NWI_A_RT:
		return false;
	default:
		return true;
	}
}

/* Enters what was written; void elements have no inside. */
static void enter(struct stream *s, enum nwi_atom atom, struct nw_str name,
		  bool kept)
{
	enum nwi_gap gap = nwi_emit_gap_at(atom);

	nwi_emit_gap(s->text, gap);
	if (!(tree_kinds[atom] & T_VOID))
		s->open[++s->depth] = (struct element){ name, atom, gap, kept };
}

static bool open_element(struct stream *s, const struct nwi_token *token)
{
	enum nwi_atom atom = (enum nwi_atom)token->atom;
	const struct nwi_node node = {
		.kind = NWI_NODE_ELEMENT,
		.ns = NWI_NS_XHTML,
		.atom = token->atom,
		.text = token->name,
		.attrs = token->attrs,
		.attr_count = (uint32_t)token->attr_count,
	};

	if (s->depth + 1 == DEPTH || !is_usual(s, atom))
		return false;
	enter(s, atom, token->name,
	      s->safe && nwi_sanitise_open(s->safe, &node));
	return true;
}

static void close_element(struct stream *s)
{
	const struct element *element = &s->open[s->depth--];

	if (element->kept)
		nwi_sanitise_close(s->safe, element->name);
	nwi_emit_gap(s->text, element->gap);
}

static void put_text(struct stream *s, struct nw_str text)
{
	bool loose = tree_kinds[s->open[s->depth].atom] & T_LOOSE;

	if (text.len == 0 ||
	    (loose && nwi_is_space(text.at[0]) && nw_str_trim(text).len == 0))
		return;
	if (s->safe)
		nwi_sanitise_text(s->safe, text);
	nwi_emit_text(s->text, text);
}

/* Whether the token could be taken as it came. */
static bool take(struct stream *s, const struct nwi_token *token)
{
	switch (token->kind) {
	case NWI_TOKEN_TEXT:
		put_text(s, token->text);
		return true;
	case NWI_TOKEN_START:
		return open_element(s, token);
	case NWI_TOKEN_END:
		if (s->depth == 0 || s->open[s->depth].atom != token->atom)
			return false;
		close_element(s);
		return true;
	default: /* comments */
		return true;
	}
}

/* "</p>" of the innermost element, as written. */
static bool close_plain(struct stream *s, const char **at, const char *end)
{
	struct nw_str name = s->open[s->depth].name;
	const char *from = *at;

	if (s->depth == 0 || (size_t)(end - from) < name.len + 3 ||
	    from[1] != '/' || from[name.len + 2] != '>' ||
	    memcmp(from + 2, name.at, name.len) != 0)
		return false;
	*at += name.len + 3;
	close_element(s);
	return true;
}

/* "<p>": a usual element in small letters, without attributes. */
static bool open_plain(struct stream *s, const char **at, const char *end)
{
	const char *from = *at + 1, *to = from;

	while (to < end && ((*to >= 'a' && *to <= 'z') ||
			    (to > from && *to >= '0' && *to <= '9')))
		to++;
	if (to == from || to == end || *to != '>')
		return false;
	enum nwi_atom atom =
		nwi_atom_find(nw_str_make(from, (size_t)(to - from)));
	if (atom == NWI_A_NONE || atom == NWI_A_A || atom == NWI_A_IMG ||
	    s->depth + 1 == DEPTH || !is_usual(s, atom))
		return false;
	struct nw_str name = nwi_atom_name(atom);
	enter(s, atom, name,
	      s->safe && nwi_sanitise_open_bare(s->safe, atom, name));
	*at = to + 1;
	return true;
}

/*
 * What most HTML consists of, without tokens: text, and tags without
 * attributes. False where nothing was done.
 */
static bool take_plain(struct stream *s)
{
	struct nw_str html = s->reader.input;
	const char *at = html.at + s->reader.at, *end = html.at + html.len;
	bool done;

	if (at == end)
		return false;
	if (*at == '<' && nwi_begins_markup(at, end))
		done = close_plain(s, &at, end) || open_plain(s, &at, end);
	else
		done = s->read_words &&
		       !(tree_kinds[s->open[s->depth].atom] & T_LOOSE) &&
		       nwi_words_read(&at, end, s->safe ? s->safe->out : NULL,
				      s->text);
	s->reader.at = (size_t)(at - html.at);
	return done;
}

static bool stream(struct nw_str html, struct nw_arena *arena,
		   struct nwi_sanitiser *safe, struct nwi_emit *text)
{
	struct nwi_token token;
	struct stream s;

	/* The stack is filled as it grows. */
	s.safe = safe;
	s.text = text;
	s.depth = 0;
	s.open[0] = (struct element){ .atom = NWI_A_NONE };
	nwi_tokenizer_init(&s.reader, html, arena);
	s.read_words = !safe || safe->clean.at;
	for (;;) {
		while (take_plain(&s))
			;
		if (!nwi_tokenizer_next(&s.reader, &token))
			break;
		if (!take(&s, &token))
			return false;
	}
	while (s.depth > 0)
		close_element(&s);
	return true;
}

void nwi_html_read(struct nw_str html, struct nw_str base_url,
		   struct nw_arena *arena, struct nw_buf *safe,
		   struct nw_buf *text)
{
	struct nwi_sanitiser s;
	struct nwi_emit emit;
	struct nwi_tree tree;

	if (html.len == 0)
		return;
	nwi_sanitiser_init(&s, html, base_url, arena, safe);
	nwi_emit_init(&emit, text);
	if (stream(html, arena, &s, &emit)) {
		nwi_emit_finish(&emit, !s.dirty);
		nwi_sanitiser_fini(&s);
		return;
	}
	nwi_sanitiser_undo(&s);
	nw_buf_cut(text, emit.start);
	text->failed = false;
	if (nwi_tree_build(html, arena, &tree, NULL) == NW_OK) {
		nwi_sanitise_tree(&s, &tree);
		nwi_emit_tree(&tree, !s.dirty, text);
	}
	nwi_sanitiser_fini(&s);
}

void nw_html_to_text(struct nw_str html, struct nw_arena *arena,
		     struct nw_buf *out)
{
	struct nwi_emit emit;
	struct nwi_tree tree;
	bool failed = out->failed;

	if (html.len == 0)
		return;
	nwi_emit_init(&emit, out);
	if (stream(html, arena, NULL, &emit)) {
		nwi_emit_finish(&emit, false);
		return;
	}
	nw_buf_cut(out, emit.start);
	out->failed = failed;
	if (nwi_tree_build(html, arena, &tree, NULL) == NW_OK)
		nwi_emit_tree(&tree, false, out);
}
