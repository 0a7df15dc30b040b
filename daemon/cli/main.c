/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "daemon/cli/cli.h"
#include "daemon/cli/help.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

static const struct cli_command *find_command(const char *name)
{
	for (size_t i = 0; cli_commands[i]; i++) {
		if (strcmp(cli_commands[i]->name, name) == 0)
			return cli_commands[i];
	}
	return NULL;
}

static const struct cli_option *find_row(const struct cli_option *rows,
					 struct nw_str name)
{
	for (; rows && rows->name; rows++) {
		if (nw_str_is(name, rows->name))
			return rows;
	}
	return NULL;
}

/* -v and -h are the only short ones. */
static struct nw_str long_name(const char *word)
{
	if (strcmp(word, "-v") == 0)
		return nw_str_from("verbose");
	if (strcmp(word, "-h") == 0)
		return nw_str_from("help");
	return nw_str_from(word + 2);
}

static bool is_option(const char *word)
{
	return strncmp(word, "--", 2) == 0 || strcmp(word, "-v") == 0 ||
	       strcmp(word, "-h") == 0;
}

/* Takes one option and maybe its value; returns 0 or an exit code. */
static int take_option(struct cli *cli, char ***argv)
{
	const char *word = *(*argv)++;
	struct nw_str name = long_name(word);
	size_t equals = nw_str_find_char(name, '=');
	bool attached = equals < name.len;
	const char *value = attached ? name.at + equals + 1 : NULL;

	name = nw_str_slice(name, 0, equals);
	const struct cli_option *row = find_row(cli->command->options, name);
	if (!row)
		row = find_row(cli_common, name);
	if (!row)
		return cli_usage(cli, "there is no option %s", word);
	if (row->value && !attached) {
		if (!**argv)
			return cli_usage(cli, "--%s needs a value: %s",
					 row->name, row->value);
		value = *(*argv)++;
	}
	if (!row->value && attached)
		return cli_usage(cli, "--%s takes no value", row->name);
	if (cli->given_count == CLI_OPTIONS_MAX)
		return cli_usage(cli, "more than %d options", CLI_OPTIONS_MAX);
	cli->given[cli->given_count].option = row;
	cli->given[cli->given_count++].value = value;
	return 0;
}

static int take_arguments(struct cli *cli, char **argv)
{
	char **operands = argv;
	bool only_operands = false;

	cli->operands = operands;
	while (*argv) {
		if (!only_operands && strcmp(*argv, "--") == 0) {
			only_operands = true;
			argv++;
		} else if (!only_operands && is_option(*argv)) {
			int code = take_option(cli, &argv);
			if (code)
				return code;
		} else if (!only_operands && (*argv)[0] == '-' && (*argv)[1]) {
			return cli_usage(cli, "there is no option %s", *argv);
		} else {
			*operands++ = *argv++;
		}
	}
	cli->operand_count = (size_t)(operands - cli->operands);
	return 0;
}

static int check_operands(const struct cli *cli)
{
	if (cli->operand_count < cli->command->min_operands)
		return cli_usage(cli, "an operand is missing: newswatch %s %s",
				 cli->command->name, cli->command->operands);
	if (cli->operand_count > cli->command->max_operands)
		return cli_usage(cli, "\"%s\" is one operand too many",
				 cli->operands[cli->command->max_operands]);
	return 0;
}

static int run_command(const struct cli_command *command, char **argv)
{
	struct cli cli = { .command = command };
	int code = take_arguments(&cli, argv);

	if (code)
		return code;
	if (cli_has(&cli, "help")) {
		help_command(command);
		return 0;
	}
	bool terminal = isatty(STDOUT_FILENO);
	cli.json = cli_has(&cli, "json") || !terminal;
	cli.colour = terminal && !getenv("NO_COLOR");
	cli.verbose = cli_has(&cli, "verbose");
	code = check_operands(&cli);
	return code ? code : command->run(&cli);
}

static int run_help(const char *word)
{
	const struct cli_command *command = find_command(word);

	if (command)
		help_command(command);
	else
		help_unknown(word);
	return command ? 0 : EX_USAGE;
}

int main(int argc, char **argv)
{
	/* A reader that went away ends us quietly, by the write's error. */
	signal(SIGPIPE, SIG_IGN);
	if (argc < 2) {
		help_overview(stderr);
		return EX_USAGE;
	}
	const char *word = argv[1];
	if (strcmp(word, "help") == 0 && argc > 2)
		return run_help(argv[2]);
	if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 ||
	    strcmp(word, "help") == 0) {
		help_overview(stdout);
		return 0;
	}
	if (strcmp(word, "--version") == 0) {
		puts("newswatch " PACKAGE_VERSION);
		return 0;
	}
	const struct cli_command *command = find_command(word);
	if (!command) {
		help_unknown(word);
		return EX_USAGE;
	}
	return run_command(command, argv + 2);
}
