/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The XML namespaces that feeds, sitemaps and pages use, as numbers.
 */
#ifndef NWI_MARKUP_NS_H
#define NWI_MARKUP_NS_H

#include <newswatch/text.h>

enum nwi_ns {
	NWI_NS_NONE = 0, /* no prefix and no default namespace */
	NWI_NS_OTHER,	 /* a namespace or prefix that we do not know */
	NWI_NS_XML,	 /* xml:lang, xml:base, xml:space */
	NWI_NS_XHTML,
	NWI_NS_SVG,
	NWI_NS_MATHML,
	NWI_NS_XLINK,
	NWI_NS_ATOM10,
	NWI_NS_ATOM03,
	NWI_NS_RSS09, /* RSS 0.90 and Netscape's 0.91 */
	NWI_NS_RSS10, /* RSS 1.0 and 1.1 */
	NWI_NS_RSS20, /* the userland spellings for RSS 2.0 */
	NWI_NS_RDF,
	NWI_NS_DC,
	NWI_NS_DCTERMS,
	NWI_NS_CONTENT,
	NWI_NS_SY,
	NWI_NS_SLASH,
	NWI_NS_MEDIA,
	NWI_NS_ITUNES,
	NWI_NS_GOOGLEPLAY,
	NWI_NS_PODCAST,
	NWI_NS_FEEDBURNER,
	NWI_NS_WFW,
	NWI_NS_THREAD,
	NWI_NS_APP,
	NWI_NS_GEO,
	NWI_NS_GEORSS,
	NWI_NS_GML,
	NWI_NS_CC,
	NWI_NS_ADMIN,
	NWI_NS_FOAF,
	NWI_NS_OPENSEARCH,
	NWI_NS_SITEMAP,
	NWI_NS_SITEMAP_NEWS,
	NWI_NS_SITEMAP_IMAGE,
	NWI_NS_SITEMAP_VIDEO,
	NWI_NS_COUNT
};

/*
 * The namespace of a URI. Forgiving: case, http or https, and a final slash
 * or # do not matter. "" is NWI_NS_NONE, an unknown one NWI_NS_OTHER.
 */
enum nwi_ns nwi_ns_of_uri(struct nw_str uri);

/*
 * The namespace that a prefix means by custom, for documents that forget to
 * declare it ("dc", "content", "media", "atom"); else NWI_NS_OTHER.
 */
enum nwi_ns nwi_ns_of_prefix(struct nw_str prefix);

#endif
