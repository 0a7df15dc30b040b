/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/loop/notify.h"

#include "daemon/loop/loop.h"
#include <newswatch/text.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define NOTIFY_MAX 1024

void notify_send(const char *lines)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	size_t len = path ? strlen(path) : 0;

	if (len < 2 || len >= sizeof(to.sun_path))
		return;
	memcpy(to.sun_path, path, len);
	if (to.sun_path[0] == '@') /* the abstract namespace */
		to.sun_path[0] = '\0';
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return;
	/* A manager that does not listen is no reason to stop watching. */
	(void)!sendto(
		fd, lines, strlen(lines), MSG_NOSIGNAL,
		(const struct sockaddr *)&to,
		(socklen_t)(offsetof(struct sockaddr_un, sun_path) + len));
	close(fd);
}

static void send_with_status(const char *state, const char *status)
{
	char lines[NOTIFY_MAX];

	snprintf(lines, sizeof(lines), "%s%s%s", state,
		 status ? "\nSTATUS=" : "", status ? status : "");
	notify_send(lines);
}

void notify_ready(const char *status)
{
	send_with_status("READY=1", status);
}

void notify_reloading(void)
{
	struct timespec at;
	char lines[NOTIFY_MAX];

	clock_gettime(CLOCK_MONOTONIC, &at);
	snprintf(lines, sizeof(lines), "RELOADING=1\nMONOTONIC_USEC=%lld",
		 (long long)at.tv_sec * 1000000 + at.tv_nsec / 1000);
	notify_send(lines);
}

void notify_stopping(const char *status)
{
	send_with_status("STOPPING=1", status);
}

int64_t notify_watchdog_ms(void)
{
	const char *usec = getenv("WATCHDOG_USEC");
	const char *pid = getenv("WATCHDOG_PID");
	int64_t value;

	if (!usec || nw_str_to_int(nw_str_from(usec), &value) != NW_OK)
		return 0;
	if (pid && strtol(pid, NULL, 10) != (long)getpid())
		return 0;
	return value > 0 ? value / 1000 : 0;
}

static struct {
	struct loop *loop;
	struct loop_timer timer;
	int (*alive)(void *arg);
	void *arg;
} watchdog;

static void on_watchdog(void *arg)
{
	(void)arg;
	if (!watchdog.alive || watchdog.alive(watchdog.arg))
		notify_send("WATCHDOG=1");
	loop_timer_arm(watchdog.loop, &watchdog.timer,
		       notify_watchdog_ms() / 2);
}

void notify_watchdog_start(struct loop *loop, int (*alive)(void *arg),
			   void *arg)
{
	if (!notify_watchdog_ms() || watchdog.loop)
		return;
	watchdog.loop = loop;
	watchdog.alive = alive;
	watchdog.arg = arg;
	loop_timer_init(&watchdog.timer, LOOP_CLOCK_REAL, on_watchdog, NULL);
	on_watchdog(NULL);
}

void notify_watchdog_stop(struct loop *loop)
{
	if (watchdog.loop == loop)
		loop_timer_cancel(loop, &watchdog.timer);
	watchdog.loop = NULL;
}
