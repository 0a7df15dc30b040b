/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/cli/cli.h"

#include "text/url.h"
#include "text/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

const struct cli_option cli_common[] = {
	{ "json", NULL, "print JSON Lines, as in a pipe" },
	{ "verbose", NULL, "say more on standard error" },
	{ "help", NULL, "show this help" },
	{ NULL, NULL, NULL },
};

const char *cli_value_at(const struct cli *cli, const char *name, size_t i)
{
	for (size_t k = 0; k < cli->given_count; k++) {
		if (strcmp(cli->given[k].option->name, name) == 0 && i-- == 0)
			return cli->given[k].value;
	}
	return NULL;
}

const char *cli_value(const struct cli *cli, const char *name)
{
	const char *value = NULL;

	for (size_t k = 0; k < cli->given_count; k++) {
		if (strcmp(cli->given[k].option->name, name) == 0)
			value = cli->given[k].value;
	}
	return value;
}

bool cli_has(const struct cli *cli, const char *name)
{
	for (size_t k = 0; k < cli->given_count; k++) {
		if (strcmp(cli->given[k].option->name, name) == 0)
			return true;
	}
	return false;
}

const char *cli_control_path(const struct cli *cli)
{
	const char *path = cli_value(cli, "control");

	if (!path)
		path = getenv("NEWSWATCH_CONTROL");
	return path ? path : NW_CONTROL_PATH;
}

static const int exit_codes[] = {
	[NW_OK] = 0,
	[NW_BAD_INPUT] = EX_DATAERR,
	[NW_BAD_CONFIG] = EX_CONFIG,
	[NW_NOT_FOUND] = EX_NOINPUT,
	[NW_EXISTS] = EX_CANTCREAT,
	[NW_LIMIT] = EX_DATAERR,
	[NW_NO_MEMORY] = EX_OSERR,
	[NW_IO] = EX_IOERR,
	[NW_TIMEOUT] = EX_TEMPFAIL,
	[NW_UNSUPPORTED] = EX_UNAVAILABLE,
	[NW_DENIED] = EX_NOPERM,
	[NW_BUSY] = EX_TEMPFAIL,
	[NW_CORRUPT] = EX_DATAERR,
	[NW_GONE] = EX_UNAVAILABLE,
	[NW_INTERNAL] = EX_SOFTWARE,
};

int cli_exit_code(enum nw_status status)
{
	size_t i = (size_t)status;

	if (i >= sizeof(exit_codes) / sizeof(exit_codes[0]))
		return EX_SOFTWARE;
	return exit_codes[i];
}

/* Errors quote what feeds and configurations say. */
static void complain(const struct cli *cli, const char *text, const char *end)
{
	NW_AUTO(nw_buf_fini) struct nw_buf line = { 0 };

	nw_buf_init(&line, 4 * NW_ERROR_TEXT);
	nwi_text_terminal(&line, nw_str_from(text), NW_ERROR_TEXT);
	fprintf(stderr, "newswatch %s: %.*s%s", cli->command->name,
		NW_FMT(nw_buf_str(&line)), end);
}

int cli_fail(const struct cli *cli, const struct nw_error *err)
{
	complain(cli, err->text, "\n");
	return cli_exit_code(err->status);
}

int cli_unwritten(const struct cli *cli, const struct nw_error *err)
{
	return err->status == NW_GONE ? EX_OK : cli_fail(cli, err);
}

int cli_usage(const struct cli *cli, const char *fmt, ...)
{
	struct nw_error err;
	va_list args;

	va_start(args, fmt);
	nw_failv(&err, NW_BAD_INPUT, fmt, args);
	va_end(args);
	complain(cli, err.text, "");
	fprintf(stderr, " (see newswatch %s --help)\n", cli->command->name);
	return EX_USAGE;
}

static void close_fd(int *fd)
{
	if (*fd > STDERR_FILENO)
		close(*fd);
}

void cli_room(struct nw_buf *buf, size_t len)
{
	enum { LARGE_PAGE = 2 * 1024 * 1024 };

	if (len > buf->max - buf->len || !nw_buf_reserve(buf, len))
		return;
	uintptr_t from = (uintptr_t)buf->at + LARGE_PAGE - 1;
	uintptr_t to = (uintptr_t)buf->at + buf->len + len;
	from -= from % LARGE_PAGE;
	to -= to % LARGE_PAGE;
	if (from < to) /* only advice: where it is not taken, nothing is lost */
		(void)madvise((void *)from, to - from, MADV_HUGEPAGE);
}

enum nw_status cli_read(const char *operand, size_t max_bytes,
			struct nw_buf *out, struct nw_error *err)
{
	bool standard = !operand || strcmp(operand, "-") == 0;
	const char *name = standard ? "standard input" : operand;
	NW_AUTO(close_fd)
	int fd = standard ? STDIN_FILENO : open(operand, O_RDONLY | O_CLOEXEC);
	struct stat st = { 0 };

	if (fd < 0)
		return nw_fail(err, NW_NOT_FOUND, "%s: %s", name,
			       strerror(errno));
	if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode))
		return nw_fail(err, NW_NOT_FOUND, "%s: is a folder", name);
	if (S_ISREG(st.st_mode) && st.st_size > 0 &&
	    (size_t)st.st_size <= max_bytes)
		cli_room(out, (size_t)st.st_size + 64 * 1024);
	for (;;) {
		if (!nw_buf_reserve(out, 64 * 1024))
			break;
		ssize_t n =
			read(fd, out->at + out->len, out->room - out->len - 1);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return nw_fail(err, NW_IO, "%s: %s", name,
				       strerror(errno));
		if (n == 0)
			break;
		out->len += (size_t)n;
		if (out->len > max_bytes)
			break;
	}
	if (out->failed || out->len > max_bytes)
		return nw_fail(err, NW_LIMIT,
			       "%s: more than %zu MiB, which is the limit",
			       name, max_bytes >> 20);
	return NW_OK;
}

enum nw_status cli_write(struct nw_str bytes, struct nw_error *err)
{
	while (bytes.len > 0) {
		ssize_t n = write(STDOUT_FILENO, bytes.at, bytes.len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return nw_fail(err, errno == EPIPE ? NW_GONE : NW_IO,
				       "standard output: %s", strerror(errno));
		bytes = nw_str_slice(bytes, (size_t)n, bytes.len);
	}
	return NW_OK;
}

enum nw_status cli_may_save(const char *path, struct nw_error *err)
{
	char beside[4096];
	struct stat info;

	if (stat(path, &info) == 0 && !S_ISREG(info.st_mode))
		return nw_fail(err, NW_IO, "%s: no file, and cannot become one",
			       path);
	snprintf(beside, sizeof(beside), "%s.new", path);
	FILE *file = fopen(beside, "we");
	if (!file)
		return nw_fail(err, NW_IO, "%s: %s", beside, strerror(errno));
	fclose(file);
	unlink(beside);
	return NW_OK;
}

enum nw_status cli_save(const char *path, struct nw_str bytes,
			struct nw_error *err)
{
	char beside[4096];
	FILE *file;
	bool good;

	snprintf(beside, sizeof(beside), "%s.new", path);
	file = fopen(beside, "we");
	if (!file)
		return nw_fail(err, NW_IO, "%s: %s", beside, strerror(errno));
	good = fwrite(bytes.at, 1, bytes.len, file) == bytes.len;
	good = fflush(file) == 0 && fsync(fileno(file)) == 0 && good;
	good = fclose(file) == 0 && good && rename(beside, path) == 0;
	if (good)
		return NW_OK;
	nw_fail(err, NW_IO, "%s: %s", path, strerror(errno));
	unlink(beside);
	return NW_IO;
}

enum nw_status cli_fetched(const struct cli *cli, nw_time *out,
			   struct nw_error *err)
{
	const char *text = cli_value(cli, "fetched");
	struct nw_instant instant;
	struct timespec now;

	if (!text) {
		clock_gettime(CLOCK_REALTIME, &now);
		*out = (nw_time)now.tv_sec * 1000 + now.tv_nsec / 1000000;
		return NW_OK;
	}
	if (nw_instant_parse(nw_str_from(text), &instant) != NW_OK)
		return nw_fail(err, NW_BAD_INPUT,
			       "--fetched \"%s\" is no instant such as "
			       "2024-03-01T09:30:00Z",
			       text);
	*out = instant.at;
	return NW_OK;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Absolute, and one that links can be resolved against. */
static bool is_url(struct nw_str text)
{
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };

	nw_buf_init(&out, 2 * (size_t)NWI_URL_MAX);
	return nwi_url_scheme(text) != NWI_SCHEME_NONE &&
	       nwi_url_resolve(nw_str_make(NULL, 0), text, &out) == NW_OK;
}

int cli_check_reading(const struct cli *cli)
{
	const char *country = cli_value(cli, "country");
	const char *base = cli_value(cli, "base-url");
	const char *header;
	struct nw_error err;
	nw_time fetched;

	if (cli_fetched(cli, &fetched, &err) != NW_OK)
		return cli_usage(cli, "%s", err.text);
	for (size_t i = 0; (header = cli_value_at(cli, "http-header", i)); i++)
		if (!strchr(header, ':'))
			return cli_usage(
				cli,
				"--http-header \"%s\" has no colon, as "
				"in 'Content-Type: text/xml'",
				header);
	if (base && !is_url(nw_str_from(base)))
		return cli_usage(cli,
				 "--base-url \"%s\" is no URL such as "
				 "https://outlet.example/news",
				 base);
	if (country && !(is_letter(country[0]) && is_letter(country[1]) &&
			 country[2] == '\0'))
		return cli_usage(cli,
				 "--country %s is no country, allowed: two "
				 "letters of ISO 3166 such as us",
				 country);
	return 0;
}

struct nw_str cli_http_header(const struct cli *cli, const char *name)
{
	struct nw_str found = { 0 };
	const char *given;

	for (size_t i = 0; (given = cli_value_at(cli, "http-header", i)); i++) {
		struct nw_str line = nw_str_from(given);
		size_t colon = nw_str_find_char(line, ':');
		struct nw_str key = nw_str_trim(nw_str_slice(line, 0, colon));
		if (colon < line.len && nw_str_is_nocase(key, name))
			found = nw_str_trim(
				nw_str_slice(line, colon + 1, line.len));
	}
	return found;
}
