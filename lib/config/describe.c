/* SPDX-License-Identifier: Apache-2.0 */
/* What is made from rows for people: messages, manual, sample, explain. */
#include "config/rows.h"

#include <newswatch/time.h>
#include <stdio.h>

/* ---- what a row takes ---- */

struct type_words {
	const char *one;  /* "a duration" */
	const char *name; /* in the manual: what stands behind the colon */
	int64_t sample;	  /* of a value, where the row allows it */
};

static const struct type_words types[] = {
	[NW_OPTION_TEXT] = { "text", "text" },
	[NW_OPTION_INTEGER] = { "a whole number", "number" },
	[NW_OPTION_NUMBER] = { "a number", "number" },
	[NW_OPTION_BOOLEAN] = { "true or false", "true | false" },
	[NW_OPTION_DURATION] = { "a duration", "duration", 600000 },
	[NW_OPTION_SIZE] = { "a size", "size", 65536 },
	[NW_OPTION_CHOICE] = { "", "" },
	[NW_OPTION_FILE] = { "the path of a file", "file" },
	[NW_OPTION_PATH] = { "a path", "path" },
	[NW_OPTION_URL] = { "a URL with ", "URL" },
	[NW_OPTION_ADDRESS] = { "a mail address such as desk@example.org",
				"address" },
	[NW_OPTION_MAP] = { "a mapping of names to text", "mapping" },
};

static const struct type_words *words_of(const struct nw_option *row)
{
	size_t type = row->type < sizeof(types) / sizeof(types[0]) &&
				      types[row->type].one
			      ? row->type
			      : NW_OPTION_TEXT;
	return &types[type];
}

/* "a|b|c" as "a, b or c". */
static void add_choices(const char *choices, const char *last,
			struct nw_buf *out)
{
	struct nw_str rest = nw_str_from(choices), choice;
	bool first = true;

	while (nw_str_next(&rest, '|', &choice)) {
		if (!first)
			nw_buf_add_text(out, rest.len ? ", " : last);
		nw_buf_add_str(out, choice);
		first = false;
	}
}

/* A bound in the unit of its row. */
static void add_bound(const struct nw_option *row, int64_t value,
		      struct nw_buf *out)
{
	char text[NW_TIME_TEXT];

	switch (row->type) {
	case NW_OPTION_DURATION:
		nw_duration_format(value, text);
		nw_buf_add_text(out, text);
		break;
	case NW_OPTION_SIZE:
		nwi_size_format(value, text);
		nw_buf_add_text(out, text);
		break;
	case NW_OPTION_NUMBER:
		nw_buf_add_fmt(out, "%g", (double)value / 1000);
		break;
	default:
		nw_buf_add_fmt(out, "%lld", (long long)value);
	}
}

static bool has_range(const struct nw_option *row)
{
	return (row->min || row->max) && row->type != NW_OPTION_CHOICE &&
	       row->type != NW_OPTION_BOOLEAN && row->type != NW_OPTION_MAP;
}

/* ", 30s to 7d" */
static void add_range(const struct nw_option *row, struct nw_buf *out)
{
	if (!has_range(row))
		return;
	bool capped = row->type == NW_OPTION_TEXT && row->min == 0;
	nw_buf_add_text(out, capped	? ", at most "
			     : row->max ? ", from "
					: ", at least ");
	if (!capped)
		add_bound(row, row->min, out);
	if (row->max) {
		nw_buf_add_text(out, capped ? "" : " to ");
		add_bound(row, row->max, out);
	}
	if (row->type == NW_OPTION_TEXT)
		nw_buf_add_text(out, " bytes");
}

/* " such as 10m", or the least where that is none. */
static void add_sample(const struct nw_option *row, struct nw_buf *out)
{
	int64_t sample = words_of(row)->sample;
	bool ranges = has_range(row);

	if (sample == 0)
		return;
	nw_buf_add_text(out, " such as ");
	if (ranges && (sample < row->min || (row->max && sample > row->max)))
		sample = row->min ? row->min : row->max;
	add_bound(row, sample, out);
}

void nwi_row_allowed(const struct nw_option *row, struct nw_buf *out)
{
	if (row->flags & NW_OPTION_SECRET) {
		nw_buf_add_text(out,
				"!file PATH, !env NAME or !credential NAME");
		return;
	}
	if (row->flags & NW_OPTION_LIST && row->type != NW_OPTION_MAP)
		nw_buf_add_text(out, "one or a list of: ");
	nw_buf_add_text(out, words_of(row)->one);
	add_sample(row, out);
	if (row->type == NW_OPTION_CHOICE)
		add_choices(row->choices, " or ", out);
	if (row->type == NW_OPTION_URL)
		add_choices(row->choices ? row->choices : "http|https", " or ",
			    out);
	if (row->type == NW_OPTION_MAP && row->flags & NW_OPTION_LIST)
		nw_buf_add_text(out, ", or a list of names");
	add_range(row, out);
	if (row->flags & NWI_OPTION_MAPS)
		nw_buf_add_text(out, ", or a mapping");
}

/* ---- the manual ---- */

/*
 * Text for mdoc: lines of at most 78 columns, a new one for each sentence, no
 * line begins with a control, no backslash is ours.
 */
static void add_mdoc(const char *text, struct nw_buf *out)
{
	struct nw_str rest = nw_str_from(text), word;
	size_t column = 0;

	while (nw_str_next(&rest, ' ', &word)) {
		if (column > 0 && column + 1 + word.len > 78)
			column = 0;
		if (out->len > 0 && out->at[out->len - 1] != '\n')
			nw_buf_add_char(out, column ? ' ' : '\n');
		if (column == 0 && word.len > 0 &&
		    (word.at[0] == '.' || word.at[0] == '\''))
			nw_buf_add_text(out, "\\&");
		for (size_t i = 0; i < word.len; i++) {
			nw_buf_add_char(out, word.at[i]);
			if (word.at[i] == '\\')
				nw_buf_add_char(out, 'e');
		}
		column = nw_str_ends(word, ".") ? 0 : column + 1 + word.len;
	}
}

static void add_mdoc_type(const struct nw_option *row, struct nw_buf *out)
{
	if (row->flags & NW_OPTION_SECRET)
		nw_buf_add_text(out, "secret");
	else if (row->type == NW_OPTION_CHOICE)
		add_choices(row->choices, " | ", out);
	else
		nw_buf_add_text(out, words_of(row)->name);
	if (row->flags & NW_OPTION_LIST)
		nw_buf_add_text(out, " ...");
}

static void add_mdoc_facts(const struct nw_option *row, struct nw_buf *out)
{
	NW_AUTO(nw_buf_fini) struct nw_buf range = { 0 };

	nw_buf_init(&range, 256);
	add_range(row, &range);
	if (row->flags & NW_OPTION_REQUIRED)
		nw_buf_add_text(out, "Required.\n");
	/* Where paths begin differs from build to build. */
	const char *shown = row->type == NW_OPTION_PATH && row->example
				    ? row->example
				    : row->fallback;
	if (row->fallback)
		nw_buf_add_fmt(out, "Default:\n.Ql %s .\n", shown);
	if (range.len > 2) {
		nw_buf_add_fmt(out, "Allowed: %s.\n", range.at + 2);
	}
}

void nwi_mdoc(const char *text, struct nw_buf *out)
{
	add_mdoc(text, out);
	nw_buf_add_char(out, '\n');
}

void nwi_rows_manual(const struct nw_option *rows, struct nw_buf *out)
{
	for (; rows && rows->name; rows++) {
		nw_buf_add_fmt(out, ".It Ic %s : Ar ", rows->name);
		add_mdoc_type(rows, out);
		nw_buf_add_char(out, '\n');
		nwi_mdoc(rows->help, out);
		add_mdoc_facts(rows, out);
	}
}

/* ---- the sample ---- */

/* Lines of at most 78 columns that begin with `indent` spaces and `mark`. */
static void add_wrapped(const char *text, unsigned indent, const char *mark,
			struct nw_buf *out)
{
	struct nw_str rest = nw_str_from(text), word;
	size_t column = 0;

	while (nw_str_next(&rest, ' ', &word)) {
		if (column > 0 && column + 1 + word.len <= 78) {
			nw_buf_add_char(out, ' ');
			column++;
		} else {
			nw_buf_add_fmt(out, "%s%*s%s", column ? "\n" : "",
				       (int)indent, "", mark);
			column = indent + strlen(mark);
		}
		nw_buf_add_str(out, word);
		column += word.len;
	}
	nw_buf_add_char(out, '\n');
}

void nwi_comment(const char *text, unsigned indent, struct nw_buf *out)
{
	add_wrapped(text, indent, "# ", out);
}

/* What stands behind the colon of a row that has nothing to show. */
static const char *sample_value(const struct nw_option *row)
{
	if (row->example)
		return row->example;
	if (row->fallback)
		return *row->fallback ? row->fallback : "\"\"";
	return row->flags & NW_OPTION_SECRET ? "!credential name" : "";
}

void nwi_rows_sample(const struct nw_option *rows, unsigned indent, bool item,
		     struct nw_buf *out)
{
	for (; rows && rows->name; rows++) {
		bool written = rows->flags & NW_OPTION_REQUIRED;
		const char *value = sample_value(rows);
		const char *dash = item ? written ? "- " : "  " : "";
		nwi_comment(rows->help, indent + (*dash ? 2 : 0), out);
		nw_buf_add_fmt(out, "%*s%s%s%s:%s%s\n", (int)indent, "", dash,
			       written ? "" : "#", rows->name,
			       *value ? " " : "", value);
		if (item && written) {
			item = false;
			indent += 2;
		}
	}
}

/* ---- explain ---- */

void nwi_row_explain(struct nw_str path, const struct nw_option *row,
		     struct nw_buf *out)
{
	nw_buf_add_str(out, path);
	nw_buf_add_char(out, '\n');
	add_wrapped(row->help, 2, "", out);
	nw_buf_add_text(out, "  Takes     ");
	nwi_row_allowed(row, out);
	nw_buf_add_fmt(out, "\n  Default   %s\n",
		       row->flags & NW_OPTION_REQUIRED ? "none: it is required"
		       : row->fallback		       ? row->fallback
						       : "none");
	if (row->example)
		nw_buf_add_fmt(out, "  Example   %s: %s\n", row->name,
			       row->example);
}
