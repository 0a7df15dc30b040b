/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/channel.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

/* A piece of the stream, read at once. */
enum { PIECE = 64 * 1024 };

#define SEALS (F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE)

void nwi_channel_init(struct nwi_channel *channel, int fd, bool answers)
{
	memset(channel, 0, sizeof(*channel));
	channel->fd = fd;
	channel->passed_fd = -1;
	nwi_frame_reader_init(&channel->reader, answers);
}

static void drop_map(struct nwi_channel *channel)
{
	if (channel->map)
		munmap(channel->map, channel->map_len);
	channel->map = NULL;
}

static void drop_fd(struct nwi_channel *channel)
{
	if (channel->passed_fd >= 0)
		close(channel->passed_fd);
	channel->passed_fd = -1;
}

void nwi_channel_fini(struct nwi_channel *channel)
{
	drop_map(channel);
	drop_fd(channel);
	nwi_frame_reader_fini(&channel->reader);
}

static enum nw_status fail_io(const char *what, struct nw_error *err)
{
	return nw_fail(err, NW_IO, "%s: %s", what, strerrordesc_np(errno));
}

/* Keeps the one descriptor that may come; all others are closed. */
static void take_fds(struct nwi_channel *channel, struct msghdr *message)
{
	struct cmsghdr *head = CMSG_FIRSTHDR(message);

	for (; head; head = CMSG_NXTHDR(message, head)) {
		if (head->cmsg_level != SOL_SOCKET ||
		    head->cmsg_type != SCM_RIGHTS)
			continue;
		size_t count = (head->cmsg_len - CMSG_LEN(0)) / sizeof(int);
		for (size_t i = 0; i < count; i++) {
			int fd;
			memcpy(&fd, CMSG_DATA(head) + i * sizeof(fd),
			       sizeof(fd));
			drop_fd(channel);
			channel->passed_fd = fd;
		}
	}
}

static enum nw_status read_piece(struct nwi_channel *channel,
				 struct nw_error *err)
{
	char piece[PIECE];
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(4 * sizeof(int))];
	} control;
	struct iovec vec = { piece, sizeof(piece) };
	struct msghdr message = { .msg_iov = &vec,
				  .msg_iovlen = 1,
				  .msg_control = control.bytes,
				  .msg_controllen = sizeof(control) };
	ssize_t got;

	do
		got = recvmsg(channel->fd, &message, MSG_CMSG_CLOEXEC);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return errno == ECONNRESET
			       ? nw_fail(err, NW_GONE, "the peer is gone")
			       : fail_io("recvmsg", err);
	take_fds(channel, &message);
	if (got == 0)
		return nw_fail(err, NW_GONE, "the peer has closed");
	return nwi_frame_reader_add(&channel->reader, piece, (size_t)got, err);
}

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

static enum nw_status wait_readable(int fd, int64_t until, struct nw_error *err)
{
	struct pollfd row = { .fd = fd, .events = POLLIN };

	for (;;) {
		int64_t left = until < 0 ? -1 : until - now_ms();
		if (until >= 0 && left < 0)
			left = 0;
		int ready = poll(&row, 1, left > 60000 ? 60000 : (int)left);
		if (ready > 0)
			return NW_OK;
		if (ready < 0 && errno != EINTR)
			return fail_io("poll", err);
		if (until >= 0 && now_ms() >= until)
			return nw_fail(err, NW_TIMEOUT,
				       "no answer came in time");
	}
}

/* The blob of a frame that announced a memfd. */
static enum nw_status map_blob(struct nwi_channel *channel,
			       struct nwi_frame *frame, struct nw_error *err)
{
	if (channel->passed_fd < 0)
		return nw_fail(err, NW_CORRUPT,
			       "a frame's descriptor did not come with it");
	enum nw_status status = nwi_memfd_map(
		channel->passed_fd, frame->blob.len, &channel->map, err);
	drop_fd(channel);
	if (status != NW_OK)
		return status;
	channel->map_len = frame->blob.len;
	frame->blob.at = channel->map;
	return NW_OK;
}

enum nw_status nwi_channel_read(struct nwi_channel *channel, int64_t wait_ms,
				struct nwi_frame *out, struct nw_error *err)
{
	int64_t until = wait_ms < 0 ? -1 : now_ms() + wait_ms;
	struct nwi_frame frame;
	enum nw_status status;

	drop_map(channel);
	for (;;) {
		status = nwi_frame_reader_next(&channel->reader, &frame, err);
		if (status != NW_NOT_FOUND)
			break;
		if (until >= 0) {
			status = wait_readable(channel->fd, until, err);
			if (status != NW_OK)
				return status;
		}
		status = read_piece(channel, err);
		if (status != NW_OK)
			return status;
	}
	if (status == NW_OK && (frame.flags & NWI_FRAME_MEMFD))
		status = map_blob(channel, &frame, err);
	if (status == NW_OK)
		*out = frame;
	return status;
}

struct nw_str nwi_channel_keep_blob(struct nwi_channel *channel,
				    struct nw_str blob)
{
	if (channel->map && channel->map == blob.at)
		channel->map = NULL;
	return blob;
}

static void attach_fd(struct msghdr *message, void *room, size_t size, int fd)
{
	message->msg_control = room;
	message->msg_controllen = size;
	struct cmsghdr *head = CMSG_FIRSTHDR(message);
	head->cmsg_level = SOL_SOCKET;
	head->cmsg_type = SCM_RIGHTS;
	head->cmsg_len = CMSG_LEN(sizeof(fd));
	memcpy(CMSG_DATA(head), &fd, sizeof(fd));
}

/* Steps over what was sent; what is left begins at the message's vectors. */
static void advance(struct msghdr *message, size_t sent)
{
	while (message->msg_iovlen > 0 && sent >= message->msg_iov->iov_len) {
		sent -= message->msg_iov->iov_len;
		message->msg_iov++;
		message->msg_iovlen--;
	}
	if (message->msg_iovlen > 0) {
		message->msg_iov->iov_base =
			(char *)message->msg_iov->iov_base + sent;
		message->msg_iov->iov_len -= sent;
	}
	message->msg_control = NULL;
	message->msg_controllen = 0;
}

/* sendmsg takes a pointer that it does not write through. */
static void *unconst(const char *at)
{
	union {
		const char *from;
		void *to;
	} both = { .from = at };

	return both.to;
}

enum nw_status nwi_channel_write(int fd, const struct nwi_frame *frame,
				 int memfd, struct nw_error *err)
{
	unsigned char header[NWI_FRAME_HEADER];
	struct nwi_frame copy = *frame;
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(sizeof(int))];
	} control = { 0 };
	struct iovec vec[3] = {
		{ header, sizeof(header) },
		{ unconst(frame->json.at), frame->json.len },
		{ unconst(frame->blob.at), memfd < 0 ? frame->blob.len : 0 },
	};
	struct msghdr message = { .msg_iov = vec, .msg_iovlen = 3 };

	if (frame->json.len > NWI_FRAME_JSON ||
	    frame->blob.len > NWI_FRAME_BLOB)
		return nw_fail(err, NW_LIMIT, "a frame is over its limit");
	if (memfd >= 0) {
		copy.flags |= NWI_FRAME_MEMFD;
		attach_fd(&message, control.bytes, sizeof(control), memfd);
	}
	nwi_frame_header(&copy, header);
	while (message.msg_iovlen > 0) {
		ssize_t sent = sendmsg(fd, &message, MSG_NOSIGNAL);
		if (sent < 0 && errno == EINTR)
			continue;
		if (sent < 0)
			return errno == EPIPE || errno == ECONNRESET
				       ? nw_fail(err, NW_GONE,
						 "the peer is gone")
				       : fail_io("sendmsg", err);
		advance(&message, (size_t)sent);
	}
	return NW_OK;
}

static enum nw_status fill_and_seal(int fd, struct nw_str bytes,
				    struct nw_error *err)
{
	while (bytes.len > 0) {
		ssize_t put = write(fd, bytes.at, bytes.len);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return fail_io("memfd", err);
		bytes = nw_str_slice(bytes, (size_t)put, bytes.len);
	}
	if (fcntl(fd, F_ADD_SEALS, SEALS) < 0)
		return fail_io("memfd seals", err);
	return NW_OK;
}

enum nw_status nwi_memfd_make(struct nw_str bytes, int *out,
			      struct nw_error *err)
{
	int fd = memfd_create("newswatch", MFD_CLOEXEC | MFD_ALLOW_SEALING);

	if (fd < 0)
		return fail_io("memfd_create", err);
	enum nw_status status = fill_and_seal(fd, bytes, err);
	if (status != NW_OK)
		close(fd);
	else
		*out = fd;
	return status;
}

enum nw_status nwi_memfd_map(int fd, size_t len, void **out,
			     struct nw_error *err)
{
	struct stat stat;
	int seals = fcntl(fd, F_GET_SEALS);

	if (seals < 0 || (seals & SEALS) != SEALS || fstat(fd, &stat) < 0 ||
	    stat.st_size < 0 || (size_t)stat.st_size != len || len == 0)
		return nw_fail(err, NW_CORRUPT,
			       "a descriptor is no sealed memory of %zu bytes",
			       len);
	void *map = mmap(NULL, len, PROT_READ, MAP_PRIVATE, fd, 0);
	if (map == MAP_FAILED)
		return fail_io("mmap", err);
	*out = map;
	return NW_OK;
}
