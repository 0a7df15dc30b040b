/* SPDX-License-Identifier: Apache-2.0 */
#include "html/document.h"

#include "text/charset.h"
#include "text/url.h"

enum {
	PAGE_BYTES = 64 << 20, /* of text, after decoding */
	WORD_BYTES = sizeof(((struct nwi_name_word *)0)->text)
};

enum nw_status nwi_html_decode(struct nw_str bytes, struct nw_str content_type,
			       struct nw_arena *arena, struct nw_str *out,
			       struct nw_error *err)
{
	NW_AUTO(nw_buf_fini) struct nw_buf text = { 0 };
	struct nwi_charset charset;
	struct nw_str none = { NULL, 0 };

	nw_buf_init(&text, PAGE_BYTES);
	enum nw_status status =
		nwi_charset_decode(bytes, content_type, NWI_MARKUP_HTML, none,
				   &text, &charset, err);
	if (status)
		return status;
	struct nw_str kept = nw_arena_buf(arena, &text);
	if (nw_str_is_absent(kept))
		return nw_fail(err, NW_LIMIT,
			       "a page is larger than its memory");
	*out = kept;
	return NW_OK;
}

struct nw_str nwi_html_base(const struct nwi_tree *tree, struct nw_str url,
			    struct nw_arena *arena)
{
	const struct nwi_node *node = nwi_node_find(tree->root, NWI_A_BASE);
	struct nw_str href =
		node ? nwi_node_attr(node, NWI_A_HREF) : nw_str_make(NULL, 0);

	if (href.len == 0)
		return url;
	struct nw_str base = nwi_url_resolve_in(arena, url, href);
	return nwi_url_is_web(base) ? base : url;
}

bool nwi_html_style_hides(struct nw_str style)
{
	struct nw_str none = NW_STR("display:none");
	struct nw_str spaced = NW_STR("display: none");

	return style.len > 0 && (nw_str_find(style, none) < style.len ||
				 nw_str_find(style, spaced) < style.len);
}

static unsigned look_up(const struct nwi_name_words *words, const char *text,
			size_t len)
{
	size_t low = 0, high = words->count;

	if (len == 0 || len >= WORD_BYTES)
		return 0;
	while (low < high) {
		size_t middle = (low + high) / 2;
		const struct nwi_name_word *row = &words->rows[middle];
		int order = strncmp(row->text, text, len);
		if (order == 0 && row->text[len] != '\0')
			order = 1;
		if (order == 0)
			return row->mark;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return 0;
}

static bool is_lower(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

unsigned nwi_name_marks(const struct nwi_name_words *words, struct nw_str name)
{
	char word[WORD_BYTES];
	size_t len = 0;
	unsigned marks = 0, count = 1;

	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];
		bool upper = c >= 'A' && c <= 'Z';
		bool starts = upper && i > 0 && is_lower(name.at[i - 1]);

		if (starts || (!upper && !is_lower(c))) {
			marks |= look_up(words, word, len);
			count += len > 0;
			len = 0;
		}
		if (!upper && !is_lower(c))
			continue;
		if (len < WORD_BYTES)
			word[len] = (char)(upper ? c + 32 : c);
		len += len < WORD_BYTES;
	}
	return count > words->most ? 0 : marks | look_up(words, word, len);
}
