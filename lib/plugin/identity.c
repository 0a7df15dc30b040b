/* SPDX-License-Identifier: Apache-2.0 */
#include "plugin/identity.h"
#include "text/url.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

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
				   struct nw_str url, struct nw_arena *arena)
{
	bool by_id = policy == NWI_IDENTITY_AUTO || policy == NWI_IDENTITY_ID;

	if (by_id && item->id.len > 0)
		return nw_arena_str(arena, item->id);
	if (policy == NWI_IDENTITY_URL_TITLE && url.len > 0)
		return nw_arena_fmt(arena, "%.*s\n%.*s", NW_FMT(url),
				    NW_FMT(item->title));
	if (policy != NWI_IDENTITY_HASH && url.len > 0)
		return nw_arena_str(arena, url);
	return hash_identity(item, arena);
}

static uint64_t key_of(struct nw_str a, struct nw_str b)
{
	unsigned char sum[NWI_SHA256_BYTES];
	struct nwi_sha256 sha;
	uint64_t key = 0;

	if (a.len + b.len == 0)
		return 0;
	nwi_sha256_init(&sha);
	add_part(&sha, a);
	add_part(&sha, b);
	nwi_sha256_end(&sha, sum);
	for (int i = 0; i < 8; i++)
		key = key << 8 | sum[i];
	return key ? key : 1;
}

static void content_hash(const struct nw_item *item, struct nw_str url,
			 struct nw_str published, char out[NWI_CONTENT_TEXT])
{
	struct nwi_sha256 sha;

	nwi_sha256_init(&sha);
	add_part(&sha, item->title);
	add_part(&sha, nw_item_body(item));
	add_part(&sha, url);
	add_part(&sha, published);
	end_hex(&sha, NWI_CONTENT_TEXT - 1, out);
}

enum nw_status nwi_identity_of(const struct nw_item *item,
			       enum nwi_identity_policy policy,
			       struct nw_str source, struct nw_arena *arena,
			       struct nwi_identity *out)
{
	const struct nw_str none = { NULL, 0 };
	struct nw_str url = none, body = nw_item_body(item);
	char published[NW_TIME_TEXT] = "";

	if (item->url.len > 0)
		url = nwi_url_canonical(arena, item->url);
	if (!url.at)
		url = item->url;
	nw_instant_format(&item->published, published);
	struct nw_str parts[2] = { source,
				   identity_text(item, policy, url, arena) };
	if (!parts[1].at)
		return NW_LIMIT;
	out->text = parts[1];
	nwi_derive_id("item", parts, 2, out->id);
	content_hash(item, url, nw_str_from(published), out->hash);
	out->keys = (struct nwi_identity_keys){
		.url = key_of(url, none),
		.text = body.len > 0 ? key_of(item->title, body) : 0,
		.title = key_of(item->title, none),
		.published = nw_instant_is_absent(&item->published)
				     ? 0
				     : key_of(nw_str_from(published), none),
	};
	return NW_OK;
}

void nwi_identity_keys_text(const struct nwi_identity_keys *keys,
			    char out[NWI_KEYS_TEXT])
{
	snprintf(out, NWI_KEYS_TEXT,
		 "%016" PRIx64 "%016" PRIx64 "%016" PRIx64 "%016" PRIx64,
		 keys->url, keys->text, keys->title, keys->published);
}

/* ---- what a source's items have in common ---- */

/* One item in so many may break a rule that the others keep. */
enum { ERRORS_ONE_IN = 50 };

static int compare(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

static int by_id(const void *a, const void *b)
{
	const struct nwi_identity_seen *left = a, *right = b;

	return compare(left->id, right->id);
}

static int by_url(const void *a, const void *b)
{
	const struct nwi_identity_seen *left = a, *right = b;
	int order = compare(left->keys.url, right->keys.url);

	return order ? order : compare(left->keys.title, right->keys.title);
}

/* Two entries of one article, which a feed may well show. */
static bool is_one(const struct nwi_identity_seen *a,
		   const struct nwi_identity_seen *b)
{
	return a->keys.title == b->keys.title && a->keys.url == b->keys.url;
}

struct errors {
	size_t id, url, url_title;
};

static void count_ids(const struct nwi_identity_seen *rows, size_t count,
		      struct errors *out)
{
	for (size_t i = 0; i < count; i++)
		out->id += rows[i].id == 0 ||
			   (i > 0 && rows[i].id == rows[i - 1].id &&
			    !is_one(&rows[i], &rows[i - 1]));
}

static void count_urls(const struct nwi_identity_seen *rows, size_t count,
		       struct errors *out)
{
	for (size_t i = 0; i < count; i++) {
		const struct nwi_identity_keys *key = &rows[i].keys;
		const struct nwi_identity_keys *before =
			&rows[i - (i > 0)].keys;
		bool same = i > 0 && key->url == before->url;
		bool other = key->text != before->text &&
			     key->published != before->published;
		out->url += key->url == 0 ||
			    (same && (key->title != before->title || other));
		out->url_title +=
			key->url == 0 || key->title == 0 ||
			(same && key->title == before->title && other);
	}
}

uint32_t nwi_identity_survey(struct nwi_identity_seen *rows, size_t count)
{
	struct errors errors = { 0 };
	size_t most = count / ERRORS_ONE_IN;

	qsort(rows, count, sizeof(*rows), by_id);
	count_ids(rows, count, &errors);
	qsort(rows, count, sizeof(*rows), by_url);
	count_urls(rows, count, &errors);
	return (errors.id <= most ? 1u << NWI_IDENTITY_ID : 0) |
	       (errors.url <= most ? 1u << NWI_IDENTITY_URL : 0) |
	       (errors.url_title <= most ? 1u << NWI_IDENTITY_URL_TITLE : 0) |
	       1u << NWI_IDENTITY_HASH;
}

enum nwi_identity_policy nwi_identity_choose(uint32_t fits)
{
	static const enum nwi_identity_policy order[] = {
		NWI_IDENTITY_ID, NWI_IDENTITY_URL, NWI_IDENTITY_URL_TITLE
	};

	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		if (fits & 1u << order[i])
			return order[i];
	return NWI_IDENTITY_HASH;
}

const char *nwi_identity_policy_name(enum nwi_identity_policy policy)
{
	static const char *const names[NWI_IDENTITY_POLICIES] = { "auto", "id",
								  "url", "hash",
								  "url+title" };

	return policy < NWI_IDENTITY_POLICIES ? names[policy] : names[0];
}
