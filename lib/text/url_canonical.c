/* SPDX-License-Identifier: Apache-2.0 */
/* The identity of an address, and what is read off its host. */
#include "text/url_internal.h"

/* A cleaned http or https URL; false for all else. */
static bool clean_web(struct nw_str url, struct nw_buf *out)
{
	return nwi_url_fetchable(url, out) == NW_OK;
}

static struct nw_str without_dot(struct nw_str host)
{
	return nw_str_ends(host, ".") ? nw_str_slice(host, 0, host.len - 1)
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
	bool ipv6 = nw_str_find_char(host, ':') < host.len;

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

/* Parameters that say who sent a reader, never what is read. */
static const char *const tracking_prefixes[] = {
	"utm_",	     "mtm_",	"pk_",	     "hsa_",	   "oly_",
	"vero_",     "_hs",	"ns_",	     "at_medium",  "at_campaign",
	"at_custom", "at_link", "at_format", "at_ptr",	   "at_bbc",
	"xtor",	     "wt_mc",	"wt.mc",     "__twitter_", "fb_action",
	"trk_",
};

/* clang-format off */
static const char *const tracking_names[] = {
	"fbclid", "gclid", "dclid", "gbraid", "wbraid",
	"msclkid", "yclid", "ymclid", "ysclid", "twclid",
	"ttclid", "igshid", "igsh", "mc_cid", "mc_eid",
	"mkt_tok", "_ga", "_gl", "_ke", "gclsrc",
	"ref_src", "ref_url", "cmpid", "cmp", "ocid",
	"smid", "smtyp", "sr_share", "ftag", "ito",
	"icid", "intcid", "intcmp", "ncid", "cid_source",
	"tblci", "phpsessid", "sessionid", "jsessionid", "s_cid",
	"guccounter", "guce_referrer", "guce_referrer_sig", "spm", "_branch_match_id",
	"wprov", "traffic_source", "wkey", "embedded-webview", "maca",
};
/* clang-format on */

/* With one of these values a parameter says where the link was found. */
static const struct {
	const char *name, *value;
} tracking_pairs[] = {
	{ "source", "rss" },	  { "source", "feed" },
	{ "src", "rss" },	  { "src", "feed" },
	{ "ref", "rss" },	  { "ref", "feed" },
	{ "from", "rss" },	  { "ref", "twitter" },
	{ "ref", "facebook" },	  { "feed", "rss" },
	{ "outputtype", "amp" },  { "amp", "" },
	{ "amp", "1" },		  { "amp", "true" },
	{ "output", "amp" },	  { "source", "twitter" },
	{ "source", "facebook" },
};

static bool is_tracking(struct nw_str parameter)
{
	size_t cut = nw_str_find_char(parameter, '=');
	struct nw_str name = nw_str_slice(parameter, 0, cut);
	struct nw_str value = nw_str_slice(parameter, cut + 1, parameter.len);

	for (size_t i = 0;
	     i < sizeof(tracking_prefixes) / sizeof(tracking_prefixes[0]);
	     i++) {
		if (nw_str_starts_nocase(name, tracking_prefixes[i]))
			return true;
	}
	for (size_t i = 0;
	     i < sizeof(tracking_names) / sizeof(tracking_names[0]); i++) {
		if (nw_str_is_nocase(name, tracking_names[i]))
			return true;
	}
	for (size_t i = 0;
	     i < sizeof(tracking_pairs) / sizeof(tracking_pairs[0]); i++) {
		if (nw_str_is_nocase(name, tracking_pairs[i].name) &&
		    nw_str_is_nocase(value, tracking_pairs[i].value))
			return true;
	}
	return false;
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
	char before = '?';
	struct nw_str parameter;

	while (nw_str_next(&query, '&', &parameter)) {
		/* Feeds escape twice: "a=1&amp;b=2". */
		if (nw_str_starts(parameter, "amp;"))
			parameter = nw_str_slice(parameter, 4, parameter.len);
		if (parameter.len == 0 || is_tracking(parameter))
			continue;
		nw_buf_add_char(out, before);
		add_normal(out, parameter);
		before = '&';
	}
}

/* Hosts by which an outlet shows the same page on another screen. */
static struct nw_str without_front(struct nw_str host)
{
	static const char *const fronts[] = { "www.", "www2.", "m.", "mobile.",
					      "amp." };

	for (size_t i = 0; i < sizeof(fronts) / sizeof(fronts[0]); i++) {
		struct nw_str rest =
			nw_str_slice(host, strlen(fronts[i]), host.len);
		if (nw_str_starts(host, fronts[i]) && rest.at[0] != '.' &&
		    nw_str_find_char(rest, '.') < rest.len)
			return rest;
	}
	return host;
}

/* Two fronts at most: "amp.www." is seen, more is not. */
static struct nw_str bare_host(struct nw_str host)
{
	return without_front(without_front(without_dot(host)));
}

static struct nw_str bare_path(struct nw_str path)
{
	size_t session = nw_str_find(path, nw_str_from(";jsessionid="));

	path = nw_str_slice(path, 0, session);
	while (nw_str_ends(path, "/"))
		path.len--;
	if (nw_str_ends(path, "/amp") && path.len > 4)
		path.len -= 4;
	while (nw_str_ends(path, "/"))
		path.len--;
	return path;
}

struct nw_str nwi_url_canonical(struct nw_arena *arena, struct nw_str url)
{
	NW_AUTO(nw_buf_fini) struct nw_buf clean = { 0 };
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };

	nw_buf_init(&clean, NWI_URL_MAX);
	nw_buf_init(&out, NWI_URL_CANONICAL_MAX);
	if (!clean_web(url, &clean))
		return nw_str_make(NULL, 0);
	struct nwi_url parts = nwi_url_split(nw_buf_str(&clean));
	nw_buf_add_text(&out, "https://");
	add_host(&out, bare_host(parts.host));
	add_port(&out, parts.port);
	struct nw_str path = bare_path(parts.path);
	if (path.len == 0)
		nw_buf_add_char(&out, '/');
	add_normal(&out, path);
	add_query(&out, parts.query);
	if (nw_str_starts(parts.fragment, "!")) {
		nw_buf_add_char(&out, '#');
		add_normal(&out, parts.fragment);
	}
	return out.failed ? nw_str_make(NULL, 0) : nw_arena_buf(arena, &out);
}
