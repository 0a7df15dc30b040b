/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/cli/cli.h"
#include "daemon/cli/setup.h"
#include "daemon/cli/stream.h"

#include <sysexits.h>

static int fail_bad_lines(const struct cli *cli, struct stream *stream)
{
	struct nw_error err = stream->first;

	if (stream->bad > 1)
		nw_fail(&err, NW_BAD_INPUT, "%s (and %llu more)",
			stream->first.text,
			(unsigned long long)stream->bad - 1);
	return cli_fail(cli, &err);
}

static int run_all(struct cli *cli, struct setup *setup, struct stream *stream)
{
	enum nw_status status = NW_OK;
	struct nw_error err;

	for (size_t i = 0;
	     status == NW_OK && (i == 0 || i < cli->operand_count); i++)
		status = stream_run(
			stream, cli->operand_count ? cli->operands[i] : NULL,
			&err);
	/* The pool must not call back into a batch that is gone. */
	pool_free(&setup->pool);
	stream_fini(stream);
	if (status == NW_GONE)
		return EX_OK;
	if (status != NW_OK)
		return cli_fail(cli, &err);
	return stream->bad ? fail_bad_lines(cli, stream) : EX_OK;
}

static int start_and_run(struct cli *cli, struct setup *setup,
			 const struct stream_command *command)
{
	struct nw_error err;

	if (setup_pool(setup, command->parts, &err) != NW_OK)
		return cli_fail(cli, &err);
	struct stream stream = { .loop = setup->loop,
				 .pool = setup->pool,
				 .print = command->print,
				 .arg = command->arg };
	if (command->prepare && command->prepare(command->arg, setup->config,
						 &stream, &err) != NW_OK)
		return cli_fail(cli, &err);
	return run_all(cli, setup, &stream);
}

int stream_command(struct cli *cli, const struct stream_command *command)
{
	struct setup setup;
	struct nw_error err;
	int code;

	setup_init(&setup, cli);
	if (setup_config(&setup, command->config,
			 command->flags | CONFIG_NO_SECRETS, &err) == NW_OK) {
		code = start_and_run(cli, &setup, command);
	} else {
		setup_print_problems(&setup);
		code = setup_failed(&setup) ? EX_CONFIG : cli_fail(cli, &err);
	}
	setup_fini(&setup);
	return code;
}
