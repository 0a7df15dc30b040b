/* SPDX-License-Identifier: Apache-2.0 */
/* The identity of an address, and what is read off its host. */
#include "text/url_internal.h"

/* A cleaned http or https URL; false for all else. */
static bool clean_web(struct nw_str url, struct nw_buf *out)
{
	return nwi_url_fetchable(url, out) == NW_OK;
}

static bool is_ipv6(struct nw_str host)
{
	return nw_str_find_char(host, ':') < host.len;
}

static struct nw_str without_dot(struct nw_str host)
{
	return nw_str_ends(host, ".") && !is_ipv6(host)
		       ? nw_str_slice(host, 0, host.len - 1)
		       : host;
}

struct nw_str nwi_url_host(struct nw_arena *arena, struct nw_str url)
{
	NW_AUTO(nw_buf_fini) struct nw_buf clean = { 0 };

	nw_buf_init(&clean, NWI_URL_MAX);
	if (!clean_web(url, &clean))
		return nw_str_make(NULL, 0);
	struct nwi_url parts = nwi_url_split(nw_buf_str(&clean));
	return nw_arena_str(arena, without_dot(parts.host));
}

static void add_host(struct nw_buf *out, struct nw_str host)
{
	bool ipv6 = is_ipv6(host);

	nw_buf_add_text(out, ipv6 ? "[" : "");
	nw_buf_add_str(out, host);
	nw_buf_add_text(out, ipv6 ? "]" : "");
}

static void add_port(struct nw_buf *out, struct nw_str port)
{
	if (port.len == 0)
		return;
	nw_buf_add_char(out, ':');
	nw_buf_add_str(out, port);
}

struct nw_str nwi_url_origin(struct nw_arena *arena, struct nw_str url)
{
	NW_AUTO(nw_buf_fini) struct nw_buf clean = { 0 };
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };

	nw_buf_init(&clean, NWI_URL_MAX);
	nw_buf_init(&out, 512);
	if (!clean_web(url, &clean))
		return nw_str_make(NULL, 0);
	struct nwi_url parts = nwi_url_split(nw_buf_str(&clean));
	nw_buf_add_str(&out, parts.scheme);
	nw_buf_add_text(&out, "://");
	add_host(&out, without_dot(parts.host));
	add_port(&out, parts.port);
	return nw_arena_buf(arena, &out);
}

/* RFC 3986, 6.2.2: escapes in upper case, none for unreserved characters. */
static void add_normal(struct nw_buf *out, struct nw_str s)
{
	static const char hex[] = "0123456789ABCDEF";

	for (size_t i = 0; i < s.len; i++) {
		int byte = nwi_url_escape(s, i);
		if (byte < 0) {
			nw_buf_add_char(out, s.at[i]);
			continue;
		}
		i += 2;
		bool plain = (byte >= 'a' && byte <= 'z') ||
			     (byte >= 'A' && byte <= 'Z') ||
			     (byte >= '0' && byte <= '9') || byte == '-' ||
			     byte == '.' || byte == '_' || byte == '~';
		if (plain)
			nw_buf_add_char(out, (char)byte);
		else
			nw_buf_add_fmt(out, "%%%c%c", hex[byte >> 4],
				       hex[byte & 15]);
	}
}

static void add_query(struct nw_buf *out, struct nw_str query)
{
	NW_AUTO(nw_buf_fini) struct nw_buf normal = { 0 };
	char before = '?';
	struct nw_str rest, parameter;

	nw_buf_init(&normal, NWI_URL_MAX);
	add_normal(&normal, query);
	rest = nw_buf_str(&normal);
	while (nw_str_next(&rest, '&', &parameter)) {
		/* Feeds escape twice: "a=1&amp;b=2". */
		while (nw_str_starts(parameter, "amp;"))
			parameter = nw_str_slice(parameter, 4, parameter.len);
		if (parameter.len == 0 || nwi_url_is_tracking(parameter))
			continue;
		nw_buf_add_char(out, before);
		nw_buf_add_str(out, parameter);
		before = '&';
	}
}

/* ---- the host ---- */

/*
 * Hosts by which an outlet shows the same page on another screen. What may be
 * an edition of its own ("en.", "edition.", "us.", "old.") is none of them.
 */
static struct nw_str without_front(struct nw_str host)
{
	static const char *const fronts[] = { "www.",	"www1.", "www2.",
					      "www3.",	"m.",	 "mobile.",
					      "mobil.", "amp.",	 "touch.",
					      "wap.",	"pda.",	 "3g." };

	for (size_t i = 0; i < sizeof(fronts) / sizeof(fronts[0]); i++) {
		struct nw_str rest =
			nw_str_slice(host, strlen(fronts[i]), host.len);
		if (nw_str_starts(host, fronts[i]) && rest.len > 0 &&
		    rest.at[0] != '.' && nw_str_find_char(rest, '.') < rest.len)
			return without_front(rest);
	}
	return host;
}

static struct nw_str bare_host(struct nw_str host)
{
	return without_front(without_dot(host));
}

/* "en.m.wikinews.org" is "en.wikinews.org". */
static void add_bare_host(struct nw_buf *out, struct nw_str host)
{
	static const char *const ends[] = { ".wikipedia.org", ".wikinews.org" };

	host = bare_host(host);
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		if (!nw_str_ends(host, ends[i]))
			continue;
		host.len -= strlen(ends[i]);
		while (nw_str_ends(host, ".m"))
			host.len -= 2;
		nw_buf_add_str(out, host);
		nw_buf_add_text(out, ends[i]);
		return;
	}
	add_host(out, host);
}

/* ---- the path ---- */

/* A path in three parts, of which the first and the last may be empty. */
struct path {
	struct nw_str first, rest;
	bool html; /* ".html" was taken off */
};

static bool drop_end(struct path *path, const char *end)
{
	size_t len = strlen(end);

	if (!nw_str_ends(path->rest, end) || path->rest.len <= len)
		return false;
	path->rest.len -= len;
	return true;
}

/*
 * What a server shows for a folder. Those that are programs may be told by
 * their parameters which article to show, and stay where there are any.
 */
static bool drop_index(struct path *path, bool queried)
{
	static const char *const pages[] = { "/index.html", "/index.htm",
					     "/index.shtml" };
	static const char *const programs[] = { "/index.php", "/default.aspx",
						"/index.jsp" };

	for (size_t i = 0; i < 3; i++) {
		if (nw_str_ends(path->rest, pages[i])) {
			path->rest.len -= strlen(pages[i]);
			return true;
		}
		if (!queried && nw_str_ends(path->rest, programs[i])) {
			path->rest.len -= strlen(programs[i]);
			return true;
		}
	}
	if (path->html && nw_str_ends(path->rest, "/index")) {
		path->rest.len -= strlen("/index");
		path->html = false;
		return true;
	}
	return false;
}

/* "/a/", "/a/amp", "/a.amp", "/a.amp.html"; "/amp" alone is a page. */
static bool drop_tail(struct path *path, bool queried)
{
	if (!path->html && nw_str_ends(path->rest, "/")) {
		path->rest.len--;
		return true;
	}
	if (!path->html && drop_end(path, ".amp.html")) {
		path->html = true;
		return true;
	}
	return (!path->html && drop_end(path, "/amp")) ||
	       drop_end(path, ".amp") || drop_index(path, queried);
}

static bool drop_front(struct nw_str *path, const char *front)
{
	if (!nw_str_starts(*path, front))
		return false;
	*path = nw_str_slice(*path, strlen(front) - 1, path->len);
	return true;
}

/* "//a", "/amp/a", and "/news/amp/a-1" (BBC). */
static void drop_fronts(struct path *path)
{
	while (drop_front(&path->rest, "//") ||
	       drop_front(&path->rest, "/amp/"))
		;
	size_t second = nw_str_find_char(
		nw_str_slice(path->rest, 1, path->rest.len), '/');
	struct nw_str rest =
		nw_str_slice(path->rest, second + 1, path->rest.len);
	if (!drop_front(&rest, "/amp/"))
		return;
	while (drop_front(&rest, "/amp/"))
		;
	path->first = nw_str_slice(path->rest, 0, second + 1);
	path->rest = rest;
}

static void add_bare_path(struct nw_buf *out, struct nw_str given, bool queried)
{
	NW_AUTO(nw_buf_fini) struct nw_buf normal = { 0 };

	nw_buf_init(&normal, NWI_URL_MAX);
	given = nw_str_slice(given, 0,
			     nw_str_find(given, nw_str_from(";jsessionid=")));
	add_normal(&normal, given);
	struct path path = { .rest = nw_buf_str(&normal) };
	while (drop_tail(&path, queried))
		;
	drop_fronts(&path);
	nw_buf_add_str(out, path.first);
	nw_buf_add_str(out, path.rest);
	nw_buf_add_text(out, path.html ? ".html" : "");
	if (path.first.len + path.rest.len == 0)
		nw_buf_add_char(out, '/');
}

/* Routes of programs that run in the reader's browser: "#!/a", "#/a". */
static void add_route(struct nw_buf *out, struct nw_str fragment)
{
	if (!nw_str_starts(fragment, "!") && !nw_str_starts(fragment, "/"))
		return;
	nw_buf_add_char(out, '#');
	add_normal(out, fragment);
}

static void add_canonical(struct nw_buf *out, const struct nwi_url *parts)
{
	NW_AUTO(nw_buf_fini) struct nw_buf query = { 0 };

	nw_buf_init(&query, NWI_URL_MAX);
	add_query(&query, parts->query);
	nw_buf_add_text(out, "https://");
	add_bare_host(out, parts->host);
	add_port(out, parts->port);
	add_bare_path(out, parts->path, query.len > 0);
	nw_buf_add_str(out, nw_buf_str(&query));
	add_route(out, parts->fragment);
}

/* Links within links; an honest one has two. */
enum { UNWRAP_MOST = 8 };

/* Follows the links within the cleaned one; the last stands alone then. */
static void unwrap(struct nw_buf *clean)
{
	NW_AUTO(nw_buf_fini) struct nw_buf inner = { 0 };
	NW_AUTO(nw_buf_fini) struct nw_buf next = { 0 };

	nw_buf_init(&inner, NWI_URL_MAX);
	nw_buf_init(&next, NWI_URL_MAX);
	for (int i = 0; i < UNWRAP_MOST; i++) {
		struct nwi_url parts = nwi_url_split(nw_buf_str(clean));
		parts.host = bare_host(parts.host);
		nw_buf_clear(&next);
		if (!nwi_url_unwrap(&parts, &inner) ||
		    !clean_web(nw_buf_str(&inner), &next))
			return;
		nw_buf_clear(clean);
		nw_buf_add_str(clean, nw_buf_str(&next));
	}
}

struct nw_str nwi_url_canonical(struct nw_arena *arena, struct nw_str url)
{
	NW_AUTO(nw_buf_fini) struct nw_buf clean = { 0 };
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };

	nw_buf_init(&clean, NWI_URL_MAX);
	nw_buf_init(&out, NWI_URL_CANONICAL_MAX);
	if (!clean_web(url, &clean))
		return nw_str_make(NULL, 0);
	unwrap(&clean);
	struct nwi_url parts = nwi_url_split(nw_buf_str(&clean));
	add_canonical(&out, &parts);
	return out.failed ? nw_str_make(NULL, 0) : nw_arena_buf(arena, &out);
}
