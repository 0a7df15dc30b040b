/* SPDX-License-Identifier: Apache-2.0 */
#include "text/stem.h"
#include "text/fold.h"
#include "text/late.h"
#include "text/utf8.h"

#include <stdlib.h>

#define UNKNOWN (UINT32_C(1) << 31)

/* A bit each, in this order; at most 31. Basque to Yiddish of Snowball 2.2. */
static const char *const codes[] = {
	"ar", "hy", "eu", "ca", "da", "nl", "en", "fi", "fr",
	"de", "el", "hi", "hu", "id", "ga", "it", "lt", "ne",
	"no", "pt", "ro", "ru", "sr", "es", "sv", "ta", "tr",
};

enum { CODES = sizeof(codes) / sizeof(codes[0]) };

struct nwi_stemmer {
	struct sb_stemmer *sb;
};

uint32_t nwi_stem_language(struct nw_str language)
{
	struct nw_str first =
		nw_str_slice(language, 0, nw_str_find_char(language, '-'));

	if (nw_str_is_nocase(first, "nb") || nw_str_is_nocase(first, "nn"))
		first = nw_str_from("no");
	for (size_t i = 0; i < CODES; i++) {
		if (nw_str_is_nocase(first, codes[i]))
			return UINT32_C(1) << i;
	}
	return UNKNOWN;
}

struct nwi_stemmer *nwi_stemmer_new(uint32_t language)
{
	struct nwi_stemmer *stemmer;
	struct sb_stemmer *sb = NULL;

	if (language && language != UNKNOWN)
		sb = nwi_snowball()->sb_stemmer_new(
			codes[__builtin_ctz(language)], "UTF_8");
	if (!sb)
		return NULL;
	stemmer = malloc(sizeof(*stemmer));
	if (!stemmer)
		abort();
	stemmer->sb = sb;
	return stemmer;
}

void nwi_stemmer_free(struct nwi_stemmer **stemmer)
{
	if (*stemmer)
		nwi_snowball()->sb_stemmer_delete((*stemmer)->sb);
	free(*stemmer);
	*stemmer = NULL;
}

static bool is_latin(struct nw_str folded)
{
	return folded.len > 0 && (unsigned char)folded.at[0] < 0x80;
}

static void add_char(char *out, size_t *len, uint32_t c)
{
	if (c < 0x80) {
		out[(*len)++] = (char)c;
	} else if (c < 0x800) {
		out[(*len)++] = (char)(0xc0 | (c >> 6));
		out[(*len)++] = (char)(0x80 | (c & 0x3f));
	} else if (c < 0x10000) {
		out[(*len)++] = (char)(0xe0 | (c >> 12));
		out[(*len)++] = (char)(0x80 | ((c >> 6) & 0x3f));
		out[(*len)++] = (char)(0x80 | (c & 0x3f));
	}
}

static bool is_ascii(struct nw_str s)
{
	for (size_t i = 0; i < s.len; i++) {
		if ((unsigned char)s.at[i] >= 0x80)
			return false;
	}
	return true;
}

/* Latin words as they are spelt, others folded: their accents do not count. */
static size_t lower(struct nw_str spelt, struct nw_str folded,
		    char out[NWI_STEM_BYTES])
{
	size_t len = 0;

	/* Of ASCII folding is the lower case. */
	if (!is_latin(folded) || is_ascii(spelt)) {
		len = folded.len < NWI_STEM_BYTES ? folded.len : 0;
		memcpy(out, folded.at, len);
		return len;
	}
	for (size_t pos = 0; pos < spelt.len && len + 4 < NWI_STEM_BYTES;)
		add_char(out, &len,
			 (uint32_t)nwi_icu()->u_tolower(
				 (UChar32)nwi_utf8_next(spelt, &pos)));
	return len;
}

/* What Snowball says, in the language's letters; empty when nothing. */
static struct nw_str ask(struct nwi_stemmer *stemmer, struct nw_str spelt,
			 struct nw_str folded)
{
	char word[NWI_STEM_BYTES];
	size_t len = lower(spelt, folded, word);
	const sb_symbol *got = NULL;

	if (stemmer && len > 0)
		got = nwi_snowball()->sb_stemmer_stem(
			stemmer->sb, (const sb_symbol *)word, (int)len);
	return nw_str_make(
		(const char *)got,
		got ? (size_t)nwi_snowball()->sb_stemmer_length(stemmer->sb)
		    : 0);
}

size_t nwi_stem(struct nwi_stemmer *stemmer, struct nw_str spelt,
		struct nw_str folded, char out[NWI_STEM_BYTES])
{
	NW_AUTO(nw_buf_fini) struct nw_buf stem = { 0 };
	struct nw_str got = ask(stemmer, spelt, folded);
	size_t len;

	if (got.len > 0 && got.len < NWI_STEM_BYTES && is_ascii(got)) {
		memcpy(out, got.at, got.len);
		return got.len;
	}
	nw_buf_init(&stem, NWI_STEM_BYTES);
	if (got.len > 0)
		nwi_fold_word(&stem, got);
	if (stem.len == 0 || stem.failed) {
		len = folded.len < NWI_STEM_BYTES ? folded.len : 0;
		memcpy(out, folded.at, len);
		return len;
	}
	memcpy(out, stem.at, stem.len);
	return stem.len;
}

void nwi_stem_all(struct nw_str spelt, struct nw_str folded, nwi_stem_fn *each,
		  void *arg)
{
	char stem[NWI_STEM_BYTES];

	for (size_t i = 0; i < CODES; i++) {
		struct nwi_stemmer *stemmer NW_AUTO(nwi_stemmer_free) =
			nwi_stemmer_new(UINT32_C(1) << i);

		each(arg,
		     nw_str_make(stem, nwi_stem(stemmer, spelt, folded, stem)),
		     UINT32_C(1) << i);
	}
	each(arg, folded, UNKNOWN);
}
