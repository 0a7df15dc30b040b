/* SPDX-License-Identifier: Apache-2.0 */
#include "plugin/host.h"
#include "text/utf8.h"

#include <stdio.h>

void nwi_host_init(struct nw_host *host, struct nw_arena *arena)
{
	memset(host, 0, sizeof(*host));
	host->arena = arena;
	host->agent = nw_str_from("newswatch/0.1");
	host->max_payload = NWI_HOST_PAYLOAD;
}

struct nw_arena *nw_host_arena(struct nw_host *host)
{
	return host->arena;
}

nw_time nw_host_now(const struct nw_host *host)
{
	return host->now;
}

int64_t nw_host_left_ms(const struct nw_host *host)
{
	if (!host->calls || !host->calls->left_ms)
		return 60 * 60 * 1000;
	int64_t left = host->calls->left_ms(host->arg);
	return left > 0 ? left : 0;
}

struct nw_str nw_host_agent(const struct nw_host *host)
{
	return host->agent;
}

struct nw_str nw_host_country(const struct nw_host *host)
{
	return host->country;
}

struct nw_str nw_host_language(const struct nw_host *host)
{
	return host->language;
}

void nw_host_log(struct nw_host *host, enum nw_log_level level, const char *fmt,
		 ...)
{
	char text[NWI_HOST_LOG_BYTES];
	va_list args;

	if (host->log_count >= NWI_HOST_LOG_LINES) {
		host->dropped++;
		return;
	}
	host->log_count++;
	if (!host->calls || !host->calls->log)
		return;
	va_start(args, fmt);
	int len = vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	if (len < 0)
		return;
	struct nw_buf line;
	nw_buf_init(&line, 4 * sizeof(text));
	nwi_text_terminal(&line, nw_str_from(text), sizeof(text));
	if (level < NW_LOG_ERROR || level > NW_LOG_DEBUG)
		level = NW_LOG_NOTICE;
	host->calls->log(host->arg, level, nw_buf_str(&line));
	nw_buf_fini(&line);
}

/* ASCII without controls, which most texts are, needs no copy. */
static bool is_plain(struct nw_str s, bool one_line)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];
		bool space = c == '\n' || c == '\t';
		if (c >= 0x7f || (c < 0x20 && (one_line || !space)))
			return false;
	}
	return true;
}

struct nw_str nwi_host_text(struct nw_arena *arena, struct nw_str s,
			    size_t max_bytes)
{
	if (!s.at)
		return nw_str_make(NULL, 0);
	if (s.len <= max_bytes && is_plain(s, false))
		return s;
	return nwi_text_clean_in(arena, s, max_bytes);
}

struct nw_str nwi_host_line(struct nw_arena *arena, struct nw_str s,
			    size_t max_bytes)
{
	if (!s.at)
		return nw_str_make(NULL, 0);
	if (s.len <= max_bytes && is_plain(s, true))
		return s;
	return nwi_text_line_in(arena, s, max_bytes);
}

/* A line that outlives the call. */
static struct nw_str keep_line(struct nw_arena *arena, struct nw_str s,
			       size_t max_bytes)
{
	struct nw_str line = nwi_host_line(arena, s, max_bytes);

	return line.at == s.at ? nw_arena_str(arena, line) : line;
}

static enum nw_status emit_item(struct nw_host *host,
				const struct nw_item *item)
{
	struct nw_item clean;

	if (host->item_count >= NWI_HOST_ITEMS)
		return NW_LIMIT;
	enum nw_status status = nwi_host_clean_item(host->arena, item, &clean);
	if (status != NW_OK)
		return status;
	uint64_t bytes = clean.title.len + clean.summary.len +
			 clean.content.len + clean.content_html.len +
			 sizeof(clean);
	if (host->item_bytes + bytes > NWI_HOST_BYTES)
		return NW_LIMIT;
	host->item_count++;
	host->item_bytes += bytes;
	if (!host->calls || !host->calls->item)
		return NW_OK;
	return host->calls->item(host->arg, &clean);
}

enum nw_status nw_emit_item(struct nw_host *host, const struct nw_item *item)
{
	enum nw_status status = emit_item(host, item);

	host->full = status == NW_LIMIT;
	return status;
}

void nw_emit_feed(struct nw_host *host, const struct nw_feed *feed)
{
	struct nw_feed copy = { .size = sizeof(copy) };
	size_t size = feed->size < sizeof(copy) ? feed->size : sizeof(copy);
	struct nw_str *texts[] = { &copy.format,      &copy.title,
				   &copy.link,	      &copy.self,
				   &copy.description, &copy.language,
				   &copy.hub,	      &copy.generator,
				   &copy.encoding };

	memcpy(&copy, feed, size);
	copy.size = sizeof(copy);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		*texts[i] = keep_line(host->arena, *texts[i], NWI_HOST_TITLE);
	if (copy.poll_hint_ms < 0)
		copy.poll_hint_ms = 0;
	host->feed = copy;
}

void nw_emit_cursor(struct nw_host *host, struct nw_str cursor)
{
	if (cursor.len > NWI_HOST_CURSOR) {
		host->dropped++;
		return;
	}
	struct nw_str text = nwi_host_text(host->arena, cursor, cursor.len * 3);
	host->cursor =
		text.at == cursor.at ? nw_arena_str(host->arena, text) : text;
}

/* The next place of a list that is made at its full size at the first use. */
static void *next_place(struct nw_host *host, void **list, uint32_t *count,
			uint32_t max, size_t size)
{
	if (!*list)
		*list = nw_arena_array(host->arena, max, size);
	if (!*list || *count >= max) {
		host->dropped++;
		return NULL;
	}
	return (char *)*list + (*count)++ * size;
}

void nw_emit_follow_up(struct nw_host *host, struct nw_str url)
{
	void *list = host->follow_ups;
	struct nw_str *place = next_place(host, &list, &host->follow_up_count,
					  NWI_HOST_FOLLOW_UPS, sizeof(*place));

	host->follow_ups = list;
	if (place)
		*place = keep_line(host->arena, url, 8192);
}

/* The place of a topic: the last call for a name counts. */
static struct nw_topic *topic_place(struct nw_host *host, struct nw_str name)
{
	void *list = host->topics;

	for (uint32_t i = 0; i < host->topic_count; i++)
		if (nw_str_equal(host->topics[i].name, name))
			return &host->topics[i];
	struct nw_topic *place = next_place(host, &list, &host->topic_count,
					    NWI_HOST_TOPICS, sizeof(*place));
	host->topics = list;
	return place;
}

static double clip_score(double score)
{
	if (!(score > 0))
		return 0;
	return score < 1 ? score : 1;
}

void nw_emit_topic(struct nw_host *host, const struct nw_topic *topic)
{
	struct nw_str name = keep_line(host->arena, topic->name, 128);
	uint32_t spans = topic->spans ? topic->span_count : 0;

	if (name.len == 0)
		return;
	struct nw_topic *place = topic_place(host, name);
	if (!place)
		return;
	if (spans > NWI_HOST_SPANS)
		spans = NWI_HOST_SPANS;
	struct nw_span *copy =
		nw_arena_array(host->arena, spans, sizeof(*copy));
	if (!copy)
		spans = 0;
	if (spans > 0)
		memcpy(copy, topic->spans, spans * sizeof(*copy));
	*place = (struct nw_topic){ .size = sizeof(*place),
				    .span_count = spans,
				    .name = name,
				    .score = clip_score(topic->score),
				    .spans = copy };
}

void nw_emit_no_opinion(struct nw_host *host, struct nw_str topic)
{
	void *list = host->no_opinions;
	struct nw_str name = keep_line(host->arena, topic, 128);

	for (uint32_t i = 0; i < host->no_opinion_count; i++)
		if (nw_str_equal(host->no_opinions[i], name))
			return;
	struct nw_str *place = next_place(host, &list, &host->no_opinion_count,
					  NWI_HOST_TOPICS, sizeof(*place));
	host->no_opinions = list;
	if (place)
		*place = name;
}

void nw_emit_payload(struct nw_host *host, struct nw_str content_type,
		     struct nw_str bytes)
{
	host->payload_too_large = bytes.len > host->max_payload;
	if (host->payload_too_large)
		return;
	if (!bytes.at)
		bytes = nw_str_from("");
	host->payload = nw_arena_str(host->arena, bytes);
	host->payload_type = keep_line(host->arena, content_type, 256);
}
