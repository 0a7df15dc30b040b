/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The address within an address: pages as caches of AMP serve them, and links
 * of those who count clicks and say in the link itself where it leads.
 */
#include "text/url_internal.h"

/* Hosts without "www." and its like; `path` is how the path begins. */
static const struct {
	const char *host, *path, *parameter;
} counters[] = {
	{ "google.com", "/url", "url" },
	{ "google.com", "/url", "q" },
	{ "bing.com", "/news/apiclick.aspx", "url" },
	{ "l.facebook.com", "/l.php", "u" },
	{ "lm.facebook.com", "/l.php", "u" },
	{ "facebook.com", "/l.php", "u" },
	{ "l.instagram.com", "/", "u" },
	{ "l.threads.net", "/", "u" },
	{ "out.reddit.com", "/", "url" },
	{ "vk.com", "/away.php", "to" },
	{ "away.vk.com", "/away.php", "to" },
	{ "t.umblr.com", "/redirect", "z" },
	{ "youtube.com", "/redirect", "q" },
	{ "slack-redir.net", "/link", "url" },
	{ "linkedin.com", "/redir/redirect", "url" },
	{ "getpocket.com", "/redirect", "url" },
	{ "duckduckgo.com", "/l/", "uddg" },
	{ "steamcommunity.com", "/linkfilter/", "url" },
	{ ".safelinks.protection.outlook.com", "/", "url" },
};

static bool is_host(struct nw_str host, const char *row)
{
	return row[0] == '.' ? nw_str_ends(host, row) : nw_str_is(host, row);
}

/* The value of a parameter, without its escapes. */
static bool add_value(struct nw_str query, const char *name, struct nw_buf *out)
{
	struct nw_str parameter;

	while (nw_str_next(&query, '&', &parameter)) {
		if (nw_str_starts(parameter, "amp;"))
			parameter = nw_str_slice(parameter, 4, parameter.len);
		size_t cut = nw_str_find_char(parameter, '=');
		if (!nw_str_is(nw_str_slice(parameter, 0, cut), name))
			continue;
		for (size_t i = cut + 1; i < parameter.len; i++) {
			int byte = nwi_url_escape(parameter, i);
			i += byte < 0 ? 0 : 2;
			nw_buf_add_char(out, byte < 0 ? parameter.at[i]
						      : (char)byte);
		}
		return nwi_url_is_web(nw_buf_str(out));
	}
	return false;
}

static bool unwrap_counter(const struct nwi_url *parts, struct nw_buf *out)
{
	for (size_t i = 0; i < sizeof(counters) / sizeof(counters[0]); i++) {
		nw_buf_clear(out);
		if (is_host(parts->host, counters[i].host) &&
		    nw_str_starts(parts->path, counters[i].path) &&
		    add_value(parts->query, counters[i].parameter, out))
			return !out->failed;
	}
	return false;
}

/*
 * developers.google.com/amp/cache/overview: "/c/" a document, "/v/" in a
 * viewer, "/wp/" a web package, then "s/" where the origin speaks https.
 */
static struct nw_str cached(struct nw_str host, struct nw_str path)
{
	static const char *const kinds[] = { "/c/", "/v/", "/wp/", "/amp/" };
	bool google = nw_str_is(host, "google.com");
	bool cache = nw_str_ends(host, ".cdn.ampproject.org") ||
		     nw_str_is(host, "cdn.ampproject.org") ||
		     nw_str_ends(host, ".bing-amp.com");

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (!nw_str_starts(path, kinds[i]) ||
		    (i == 3 ? !google : !cache))
			continue;
		path = nw_str_slice(path, strlen(kinds[i]), path.len);
		return nw_str_starts(path, "s/")
			       ? nw_str_slice(path, 2, path.len)
			       : path;
	}
	return nw_str_make(NULL, 0);
}

static bool unwrap_cached(const struct nwi_url *parts, struct nw_buf *out)
{
	struct nw_str inner = cached(parts->host, parts->path);
	struct nw_str first =
		nw_str_slice(inner, 0, nw_str_find_char(inner, '/'));

	nw_buf_clear(out);
	if (nw_str_find_char(first, '.') == first.len)
		return false;
	nw_buf_add_text(out, "https://");
	nw_buf_add_str(out, inner);
	if (parts->query.len > 0) {
		nw_buf_add_char(out, '?');
		nw_buf_add_str(out, parts->query);
	}
	return !out->failed;
}

bool nwi_url_unwrap(const struct nwi_url *parts, struct nw_buf *out)
{
	return unwrap_cached(parts, out) || unwrap_counter(parts, out);
}
