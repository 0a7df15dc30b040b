/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/loop/log_line.h"

#include "base/json.h"
#include "text/utf8.h"
#include <inttypes.h>

static const struct {
	const char *name, *color;
} levels[] = {
	[0] = { "error", "\033[1;31m" },
	[NW_LOG_ERROR] = { "error", "\033[1;31m" },
	[NW_LOG_WARNING] = { "warning", "\033[33m" },
	[NW_LOG_NOTICE] = { "notice", "\033[1m" },
	[NW_LOG_INFO] = { "info", "" },
	[NW_LOG_DEBUG] = { "debug", "\033[2m" },
};

static size_t level_row(enum nw_log_level level)
{
	return (size_t)level < sizeof(levels) / sizeof(*levels) &&
			       levels[level].name
		       ? (size_t)level
		       : 0;
}

const char *log_level_name(enum nw_log_level level)
{
	return levels[level_row(level)].name;
}

void log_line_value(struct nw_buf *out, const struct log_field *field)
{
	if (field->type == LOG_TYPE_INT)
		nw_buf_add_fmt(out, "%" PRId64, field->number);
	else
		nwi_text_terminal(out, field->str, LOG_VALUE_MAX);
}

static bool is_plain(struct nw_str value)
{
	for (size_t i = 0; i < value.len; i++)
		if (value.at[i] == ' ' || value.at[i] == '"' ||
		    value.at[i] == '=' || value.at[i] == '\\')
			return false;
	return value.len > 0;
}

static void add_quoted(struct nw_buf *out, struct nw_str value)
{
	nw_buf_add_char(out, '"');
	for (size_t i = 0; i < value.len; i++) {
		if (value.at[i] == '"' || value.at[i] == '\\')
			nw_buf_add_char(out, '\\');
		nw_buf_add_char(out, value.at[i]);
	}
	nw_buf_add_char(out, '"');
}

static bool is_message(const struct log_field *field)
{
	return strcmp(field->key, "message") == 0;
}

static bool is_absent(const struct log_field *field)
{
	return field->type == LOG_TYPE_STR && nw_str_is_absent(field->str);
}

static void add_field(struct nw_buf *out, const struct log_field *field)
{
	struct nw_buf value;

	nw_buf_init(&value, LOG_VALUE_MAX + 16);
	log_line_value(&value, field);
	nw_buf_add_fmt(out, " %s=", field->key);
	if (is_plain(nw_buf_str(&value)))
		nw_buf_add_str(out, nw_buf_str(&value));
	else
		add_quoted(out, nw_buf_str(&value));
	nw_buf_fini(&value);
}

void log_line_text(struct nw_buf *out, enum nw_log_level level,
		   const char *event, const struct log_field *fields,
		   bool color)
{
	if (color)
		nw_buf_add_text(out, levels[level_row(level)].color);
	nw_buf_add_fmt(out, "%s %s:", log_level_name(level), event);
	if (color)
		nw_buf_add_text(out, "\033[0m");
	for (const struct log_field *field = fields; field->type; field++)
		if (is_message(field) && !is_absent(field)) {
			nw_buf_add_char(out, ' ');
			log_line_value(out, field);
		}
	for (const struct log_field *field = fields; field->type; field++)
		if (!is_message(field) && !is_absent(field))
			add_field(out, field);
}

void log_line_json(struct nw_buf *out, nw_time at, enum nw_log_level level,
		   const char *event, const struct log_field *fields)
{
	struct nw_buf value;

	nw_buf_init(&value, LOG_VALUE_MAX + 16);
	nwi_json_open(out, '{');
	nwi_json_put_time(out, "time", at);
	nwi_json_put_text(out, "level", log_level_name(level));
	nwi_json_put_text(out, "event", event);
	for (const struct log_field *field = fields; field->type; field++) {
		if (is_absent(field))
			continue;
		if (field->type == LOG_TYPE_INT) {
			nwi_json_put_int(out, field->key, field->number);
			continue;
		}
		nw_buf_clear(&value);
		log_line_value(&value, field);
		nwi_json_put_str(out, field->key, nw_buf_str(&value));
	}
	nwi_json_close(out, '}');
	nw_buf_fini(&value);
}
