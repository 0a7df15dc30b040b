/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of outlets, sources, classifiers, notifiers, watches; transports. */
#include "config/rows.h"
#include "daemon/config/tables.h"

#define KIB    INT64_C(1024)
#define MIB    (1024 * KIB)
#define SECOND INT64_C(1000)
#define MINUTE (60 * SECOND)
#define HOUR   (3600 * SECOND)
#define DAY    (24 * HOUR)

enum { NAME_MAX_BYTES = 100 };

const struct nw_option config_outlet_rows[] = {
	{ "name", NW_OPTION_TEXT, NW_OPTION_REQUIRED, NULL, 1, NAME_MAX_BYTES,
	  NULL, "Example Times",
	  "The outlet's name, as watches and sources say it." },
	{ "domains", NW_OPTION_TEXT, NW_OPTION_REQUIRED | NW_OPTION_LIST, NULL,
	  1, 253, NULL, "[times.example, times.example.org]",
	  "Its domains; each stands for its subdomains too, unless another "
	  "outlet has a longer one." },
	{ "country", NW_OPTION_TEXT, NW_OPTION_LIST, NULL, 0, 0, NULL, "GB",
	  "Where it is at home, ISO 3166-1 in two letters." },
	{ "language", NW_OPTION_TEXT, NW_OPTION_LIST, NULL, 2, 35, NULL, "en",
	  "In which languages it publishes, BCP 47. When it is one alone, "
	  "items "
	  "of the outlet's sources that name none are taken to be in it." },
	{ "owner", NW_OPTION_TEXT, 0, NULL, 1, 200, NULL, "Example Media Group",
	  "Who owns it. Outlets of one owner count as one when reports are "
	  "corroborated." },
	{ "affiliation", NW_OPTION_CHOICE, 0, NULL, 0, 0,
	  "independent|public|state|party|religious", "independent",
	  "Whose voice it is, where that is known." },
	{ 0 },
};

const struct nw_option config_source_rows[] = {
	{ "name", NW_OPTION_TEXT, NW_OPTION_REQUIRED, NULL, 1, NAME_MAX_BYTES,
	  NULL, "example-world",
	  "The source's name. It is part of what its items are known by: a "
	  "source under a new name begins anew." },
	{ "type", NW_OPTION_TEXT, 0, "feed", 1, 64, NULL, NULL,
	  "The plugin that reads it." },
	{ "url", NW_OPTION_URL, 0, NULL, 0, 0, "http|https|file",
	  "https://times.example/world/rss.xml",
	  "What is fetched: http, https, or file for a file or a spool folder "
	  "of this machine. Either url or argv is required." },
	{ "argv", NW_OPTION_TEXT, NW_OPTION_LIST, NULL, 0, 4096, NULL,
	  "[/usr/local/bin/wire-reader, --since-last]",
	  "The program that is run instead, by its absolute path, and its "
	  "arguments. No shell is involved, the environment is empty." },
	{ "enabled", NW_OPTION_BOOLEAN, 0, "true", 0, 0, NULL, NULL,
	  "Whether it is polled." },
	{ "every", NW_OPTION_DURATION, 0, NULL, SECOND, 30 * DAY, NULL, "5m",
	  "How often it is polled; by default fetch.every. At least 30s over "
	  "the network." },
	{ "outlet", NW_OPTION_TEXT, 0, NULL, 1, NAME_MAX_BYTES, NULL,
	  "Example Times",
	  "Whose items these are; by default the outlet of each item's "
	  "domain. An item that names another outlet which is described, or "
	  "that an aggregator took from one's feed, is that one's." },
	{ "first_poll", NW_OPTION_TEXT, 0, "baseline", 1, 64, NULL, NULL,
	  "What the first poll means: baseline takes what is there for known, "
	  "recent 24h takes what is not older for news, all takes everything "
	  "for news." },
	{ "identity", NW_OPTION_CHOICE, 0, "auto", 0, 0,
	  "auto|id|url|hash|url+title", NULL,
	  "What tells one item from another: its id, its URL, its URL and "
	  "title, or a hash of title and text. auto decides by what the source "
	  "does at its first three polls and keeps to it; what is known stays "
	  "known when it is changed." },
	{ "language", NW_OPTION_TEXT, 0, NULL, 2, 35, NULL, "en",
	  "Language of items that do not say it themselves, BCP 47." },
	{ "allow_private", NW_OPTION_BOOLEAN, 0, NULL, 0, 0, NULL, "true",
	  "Whether it may be at a private, loopback or link-local address; by "
	  "default fetch.allow_private." },
	{ "robots", NW_OPTION_BOOLEAN, 0, NULL, 0, 0, NULL, "false",
	  "Whether robots.txt (RFC 9309) of a host is heeded before it is "
	  "asked "
	  "for anything of this source. By default for all of it when its "
	  "plugin reads pages (page, sitemap, text), else for the pages of "
	  "articles alone: feeds are made for programs." },
	{ "follow_ups", NW_OPTION_INTEGER, 0, "10", 0, 1000, NULL, NULL,
	  "How many further requests (next pages, full texts) one poll may "
	  "ask for. Full texts beyond it are asked for ten seconds later, so "
	  "many again; 0 asks for none." },
	{ "full_text", NW_OPTION_CHOICE, 0, NULL, 0, 0, "never|auto|always",
	  "auto",
	  "Whether the articles of new items are fetched from their own pages "
	  "and read in place of what the source says: auto where that is a "
	  "teaser (no text, under about 1,000 letters of summary, or cut off "
	  "with an ellipsis), always of every item with a link. By default "
	  "auto for the types page and sitemap, never for others: a feed that "
	  "gives whole texts needs it not, and each article is a request "
	  "more. Watches are decided when the article is there, some seconds "
	  "later. An item whose page fails three times, is refused, shows a "
	  "wall or has not come within ten minutes is decided by what the "
	  "source said. What a first poll takes for known is not fetched; "
	  "title, date and authors stay the source's where it has them." },
	{ "article", NW_OPTION_MAP, 0, NULL, 0, 0, NULL,
	  "{ text: div.story, remove: aside }",
	  "CSS selectors for the pages of full_text: text, title, date, "
	  "author, and remove for what is no part of the article. What is not "
	  "given, or is not on a page, is found by itself." },
	{ "max_body", NW_OPTION_SIZE, 0, NULL, KIB, 256 * MIB, NULL, "4MiB",
	  "The largest answer that is read; by default fetch.max_body." },
	{ "max_items", NW_OPTION_INTEGER, 0, NULL, 1, 100000, NULL, "500",
	  "How many items of one answer are read; by default "
	  "fetch.max_items." },
	{ "timeout", NW_OPTION_DURATION, 0, NULL, SECOND, HOUR, NULL, "30s",
	  "How long a fetch, or the program, may take; by default "
	  "fetch.timeout." },
	{ "headers", NW_OPTION_MAP, 0, NULL, 0, 0, NULL,
	  "{ Accept-Language: en }", "Further headers of the request." },
	{ "user", NW_OPTION_TEXT, 0, NULL, 1, 200, NULL, "reader",
	  "User name for HTTP authentication, with password." },
	{ "password", NW_OPTION_TEXT, NW_OPTION_SECRET, NULL, 0, 0, NULL,
	  "!credential example-password", "Password for HTTP authentication." },
	{ 0 },
};

const struct nw_option config_classifier_rows[] = {
	{ "name", NW_OPTION_TEXT, NW_OPTION_REQUIRED, NULL, 1, NAME_MAX_BYTES,
	  NULL, "topics", "The classifier's name." },
	{ "type", NW_OPTION_TEXT, NW_OPTION_REQUIRED, NULL, 1, 64, NULL,
	  "linear",
	  "The plugin that classifies: lexicon by topic files, linear by them "
	  "and by models, remote by asking a model elsewhere." },
	{ "enabled", NW_OPTION_BOOLEAN, 0, "true", 0, 0, NULL, NULL,
	  "Whether it is used." },
	{ "shadow", NW_OPTION_BOOLEAN, 0, "false", 0, 0, NULL, NULL,
	  "Whether it only judges, beside the others: no watch sees its "
	  "topics, and newswatch topics compare tells what it would change. "
	  "One that is asked over the network cannot." },
	{ 0 },
};

const struct nw_option config_notifier_rows[] = {
	{ "name", NW_OPTION_TEXT, NW_OPTION_REQUIRED, NULL, 1, NAME_MAX_BYTES,
	  NULL, "desk", "The notifier's name, as watches say it." },
	{ "type", NW_OPTION_TEXT, NW_OPTION_REQUIRED, NULL, 1, 64, NULL,
	  "console", "The plugin that speaks to the channel." },
	{ "enabled", NW_OPTION_BOOLEAN, 0, "true", 0, 0, NULL, NULL,
	  "Whether it delivers. Alerts for a notifier that is off wait." },
	{ 0 },
};

#define TIMEOUT                                                             \
	{                                                                   \
		"timeout", NW_OPTION_DURATION, 0, NULL, SECOND, HOUR, NULL, \
			"30s",                                              \
			"How long one attempt may take; by default "        \
			"delivery.timeout."                                 \
	}
#define CA_FILE                                                              \
	{                                                                    \
		"ca_file", NW_OPTION_PATH, 0, NULL, 0, 0, NULL,              \
			"/etc/newswatch/ca.pem",                             \
			"Certificates that are trusted, in PEM; by default " \
			"the system's."                                      \
	}
#define USER                                                                \
	{                                                                   \
		"user", NW_OPTION_TEXT, 0, NULL, 1, 200, NULL, "newswatch", \
			"User name, with password."                         \
	}
#define PASSWORD                                                          \
	{                                                                 \
		"password", NW_OPTION_TEXT, NW_OPTION_SECRET, NULL, 0, 0, \
			NULL, "!credential desk-password",                \
			"Password of the user."                           \
	}
#define ALLOW_PRIVATE                                                         \
	{                                                                     \
		"allow_private", NW_OPTION_BOOLEAN, 0, "false", 0, 0, NULL,   \
			NULL,                                                 \
			"Whether the receiver may be at a private, loopback " \
			"or link-local "                                      \
			"address."                                            \
	}
#define HEADERS                                                                \
	{                                                                      \
		"headers", NW_OPTION_MAP, 0, NULL, 0, 0, NULL,                 \
			"{ X-Desk: world }", "Further headers of the request." \
	}
#define URL                                                                 \
	{                                                                   \
		"url", NW_OPTION_URL, NW_OPTION_REQUIRED, NULL, 0, 0, NULL, \
			"https://hooks.example.org/newswatch",              \
			"What is asked or posted to."                       \
	}

const struct nw_option config_http_rows[] = {
	URL, ALLOW_PRIVATE, TIMEOUT, CA_FILE, USER, PASSWORD, HEADERS, { 0 },
};

const struct nw_option config_remote_rows[] = {
	{ "ask", NW_OPTION_CHOICE, 0, "near", 0, 0, "all|near|hit", NULL,
	  "Which news it is asked about: near, where a local score of one of "
	  "its topics is from near_from to near_to, or there is none because "
	  "the classifiers here have no opinion or do not know the topic; hit, "
	  "where a watch would hit if it had one of its topics; all." },
	{ "near_from", NW_OPTION_NUMBER, 0, "0.2", 0, 1000, NULL, NULL,
	  "The lowest local score that is near." },
	{ "near_to", NW_OPTION_NUMBER, 0, "0.8", 0, 1000, NULL, NULL,
	  "The highest local score that is near." },
	{ "per_hour", NW_OPTION_INTEGER, 0, "60", 0, 1000000, NULL, NULL,
	  "Requests an hour, repeated ones counted. Each is about one item. "
	  "What comes beyond is not asked, and counted." },
	{ "per_day", NW_OPTION_INTEGER, 0, "500", 0, 10000000, NULL, NULL,
	  "Requests a day." },
	{ "max_text", NW_OPTION_INTEGER, 0, "4000", 100, 100000, NULL, NULL,
	  "Characters of an item's text that are sent, beside its title." },
	{ "parallel", NW_OPTION_INTEGER, 0, "2", 1, 16, NULL, NULL,
	  "Requests at the same time." },
	{ "patience", NW_OPTION_DURATION, 0, "1h", MINUTE, DAY, NULL, NULL,
	  "How long a question may wait. Then it is given up." },
	{ 0 },
};

const struct nw_option config_smtp_rows[] = {
	{ "relay", NW_OPTION_URL, NW_OPTION_REQUIRED, NULL, 0, 0, "smtp|smtps",
	  "smtp://mail.example.org:587",
	  "The mail server: smtp (port 587 unless written) or smtps (465)." },
	{ "tls", NW_OPTION_CHOICE, 0, NULL, 0, 0, "starttls|tls|none",
	  "starttls",
	  "How the connection is protected: by default starttls for smtp, tls "
	  "for smtps. A relay that offers no STARTTLS is not used." },
	{ "from", NW_OPTION_TEXT, NW_OPTION_REQUIRED, NULL, 1, 320, NULL,
	  "News Desk <newswatch@example.org>",
	  "The sender: an address, or a name and the address in < >." },
	{ "allow_private", NW_OPTION_BOOLEAN, 0, "true", 0, 0, NULL, NULL,
	  "Whether the relay may be at a private, loopback or link-local "
	  "address. It is you who names it, not the web, so it may." },
	TIMEOUT,
	CA_FILE,
	USER,
	PASSWORD,
	{ 0 },
};

const struct nw_option config_file_rows[] = {
	{ "path", NW_OPTION_PATH, NW_OPTION_REQUIRED, NULL, 0, 0, NULL,
	  "/var/lib/newswatch/alerts.jsonl", "The file that is appended to." },
	{ 0 },
};

const struct nw_option config_exec_rows[] = {
	{ "argv", NW_OPTION_TEXT, NW_OPTION_REQUIRED | NW_OPTION_LIST, NULL, 0,
	  4096, NULL, "[/usr/local/bin/ring-bell, --twice]",
	  "The program that is run, by its absolute path, and its arguments. "
	  "No shell is involved, the environment is empty." },
	TIMEOUT,
	{ 0 },
};

const struct nw_option config_watch_rows[] = {
	{ "name", NW_OPTION_TEXT, NW_OPTION_REQUIRED, NULL, 1, NAME_MAX_BYTES,
	  NULL, "port strikes",
	  "The watch's name, as alerts carry it. It is part of their ids." },
	{ "query", NW_OPTION_TEXT, 0, NULL, 1, 16 * KIB, NULL,
	  "port* NEAR/8 (strike OR walkout)",
	  "What items must say, as in newswatch-query(7). Either query or "
	  "topics is required." },
	{ "topics", NW_OPTION_MAP, NW_OPTION_LIST, NULL, 0, 0, NULL,
	  "{ strikes: 0.6 }",
	  "Topics of which an item must have one, each with the score that it "
	  "needs, 0 to 1. A list of names asks for 0.5." },
	{ "outlets", NW_OPTION_TEXT, NW_OPTION_LIST, NULL, 1, NAME_MAX_BYTES,
	  NULL, "[Example Times]", "Only items of these outlets." },
	{ "countries", NW_OPTION_TEXT, NW_OPTION_LIST, NULL, 0, 0, NULL,
	  "[GB, IE]", "Only items of outlets that are at home there." },
	{ "languages", NW_OPTION_TEXT, NW_OPTION_LIST, NULL, 2, 35, NULL,
	  "[en]", "Only items in these languages; en stands for en-GB too." },
	{ "must", NW_OPTION_TEXT, NW_OPTION_LIST | NWI_OPTION_MAPS, NULL, 1,
	  64 * KIB, NULL, "[A missile strike hit the port at dawn.]",
	  "Items that the watch must hit. Each is a text, or a mapping of "
	  "title, "
	  "text, url, source, outlet, language, authors, tags, type and "
	  "published; an outlet or language that it does not say is one that "
	  "the watch asks for, and it is published now. newswatch check tries "
	  "them, and a reload that breaks one is refused." },
	{ "must_not", NW_OPTION_TEXT, NW_OPTION_LIST | NWI_OPTION_MAPS, NULL, 1,
	  64 * KIB, NULL, "[A strike in the last minute decided the match.]",
	  "Items that it must not hit, in the same form." },
	{ "severity", NW_OPTION_CHOICE, 0, "normal", 0, 0,
	  "low|normal|high|urgent", NULL,
	  "How much it matters; notifiers show it." },
	{ "notify", NW_OPTION_TEXT, NW_OPTION_REQUIRED | NW_OPTION_LIST, NULL,
	  1, NAME_MAX_BYTES, NULL, "[desk]",
	  "The notifiers that get its alerts." },
	{ "min_independent", NW_OPTION_INTEGER, 0, "0", 0, 1000, NULL, "2",
	  "The first alert waits until so many independent reports of the "
	  "story are there: owners and wires with a text of their own. Copies, "
	  "excerpts and paraphrases count for nobody." },
	{ "min_outlets", NW_OPTION_INTEGER, 0, "0", 0, 1000, NULL, "5",
	  "It waits until so many outlets carry the story, copies included." },
	{ "affiliation", NW_OPTION_CHOICE, NW_OPTION_LIST, NULL, 0, 0,
	  "independent|public|state|party|religious|unknown",
	  "[independent, public]",
	  "Only outlets of these affiliations are counted by min_independent "
	  "and min_outlets; without both, one of them must report." },
	{ "within", NW_OPTION_DURATION, 0, NULL, MINUTE, 30 * DAY, NULL, "6h",
	  "Only reports of the last time of this length are counted by both." },
	{ "first_after", NW_OPTION_DURATION, 0, NULL, SECOND, 7 * DAY, NULL,
	  "10m",
	  "The first alert waits for corroboration at most so long, and is "
	  "raised then with whoever reports. Without min_independent and "
	  "min_outlets it waits for two independent reports; without "
	  "first_after it waits as long as it takes." },
	{ "update_every", NW_OPTION_DURATION, 0, "15m", 0, 30 * DAY, NULL, NULL,
	  "The least time between two alerts on one story; what is new "
	  "meanwhile is told together." },
	{ "update_if", NW_OPTION_CHOICE, NW_OPTION_LIST,
	  "independent number denial topic severity edit", 0, 0,
	  "independent|number|denial|topic|severity|edit|report|none",
	  "[independent, denial]",
	  "What is told in an update: an independent report more, a number "
	  "that was told and is another now, a denial, a further topic, a "
	  "higher severity, a material edit, each further report that the "
	  "watch hits; or none." },
	{ "remind_after", NW_OPTION_DURATION, 0, NULL, MINUTE, 30 * DAY, NULL,
	  "12h",
	  "When a story is still reported so long after its last alert, but "
	  "nothing is new that an update would tell, one says so. It never "
	  "comes before update_every is over. By default none does." },
	{ "close_after", NW_OPTION_DURATION, 0, "3d", HOUR, 365 * DAY, NULL,
	  NULL,
	  "A story that nobody reports for so long is closed: no more waiting "
	  "and reminders. Where it goes on after all, an update says so." },
	{ "high_from", NW_OPTION_INTEGER, 0, NULL, 1, 1000, NULL, "3",
	  "So many independent reports make the severity high." },
	{ "urgent_from", NW_OPTION_INTEGER, 0, NULL, 1, 1000, NULL, "6",
	  "So many make it urgent." },
	{ "enabled", NW_OPTION_BOOLEAN, 0, "true", 0, 0, NULL, NULL,
	  "Whether it is matched." },
	{ 0 },
};

const struct nw_option config_spike_rows[] = {
	{ "name", NW_OPTION_TEXT, NW_OPTION_REQUIRED, NULL, 1, NAME_MAX_BYTES,
	  NULL, "attacks rise", "The name that its alerts carry." },
	{ "topics", NW_OPTION_TEXT, NW_OPTION_LIST, NULL, 1, NAME_MAX_BYTES,
	  NULL, "[strikes]",
	  "Topics whose reports are counted, from a score of 0.5 on." },
	{ "countries", NW_OPTION_TEXT, NW_OPTION_LIST, NULL, 0, 0, NULL,
	  "[UA, IL]", "Countries whose outlets' reports are counted." },
	{ "watches", NW_OPTION_TEXT, NW_OPTION_LIST, NULL, 1, NAME_MAX_BYTES,
	  NULL, "[port strikes]", "Watches whose hits are counted." },
	{ "within", NW_OPTION_DURATION, 0, "1h", 10 * MINUTE, DAY, NULL, NULL,
	  "The time whose reports are counted together." },
	{ "least", NW_OPTION_INTEGER, 0, "8", 2, 1000000, NULL, NULL,
	  "Fewer reports are no spike." },
	{ "factor", NW_OPTION_NUMBER, 0, "3", 1000, 1000000, NULL, NULL,
	  "Nor are less than this times as many as are usual." },
	{ "severity", NW_OPTION_CHOICE, 0, "high", 0, 0,
	  "low|normal|high|urgent", NULL, "Its alerts' severity." },
	{ "notify", NW_OPTION_TEXT, NW_OPTION_REQUIRED | NW_OPTION_LIST, NULL,
	  1, NAME_MAX_BYTES, NULL, "[desk]",
	  "The notifiers that get its alerts." },
	{ 0 },
};

const struct nw_option config_example_rows[] = {
	{ "title", NW_OPTION_TEXT, 0, NULL, 1, 4 * KIB, NULL, NULL,
	  "Its title." },
	{ "text", NW_OPTION_TEXT, 0, NULL, 1, 64 * KIB, NULL, NULL,
	  "Its text." },
	{ "url", NW_OPTION_URL, 0, NULL, 0, 0, NULL, NULL, "Its address." },
	{ "source", NW_OPTION_TEXT, 0, NULL, 1, NAME_MAX_BYTES, NULL, NULL,
	  "The source that gave it." },
	{ "outlet", NW_OPTION_TEXT, 0, NULL, 1, NAME_MAX_BYTES, NULL, NULL,
	  "Its outlet." },
	{ "language", NW_OPTION_TEXT, 0, NULL, 2, 35, NULL, NULL,
	  "Its language." },
	{ "authors", NW_OPTION_TEXT, NW_OPTION_LIST, NULL, 1, NAME_MAX_BYTES,
	  NULL, NULL, "Its authors." },
	{ "tags", NW_OPTION_TEXT, NW_OPTION_LIST, NULL, 1, NAME_MAX_BYTES, NULL,
	  NULL, "Its categories." },
	{ "type", NW_OPTION_TEXT, 0, NULL, 1, NAME_MAX_BYTES, NULL, NULL,
	  "Its kind." },
	{ "published", NW_OPTION_TEXT, 0, NULL, 4, 40, NULL, NULL,
	  "When it was published." },
	{ 0 },
};
