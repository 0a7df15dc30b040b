/* SPDX-License-Identifier: Apache-2.0 */
#include "text/late.h"
#include "text/url_internal.h"
#include "text/utf8.h"

static bool is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_control_or_space(char c)
{
	return (unsigned char)c <= ' ';
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* Without the controls and spaces around it, and U+00A0 likewise. */
static struct nw_str strip(struct nw_str s)
{
	while (s.len > 0 && is_control_or_space(s.at[0]))
		s = nw_str_slice(s, 1, s.len);
	while (s.len > 0 && is_control_or_space(s.at[s.len - 1]))
		s.len--;
	while (nw_str_starts(s, "\xc2\xa0"))
		s = nw_str_slice(s, 2, s.len);
	while (nw_str_ends(s, "\xc2\xa0"))
		s.len -= 2;
	return s;
}

/* What a scheme has behind its first letter. */
static bool is_scheme_rest(char c)
{
	return is_digit(c) || c == '+' || c == '-' || c == '.';
}

/* RFC 3986, 3.1; the colon's offset, or 0. */
static size_t scheme_len(struct nw_str s)
{
	size_t i = 0;

	while (i < s.len &&
	       (is_alpha(s.at[i]) || (i > 0 && is_scheme_rest(s.at[i]))))
		i++;
	return i < s.len && s.at[i] == ':' ? i : 0;
}

enum nwi_scheme nwi_url_scheme(struct nw_str url)
{
	static const struct {
		const char *name;
		enum nwi_scheme scheme;
	} rows[] = {
		{ "http", NWI_SCHEME_HTTP },
		{ "https", NWI_SCHEME_HTTPS },
		{ "file", NWI_SCHEME_FILE },
		{ "mailto", NWI_SCHEME_MAILTO },
		{ "tel", NWI_SCHEME_TEL },
		{ "ftp", NWI_SCHEME_FTP },
		{ "data", NWI_SCHEME_DATA },
		{ "javascript", NWI_SCHEME_SCRIPT },
		{ "vbscript", NWI_SCHEME_SCRIPT },
	};
	char name[16];
	size_t len = 0;
	struct nw_str s = strip(url);

	/* Browsers drop tabs and line ends within: "java\nscript:" runs. */
	for (size_t i = 0; i < s.len && s.at[i] != ':'; i++) {
		if (s.at[i] == '\t' || s.at[i] == '\n' || s.at[i] == '\r')
			continue;
		if (!is_alpha(s.at[i]) && !(len > 0 && is_scheme_rest(s.at[i])))
			return NWI_SCHEME_NONE;
		if (len < sizeof(name) - 1)
			name[len] = lower(s.at[i]);
		len++;
	}
	if (len == 0 || nw_str_find_char(s, ':') == s.len)
		return NWI_SCHEME_NONE;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (nw_str_is(nw_str_make(name, len < 15 ? len : 0),
			      rows[i].name))
			return rows[i].scheme;
	}
	return NWI_SCHEME_OTHER;
}

static void split_authority(struct nw_str text, struct nwi_url *url)
{
	size_t at = text.len;

	while (at > 0 && text.at[at - 1] != '@')
		at--;
	if (at > 0)
		url->user = nw_str_slice(text, 0, at - 1);
	struct nw_str host = nw_str_slice(text, at, text.len);
	size_t end = nw_str_find_char(host, ':');
	size_t skip = 0;
	if (host.len > 0 && host.at[0] == '[') {
		end = nw_str_find_char(host, ']');
		skip = end < host.len;
		url->host = nw_str_slice(host, 1, end);
	} else {
		url->host = nw_str_slice(host, 0, end);
	}
	struct nw_str rest = nw_str_slice(host, end + skip, host.len);
	if (rest.len > 0 && rest.at[0] == ':')
		url->port = nw_str_slice(rest, 1, rest.len);
}

struct nwi_url nwi_url_split(struct nw_str s)
{
	struct nwi_url url = { 0 };

	if (nw_str_is_absent(s))
		s = nw_str_make("", 0);
	size_t cut = scheme_len(s);
	if (cut > 0) {
		url.scheme = nw_str_slice(s, 0, cut);
		s = nw_str_slice(s, cut + 1, s.len);
	}
	cut = nw_str_find_char(s, '#');
	if (cut < s.len)
		url.fragment = nw_str_slice(s, cut + 1, s.len);
	s = nw_str_slice(s, 0, cut);
	cut = nw_str_find_char(s, '?');
	if (cut < s.len)
		url.query = nw_str_slice(s, cut + 1, s.len);
	s = nw_str_slice(s, 0, cut);
	if (nw_str_starts(s, "//")) {
		s = nw_str_slice(s, 2, s.len);
		cut = nw_str_find_char(s, '/');
		url.has_authority = true;
		split_authority(nw_str_slice(s, 0, cut), &url);
		s = nw_str_slice(s, cut, s.len);
	}
	url.path = s;
	return url;
}

void nwi_url_encode(struct nw_buf *out, struct nw_str s, const char *also)
{
	static const char hex[] = "0123456789ABCDEF";

	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];
		if (c > ' ' && c < 0x7f && !strchr(also, c)) {
			nw_buf_add_char(out, s.at[i]);
			continue;
		}
		nw_buf_add_char(out, '%');
		nw_buf_add_char(out, hex[c >> 4]);
		nw_buf_add_char(out, hex[c & 15]);
	}
}

/* Drops what browsers drop; backslashes before the query become slashes. */
static void clean_reference(struct nw_buf *out, struct nw_str s, bool slashes)
{
	bool path = true;

	for (size_t i = 0; i < s.len; i++) {
		char c = s.at[i];
		if (c == '\t' || c == '\n' || c == '\r')
			continue;
		path = path && c != '?' && c != '#';
		nw_buf_add_char(out, c == '\\' && path && slashes ? '/' : c);
	}
}

static int hex_value(char c)
{
	if (is_digit(c))
		return c - '0';
	c = lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

int nwi_url_escape(struct nw_str s, size_t at)
{
	if (at + 2 >= s.len || s.at[at] != '%')
		return -1;
	int high = hex_value(s.at[at + 1]), low = hex_value(s.at[at + 2]);
	return high < 0 || low < 0 ? -1 : high * 16 + low;
}

static void unescape(struct nw_buf *out, struct nw_str s)
{
	for (size_t i = 0; i < s.len; i++) {
		int byte = nwi_url_escape(s, i);
		nw_buf_add_char(out, byte < 0 ? s.at[i] : (char)byte);
		i += byte < 0 ? 0 : 2;
	}
}

/* Code points that no host has (WHATWG URL, "forbidden domain"). */
static bool is_forbidden(struct nw_str host)
{
	for (size_t i = 0; i < host.len; i++) {
		if (is_control_or_space(host.at[i]) || host.at[i] == 0x7f ||
		    strchr("#/:<>?@[\\]^|%\"`{}", host.at[i]))
			return true;
	}
	return false;
}

static bool to_punycode(struct nw_str host, struct nw_buf *out)
{
	UErrorCode status = U_ZERO_ERROR;
	UIDNAInfo info = UIDNA_INFO_INITIALIZER;
	const uint32_t forgiven =
		UIDNA_ERROR_EMPTY_LABEL | UIDNA_ERROR_LEADING_HYPHEN |
		UIDNA_ERROR_TRAILING_HYPHEN | UIDNA_ERROR_HYPHEN_3_4;
	char ascii[256];

	UIDNA *idna = nwi_icu()->uidna_openUTS46(
		UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ |
			UIDNA_NONTRANSITIONAL_TO_ASCII,
		&status);
	int32_t len = 0;
	if (U_SUCCESS(status))
		len = nwi_icu()->uidna_nameToASCII_UTF8(
			idna, host.at, (int32_t)host.len, ascii, sizeof(ascii),
			&info, &status);
	nwi_icu()->uidna_close(idna);
	if (U_FAILURE(status) || len <= 0 || len > 253 || ascii[0] == '.' ||
	    (info.errors & ~forgiven) ||
	    is_forbidden(nw_str_make(ascii, (size_t)len)))
		return false;
	nw_buf_add(out, ascii, (size_t)len);
	return true;
}

static bool add_ipv6(struct nw_buf *out, struct nw_str host)
{
	if (host.len < 2 || host.len > 45)
		return false;
	nw_buf_add_char(out, '[');
	for (size_t i = 0; i < host.len; i++) {
		if (hex_value(host.at[i]) < 0 && host.at[i] != ':' &&
		    host.at[i] != '.')
			return false;
		nw_buf_add_char(out, lower(host.at[i]));
	}
	nw_buf_add_char(out, ']');
	return true;
}

static bool add_host(struct nw_buf *out, struct nw_str host)
{
	NW_AUTO(nw_buf_fini) struct nw_buf plain = { 0 };
	bool ascii = true;

	nw_buf_init(&plain, 1024);
	if (nw_str_find_char(host, ':') < host.len)
		return add_ipv6(out, host);
	unescape(&plain, host);
	struct nw_str name = nw_buf_str(&plain);
	if (plain.failed || name.len == 0 || name.at[0] == '.' ||
	    is_forbidden(name) || !nwi_utf8_is_valid(name))
		return false;
	for (size_t i = 0; i < name.len; i++)
		ascii = ascii && (unsigned char)name.at[i] < 0x80;
	if (!ascii)
		return to_punycode(name, out);
	for (size_t i = 0; i < name.len; i++)
		nw_buf_add_char(out, lower(name.at[i]));
	return name.len <= 254;
}

static bool is_default_port(struct nw_str scheme, struct nw_str port)
{
	return (nw_str_is_nocase(scheme, "http") && nw_str_is(port, "80")) ||
	       (nw_str_is_nocase(scheme, "https") && nw_str_is(port, "443")) ||
	       (nw_str_is_nocase(scheme, "ftp") && nw_str_is(port, "21"));
}

static bool add_port(struct nw_buf *out, const struct nwi_url *url)
{
	int64_t number;

	if (url->port.len == 0 || is_default_port(url->scheme, url->port))
		return true;
	if (!is_digit(url->port.at[0]) ||
	    nw_str_to_int(url->port, &number) != NW_OK || number > 65535)
		return false;
	nw_buf_add_fmt(out, ":%u", (unsigned)number);
	return true;
}

static bool add_authority(struct nw_buf *out, const struct nwi_url *url)
{
	bool file = nw_str_is_nocase(url->scheme, "file");

	nw_buf_add_text(out, "//");
	if (file && url->host.len == 0)
		return true;
	if (!nw_str_is_absent(url->user)) {
		nwi_url_encode(out, url->user, "\"<>`{}/?#@[]");
		nw_buf_add_char(out, '@');
	}
	return add_host(out, url->host) && add_port(out, url);
}

/* Behind ".", "..", and their escaped spellings; 0 for a real segment. */
static int dots(struct nw_str segment)
{
	int count = 0;

	for (size_t i = 0; i < segment.len; i++) {
		if (nwi_url_escape(segment, i) == '.')
			i += 2;
		else if (segment.at[i] != '.')
			return 0;
		if (++count > 2)
			return 0;
	}
	return count;
}

/*
 * RFC 3986, 5.2.4, from left to right over what was written: each byte is
 * written once and dropped at most once.
 */
static void add_path(struct nw_buf *out, struct nw_str path)
{
	size_t root = out->len;

	if (path.len > 0 && path.at[0] != '/')
		nw_buf_add_char(out, '/');
	if (path.len > 0 && path.at[0] == '/')
		path = nw_str_slice(path, 1, path.len);
	else if (path.len == 0)
		return;
	if (out->len == root)
		nw_buf_add_char(out, '/');
	for (;;) {
		size_t end = nw_str_find_char(path, '/');
		struct nw_str segment = nw_str_slice(path, 0, end);
		int count = segment.len ? dots(segment) : 0;
		if (count == 0)
			nwi_url_encode(out, segment, "\"<>`{}");
		if (count == 2 && out->len > root + 1) {
			size_t cut = out->len - 1;
			while (out->at[cut - 1] != '/')
				cut--;
			nw_buf_cut(out, cut);
		}
		if (end >= path.len || out->failed)
			return;
		if (count == 0)
			nw_buf_add_char(out, '/');
		path = nw_str_slice(path, end + 1, path.len);
	}
}

/* RFC 3986, 5.3. False where the host cannot be. */
static bool compose(struct nw_buf *out, const struct nwi_url *url)
{
	for (size_t i = 0; i < url->scheme.len; i++)
		nw_buf_add_char(out, lower(url->scheme.at[i]));
	nw_buf_add_char(out, ':');
	if (!add_authority(out, url))
		return false;
	add_path(out, url->path);
	if (!nw_str_is_absent(url->query)) {
		nw_buf_add_char(out, '?');
		nwi_url_encode(out, url->query, "\"<>'");
	}
	if (!nw_str_is_absent(url->fragment)) {
		nw_buf_add_char(out, '#');
		nwi_url_encode(out, url->fragment, "\"<>`");
	}
	return true;
}

/* RFC 3986, 5.2.3: the base's path up to its last slash, then the other. */
static struct nw_str merge(const struct nwi_url *base, struct nw_str path,
			   struct nw_buf *merged)
{
	size_t keep = base->path.len;

	while (keep > 0 && base->path.at[keep - 1] != '/')
		keep--;
	if (keep == 0)
		nw_buf_add_char(merged, '/');
	nw_buf_add_str(merged, nw_str_slice(base->path, 0, keep));
	nw_buf_add_str(merged, path);
	return nw_buf_str(merged);
}

static bool is_special(struct nw_str url)
{
	enum nwi_scheme scheme = nwi_url_scheme(url);

	return scheme == NWI_SCHEME_HTTP || scheme == NWI_SCHEME_HTTPS ||
	       scheme == NWI_SCHEME_FTP || scheme == NWI_SCHEME_FILE;
}

/* RFC 3986, 5.2.2, for a reference without scheme. */
static struct nwi_url relate(const struct nwi_url *base, struct nwi_url ref,
			     struct nw_buf *merged)
{
	ref.scheme = base->scheme;
	if (ref.has_authority)
		return ref;
	ref.has_authority = true;
	ref.user = base->user;
	ref.host = base->host;
	ref.port = base->port;
	if (ref.path.len == 0) {
		ref.path = base->path;
		if (nw_str_is_absent(ref.query))
			ref.query = base->query;
	} else if (ref.path.at[0] != '/') {
		ref.path = merge(base, ref.path, merged);
	}
	return ref;
}

/* "http:host", "http:/host" and "http:////host" as browsers take them. */
static void add_slashes(struct nw_buf *out, struct nw_str s)
{
	size_t colon = scheme_len(s);
	size_t at = colon + 1;

	nw_buf_add_str(out, nw_str_slice(s, 0, at));
	while (at < s.len && s.at[at] == '/')
		at++;
	nw_buf_add_text(out, "//");
	nw_buf_add_str(out, nw_str_slice(s, at, s.len));
}

static bool resolve_absolute(struct nw_str s, struct nw_buf *out)
{
	NW_AUTO(nw_buf_fini) struct nw_buf fixed = { 0 };

	nw_buf_init(&fixed, NWI_URL_MAX + 2);
	if (!is_special(s)) {
		nw_buf_add_str(out, s);
		return true;
	}
	if (nwi_url_is_web(s)) {
		add_slashes(&fixed, s);
		s = nw_buf_str(&fixed);
	}
	struct nwi_url url = nwi_url_split(s);
	return compose(out, &url) && !fixed.failed;
}

static bool resolve_relative(struct nw_str base, struct nw_str s,
			     struct nw_buf *out)
{
	NW_AUTO(nw_buf_fini) struct nw_buf merged = { 0 };
	NW_AUTO(nw_buf_fini) struct nw_buf cleaned = { 0 };

	nw_buf_init(&merged, 2 * NWI_URL_MAX);
	nw_buf_init(&cleaned, NWI_URL_MAX);
	clean_reference(&cleaned, strip(base), true);
	struct nwi_url of_base = nwi_url_split(nw_buf_str(&cleaned));
	if (!is_special(base) || !of_base.has_authority || cleaned.failed)
		return false;
	struct nwi_url url = relate(&of_base, nwi_url_split(s), &merged);
	return compose(out, &url) && !merged.failed;
}

/* "http:page" under an http base is a relative reference to browsers. */
static struct nw_str without_same_scheme(struct nw_str base, struct nw_str s)
{
	size_t len = scheme_len(s);

	if (len == 0 || !nwi_url_is_web(s) ||
	    nwi_url_scheme(base) != nwi_url_scheme(s))
		return s;
	struct nw_str rest = nw_str_slice(s, len + 1, s.len);
	return nw_str_starts(rest, "/") ? s : rest;
}

enum nw_status nwi_url_resolve(struct nw_str base, struct nw_str reference,
			       struct nw_buf *out)
{
	NW_AUTO(nw_buf_fini) struct nw_buf cleaned = { 0 };
	NW_AUTO(nw_buf_fini) struct nw_buf result = { 0 };
	struct nw_str s = strip(reference);

	nw_buf_init(&cleaned, NWI_URL_MAX);
	nw_buf_init(&result, NWI_URL_MAX);
	enum nwi_scheme scheme = nwi_url_scheme(s);
	clean_reference(&cleaned, s,
			scheme == NWI_SCHEME_NONE ? is_special(base)
						  : is_special(s));
	s = without_same_scheme(base, nw_buf_str(&cleaned));
	if (cleaned.failed)
		return NW_LIMIT;
	bool good = scheme_len(s) > 0 ? resolve_absolute(s, &result)
				      : resolve_relative(base, s, &result);
	if (!good && !result.failed)
		return NW_BAD_INPUT;
	if (result.failed || !nw_buf_reserve(out, result.len))
		return NW_LIMIT;
	nw_buf_add_str(out, nw_buf_str(&result));
	return NW_OK;
}

struct nw_str nwi_url_resolve_in(struct nw_arena *arena, struct nw_str base,
				 struct nw_str reference)
{
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };

	struct nw_str joined = nwi_url_join(arena, base, reference);

	if (!nw_str_is_absent(joined))
		return joined;
	nw_buf_init(&out, NWI_URL_MAX);
	if (nw_str_is_absent(reference) ||
	    nwi_url_resolve(base, reference, &out) != NW_OK)
		return nw_str_make(NULL, 0);
	return nw_arena_buf(arena, &out);
}

enum nw_status nwi_url_fetchable(struct nw_str url, struct nw_buf *out)
{
	if (!nwi_url_is_web(url))
		return NW_BAD_INPUT;
	return nwi_url_resolve(nw_str_make(NULL, 0), url, out);
}
