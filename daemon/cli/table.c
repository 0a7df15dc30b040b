/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/cli/table.h"

#include "text/utf8.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { DEFAULT_WIDTH = 100, LEAST_REST = 20, TEXT_MAX = 4096 };

static unsigned terminal_width(void)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 40)
		return size.ws_col;
	return DEFAULT_WIDTH;
}

void table_init(struct table *table, const struct table_column *columns,
		bool colour)
{
	*table = (struct table){ .columns = columns,
				 .line_width = terminal_width(),
				 .colour = colour };
}

static unsigned width_of(const struct table *table,
			 const struct table_column *column)
{
	unsigned used = 0;

	if (column->width)
		return column->width;
	for (const struct table_column *c = table->columns; c->key; c++)
		used += c->width + 2;
	if (used + LEAST_REST > table->line_width)
		return LEAST_REST;
	return table->line_width - used;
}

/* Characters, as far as a terminal counts one cell for each. */
static size_t count_characters(struct nw_str text)
{
	size_t count = 0;

	for (size_t i = 0; i < text.len; i++)
		count += ((unsigned char)text.at[i] & 0xc0) != 0x80;
	return count;
}

static struct nw_str cut_characters(struct nw_str text, size_t max)
{
	size_t count = 0, i = 0;

	for (; i < text.len; i++) {
		bool begins = ((unsigned char)text.at[i] & 0xc0) != 0x80;
		if (begins && count++ == max)
			break;
	}
	return nw_str_slice(text, 0, i);
}

static void add_cell(struct nw_buf *out, struct nw_str text, unsigned width,
		     bool last)
{
	size_t count = count_characters(text);

	if (count > width) {
		nw_buf_add_str(out, cut_characters(text, width - 1));
		nw_buf_add_text(out, "\xe2\x80\xa6");
		count = width;
	} else {
		nw_buf_add_str(out, text);
	}
	for (; !last && count < (size_t)width + 2; count++)
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
		{ "ok", "\x1b[32m" },	     { "sent", "\x1b[32m" },
		{ "retry", "\x1b[33m" },     { "held", "\x1b[33m" },
		{ "high", "\x1b[33m" },	     { "suspect", "\x1b[33m" },
		{ "urgent", "\x1b[31m" },    { "dead", "\x1b[31m" },
		{ "failing", "\x1b[31m" },   { "failed", "\x1b[31m" },
		{ "set_aside", "\x1b[31m" }, { "gone", "\x1b[31m" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (nw_str_is(word, rows[i].word))
			return rows[i].colour;
	return "";
}

static void add_heading(struct table *table, struct nw_buf *out)
{
	nw_buf_add_text(out, table->colour ? "\x1b[1m" : "");
	for (const struct table_column *c = table->columns; c->key; c++)
		add_cell(out, nw_str_from(c->heading), width_of(table, c),
			 !c[1].key);
	nw_buf_add_text(out, table->colour ? "\x1b[0m\n" : "\n");
	table->begun = true;
}

void table_row(struct table *table, const json_t *object, struct nw_buf *out)
{
	NW_AUTO(nw_buf_fini) struct nw_buf cell = { 0 };

	nw_buf_init(&cell, 8 * TEXT_MAX);
	if (!table->begun)
		add_heading(table, out);
	for (const struct table_column *c = table->columns; c->key; c++) {
		nw_buf_clear(&cell);
		table_value(&cell, table_reach(object, c->key), c->kind);
		const char *colour = table->colour && c->kind == TABLE_STATE
					     ? colour_of(nw_buf_str(&cell))
					     : "";
		nw_buf_add_text(out, colour);
		add_cell(out, nw_buf_str(&cell), width_of(table, c), !c[1].key);
		nw_buf_add_text(out, *colour ? "\x1b[0m" : "");
	}
	nw_buf_add_char(out, '\n');
}
