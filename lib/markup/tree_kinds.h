/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the tree builder must know of an element, one row each (WHATWG HTML,
 * "The rules for parsing tokens in HTML content", and "The stack of open
 * elements").
 */
#ifndef NWI_MARKUP_TREE_KINDS_H
#define NWI_MARKUP_TREE_KINDS_H

#include "markup/atom.h"

enum tree_kind {
	T_VOID = 1,   /* has no content and no end tag */
	T_ENDS_P = 2, /* its start tag ends an open p */
	T_BLOCK = 4,  /* an inline end tag does not reach across it */
	T_SCOPE = 8,  /* no end tag but a table's reaches across it */
	T_HEAD = 16,  /* may stand in head */
	T_HEADING = 32,
	T_FORMAT = 64,	  /* b, i, a, ...: closed late when wrongly nested */
	T_TABLE = 128,	  /* parts of a table */
	T_BREAKOUT = 256, /* its start tag ends foreign content */
	T_LOOSE = 512,	  /* white space between its children means nothing */
	T_RAW = 1024	  /* holds text only */
};

#define BLOCK  (T_ENDS_P | T_BLOCK | T_BREAKOUT)
#define INLINE (T_FORMAT | T_BREAKOUT)

static const uint16_t tree_kinds[NWI_ATOM_COUNT] = {
	[NWI_A_AREA] = T_VOID,
	[NWI_A_BASE] = T_VOID | T_HEAD,
	[NWI_A_BASEFONT] = T_VOID | T_HEAD,
	[NWI_A_BGSOUND] = T_VOID | T_HEAD,
	[NWI_A_BR] = T_VOID | T_BREAKOUT,
	[NWI_A_COL] = T_VOID,
	[NWI_A_EMBED] = T_VOID | T_BREAKOUT,
	[NWI_A_FRAME] = T_VOID,
	[NWI_A_HR] = T_VOID | BLOCK,
	[NWI_A_IMG] = T_VOID | T_BREAKOUT,
	[NWI_A_INPUT] = T_VOID,
	[NWI_A_KEYGEN] = T_VOID,
	[NWI_A_LINK] = T_VOID | T_HEAD,
	[NWI_A_META] = T_VOID | T_HEAD | T_BREAKOUT,
	[NWI_A_PARAM] = T_VOID,
	[NWI_A_SOURCE] = T_VOID,
	[NWI_A_TRACK] = T_VOID,
	[NWI_A_WBR] = T_VOID,

	[NWI_A_NOSCRIPT] = T_HEAD,
	[NWI_A_SCRIPT] = T_HEAD | T_RAW,
	[NWI_A_STYLE] = T_HEAD | T_RAW,
	[NWI_A_TEMPLATE] = T_HEAD | T_SCOPE,
	[NWI_A_TITLE] = T_HEAD | T_RAW,
	[NWI_A_TEXTAREA] = T_RAW,
	[NWI_A_XMP] = T_RAW | BLOCK,
	[NWI_A_IFRAME] = T_RAW,
	[NWI_A_NOEMBED] = T_RAW,
	[NWI_A_NOFRAMES] = T_RAW | T_HEAD,
	[NWI_A_PLAINTEXT] = T_RAW | BLOCK,

	[NWI_A_HTML] = T_SCOPE | T_BLOCK | T_LOOSE,
	[NWI_A_HEAD] = T_BLOCK | T_LOOSE | T_BREAKOUT,
	[NWI_A_BODY] = T_BLOCK | T_BREAKOUT,

	[NWI_A_ADDRESS] = BLOCK,
	[NWI_A_ARTICLE] = BLOCK,
	[NWI_A_ASIDE] = BLOCK,
	[NWI_A_BLOCKQUOTE] = BLOCK,
	[NWI_A_CENTER] = BLOCK,
	[NWI_A_DETAILS] = BLOCK,
	[NWI_A_DIALOG] = BLOCK,
	[NWI_A_DIR] = BLOCK,
	[NWI_A_DIV] = BLOCK,
	[NWI_A_DL] = BLOCK | T_LOOSE,
	[NWI_A_DD] = BLOCK,
	[NWI_A_DT] = BLOCK,
	[NWI_A_FIELDSET] = BLOCK,
	[NWI_A_FIGCAPTION] = BLOCK,
	[NWI_A_FIGURE] = BLOCK,
	[NWI_A_FOOTER] = BLOCK,
	[NWI_A_FORM] = BLOCK,
	[NWI_A_H1] = BLOCK | T_HEADING,
	[NWI_A_H2] = BLOCK | T_HEADING,
	[NWI_A_H3] = BLOCK | T_HEADING,
	[NWI_A_H4] = BLOCK | T_HEADING,
	[NWI_A_H5] = BLOCK | T_HEADING,
	[NWI_A_H6] = BLOCK | T_HEADING,
	[NWI_A_HEADER] = BLOCK,
	[NWI_A_HGROUP] = BLOCK,
	[NWI_A_LI] = BLOCK,
	[NWI_A_LISTING] = BLOCK,
	[NWI_A_MAIN] = BLOCK,
	[NWI_A_MENU] = BLOCK | T_LOOSE,
	[NWI_A_NAV] = BLOCK,
	[NWI_A_OL] = BLOCK | T_LOOSE,
	[NWI_A_P] = BLOCK,
	[NWI_A_PRE] = BLOCK,
	[NWI_A_SEARCH] = BLOCK,
	[NWI_A_SECTION] = BLOCK,
	[NWI_A_SUMMARY] = BLOCK,
	[NWI_A_UL] = BLOCK | T_LOOSE,

	[NWI_A_TABLE] = BLOCK | T_SCOPE | T_TABLE | T_LOOSE,
	[NWI_A_CAPTION] = T_BLOCK | T_SCOPE | T_TABLE,
	[NWI_A_COLGROUP] = T_BLOCK | T_TABLE | T_LOOSE,
	[NWI_A_TBODY] = T_BLOCK | T_TABLE | T_LOOSE,
	[NWI_A_THEAD] = T_BLOCK | T_TABLE | T_LOOSE,
	[NWI_A_TFOOT] = T_BLOCK | T_TABLE | T_LOOSE,
	[NWI_A_TR] = T_BLOCK | T_TABLE | T_LOOSE,
	[NWI_A_TD] = T_BLOCK | T_SCOPE | T_TABLE,
	[NWI_A_TH] = T_BLOCK | T_SCOPE | T_TABLE,

	[NWI_A_APPLET] = T_BLOCK | T_SCOPE,
	[NWI_A_MARQUEE] = T_BLOCK | T_SCOPE,
	[NWI_A_OBJECT] = T_BLOCK | T_SCOPE,
	[NWI_A_BUTTON] = T_BLOCK,
	[NWI_A_SELECT] = T_BLOCK | T_LOOSE,

	[NWI_A_A] = T_FORMAT,
	[NWI_A_B] = INLINE,
	[NWI_A_BIG] = INLINE,
	[NWI_A_CODE] = INLINE,
	[NWI_A_EM] = INLINE,
	[NWI_A_FONT] = T_FORMAT,
	[NWI_A_I] = INLINE,
	[NWI_A_NOBR] = INLINE,
	[NWI_A_S] = INLINE,
	[NWI_A_SMALL] = INLINE,
	[NWI_A_SPAN] = INLINE,
	[NWI_A_STRIKE] = INLINE,
	[NWI_A_STRONG] = INLINE,
	[NWI_A_SUB] = INLINE,
	[NWI_A_SUP] = INLINE,
	[NWI_A_TT] = INLINE,
	[NWI_A_U] = INLINE,
	[NWI_A_VAR] = INLINE,
	[NWI_A_RUBY] = T_BREAKOUT,
};

#undef BLOCK
#undef INLINE

#endif
