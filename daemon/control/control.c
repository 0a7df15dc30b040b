/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/control/control.h"

#include "daemon/control/frame.h"
#include "daemon/loop/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum {
	CLIENTS_MAX = 32,
	PAUSE_MS = 1000,
	IDLE_MS = 30000,
	CLOSE_MS = 600000, /* for an operator at a pager */
	GROUPS_MAX = 256,  /* of a peer that are looked at */
	DRAINED_BYTES = 256 * 1024,
	OUT_SPARE = 64 * 1024 /* for the heads of frames and the end */
};

struct client {
	struct client *next;
	struct control *control;
	struct loop_watch *watch;
	struct loop_timer idle; /* a request must come in time */
	struct control_reply *reply;
	struct nw_buf in, out;
	size_t sent; /* bytes of `out` */
	int fd;
	bool closing; /* close when `out` is sent */
};

struct control_reply {
	struct client *client; /* NULL: gone */
	loop_fn *gone;
	void *gone_arg;
	loop_fn *drained; /* once, when little is unsent */
	void *drained_arg;
	bool lost; /* lines had no room */
};

struct control {
	struct loop *loop;
	struct control_settings settings;
	struct loop_watch *watch;
	struct loop_timer pause; /* accepting again after an error */
	struct client *clients;
	unsigned count;
	int fd;
	char path[108];
};

static void client_free(struct client *client)
{
	struct client **at = &client->control->clients;

	while (*at != client)
		at = &(*at)->next;
	*at = client->next;
	client->control->count--;
	loop_timer_cancel(client->control->loop, &client->idle);
	loop_watch_free(&client->watch);
	close(client->fd);
	nw_buf_fini(&client->in);
	nw_buf_fini(&client->out);
	if (client->reply) {
		struct control_reply *reply = client->reply;
		reply->client = NULL;
		if (reply->gone)
			reply->gone(reply->gone_arg);
		else if (reply->drained)
			reply->drained(reply->drained_arg);
	}
	free(client);
}

/*
 * The peer went while an answer is under way: the caller still holds the
 * reply, so the next turn's end of stream frees the client.
 */
static void hang_up(struct client *client)
{
	nw_buf_clear(&client->out);
	client->sent = 0;
	shutdown(client->fd, SHUT_RDWR);
	loop_watch_want(client->watch, LOOP_READ);
}

/* False when the peer is gone or all was said; only one who waits for no
 * reply is freed. */
static bool flush(struct client *client)
{
	while (client->sent < client->out.len) {
		ssize_t n = send(client->fd, client->out.at + client->sent,
				 client->out.len - client->sent, MSG_NOSIGNAL);
		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			break;
		if (n < 0) {
			if (client->reply)
				hang_up(client);
			else
				client_free(client);
			return false;
		}
		client->sent += (size_t)n;
	}
	if (client->sent == client->out.len) {
		nw_buf_clear(&client->out);
		client->sent = 0;
		if (client->closing) {
			client_free(client);
			return false;
		}
	}
	loop_watch_want(client->watch,
			LOOP_READ | (client->out.len ? LOOP_WRITE : 0u));
	return true;
}

/* What was sent gives its room back before it is more than what was not. */
static void compact(struct client *client)
{
	size_t rest = client->out.len - client->sent;

	if (client->sent <= rest)
		return;
	memmove(client->out.at, client->out.at + client->sent, rest);
	nw_buf_cut(&client->out, rest);
	client->sent = 0;
}

bool control_lines(struct control_reply *reply, struct nw_str lines)
{
	struct client *client = reply->client;

	if (!client)
		return false;
	if (lines.len == 0)
		return true;
	if (client->out.len - client->sent + lines.len > CONTROL_ANSWER_MAX) {
		reply->lost = true;
		return false;
	}
	compact(client);
	control_frame_write(&client->out, CONTROL_LINES, lines);
	return flush(client);
}

bool control_is_gone(const struct control_reply *reply)
{
	return !reply->client;
}

static bool is_drained(const struct client *client)
{
	return client->out.len - client->sent <= DRAINED_BYTES;
}

void control_on_drained(struct control_reply *reply, loop_fn *fn, void *arg)
{
	if (!reply->client || is_drained(reply->client)) {
		fn(arg);
		return;
	}
	reply->drained = fn;
	reply->drained_arg = arg;
}

/* True when somebody was called; the client may be gone then. */
static bool give_drained(struct client *client)
{
	struct control_reply *reply = client->reply;

	if (!reply || !reply->drained || !is_drained(client))
		return false;
	loop_fn *fn = reply->drained;
	reply->drained = NULL;
	fn(reply->drained_arg);
	return true;
}

void control_end(struct control_reply *reply, enum nw_status status,
		 const char *text)
{
	struct client *client = reply->client;
	NW_AUTO(nw_buf_fini) struct nw_buf json = { 0 };

	/* An answer that lacks lines is none, whatever the caller thinks. */
	if (reply->lost && status == NW_OK) {
		status = NW_LIMIT;
		text = "the answer has over 2 MiB at once: ask for less";
	}
	free(reply);
	if (!client)
		return;
	client->reply = NULL;
	client->closing = true;
	nw_buf_init(&json, 8 * NW_ERROR_TEXT);
	nwi_json_open(&json, '{');
	nwi_json_put_text(&json, "status", nw_status_name(status));
	nwi_json_put_int(&json, "code", status);
	nwi_json_put_text(&json, "text", text);
	nwi_json_close(&json, '}');
	control_frame_write(&client->out, CONTROL_END, nw_buf_str(&json));
	/* A client that does not read its answer does not keep its place. */
	loop_timer_arm(client->control->loop, &client->idle, CLOSE_MS);
	flush(client);
}

void control_on_gone(struct control_reply *reply, loop_fn *fn, void *arg)
{
	reply->gone = fn;
	reply->gone_arg = arg;
}

static const struct control_command *find(const struct control *control,
					  struct nw_str name)
{
	const struct control_command *row = control->settings.commands;

	while (row->name && !nw_str_is(name, row->name))
		row++;
	return row->name ? row : NULL;
}

static struct control_reply *new_reply(struct client *client)
{
	struct control_reply *reply = calloc(1, sizeof(*reply));

	if (!reply)
		abort();
	reply->client = client;
	client->reply = reply;
	return reply;
}

static void dispatch(struct client *client, struct nw_str payload)
{
	struct control_reply *reply = new_reply(client);
	NW_AUTO(nwi_json_free) json_t *json = NULL;
	struct nw_error err;

	if (nwi_json_parse(payload, CONTROL_REQUEST_MAX, 16, &json, &err)) {
		control_end(reply, NW_BAD_INPUT, err.text);
		return;
	}
	struct nw_str name = nwi_json_get_str(json, "command");
	const struct control_command *row = find(client->control, name);
	if (!row) {
		nw_fail(&err, NW_UNSUPPORTED,
			"this daemon knows no command \"%.*s\"", NW_FMT(name));
		control_end(reply, err.status, err.text);
		return;
	}
	NW_AUTO(nwi_json_free) json_t *none = json_object();
	json_t *args = json_object_get(json, "args");
	row->fn(client->control->settings.arg, reply,
		json_is_object(args) ? args : none);
}

/* One request a connection: what comes behind it is not read. */
static void take_request(struct client *client)
{
	struct control_frame frame;
	size_t used;
	enum nw_status status = control_frame_read(
		nw_buf_str(&client->in), CONTROL_REQUEST_MAX, &frame, &used);

	if (status == NW_BUSY)
		return;
	loop_timer_cancel(client->control->loop, &client->idle);
	if (status != NW_OK || frame.type != CONTROL_REQUEST) {
		control_end(new_reply(client), NW_BAD_INPUT,
			    "the request's frame is bad or too long");
		return;
	}
	dispatch(client, frame.payload);
}

static void client_ready(void *arg, int fd, unsigned ready)
{
	struct client *client = arg;
	char bytes[16 * 1024];

	if (ready & LOOP_WRITE && (!flush(client) || give_drained(client)))
		return;
	if (!(ready & LOOP_READ))
		return;
	ssize_t n = recv(fd, bytes, sizeof(bytes), 0);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {
		client_free(client);
		return;
	}
	if (client->reply || client->closing)
		return;
	nw_buf_add(&client->in, bytes, (size_t)n);
	take_request(client);
}

static void client_idle(void *arg)
{
	struct client *client = arg;

	client_free(client);
}

/* SO_PEERCRED knows the first group alone; the others are these. */
static bool in_our_group(int fd)
{
	gid_t groups[GROUPS_MAX];
	socklen_t len = sizeof(groups);

	if (getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS, groups, &len) < 0)
		return false;
	for (size_t i = 0; i < len / sizeof(groups[0]); i++) {
		if (groups[i] == getegid())
			return true;
	}
	return false;
}

static bool may_enter(int fd)
{
	struct ucred peer;
	socklen_t len = sizeof(peer);

	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) < 0)
		return false;
	return peer.uid == 0 || peer.uid == geteuid() ||
	       peer.gid == getegid() || in_our_group(fd);
}

static void add_client(struct control *control, int fd)
{
	struct client *client = calloc(1, sizeof(*client));

	if (!client)
		abort();
	client->control = control;
	client->fd = fd;
	client->next = control->clients;
	control->clients = client;
	control->count++;
	nw_buf_init(&client->in, CONTROL_REQUEST_MAX + 32 * 1024);
	nw_buf_init(&client->out, CONTROL_ANSWER_MAX * 2 + OUT_SPARE);
	client->watch = loop_watch_new(control->loop, fd, LOOP_CONTROL,
				       LOOP_READ, client_ready, client);
	loop_timer_init(&client->idle, LOOP_CLOCK_REAL, client_idle, client);
	loop_timer_arm(control->loop, &client->idle, IDLE_MS);
}

static void resume_accepting(void *arg)
{
	struct control *control = arg;

	loop_watch_want(control->watch, LOOP_READ);
}

static void listener_ready(void *arg, int fd, unsigned ready)
{
	struct control *control = arg;
	int peer = accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

	(void)ready;
	if (peer < 0) {
		if (errno == EAGAIN || errno == EINTR || errno == ECONNABORTED)
			return;
		/* Out of descriptors: a busy loop would only make it worse. */
		loop_watch_want(control->watch, 0);
		loop_timer_arm(control->loop, &control->pause, PAUSE_MS);
		return;
	}
	if (control->count >= CLIENTS_MAX || !may_enter(peer)) {
		log_event(NW_LOG_WARNING, "control.refused",
			  LOG_TEXT("message",
				   control->count >= CLIENTS_MAX
					   ? "too many connections"
					   : "the peer is another user"));
		close(peer);
		return;
	}
	add_client(control, peer);
}

/* One whose queue is full listens too, and must not stop us here. */
static bool somebody_answers(const struct sockaddr_un *address)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	bool answered =
		fd >= 0 && (connect(fd, (const struct sockaddr *)address,
				    sizeof(*address)) == 0 ||
			    errno == EAGAIN);

	if (fd >= 0)
		close(fd);
	return answered;
}

/* What a crash left is taken away; what is no socket of ours is not. */
static enum nw_status clear_path(const char *path, struct nw_error *err)
{
	struct stat info;

	if (lstat(path, &info) < 0)
		return NW_OK;
	if (!S_ISSOCK(info.st_mode))
		return nw_fail(err, NW_BAD_CONFIG,
			       "%s: something that is no socket stands there, "
			       "take it away or set `control:`",
			       path);
	unlink(path);
	return NW_OK;
}

static enum nw_status listen_at(struct control *control, struct nw_error *err)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	memcpy(address.sun_path, control->path, sizeof(control->path));
	if (somebody_answers(&address))
		return nw_fail(err, NW_BUSY,
			       "%s: another daemon listens there, stop it or "
			       "set `control:`",
			       control->path);
	enum nw_status status = clear_path(control->path, err);
	if (status != NW_OK)
		return status;
	control->fd =
		socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (control->fd < 0 ||
	    bind(control->fd, (const struct sockaddr *)&address,
		 sizeof(address)) < 0 ||
	    fchmodat(AT_FDCWD, control->path, 0660, AT_SYMLINK_NOFOLLOW) < 0 ||
	    listen(control->fd, 16) < 0)
		return nw_fail(err, NW_IO, "%s: cannot listen: %s",
			       control->path, strerror(errno));
	return NW_OK;
}

enum nw_status control_open(struct loop *loop,
			    const struct control_settings *settings,
			    struct control **out, struct nw_error *err)
{
	NW_AUTO(control_close)
	struct control *control = calloc(1, sizeof(*control));

	if (!control)
		abort();
	control->loop = loop;
	control->settings = *settings;
	control->fd = -1;
	if (strlen(settings->path) >= sizeof(control->path))
		return nw_fail(err, NW_BAD_CONFIG,
			       "control: %s is longer than %zu bytes",
			       settings->path, sizeof(control->path) - 1);
	snprintf(control->path, sizeof(control->path), "%s", settings->path);
	loop_timer_init(&control->pause, LOOP_CLOCK_REAL, resume_accepting,
			control);
	enum nw_status status = listen_at(control, err);
	if (status != NW_OK)
		return status;
	control->watch = loop_watch_new(loop, control->fd, LOOP_CONTROL,
					LOOP_READ, listener_ready, control);
	*out = NW_STEAL(control);
	return NW_OK;
}

void control_close(struct control **controlp)
{
	struct control *control = *controlp;

	if (!control)
		return;
	while (control->clients)
		client_free(control->clients);
	loop_timer_cancel(control->loop, &control->pause);
	loop_watch_free(&control->watch);
	if (control->fd >= 0) {
		close(control->fd);
		unlink(control->path);
	}
	free(control);
	*controlp = NULL;
}
