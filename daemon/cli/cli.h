/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The command `newswatch`: a table of commands, each with rows of options.
 *
 * From the rows come the parsing, --help, the completion of bash and the
 * check of the manual. A command's function returns an exit code of sysexits;
 * its output goes to standard output, JSON Lines when that is no terminal or
 * --json was given; a failure is exactly one line on standard error.
 */
#ifndef NEWSWATCH_CLI_H
#define NEWSWATCH_CLI_H

#include <newswatch/arena.h>
#include <newswatch/text.h>
#include <newswatch/time.h>

/* A table ends with a row whose name is NULL. */
struct cli_option {
	const char *name; /* without "--" */
	const char
		*value; /* name of its value in the help; NULL for a switch */
	const char *help;
};

struct cli;

struct cli_command {
	const char *name;
	const char *operands; /* as in the usage line, "[FILE...]" */
	const char *summary;  /* one line */
	const char *help;     /* paragraphs behind the options; NULL none */
	const struct cli_option *options;
	unsigned min_operands, max_operands;
	int (*run)(struct cli *cli);
};

enum { CLI_OPTIONS_MAX = 64 };

/* A command line that was taken apart. */
struct cli {
	const struct cli_command *command;
	struct {
		const struct cli_option *option;
		const char *value;
	} given[CLI_OPTIONS_MAX];
	size_t given_count;
	char **operands;
	size_t operand_count;
	bool json;   /* --json, or standard output is no terminal */
	bool colour; /* a terminal, and NO_COLOR is not set */
	bool verbose;
};

/* All commands, in the order of the help. */
extern const struct cli_command *const cli_commands[];

/* Options that every command has: json, verbose, help, config, control. */
extern const struct cli_option cli_common[];

/* The last value of an option; NULL when it was not given. */
const char *cli_value(const struct cli *cli, const char *name);
bool cli_has(const struct cli *cli, const char *name);
/* The i-th value of an option that may come several times; NULL at the end. */
const char *cli_value_at(const struct cli *cli, const char *name, size_t i);

/* The daemon's socket: --control, $NEWSWATCH_CONTROL, or the usual one. */
const char *cli_control_path(const struct cli *cli);

/* Prints "newswatch COMMAND: text" and gives the exit code of the status. */
int cli_fail(const struct cli *cli, const struct nw_error *err);
int cli_exit_code(enum nw_status status);

/*
 * The exit code when cli_write failed, whose error it takes: nobody who reads
 * is no failure, all else is printed.
 */
int cli_unwritten(const struct cli *cli, const struct nw_error *err);

/* Usage errors: one line that names the remedy, exit code 64. */
int cli_usage(const struct cli *cli, const char *fmt, ...) NW_PRINTF(2, 3);

/*
 * Makes room for about `len` bytes at once. Large room is asked of the kernel
 * in large pages: touching it page by page took a third of `parse`.
 */
void cli_room(struct nw_buf *buf, size_t len);

/*
 * Reads an operand, "-" and NULL standing for standard input, at most
 * `max_bytes`; appends to `out`. The error names the file.
 */
enum nw_status cli_read(const char *operand, size_t max_bytes,
			struct nw_buf *out, struct nw_error *err) NW_CHECKED;

/*
 * Writes bytes to standard output. NW_GONE when nobody reads it any more (a
 * closed pipe): the command ends quietly then.
 */
enum nw_status cli_write(struct nw_str bytes, struct nw_error *err) NW_CHECKED;

/*
 * Writes a file beside its place, synced, and moves it there: what stands at
 * `path` is never half a file.
 */
enum nw_status cli_save(const char *path, struct nw_str bytes,
			struct nw_error *err) NW_CHECKED;
/* Before long work: whether cli_save could write there. NW_IO. */
enum nw_status cli_may_save(const char *path, struct nw_error *err) NW_CHECKED;

/* --fetched TIME, or the clock: the instant that relative dates count from. */
enum nw_status cli_fetched(const struct cli *cli, nw_time *out,
			   struct nw_error *err) NW_CHECKED;

/*
 * Whether --fetched and every --http-header can be read: 0, or the exit code
 * of a usage error that was printed.
 */
int cli_check_reading(const struct cli *cli);

/* The value of header `name` (lower case) among --http-header 'K: V'. */
struct nw_str cli_http_header(const struct cli *cli, const char *name);

#endif
