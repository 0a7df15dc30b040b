/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/cli/help.h"

#include "config/problem.h"
#include "text/utf8.h"

void help_overview(FILE *to)
{
	fputs("usage: newswatch COMMAND [OPTION...] [OPERAND...]\n\n", to);
	for (size_t i = 0; cli_commands[i]; i++)
		fprintf(to, "  %-12s %s\n", cli_commands[i]->name,
			cli_commands[i]->summary);
	fputs("\n`newswatch COMMAND --help` tells more; the manual is "
	      "newswatch(1).\n",
	      to);
}

static void print_rows(const struct cli_option *rows)
{
	for (; rows && rows->name; rows++) {
		char left[64];
		snprintf(left, sizeof(left), "--%s%s%s", rows->name,
			 rows->value ? " " : "",
			 rows->value ? rows->value : "");
		printf("  %-28s %s\n", left, rows->help);
	}
}

void help_command(const struct cli_command *command)
{
	printf("usage: newswatch %s [OPTION...]%s%s\n\n%s.\n\n", command->name,
	       *command->operands ? " " : "", command->operands,
	       command->summary);
	print_rows(command->options);
	print_rows(cli_common);
	if (command->help)
		printf("\n%s\n", command->help);
}

void help_unknown(const char *word)
{
	NW_AUTO(nw_buf_fini) struct nw_buf shown = { 0 };
	struct nwi_nearest nearest;

	nw_buf_init(&shown, 256);
	nwi_text_terminal(&shown, nw_str_from(word), 40);
	nwi_nearest_init(&nearest, nw_str_from(word));
	for (size_t i = 0; cli_commands[i]; i++)
		nwi_nearest_offer(&nearest, nw_str_from(cli_commands[i]->name));
	struct nw_str name = nwi_nearest_name(&nearest);
	if (name.len > 0)
		fprintf(stderr,
			"newswatch: there is no command \"%.*s\"; did you "
			"mean \"%.*s\"?\n",
			NW_FMT(nw_buf_str(&shown)), NW_FMT(name));
	else
		fprintf(stderr,
			"newswatch: there is no command \"%.*s\" (see "
			"newswatch --help)\n",
			NW_FMT(nw_buf_str(&shown)));
}

static bool takes_files(const struct cli_command *command)
{
	static const char *const words[] = { "FILE", "CONFIG", "PATH", "FOLDER",
					     "NEW" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strstr(command->operands, words[i]))
			return true;
	return false;
}

static void complete_command(FILE *to, const struct cli_command *command)
{
	const struct cli_option *tables[] = { command->options, cli_common };

	fprintf(to, "\t%s) words=\"", command->name);
	for (size_t t = 0; t < 2; t++) {
		for (const struct cli_option *row = tables[t]; row && row->name;
		     row++)
			fprintf(to, "--%s ", row->name);
	}
	/* Words of the usage line in lower case are typed as they stand. */
	struct nw_str rest = nw_str_from(command->operands), word;
	while (nw_str_next(&rest, ' ', &word)) {
		if (nw_str_starts(word, "["))
			word = nw_str_slice(word, 1, word.len);
		if (word.len > 0 && word.at[0] >= 'a' && word.at[0] <= 'z')
			fprintf(to, "%.*s ", NW_FMT(word));
	}
	fputs("\"", to);
	/* Names of the daemon's are no files, and it knows its sources. */
	if (strstr(command->operands, "SOURCE"))
		fputs("; names=$(newswatch sources --json 2>/dev/null | sed "
		      "-n 's/^{\"type\":\"source\",\"name\":\"\\([^\"]*\\)\""
		      ".*/\\1/p')",
		      to);
	if (!takes_files(command))
		fputs("; files=", to);
	fputs(" ;;\n", to);
}

void help_completion(FILE *to)
{
	fputs("# bash completion for newswatch, made by `newswatch "
	      "completion`\n"
	      "_newswatch() {\n"
	      "\tlocal word=${COMP_WORDS[COMP_CWORD]} words= names= files=yes\n"
	      "\tif [ \"$COMP_CWORD\" -eq 1 ]; then\n\t\twords=\"",
	      to);
	for (size_t i = 0; cli_commands[i]; i++)
		fprintf(to, "%s ", cli_commands[i]->name);
	fputs("help --help --version\"\n\telse case ${COMP_WORDS[1]} in\n"
	      "\thelp) words=\"",
	      to);
	for (size_t i = 0; cli_commands[i]; i++)
		fprintf(to, "%s ", cli_commands[i]->name);
	fputs("\" ;;\n", to);
	for (size_t i = 0; cli_commands[i]; i++)
		complete_command(to, cli_commands[i]);
	fputs("\tesac; fi\n"
	      "\tCOMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
	      "\tlocal IFS=$'\\n'\n"
	      "\tCOMPREPLY+=($(compgen -W \"$names\" -- \"$word\"))\n"
	      "\tcase ${COMP_WORDS[COMP_CWORD-1]} in --*) files=yes; esac\n"
	      "\tif [ \"$COMP_CWORD\" -gt 1 ] && [ \"$files\" ] && "
	      "[ \"${word#-}\" = \"$word\" ]; then\n"
	      "\t\tCOMPREPLY+=($(compgen -f -- \"$word\"))\n"
	      "\tfi\n"
	      "}\n"
	      "complete -o filenames -F _newswatch newswatch\n",
	      to);
}
