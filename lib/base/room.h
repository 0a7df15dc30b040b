/* SPDX-License-Identifier: Apache-2.0 */
/*
 * nw_buf_reserve without a call where there is room, as nearly always.
 */
#ifndef NWI_BASE_ROOM_H
#define NWI_BASE_ROOM_H

#include <newswatch/text.h>

/* As nw_buf_reserve. */
static inline bool nwi_buf_room(struct nw_buf *out, size_t len)
{
	return (!out->failed && len < out->room - out->len &&
		len <= out->max - out->len) ||
	       nw_buf_reserve(out, len);
}

#endif
