/* SPDX-License-Identifier: Apache-2.0 */
#include "text/fold_internal.h"
#include "text/utf8.h"

/* A letter and the mark that makes another letter of it. */
static const struct {
	const char *letter;
	uint32_t mark;
	const char *joined;
} joined_letters[] = {
	{ "и", 0x306, "й" },
	{ "у", 0x306, "ў" },
	{ "і", 0x308, "ї" },
};

/* Half-width kana and decomposed text carry voice marks apart. */
static bool join_voice(struct nwi_folded *to, uint32_t mark)
{
	static const char16_t voiced[] =
		u"カキクケコサシスセソタチツテトハヒフヘホ"
		u"かきくけこさしすせそたちつてとはひふへほ";
	static const char16_t breathed[] = u"ハヒフヘホはひふへほ";
	struct nw_str tail =
		nw_str_make(to->at + to->len - 3, to->len < 3 ? 0 : 3);
	size_t pos = 0;
	uint32_t kana = tail.len ? nwi_utf8_next(tail, &pos) : 0;
	uint32_t step = 0;

	if (mark == 0x3099 && (kana == 0x30a6 || kana == 0x3046))
		step = 0x4e;
	const char16_t *set = mark == 0x3099 ? voiced : breathed;
	for (; step == 0 && *set; set++) {
		if (*set == kana)
			step = mark == 0x3099 ? 1 : 2;
	}
	if (step == 0)
		return false;
	to->len -= 3;
	nwi_fold_put(to, kana + step);
	return true;
}

static bool join_mark(struct nwi_folded *to, uint32_t mark)
{
	if (mark == 0x3099 || mark == 0x309a)
		return join_voice(to, mark);
	for (size_t i = 0;
	     i < sizeof(joined_letters) / sizeof(joined_letters[0]); i++) {
		if (joined_letters[i].mark != mark || to->len < 2 ||
		    memcmp(to->at + to->len - 2, joined_letters[i].letter, 2))
			continue;
		memcpy(to->at + to->len - 2, joined_letters[i].joined, 2);
		return true;
	}
	return false;
}

void nwi_fold_put(struct nwi_folded *to, uint32_t c)
{
	if (c < 0x80) {
		to->at[to->len++] = (char)c;
	} else if (c < 0x800) {
		to->at[to->len++] = (char)(0xc0 | (c >> 6));
		to->at[to->len++] = (char)(0x80 | (c & 0x3f));
	} else if (c < 0x10000) {
		to->at[to->len++] = (char)(0xe0 | (c >> 12));
		to->at[to->len++] = (char)(0x80 | ((c >> 6) & 0x3f));
		to->at[to->len++] = (char)(0x80 | (c & 0x3f));
	} else {
		to->at[to->len++] = (char)(0xf0 | (c >> 18));
		to->at[to->len++] = (char)(0x80 | ((c >> 12) & 0x3f));
		to->at[to->len++] = (char)(0x80 | ((c >> 6) & 0x3f));
		to->at[to->len++] = (char)(0x80 | (c & 0x3f));
	}
}

bool nwi_fold_into(struct nwi_folded *to, uint32_t c)
{
	if (to->len > NWI_TOKEN_BYTES - 4)
		return false;
	if (c < 0x80) {
		to->at[to->len++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
		return true;
	}
	size_t entry =
		c < NWI_TABLE_TOP
			? nwi_fold_blocks[(size_t)nwi_fold_index[c >> 7] * 128 +
					  (c & 127)]
			: 0;
	bool voice = c == 0xff9e || c == 0xff9f;
	bool may_join =
		voice || c == 0x306 || c == 0x308 || c == 0x3099 || c == 0x309a;
	if (may_join && join_mark(to, voice ? c - 0xff9e + 0x3099 : c))
		return true;
	if (entry == 0) {
		nwi_fold_put(to, c);
		return true;
	}
	size_t len = nwi_fold_pool[entry];
	if (to->len + len > NWI_TOKEN_BYTES)
		return false;
	memcpy(to->at + to->len, nwi_fold_pool + entry + 1, len);
	to->len += len;
	return true;
}

void nwi_fold_char(struct nw_buf *out, uint32_t code_point)
{
	struct nwi_folded folded = { .len = 0 };
	size_t tail = out->len < 8 ? out->len : 8;

	/* What stands before may join with a mark. */
	if (tail)
		memcpy(folded.at, out->at + out->len - tail, tail);
	folded.len = tail;
	if (!nwi_fold_into(&folded, code_point))
		return;
	nw_buf_cut(out, out->len - tail);
	nw_buf_add(out, folded.at, folded.len);
}

void nwi_fold_word(struct nw_buf *out, struct nw_str word)
{
	size_t pos = 0;

	while (pos < word.len) {
		uint32_t c = nwi_utf8_next(word, &pos);
		nwi_fold_char(out, nwi_is_apostrophe(c) ? '\'' : c);
	}
}

uint32_t nw_token_hash(struct nw_str folded)
{
	uint32_t hash = UINT32_C(2166136261);

	for (size_t i = 0; i < folded.len; i++)
		hash = (hash ^ (unsigned char)folded.at[i]) *
		       UINT32_C(16777619);
	return hash;
}
