/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Building mail messages (RFC 5322, 2045, 2047): what a notifier hands to a
 * relay byte for byte; and reading those that outlets and lists send.
 *
 * What is built is strict: CR LF line ends only, lines of at most 78 characters
 * where folding can do it and never above 998, seven-bit bytes only (headers
 * in encoded words, bodies quoted-printable), so that it passes any relay
 * unchanged. Nothing that the alert says can become a header or a command.
 */
#ifndef NEWSWATCH_MAIL_H
#define NEWSWATCH_MAIL_H

#include <newswatch/feed.h>

#ifdef __cplusplus
extern "C" {
#endif

struct nw_mail {
	uint32_t size;
	uint32_t reserved;
	struct nw_str from;	  /* "a@b" or "Name <a@b>" */
	struct nw_str to;	  /* the same; one recipient */
	struct nw_str subject;	  /* one line of UTF-8 */
	struct nw_str message_id; /* without the angle brackets */
	struct nw_str
		references; /* message ids parted by a space; absent without */
	struct nw_str list_id;	 /* "desk.example.org"; absent without */
	struct nw_str list_name; /* the name before it; absent without */
	struct nw_str text;	 /* UTF-8, lines parted by \n */
	struct nw_str html;	 /* a whole HTML document; absent without */
	nw_time date;
	int32_t priority; /* 1 urgent, 3 normal, 5 low; 0 no header */
	uint32_t reserved2;
	/*
	 * Outlook groups by headers of its own: Thread-Index, of 32
	 * hexadecimal digits that all mails of a thread share (absent
	 * without), and the instant when it began, and Thread-Topic, the
	 * subject without "Re: ".
	 */
	struct nw_str thread;
	nw_time thread_begun; /* the same in all of them; 0 unknown */
};

/*
 * Appends the message. NW_BAD_INPUT, naming the field, for an address that is
 * none, or for CR, LF or NUL in a field that becomes a header; NW_LIMIT when
 * `out` is full.
 */
NW_PUBLIC enum nw_status nw_mail_build(const struct nw_mail *mail,
				       struct nw_buf *out,
				       struct nw_error *err) NW_CHECKED;

/*
 * The address inside "Name <a@b>" or "a@b", when its syntax is one that we
 * send to: RFC 5321 dot-string local part of at most 64 bytes, a domain of
 * letters, digits, '-' and '.', 254 bytes in all. Absent when it is not.
 */
NW_PUBLIC struct nw_str nw_mail_address(struct nw_str mailbox);

/*
 * Reads a message as it was saved (.eml), or a mailbox of many (RFC 4155), in
 * the shape that all readers of many items have: header fields, encoded words,
 * multipart bodies, quoted-printable and base64, any charset, flowed text,
 * plain digests (RFC 1153), multipart/digest and forwarded messages. The plain
 * text of alternatives is read by nw_digest_read; HTML without it, or beside a
 * stub, by nw_listing_read, else as an article. Pieces have sender and date of
 * their message where they state none of their own; relative dates count from
 * its sending. A message that is one piece has its subject for title, where
 * its text has none, and its Message-ID for id. Attachments are left out.
 * `out->format` is "mail", its title the first subject. NW_BAD_INPUT for what
 * does not begin as mail or has no text, NW_LIMIT when the arena is full.
 */
NW_PUBLIC enum nw_status nw_mail_read(const struct nw_feed_input *input,
				      struct nw_arena *arena,
				      nw_feed_item_fn *each, void *arg,
				      struct nw_feed *out,
				      struct nw_error *err) NW_CHECKED;

#ifdef __cplusplus
}
#endif
#endif
