/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A source that does what the response's body says, to prove what the worker
 * and the pool promise about plugins that misbehave.
 */
#include <newswatch/source.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static const struct nw_option options[] = {
	{ "mode", NW_OPTION_TEXT, 0, "normal", 0, 0, NULL, NULL,
	  "What it does at opening: normal, refuse or crash." },
	{ NULL, 0, 0, NULL, 0, 0, NULL, NULL, NULL },
};

static enum nw_status start(const struct nw_settings *settings, void **instance,
			    struct nw_error *err)
{
	struct nw_str mode = nw_settings_text(settings, "mode");

	(void)instance;
	if (nw_str_is(mode, "refuse"))
		return nw_fail(err, NW_BAD_CONFIG, "it does not want to");
	if (nw_str_is(mode, "crash"))
		abort();
	return NW_OK;
}

static void spin(void)
{
	for (volatile unsigned i = 0;; i++)
		continue;
}

static void leak(void)
{
	for (;;) {
		char *block = malloc(1 << 20);
		if (!block)
			abort();
		memset(block, 1, 1 << 20);
	}
}

static void run_program(void)
{
	char *const argv[] = { NULL };

	execve("/bin/true", argv, argv);
}

static void talk_nonsense(void)
{
	static const char bytes[64] = "this is no frame at all";

	if (write(3, bytes, sizeof(bytes)) < 0)
		abort();
	spin();
}

static enum nw_status emit(struct nw_host *host, struct nw_str title)
{
	const struct nw_item item = { .size = sizeof(item),
				      .id = title,
				      .title = title,
				      .content = title };

	return nw_emit_item(host, &item);
}

static enum nw_status open_a_file(struct nw_host *host)
{
	int fd = open("/etc/passwd", O_RDONLY | O_CLOEXEC);

	return emit(host, nw_str_from(fd < 0 ? "denied" : "opened"));
}

/* One line for each way out of the sandbox: its number and what came of it. */
static enum nw_status reach_out(struct nw_host *host, struct nw_str pid_text)
{
	int64_t pid = 0;
	char line[128];

	if (nw_str_to_int(pid_text, &pid) != NW_OK)
		return NW_BAD_INPUT;
	const long results[] = {
		syscall(SYS_tgkill, pid, pid, 0),
		syscall(SYS_kill, pid, 0),
		syscall(SYS_fcntl, 3, F_SETOWN, pid),
		syscall(SYS_fcntl, 3, F_SETSIG, SIGKILL),
		(long)mmap(NULL, 4096, PROT_READ | PROT_EXEC,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
		syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, NULL),
		syscall(SYS_io_uring_setup, 1, NULL),
		syscall(SYS_memfd_create, "x", 0),
		syscall(SYS_prctl, PR_SET_DUMPABLE, 1, 0, 0, 0),
		syscall(SYS_process_vm_readv, pid, NULL, 0, NULL, 0, 0),
		syscall(SYS_pidfd_open, pid, 0),
		open("/proc/self/environ", O_RDONLY | O_CLOEXEC),
		open("/tmp/nw-out", O_WRONLY | O_CREAT | O_CLOEXEC, 0600),
		syscall(SYS_connect, 3, NULL, 0),
		syscall(SYS_unlink, "/tmp/nw-out"),
		syscall(SYS_bpf, 0, NULL, 0),
		syscall(SYS_userfaultfd, 0),
		syscall(SYS_keyctl, 0, 0, 0, 0, 0),
	};
	for (size_t i = 0; i < sizeof(results) / sizeof(results[0]); i++) {
		if (results[i] == -1)
			continue;
		snprintf(line, sizeof(line), "way %zu is open", i);
		return emit(host, nw_str_from(line));
	}
	return emit(host, nw_str_from("all denied"));
}

static enum nw_status read_lines(struct nw_host *host, struct nw_str body)
{
	enum nw_status status = NW_OK;
	struct nw_str line;

	while (status == NW_OK && nw_str_next(&body, '\n', &line))
		status = emit(host, line);
	return NW_OK;
}

static enum nw_status read_body(void *instance, struct nw_host *host,
				const struct nw_response *response,
				struct nw_error *err)
{
	struct nw_str body = response->body;

	(void)instance;
	if (nw_str_is(body, "crash"))
		abort();
	if (nw_str_is(body, "hang"))
		spin();
	if (nw_str_is(body, "leak"))
		leak();
	if (nw_str_is(body, "garbage"))
		talk_nonsense();
	if (nw_str_is(body, "exec"))
		run_program();
	if (nw_str_is(body, "socket") && socket(AF_INET, SOCK_STREAM, 0) < 0)
		return NW_OK;
	if (nw_str_starts(body, "reach out "))
		return reach_out(host, nw_str_slice(body, 10, body.len));
	if (nw_str_is(body, "open"))
		return open_a_file(host);
	if (nw_str_is(body, "words"))
		return nw_fail(err, NW_BAD_INPUT, "a\nbad \x1b[31mline\xff");
	nw_host_log(host, NW_LOG_INFO, "read %zu bytes", body.len);
	return read_lines(host, body);
}

static const struct nw_source_ops ops = {
	.size = sizeof(ops),
	.requests = NW_REQUEST_HTTP,
	.open = start,
	.read = read_body,
};

NW_PLUGIN(NW_SOURCE, "bad-source", "1.0", "Apache-2.0",
	  "Does what the response says", options, &ops)
