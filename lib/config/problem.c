/* SPDX-License-Identifier: Apache-2.0 */
#include "config/problem.h"
#include "base/caret.h"
#include "config/source_text.h"

#include <stdio.h>
#include <stdlib.h>

void nwi_problems_init(struct nwi_problems *problems)
{
	memset(problems, 0, sizeof(*problems));
}

void nwi_problems_fini(struct nwi_problems *problems)
{
	for (size_t i = 0; i < problems->count; i++) {
		free(problems->rows[i].text);
		free(problems->rows[i].quoted);
	}
	nwi_problems_init(problems);
}

/* One line, no half character at the cut, nothing that moves a cursor. */
static void tidy(char *text, size_t len)
{
	if (len == NWI_PROBLEM_TEXT - 1) {
		while (len > 0 && ((unsigned char)text[len - 1] & 0xc0) == 0x80)
			len--;
		if (len > 0 && (unsigned char)text[len - 1] >= 0xc0)
			len--;
		text[len] = '\0';
	}
	for (char *p = text; *p; p++) {
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			*p = '?';
	}
}

static bool known(const struct nwi_problems *problems, const char *text)
{
	for (size_t i = 0; i < problems->count; i++) {
		if (strcmp(problems->rows[i].text, text) == 0)
			return true;
	}
	return false;
}

static uint32_t line_of(struct nwi_place place)
{
	return place.file && place.line ? place.file->lines_before + place.line
					: place.line;
}

static size_t put_place(char *out, size_t room, struct nwi_place place)
{
	int len = 0;

	if (place.file && place.line)
		len = snprintf(out, room, "%s:%u:%u: ", place.file->name,
			       line_of(place), place.column);
	else if (place.file)
		len = snprintf(out, room, "%s: ", place.file->name);
	return len < 0 ? 0 : (size_t)len < room ? (size_t)len : room - 1;
}

static void report(struct nwi_problems *problems, struct nwi_place place,
		   struct nw_str path, bool warning, const char *fmt,
		   va_list args) NW_PRINTF(5, 0);

static void report(struct nwi_problems *problems, struct nwi_place place,
		   struct nw_str path, bool warning, const char *fmt,
		   va_list args)
{
	char text[NWI_PROBLEM_TEXT];
	size_t used = put_place(text, sizeof(text), place);

	used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%.*s%s",
				 warning ? "warning: " : "", NW_FMT(path),
				 path.len ? ": " : "");
	if (used < sizeof(text))
		vsnprintf(text + used, sizeof(text) - used, fmt, args);
	tidy(text, strlen(text));
	problems->last = NULL;
	if (problems->count < NWI_PROBLEMS_MAX && known(problems, text))
		return;
	if (warning)
		problems->warnings++;
	else
		problems->errors++;
	if (problems->count == NWI_PROBLEMS_MAX) {
		problems->dropped++;
		return;
	}
	problems->rows[problems->count] = (struct nwi_problem){
		.text = nw_str_dup(nw_str_from(text)),
		.rank = place.file ? place.file->rank : 0,
		.line = line_of(place),
		.column = place.column,
		.order = (uint32_t)problems->count,
		.warning = warning,
	};
	problems->last = &problems->rows[problems->count];
	problems->count++;
}

void nwi_problem(struct nwi_problems *problems, struct nwi_place place,
		 struct nw_str path, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	report(problems, place, path, false, fmt, args);
	va_end(args);
}

void nwi_problem_warn(struct nwi_problems *problems, struct nwi_place place,
		      struct nw_str path, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	report(problems, place, path, true, fmt, args);
	va_end(args);
}

static int compare(const void *left, const void *right)
{
	const struct nwi_problem *a = left, *b = right;

	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	if (a->line != b->line)
		return a->line < b->line ? -1 : 1;
	if (a->column != b->column)
		return a->column < b->column ? -1 : 1;
	return a->order < b->order ? -1 : 1;
}

void nwi_problem_quote(struct nwi_problems *problems, struct nwi_place place,
		       size_t length)
{
	struct nwi_problem *row = problems->last;
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };
	struct nw_str text;

	if (!row || row->quoted || !place.file || !place.line)
		return;
	text = nwi_text_body(place.file);
	nw_buf_init(&out, NWI_PROBLEM_TEXT);
	nwi_caret(text, nwi_text_offset(text, place.line - 1, place.column - 1),
		  length, &out);
	row->quoted = nw_str_dup(nw_buf_str(&out));
}

void nwi_problems_sort(struct nwi_problems *problems)
{
	problems->last = NULL;
	if (problems->count > 1)
		qsort(problems->rows, problems->count,
		      sizeof(problems->rows[0]), compare);
}

enum nw_status nwi_problems_check(const struct nwi_problems *problems,
				  struct nw_error *err)
{
	enum { ROOM = NW_ERROR_TEXT - 32 }; /* "(and 123 more)" behind */
	char text[NW_ERROR_TEXT] = "";
	size_t told = 0, len = 0;

	if (problems->errors == 0)
		return NW_OK;
	for (size_t i = 0; i < problems->count; i++) {
		const char *row = problems->rows[i].text;
		if (problems->rows[i].warning)
			continue;
		/* The first is cut, if need be; the others stand whole. */
		if (told > 0 && len + strlen(row) + 2 > ROOM)
			break;
		snprintf(text + len, ROOM - len, "%s%s", told ? "; " : "", row);
		len = strlen(text);
		told++;
	}
	if (problems->errors == told)
		return nw_fail(err, NW_BAD_CONFIG, "%s", text);
	return nw_fail(err, NW_BAD_CONFIG, "%s (and %zu more)", text,
		       problems->errors - told);
}

void nwi_problems_print(const struct nwi_problems *problems, bool quoted,
			struct nw_buf *out)
{
	for (size_t i = 0; i < problems->count; i++) {
		nw_buf_add_text(out, problems->rows[i].text);
		nw_buf_add_char(out, '\n');
		if (quoted && problems->rows[i].quoted)
			nw_buf_add_text(out, problems->rows[i].quoted);
	}
	if (problems->dropped)
		nw_buf_add_fmt(out, "... and %zu more\n", problems->dropped);
}
