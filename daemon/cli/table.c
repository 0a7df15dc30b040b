/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/cli/table.h"

#include "text/utf8.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum {
	DEFAULT_WIDTH = 100,
	GOOD_REST = 22,
	LEAST_REST = 8,
	LEAST_TEXT = 8,
	SHORT_TIME = 16, /* without seconds */
	INDENT = 4,	 /* of what stands below a row */
	TEXT_MAX = 4096
};

static unsigned terminal_width(void)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 40)
		return size.ws_col;
	return DEFAULT_WIDTH;
}

/* ---- widths ---- */

static unsigned heading_of(const struct table_column *column)
{
	return (unsigned)strlen(column->heading);
}

/* What the line takes. */
static unsigned needed(const struct table *table)
{
	unsigned used = 0;

	for (size_t i = 0; table->columns[i].key; i++)
		if (table->widths[i])
			used += table->widths[i] + 2;
	return used - 2;
}

static void shorten_times(struct table *table)
{
	for (size_t i = 0; table->columns[i].key; i++)
		if (table->columns[i].kind == TABLE_TIME &&
		    heading_of(&table->columns[i]) <= SHORT_TIME)
			table->widths[i] = SHORT_TIME;
}

static void leave_out(struct table *table)
{
	size_t count = 0;

	while (table->columns[count].key)
		count++;
	while (count-- > 0 && needed(table) > table->line_width)
		if (table->columns[count].spare)
			table->widths[count] = 0;
}

/* The widest text that can be narrower; NULL when none can. */
static unsigned *widest(struct table *table)
{
	unsigned *found = NULL;

	for (size_t i = 0; table->columns[i].key; i++) {
		const struct table_column *c = &table->columns[i];
		unsigned least =
			heading_of(c) > LEAST_TEXT ? heading_of(c) : LEAST_TEXT;
		if (c->kind == TABLE_TEXT && c->width &&
		    table->widths[i] > least &&
		    (!found || table->widths[i] > *found))
			found = &table->widths[i];
	}
	return found;
}

static void narrow(struct table *table)
{
	unsigned *at = widest(table);

	for (; at && needed(table) > table->line_width; at = widest(table))
		(*at)--;
}

/* What is left of the line; of a very narrow one less than is good. */
static void fill(const struct table *table, unsigned *width)
{
	unsigned used = needed(table) - *width;

	*width = used + LEAST_REST < table->line_width
			 ? table->line_width - used
			 : LEAST_REST;
}

void table_fit(struct table *table, unsigned line_width)
{
	table->line_width = line_width;
	for (size_t i = 0; table->columns && table->columns[i].key; i++) {
		const struct table_column *c = &table->columns[i];
		table->widths[i] = c->width ? c->width : GOOD_REST;
	}
	if (!table->columns)
		return;
	if (needed(table) > line_width)
		shorten_times(table);
	if (needed(table) > line_width)
		leave_out(table);
	narrow(table);
	for (size_t i = 0; table->columns[i].key; i++)
		if (!table->columns[i].width)
			fill(table, &table->widths[i]);
}

void table_init(struct table *table, const struct table_column *columns,
		bool colour)
{
	*table = (struct table){ .columns = columns, .colour = colour };
	table_fit(table, terminal_width());
}

/* ---- cells ---- */

/*
 * Cells of a code point on a terminal: none for what is set on the letter
 * before, two for what East Asian Width (UAX #11) calls wide.
 */
static unsigned cells_of(uint32_t c)
{
	static const struct {
		uint32_t from, to;
		unsigned cells;
	} ranges[] = {
		{ 0x300, 0x36f, 0 },	 { 0x591, 0x5bd, 0 },
		{ 0x610, 0x61a, 0 },	 { 0x64b, 0x65f, 0 },
		{ 0x1100, 0x115f, 2 },	 { 0x200b, 0x200f, 0 },
		{ 0x2e80, 0x303e, 2 },	 { 0x3041, 0xa4cf, 2 },
		{ 0xa960, 0xa97c, 2 },	 { 0xac00, 0xd7a3, 2 },
		{ 0xf900, 0xfaff, 2 },	 { 0xfe00, 0xfe0f, 0 },
		{ 0xfe30, 0xfe6f, 2 },	 { 0xff01, 0xff60, 2 },
		{ 0xffe0, 0xffe6, 2 },	 { 0x1f300, 0x1f64f, 2 },
		{ 0x1f900, 0x1f9ff, 2 }, { 0x20000, 0x3fffd, 2 },
	};

	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if (c <= ranges[i].to)
			return c >= ranges[i].from ? ranges[i].cells : 1;
	return 1;
}

/* As much of a text as fits, with its cells. */
static struct nw_str take_cells(struct nw_str text, unsigned most,
				unsigned *out_cells)
{
	size_t pos = 0, end = 0;
	unsigned cells = 0;

	while (pos < text.len) {
		unsigned more = cells_of(nwi_utf8_next(text, &pos));
		if (cells + more > most)
			break;
		cells += more;
		end = pos;
	}
	*out_cells = cells;
	return nw_str_slice(text, 0, end);
}

static void add_cell(struct nw_buf *out, struct nw_str text, unsigned width,
		     bool last)
{
	unsigned cells;
	struct nw_str shown = take_cells(text, width, &cells);

	if (shown.len < text.len) {
		nw_buf_add_str(out, take_cells(text, width - 1, &cells));
		nw_buf_add_text(out, "\xe2\x80\xa6");
		cells++;
	} else {
		nw_buf_add_str(out, text);
	}
	for (; !last && cells < width + 2; cells++)
		nw_buf_add_char(out, ' ');
}

const json_t *table_reach(const json_t *object, const char *key)
{
	struct nw_str rest = nw_str_from(key), name = { 0 };

	while (object && nw_str_next(&rest, '.', &name)) {
		char text[64];
		snprintf(text, sizeof(text), "%.*s", NW_FMT(name));
		object = json_object_get(object, text);
	}
	return object;
}

static void add_value(struct nw_buf *out, const json_t *value);

/* A topic with its score, a hit by its watch, an outlet by its name. */
static void add_named(struct nw_buf *out, const json_t *object)
{
	const json_t *name = json_object_get(object, "name");
	const json_t *score = json_object_get(object, "score");

	add_value(out, name ? name : json_object_get(object, "watch"));
	if (score) {
		nw_buf_add_char(out, ' ');
		add_value(out, score);
	}
}

static void add_value(struct nw_buf *out, const json_t *value)
{
	if (json_is_string(value)) {
		nwi_text_terminal(out,
				  nw_str_make(json_string_value(value),
					      json_string_length(value)),
				  TEXT_MAX);
	} else if (json_is_integer(value)) {
		nw_buf_add_fmt(out, "%lld",
			       (long long)json_integer_value(value));
	} else if (json_is_real(value)) {
		nw_buf_add_fmt(out, "%.2f", json_real_value(value));
	} else if (json_is_boolean(value)) {
		nw_buf_add_text(out, json_is_true(value) ? "yes" : "no");
	} else if (json_is_array(value)) {
		for (size_t i = 0; i < json_array_size(value); i++) {
			if (i)
				nw_buf_add_text(out, ", ");
			add_value(out, json_array_get(value, i));
		}
	} else if (json_is_object(value)) {
		add_named(out, value);
	}
}

/* "2026-11-22T08:54:45.123Z" -> "2026-11-22 08:54:45". */
static void add_time(struct nw_buf *out, struct nw_str text)
{
	nw_buf_add_str(out, nw_str_slice(text, 0, 10));
	if (text.len > 11) {
		nw_buf_add_char(out, ' ');
		nw_buf_add_str(out, nw_str_slice(text, 11, 19));
	}
}

/* The two largest units. */
static void add_wait(struct nw_buf *out, int64_t ms)
{
	int64_t s = (ms + 999) / 1000;

	if (s >= 86400)
		nw_buf_add_fmt(out, "%lldd %lldh", (long long)(s / 86400),
			       (long long)(s % 86400 / 3600));
	else if (s >= 3600)
		nw_buf_add_fmt(out, "%lldh %lldm", (long long)(s / 3600),
			       (long long)(s % 3600 / 60));
	else if (s >= 60)
		nw_buf_add_fmt(out, "%lldm %llds", (long long)(s / 60),
			       (long long)(s % 60));
	else
		nw_buf_add_fmt(out, "%llds", (long long)s);
}

static void add_bytes(struct nw_buf *out, int64_t bytes)
{
	static const char *const units[] = { "KiB", "MiB", "GiB", "TiB" };
	double value = (double)bytes / 1024;
	size_t unit = 0;

	for (; value >= 1024 && unit < 3; unit++)
		value /= 1024;
	nw_buf_add_fmt(out, "%.1f %s", value, units[unit]);
}

void table_value(struct nw_buf *out, const json_t *value, enum table_kind kind)
{
	NW_AUTO(nw_buf_fini) struct nw_buf text = { 0 };

	nw_buf_init(&text, 8 * TEXT_MAX);
	if (kind == TABLE_TIME && json_is_string(value)) {
		add_value(&text, value);
		add_time(out, nw_buf_str(&text));
	} else if (kind == TABLE_WAIT && json_is_integer(value)) {
		add_wait(out, json_integer_value(value));
	} else if (kind == TABLE_ID && json_is_string(value)) {
		add_value(&text, value);
		nw_buf_add_str(out, nw_str_slice(nw_buf_str(&text), 0, 8));
	} else if (kind == TABLE_BYTES && json_is_integer(value)) {
		add_bytes(out, json_integer_value(value));
	} else {
		add_value(out, value);
	}
}

static const char *colour_of(struct nw_str word)
{
	static const struct {
		const char *word, *colour;
	} rows[] = {
		{ "ok", "\x1b[32m" },	   { "sent", "\x1b[32m" },
		{ "retry", "\x1b[33m" },   { "held", "\x1b[33m" },
		{ "high", "\x1b[33m" },	   { "rising", "\x1b[33m" },
		{ "suspect", "\x1b[33m" }, { "urgent", "\x1b[31m" },
		{ "dead", "\x1b[31m" },	   { "failing", "\x1b[31m" },
		{ "failed", "\x1b[31m" },  { "set_aside", "\x1b[31m" },
		{ "gone", "\x1b[31m" },	   { "paused", "\x1b[33m" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (nw_str_is(word, rows[i].word))
			return rows[i].colour;
	return "";
}

/* Whether no column behind this one is shown. */
static bool is_last(const struct table *table, size_t i)
{
	while (table->columns[++i].key)
		if (table->widths[i])
			return false;
	return true;
}

static void add_heading(struct table *table, struct nw_buf *out)
{
	nw_buf_add_text(out, table->colour ? "\x1b[1m" : "");
	for (size_t i = 0; table->columns[i].key; i++)
		if (table->widths[i])
			add_cell(out, nw_str_from(table->columns[i].heading),
				 table->widths[i], is_last(table, i));
	nw_buf_add_text(out, table->colour ? "\x1b[0m\n" : "\n");
	table->begun = true;
}

/* At words, below the row. */
static void add_below(const struct table *table, struct nw_str text,
		      struct nw_buf *out)
{
	unsigned most = table->line_width > 2 * INDENT
				? table->line_width - INDENT
				: INDENT;
	unsigned cells;

	while (out->len > 0 && out->at[out->len - 1] == ' ')
		nw_buf_cut(out, out->len - 1);
	for (text = nw_str_trim(text); text.len > 0; text = nw_str_trim(text)) {
		struct nw_str line = take_cells(text, most, &cells);
		size_t end = line.len;
		if (line.len < text.len)
			while (end > 0 && text.at[end] != ' ')
				end--;
		if (end == 0)
			end = line.len;
		nw_buf_add_fmt(out, "\n%*s", INDENT, "");
		nw_buf_add_str(out, nw_str_slice(text, 0, end));
		text = nw_str_slice(text, end, text.len);
	}
}

static bool is_cut(const struct nw_buf *cell, unsigned width)
{
	unsigned cells;

	return take_cells(nw_buf_str(cell), width, &cells).len < cell->len;
}

void table_row(struct table *table, const json_t *object, struct nw_buf *out)
{
	NW_AUTO(nw_buf_fini) struct nw_buf cell = { 0 };

	nw_buf_init(&cell, 8 * TEXT_MAX);
	if (!table->begun)
		add_heading(table, out);
	for (size_t i = 0; table->columns[i].key; i++) {
		const struct table_column *c = &table->columns[i];
		if (!table->widths[i])
			continue;
		nw_buf_clear(&cell);
		table_value(&cell, table_reach(object, c->key), c->kind);
		/* An instant's seconds are no text that is cut. */
		if (c->kind == TABLE_TIME && table->widths[i] == SHORT_TIME)
			nw_buf_cut(&cell, cell.len < SHORT_TIME ? cell.len
								: SHORT_TIME);
		if (c->kind == TABLE_LONG && is_cut(&cell, table->widths[i])) {
			add_below(table, nw_buf_str(&cell), out);
			continue;
		}
		const char *colour = table->colour && c->kind == TABLE_STATE
					     ? colour_of(nw_buf_str(&cell))
					     : "";
		nw_buf_add_text(out, colour);
		add_cell(out, nw_buf_str(&cell), table->widths[i],
			 is_last(table, i));
		nw_buf_add_text(out, *colour ? "\x1b[0m" : "");
	}
	nw_buf_add_char(out, '\n');
}
