/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The two encodings that make mail seven-bit: quoted-printable for bodies
 * (RFC 2045, 6.7) and encoded words for headers (RFC 2047).
 */
#ifndef NWI_MAIL_ENCODE_H
#define NWI_MAIL_ENCODE_H

#include <newswatch/text.h>

/*
 * Appends UTF-8 text, lines parted by \n (CR is dropped), as
 * quoted-printable with CR LF. Ends with CR LF.
 */
void nwi_mail_add_quoted(struct nw_buf *out, struct nw_str text);

/* Appends base64 (RFC 4648) in one line. */
void nwi_mail_put_base64(struct nw_buf *out, struct nw_str bytes);

/*
 * Appends "Name: value" CR LF, folded at 78 columns. A value beyond printable
 * ASCII becomes encoded words, cut at characters' borders; so does a word
 * longer than a line.
 */
void nwi_mail_add_header(struct nw_buf *out, const char *name,
			 struct nw_str value);

/*
 * Appends "Name: " and a mailbox; the display name is quoted or encoded as
 * it needs, the address stands as it is.
 */
void nwi_mail_add_mailbox(struct nw_buf *out, const char *name,
			  struct nw_str display, struct nw_str address);

#endif
