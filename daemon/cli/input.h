/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A command's input: a file, or standard input, whole.
 *
 * Small files and pipes are read. A large file is mapped, under a lease: to
 * read it into fresh memory costs more than some commands need to work on it.
 * Whoever wants to write the file meanwhile waits for the moment in which we
 * copy it, so its bytes never change under a reader that checked them once.
 */
#ifndef NEWSWATCH_CLI_INPUT_H
#define NEWSWATCH_CLI_INPUT_H

#include <newswatch/text.h>

struct cli_input {
	struct nw_str bytes; /* until cli_input_fini */
	struct nw_buf read;  /* what was read, where it is not mapped */
};

/*
 * Reads an operand, "-" and NULL standing for standard input, at most
 * `max_bytes`. The error names the file. One large input at a time.
 */
enum nw_status cli_input_init(struct cli_input *input, const char *operand,
			      size_t max_bytes,
			      struct nw_error *err) NW_CHECKED;

void cli_input_fini(struct cli_input *input);

#endif
