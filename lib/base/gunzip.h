/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Unpacking gzip (RFC 1952) whole, within a buffer's limit.
 *
 * The transport undoes Content-Encoding; this is for documents that are gzip
 * files themselves, as sitemaps are (sitemaps.org). zlib's owner.
 */
#ifndef NWI_BASE_GUNZIP_H
#define NWI_BASE_GUNZIP_H

#include <newswatch/text.h>

/* By the magic number. */
bool nwi_is_gzip(struct nw_str bytes);

/*
 * Appends what `packed` holds, all members one after the other; linear in
 * what comes out. A stream that ends early or is damaged gives what came
 * before, when anything did; else NW_BAD_INPUT. NW_LIMIT when the buffer's
 * maximum is reached: the output is of no use then.
 */
enum nw_status nwi_gunzip(struct nw_str packed, struct nw_buf *out,
			  struct nw_error *err) NW_CHECKED;

#endif
