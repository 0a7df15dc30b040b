/* SPDX-License-Identifier: Apache-2.0 */
#include "plugin/identity.h"
#include "text/url.h"

/* Each part is preceded by its length, so that parts cannot flow together. */
static void add_part(struct nwi_sha256 *sha, struct nw_str part)
{
	uint64_t len = part.at ? part.len : UINT64_MAX;
	unsigned char bytes[8];

	for (int i = 0; i < 8; i++)
		bytes[i] = (unsigned char)(len >> (8 * i));
	nwi_sha256_add(sha, bytes, sizeof(bytes));
	if (part.len > 0)
		nwi_sha256_add(sha, part.at, part.len);
}

/* The first `digits` hexadecimal digits, ended by NUL. */
static void end_hex(struct nwi_sha256 *sha, size_t digits, char *out)
{
	unsigned char sum[NWI_SHA256_BYTES];

	nwi_sha256_end(sha, sum);
	for (size_t i = 0; i < digits; i++)
		out[i] = "0123456789abcdef"[sum[i / 2] >> (i % 2 ? 0 : 4) & 15];
	out[digits] = '\0';
}

static struct nw_str hash_identity(const struct nw_item *item,
				   struct nw_arena *arena)
{
	struct nwi_sha256 sha;
	char text[NWI_ID_TEXT];

	nwi_sha256_init(&sha);
	add_part(&sha, item->title);
	add_part(&sha, nw_item_body(item));
	end_hex(&sha, NWI_ID_TEXT - 1, text);
	return nw_arena_str(arena, nw_str_from(text));
}

static struct nw_str identity_text(const struct nw_item *item,
				   enum nwi_identity_policy policy,
				   struct nw_arena *arena)
{
	bool by_id = policy == NWI_IDENTITY_AUTO || policy == NWI_IDENTITY_ID;

	if (by_id && item->id.len > 0)
		return nw_arena_str(arena, item->id);
	if (policy != NWI_IDENTITY_HASH && item->url.len > 0) {
		struct nw_str url = nwi_url_canonical(arena, item->url);
		return url.at ? url : nw_arena_str(arena, item->url);
	}
	return hash_identity(item, arena);
}

static void content_hash(const struct nw_item *item, char out[NWI_CONTENT_TEXT])
{
	struct nwi_sha256 sha;
	char published[NW_TIME_TEXT];

	nw_instant_format(&item->published, published);
	nwi_sha256_init(&sha);
	add_part(&sha, item->title);
	add_part(&sha, nw_item_body(item));
	add_part(&sha, item->url);
	add_part(&sha, nw_str_from(published));
	end_hex(&sha, NWI_CONTENT_TEXT - 1, out);
}

enum nw_status nwi_identity_of(const struct nw_item *item,
			       enum nwi_identity_policy policy,
			       struct nw_str source, struct nw_arena *arena,
			       struct nwi_identity *out)
{
	struct nw_str parts[2] = { source, identity_text(item, policy, arena) };

	if (!parts[1].at)
		return NW_LIMIT;
	out->text = parts[1];
	nwi_derive_id("item", parts, 2, out->id);
	content_hash(item, out->hash);
	return NW_OK;
}
