/* SPDX-License-Identifier: Apache-2.0 */
#include "html/emit.h"

#include "base/wide.h"
#include "markup/scan.h"
#include "text/utf8.h"
#include <newswatch/page.h>

void nwi_emit_init(struct nwi_emit *emit, struct nw_buf *out)
{
	*emit = (struct nwi_emit){ .out = out, .start = out->len };
}

static void put_gap(struct nwi_emit *emit)
{
	static const char gaps[] = { '\0', ' ', '\t', '\n' };

	if (emit->gap != NWI_GAP_NONE && emit->out->len > emit->start)
		nw_buf_add_char(emit->out, gaps[emit->gap]);
	emit->gap = NWI_GAP_NONE;
}

/* Bytes of white space at `at`: HTML's own, or a no-break space. */
static size_t space_at(const char *at, const char *end)
{
	if (nwi_is_space(*at))
		return 1;
	return end - at >= 2 && at[0] == '\xc2' && at[1] == '\xa0' ? 2 : 0;
}

/* Bytes that may be white space. */
static const uint8_t stops[256] = {
	['\t'] = 1, ['\n'] = 1, ['\f'] = 1, ['\r'] = 1, [' '] = 1, [0xc2] = 1,
};

/* One plain space between words: stays as it is. */
static bool is_inner(const char *at, const char *end)
{
	return *at == ' ' && end - at >= 2 && !space_at(at + 1, end);
}

#ifdef __SSE2__
/* Bit i: byte i of sixteen is no inner part of words; reads one more. */
static unsigned stops_of(const char *at)
{
	const __m128i blank = _mm_set1_epi8(' '), wide = _mm_set1_epi8('\xc2'),
		      last = _mm_set1_epi8(0x1f);
	__m128i v = _mm_loadu_si128((const void *)at);
	__m128i next = _mm_loadu_si128((const void *)(at + 1));
	__m128i low = _mm_cmpeq_epi8(_mm_min_epu8(v, last), v);
	__m128i stop = _mm_or_si128(low, _mm_cmpeq_epi8(v, wide));
	__m128i space =
		_mm_or_si128(_mm_cmpeq_epi8(_mm_min_epu8(next, blank), next),
			     _mm_cmpeq_epi8(next, wide));
	__m128i two = _mm_and_si128(_mm_cmpeq_epi8(v, blank), space);

	return (unsigned)_mm_movemask_epi8(_mm_or_si128(stop, two));
}
#endif

#ifdef __x86_64__
/* The same of 32 bytes at a time: bytes before a stop, or the last 32. */
NWI_WIDE static size_t skip_wide(const char *at, size_t len)
{
	size_t i = 0;

	for (; i + 32 < len; i += 32) {
		__m256i v = nwi_wide_load(at + i);
		__m256i next = nwi_wide_load(at + i + 1);
		__m256i stop = nwi_wide_or(nwi_wide_at_most(v, 0x1f),
					   nwi_wide_is(v, 0xc2));
		__m256i space = nwi_wide_or(nwi_wide_at_most(next, ' '),
					    nwi_wide_is(next, 0xc2));
		__m256i two = _mm256_and_si256(nwi_wide_is(v, ' '), space);
		unsigned hits = nwi_wide_bits(nwi_wide_or(stop, two));

		if (hits)
			return i + (size_t)__builtin_ctz(hits);
	}
	return i;
}
#endif

/* Skips words with one plain space between them. */
static const char *skip_words(const char *at, const char *end)
{
#ifdef __SSE2__
	const char *from = at;

#ifdef __x86_64__
	if (nwi_wide_pays((size_t)(end - at)))
		at += skip_wide(at, (size_t)(end - at));
#endif
	for (; end - at > 16; at += 16) {
		unsigned hits = stops_of(at);
		if (hits)
			return at + __builtin_ctz(hits);
	}
	/* What is left of a long run: the last sixteen but one once more. */
	if (end - from > 16 && end - at > 1) {
		const char *again = end - 17;
		unsigned hits = stops_of(again) & (~0u << (at - again));
		if (hits)
			return again + __builtin_ctz(hits);
		at = end - 1;
	}
#endif
	while (at < end && !stops[(unsigned char)*at])
		at++;
	return at;
}

/* The white space that ends the words at `at`, or `end`. */
static const char *words_end(const char *at, const char *end)
{
	if (at < end && stops[(unsigned char)*at] && space_at(at, end))
		return at;
	for (;; at++) {
		at = skip_words(at, end);
		if (at >= end || (space_at(at, end) > 0 && !is_inner(at, end)))
			return at;
	}
}

void nwi_emit_text(struct nwi_emit *emit, struct nw_str text)
{
	const char *at = text.at, *end = at + text.len;

	while (at < end) {
		const char *stop = words_end(at, end);
		if (stop > at) {
			put_gap(emit);
			nw_buf_add(emit->out, at, (size_t)(stop - at));
		}
		at = stop;
		if (at < end) {
			nwi_emit_gap(emit, NWI_GAP_SPACE);
			at += space_at(at, end);
		}
	}
}

void nwi_emit_lines(struct nwi_emit *emit, struct nw_str text)
{
	struct nw_str line = { NULL, 0 };

	while (nw_str_next(&text, '\n', &line)) {
		nwi_emit_text(emit, line);
		if (text.at)
			nwi_emit_gap(emit, NWI_GAP_BLOCK);
	}
}

static const uint8_t gaps[NWI_ATOM_COUNT] = {
	[NWI_A_ADDRESS] = NWI_GAP_BLOCK,   [NWI_A_ARTICLE] = NWI_GAP_BLOCK,
	[NWI_A_ASIDE] = NWI_GAP_BLOCK,	   [NWI_A_BLOCKQUOTE] = NWI_GAP_BLOCK,
	[NWI_A_BODY] = NWI_GAP_BLOCK,	   [NWI_A_BR] = NWI_GAP_BLOCK,
	[NWI_A_BUTTON] = NWI_GAP_SPACE,	   [NWI_A_CAPTION] = NWI_GAP_BLOCK,
	[NWI_A_CENTER] = NWI_GAP_BLOCK,	   [NWI_A_DD] = NWI_GAP_BLOCK,
	[NWI_A_DETAILS] = NWI_GAP_BLOCK,   [NWI_A_DIALOG] = NWI_GAP_BLOCK,
	[NWI_A_DIR] = NWI_GAP_BLOCK,	   [NWI_A_DIV] = NWI_GAP_BLOCK,
	[NWI_A_DL] = NWI_GAP_BLOCK,	   [NWI_A_DT] = NWI_GAP_BLOCK,
	[NWI_A_FIELDSET] = NWI_GAP_BLOCK,  [NWI_A_FIGCAPTION] = NWI_GAP_BLOCK,
	[NWI_A_FIGURE] = NWI_GAP_BLOCK,	   [NWI_A_FOOTER] = NWI_GAP_BLOCK,
	[NWI_A_FORM] = NWI_GAP_BLOCK,	   [NWI_A_H1] = NWI_GAP_BLOCK,
	[NWI_A_H2] = NWI_GAP_BLOCK,	   [NWI_A_H3] = NWI_GAP_BLOCK,
	[NWI_A_H4] = NWI_GAP_BLOCK,	   [NWI_A_H5] = NWI_GAP_BLOCK,
	[NWI_A_H6] = NWI_GAP_BLOCK,	   [NWI_A_HEADER] = NWI_GAP_BLOCK,
	[NWI_A_HGROUP] = NWI_GAP_BLOCK,	   [NWI_A_HR] = NWI_GAP_BLOCK,
	[NWI_A_HTML] = NWI_GAP_BLOCK,	   [NWI_A_LEGEND] = NWI_GAP_BLOCK,
	[NWI_A_LI] = NWI_GAP_BLOCK,	   [NWI_A_LISTING] = NWI_GAP_BLOCK,
	[NWI_A_MAIN] = NWI_GAP_BLOCK,	   [NWI_A_MENU] = NWI_GAP_BLOCK,
	[NWI_A_NAV] = NWI_GAP_BLOCK,	   [NWI_A_OL] = NWI_GAP_BLOCK,
	[NWI_A_OPTION] = NWI_GAP_SPACE,	   [NWI_A_P] = NWI_GAP_BLOCK,
	[NWI_A_PLAINTEXT] = NWI_GAP_BLOCK, [NWI_A_PRE] = NWI_GAP_BLOCK,
	[NWI_A_SEARCH] = NWI_GAP_BLOCK,	   [NWI_A_SECTION] = NWI_GAP_BLOCK,
	[NWI_A_SELECT] = NWI_GAP_SPACE,	   [NWI_A_SUMMARY] = NWI_GAP_BLOCK,
	[NWI_A_TABLE] = NWI_GAP_BLOCK,	   [NWI_A_TBODY] = NWI_GAP_BLOCK,
	[NWI_A_TD] = NWI_GAP_CELL,	   [NWI_A_TEXTAREA] = NWI_GAP_BLOCK,
	[NWI_A_TFOOT] = NWI_GAP_BLOCK,	   [NWI_A_TITLE] = NWI_GAP_BLOCK,
	[NWI_A_TH] = NWI_GAP_CELL,	   [NWI_A_THEAD] = NWI_GAP_BLOCK,
	[NWI_A_TR] = NWI_GAP_BLOCK,	   [NWI_A_UL] = NWI_GAP_BLOCK,
	[NWI_A_XMP] = NWI_GAP_BLOCK,
};

enum nwi_gap nwi_emit_gap_at(enum nwi_atom element)
{
	return (enum nwi_gap)gaps[element];
}

bool nwi_emit_is_silent(const struct nwi_node *element)
{
	switch (element->atom) {
	case NWI_A_APPLET:
	case NWI_A_IFRAME:
	case NWI_A_NOEMBED:
	case NWI_A_NOFRAMES:
	case NWI_A_NOSCRIPT:
	case NWI_A_SCRIPT:
	case NWI_A_STYLE:
	case NWI_A_TEMPLATE:
		return true;
	case NWI_A_TITLE: /* a page's, or the hint of a drawing */
		return element->ns != NWI_NS_XHTML ||
		       (element->parent && element->parent->atom == NWI_A_HEAD);
	default:
		return false;
	}
}

/* Recurses at most NWI_TREE_DEPTH deep. */
static void emit_below(struct nwi_emit *emit, const struct nwi_node *node,
		       bool lines)
{
	if (node->kind == NWI_NODE_TEXT) {
		if (lines)
			nwi_emit_lines(emit, node->text);
		else
			nwi_emit_text(emit, node->text);
		return;
	}
	if (nwi_emit_is_silent(node))
		return;
	lines |= node->atom == NWI_A_PRE || node->atom == NWI_A_TEXTAREA ||
		 node->atom == NWI_A_LISTING || node->atom == NWI_A_XMP;
	nwi_emit_gap(emit, nwi_emit_gap_of(node));
	for (const struct nwi_node *at = node->first; at; at = at->next)
		emit_below(emit, at, lines);
	nwi_emit_gap(emit, nwi_emit_gap_of(node));
}

void nwi_emit_node(struct nwi_emit *emit, const struct nwi_node *node)
{
	emit_below(emit, node, false);
}

void nwi_emit_finish(const struct nwi_emit *emit, bool clean)
{
	struct nw_buf *out = emit->out;
	struct nw_str text =
		nw_str_slice(nw_buf_str(out), emit->start, out->len);
	struct nw_buf raw;

	if (clean || nwi_text_is_clean(text, false))
		return;
	nw_buf_init(&raw, out->max);
	nw_buf_add_str(&raw, text);
	nw_buf_cut(out, emit->start);
	nwi_text_clean(out, nw_buf_str(&raw));
	nw_buf_fini(&raw);
}

void nwi_emit_tree(const struct nwi_tree *tree, bool clean, struct nw_buf *out)
{
	struct nwi_emit emit;

	nwi_emit_init(&emit, out);
	nwi_emit_node(&emit, tree->root);
	nwi_emit_finish(&emit, clean);
}
