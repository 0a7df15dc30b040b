/* SPDX-License-Identifier: Apache-2.0 */
#include "config/source_text.h"
#include "config/tree.h"

#include <stdio.h>

const struct nwi_node *nwi_node_get(const struct nwi_node *map, const char *key)
{
	if (!map || map->kind != NWI_NODE_MAP)
		return NULL;
	for (const struct nwi_node *n = map->first; n; n = n->next) {
		if (nw_str_is(n->key, key))
			return n;
	}
	return NULL;
}

struct nwi_place nwi_node_place(const struct nwi_node *node)
{
	return (struct nwi_place){ node->file, node->line, node->column };
}

struct nwi_place nwi_node_key_place(const struct nwi_node *node)
{
	if (node->key_line == 0)
		return nwi_node_place(node);
	return (struct nwi_place){ node->file, node->key_line,
				   node->key_column };
}

struct nw_str nwi_node_path(const struct nwi_node *node,
			    char out[NWI_PATH_TEXT])
{
	const struct nwi_node *way[NWI_TREE_MAX_DEPTH + 1];
	size_t steps = 0, used = 0;

	for (; node && node->parent && steps < NWI_TREE_MAX_DEPTH + 1;
	     node = node->parent)
		way[steps++] = node;
	out[0] = '\0';
	while (steps > 0 && used < NWI_PATH_TEXT - 1) {
		const struct nwi_node *step = way[--steps];
		int len;
		if (step->key_line)
			len = snprintf(out + used, NWI_PATH_TEXT - used,
				       "%s%.*s", used ? "." : "",
				       NW_FMT(step->key));
		else
			len = snprintf(out + used, NWI_PATH_TEXT - used, "[%u]",
				       step->index);
		used += len < 0 ? 0 : (size_t)len;
	}
	return nw_str_from(out);
}

#define REPORT(call, place)                                                   \
	do {                                                                  \
		char path_[NWI_PATH_TEXT];                                    \
		char text_[NWI_PROBLEM_TEXT];                                 \
		va_list args_;                                                \
		va_start(args_, fmt);                                         \
		vsnprintf(text_, sizeof(text_), fmt, args_);                  \
		va_end(args_);                                                \
		call(problems, place(node), nwi_node_path(node, path_), "%s", \
		     text_);                                                  \
	} while (0)

void nwi_node_problem(struct nwi_problems *problems,
		      const struct nwi_node *node, const char *fmt, ...)
{
	REPORT(nwi_problem, nwi_node_place);
}

void nwi_node_key_problem(struct nwi_problems *problems,
			  const struct nwi_node *node, const char *fmt, ...)
{
	REPORT(nwi_problem, nwi_node_key_place);
}

const char *nwi_node_kind_name(const struct nwi_node *node)
{
	switch (node->kind) {
	case NWI_NODE_LIST:
		return "a list";
	case NWI_NODE_MAP:
		return "a mapping";
	case NWI_NODE_SCALAR:
		return "text";
	default:
		return "nothing";
	}
}

/* ---- from a byte of a scalar's value back to the file ---- */

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Behind the escape at `at` of a double-quoted scalar. */
static size_t skip_escape(struct nw_str source, size_t at)
{
	char kind = at + 1 < source.len ? source.at[at + 1] : '\0';
	size_t len = kind == 'x' ? 4 : kind == 'u' ? 6 : kind == 'U' ? 10 : 2;

	return at + len < source.len ? at + len : source.len;
}

static size_t skip_spaces(struct nw_str text, size_t at, size_t end)
{
	while (at < end && is_space(text.at[at]))
		at++;
	return at;
}

static size_t skip_value_char(struct nw_str text, size_t at, size_t end)
{
	at++;
	while (at < end && ((unsigned char)text.at[at] & 0xc0) == 0x80)
		at++;
	return at;
}

/* A backslash at the end of a line joins it to the next. */
static bool is_joined(const struct nwi_node *node, struct nw_str source,
		      size_t at)
{
	return node->style == NWI_STYLE_DOUBLE && at + 1 < source.len &&
	       source.at[at] == '\\' &&
	       (source.at[at + 1] == '\n' || source.at[at + 1] == '\r');
}

/*
 * Walks value and source side by side: folded lines differ in white space
 * alone, quotes are doubled, escapes are longer than what they mean. Stops
 * where it no longer understands, which is on the right line.
 */
static size_t walk(const struct nwi_node *node, struct nw_str source, size_t at,
		   size_t offset)
{
	struct nw_str text = node->text;
	size_t i = 0;

	while (i < offset && at < source.len) {
		char c = source.at[at];
		if (is_joined(node, source, at)) {
			at = skip_spaces(source, at + 1, source.len);
		} else if (node->style == NWI_STYLE_DOUBLE && c == '\\') {
			at = skip_escape(source, at);
			i = skip_value_char(text, i, offset);
		} else if (text.at[i] == c) {
			bool twice =
				node->style == NWI_STYLE_SINGLE && c == '\'';
			at += twice ? 2 : 1;
			i++;
		} else if (is_space(c)) {
			at = skip_spaces(source, at, source.len);
			i = skip_spaces(text, i, offset);
		} else {
			break;
		}
	}
	/* At the border of two lines: what is meant begins on the next. */
	if (is_joined(node, source, at))
		at++;
	if (i < text.len && !is_space(text.at[i]))
		at = skip_spaces(source, at, source.len);
	return at;
}

/* A literal's lines are the file's lines, shifted by the indentation. */
static struct nwi_place literal_place(const struct nwi_node *node,
				      struct nw_str source, size_t offset)
{
	struct nwi_place place = { node->file, node->line + 1, 1 };
	size_t start = 0, pad = 0, own = 0;

	for (size_t i = 0; i < offset; i++) {
		if (node->text.at[i] == '\n') {
			place.line++;
			start = i + 1;
		}
	}
	size_t at = nwi_text_offset(source, place.line - 1, 0);
	while (at + pad < source.len && source.at[at + pad] == ' ')
		pad++;
	while (start + own < node->text.len &&
	       node->text.at[start + own] == ' ')
		own++;
	for (size_t i = start; i < offset; i++)
		place.column +=
			((unsigned char)node->text.at[i] & 0xc0) != 0x80;
	place.column += (uint32_t)(pad > own ? pad - own : 0);
	return place;
}

struct nwi_place nwi_node_text_place(const struct nwi_node *node, size_t offset)
{
	if (node->kind != NWI_NODE_SCALAR)
		return nwi_node_place(node);
	struct nw_str source = nwi_text_body(node->file);
	size_t at = nwi_text_offset(source, node->line - 1, node->column - 1);
	if (offset > node->text.len)
		offset = node->text.len;
	switch (node->style) {
	case NWI_STYLE_LITERAL:
		return literal_place(node, source, offset);
	case NWI_STYLE_FOLDED:
		at = nwi_text_offset(source, node->line, 0);
		at = skip_spaces(source, at, source.len);
		break;
	case NWI_STYLE_SINGLE:
	case NWI_STYLE_DOUBLE:
		at++;
		break;
	default:
		break;
	}
	return nwi_text_place(node->file, walk(node, source, at, offset));
}
