/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Frames over a socket, with blocking calls: the worker's side, and programs
 * that ask a worker one thing and wait. The daemon's pool has its own
 * non-blocking side over the same codec.
 *
 * The one place of lib/ with system calls, since both programs need them.
 */
#ifndef NWI_WIRE_CHANNEL_H
#define NWI_WIRE_CHANNEL_H

#include "wire/wire.h"

struct nwi_channel {
	int fd;
	int passed_fd; /* memfd that came with the frame being read; -1 */
	void *map;     /* of the last frame's blob; NULL */
	size_t map_len;
	struct nwi_frame_reader reader;
};

/* Borrows the socket. `answers` as in nwi_frame_reader_init. */
void nwi_channel_init(struct nwi_channel *channel, int fd, bool answers);
void nwi_channel_fini(struct nwi_channel *channel);

/*
 * Waits for a frame, at most `wait_ms` (-1: for ever). A memfd's seals and
 * size are verified and it is mapped read-only; the mapping, as all slices,
 * lives until the next call. NW_GONE when the peer closed, NW_TIMEOUT,
 * NW_CORRUPT for a broken frame, NW_IO.
 */
enum nw_status nwi_channel_read(struct nwi_channel *channel, int64_t wait_ms,
				struct nwi_frame *out,
				struct nw_error *err) NW_CHECKED;

/* Takes the mapping of the last frame's blob: it stays until munmap. */
struct nw_str nwi_channel_keep_blob(struct nwi_channel *channel,
				    struct nw_str blob);

/*
 * Sends a frame. `memfd` is -1, or a sealed memfd that holds exactly the
 * blob, which then is not copied.
 */
enum nw_status nwi_channel_write(int fd, const struct nwi_frame *frame,
				 int memfd, struct nw_error *err) NW_CHECKED;

/* A memfd with these bytes, sealed against every change. Close-on-exec. */
enum nw_status nwi_memfd_make(struct nw_str bytes, int *out,
			      struct nw_error *err) NW_CHECKED;

/* Maps a sealed memfd of `len` bytes; NW_CORRUPT if it is none. */
enum nw_status nwi_memfd_map(int fd, size_t len, void **out,
			     struct nw_error *err) NW_CHECKED;

#endif
