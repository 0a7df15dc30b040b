/* SPDX-License-Identifier: Apache-2.0 */
/* What bytes look like: their kind, and for those that are no feed a line. */
#include "base/gunzip.h"
#include "feed/reader.h"
#include "mail/read.h"
#include "markup/entity.h"
#include "text/utf8.h"

/* The start of the document where its kind is looked for. */
#define SNIFF_BYTES 4096

/* Behind a byte order mark and white space. */
static struct nw_str body_of(struct nw_str bytes)
{
	if (nw_str_starts(bytes, "\xef\xbb\xbf"))
		bytes = nw_str_slice(bytes, 3, bytes.len);
	return nw_str_trim(bytes);
}

bool nwi_feed_is_json(struct nw_str bytes)
{
	struct nw_str body = body_of(bytes);

	return body.len > 0 && (body.at[0] == '{' || body.at[0] == '[');
}

static const struct {
	const char *magic;
	size_t len;
	const char *name;
} kinds[] = {
	{ "\x1f\x8b", 2, "gzip data" },
	{ "PK\x03\x04", 4, "a ZIP archive" },
	{ "%PDF-", 5, "a PDF document" },
	{ "\x89PNG", 4, "a PNG picture" },
	{ "\xff\xd8\xff", 3, "a JPEG picture" },
	{ "GIF8", 4, "a GIF picture" },
	{ "BZh", 3, "bzip2 data" },
	{ "\xfd"
	  "7zXZ",
	  5, "xz data" },
	{ "\x28\xb5\x2f\xfd", 4, "zstd data" },
	{ "OggS", 4, "Ogg sound or film" },
	{ "ID3", 3, "MP3 sound" },
	{ "RIFF", 4, "RIFF sound or film" },
};

static const char *magic_of(struct nw_str bytes)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (bytes.len >= kinds[i].len &&
		    memcmp(bytes.at, kinds[i].magic, kinds[i].len) == 0)
			return kinds[i].name;
	return NULL;
}

/* Control characters that no text in any charset has. */
static bool is_binary(struct nw_str bytes)
{
	size_t odd = 0, len = bytes.len < SNIFF_BYTES ? bytes.len : SNIFF_BYTES;

	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)bytes.at[i];
		odd += c < 0x09 || (c > 0x0d && c < 0x1b) ||
		       (c > 0x1b && c < 0x20) || c == 0x7f;
	}
	return odd * 20 > len;
}

static struct nw_str find_nocase(struct nw_str s, const char *what)
{
	while (s.len > 0) {
		s = nw_str_slice(s, nw_str_find_char(s, '<'), s.len);
		if (nw_str_starts_nocase(s, what))
			return s;
		s = nw_str_slice(s, 1, s.len);
	}
	return s;
}

/* The page's title for the message, "" without. */
static struct nw_str page_title(struct nw_str text, struct nw_arena *arena)
{
	struct nw_str at = find_nocase(text, "<title");
	struct nw_str end;
	NW_AUTO(nw_buf_fini) struct nw_buf plain = { 0 };

	nw_buf_init(&plain, SNIFF_BYTES);
	at = nw_str_slice(at, nw_str_find_char(at, '>') + 1, at.len);
	end = find_nocase(at, "</title");
	nwi_entity_decode(nw_str_slice(at, 0, at.len - end.len), &plain);
	return nwi_text_line_in(arena, nw_buf_str(&plain), 100);
}

/* The first element's name, for XML that is something else. */
static struct nw_str root_name(struct nw_str text)
{
	struct nw_str head = nw_str_slice(text, 0, SNIFF_BYTES);
	size_t len = 0;

	while (head.len > 0) {
		head = nw_str_slice(head, nw_str_find_char(head, '<'),
				    head.len);
		len = 1;
		while (len < head.len && len < 60 &&
		       ((unsigned char)head.at[len] >= 0x80 ||
			strchr(" \t\r\n/>?!<", head.at[len]) == NULL))
			len++;
		if (len > 1)
			return nw_str_slice(head, 1, len);
		head = nw_str_slice(head, 1, head.len);
	}
	return head;
}

/* By its doctype or its <html>, or by the element it begins with. */
static bool is_page(struct nw_str text)
{
	static const char *const names[] = { "head", "body",  "title", "meta",
					     "div",  "p",     "h1",    "script",
					     "link", "table", "center" };
	struct nw_str head = nw_str_slice(text, 0, SNIFF_BYTES);
	struct nw_str root = root_name(text);

	if (find_nocase(head, "<!doctype html").len > 0 ||
	    find_nocase(head, "<html").len > 0)
		return true;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (nw_str_is_nocase(root, names[i]))
			return true;
	return false;
}

/* Names that are looked at without their namespace's prefix. */
static bool is_root(struct nw_str root, const char *const *names)
{
	size_t colon = nw_str_find_char(root, ':');

	if (colon < root.len)
		root = nw_str_slice(root, colon + 1, root.len);
	for (; *names; names++)
		if (nw_str_is_nocase(root, *names))
			return true;
	return false;
}

/* Of two-byte encodings only what ASCII has of it is looked at. */
static struct nw_str without_nuls(struct nw_str head, char *room)
{
	size_t len = 0;

	for (size_t i = 0; i < head.len; i++)
		if (head.at[i] != '\0')
			room[len++] = head.at[i];
	return nw_str_make(room, len);
}

static bool is_two_byte(struct nw_str head)
{
	return nw_str_starts(head, "\xff\xfe") ||
	       nw_str_starts(head, "\xfe\xff");
}

/* "[Photo: ...]" begins a text. */
/* "[1] Title": the numbers of a digest, no array. */
static bool is_numbered(struct nw_str head)
{
	size_t i = 1;

	while (i < head.len && head.at[i] >= '0' && head.at[i] <= '9')
		i++;
	return i > 1 && i + 2 < head.len && head.at[i] == ']' &&
	       head.at[i + 1] == ' ' && head.at[i + 2] != '\n';
}

static bool is_json(struct nw_str head)
{
	if (!nwi_feed_is_json(head) || is_numbered(head))
		return false;
	struct nw_str rest = nw_str_trim(nw_str_slice(head, 1, head.len));
	return rest.len == 0 || memchr("\"{}[]0123456789-", rest.at[0], 17);
}

/* The first two lines, or the only one, are addresses and nothing else. */
static bool is_list_of_urls(struct nw_str head)
{
	struct nw_str line;
	int count = 0;

	while (count < 2 && nw_str_next(&head, '\n', &line)) {
		line = nw_str_trim(line);
		if (line.len == 0)
			continue;
		if ((!nw_str_starts_nocase(line, "http://") &&
		     !nw_str_starts_nocase(line, "https://")) ||
		    nw_str_find_char(line, ' ') < line.len)
			return false;
		count++;
	}
	return count > 0;
}

enum nw_document nw_document_sniff(struct nw_str bytes,
				   struct nw_str content_type)
{
	static const char *const feeds[] = { "rss", "feed", "rdf", NULL };
	static const char *const sitemaps[] = { "urlset", "sitemapindex",
						NULL };
	char room[SNIFF_BYTES];
	struct nw_str head = nw_str_slice(bytes, 0, SNIFF_BYTES);
	bool is_wide = is_two_byte(head);

	/* Of all that we read only sitemaps are published packed. */
	if (nwi_is_gzip(bytes))
		return NW_DOCUMENT_SITEMAP;
	if (magic_of(bytes))
		return NW_DOCUMENT_OTHER;
	if (is_wide)
		head = nw_str_slice(head, 2, head.len);
	head = body_of(without_nuls(head, room));
	/* Mail may hold a page. */
	if (nwi_mail_looks(head))
		return NW_DOCUMENT_MAIL;
	struct nw_str root = root_name(head);
	if (is_root(root, feeds))
		return NW_DOCUMENT_FEED;
	if (is_root(root, sitemaps))
		return NW_DOCUMENT_SITEMAP;
	if (is_page(head) || nw_str_starts_nocase(content_type, "text/html"))
		return NW_DOCUMENT_HTML;
	if (head.len == 0 || is_json(head) || head.at[0] == '<' ||
	    (!is_wide && is_binary(head)))
		return NW_DOCUMENT_OTHER;
	return is_list_of_urls(head) ? NW_DOCUMENT_SITEMAP : NW_DOCUMENT_TEXT;
}

static enum nw_status refuse_markup(struct nw_str text, struct nw_error *err)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(1 << 20);

	if (is_page(text)) {
		struct nw_str title = page_title(text, arena);
		if (title.len > 0)
			return nw_fail(err, NW_BAD_INPUT,
				       "no feed: an HTML page titled \"%.*s\"",
				       NW_FMT(title));
		return nw_fail(err, NW_BAD_INPUT, "no feed: an HTML page");
	}
	struct nw_str name = root_name(text);
	if (name.len > 0)
		return nw_fail(err, NW_BAD_INPUT,
			       "no feed: XML of the kind <%.*s>", NW_FMT(name));
	struct nw_str line = nwi_text_line_in(
		arena, nw_str_slice(text, 0, nwi_utf8_floor(text, 200)), 60);
	return nw_fail(err, NW_BAD_INPUT, "no feed: text that begins \"%.*s\"",
		       NW_FMT(line));
}

enum nw_status nwi_feed_refuse(struct nw_str bytes, struct nw_str text,
			       struct nw_error *err)
{
	struct nw_str body = body_of(bytes);
	const char *magic = magic_of(bytes);

	if (body.len == 0)
		return nw_fail(err, NW_BAD_INPUT, "no feed: %s",
			       bytes.len == 0 ? "empty" : "only white space");
	if (magic)
		return nw_fail(err, NW_BAD_INPUT, "no feed: %s", magic);
	if (is_binary(text))
		return nw_fail(err, NW_BAD_INPUT, "no feed: binary data");
	if (body.at[0] == '{' || body.at[0] == '[')
		return nw_fail(err, NW_BAD_INPUT, "no feed: other JSON");
	return refuse_markup(text, err);
}
