/* SPDX-License-Identifier: Apache-2.0 */
#include "base/gunzip.h"

/* Input is const, as it is for us. */
#define ZLIB_CONST
#include <limits.h>
#include <zlib.h>

/* zlib: 15 bits of window, and the header of gzip, not zlib's own. */
enum { GZIP_WINDOW = 15 + 16, STEP_BYTES = 64 * 1024 };

bool nwi_is_gzip(struct nw_str bytes)
{
	return bytes.len > 2 && memcmp(bytes.at, "\x1f\x8b\x08", 3) == 0;
}

/* Inflates up to the end of a member; Z_STREAM_END there. */
static int inflate_member(z_stream *stream, struct nw_buf *out)
{
	unsigned char step[STEP_BYTES];
	int code = Z_OK;

	while (code == Z_OK && !out->failed) {
		stream->next_out = step;
		stream->avail_out = sizeof(step);
		code = inflate(stream, Z_NO_FLUSH);
		nw_buf_add(out, (const char *)step,
			   sizeof(step) - stream->avail_out);
	}
	return code;
}

enum nw_status nwi_gunzip(struct nw_str packed, struct nw_buf *out,
			  struct nw_error *err)
{
	z_stream stream = { 0 };
	size_t before = out->len;

	if (packed.len > UINT_MAX || inflateInit2(&stream, GZIP_WINDOW) != Z_OK)
		return nw_fail(err, NW_NO_MEMORY, "no memory to unpack gzip");
	stream.next_in = (const unsigned char *)packed.at;
	stream.avail_in = (uInt)packed.len;
	while (inflate_member(&stream, out) == Z_STREAM_END &&
	       stream.avail_in > 0 && inflateReset(&stream) == Z_OK)
		;
	inflateEnd(&stream);
	if (out->failed)
		return nw_fail(err, NW_LIMIT, "gzip data of more than %zu MiB",
			       out->max >> 20);
	if (out->len == before)
		return nw_fail(err, NW_BAD_INPUT, "gzip data that is damaged");
	return NW_OK;
}
