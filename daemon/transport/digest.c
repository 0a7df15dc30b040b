/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/transport/transport.h"

#include <openssl/evp.h>

void transport_body_hash(struct nw_str body, char out[NWI_ID_TEXT])
{
	static const char hex[] = "0123456789abcdef";
	unsigned char digest[EVP_MAX_MD_SIZE] = { 0 };
	unsigned int len = 0;

	if (!EVP_Digest(body.at ? body.at : "", body.len, digest, &len,
			EVP_sha256(), NULL))
		len = 0;
	for (size_t i = 0; i < 16; i++) {
		out[2 * i] = hex[digest[i] >> 4];
		out[2 * i + 1] = hex[digest[i] & 15];
	}
	out[len ? 32 : 0] = '\0';
}
