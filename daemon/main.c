/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "daemon/server/server.h"

#include <getopt.h>
#include <limits.h>
#include <malloc.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sysexits.h>

static const char usage[] =
	"usage: newswatchd [OPTION...]\n\n"
	"Watches the news as the configuration says, in the foreground.\n\n"
	"  --config FILE      the configuration [" NW_CONFIG_PATH "]\n"
	"  --state-dir DIR    overrides `state_dir:`\n"
	"  --control PATH     overrides `control:`, the socket of `newswatch`\n"
	"  --plugin-dir DIR   where plugins are [" NW_PLUGIN_DIR "]\n"
	"  --worker PATH      the worker program [" NW_WORKER_PATH "]\n"
	"  --data-dir DIR     where the shipped topics are [" NW_DATA_DIR "]\n"
	"  --test-clock       let `newswatch advance` move the clock (tests)\n"
	"  --help, --version\n\n"
	"SIGHUP reloads the configuration, SIGTERM stops. The manual is "
	"newswatchd(8).\n";

enum given {
	OPT_CONFIG = 1,
	OPT_STATE_DIR,
	OPT_CONTROL,
	OPT_PLUGIN_DIR,
	OPT_WORKER,
	OPT_DATA_DIR,
	OPT_TEST_CLOCK,
	OPT_HELP,
	OPT_VERSION
};

static const struct option rows[] = {
	{ "config", required_argument, NULL, OPT_CONFIG },
	{ "state-dir", required_argument, NULL, OPT_STATE_DIR },
	{ "control", required_argument, NULL, OPT_CONTROL },
	{ "plugin-dir", required_argument, NULL, OPT_PLUGIN_DIR },
	{ "worker", required_argument, NULL, OPT_WORKER },
	{ "data-dir", required_argument, NULL, OPT_DATA_DIR },
	{ "test-clock", no_argument, NULL, OPT_TEST_CLOCK },
	{ "help", no_argument, NULL, OPT_HELP },
	{ "version", no_argument, NULL, OPT_VERSION },
	{ NULL, 0, NULL, 0 },
};

/* Workers start in "/": a relative path would mean something else there. */
static const char *absolute(const char *path, char out[PATH_MAX])
{
	return realpath(path, out) ? out : path;
}

/* Returns -1 to go on, or an exit code. */
static int take(struct server_options *options, int option)
{
	static char plugins[PATH_MAX], worker[PATH_MAX], data[PATH_MAX];

	switch (option) {
	case OPT_CONFIG:
		options->config = optarg;
		return -1;
	case OPT_STATE_DIR:
		options->state_dir = optarg;
		return -1;
	case OPT_CONTROL:
		options->control = optarg;
		return -1;
	case OPT_PLUGIN_DIR:
		options->plugin_dir = absolute(optarg, plugins);
		return -1;
	case OPT_WORKER:
		options->worker = absolute(optarg, worker);
		return -1;
	case OPT_DATA_DIR:
		options->data_dir = absolute(optarg, data);
		return -1;
	case OPT_TEST_CLOCK:
		options->test_clock = true;
		return -1;
	case OPT_HELP:
		fputs(usage, stdout);
		return 0;
	case OPT_VERSION:
		puts("newswatchd " PACKAGE_VERSION);
		return 0;
	default:
		fputs("newswatchd: see newswatchd --help\n", stderr);
		return EX_USAGE;
	}
}

/*
 * The daemon holds the secrets: no core file, and neither /proc nor ptrace for
 * programs of the same user, such as those that it starts. A leak check needs
 * the latter.
 */
static void shut_memory(void)
{
	const struct rlimit none = { 0, 0 };

	setrlimit(RLIMIT_CORE, &none);
#if !defined(__SANITIZE_ADDRESS__)
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

/*
 * By itself glibc learns from the first large body that is freed to keep such
 * sizes, and holes of some 15 MiB stay in the heap (measured: 196 MiB with
 * forty feeds of 15 MiB, 136 with this).
 */
static void return_large_memory(void)
{
	mallopt(M_MMAP_THRESHOLD, 1024 * 1024);
}

int main(int argc, char **argv)
{
	struct server_options options = { .config = NW_CONFIG_PATH };
	int option;

	while ((option = getopt_long(argc, argv, "", rows, NULL)) != -1) {
		int code = take(&options, option);
		if (code >= 0)
			return code;
	}
	if (optind < argc) {
		fprintf(stderr,
			"newswatchd: \"%.80s\" is no option (see newswatchd "
			"--help)\n",
			argv[optind]);
		return EX_USAGE;
	}
	shut_memory();
	return_large_memory();
	return server_run(&options);
}
