/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Foreign HTML, re-built from an allow-list.
 *
 * Nothing of the source is copied but words and checked attribute values:
 * tags are written from our own names, values are escaped, so the output is
 * well-formed whatever came in. Elements not listed vanish and leave their
 * children, silent ones (emit.h) vanish with them. No raw-text element, no
 * SVG and no MathML is ever written, so a browser that reads the output again
 * finds the same tree (the shapes of "mutation XSS" need one of these).
 * id, name, class and style are dropped: they would reach into the page or
 * mail that shows the text.
 */
#include "html/sanitise.h"

#include "base/room.h"
#include "html/emit.h"
#include "text/url.h"
#include "text/utf8.h"
#include <newswatch/page.h>

enum element_rule {
	E_UNWRAP = 0, /* only the children */
	E_KEEP,
	E_VOID
};

static const uint8_t elements[NWI_ATOM_COUNT] = {
	[NWI_A_A] = E_KEEP,	   [NWI_A_ABBR] = E_KEEP,
	[NWI_A_ACRONYM] = E_KEEP,  [NWI_A_ADDRESS] = E_KEEP,
	[NWI_A_ARTICLE] = E_KEEP,  [NWI_A_ASIDE] = E_KEEP,
	[NWI_A_AUDIO] = E_KEEP,	   [NWI_A_B] = E_KEEP,
	[NWI_A_BDI] = E_KEEP,	   [NWI_A_BDO] = E_KEEP,
	[NWI_A_BIG] = E_KEEP,	   [NWI_A_BLOCKQUOTE] = E_KEEP,
	[NWI_A_BR] = E_VOID,	   [NWI_A_CAPTION] = E_KEEP,
	[NWI_A_CENTER] = E_KEEP,   [NWI_A_CITE] = E_KEEP,
	[NWI_A_CODE] = E_KEEP,	   [NWI_A_COL] = E_VOID,
	[NWI_A_COLGROUP] = E_KEEP, [NWI_A_DD] = E_KEEP,
	[NWI_A_DEL] = E_KEEP,	   [NWI_A_DETAILS] = E_KEEP,
	[NWI_A_DFN] = E_KEEP,	   [NWI_A_DIV] = E_KEEP,
	[NWI_A_DL] = E_KEEP,	   [NWI_A_DT] = E_KEEP,
	[NWI_A_EM] = E_KEEP,	   [NWI_A_FIGCAPTION] = E_KEEP,
	[NWI_A_FIGURE] = E_KEEP,   [NWI_A_FOOTER] = E_KEEP,
	[NWI_A_H1] = E_KEEP,	   [NWI_A_H2] = E_KEEP,
	[NWI_A_H3] = E_KEEP,	   [NWI_A_H4] = E_KEEP,
	[NWI_A_H5] = E_KEEP,	   [NWI_A_H6] = E_KEEP,
	[NWI_A_HEADER] = E_KEEP,   [NWI_A_HR] = E_VOID,
	[NWI_A_I] = E_KEEP,	   [NWI_A_IMG] = E_VOID,
	[NWI_A_INS] = E_KEEP,	   [NWI_A_KBD] = E_KEEP,
	[NWI_A_LI] = E_KEEP,	   [NWI_A_MAIN] = E_KEEP,
	[NWI_A_MARK] = E_KEEP,	   [NWI_A_NAV] = E_KEEP,
	[NWI_A_OL] = E_KEEP,	   [NWI_A_P] = E_KEEP,
	[NWI_A_PRE] = E_KEEP,	   [NWI_A_Q] = E_KEEP,
	[NWI_A_RB] = E_KEEP,	   [NWI_A_RP] = E_KEEP,
	[NWI_A_RT] = E_KEEP,	   [NWI_A_RUBY] = E_KEEP,
	[NWI_A_S] = E_KEEP,	   [NWI_A_SAMP] = E_KEEP,
	[NWI_A_SECTION] = E_KEEP,  [NWI_A_SMALL] = E_KEEP,
	[NWI_A_SOURCE] = E_VOID,   [NWI_A_SPAN] = E_KEEP,
	[NWI_A_STRIKE] = E_KEEP,   [NWI_A_STRONG] = E_KEEP,
	[NWI_A_SUB] = E_KEEP,	   [NWI_A_SUMMARY] = E_KEEP,
	[NWI_A_SUP] = E_KEEP,	   [NWI_A_TABLE] = E_KEEP,
	[NWI_A_TBODY] = E_KEEP,	   [NWI_A_TD] = E_KEEP,
	[NWI_A_TFOOT] = E_KEEP,	   [NWI_A_TH] = E_KEEP,
	[NWI_A_THEAD] = E_KEEP,	   [NWI_A_TIME] = E_KEEP,
	[NWI_A_TR] = E_KEEP,	   [NWI_A_TT] = E_KEEP,
	[NWI_A_U] = E_KEEP,	   [NWI_A_UL] = E_KEEP,
	[NWI_A_VAR] = E_KEEP,	   [NWI_A_VIDEO] = E_KEEP,
	[NWI_A_WBR] = E_VOID,
};

enum value_rule {
	V_DROP = 0,
	V_TEXT,	  /* any text */
	V_WORD,	  /* letters, digits, '-' and '_' */
	V_NUMBER, /* digits, perhaps '%' */
	V_LINK,	  /* http, https, mailto */
	V_SOURCE, /* http, https */
	V_EMPTY	  /* written without a value */
};

static const uint8_t values[NWI_ATOM_COUNT] = {
	[NWI_A_ABBR] = V_TEXT,		[NWI_A_ALIGN] = V_WORD,
	[NWI_A_ALT] = V_TEXT,		[NWI_A_BORDER] = V_NUMBER,
	[NWI_A_CELLPADDING] = V_NUMBER, [NWI_A_CELLSPACING] = V_NUMBER,
	[NWI_A_CITE] = V_LINK,		[NWI_A_COLSPAN] = V_NUMBER,
	[NWI_A_CONTROLS] = V_EMPTY,	[NWI_A_DATETIME] = V_TEXT,
	[NWI_A_DIR] = V_WORD,		[NWI_A_HEIGHT] = V_NUMBER,
	[NWI_A_HREF] = V_LINK,		[NWI_A_HREFLANG] = V_WORD,
	[NWI_A_LANG] = V_WORD,		[NWI_A_POSTER] = V_SOURCE,
	[NWI_A_ROWSPAN] = V_NUMBER,	[NWI_A_SCOPE] = V_WORD,
	[NWI_A_SPAN] = V_NUMBER,	[NWI_A_SRC] = V_SOURCE,
	[NWI_A_START] = V_NUMBER,	[NWI_A_TITLE] = V_TEXT,
	[NWI_A_VALIGN] = V_WORD,	[NWI_A_VALUE] = V_NUMBER,
	[NWI_A_WIDTH] = V_NUMBER,
};

static bool lies_in(struct nw_str part, struct nw_str whole)
{
	return (uintptr_t)part.at - (uintptr_t)whole.at < whole.len;
}

/* All at once: one larger piece costs less than three small ones. */
static inline void put_three(struct nwi_sanitiser *s, const char *before,
			     struct nw_str name, const char *after)
{
	size_t len = strlen(before), more = strlen(after);

	if (!nwi_buf_room(s->out, len + name.len + more))
		return;
	char *to = s->out->at + s->out->len;
	memcpy(to, before, len);
	memcpy(to + len, name.at, name.len);
	memcpy(to + len + name.len, after, more + 1);
	s->out->len += len + name.len + more;
}

void nwi_sanitise_text(struct nwi_sanitiser *s, struct nw_str text)
{
	if (!lies_in(text, s->clean) && !nwi_text_is_clean(text, false)) {
		nw_buf_clear(&s->scratch);
		nwi_text_clean(&s->scratch, text);
		text = nw_buf_str(&s->scratch);
		s->dirty = true;
	}
	nw_html_escape(text, s->out);
}

static bool is_word(struct nw_str value)
{
	for (size_t i = 0; i < value.len; i++) {
		char c = value.at[i];
		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
		    !(c >= '0' && c <= '9') && c != '-' && c != '_')
			return false;
	}
	return value.len > 0 && value.len <= 64;
}

static bool is_number(struct nw_str value)
{
	size_t i = 0;

	while (i < value.len && value.at[i] >= '0' && value.at[i] <= '9')
		i++;
	if (i == 0 || i > 6)
		return false;
	return i == value.len || (i + 1 == value.len && value.at[i] == '%');
}

static struct nw_str check_url(struct nwi_sanitiser *s, struct nw_str value,
			       bool mail)
{
	if (nwi_url_is_finished(value))
		return value;
	struct nw_str url = nwi_url_resolve_in(s->arena, s->base, value);

	if (nw_str_is_absent(url) || nwi_url_is_web(url))
		return url;
	if (mail && nwi_url_scheme(url) == NWI_SCHEME_MAILTO)
		return url;
	return nw_str_make(NULL, 0);
}

/* The absolute URL where its scheme may be written, else absent. */
static struct nw_str checked_url(struct nwi_sanitiser *s, struct nw_str value,
				 bool mail)
{
	if (!value.at || value.at != s->written.at ||
	    value.len != s->written.len || mail != s->link_is_mail) {
		s->link = check_url(s, value, mail);
		s->written = value;
		s->link_is_mail = mail;
	}
	return s->link;
}

static void put_attr(struct nwi_sanitiser *s, enum nwi_atom name,
		     struct nw_str value)
{
	put_three(s, " ", nwi_atom_name(name), "=\"");
	nwi_sanitise_text(s, value);
	nw_buf_add_char(s->out, '"');
}

static void check_attr(struct nwi_sanitiser *s, enum nwi_atom name,
		       struct nw_str value)
{
	bool good = true;

	switch (values[name]) {
	case V_DROP:
		return;
	case V_WORD:
		value = nw_str_trim(value);
		good = is_word(value);
		break;
	case V_NUMBER:
		value = nw_str_trim(value);
		good = is_number(value);
		break;
	case V_LINK:
	case V_SOURCE:
		if (value.len == 0) /* leads nowhere and harms nobody */
			break;
		value = checked_url(s, value, values[name] == V_LINK);
		good = !nw_str_is_absent(value);
		break;
	case V_EMPTY:
		value = nwi_atom_name(name); /* controls="controls" */
		break;
	default:
		break;
	}
	if (good)
		put_attr(s, name, value);
}

/* Where an image really is: lazy loaders keep the address elsewhere. */
static struct nw_str image_source(struct nwi_sanitiser *s,
				  const struct nwi_node *image)
{
	static const enum nwi_atom names[] = { NWI_A_DATA_SRC,
					       NWI_A_DATA_LAZY_SRC,
					       NWI_A_DATA_ORIGINAL };
	struct nw_str src = nwi_node_attr(image, NWI_A_SRC);
	struct nw_str url = nw_str_make(NULL, 0);

	if (src.len > 0)
		url = checked_url(s, src, false);
	for (size_t i = 0; nw_str_is_absent(url) && i < 3; i++) {
		struct nw_str lazy = nwi_node_attr(image, names[i]);
		if (lazy.len > 0)
			url = checked_url(s, lazy, false);
	}
	return url;
}

static bool is_tiny(struct nw_str length)
{
	return nw_str_is(length, "0") || nw_str_is(length, "1");
}

/* Images of one pixel only tell who reads. */
static bool is_pixel(const struct nwi_node *image)
{
	return is_tiny(nwi_node_attr(image, NWI_A_WIDTH)) &&
	       is_tiny(nwi_node_attr(image, NWI_A_HEIGHT));
}

static void put_attrs(struct nwi_sanitiser *s, const struct nwi_node *node)
{
	for (size_t i = 0; i < node->attr_count; i++) {
		const struct nwi_attr *attr = &node->attrs[i];
		enum nwi_atom name = (enum nwi_atom)attr->atom;

		if (name == NWI_A_SRC && node->atom == NWI_A_IMG)
			continue;
		if (name == NWI_A_HREF && node->atom != NWI_A_A)
			continue;
		check_attr(s, name, attr->value);
	}
}

static enum element_rule rule_for(struct nwi_sanitiser *s,
				  const struct nwi_node *node,
				  struct nw_str *source)
{
	enum element_rule rule =
		node->ns == NWI_NS_XHTML
			? (enum element_rule)elements[node->atom]
			: E_UNWRAP;

	if (rule == E_VOID && node->atom == NWI_A_IMG) {
		*source = image_source(s, node);
		if (nw_str_is_absent(*source) || is_pixel(node))
			return E_UNWRAP;
	}
	if (node->atom == NWI_A_A &&
	    nw_str_is_absent(
		    checked_url(s, nwi_node_attr(node, NWI_A_HREF), true)))
		return E_UNWRAP;
	return rule;
}

bool nwi_sanitise_keeps(enum nwi_atom atom)
{
	return elements[atom] != E_UNWRAP;
}

bool nwi_sanitise_open(struct nwi_sanitiser *s, const struct nwi_node *element)
{
	struct nw_str source = { NULL, 0 };
	enum element_rule rule = rule_for(s, element, &source);

	if (rule == E_UNWRAP)
		return false;
	if (element->attr_count == 0 && rule == E_KEEP) {
		put_three(s, "<", element->text, ">");
		return true;
	}
	put_three(s, "<", element->text, "");
	if (!nw_str_is_absent(source))
		put_attr(s, NWI_A_SRC, source);
	put_attrs(s, element);
	nw_buf_add_text(s->out, rule == E_VOID ? "/>" : ">");
	return rule == E_KEEP;
}

bool nwi_sanitise_open_bare(struct nwi_sanitiser *s, enum nwi_atom element,
			    struct nw_str name)
{
	enum element_rule rule = (enum element_rule)elements[element];

	if (rule != E_UNWRAP)
		put_three(s, "<", name, rule == E_VOID ? "/>" : ">");
	return rule == E_KEEP;
}

void nwi_sanitise_close(struct nwi_sanitiser *s, struct nw_str name)
{
	put_three(s, "</", name, ">");
}

/* Recurses at most NWI_TREE_DEPTH deep. */
static void rebuild(struct nwi_sanitiser *s, const struct nwi_node *node)
{
	if (node->kind == NWI_NODE_TEXT) {
		nwi_sanitise_text(s, node->text);
		return;
	}
	if (nwi_emit_is_silent(node))
		return;
	bool kept = nwi_sanitise_open(s, node);
	for (const struct nwi_node *at = node->first; at; at = at->next)
		rebuild(s, at);
	if (kept)
		nwi_sanitise_close(s, node->text);
}

void nwi_sanitise_tree(struct nwi_sanitiser *s, const struct nwi_tree *tree)
{
	rebuild(s, tree->root);
}

void nwi_sanitiser_init(struct nwi_sanitiser *s, struct nw_str html,
			struct nw_str base_url, struct nw_arena *arena,
			struct nw_buf *out)
{
	*s = (struct nwi_sanitiser){
		.base = base_url,
		.arena = arena,
		.out = out,
		.start = out->len,
	};
	if (nwi_text_is_clean(html, false))
		s->clean = html;
	nw_buf_init(&s->scratch, out->max);
}

void nwi_sanitiser_undo(struct nwi_sanitiser *s)
{
	nw_buf_cut(s->out, s->start);
	s->out->failed = false;
	s->dirty = false;
}

void nwi_sanitiser_fini(struct nwi_sanitiser *s)
{
	nw_buf_fini(&s->scratch);
	if (s->out->failed)
		nw_buf_cut(s->out, s->start);
}

void nw_html_sanitise(struct nw_str html, struct nw_str base_url,
		      struct nw_arena *arena, struct nw_buf *out)
{
	struct nwi_sanitiser s;
	struct nwi_tree tree;

	if (html.len == 0 || nwi_tree_build(html, arena, &tree, NULL) != NW_OK)
		return;
	nwi_sanitiser_init(&s, html, base_url, arena, out);
	nwi_sanitise_tree(&s, &tree);
	nwi_sanitiser_fini(&s);
}
