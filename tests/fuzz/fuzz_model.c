/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A model's file: what was written is read, anything else is refused in one
 * line that names the file. Each input is tried as it is, and with the
 * SHA-256 that it should have, so that what stands behind the check is
 * reached too.
 */
#include "base/hash.h"
#include <newswatch/topic.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static void try(struct nw_str bytes)
{
	const struct nw_topic_file file = { NW_STR("fuzz.model"), bytes };
	struct nw_models *models = NULL;
	struct nw_error err;

	if (nw_models_open(&file, 1, &models, &err) == NW_OK)
		nw_models_free(&models);
	else if (models || !nw_str_starts(nw_str_from(err.text), "fuzz.model"))
		abort();
}

static void add_sum(struct nw_str before, struct nw_str behind,
		    struct nw_buf *out)
{
	unsigned char sum[NWI_SHA256_BYTES];
	struct nwi_sha256 sha;

	nwi_sha256_init(&sha);
	nwi_sha256_add(&sha, before.at, before.len);
	nwi_sha256_add(&sha, behind.at, behind.len);
	nwi_sha256_end(&sha, sum);
	nw_buf_add_str(out, before);
	nw_buf_add_text(out, "sha256: ");
	for (size_t i = 0; i < sizeof(sum); i++)
		nw_buf_add_fmt(out, "%02x", sum[i]);
	nw_buf_add_char(out, '\n');
	nw_buf_add_str(out, behind);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	NW_AUTO(nw_buf_fini) struct nw_buf made = { 0 };
	struct nw_str text = nw_str_make((const char *)bytes, len);
	size_t at = nw_str_find(text, nw_str_from("sha256: "));
	struct nw_str rest = nw_str_slice(text, at, len), line = { 0 };

	try(text);
	if (at < len && nw_str_next(&rest, '\n', &line)) {
		nw_buf_init(&made, len + 256);
		add_sum(nw_str_slice(text, 0, at), rest, &made);
		try(nw_buf_str(&made));
	}
	return 0;
}
