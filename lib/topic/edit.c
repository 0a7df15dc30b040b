/* SPDX-License-Identifier: Apache-2.0 */
#include "topic/edit.h"

#include "config/source_text.h"
#include "config/tree.h"

#include <math.h>
#include <stdlib.h>

/* Weights nearer than this are one. */
#define SAME_WEIGHT 0.0005

/* A file while it is edited. */
struct text {
	struct nwi_file file;
	struct nw_str body; /* behind a byte order mark */
	struct nw_arena *arena;
	struct nwi_problems problems;
	const struct nwi_node *root;
	const char *newline;
};

static void text_fini(struct text *t)
{
	nwi_problems_fini(&t->problems);
	nw_arena_free(&t->arena);
}

static enum nw_status text_read(struct text *t, struct nw_str bytes,
				struct nw_error *err)
{
	size_t end = nw_str_find_char(bytes, '\n');

	t->file = (struct nwi_file){ .name = "topic file", .text = bytes };
	t->body = nwi_text_body(&t->file);
	t->arena = nw_arena_new(NWI_TREE_ARENA);
	t->newline = end > 0 && end < bytes.len && bytes.at[end - 1] == '\r'
			     ? "\r\n"
			     : "\n";
	nwi_problems_init(&t->problems);
	if (nwi_tree_read(&t->file, t->arena, &t->problems, &t->root) == NW_OK)
		return NW_OK;
	return nw_fail(err, NW_BAD_CONFIG, "%s",
		       t->problems.count ? t->problems.rows[0].text
					 : "the topic file cannot be read");
}

static size_t place_of(const struct text *t, uint32_t line, uint32_t column)
{
	return nwi_text_offset(t->body, line - 1, column - 1);
}

static size_t place_of_value(const struct text *t, const struct nwi_node *node)
{
	return place_of(t, node->line, node->column);
}

static bool is_flow(const struct text *t, const struct nwi_node *node)
{
	size_t at = place_of_value(t, node);

	return at < t->body.len &&
	       (t->body.at[at] == '[' || t->body.at[at] == '{');
}

static const struct nwi_node *section_of(const struct text *t,
					 struct nw_str language)
{
	const struct nwi_node *all = nwi_node_get(t->root, "languages");

	for (const struct nwi_node *n = all ? all->first : NULL; n; n = n->next)
		if (nw_str_equal(n->key, language))
			return n;
	return NULL;
}

static const struct nwi_node *of_weight(const struct nwi_node *map,
					double weight)
{
	for (const struct nwi_node *n = map ? map->first : NULL; n; n = n->next)
		if (fabs(strtod(n->key.at, NULL) - weight) < SAME_WEIGHT)
			return n;
	return NULL;
}

/* ---- what is written ---- */

void nwi_edit_weight(double weight, struct nw_buf *out)
{
	size_t from = out->len;

	nw_buf_add_fmt(out, "%.2f", weight);
	if (!out->failed && out->at[out->len - 1] == '0' && out->len > from)
		nw_buf_cut(out, out->len - 1);
}

static bool is_plain(struct nw_str text)
{
	bool letter = false;

	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];
		bool is_letter = c >= 0x80 || (c >= 'a' && c <= 'z') ||
				 (c >= 'A' && c <= 'Z');

		if (!is_letter &&
		    (i == 0 || (!strchr(" *?-", c) && !(c >= '0' && c <= '9'))))
			return false;
		letter = letter || is_letter;
	}
	return letter && !nw_str_is_nocase(text, "null");
}

static void put_entry(struct nw_str text, struct nw_buf *out)
{
	if (is_plain(text)) {
		nw_buf_add_str(out, text);
		return;
	}
	nw_buf_add_char(out, '\'');
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '\'')
			nw_buf_add_char(out, '\'');
		nw_buf_add_char(out, text.at[i]);
	}
	nw_buf_add_char(out, '\'');
}

/* The text with `added` put in at `at` and `gone` bytes there left out. */
static void splice(const struct text *t, size_t at, size_t gone,
		   struct nw_str added, struct nw_buf *out)
{
	size_t mark = (size_t)(t->body.at - t->file.text.at);

	nw_buf_add_str(out, nw_str_slice(t->file.text, 0, mark + at));
	nw_buf_add_str(out, added);
	nw_buf_add_str(out, nw_str_slice(t->file.text, mark + at + gone,
					 t->file.text.len));
}

static size_t line_start(const struct text *t, size_t at)
{
	while (at > 0 && t->body.at[at - 1] != '\n')
		at--;
	return at;
}

/* A line with the indent of what begins at `at`, before the line of it. */
static void add_line(const struct text *t, size_t at, struct nw_str line,
		     struct nw_buf *out)
{
	size_t start = line_start(t, at);
	NW_AUTO(nw_buf_fini) struct nw_buf added = { 0 };

	nw_buf_init(&added, NWI_EDIT_BYTES);
	for (size_t i = start; i < at; i++)
		nw_buf_add_char(&added, ' ');
	nw_buf_add_str(&added, line);
	nw_buf_add_text(&added, t->newline);
	splice(t, start, 0, nw_buf_str(&added), out);
}

static enum nw_status unsupported(struct nw_error *err, const char *what)
{
	return nw_fail(err, NW_UNSUPPORTED,
		       "the layout of the topic file does not take this edit: "
		       "%s",
		       what);
}

/* Whether only blanks, and the dash of an entry, stand before it. */
static bool begins_line(const struct text *t, size_t at, bool dash)
{
	for (size_t i = line_start(t, at); i < at; i++) {
		if (t->body.at[i] == '-' && dash)
			dash = false;
		else if (t->body.at[i] != ' ')
			return false;
	}
	return true;
}

/* "key: value" into a mapping, before the member `before` of a block one. */
static enum nw_status add_member(const struct text *t,
				 const struct nwi_node *map,
				 const struct nwi_node *before,
				 struct nw_str member, struct nw_buf *out,
				 struct nw_error *err)
{
	NW_AUTO(nw_buf_fini) struct nw_buf added = { 0 };

	if (map->kind != NWI_NODE_MAP || !before)
		return unsupported(err, "there is nothing to put it beside");
	if (is_flow(t, map)) {
		nw_buf_init(&added, NWI_EDIT_BYTES);
		nw_buf_add_str(&added, member);
		nw_buf_add_text(&added, ", ");
		splice(t, place_of(t, before->key_line, before->key_column), 0,
		       nw_buf_str(&added), out);
		return NW_OK;
	}
	size_t at = place_of(t, before->key_line, before->key_column);
	if (!begins_line(t, at, false))
		return unsupported(err, "a key does not begin its line");
	add_line(t, at, member, out);
	return NW_OK;
}

static enum nw_status add_entry(const struct text *t,
				const struct nwi_node *list, struct nw_str text,
				struct nw_buf *out, struct nw_error *err)
{
	size_t at = place_of_value(t, list);
	NW_AUTO(nw_buf_fini) struct nw_buf added = { 0 };

	nw_buf_init(&added, NWI_EDIT_BYTES);
	if (list->kind != NWI_NODE_LIST)
		return unsupported(err, "a term stands where a list could");
	if (is_flow(t, list)) {
		put_entry(text, &added);
		nw_buf_add_text(&added, list->first ? ", " : "");
		splice(t, at + 1, 0, nw_buf_str(&added), out);
		return NW_OK;
	}
	if (!begins_line(t, at, false))
		return unsupported(err, "a list does not begin its line");
	nw_buf_add_text(&added, "- ");
	put_entry(text, &added);
	add_line(t, at, nw_buf_str(&added), out);
	return NW_OK;
}

/* ---- new entries ---- */

/* Where a part that a section has not yet goes: before its examples. */
static const struct nwi_node *before_examples(const struct nwi_node *section)
{
	const struct nwi_node *examples = nwi_node_get(section, "examples");

	return examples ? examples : section->first;
}

static enum nw_status add_weighed(const struct text *t,
				  const struct nwi_node *section,
				  const char *part, const struct nwi_edit *edit,
				  struct nw_buf *out, struct nw_error *err)
{
	const struct nwi_node *map = nwi_node_get(section, part);
	const struct nwi_node *list = of_weight(map, edit->weight);
	const struct nwi_node *before = map ? map->first : NULL;
	NW_AUTO(nw_buf_fini) struct nw_buf member = { 0 };

	if (list)
		return add_entry(t, list, edit->text, out, err);
	/* Weights fall from line to line. */
	for (const struct nwi_node *n = before; n; n = n->next) {
		before = n;
		if (strtod(n->key.at, NULL) < edit->weight)
			break;
	}
	nw_buf_init(&member, NWI_EDIT_BYTES);
	if (!map)
		nw_buf_add_fmt(&member, "%s: {", part);
	nwi_edit_weight(edit->weight, &member);
	nw_buf_add_text(&member, ": [");
	put_entry(edit->text, &member);
	nw_buf_add_text(&member, map ? "]" : "]}");
	return map ? add_member(t, map, before, nw_buf_str(&member), out, err)
		   : add_member(t, section, before_examples(section),
				nw_buf_str(&member), out, err);
}

static enum nw_status add_cancel(const struct text *t,
				 const struct nwi_node *section,
				 const struct nwi_edit *edit,
				 struct nw_buf *out, struct nw_error *err)
{
	const struct nwi_node *list = nwi_node_get(section, "cancel");
	NW_AUTO(nw_buf_fini) struct nw_buf member = { 0 };

	if (list)
		return add_entry(t, list, edit->text, out, err);
	nw_buf_init(&member, NWI_EDIT_BYTES);
	nw_buf_add_text(&member, "cancel: [");
	put_entry(edit->text, &member);
	nw_buf_add_text(&member, "]");
	return add_member(t, section, before_examples(section),
			  nw_buf_str(&member), out, err);
}

/* ---- another weight ---- */

/* The term at a place, and the list that it stands in. */
static const struct nwi_node *term_at(const struct nwi_node *section,
				      const struct nwi_edit *edit)
{
	const struct nwi_node *map = nwi_node_get(section, "terms");

	for (const struct nwi_node *w = map ? map->first : NULL; w; w = w->next)
		for (const struct nwi_node *n = w->first; n; n = n->next)
			if (n->line == edit->line && n->column == edit->column)
				return n;
	return NULL;
}

/* The bytes of a scalar in the file; 0 where they do not end on its line. */
static size_t raw_len(const struct text *t, const struct nwi_node *node)
{
	size_t at = place_of_value(t, node), i = at + 1;
	struct nw_str rest = nw_str_slice(t->body, at, t->body.len);
	char quote = node->style == NWI_STYLE_SINGLE ? '\'' : '"';

	if (node->style == NWI_STYLE_PLAIN)
		return nw_str_starts(rest, node->text.at) ? node->text.len : 0;
	if (node->style > NWI_STYLE_DOUBLE)
		return 0;
	for (; i < t->body.len && t->body.at[i] != '\n'; i++) {
		if (t->body.at[i] == '\\' && quote == '"')
			i++;
		else if (t->body.at[i] != quote)
			continue;
		else if (quote == '\'' && i + 1 < t->body.len &&
			 t->body.at[i + 1] == quote)
			i++;
		else
			return i + 1 - at;
	}
	return 0;
}

static size_t skip_blanks(struct nw_str s, size_t at)
{
	while (at < s.len && s.at[at] == ' ')
		at++;
	return at;
}

/* An entry out of [a, b, c], with the comma on one of its sides. */
static enum nw_status drop_flow(const struct text *t, size_t from, size_t to,
				struct nw_buf *out, struct nw_error *err)
{
	size_t next = skip_blanks(t->body, to), before = from;

	if (next < t->body.len && t->body.at[next] == ',') {
		splice(t, from, skip_blanks(t->body, next + 1) - from,
		       nw_str_make("", 0), out);
		return NW_OK;
	}
	while (before > 0 && strchr(" \r\n", t->body.at[before - 1]))
		before--;
	if (before == 0 || t->body.at[before - 1] != ',')
		return unsupported(err, "an entry has no comma beside it");
	splice(t, before - 1, to - before + 1, nw_str_make("", 0), out);
	return NW_OK;
}

static enum nw_status drop_entry(const struct text *t,
				 const struct nwi_node *node,
				 struct nw_buf *out, struct nw_error *err)
{
	size_t at = place_of_value(t, node), len = raw_len(t, node);
	size_t from = line_start(t, at), to;

	if (len == 0)
		return unsupported(err, "a term goes over several lines");
	if (is_flow(t, node->parent))
		return drop_flow(t, at, at + len, out, err);
	to = at + len;
	to += nw_str_find_char(nw_str_slice(t->body, to, t->body.len), '\n');
	struct nw_str rest = nw_str_trim(nw_str_slice(t->body, at + len, to));
	if (!begins_line(t, at, true) ||
	    (rest.len && !nw_str_starts(rest, "#")))
		return unsupported(err, "a term does not have its own line");
	splice(t, from, to + 1 - from, nw_str_make("", 0), out);
	return NW_OK;
}

/* A term alone under its weight: the weight itself is written anew. */
static enum nw_status rename_weight(const struct text *t,
				    const struct nwi_node *list,
				    const struct nwi_edit *edit,
				    struct nw_buf *out, struct nw_error *err)
{
	size_t at = place_of(t, list->key_line, list->key_column);
	NW_AUTO(nw_buf_fini) struct nw_buf weight = { 0 };

	if (of_weight(list->parent, edit->weight) ||
	    !nw_str_starts(nw_str_slice(t->body, at, t->body.len),
			   list->key.at))
		return unsupported(err, "a weight would be left without terms");
	nw_buf_init(&weight, 64);
	nwi_edit_weight(edit->weight, &weight);
	splice(t, at, list->key.len, nw_buf_str(&weight), out);
	return NW_OK;
}

static enum nw_status move(const struct text *t, const struct nwi_node *section,
			   const struct nwi_edit *edit, struct nw_buf *out,
			   struct nw_error *err)
{
	const struct nwi_node *node = term_at(section, edit);
	NW_AUTO(nw_buf_fini) struct nw_buf without = { 0 };
	struct nwi_edit again = *edit;
	enum nw_status status;

	if (!node)
		return nw_fail(err, NW_NOT_FOUND,
			       "no term stands at line %u, column %u",
			       edit->line, edit->column);
	if (node->parent->count < 2)
		return rename_weight(t, node->parent, edit, out, err);
	nw_buf_init(&without, NWI_EDIT_BYTES);
	status = drop_entry(t, node, &without, err);
	again.kind = NWI_EDIT_TERM;
	again.text = node->text;
	return status == NW_OK
		       ? nwi_edit_apply(nw_buf_str(&without), &again, out, err)
		       : status;
}

enum nw_status nwi_edit_apply(struct nw_str file, const struct nwi_edit *edit,
			      struct nw_buf *out, struct nw_error *err)
{
	NW_AUTO(text_fini) struct text t = { 0 };
	enum nw_status status = text_read(&t, file, err);
	const struct nwi_node *section = section_of(&t, edit->language);

	if (status != NW_OK)
		return status;
	if (!section || section->kind != NWI_NODE_MAP || !section->first)
		return nw_fail(err, NW_NOT_FOUND,
			       "the topic file has no terms for the language "
			       "%.*s",
			       NW_FMT(edit->language));
	if (edit->kind == NWI_EDIT_CANCEL)
		status = add_cancel(&t, section, edit, out, err);
	else if (edit->kind == NWI_EDIT_WEIGHT)
		status = move(&t, section, edit, out, err);
	else
		status = add_weighed(&t, section,
				     edit->kind == NWI_EDIT_TERM ? "terms"
								 : "against",
				     edit, out, err);
	return status == NW_OK ? nw_buf_check(out, "the topic file", err)
			       : status;
}

/* ---- one section ---- */

/* The line after a section's last, from 1; 0: the file's end. */
static uint32_t line_behind(const struct nwi_node *section)
{
	const struct nwi_node *after =
		section->next ? section->next : section->parent->next;

	return after ? after->key_line : 0;
}

enum nw_status nwi_edit_section(struct nw_str file, struct nw_str language,
				struct nw_buf *out, uint32_t *shift,
				struct nw_error *err)
{
	NW_AUTO(text_fini) struct text t = { 0 };
	enum nw_status status = text_read(&t, file, err);
	const struct nwi_node *section = section_of(&t, language);
	const struct nwi_node *name = nwi_node_get(t.root, "topic");

	if (status != NW_OK)
		return status;
	*shift = 0;
	if (!section || !name || is_flow(&t, section->parent) ||
	    section->key_line < 3 || section->parent->key_line == 0) {
		nw_buf_add_str(out, file);
		return nw_buf_check(out, "the topic file", err);
	}
	uint32_t behind = line_behind(section);
	size_t from = place_of(&t, section->key_line, 1);
	size_t to = behind ? place_of(&t, behind, 1) : t.body.len;
	nw_buf_add_fmt(out, "topic: %.*s\nlanguages:\n", NW_FMT(name->text));
	nw_buf_add_str(out, nw_str_slice(t.body, from, to));
	*shift = section->key_line - 3;
	return nw_buf_check(out, "the topic file", err);
}
