/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"

#include "base/wide.h"

/* The reflected polynomial 0x1EDC6F41, four bits at a time. */
static const uint32_t crc_nibbles[16] = {
	0x00000000, 0x105ec76f, 0x20bd8ede, 0x30e349b1, 0x417b1dbc, 0x5125dad3,
	0x61c69362, 0x7198540d, 0x82f63b78, 0x92a8fc17, 0xa24bb5a6, 0xb21572c9,
	0xc38d26c4, 0xd3d3e1ab, 0xe330a81a, 0xf36e6f75,
};

static uint32_t crc_table(uint32_t crc, const unsigned char *at, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		crc ^= at[i];
		crc = crc_nibbles[crc & 15] ^ (crc >> 4);
		crc = crc_nibbles[crc & 15] ^ (crc >> 4);
	}
	return crc;
}

#ifdef __x86_64__
__attribute__((__target__("sse4.2"))) static uint32_t
crc_hardware(uint32_t crc, const unsigned char *at, size_t len)
{
	uint64_t wide = crc;

	for (; len >= 8; at += 8, len -= 8) {
		uint64_t word;
		memcpy(&word, at, 8);
		wide = __builtin_ia32_crc32di(wide, word);
	}
	crc = (uint32_t)wide;
	for (; len > 0; at++, len--)
		crc = __builtin_ia32_crc32qi(crc, *at);
	return crc;
}
#endif

uint32_t nwi_crc32c(uint32_t crc, const void *bytes, size_t len)
{
	crc = ~crc;
#ifdef __x86_64__
	if (nwi_has_sse42())
		return ~crc_hardware(crc, bytes, len);
#endif
	return ~crc_table(crc, bytes, len);
}

static const uint32_t sha_k[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
	0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
	0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
	0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
	0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
	0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
	0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
	0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
	0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static uint32_t rotate(uint32_t x, unsigned by)
{
	return (x >> by) | (x << (32 - by));
}

static void sha_schedule(const unsigned char *block, uint32_t w[64])
{
	for (int i = 0; i < 16; i++) {
		uint32_t word;
		memcpy(&word, block + 4 * i, 4);
		w[i] = __builtin_bswap32(word);
	}
	for (int i = 16; i < 64; i++) {
		uint32_t a = w[i - 15], b = w[i - 2];
		w[i] = w[i - 16] + w[i - 7] +
		       (rotate(a, 7) ^ rotate(a, 18) ^ (a >> 3)) +
		       (rotate(b, 17) ^ rotate(b, 19) ^ (b >> 10));
	}
}

static void sha_block(uint32_t state[8], const unsigned char *block)
{
	uint32_t w[64], s[8];

	sha_schedule(block, w);
	memcpy(s, state, sizeof(s));
	for (int i = 0; i < 64; i++) {
		uint32_t t1 = s[7] + sha_k[i] + w[i] +
			      (rotate(s[4], 6) ^ rotate(s[4], 11) ^
			       rotate(s[4], 25)) +
			      ((s[4] & s[5]) ^ (~s[4] & s[6]));
		uint32_t t2 = (rotate(s[0], 2) ^ rotate(s[0], 13) ^
			       rotate(s[0], 22)) +
			      ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
		memmove(s + 1, s, 7 * sizeof(s[0]));
		s[4] += t1;
		s[0] = t1 + t2;
	}
	for (int i = 0; i < 8; i++)
		state[i] += s[i];
}

void nwi_sha256_init(struct nwi_sha256 *sha)
{
	static const uint32_t start[8] = {
		0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
		0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
	};
	memcpy(sha->state, start, sizeof(start));
	sha->length = 0;
}

void nwi_sha256_add(struct nwi_sha256 *sha, const void *bytes, size_t len)
{
	const unsigned char *at = bytes;

	while (len > 0) {
		size_t used = (size_t)(sha->length % 64);
		size_t take = 64 - used < len ? 64 - used : len;
		memcpy(sha->block + used, at, take);
		sha->length += take;
		at += take;
		len -= take;
		if (sha->length % 64 == 0)
			sha_block(sha->state, sha->block);
	}
}

void nwi_sha256_end(struct nwi_sha256 *sha, unsigned char out[NWI_SHA256_BYTES])
{
	uint64_t bits = __builtin_bswap64(sha->length * 8);
	static const unsigned char padding[64] = { 0x80 };
	size_t used = (size_t)(sha->length % 64);

	nwi_sha256_add(sha, padding, used < 56 ? 56 - used : 120 - used);
	nwi_sha256_add(sha, &bits, 8);
	for (int i = 0; i < 8; i++) {
		uint32_t word = __builtin_bswap32(sha->state[i]);
		memcpy(out + 4 * i, &word, 4);
	}
}

void nwi_derive_id(const char *kind, const struct nw_str *parts, size_t count,
		   char out[NWI_ID_TEXT])
{
	static const char hex[] = "0123456789abcdef";
	unsigned char digest[NWI_SHA256_BYTES];
	struct nwi_sha256 sha;

	nwi_sha256_init(&sha);
	nwi_sha256_add(&sha, kind, strlen(kind) + 1);
	for (size_t i = 0; i < count; i++) {
		uint64_t len = parts[i].len;
		nwi_sha256_add(&sha, &len, sizeof(len));
		nwi_sha256_add(&sha, parts[i].at, parts[i].len);
	}
	nwi_sha256_end(&sha, digest);
	for (size_t i = 0; i < 16; i++) {
		out[2 * i] = hex[digest[i] >> 4];
		out[2 * i + 1] = hex[digest[i] & 15];
	}
	out[32] = '\0';
}

static void sip_round(uint64_t v[4])
{
#define ROTL(x, by) (((x) << (by)) | ((x) >> (64 - (by))))
	v[0] += v[1];
	v[1] = ROTL(v[1], 13) ^ v[0];
	v[0] = ROTL(v[0], 32);
	v[2] += v[3];
	v[3] = ROTL(v[3], 16) ^ v[2];
	v[0] += v[3];
	v[3] = ROTL(v[3], 21) ^ v[0];
	v[2] += v[1];
	v[1] = ROTL(v[1], 17) ^ v[2];
	v[2] = ROTL(v[2], 32);
#undef ROTL
}

uint64_t nwi_siphash(const struct nwi_sip_key *key, const void *bytes,
		     size_t len)
{
	const unsigned char *at = bytes;
	uint64_t word, v[4] = {
		key->a ^ UINT64_C(0x736f6d6570736575),
		key->b ^ UINT64_C(0x646f72616e646f6d),
		key->a ^ UINT64_C(0x6c7967656e657261),
		key->b ^ UINT64_C(0x7465646279746573),
	};

	size_t left = len;
	for (; left >= 8; at += 8, left -= 8) {
		memcpy(&word, at, 8);
		v[3] ^= word;
		sip_round(v);
		v[0] ^= word;
	}
	word = 0;
	if (left)
		memcpy(&word, at, left);
	word |= (uint64_t)len << 56;
	v[3] ^= word;
	sip_round(v);
	v[0] ^= word;
	v[2] ^= 0xff;
	for (int i = 0; i < 3; i++)
		sip_round(v);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}
