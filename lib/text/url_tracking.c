/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parameters of an address that say who sent a reader or which dress the page
 * wears, never what is read.
 *
 * The names are those of the vendors' own manuals (Google Ads and Analytics,
 * Meta, Microsoft, Yandex, Matomo, Piano, HubSpot, Adobe, Mailchimp,
 * Olytics, comScore, Branch) and of outlets' own feeds and share buttons; the
 * global rules of ClearURLs and the query stripping list of Firefox have the
 * same. A name enters only where no outlet is known to name an article by it;
 * what may be a number of an article somewhere counts with other values only.
 */
#include "text/url_internal.h"

static const char *const prefixes[] = {
	"utm_",		  "mtm_",	  "matomo_",	 "hsa_",
	"oly_",		  "vero_",	  "_hs",	 "__hs",
	"at_medium",	  "at_campaign",  "at_custom",	 "at_link",
	"at_format",	  "at_ptr",	  "at_bbc",	 "at_creation",
	"xtor",		  "wt_mc",	  "wt_zmc",	 "wt.mc",
	"__twitter_",	  "fb_action",	  "fb_comment_", "itm_",
	"otm_",		  "pk_campaign",  "pk_kw",	 "pk_source",
	"pk_medium",	  "pk_content",	  "pk_cid",	 "ns_campaign",
	"ns_mchannel",	  "ns_source",	  "ns_linkname", "ns_fee",
	"trk_contact",	  "trk_msg",	  "trk_module",	 "trk_sid",
	"action_object_", "action_type_", "action_ref_", "amp_js_",
	"amp_gsa",	  "_x_tr_",	  "ga_source",	 "ga_medium",
	"ga_campaign",	  "ga_term",	  "ga_content",	 "guce_",
	"sc_campaign",	  "mc_",	  "gad_",
};

/* clang-format off */
static const char *const names[] = {
	/* clicks, as the networks number them */
	"fbclid", "gclid", "dclid", "gbraid", "wbraid", "gclsrc", "srsltid",
	"msclkid", "yclid", "ymclid", "ysclid", "twclid", "ttclid", "igshid",
	"igsh", "mibextid", "li_fat_id", "rdt_cid", "epik", "scclid", "tblci",
	"obclid", "dicbo", "s_kwcid", "ef_id", "irclickid", "irgwc", "zanpid",
	"rb_clickid", "wickedid", "vgo_ee", "sfmc_id", "mkt_tok", "dm_i",
	"ml_subscriber", "ml_subscriber_hash", "ck_subscriber_id", "__s",
	"cvid", "oicd", "_branch_match_id", "_branch_referrer", "hsctatracking",
	/* statistics */
	"_ga", "_gl", "_ke", "_openstat", "openstat", "s_cid", "wtrid",
	"echobox", "cid_source", "hmb_campaign", "hmb_medium", "hmb_source",
	"tracking_source", "traffic_source", "traffictool", "cmpid", "intcid",
	"intcmp", "dcmp", "gs_l", "ftag", "smid", "smtyp", "sr_share", "ito",
	"maca", "mbid", "taid", "tpcc", "itid", "gepc", "ocid", "ncid",
	"guccounter", "wprov", "embedded-webview", "ref_src", "ref_url",
	"fb_ref", "fb_source", "searchresultposition", "usqp", "amp_markup",
	"__amp_source_origin", "sharetoken", "share_id", "shareid",
	"unlocked_article_code", "frommail", "rsspagename", "iid_source",
	/* sessions */
	"phpsessid", "sessionid", "jsessionid", "aspsessionid", "cfid", "cftoken",
};

/* These name an article here and there: a number stays. */
static const char *const names_of_words[] = {
	"cmp", "icid", "spm", "wkey", "share", "sharer", "emc", "partner",
};
/* clang-format on */

/* With one of these values a parameter says where the link was found. */
static const struct {
	const char *name, *value;
} pairs[] = {
	{ "source", "rss" },
	{ "source", "feed" },
	{ "source", "twitter" },
	{ "source", "facebook" },
	{ "source", "newsletter" },
	{ "source", "telegram" },
	{ "src", "rss" },
	{ "src", "feed" },
	{ "ref", "rss" },
	{ "ref", "feed" },
	{ "ref", "twitter" },
	{ "ref", "facebook" },
	{ "ref", "telegram" },
	{ "ref", "newsletter" },
	{ "ref", "home" },
	{ "ref", "homepage" },
	{ "from", "rss" },
	{ "from", "feed" },
	{ "from", "twitter" },
	{ "from", "facebook" },
	{ "from", "telegram" },
	{ "feed", "rss" },
	{ "rss", "1" },
	{ "rss", "true" },
	{ "cid", "rss" },
	{ "outputtype", "amp" },
	{ "amp", "" },
	{ "amp", "1" },
	{ "amp", "true" },
	{ "output", "amp" },
	{ "mode", "amp" },
	{ "view", "amp" },
	{ "format", "amp" },
	{ "type", "amp" },
	{ "isamp", "1" },
	{ "isamp", "true" },
	{ "mobile", "1" },
	{ "mobile", "true" },
	{ "print", "1" },
	{ "print", "true" },
	{ "view", "print" },
	{ "format", "print" },
};

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static bool is_number(struct nw_str value)
{
	for (size_t i = 0; i < value.len; i++)
		if (value.at[i] < '0' || value.at[i] > '9')
			return false;
	return value.len > 0;
}

static bool is_one_of(struct nw_str name, const char *const *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (nw_str_is_nocase(name, rows[i]))
			return true;
	return false;
}

bool nwi_url_is_tracking(struct nw_str parameter)
{
	size_t cut = nw_str_find_char(parameter, '=');
	struct nw_str name = nw_str_slice(parameter, 0, cut);
	struct nw_str value = nw_str_slice(parameter, cut + 1, parameter.len);

	for (size_t i = 0; i < COUNT(prefixes); i++)
		if (nw_str_starts_nocase(name, prefixes[i]))
			return true;
	if (is_one_of(name, names, COUNT(names)))
		return true;
	if (is_one_of(name, names_of_words, COUNT(names_of_words)))
		return !is_number(value);
	for (size_t i = 0; i < COUNT(pairs); i++)
		if (nw_str_is_nocase(name, pairs[i].name) &&
		    nw_str_is_nocase(value, pairs[i].value))
			return true;
	return false;
}
