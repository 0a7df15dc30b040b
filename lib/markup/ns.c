/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Namespace URIs as they occur in feeds. Written without scheme, "www." and
 * the final slash or #, in lower case: so compared. The list follows the
 * specifications of each module and the misspellings that outlets share.
 */
#include "markup/ns.h"

struct row {
	enum nwi_ns ns;
	struct nw_str text;
};

static const struct row uris[] = {
	{ NWI_NS_XML, NW_STR("w3.org/xml/1998/namespace") },
	{ NWI_NS_XHTML, NW_STR("w3.org/1999/xhtml") },
	{ NWI_NS_SVG, NW_STR("w3.org/2000/svg") },
	{ NWI_NS_MATHML, NW_STR("w3.org/1998/math/mathml") },
	{ NWI_NS_XLINK, NW_STR("w3.org/1999/xlink") },
	{ NWI_NS_ATOM10, NW_STR("w3.org/2005/atom") },
	{ NWI_NS_ATOM03, NW_STR("purl.org/atom/ns") },
	{ NWI_NS_ATOM03, NW_STR("example.com/newformat") },
	{ NWI_NS_ATOM03, NW_STR("example.com/necho") },
	{ NWI_NS_ATOM03, NW_STR("purl.org/echo") },
	{ NWI_NS_ATOM03, NW_STR("uri/of/echo/namespace") },
	{ NWI_NS_ATOM03, NW_STR("purl.org/pie") },
	{ NWI_NS_RSS09, NW_STR("my.netscape.com/rdf/simple/0.9") },
	{ NWI_NS_RSS09, NW_STR("channel.netscape.com/rdf/simple/0.9") },
	{ NWI_NS_RSS09,
	  NW_STR("my.netscape.com/publish/formats/rss-0.91.dtd") },
	{ NWI_NS_RSS10, NW_STR("purl.org/rss/1.0") },
	{ NWI_NS_RSS10, NW_STR("purl.org/net/rss1.1") },
	{ NWI_NS_RSS20, NW_STR("backend.userland.com/rss") },
	{ NWI_NS_RSS20, NW_STR("backend.userland.com/rss2") },
	{ NWI_NS_RSS20, NW_STR("blogs.law.harvard.edu/tech/rss") },
	{ NWI_NS_RSS20, NW_STR("cyber.law.harvard.edu/rss") },
	{ NWI_NS_RSS20, NW_STR("purl.org/rss/2.0") },
	{ NWI_NS_RSS20, NW_STR("rssboard.org/rss-specification") },
	{ NWI_NS_RDF, NW_STR("w3.org/1999/02/22-rdf-syntax-ns") },
	{ NWI_NS_DC, NW_STR("purl.org/dc/elements/1.1") },
	{ NWI_NS_DC, NW_STR("purl.org/dc/elements/1.0") },
	{ NWI_NS_DC, NW_STR("purl.org/metadata/dublin_core") },
	{ NWI_NS_DCTERMS, NW_STR("purl.org/dc/terms") },
	{ NWI_NS_CONTENT, NW_STR("purl.org/rss/1.0/modules/content") },
	{ NWI_NS_SY, NW_STR("purl.org/rss/1.0/modules/syndication") },
	{ NWI_NS_SLASH, NW_STR("purl.org/rss/1.0/modules/slash") },
	{ NWI_NS_MEDIA, NW_STR("search.yahoo.com/mrss") },
	{ NWI_NS_MEDIA, NW_STR("search.yahoo.com/rss") },
	{ NWI_NS_MEDIA, NW_STR("video.search.yahoo.com/mrss") },
	{ NWI_NS_MEDIA, NW_STR("tools.search.yahoo.com/mrss") },
	{ NWI_NS_ITUNES, NW_STR("itunes.com/dtds/podcast-1.0.dtd") },
	{ NWI_NS_ITUNES, NW_STR("itunes.com/dtd/podcast-1.0.dtd") },
	{ NWI_NS_ITUNES, NW_STR("example.com/dtds/podcast-1.0.dtd") },
	{ NWI_NS_GOOGLEPLAY, NW_STR("google.com/schemas/play-podcasts/1.0") },
	{ NWI_NS_GOOGLEPLAY,
	  NW_STR("google.com/schemas/play-podcasts/1.0/play-podcasts.xsd") },
	{ NWI_NS_PODCAST, NW_STR("podcastindex.org/namespace/1.0") },
	{ NWI_NS_PODCAST,
	  NW_STR("github.com/podcastindex-org/podcast-namespace/blob/main/"
		 "docs/1.0.md") },
	{ NWI_NS_FEEDBURNER, NW_STR("rssnamespace.org/feedburner/ext/1.0") },
	{ NWI_NS_WFW, NW_STR("wellformedweb.org/commentapi") },
	{ NWI_NS_THREAD, NW_STR("purl.org/syndication/thread/1.0") },
	{ NWI_NS_APP, NW_STR("w3.org/2007/app") },
	{ NWI_NS_APP, NW_STR("purl.org/atom/app") },
	{ NWI_NS_GEO, NW_STR("w3.org/2003/01/geo/wgs84_pos") },
	{ NWI_NS_GEORSS, NW_STR("georss.org/georss") },
	{ NWI_NS_GML, NW_STR("opengis.net/gml") },
	{ NWI_NS_CC, NW_STR("creativecommons.org/ns") },
	{ NWI_NS_CC, NW_STR("web.resource.org/cc") },
	{ NWI_NS_CC, NW_STR("backend.userland.com/creativecommonsrssmodule") },
	{ NWI_NS_CC,
	  NW_STR("cyber.law.harvard.edu/rss/creativecommonsrssmodule.html") },
	{ NWI_NS_ADMIN, NW_STR("webns.net/mvcb") },
	{ NWI_NS_FOAF, NW_STR("xmlns.com/foaf/0.1") },
	{ NWI_NS_OPENSEARCH, NW_STR("a9.com/-/spec/opensearch/1.1") },
	{ NWI_NS_OPENSEARCH, NW_STR("a9.com/-/spec/opensearchrss/1.0") },
	{ NWI_NS_SITEMAP, NW_STR("sitemaps.org/schemas/sitemap/0.9") },
	{ NWI_NS_SITEMAP, NW_STR("google.com/schemas/sitemap/0.84") },
	{ NWI_NS_SITEMAP_NEWS, NW_STR("google.com/schemas/sitemap-news/0.9") },
	{ NWI_NS_SITEMAP_IMAGE,
	  NW_STR("google.com/schemas/sitemap-image/1.1") },
	{ NWI_NS_SITEMAP_VIDEO,
	  NW_STR("google.com/schemas/sitemap-video/1.1") },
};

static const struct row prefixes[] = {
	{ NWI_NS_XML, NW_STR("xml") },
	{ NWI_NS_XHTML, NW_STR("xhtml") },
	{ NWI_NS_ATOM10, NW_STR("atom") },
	{ NWI_NS_ATOM10, NW_STR("atom10") },
	{ NWI_NS_ATOM10, NW_STR("a10") },
	{ NWI_NS_RDF, NW_STR("rdf") },
	{ NWI_NS_DC, NW_STR("dc") },
	{ NWI_NS_DCTERMS, NW_STR("dcterms") },
	{ NWI_NS_DCTERMS, NW_STR("dct") },
	{ NWI_NS_CONTENT, NW_STR("content") },
	{ NWI_NS_SY, NW_STR("sy") },
	{ NWI_NS_SLASH, NW_STR("slash") },
	{ NWI_NS_MEDIA, NW_STR("media") },
	{ NWI_NS_ITUNES, NW_STR("itunes") },
	{ NWI_NS_GOOGLEPLAY, NW_STR("googleplay") },
	{ NWI_NS_PODCAST, NW_STR("podcast") },
	{ NWI_NS_FEEDBURNER, NW_STR("feedburner") },
	{ NWI_NS_WFW, NW_STR("wfw") },
	{ NWI_NS_THREAD, NW_STR("thr") },
	{ NWI_NS_APP, NW_STR("app") },
	{ NWI_NS_GEO, NW_STR("geo") },
	{ NWI_NS_GEORSS, NW_STR("georss") },
	{ NWI_NS_GML, NW_STR("gml") },
	{ NWI_NS_CC, NW_STR("cc") },
	{ NWI_NS_CC, NW_STR("creativecommons") },
	{ NWI_NS_ADMIN, NW_STR("admin") },
	{ NWI_NS_FOAF, NW_STR("foaf") },
	{ NWI_NS_OPENSEARCH, NW_STR("opensearch") },
	{ NWI_NS_SITEMAP_NEWS, NW_STR("news") },
	{ NWI_NS_XLINK, NW_STR("xlink") },
	{ NWI_NS_SVG, NW_STR("svg") },
	{ NWI_NS_MATHML, NW_STR("m") },
	{ NWI_NS_MATHML, NW_STR("mml") },
};

static enum nwi_ns look_up(const struct row *rows, size_t count,
			   struct nw_str text)
{
	for (size_t i = 0; i < count; i++) {
		if (rows[i].text.len == text.len &&
		    nw_str_is_nocase(text, rows[i].text.at))
			return rows[i].ns;
	}
	return NWI_NS_OTHER;
}

enum nwi_ns nwi_ns_of_uri(struct nw_str uri)
{
	uri = nw_str_trim(uri);
	if (uri.len == 0)
		return NWI_NS_NONE;
	if (nw_str_starts_nocase(uri, "http://"))
		uri = nw_str_slice(uri, 7, uri.len);
	else if (nw_str_starts_nocase(uri, "https://"))
		uri = nw_str_slice(uri, 8, uri.len);
	if (nw_str_starts_nocase(uri, "www."))
		uri = nw_str_slice(uri, 4, uri.len);
	while (uri.len > 0 &&
	       (uri.at[uri.len - 1] == '/' || uri.at[uri.len - 1] == '#'))
		uri.len--;
	return look_up(uris, sizeof(uris) / sizeof(uris[0]), uri);
}

enum nwi_ns nwi_ns_of_prefix(struct nw_str prefix)
{
	return look_up(prefixes, sizeof(prefixes) / sizeof(prefixes[0]),
		       prefix);
}
