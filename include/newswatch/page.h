/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading article pages, and making foreign HTML safe.
 */
#ifndef NEWSWATCH_PAGE_H
#define NEWSWATCH_PAGE_H

#include <newswatch/explain.h>
#include <newswatch/item.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * CSS selectors of one source; absent ones leave it to the search, as do
 * those that match nothing on a page.
 */
struct nw_page_selectors {
	uint32_t size;
	uint32_t reserved;
	struct nw_str text;   /* elements that hold the article, in order */
	struct nw_str title;  /* the first counts */
	struct nw_str date;   /* its datetime or words; the first counts */
	struct nw_str author; /* one name each */
	struct nw_str remove; /* what is no part of the page */
};

enum nw_page_flag {
	NW_PAGE_PAID = 1,    /* says or shows that reading it costs */
	NW_PAGE_CUT = 2,     /* only the beginning is there */
	NW_PAGE_CONSENT = 4, /* asks for consent instead */
};

struct nw_page_input {
	uint32_t size;
	uint32_t reserved;
	struct nw_str bytes;
	struct nw_str base_url;	    /* where it was fetched; absent allowed */
	struct nw_str content_type; /* the header's value; absent allowed */
	nw_time fetched; /* for relative dates; a later date is refused */
	struct nw_str country; /* the outlet's, ISO 3166 "de": the order of
				* day and month; absent allowed */
	const struct nw_explain *explain;	   /* NULL: nobody asks */
	const struct nw_page_selectors *selectors; /* NULL: none */
};

struct nw_page {
	uint32_t size;
	uint32_t author_count; /* at most 16 */
	struct nw_str title;
	const struct nw_str *authors; /* names, of persons if there are any */
	struct nw_str byline;	      /* as it stands, with roles */
	struct nw_str site;
	struct nw_str language;
	struct nw_str text; /* main text, blocks parted by \n; "" without */
	/*
	 * "article", "thread" (a forum's discussion: the posts are the text)
	 * or "listing" (mostly links to articles; `text` has its lines), or
	 * why there is none: "stub" (`text` has what little there is, of a
	 * wall that asks for money the beginning), "consent", "empty".
	 */
	struct nw_str kind;
	struct nw_str canonical_url;
	struct nw_instant published;
	struct nw_instant updated;
	/*
	 * Where each date was found: "json-ld", "meta", "microdata", "time" (an
	 * element with a machine's date), "url", "text" (read as readers see
	 * it), "copyright" (a year in the footer), "selector"; absent without a
	 * date.
	 */
	struct nw_str published_from, updated_from;
	/* 0 to 1: how sure the date is the article's own; what several places
	 * agree on is surer. */
	double published_confidence, updated_confidence;
	uint32_t flags; /* enum nw_page_flag */
	uint32_t reserved;
};

/*
 * Reads an article's page. NW_BAD_INPUT when the bytes are no HTML,
 * NW_BAD_CONFIG names the selector that cannot be read and its column,
 * NW_LIMIT when the page is larger than the arena. `out` is written on success,
 * its strings are in the arena; what a page does not state is absent. Linear
 * in the size of the page.
 */
NW_PUBLIC enum nw_status nw_page_read(const struct nw_page_input *input,
				      struct nw_arena *arena,
				      struct nw_page *out,
				      struct nw_error *err) NW_CHECKED;

/*
 * Re-builds an HTML fragment from an allow-list of elements and attributes:
 * no scripts, styles, frames, forms or event handlers; links and images are
 * http(s) and mailto, made absolute against `base_url`. Appends to `out`.
 */
NW_PUBLIC void nw_html_sanitise(struct nw_str html, struct nw_str base_url,
				struct nw_arena *arena, struct nw_buf *out);

/* The plain text of an HTML fragment, blocks parted by \n. Appends. */
NW_PUBLIC void nw_html_to_text(struct nw_str html, struct nw_arena *arena,
			       struct nw_buf *out);

/* Escapes & < > " ' for text and attribute values. Appends. */
NW_PUBLIC void nw_html_escape(struct nw_str text, struct nw_buf *out);

#ifdef __cplusplus
}
#endif
#endif
