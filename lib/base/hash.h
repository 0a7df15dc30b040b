/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hashes: CRC32C guards stored rows against flipped bits, SHA-256 derives
 * ids, SipHash keys the maps that foreign text fills.
 */
#ifndef NWI_BASE_HASH_H
#define NWI_BASE_HASH_H

#include <newswatch/text.h>

/* CRC-32C (Castagnoli, RFC 3720 appendix B.4); begin with crc 0. */
uint32_t nwi_crc32c(uint32_t crc, const void *bytes, size_t len);

#define NWI_SHA256_BYTES 32

/* SHA-256 (FIPS 180-4). The worker has no OpenSSL; the daemon uses this too. */
struct nwi_sha256 {
	uint32_t state[8];
	uint64_t length;
	unsigned char block[64];
};

void nwi_sha256_init(struct nwi_sha256 *sha);
void nwi_sha256_add(struct nwi_sha256 *sha, const void *bytes, size_t len);
void nwi_sha256_end(struct nwi_sha256 *sha,
		    unsigned char out[NWI_SHA256_BYTES]);

/* Bytes of a derived id as text: 32 hexadecimal digits and NUL. */
#define NWI_ID_TEXT 33

/*
 * Derives an id: the first 128 bits of SHA-256 over the parts, each preceded
 * by its length (so that ("ab","c") and ("a","bc") differ), in lower-case
 * hexadecimal. `kind` keeps the ids of items, stories and alerts apart.
 */
void nwi_derive_id(const char *kind, const struct nw_str *parts, size_t count,
		   char out[NWI_ID_TEXT]);

/* SipHash-1-3 under a caller's key (Aumasson and Bernstein, 2012). */
struct nwi_sip_key {
	uint64_t a, b;
};
uint64_t nwi_siphash(const struct nwi_sip_key *key, const void *bytes,
		     size_t len);

#endif
