/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An item: one published piece, as a source plugin hands it out and as
 * everything after it sees it.
 *
 * The struct is part of the plugin ABI: it begins with its own size, new
 * members come at the end, and whoever reads one of smaller size sees zeros
 * behind it. All slices are borrowed from whoever made the item (a job's
 * arena, as a rule) and are valid UTF-8 without control characters other than
 * \n and \t. Absent fields are absent slices, empty lists and instants of
 * precision NONE.
 */
#ifndef NEWSWATCH_ITEM_H
#define NEWSWATCH_ITEM_H

#include <newswatch/arena.h>
#include <newswatch/text.h>
#include <newswatch/time.h>

#ifdef __cplusplus
extern "C" {
#endif

struct nw_enclosure {
	struct nw_str url;
	struct nw_str type;  /* media type as stated */
	int64_t length;      /* bytes, -1 when not stated */
};

struct nw_item {
	uint32_t size;             /* sizeof(struct nw_item) of its maker */
	uint32_t flags;            /* enum nw_item_flag */
	struct nw_str id;          /* what the source calls it (a raw guid) */
	struct nw_str url;         /* absolute, as published */
	struct nw_str title;       /* plain text, one line */
	struct nw_str summary;     /* plain text */
	struct nw_str content;     /* plain text, blocks parted by \n */
	struct nw_str content_html; /* sanitised, links absolute */
	struct nw_str language;    /* BCP 47 */
	struct nw_str kind;        /* "article", "live", "brief", ...; absent: article */
	struct nw_str outlet;      /* as the page states it */
	struct nw_str byline;      /* as the page states it */
	struct nw_instant published;
	struct nw_instant updated;
	const struct nw_str *authors;    /* names */
	const struct nw_str *categories; /* names */
	const struct nw_enclosure *enclosures;
	uint32_t author_count;
	uint32_t category_count;
	uint32_t enclosure_count;
	uint32_t reserved;
	struct nw_str origin_title; /* of the feed that an aggregator took it from */
	struct nw_str origin_url;
};

enum nw_item_flag {
	NW_ITEM_TEASER = 1 << 0,    /* the text is known not to be all of it */
	NW_ITEM_FULL_TEXT = 1 << 1, /* the text came from the article's page */
	NW_ITEM_CUT = 1 << 2        /* a limit cut a field */
};

/* What a source says of itself; `type` "feed" in JSON. */
struct nw_feed {
	uint32_t size;
	uint32_t reserved;
	struct nw_str format; /* "rss20", "rss10", "rss09x", "atom10", "atom03", "jsonfeed", ... */
	struct nw_str title;
	struct nw_str link;   /* the site's page */
	struct nw_str self;   /* where the feed says that it is */
	struct nw_str description;
	struct nw_str language;
	struct nw_str hub;    /* WebSub hub, absent without */
	struct nw_str generator;
	struct nw_str encoding; /* as it was read, "utf-8" */
	struct nw_instant updated;
	int64_t poll_hint_ms; /* ttl, sy:updatePeriod; 0 without */
};

/* A topic that a classifier gave an item, with the words that speak for it. */
enum nw_field {
	NW_FIELD_TITLE = 1,
	NW_FIELD_BODY = 2 /* content, or summary where there is no content */
};

/* Bytes [from, to) of a field's text. */
struct nw_span {
	uint32_t field; /* enum nw_field */
	uint32_t from;
	uint32_t to;
};

struct nw_topic {
	uint32_t size;
	uint32_t span_count;
	struct nw_str name;
	double score; /* 0 to 1; 0.5 is the decision point */
	const struct nw_span *spans;
};

/*
 * The text that classifiers and queries read as the body: content, else
 * summary, else an empty slice.
 */
static inline struct nw_str nw_item_body(const struct nw_item *item)
{
	if (item->content.len > 0)
		return item->content;
	return nw_str_make(item->summary.at ? item->summary.at : "",
			   item->summary.len);
}

/*
 * Appends the item object that is the same everywhere: command output, exec
 * plugins, webhooks, golden files. One line, no final newline. Every key is
 * written; absent text is null.
 */
NW_PUBLIC void nw_item_to_json(const struct nw_item *item, struct nw_buf *out);

/* The feed object: {"type":"feed",...}. One line, no final newline. */
NW_PUBLIC void nw_feed_to_json(const struct nw_feed *feed, struct nw_buf *out);

/*
 * Reads an item object (at most 8 MiB, depth 32). Unknown keys are ignored,
 * a wrong type is NW_BAD_INPUT with the key in the text. "text" is taken for
 * "content" where that is absent, "date" for "published". Strings are copied
 * to the arena; invalid UTF-8 and control characters are refused.
 */
NW_PUBLIC enum nw_status nw_item_from_json(struct nw_str json,
					   struct nw_arena *arena,
					   struct nw_item *out,
					   struct nw_error *err) NW_CHECKED;

#ifdef __cplusplus
}
#endif
#endif
