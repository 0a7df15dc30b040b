/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The frames between the daemon and its workers.
 *
 * A frame is a fixed header of 32 bytes, little endian, a JSON text and a
 * blob of opaque bytes (a response's body, an alert, a query image):
 *
 *   u32 magic "NWF1", u32 type, u64 job, u32 generation,
 *   u32 json_len, u32 blob_len, u32 flags; JSON; blob
 *
 * From the daemon a blob over NWI_BLOB_INLINE bytes, or one that several
 * workers share, comes as a sealed memfd beside the header's first byte
 * (SCM_RIGHTS; flag NWI_FRAME_MEMFD) and is mapped, not copied. A worker
 * never passes a descriptor: the daemon takes none.
 *
 * Both sides treat the other's bytes as foreign: every field is checked, and
 * a broken frame is NW_CORRUPT, after which the stream is worth nothing. The
 * codec here is pure; the sockets are in channel.h.
 */
#ifndef NWI_WIRE_WIRE_H
#define NWI_WIRE_WIRE_H

#include <newswatch/text.h>

#define NWI_FRAME_MAGIC	 UINT32_C(0x3146574e)
#define NWI_FRAME_HEADER 32
#define NWI_FRAME_JSON	 ((uint32_t)8 << 20)  /* bytes of JSON at most */
#define NWI_FRAME_BLOB	 ((uint32_t)64 << 20) /* bytes of blob at most */
#define NWI_BLOB_INLINE	 ((uint32_t)256 << 10)

enum nwi_frame_type {
	/* daemon -> worker */
	NWI_FRAME_CONFIGURE = 1,
	NWI_FRAME_JOB = 2,
	NWI_FRAME_QUIT = 3, /* finish the job under way and exit 0 */
	/* worker -> daemon */
	NWI_FRAME_READY = 16,
	NWI_FRAME_FAILED = 17, /* the configuration cannot be served */
	NWI_FRAME_ITEM = 18,
	NWI_FRAME_LOG = 19,
	NWI_FRAME_AT = 20,    /* begun; a careful job: what is entered now */
	NWI_FRAME_RESULT = 21 /* the last frame of a job */
};

enum nwi_frame_flag {
	NWI_FRAME_MEMFD = 1 << 0 /* the blob is the memfd's content */
};

struct nwi_frame {
	uint32_t type; /* enum nwi_frame_type */
	uint32_t generation;
	uint64_t job; /* 0: of no job */
	uint32_t flags;
	struct nw_str json; /* not parsed; may be empty */
	struct nw_str blob;
};

/* Whether the type may come from a worker (else: from the daemon). */
bool nwi_frame_is_answer(uint32_t type);

/*
 * Writes the header of a frame. With NWI_FRAME_MEMFD `blob.len` is announced
 * and the bytes are not on the stream.
 */
void nwi_frame_header(const struct nwi_frame *frame,
		      unsigned char out[NWI_FRAME_HEADER]);

/* Appends a whole frame, its blob inline. NW_LIMIT over a maximum. */
enum nw_status nwi_frame_write(const struct nwi_frame *frame,
			       struct nw_buf *out,
			       struct nw_error *err) NW_CHECKED;

/*
 * Reads frames from a stream that arrives in pieces of any size. Holds at
 * most one frame that is not complete, and the bytes of a piece behind it.
 */
struct nwi_frame_reader {
	struct nw_buf buf;
	size_t pos;	   /* bytes of buf that are done */
	uint32_t json_max; /* bytes */
	uint32_t blob_max; /* bytes */
	bool answers;	   /* reads what workers send; false: what they get */
	bool broken;
};

/* `answers` tells the direction. Ends with nwi_frame_reader_fini. */
void nwi_frame_reader_init(struct nwi_frame_reader *reader, bool answers);
void nwi_frame_reader_fini(struct nwi_frame_reader *reader);

/* Adds bytes of the stream. NW_LIMIT when more lie there than frames may. */
enum nw_status nwi_frame_reader_add(struct nwi_frame_reader *reader,
				    const void *bytes, size_t len,
				    struct nw_error *err) NW_CHECKED;

/*
 * Takes the next frame. NW_OK: `*out` borrows from the reader until the next
 * call with it (a blob in a memfd is absent with its length set).
 * NW_NOT_FOUND, without text: more bytes are needed. NW_CORRUPT: the stream is
 * broken, from now on always.
 */
enum nw_status nwi_frame_reader_next(struct nwi_frame_reader *reader,
				     struct nwi_frame *out,
				     struct nw_error *err) NW_CHECKED;

#endif
