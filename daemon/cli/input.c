/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/cli/input.h"

#include "daemon/cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

enum { LARGE = 1024 * 1024, PAGES_AROUND = 64 * 1024 };

/* The mapped file, for the handlers of signals; `at` is NULL without. */
static struct {
	char *volatile at;
	size_t len;
	int fd;
} mapped;

/*
 * The disk failed under a page that was not read yet: where read() would
 * return EIO, memory has only this signal.
 */
static void on_bus_error(int signal)
{
	static const char line[] =
		"newswatch: the input cannot be read to its end\n";

	(void)signal;
	(void)!write(STDERR_FILENO, line, sizeof(line) - 1);
	_exit(EX_IOERR);
}

/*
 * Somebody opens the file to write to it and waits for us (for 45 s, see
 * fcntl(2)): a copy takes the place of the mapping. Private pages would not
 * do, for truncating the file takes these away too. All are bare system calls.
 */
static void on_lease_break(int signal)
{
	int saved = errno;
	void *at = mapped.at;

	if (!at)
		return;
	void *copy = mmap(NULL, mapped.len, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (copy == MAP_FAILED)
		on_bus_error(signal);
	memcpy(copy, at, mapped.len);
	if (mremap(copy, mapped.len, mapped.len, MREMAP_MAYMOVE | MREMAP_FIXED,
		   at) == MAP_FAILED)
		on_bus_error(signal);
	(void)fcntl(mapped.fd, F_SETLEASE, F_UNLCK);
	errno = saved;
}

static void handle(int signal, void (*handler)(int))
{
	struct sigaction action = { .sa_flags = SA_RESTART };

	action.sa_handler = handler;
	sigaction(signal, &action, NULL);
}

/* Whether it is worth it: a large regular file that is read from its start. */
static bool is_large(int fd, size_t max_bytes, size_t *len)
{
	struct stat st;

	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size < LARGE ||
	    (size_t)st.st_size > max_bytes || lseek(fd, 0, SEEK_CUR) != 0)
		return false;
	*len = (size_t)st.st_size;
	return true;
}

/*
 * Each first look at a page maps those around it too (64 KiB by the kernel's
 * default), in three fifths of the time that MAP_POPULATE takes page by page.
 */
static void touch_pages(const volatile char *at, size_t len)
{
	for (size_t i = 0; i < len; i += PAGES_AROUND)
		(void)at[i];
}

/*
 * Maps a file that nobody has open for writing. Where the lease is not to be
 * had (a writer, another's file, a file system without) it is read instead.
 */
static bool map_leased(int fd, size_t max_bytes)
{
	void *at = MAP_FAILED;
	size_t len;

	if (!is_large(fd, max_bytes, &len) ||
	    fcntl(fd, F_SETLEASE, F_RDLCK) != 0)
		return false;
	/* Only from now on the size stands. */
	if (is_large(fd, max_bytes, &len))
		at = mmap(NULL, len, PROT_READ, MAP_PRIVATE, fd, 0);
	if (at == MAP_FAILED) {
		(void)fcntl(fd, F_SETLEASE, F_UNLCK);
		return false;
	}
	mapped.at = at;
	mapped.len = len;
	mapped.fd = fd;
	touch_pages(at, len);
	return true;
}

/* The same; who breaks the lease finds it complete. */
static bool map_file(int fd, size_t max_bytes)
{
	sigset_t breaks, before;

	if (mapped.at)
		return false;
	handle(SIGIO, on_lease_break);
	handle(SIGBUS, on_bus_error);
	sigemptyset(&breaks);
	sigaddset(&breaks, SIGIO);
	sigprocmask(SIG_BLOCK, &breaks, &before);
	bool done = map_leased(fd, max_bytes);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return done;
}

/* Not what opening alone would change: a pipe is opened once, to be read. */
static int open_regular(const char *operand)
{
	struct stat st;

	if (!operand || strcmp(operand, "-") == 0)
		return STDIN_FILENO;
	if (stat(operand, &st) != 0 || !S_ISREG(st.st_mode))
		return -1;
	return open(operand, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
}

enum nw_status cli_input_init(struct cli_input *input, const char *operand,
			      size_t max_bytes, struct nw_error *err)
{
	int fd = open_regular(operand);

	nw_buf_init(&input->read, max_bytes + 2 * 64 * 1024);
	if (fd >= 0 && map_file(fd, max_bytes)) {
		input->bytes = nw_str_make(mapped.at, mapped.len);
		return NW_OK;
	}
	if (fd > STDERR_FILENO)
		close(fd);
	enum nw_status status = cli_read(operand, max_bytes, &input->read, err);
	input->bytes = nw_buf_str(&input->read);
	return status;
}

void cli_input_fini(struct cli_input *input)
{
	char *at = mapped.at;

	nw_buf_fini(&input->read);
	if (!at || input->bytes.at != at)
		return;
	mapped.at = NULL;
	munmap(at, mapped.len);
	(void)fcntl(mapped.fd, F_SETLEASE, F_UNLCK);
	/* As if it had been read. */
	(void)lseek(mapped.fd, (off_t)mapped.len, SEEK_SET);
	if (mapped.fd > STDERR_FILENO)
		close(mapped.fd);
}
