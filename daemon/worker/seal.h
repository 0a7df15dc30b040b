/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How a worker shuts itself in.
 *
 * seal_start runs first: nothing inherited but 0 to 3, an empty environment,
 * death with the parent, small limits. seal_first shuts out the network and
 * other programs, and leaves some files to be read: plugins are loaded under
 * it, since their constructors are foreign code already. seal_second shuts
 * out files. socket, execve and ptrace kill the process with SIGSYS, so that
 * a breach shows; every other call that is not on the list gives EPERM.
 */
#ifndef NEWSWATCH_WORKER_SEAL_H
#define NEWSWATCH_WORKER_SEAL_H

#include <newswatch/status.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * `memory` in bytes, 0 for no limit. With `output` its standard output may be
 * a file.
 */
void seal_start(uint64_t memory, bool output);

enum seal_flag {
	SEAL_LOCKS = 1 << 0 /* may lock ranges of its open files, as SQLite */
};

/*
 * Files under `paths` (files or folders) and the system's libraries stay
 * readable. NW_UNSUPPORTED when the kernel has no seccomp or no Landlock.
 */
enum nw_status seal_first(const char *const *paths, size_t count,
			  unsigned flags, struct nw_error *err);

/* The same status when the first seal could not be set. */
enum nw_status seal_second(unsigned flags, struct nw_error *err);

#endif
