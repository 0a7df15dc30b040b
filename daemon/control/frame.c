/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/control/frame.h"

static void add_u32(struct nw_buf *out, uint32_t value)
{
	unsigned char bytes[4];

	for (unsigned i = 0; i < 4; i++)
		bytes[i] = (unsigned char)(value >> (8 * i));
	nw_buf_add(out, bytes, sizeof(bytes));
}

static uint32_t get_u32(const char *at)
{
	uint32_t value = 0;

	for (unsigned i = 0; i < 4; i++)
		value |= (uint32_t)(unsigned char)at[i] << (8 * i);
	return value;
}

void control_frame_write(struct nw_buf *out, enum control_type type,
			 struct nw_str payload)
{
	add_u32(out, (uint32_t)payload.len);
	add_u32(out, (uint32_t)type);
	nw_buf_add_str(out, payload);
}

enum nw_status control_frame_read(struct nw_str bytes, size_t max_bytes,
				  struct control_frame *out, size_t *used)
{
	if (bytes.len < CONTROL_HEAD_BYTES)
		return NW_BUSY;
	uint32_t len = get_u32(bytes.at);
	uint32_t type = get_u32(bytes.at + 4);
	if (len > max_bytes)
		return NW_LIMIT;
	if (type < CONTROL_REQUEST || type > CONTROL_END)
		return NW_BAD_INPUT;
	if (bytes.len - CONTROL_HEAD_BYTES < len)
		return NW_BUSY;
	out->type = type;
	out->payload = nw_str_make(bytes.at + CONTROL_HEAD_BYTES, len);
	*used = CONTROL_HEAD_BYTES + (size_t)len;
	return NW_OK;
}
