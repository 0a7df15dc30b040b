/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading mail as it was received or saved: header fields (RFC 5322), encoded
 * words (RFC 2047), parameters, quoted-printable and base64 (RFC 2045), bodies
 * of several parts (RFC 2046), flowed text (RFC 3676).
 *
 * Tolerant: bare LF or CR LF, raw eight-bit headers, missing last boundaries,
 * characters in base64 that are none of it. Linear in the size of the mail
 * times the depth of its parts, which is bounded, as are parts and headers.
 * Slices point into the mail unless a comment says otherwise.
 */
#ifndef NWI_MAIL_READ_H
#define NWI_MAIL_READ_H

#include <newswatch/arena.h>
#include <newswatch/text.h>

enum {
	NWI_MAIL_HEADER_BYTES = 256 * 1024, /* of one block; more is body */
	NWI_MAIL_DEPTH = 8,		    /* of parts within parts */
	NWI_MAIL_PARTS = 8192,	    /* of one multipart, and read of one mail */
	NWI_MAIL_NAME_BYTES = 1024, /* of a sender's name */
	NWI_MAIL_BYTES = 64 * 1024 * 1024 /* of one decoded part */
};

/* A message or one of its parts: fields as they stand, folds included. */
struct nwi_mail_entity {
	struct nw_str subject, from, date, message_id;
	struct nw_str type, encoding, disposition; /* Content-... */
	struct nw_str body;
	bool within_digest; /* of multipart/digest: a message by default */
};

/* A part that holds text, HTML or another message. */
enum nwi_mail_leaf_kind { NWI_MAIL_TEXT, NWI_MAIL_HTML, NWI_MAIL_MESSAGE };

struct nwi_mail_leaf {
	enum nwi_mail_leaf_kind kind;
	struct nwi_mail_entity entity;
};

struct nwi_mail_leaves {
	struct nwi_mail_leaf *rows; /* in the arena */
	size_t count, room;
	bool cut; /* there were more */
	struct nw_arena *arena;
};

/*
 * Whether bytes begin as mail does: at least two fields of mail, one of them
 * of those that only mail systems write (Received, Message-ID, MIME-Version,
 * Content-Type and the like), one that people see (From, To, Subject). Of
 * `head` the first fields are enough.
 */
bool nwi_mail_looks(struct nw_str head);

/* Cuts a header block from its body. A "From " line before it is skipped. */
void nwi_mail_split(struct nw_str bytes, struct nwi_mail_entity *out);

/* Bytes of the header line (with its folds) that `text` begins with; 0. */
size_t nwi_mail_field(struct nw_str text, struct nw_str *name,
		      struct nw_str *value);

/*
 * A field's value as one line of clean UTF-8 in the arena: folds undone,
 * encoded words decoded, raw bytes guessed; absent stays absent.
 */
struct nw_str nwi_mail_words(struct nw_arena *arena, struct nw_str value,
			     size_t max_bytes);

/* The display name of a mailbox, else its address, decoded in the arena. */
struct nw_str nwi_mail_name(struct nw_arena *arena, struct nw_str from);

/* A parameter's value without quotes ("boundary"); absent without. */
struct nw_str nwi_mail_parameter(struct nw_str value, const char *name);

/*
 * The parts to read, in order: of alternatives the plain text, or the HTML
 * where the text is a stub; attachments are left out. The rows are in the
 * arena; when it is full, or beyond NWI_MAIL_PARTS, `cut` says so.
 */
void nwi_mail_leaves(const struct nwi_mail_entity *message,
		     struct nw_arena *arena, struct nwi_mail_leaves *out);

/* RFC 2045, 6.8; what is no digit is skipped. Appends. */
void nwi_mail_add_base64(struct nw_str text, struct nw_buf *out);

/* The Q encoding of encoded words (RFC 2047, 4.2). Appends. */
void nwi_mail_add_q(struct nw_str text, struct nw_buf *out);

/* Undoes the transfer encoding. Appends. */
void nwi_mail_decode(const struct nwi_mail_entity *part, struct nw_buf *out);

/* Joins the lines of flowed text in UTF-8; without quote marks. Appends. */
void nwi_mail_unflow(struct nw_str text, bool delete_space, struct nw_buf *out);

#endif
