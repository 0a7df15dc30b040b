/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What passes over the control socket.
 *
 * A frame is 8 bytes of head (u32 payload length, u32 type, little endian)
 * and a JSON payload. The client sends one REQUEST,
 * {"command":"items","args":{...}}; the daemon answers with any number of
 * LINES frames (JSON Lines, each ended by \n) and one END,
 * {"status":"ok","text":null}, and closes. Both sides refuse a frame over
 * their limit without reading it.
 */
#ifndef NEWSWATCHD_CONTROL_FRAME_H
#define NEWSWATCHD_CONTROL_FRAME_H

#include <newswatch/text.h>

enum control_type { CONTROL_REQUEST = 1, CONTROL_LINES = 2, CONTROL_END = 3 };

enum {
	CONTROL_HEAD_BYTES = 8,
	CONTROL_REQUEST_MAX = 64 * 1024,
	CONTROL_ANSWER_MAX = 2 * 1024 * 1024
};

struct control_frame {
	uint32_t type;
	struct nw_str payload; /* in the bytes that were given */
};

/* Appends a frame. */
void control_frame_write(struct nw_buf *out, enum control_type type,
			 struct nw_str payload);

/*
 * Takes the first frame off `bytes`. NW_OK with the frame and the number of
 * bytes that it used; NW_BUSY when more must come first; NW_LIMIT over
 * `max_bytes`; NW_BAD_INPUT for a type that is none.
 */
enum nw_status control_frame_read(struct nw_str bytes, size_t max_bytes,
				  struct control_frame *out,
				  size_t *used) NW_CHECKED;

#endif
