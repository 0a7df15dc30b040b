/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/control/client.h"

#include "base/json.h"
#include "daemon/control/frame.h"

#include <errno.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* Whose it is: the socket, or the folder that hides it. */
static enum nw_status refused_by(const char *path, struct nw_error *err)
{
	char at[sizeof(((struct sockaddr_un *)NULL)->sun_path)];
	const struct passwd *user = NULL;
	const struct group *group = NULL;
	struct stat file;
	char *slash;

	snprintf(at, sizeof(at), "%s", path);
	while (stat(at, &file) != 0 && (slash = strrchr(at, '/')) != NULL)
		*slash = '\0';
	if (*at && stat(at, &file) == 0) {
		user = getpwuid(file.st_uid);
		group = getgrgid(file.st_gid);
	}
	return nw_fail(err, NW_DENIED,
		       "%s: Permission denied: newswatchd lets in its own user "
		       "(%s), root and the group of its socket (%s); join the "
		       "group, or use sudo -u %s",
		       path, user ? user->pw_name : "unknown",
		       group ? group->gr_name : "unknown",
		       user ? user->pw_name : "USER");
}

static enum nw_status dial(const char *path, int *out, struct nw_error *err)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	NW_AUTO(close_fd)
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (strlen(path) >= sizeof(address.sun_path))
		return nw_fail(err, NW_BAD_CONFIG,
			       "control socket %s: the path is too long", path);
	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	if (fd < 0 || connect(fd, (const struct sockaddr *)&address,
			      sizeof(address)) < 0) {
		if (errno == EACCES)
			return refused_by(path, err);
		return nw_fail(err, NW_NOT_FOUND,
			       "no daemon answers at %s: %s (is newswatchd "
			       "running? --control names another socket)",
			       path, strerror(errno));
	}
	*out = fd;
	fd = -1;
	return NW_OK;
}

static enum nw_status send_request(int fd, const char *command,
				   struct nw_str args, struct nw_error *err)
{
	NW_AUTO(nw_buf_fini) struct nw_buf json = { 0 };
	NW_AUTO(nw_buf_fini) struct nw_buf frame = { 0 };

	nw_buf_init(&json, CONTROL_REQUEST_MAX);
	nw_buf_init(&frame, CONTROL_REQUEST_MAX + CONTROL_HEAD_BYTES);
	nwi_json_open(&json, '{');
	nwi_json_put_text(&json, "command", command);
	if (!nw_str_is_absent(args)) {
		nwi_json_key(&json, "args");
		nwi_json_raw(&json, args);
	}
	nwi_json_close(&json, '}');
	if (json.failed)
		return nw_fail(err, NW_LIMIT, "the request is too long");
	control_frame_write(&frame, CONTROL_REQUEST, nw_buf_str(&json));
	/* A daemon that refuses us closes first: its reason is read then. */
	if (send(fd, frame.at, frame.len, MSG_NOSIGNAL) < 0 && errno != EPIPE)
		return nw_fail(err, NW_IO, "control socket: %s",
			       strerror(errno));
	return NW_OK;
}

/* NW_GONE at the end of the stream. */
static enum nw_status receive(int fd, struct nw_buf *in, int silence_ms,
			      struct nw_error *err)
{
	struct pollfd poll_fd = { .fd = fd, .events = POLLIN };
	char bytes[32 * 1024];
	int ready = poll(&poll_fd, 1, silence_ms);

	if (ready == 0)
		return nw_fail(err, NW_TIMEOUT,
			       "the daemon did not answer within %d s",
			       silence_ms / 1000);
	ssize_t n = ready < 0 ? -1 : recv(fd, bytes, sizeof(bytes), 0);
	if (n < 0 && errno == EINTR)
		return NW_OK;
	if (n <= 0)
		return nw_fail(err, NW_GONE,
			       "the daemon ended the conversation early");
	nw_buf_add(in, bytes, (size_t)n);
	return nw_buf_check(in, "the daemon's answer", err);
}

static enum nw_status read_end(struct nw_str payload, struct nw_error *err)
{
	NW_AUTO(nwi_json_free) json_t *json = NULL;

	if (nwi_json_parse(payload, CONTROL_REQUEST_MAX, 4, &json, err))
		return err->status;
	enum nw_status status =
		(enum nw_status)nwi_json_get_int(json, "code", NW_INTERNAL);
	struct nw_str text = nwi_json_get_str(json, "text");
	if (status != NW_OK || text.len)
		nw_fail(err, status, "%.*s", NW_FMT(text));
	return status;
}

/*
 * Takes whole frames off the front. `*ended` when the last was there, whose
 * status may be any, also NW_BUSY.
 */
static enum nw_status take_frames(struct nw_buf *in, control_lines_fn *lines,
				  void *arg, bool *ended, struct nw_error *err)
{
	struct control_frame frame;
	size_t used, at = 0;
	enum nw_status status;

	while ((status = control_frame_read(
			nw_str_slice(nw_buf_str(in), at, in->len),
			CONTROL_ANSWER_MAX, &frame, &used)) == NW_OK) {
		at += used;
		if (frame.type == CONTROL_END) {
			*ended = true;
			return read_end(frame.payload, err);
		}
		if (frame.type != CONTROL_LINES)
			return nw_fail(err, NW_BAD_INPUT,
				       "the daemon sent a bad frame");
		status = lines(arg, frame.payload);
		if (status != NW_OK)
			return nw_fail(err, status, "the output ended");
	}
	if (status != NW_BUSY)
		return nw_fail(err, status, "the daemon sent a bad frame");
	memmove(in->at, in->at + at, in->len - at);
	nw_buf_cut(in, in->len - at);
	return NW_OK;
}

enum nw_status control_ask(const char *path, const char *command,
			   struct nw_str args, int silence_ms,
			   control_lines_fn *lines, void *arg,
			   struct nw_error *err)
{
	NW_AUTO(close_fd) int fd = -1;
	NW_AUTO(nw_buf_fini) struct nw_buf in = { 0 };
	enum nw_status status = dial(path, &fd, err);

	nw_buf_init(&in, 2 * CONTROL_ANSWER_MAX);
	if (status != NW_OK)
		return status;
	bool ended = false;
	err->text[0] = '\0';
	status = send_request(fd, command, args, err);
	while (status == NW_OK && !ended) {
		status = receive(fd, &in, silence_ms, err);
		if (status != NW_OK)
			return status;
		if (in.len == 0)
			continue;
		status = take_frames(&in, lines, arg, &ended, err);
	}
	return status;
}
