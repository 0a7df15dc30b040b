/* SPDX-License-Identifier: Apache-2.0 */
/* nw_digest_read: bytes -> text -> lines -> roles -> items. */
#include "page/digest_impl.h"

#include "item/read.h"
#include "text/charset.h"
#include "text/utf8.h"

enum { TEXT_MAX = 64 * 1024 * 1024 };

static size_t quote_marks(const char *line, size_t len)
{
	size_t i = 0;

	while (i < len && (line[i] == '>' || (i > 0 && line[i] == ' ')))
		i++;
	return i > 0 && (i == len || line[i - 1] == ' ') ? i : 0;
}

/*
 * "> " before the lines of a quoted mail is no bullet where an empty line has
 * it too: spaces take its place, so that offsets stay.
 */
static void unquote(struct nw_buf *text)
{
	size_t quoted = 0, empty = 0;

	for (int round = 0; round < 2; round++) {
		for (size_t from = 0, to; from < text->len; from = to + 1) {
			const char *end =
				memchr(text->at + from, '\n', text->len - from);
			to = end ? (size_t)(end - text->at) : text->len;
			size_t marks = quote_marks(text->at + from, to - from);
			quoted += round == 0 && marks > 0;
			empty += round == 0 && marks > 0 && marks == to - from;
			if (round == 1)
				memset(text->at + from, ' ', marks);
		}
		if (quoted < 3 || empty == 0)
			return;
	}
}

/* In-line features need one look at the whole page only. */
static enum nw_status decode(struct digest *d, struct nw_feed *feed,
			     struct nw_error *err)
{
	NW_AUTO(nw_buf_fini) struct nw_buf raw = { 0 };
	NW_AUTO(nw_buf_fini) struct nw_buf clean = { 0 };
	struct nwi_charset used;

	nw_buf_init(&raw, TEXT_MAX);
	nw_buf_init(&clean, TEXT_MAX);
	enum nw_status status = nwi_charset_decode(
		d->input->bytes, d->input->content_type, NWI_MARKUP_NONE,
		d->input->content_language, &raw, &used, err);
	if (status != NW_OK)
		return status;
	nwi_text_clean(&clean, nw_buf_str(&raw));
	if (!clean.failed)
		unquote(&clean);
	d->text = nw_arena_buf(d->arena, &clean);
	if (clean.failed || nw_str_is_absent(d->text))
		return nw_fail(err, NW_LIMIT, "text: too long");
	feed->encoding = nw_str_from(used.name);
	return NW_OK;
}

static void begin(struct digest *d)
{
	const nw_time any = INT64_C(1700000000000);

	d->hints.fetched = d->input->fetched ? d->input->fetched : any;
	d->hints.country = d->input->country;
	d->hints.language = d->input->content_language;
}

static enum nw_status say_nothing_found(const struct digest *d,
					struct nw_error *err)
{
	if (d->count == 0)
		return nw_fail(err, NW_BAD_INPUT, "no articles: an empty text");
	return nw_fail(
		err, NW_BAD_INPUT,
		"no articles in %zu line%s of text, the first is \"%.*s\"",
		d->count, d->count == 1 ? "" : "s",
		NW_FMT(nw_str_slice(d->lines[0].text, 0,
				    nwi_utf8_floor(d->lines[0].text, 60))));
}

enum nw_status nw_digest_read(const struct nw_feed_input *given,
			      struct nw_arena *arena, nw_feed_item_fn *each,
			      void *arg, struct nw_feed *out,
			      struct nw_error *err)
{
	struct nw_feed_input input = { 0 };
	struct nw_feed feed = { .size = sizeof(feed),
				.format = NW_STR("text") };
	struct digest d = { .input = &input, .arena = arena };
	uint32_t made = 0;

	memcpy(&input, given,
	       given->size < sizeof(input) ? given->size : sizeof(input));
	enum nw_status status = decode(&d, &feed, err);
	if (status != NW_OK)
		return status;
	begin(&d);
	if (!nwi_digest_lines(&d) || !nwi_digest_roles(&d))
		return nw_fail(err, NW_LIMIT, "text: no room for its lines");
	feed.link = nw_arena_str(arena, input.base_url);
	feed.language = nw_arena_str(arena, input.content_language);
	status = nwi_digest_items(&d, each, arg, &feed, &made, err);
	if (status != NW_OK)
		return status;
	if (made == 0)
		return say_nothing_found(&d, err);
	*out = feed;
	return NW_OK;
}
