/* SPDX-License-Identifier: Apache-2.0 */
/* nw_feed_read: from bytes to text, to the reader of the dialect. */
#include "feed/reader.h"
#include "text/charset.h"
#include "text/utf8.h"

/* Room beyond a document's own size for what is made of it. */
#define ARENA_SLACK ((size_t)16 << 20)

/* Text grows at most threefold from a one-byte charset. */
#define GROWTH 3

/* The start of the document where another charset would be declared. */
#define DECLARATION_BYTES 1024

/* Half of a small first-level cache. */
#define WINDOW 16384

/* Whether a label, where there is one, is UTF-8's. */
static bool is_utf8_label(struct nw_str label)
{
	const char *name;

	if (nw_str_is_absent(label))
		return true;
	name = nwi_charset_label(label);
	return name && strcmp(name, "utf-8") == 0;
}

/* The encoding of the XML declaration, absent without. */
static struct nw_str declared_label(struct nw_str bytes)
{
	const struct nw_str key = NW_STR("encoding=");
	struct nw_str head = nw_str_slice(bytes, 0, DECLARATION_BYTES);
	size_t at = nw_str_find(head, key);

	if (at == head.len)
		return nw_str_make(NULL, 0);
	head = nw_str_slice(head, at + key.len + 1, head.len);
	size_t len = 0;
	while (len < head.len && head.at[len] != '"' && head.at[len] != '\'')
		len++;
	return nw_str_slice(head, 0, len);
}

/*
 * Valid UTF-8 without an escape, which would be another charset's, or NUL.
 * Window by window: what is in the cache is looked at three times for the
 * price of one.
 */
static bool is_whole_utf8(struct nw_str bytes)
{
	while (bytes.len > 0) {
		size_t len = nwi_utf8_floor(bytes, WINDOW);
		struct nw_str window =
			nw_str_slice(bytes, 0, len > 0 ? len : WINDOW);
		if (memchr(window.at, 0x1b, window.len) ||
		    memchr(window.at, 0, window.len) ||
		    !nwi_utf8_is_valid(window))
			return false;
		bytes = nw_str_slice(bytes, window.len, bytes.len);
	}
	return true;
}

/*
 * The usual document is valid UTF-8 and nothing says otherwise: it is read in
 * place. All else is converted.
 */
static bool is_plain_utf8(const struct nw_feed_input *input,
			  struct nw_str bytes)
{
	return is_utf8_label(
		       nwi_charset_of_content_type(input->content_type)) &&
	       is_utf8_label(declared_label(bytes)) && is_whole_utf8(bytes);
}

enum nw_status nwi_feed_to_text(const struct nw_feed_input *input,
				struct nw_buf *room, struct nw_str *text,
				struct nwi_charset *used, struct nw_error *err)
{
	struct nw_str bytes = input->bytes;

	if (nw_str_starts(bytes, "\xef\xbb\xbf"))
		bytes = nw_str_slice(bytes, 3, bytes.len);
	if (bytes.len == 0 || is_plain_utf8(input, bytes)) {
		*text = nw_str_make(bytes.at ? bytes.at : "", bytes.len);
		*used = (struct nwi_charset){ .name = "utf-8" };
		return NW_OK;
	}
	enum nw_status status = nwi_charset_decode(
		input->bytes, input->content_type,
		nwi_feed_is_json(input->bytes) ? NWI_MARKUP_NONE
					       : NWI_MARKUP_XML,
		input->content_language, room, used, err);
	if (status == NW_OK)
		*text = nw_buf_str(room);
	return status;
}

static enum nw_status read_text(struct nwi_feed_reader *reader,
				struct nw_error *err)
{
	enum nw_status status = nwi_feed_is_json(reader->text)
					? nwi_feed_read_json(reader, err)
					: nwi_feed_read_xml(reader, err);

	if (status == NW_OK && !reader->format)
		return nwi_feed_refuse(reader->input->bytes, reader->text, err);
	return status;
}

static enum nw_status read_with(struct nwi_feed_reader *reader,
				struct nw_error *err)
{
	NW_AUTO(nw_buf_fini) struct nw_buf room = { 0 };
	struct nwi_charset used = { 0 };
	size_t size = reader->input->bytes.len;

	nw_buf_init(&room, size * GROWTH + 1024);
	for (size_t i = 0; i < 2; i++) {
		nw_buf_init(&reader->scratch[i], NWI_HTML_BYTES * 4);
		nw_buf_init(&reader->made[i], NWI_HTML_BYTES * 4);
	}
	enum nw_status status = nwi_feed_to_text(reader->input, &room,
						 &reader->text, &used, err);
	reader->encoding = nw_str_from(used.name);
	if (status == NW_OK)
		status = read_text(reader, err);
	if (status == NW_OK)
		nwi_explain_charset(reader, (int)used.source);
	for (size_t i = 0; i < 2; i++) {
		nw_buf_fini(&reader->scratch[i]);
		nw_buf_fini(&reader->made[i]);
	}
	return status;
}

enum nw_status nw_feed_read(const struct nw_feed_input *input,
			    struct nw_arena *arena, nw_feed_item_fn *each,
			    void *arg, struct nw_feed *out,
			    struct nw_error *err)
{
	struct nw_feed_input whole = { 0 };
	size_t room = input->bytes.len * 2 + ARENA_SLACK;
	NW_AUTO(nw_arena_free) struct nw_arena *feed_arena = nw_arena_new(room);
	NW_AUTO(nw_arena_free) struct nw_arena *item_arena = nw_arena_new(room);
	NW_AUTO(nw_arena_free)
	struct nw_arena *spare_arena = nw_arena_new(room);

	memcpy(&whole, input,
	       input->size < sizeof(whole) ? input->size : sizeof(whole));
	struct nwi_feed_reader *reader =
		nw_arena_new_of(feed_arena, struct nwi_feed_reader);
	if (!reader)
		return nw_fail(err, NW_NO_MEMORY, "no memory to read a feed");
	reader->input = &whole;
	reader->arena = arena;
	reader->feed_arena = feed_arena;
	reader->item_arena = item_arena;
	reader->spare_arena = spare_arena;
	reader->each = each;
	reader->arg = arg;
	enum nw_status status = read_with(reader, err);
	if (status == NW_OK)
		*out = reader->feed;
	return status;
}
