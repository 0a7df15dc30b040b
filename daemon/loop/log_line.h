/* SPDX-License-Identifier: Apache-2.0 */
/* A log line's bytes, apart from where they go. */
#ifndef NEWSWATCHD_LOG_LINE_H
#define NEWSWATCHD_LOG_LINE_H

#include "daemon/loop/log.h"

#define LOG_VALUE_MAX 2048
#define LOG_LINE_MAX  16384

/*
 * "error source.failed: message key=value key="two words"" without a time
 * and without a line end. With `color` in the colours of a terminal.
 */
void log_line_text(struct nw_buf *out, enum nw_log_level level,
		   const char *event, const struct log_field *fields,
		   bool color);

/* {"time":...,"level":...,"event":...,key:value...} without a line end. */
void log_line_json(struct nw_buf *out, nw_time at, enum nw_log_level level,
		   const char *event, const struct log_field *fields);

/* A field's value, safe and cut, without quotes. */
void log_line_value(struct nw_buf *out, const struct log_field *field);

const char *log_level_name(enum nw_log_level level);

#endif
