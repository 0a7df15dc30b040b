/* SPDX-License-Identifier: Apache-2.0 */
/*
 * URLs as the web writes them.
 *
 * Resolution follows RFC 3986, section 5, with the tolerance of the WHATWG
 * URL Standard: white space around and tabs and line ends within are
 * dropped, backslashes are slashes in http, spaces and non-ASCII characters
 * are percent-encoded, IDN hosts become punycode (UTS #46, by ICU). A URL is
 * at most NWI_URL_MAX bytes; nothing is read beyond.
 */
#ifndef NWI_TEXT_URL_H
#define NWI_TEXT_URL_H

#include <newswatch/arena.h>
#include <newswatch/text.h>

#define NWI_URL_MAX 8192
/* Canonical forms are keys of the store and stay below this. */
#define NWI_URL_CANONICAL_MAX 2048

enum nwi_scheme {
	NWI_SCHEME_NONE = 0, /* relative, or not a URL */
	NWI_SCHEME_HTTP = 1,
	NWI_SCHEME_HTTPS = 2,
	NWI_SCHEME_FILE = 3,
	NWI_SCHEME_MAILTO = 4,
	NWI_SCHEME_TEL = 5,
	NWI_SCHEME_FTP = 6,
	NWI_SCHEME_DATA = 7,
	NWI_SCHEME_SCRIPT = 8, /* javascript:, vbscript: */
	NWI_SCHEME_OTHER = 9   /* "tag:", "urn:", "about:", ... */
};

/* Told from the text before the colon, after white space and controls. */
enum nwi_scheme nwi_url_scheme(struct nw_str url);

static inline bool nwi_url_is_web(struct nw_str url)
{
	/* As nearly all are written. */
	if (url.len >= 5 && memcmp(url.at, "http", 4) == 0 &&
	    (url.at[4] == ':' ||
	     (url.at[4] == 's' && url.len >= 6 && url.at[5] == ':')))
		return true;
	enum nwi_scheme scheme = nwi_url_scheme(url);

	return scheme == NWI_SCHEME_HTTP || scheme == NWI_SCHEME_HTTPS;
}

/*
 * The parts of a URL, borrowed from it: absent where the delimiter is absent
 * ("http://h" has no query, "http://h?" an empty one). `host` is without the
 * brackets of an IPv6 address, `port` without the colon.
 */
struct nwi_url {
	struct nw_str scheme, user, host, port, path, query, fragment;
	bool has_authority;
};

/* Splits by RFC 3986, appendix B; any text has parts, so it cannot fail. */
struct nwi_url nwi_url_split(struct nw_str url);

/*
 * Resolves `reference` against `base` (absent: none) and appends the
 * absolute URL, cleaned as above. NW_BAD_INPUT when there is no absolute URL
 * (a relative reference without base, a host that cannot be), NW_LIMIT over
 * NWI_URL_MAX or the buffer; nothing is appended then. Schemes other than
 * http, https, ftp and file pass with white space removed only.
 */
enum nw_status nwi_url_resolve(struct nw_str base, struct nw_str reference,
			       struct nw_buf *out) NW_CHECKED;

/*
 * Whether resolving would give back the same: http(s), a host of lower-case
 * ASCII without port, a path without dot segments. Nearly all links are so,
 * and need not be taken apart. A "no" may be wrong, a "yes" never.
 */
bool nwi_url_is_finished(struct nw_str url);

/* The same into the arena; absent when it cannot be resolved. */
struct nw_str nwi_url_resolve_in(struct nw_arena *arena, struct nw_str base,
				 struct nw_str reference);

/*
 * The host of an absolute http or https URL in lower case, punycode, without
 * a final dot; absent when there is none or memory is out.
 */
struct nw_str nwi_url_host(struct nw_arena *arena, struct nw_str url);

/* "https://host" or "https://host:8443" for http and https, else absent. */
struct nw_str nwi_url_origin(struct nw_arena *arena, struct nw_str url);

/*
 * The form by which two addresses of one article are the same. Another
 * address is found in this one first (a page of an AMP cache, a link of a
 * counter of clicks that says where it leads). Then: scheme http and https
 * one ("https"); host in lower case, without what stands for a screen in
 * front ("www.", "m.", "mobile.", "amp.", ...) where a dotted name remains,
 * without default port and user; percent-encoding in upper case and undone
 * for unreserved characters; dot segments removed; without the marks of AMP
 * in the path; without "index.html" and its like and the final slash; without
 * fragment, unless it is a route ("#!", "#/"); without parameters that only
 * track (url_tracking.c), the others in their order. What may tell one
 * article from another stays. Not for fetching: only for comparison. Absent
 * when `url` is no http or https URL or longer than NWI_URL_CANONICAL_MAX.
 */
struct nw_str nwi_url_canonical(struct nw_arena *arena, struct nw_str url);

/*
 * Appends `url` for a fetch: as published with tracking parameters and the
 * fragment kept. Nothing but http and https passes; NW_BAD_INPUT otherwise.
 */
enum nw_status nwi_url_fetchable(struct nw_str url,
				 struct nw_buf *out) NW_CHECKED;

#endif
