/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/wire.h"

/* Bytes that lie in a reader: one whole frame and a piece behind it. */
#define ROOM                                                          \
	((size_t)NWI_FRAME_JSON + NWI_FRAME_BLOB + NWI_FRAME_HEADER + \
	 ((size_t)1 << 20))

static void put32(unsigned char *at, uint32_t value)
{
	for (int i = 0; i < 4; i++)
		at[i] = (unsigned char)(value >> (8 * i));
}

static uint32_t get32(const unsigned char *at)
{
	return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
	       (uint32_t)at[3] << 24;
}

bool nwi_frame_is_answer(uint32_t type)
{
	return type >= NWI_FRAME_READY && type <= NWI_FRAME_RESULT;
}

static bool is_order(uint32_t type)
{
	return type >= NWI_FRAME_CONFIGURE && type <= NWI_FRAME_QUIT;
}

void nwi_frame_header(const struct nwi_frame *frame,
		      unsigned char out[NWI_FRAME_HEADER])
{
	put32(out, NWI_FRAME_MAGIC);
	put32(out + 4, frame->type);
	put32(out + 8, (uint32_t)frame->job);
	put32(out + 12, (uint32_t)(frame->job >> 32));
	put32(out + 16, frame->generation);
	put32(out + 20, (uint32_t)frame->json.len);
	put32(out + 24, (uint32_t)frame->blob.len);
	put32(out + 28, frame->flags);
}

enum nw_status nwi_frame_write(const struct nwi_frame *frame,
			       struct nw_buf *out, struct nw_error *err)
{
	unsigned char header[NWI_FRAME_HEADER];

	if (frame->json.len > NWI_FRAME_JSON)
		return nw_fail(err, NW_LIMIT,
			       "a frame with %zu bytes of JSON, at most %u",
			       frame->json.len, NWI_FRAME_JSON);
	if (frame->blob.len > NWI_FRAME_BLOB)
		return nw_fail(err, NW_LIMIT,
			       "a frame with a blob of %zu bytes, at most %u",
			       frame->blob.len, NWI_FRAME_BLOB);
	nwi_frame_header(frame, header);
	nw_buf_add(out, header, sizeof(header));
	nw_buf_add_str(out, frame->json);
	if (!(frame->flags & NWI_FRAME_MEMFD))
		nw_buf_add_str(out, frame->blob);
	return nw_buf_check(out, "a frame", err);
}

void nwi_frame_reader_init(struct nwi_frame_reader *reader, bool answers)
{
	memset(reader, 0, sizeof(*reader));
	nw_buf_init(&reader->buf, ROOM);
	reader->json_max = NWI_FRAME_JSON;
	reader->blob_max = NWI_FRAME_BLOB;
	reader->answers = answers;
}

void nwi_frame_reader_fini(struct nwi_frame_reader *reader)
{
	nw_buf_fini(&reader->buf);
}

/* Moves what is not read yet to the front, so that the room is bounded. */
static void drop_done(struct nwi_frame_reader *reader)
{
	struct nw_buf *buf = &reader->buf;

	if (reader->pos == 0)
		return;
	memmove(buf->at, buf->at + reader->pos, buf->len - reader->pos);
	nw_buf_cut(buf, buf->len - reader->pos);
	reader->pos = 0;
}

enum nw_status nwi_frame_reader_add(struct nwi_frame_reader *reader,
				    const void *bytes, size_t len,
				    struct nw_error *err)
{
	/* Moving only when half is done keeps the whole linear. */
	if (reader->pos >= reader->buf.len / 2)
		drop_done(reader);
	nw_buf_add(&reader->buf, bytes, len);
	return nw_buf_check(&reader->buf, "what a peer has sent", err);
}

static enum nw_status check(const struct nwi_frame_reader *reader,
			    const struct nwi_frame *frame, uint32_t magic,
			    struct nw_error *err)
{
	bool known = reader->answers ? nwi_frame_is_answer(frame->type)
				     : is_order(frame->type);

	if (magic != NWI_FRAME_MAGIC)
		return nw_fail(err, NW_CORRUPT, "no frame begins here");
	if (!known)
		return nw_fail(err, NW_CORRUPT, "a frame of type %u",
			       frame->type);
	if (frame->json.len > reader->json_max ||
	    frame->blob.len > reader->blob_max)
		return nw_fail(err, NW_CORRUPT,
			       "a frame of %zu and %zu bytes is over the limit",
			       frame->json.len, frame->blob.len);
	if ((frame->flags & ~(uint32_t)NWI_FRAME_MEMFD) != 0 ||
	    (reader->answers && frame->flags != 0))
		return nw_fail(err, NW_CORRUPT, "a frame with flags %u",
			       frame->flags);
	return NW_OK;
}

/* The header's fields; the slices have lengths and no place yet. */
static uint32_t read_header(const unsigned char *at, struct nwi_frame *frame)
{
	frame->type = get32(at + 4);
	frame->job = get32(at + 8) | (uint64_t)get32(at + 12) << 32;
	frame->generation = get32(at + 16);
	frame->json = nw_str_make(NULL, get32(at + 20));
	frame->blob = nw_str_make(NULL, get32(at + 24));
	frame->flags = get32(at + 28);
	return get32(at);
}

enum nw_status nwi_frame_reader_next(struct nwi_frame_reader *reader,
				     struct nwi_frame *out,
				     struct nw_error *err)
{
	size_t there = reader->buf.len - reader->pos;
	const char *at = reader->buf.at + reader->pos;
	struct nwi_frame frame;

	if (reader->broken)
		return nw_fail(err, NW_CORRUPT, "the stream is broken");
	if (there < NWI_FRAME_HEADER)
		return NW_NOT_FOUND;
	uint32_t magic = read_header((const unsigned char *)at, &frame);
	enum nw_status status = check(reader, &frame, magic, err);
	if (status != NW_OK) {
		reader->broken = true;
		return status;
	}
	bool inline_blob = !(frame.flags & NWI_FRAME_MEMFD);
	size_t need = NWI_FRAME_HEADER + frame.json.len +
		      (inline_blob ? frame.blob.len : 0);
	if (there < need)
		return NW_NOT_FOUND;
	frame.json.at = at + NWI_FRAME_HEADER;
	if (inline_blob)
		frame.blob.at = frame.json.at + frame.json.len;
	reader->pos += need;
	*out = frame;
	return NW_OK;
}
