/* SPDX-License-Identifier: Apache-2.0 */
#include <newswatch/status.h>
#include <newswatch/text.h>

#include <stdio.h>

static const char *const names[] = {
	[NW_OK] = "ok",
	[NW_BAD_INPUT] = "bad_input",
	[NW_BAD_CONFIG] = "bad_config",
	[NW_NOT_FOUND] = "not_found",
	[NW_EXISTS] = "exists",
	[NW_LIMIT] = "limit",
	[NW_NO_MEMORY] = "no_memory",
	[NW_IO] = "io",
	[NW_TIMEOUT] = "timeout",
	[NW_UNSUPPORTED] = "unsupported",
	[NW_DENIED] = "denied",
	[NW_BUSY] = "busy",
	[NW_CORRUPT] = "corrupt",
	[NW_GONE] = "gone",
	[NW_INTERNAL] = "internal",
};

const char *nw_status_name(enum nw_status status)
{
	if ((size_t)status >= sizeof(names) / sizeof(names[0]))
		return "unknown";
	return names[status];
}

/* One line for a person: no control characters, no half character at the cut. */
static void tidy(char *text)
{
	size_t len = strlen(text);

	if (len == NW_ERROR_TEXT - 1) {
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

enum nw_status nw_failv(struct nw_error *err, enum nw_status status,
			const char *fmt, va_list args)
{
	/* Apart first: an argument may be the error's own text. */
	char text[NW_ERROR_TEXT];

	if (err) {
		err->status = status;
		if (vsnprintf(text, sizeof(text), fmt, args) < 0)
			text[0] = '\0';
		memcpy(err->text, text, strlen(text) + 1);
		tidy(err->text);
	}
	return status;
}

enum nw_status nw_fail(struct nw_error *err, enum nw_status status,
		       const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	nw_failv(err, status, fmt, args);
	va_end(args);
	return status;
}

enum nw_status nw_error_prefix(struct nw_error *err, const char *fmt, ...)
{
	char old[NW_ERROR_TEXT];
	va_list args;

	if (!err)
		return NW_INTERNAL;
	memcpy(old, err->text, sizeof(old));
	va_start(args, fmt);
	nw_failv(err, err->status, fmt, args);
	va_end(args);
	size_t used = strlen(err->text);
	snprintf(err->text + used, sizeof(err->text) - used, "%s", old);
	tidy(err->text);
	return err->status;
}
