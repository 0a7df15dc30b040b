/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/worker/seal.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/landlock.h>

/* AddressSanitizer reserves terabytes of shadow and reads /proc/self. */
#if defined(__SANITIZE_ADDRESS__)
enum { SANITIZED = 1 };
#else
enum { SANITIZED = 0 };
#endif

static void limit(__rlimit_resource_t what, rlim_t value)
{
	const struct rlimit row = { value, value };

	setrlimit(what, &row);
}

void seal_start(uint64_t memory, bool output)
{
	closefrom(4);
	clearenv();
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	limit(RLIMIT_CORE, 0);
	if (!output)
		limit(RLIMIT_FSIZE, 0);
	limit(RLIMIT_NOFILE, 32);
	if (memory > 0 && !SANITIZED)
		limit(RLIMIT_DATA, memory);
}

/* ---- Landlock: linux/landlock.h, by number of the kernel's ABI ---- */

/* The kernel's struct; older headers lack its end. */
struct ruleset {
	uint64_t files;
	uint64_t network; /* ABI 4: TCP bind, connect */
	uint64_t scoped;  /* ABI 6: abstract sockets, signals */
};

static int landlock_abi(void)
{
	return (int)syscall(SYS_landlock_create_ruleset, NULL, 0,
			    LANDLOCK_CREATE_RULESET_VERSION);
}

/* All that this kernel can refuse. */
static int make_ruleset(int abi)
{
	static const uint64_t rights[] = { 0,	   0x1fff, 0x3fff,
					   0x7fff, 0x7fff, 0xffff };
	struct ruleset set = { 0 };
	size_t size = sizeof(set.files);

	set.files = rights[abi > 5 ? 5 : abi];
	if (abi >= 4) {
		set.network = 3;
		size = 2 * sizeof(set.files);
	}
	if (abi >= 6) {
		set.scoped = 3;
		size = sizeof(set);
	}
	return (int)syscall(SYS_landlock_create_ruleset, &set, size, 0);
}

/* A path that is not there needs no rule. */
static void allow_read(int ruleset, const char *path)
{
	int fd = open(path, O_PATH | O_CLOEXEC);
	struct landlock_path_beneath_attr rule = {
		.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE |
				  LANDLOCK_ACCESS_FS_READ_DIR,
		.parent_fd = fd,
	};

	if (fd < 0)
		return;
	/* A file takes no right of folders. */
	if (syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH,
		    &rule, 0) != 0) {
		rule.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE;
		syscall(SYS_landlock_add_rule, ruleset,
			LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
	}
	close(fd);
}

/* The folder of a shared object that this program uses. */
static void allow_own_library(int ruleset, const void *symbol)
{
	Dl_info info;
	char path[4096];

	if (!dladdr(symbol, &info) || !info.dli_fname ||
	    strlen(info.dli_fname) >= sizeof(path))
		return;
	strcpy(path, info.dli_fname);
	char *slash = strrchr(path, '/');
	if (!slash || slash == path)
		return;
	*slash = '\0';
	allow_read(ruleset, path);
}

static const char *const library_folders[] = {
	"/lib",	      "/lib64",		"/usr/lib",
	"/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache",
};

static enum nw_status lock_files(const char *const *paths, size_t count,
				 bool libraries, struct nw_error *err)
{
	int abi = landlock_abi();

	if (abi < 1)
		return nw_fail(err, NW_UNSUPPORTED,
			       "this kernel has no Landlock (%s): allow it, or "
			       "set workers.sandbox: best-effort",
			       strerrordesc_np(errno));
	int ruleset = make_ruleset(abi);
	if (ruleset < 0)
		return nw_fail(err, NW_UNSUPPORTED, "Landlock: %s",
			       strerrordesc_np(errno));
	for (size_t i = 0; i < count; i++)
		allow_read(ruleset, paths[i]);
	if (libraries) {
		for (size_t i = 0;
		     i < sizeof(library_folders) / sizeof(library_folders[0]);
		     i++)
			allow_read(ruleset, library_folders[i]);
		/* A function's address as data, the POSIX way (dlsym). */
		allow_own_library(ruleset, dlsym(RTLD_DEFAULT, "nw_fail"));
	}
	long failed = syscall(SYS_landlock_restrict_self, ruleset, 0);
	int why = errno;
	close(ruleset);
	if (failed)
		return nw_fail(err, NW_UNSUPPORTED, "Landlock: %s",
			       strerrordesc_np(why));
	return NW_OK;
}

/* ---- seccomp ---- */

/* What reading, thinking and answering needs. */
static const char *const calls[] = {
	"read",
	"readv",
	"recvmsg",
	"write",
	"writev",
	"sendmsg",
	"close",
	"fstat",
	"newfstatat",
	"lseek",
	"pread64",
	"poll",
	"ppoll",
	"mremap",
	"munmap",
	"madvise",
	"brk",
	"futex",
	"getpid",
	"gettid",
	"rt_sigaction",
	"rt_sigprocmask",
	"rt_sigreturn",
	"sigaltstack",
	"clock_gettime",
	"clock_getres",
	"gettimeofday",
	"getrandom",
	"exit",
	"exit_group",
	"sched_yield",
	"getrusage",
	"restart_syscall",
	"rseq",
	"set_robust_list",
};

/* What loading a plugin and the second seal need beyond that. */
static const char *const loading_calls[] = {
	"open",
	"openat",
	"access",
	"faccessat",
	"faccessat2",
	"readlink",
	"readlinkat",
	"prctl",
	"seccomp",
	"landlock_create_ruleset",
	"landlock_add_rule",
	"landlock_restrict_self",
};

/* AddressSanitizer's own. */
static const char *const sanitizer_calls[] = { "getdents64", "prlimit64",
					       "sched_getaffinity", "uname" };

static const char *const deadly_calls[] = { "execve", "execveat", "socket",
					    "ptrace" };

static int add_rules(scmp_filter_ctx filter, uint32_t action,
		     const char *const *names, size_t count)
{
	int failed = 0;

	for (size_t i = 0; i < count && !failed; i++) {
		int number = seccomp_syscall_resolve_name(names[i]);
		/* One that this architecture lacks needs no rule. */
		if (number != __NR_SCMP_ERROR && number >= 0)
			failed = seccomp_rule_add(filter, action, number, 0);
	}
	return failed;
}

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

/* Memory that can run comes only from files that are loaded. */
static int add_memory_rules(scmp_filter_ctx filter, bool loading)
{
	const struct scmp_arg_cmp no_exec =
		SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);

	if (loading)
		return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap),
					0) ||
		       seccomp_rule_add(filter, SCMP_ACT_ALLOW,
					SCMP_SYS(mprotect), 0);
	return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
				      &no_exec) ||
	       seccomp_rule_add_array(filter, SCMP_ACT_ALLOW,
				      SCMP_SYS(mprotect), 1, &no_exec);
}

/*
 * abort() signals its own process, and no other is in reach: neither by tgkill
 * nor by an owner that F_SETOWN and F_SETSIG give to a descriptor.
 */
static int add_own_rules(scmp_filter_ctx filter, unsigned flags)
{
	static const unsigned commands[] = {
		F_DUPFD, F_DUPFD_CLOEXEC, F_GETFD,     F_SETFD, F_GETFL,
		F_SETFL, F_ADD_SEALS,	  F_GET_SEALS, F_GETLK, F_SETLK
	};
	size_t count =
		flags & SEAL_LOCKS ? COUNT(commands) : COUNT(commands) - 2;
	const struct scmp_arg_cmp self =
		SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid());
	int failed = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW,
					    SCMP_SYS(tgkill), 1, &self);

	for (size_t i = 0; i < count && !failed; i++) {
		const struct scmp_arg_cmp command =
			SCMP_A1(SCMP_CMP_EQ, commands[i]);
		failed = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW,
						SCMP_SYS(fcntl), 1, &command);
	}
	return failed;
}

static enum nw_status lock_calls(bool loading, unsigned flags,
				 struct nw_error *err)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));

	if (!filter)
		return nw_fail(err, NW_UNSUPPORTED, "seccomp: no memory");
	/* Sets no_new_privs itself otherwise, which the filter refuses. */
	int failed = seccomp_attr_set(filter, SCMP_FLTATR_CTL_NNP, 0);
	failed = failed ||
		 add_rules(filter, SCMP_ACT_ALLOW, calls, COUNT(calls));
	failed = failed || add_rules(filter, SCMP_ACT_KILL_PROCESS,
				     deadly_calls, COUNT(deadly_calls));
	if (loading)
		failed = failed ||
			 add_rules(filter, SCMP_ACT_ALLOW, loading_calls,
				   COUNT(loading_calls));
	if (SANITIZED)
		failed = failed ||
			 add_rules(filter, SCMP_ACT_ALLOW, sanitizer_calls,
				   COUNT(sanitizer_calls));
	failed = failed || add_memory_rules(filter, loading);
	failed = failed || add_own_rules(filter, flags);
	if (!failed)
		failed = seccomp_load(filter);
	seccomp_release(filter);
	if (failed)
		return nw_fail(err, NW_UNSUPPORTED,
			       "seccomp (%s): allow it, or set "
			       "workers.sandbox: best-effort",
			       strerrordesc_np(-failed));
	return NW_OK;
}

enum nw_status seal_first(const char *const *paths, size_t count,
			  unsigned flags, struct nw_error *err)
{
	enum nw_status files = lock_files(paths, count, true, err);
	struct nw_error other;
	enum nw_status locked =
		lock_calls(true, flags, files == NW_OK ? err : &other);

	return files != NW_OK ? files : locked;
}

enum nw_status seal_second(unsigned flags, struct nw_error *err)
{
	enum nw_status files = lock_files(NULL, 0, false, err);
	struct nw_error other;
	enum nw_status locked =
		lock_calls(false, flags, files == NW_OK ? err : &other);

	return files != NW_OK ? files : locked;
}
