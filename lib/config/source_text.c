/* SPDX-License-Identifier: Apache-2.0 */
#include "config/source_text.h"

#include "config/tree.h"

struct nw_str nwi_text_body(const struct nwi_file *file)
{
	if (nw_str_starts(file->text, "\xef\xbb\xbf"))
		return nw_str_slice(file->text, 3, file->text.len);
	return file->text;
}

/*
 * Bytes of the line break at `at`, 0 for none. YAML 1.1 also breaks lines at
 * NEL, LS and PS, and libyaml counts them.
 */
static size_t line_break(struct nw_str text, size_t at)
{
	const unsigned char *p = (const unsigned char *)text.at + at;
	size_t left = text.len - at;

	if (left >= 2 && p[0] == '\r' && p[1] == '\n')
		return 2;
	if (left >= 1 && (p[0] == '\r' || p[0] == '\n'))
		return 1;
	if (left >= 2 && p[0] == 0xc2 && p[1] == 0x85)
		return 2;
	if (left >= 3 && p[0] == 0xe2 && p[1] == 0x80 &&
	    (p[2] == 0xa8 || p[2] == 0xa9))
		return 3;
	return 0;
}

static size_t next_char(struct nw_str text, size_t at)
{
	at++;
	while (at < text.len && ((unsigned char)text.at[at] & 0xc0) == 0x80)
		at++;
	return at;
}

size_t nwi_text_offset(struct nw_str text, size_t line, size_t column)
{
	size_t at = 0;

	while (line > 0 && at < text.len) {
		size_t skip = line_break(text, at);
		at += skip ? skip : 1;
		line -= skip > 0;
	}
	while (column > 0 && at < text.len && !line_break(text, at)) {
		at = next_char(text, at);
		column--;
	}
	return at;
}

struct nwi_place nwi_text_place(const struct nwi_file *file, size_t offset)
{
	struct nw_str text = nwi_text_body(file);
	struct nwi_place place = { file, 1, 1 };
	size_t at = 0;

	while (at < offset && at < text.len) {
		size_t skip = line_break(text, at);
		if (skip) {
			place.line++;
			place.column = 1;
			at += skip;
		} else {
			place.column++;
			at = next_char(text, at);
		}
	}
	return place;
}

/* The first byte at or behind `at` that is neither space nor comment. */
static size_t skip_blank(struct nw_str text, size_t at)
{
	while (at < text.len) {
		size_t skip = line_break(text, at);
		if (skip) {
			at += skip;
		} else if (text.at[at] == ' ' || text.at[at] == '\t') {
			at++;
		} else if (text.at[at] == '#') {
			while (at < text.len && !line_break(text, at))
				at++;
		} else {
			break;
		}
	}
	return at;
}

bool nwi_text_may_be_read(const struct nwi_file *file,
			  struct nwi_problems *problems)
{
	struct nw_str text = nwi_text_body(file);
	struct nw_str no_path = nw_str_make(NULL, 0);

	if (file->text.len > NWI_TREE_MAX_BYTES) {
		nwi_problem(problems, (struct nwi_place){ file, 0, 0 }, no_path,
			    "%zu bytes; allowed: %d in one file",
			    file->text.len, NWI_TREE_MAX_BYTES);
		return false;
	}
	size_t at = skip_blank(text, 0);
	if (at < text.len && text.at[at] == '%') {
		nwi_problem(problems, nwi_text_place(file, at), no_path,
			    "directives (%%YAML, %%TAG) are not used here");
		return false;
	}
	return true;
}

void nwi_text_after_document(const struct nwi_file *file, size_t line,
			     size_t column, struct nwi_problems *problems)
{
	struct nw_str text = nwi_text_body(file);
	struct nw_str no_path = nw_str_make(NULL, 0);
	size_t at = skip_blank(text, nwi_text_offset(text, line, column));

	while (nw_str_starts(nw_str_slice(text, at, text.len), "..."))
		at = skip_blank(text, at + 3);
	if (at >= text.len)
		return;
	bool second = nw_str_starts(nw_str_slice(text, at, text.len), "---");
	nwi_problem(problems, nwi_text_place(file, at), no_path, "%s",
		    second ? "a second document begins; allowed: one in a file"
			   : "text behind the end of the document; check the "
			     "indentation");
}

struct wording {
	const char *yaml, *ours;
};

/* What people really write wrong, in words that say what to do. */
static const struct wording wordings[] = {
	{ "mapping values are not allowed in this context",
	  "a \": \" that cannot stand here; quote the text, or check the "
	  "indentation" },
	{ "could not find expected ':'",
	  "no \": \" behind a key; allowed: key: value" },
	{ "did not find expected key",
	  "this is no key of the mapping above; check the indentation and the "
	  "quotes" },
	{ "did not find expected '-' indicator",
	  "this is no entry of the list above; check the indentation, entries "
	  "begin with \"- \"" },
	{ "did not find expected ',' or ']'",
	  "a list in [ ] is not closed, or a comma is missing" },
	{ "did not find expected ',' or '}'",
	  "a mapping in { } is not closed, or a comma is missing" },
	{ "did not find expected node content",
	  "a value is missing here, or a [ or { before is not closed" },
	{ "found unexpected document indicator",
	  "--- or ... within quoted text; check the quotes" },
	{ "found unexpected end of stream", "quoted text is not closed" },
	{ "found unknown escape character",
	  "unknown escape behind a backslash; allowed: single quotes for text "
	  "with backslashes" },
	{ "block sequence entries are not allowed in this context",
	  "a \"- \" that cannot stand here; begin the list on a line of its "
	  "own" },
	{ "found a tab character where an indentation space is expected",
	  "a tab cannot indent; allowed: spaces" },
	{ "found a tab character that violates indentation",
	  "a tab cannot indent; allowed: spaces" },
	{ "control characters are not allowed",
	  "a control character cannot stand here" },
	{ "found undefined tag handle",
	  "this tag is not used here; allowed: !file, !env and !credential "
	  "before a secret's name" },
};

static const char *wording_of(struct nw_str text, size_t at,
			      const char *problem)
{
	if (strcmp(problem, "found character that cannot start any token") == 0)
		return at < text.len && text.at[at] == '\t'
			       ? "a tab cannot indent; allowed: spaces"
			       : "text that begins with this character needs "
				 "quotes";
	for (size_t i = 0; i < sizeof(wordings) / sizeof(wordings[0]); i++) {
		if (strcmp(problem, wordings[i].yaml) == 0)
			return wordings[i].ours;
	}
	if (strstr(problem, "UTF-8"))
		return "the file is not UTF-8 text";
	return problem;
}

void nwi_syntax_report(const struct nwi_file *file,
		       const struct nwi_syntax_error *error,
		       struct nwi_problems *problems)
{
	struct nwi_place place = { file, error->line, error->column };
	struct nw_str text = nwi_text_body(file);
	struct nw_str no_path = nw_str_make(NULL, 0);
	size_t at = nwi_text_offset(text, error->line - 1, error->column - 1);

	if (error->in_bytes)
		place = nwi_text_place(file, error->offset);
	else if (at == text.len) /* libyaml ends the last line itself */
		place = nwi_text_place(file, at);
	const char *words = wording_of(
		text, at, error->problem ? error->problem : "no YAML");
	if (error->begun_line && error->begun_line != place.line)
		nwi_problem(problems, place, no_path,
			    "%s (what is read here begins in line %u)", words,
			    file->lines_before + error->begun_line);
	else
		nwi_problem(problems, place, no_path, "%s", words);
}
