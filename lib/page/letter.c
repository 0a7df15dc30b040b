/* SPDX-License-Identifier: Apache-2.0 */
/*
 * nw_mail_read: messages -> parts -> items. A message that holds many pieces
 * (a newsletter, a digest) gives each of them, with sender and date where the
 * piece itself has none; a message that is one piece has the subject for its
 * title.
 */
#include "page/letter.h"

#include "base/arena.h"
#include "item/read.h"
#include "text/charset.h"
#include "text/utf8.h"
#include <newswatch/digest.h>
#include <newswatch/listing.h>
#include <newswatch/mail.h>
#include <newswatch/page.h>

enum { MESSAGES_DEEP = 4, LOOK_BYTES = 4096, ITEMS = 5000 };

struct letter {
	const struct nw_feed_input *input;
	struct nw_arena *arena; /* of the message or piece under way */
	struct nw_arena *kept;	/* of the feed */
	nw_feed_item_fn *each;
	void *arg;
	struct nw_feed feed;
	uint32_t made, limit;
};

/* ---- items ---- */

static enum nw_status give(struct letter *l, const struct nwi_letter_head *head,
			   const struct nw_item *found)
{
	struct nw_item item = *found;

	if (l->made >= l->limit)
		return NW_OK;
	if (nw_str_is_absent(item.outlet))
		item.outlet = head->sender;
	if (nw_instant_is_absent(&item.published))
		item.published = head->date;
	l->made++;
	return l->each(l->arg, &l->feed, &item);
}

/* The only piece of its message. */
static enum nw_status give_one(struct letter *l,
			       const struct nwi_letter_head *head,
			       const struct nw_item *found)
{
	struct nw_item item = *found;

	if (item.title.len == 0 && head->subject.len > 0) {
		item.title = nwi_letter_subject(head->subject);
		if (nw_str_is(item.kind, "brief"))
			item.kind = nw_str_from("article");
	}
	if (item.id.len == 0 && head->id.len > 0)
		item.id = head->id;
	return give(l, head, &item);
}

/* Items of one part; the first is held back until there is a second. */
struct gather {
	struct letter *letter;
	const struct nwi_letter_head *head;
	struct nw_item first; /* its strings are in the arena */
	size_t count;
	bool one; /* a message of a digest: never more than one piece */
};

static enum nw_status add_item(void *arg, const struct nw_feed *feed,
			       const struct nw_item *item)
{
	struct gather *g = arg;

	(void)feed;
	if (g->count++ == 0) {
		g->first = *item;
		return NW_OK;
	}
	if (g->one)
		return NW_OK;
	if (g->count == 2) {
		enum nw_status status = give(g->letter, g->head, &g->first);
		if (status != NW_OK)
			return status;
	}
	return give(g->letter, g->head, item);
}

/* What a part's reader gets: relative dates count from the sending. */
static struct nw_feed_input input_of(const struct letter *l,
				     const struct nwi_letter_head *head,
				     struct nw_str bytes, struct nw_str type)
{
	struct nw_feed_input input = *l->input;

	input.size = sizeof(input);
	input.bytes = bytes;
	input.content_type = type;
	input.link = nw_str_make(NULL, 0);
	if (!nw_instant_is_absent(&head->date))
		input.fetched = head->date.at;
	return input;
}

/* ---- plain text ---- */

static enum nw_status read_one(struct letter *l, struct nw_str text,
			       const struct nwi_letter_head *head, bool one,
			       struct nw_error *err)
{
	const struct nw_feed_input input = input_of(
		l, head, text, nw_str_from("text/plain; charset=utf-8"));
	struct gather g = { .letter = l, .head = head, .one = one };
	struct nw_feed feed;
	enum nw_status status =
		nw_digest_read(&input, l->arena, add_item, &g, &feed, err);

	if (status != NW_OK && status != NW_BAD_INPUT)
		return status;
	if (g.count > 1 && !one)
		return NW_OK;
	if (g.count != 1) {
		g.first = (struct nw_item){
			.size = sizeof(g.first),
			.kind = nw_str_from("article"),
			.content = nwi_text_clean_in(
				l->arena, nw_str_trim(text), NWI_TEXT_BYTES),
		};
	}
	return g.first.content.len > 0 || g.first.title.len > 0
		       ? give_one(l, head, &g.first)
		       : NW_OK;
}

/* With an arena of its own: mailboxes and digests have thousands. */
static enum nw_status read_piece(struct letter *l, struct nw_str text,
				 const struct nwi_letter_head *head, bool one,
				 struct nw_error *err)
{
	struct nw_arena *outer = l->arena;
	NW_AUTO(nw_arena_free)
	struct nw_arena *own = nwi_arena_new_within(outer);

	l->arena = own;
	enum nw_status status = read_one(l, text, head, one, err);
	l->arena = outer;
	return status;
}

static enum nw_status read_text(struct letter *l, struct nw_str text,
				const struct nwi_letter_head *head,
				struct nw_error *err)
{
	struct nwi_letter_head own = *head;
	struct nwi_mail_entity message;
	enum nw_status status = NW_OK;

	if (!nwi_letter_is_digest(text)) {
		text = nwi_letter_forwarded(text, l->arena, &own);
		return read_piece(l, nwi_letter_unsigned(text), &own, false,
				  err);
	}
	while (status == NW_OK && nwi_letter_next(&text, &message)) {
		nwi_letter_head(&message, l->arena, &own);
		status = read_piece(l, nwi_letter_unsigned(message.body), &own,
				    true, err);
	}
	return status;
}

/* The leaf's text in UTF-8, in the arena; absent when it is too long. */
static struct nw_str text_of(struct letter *l,
			     const struct nwi_mail_entity *leaf)
{
	NW_AUTO(nw_buf_fini) struct nw_buf bytes = { 0 };
	NW_AUTO(nw_buf_fini) struct nw_buf text = { 0 };
	struct nwi_charset used;
	struct nw_error err;

	nw_buf_init(&bytes, NWI_MAIL_BYTES);
	nw_buf_init(&text, NWI_MAIL_BYTES);
	nwi_mail_decode(leaf, &bytes);
	if (nwi_charset_decode(nw_buf_str(&bytes), leaf->type, NWI_MARKUP_NONE,
			       l->input->content_language, &text, &used,
			       &err) != NW_OK)
		return nw_str_make(NULL, 0);
	if (!nw_str_is_nocase(nwi_mail_parameter(leaf->type, "format"),
			      "flowed"))
		return nw_arena_buf(l->arena, &text);
	nw_buf_clear(&bytes);
	nwi_mail_unflow(nw_buf_str(&text),
			nw_str_is_nocase(
				nwi_mail_parameter(leaf->type, "delsp"), "yes"),
			&bytes);
	return nw_arena_buf(l->arena, &bytes);
}

/* ---- HTML ---- */

/* Not a list of pieces: an article, or just text. */
static enum nw_status read_html_piece(struct letter *l, struct nw_str html,
				      struct nw_str type,
				      const struct nwi_letter_head *head,
				      struct nw_error *err)
{
	NW_AUTO(nw_buf_fini) struct nw_buf text = { 0 };
	const struct nw_page_input input = {
		.size = sizeof(input),
		.bytes = html,
		.content_type = type,
		.fetched = l->input->fetched,
		.country = l->input->country,
	};
	struct nw_page page;
	enum nw_status status = nw_page_read(&input, l->arena, &page, err);

	if (status == NW_OK && page.text.len > 0 &&
	    nw_str_is(page.kind, "article")) {
		const struct nw_item item = {
			.size = sizeof(item),
			.kind = page.kind,
			/* <title> is the sender's, as a rule. */
			.title = head->subject.len ? nw_str_make(NULL, 0)
						   : page.title,
			.content = page.text,
			.byline = page.byline,
			.language = page.language,
			.published = page.published,
		};
		return give_one(l, head, &item);
	}
	nw_buf_init(&text, NWI_MAIL_BYTES);
	nw_html_to_text(html, l->arena, &text);
	return read_text(l, nw_arena_buf(l->arena, &text), head, err);
}

static enum nw_status read_html(struct letter *l,
				const struct nwi_mail_entity *leaf,
				const struct nwi_letter_head *head,
				struct nw_error *err)
{
	NW_AUTO(nw_buf_fini) struct nw_buf bytes = { 0 };
	struct gather g = { .letter = l, .head = head };
	struct nw_feed feed;

	nw_buf_init(&bytes, NWI_MAIL_BYTES);
	nwi_mail_decode(leaf, &bytes);
	struct nw_str html = nw_arena_buf(l->arena, &bytes);
	struct nw_str type =
		nwi_text_line_in(l->arena, leaf->type, NWI_NAME_BYTES);
	const struct nw_feed_input input = input_of(l, head, html, type);
	enum nw_status status =
		nw_listing_read(&input, l->arena, add_item, &g, &feed, err);
	if (status != NW_OK && status != NW_BAD_INPUT)
		return status;
	return g.count > 1 ? NW_OK : read_html_piece(l, html, type, head, err);
}

/* ---- messages ---- */

static void tell(struct letter *l, const struct nwi_letter_head *head,
		 const struct nwi_mail_leaf *leaf)
{
	static const char *const whys[] = {
		[NWI_MAIL_TEXT] = "the plain text of a mail",
		[NWI_MAIL_HTML] = "the HTML of a mail",
		[NWI_MAIL_MESSAGE] = "a message within a mail",
	};
	const struct nw_explained note = {
		.size = sizeof(note),
		.what = NW_STR("part"),
		.text = head->subject,
		.why = nw_str_from(whys[leaf->kind]),
	};

	nw_explain(l->input->explain, &note);
}

static enum nw_status read_message(struct letter *l, struct nw_str bytes,
				   int depth, struct nw_error *err);

/* Texts one behind another are one text, with pictures between them. */
static enum nw_status read_leaves(struct letter *l,
				  const struct nwi_mail_leaves *leaves,
				  const struct nwi_letter_head *head, int depth,
				  struct nw_error *err)
{
	NW_AUTO(nw_buf_fini) struct nw_buf text = { 0 };
	enum nw_status status = NW_OK;

	nw_buf_init(&text, NWI_MAIL_BYTES);
	for (size_t i = 0; status == NW_OK && i < leaves->count; i++) {
		const struct nwi_mail_leaf *leaf = &leaves->rows[i];
		struct nw_str part = leaf->kind == NWI_MAIL_HTML
					     ? nw_str_make("", 0)
					     : text_of(l, &leaf->entity);
		tell(l, head, leaf);
		if (leaf->kind == NWI_MAIL_HTML) {
			status = read_html(l, &leaf->entity, head, err);
		} else if (leaf->kind == NWI_MAIL_MESSAGE) {
			status = read_message(l, part, depth + 1, err);
		} else {
			nw_buf_add_text(&text, text.len ? "\n\n" : "");
			nw_buf_add_str(&text, part);
		}
	}
	struct nw_str all = nw_str_trim(nw_arena_buf(l->arena, &text));
	return status == NW_OK && all.len > 0 ? read_text(l, all, head, err)
					      : status;
}

static void tell_cut(struct letter *l, const struct nwi_letter_head *head)
{
	const struct nw_explained note = {
		.size = sizeof(note),
		.what = NW_STR("cut"),
		.text = head->subject,
		.why = NW_STR("a mail of more parts than are read"),
	};

	nw_explain(l->input->explain, &note);
}

static enum nw_status read_parts(struct letter *l, struct nw_str bytes,
				 int depth, struct nw_error *err)
{
	struct nwi_mail_entity message;
	struct nwi_mail_leaves leaves;
	struct nwi_letter_head head;

	nwi_mail_split(bytes, &message);
	nwi_letter_head(&message, l->arena, &head);
	if (depth == 0 && nw_str_is_absent(l->feed.title))
		l->feed.title = nw_arena_str(l->kept, head.subject);
	nwi_mail_leaves(&message, l->arena, &leaves);
	if (leaves.cut)
		tell_cut(l, &head);
	return read_leaves(l, &leaves, &head, depth, err);
}

static enum nw_status read_message(struct letter *l, struct nw_str bytes,
				   int depth, struct nw_error *err)
{
	struct nw_arena *outer = l->arena;
	NW_AUTO(nw_arena_free)
	struct nw_arena *own = nwi_arena_new_within(outer);

	if (depth >= MESSAGES_DEEP)
		return NW_OK;
	l->arena = own;
	enum nw_status status = read_parts(l, bytes, depth, err);
	l->arena = outer;
	return status;
}

/* ---- mailboxes ---- */

/* Where the next message of a mailbox (RFC 4155) begins, else the end. */
static size_t next_message(struct nw_str bytes)
{
	static const struct nw_str mark = NW_STR("\nFrom ");

	for (size_t at = 0; at < bytes.len;) {
		struct nw_str rest = nw_str_slice(bytes, at, bytes.len);
		at += nw_str_find(rest, mark) + 1;
		rest = nw_str_slice(bytes, at, at + LOOK_BYTES);
		if (rest.len > 0 && nwi_mail_looks(rest))
			return at;
	}
	return bytes.len;
}

static enum nw_status read_all(struct letter *l, struct nw_error *err)
{
	struct nw_str rest = l->input->bytes;
	bool mailbox = nw_str_starts(rest, "From ");
	enum nw_status status = NW_OK;

	while (status == NW_OK && rest.len > 0 && l->made < l->limit) {
		size_t end = mailbox ? next_message(rest) : rest.len;
		status = read_message(l, nw_str_slice(rest, 0, end), 0, err);
		rest = nw_str_slice(rest, end, rest.len);
	}
	return status;
}

enum nw_status nw_mail_read(const struct nw_feed_input *given,
			    struct nw_arena *arena, nw_feed_item_fn *each,
			    void *arg, struct nw_feed *out,
			    struct nw_error *err)
{
	struct nw_feed_input input = { 0 };
	struct letter l = {
		.input = &input,
		.arena = arena,
		.kept = arena,
		.each = each,
		.arg = arg,
		.feed = { .size = sizeof(l.feed), .format = NW_STR("mail") },
	};

	memcpy(&input, given,
	       given->size < sizeof(input) ? given->size : sizeof(input));
	l.limit = input.item_limit ? input.item_limit : ITEMS;
	l.feed.encoding = nw_str_from("utf-8");
	if (!nwi_mail_looks(nw_str_slice(input.bytes, 0, LOOK_BYTES)))
		return nw_fail(err, NW_BAD_INPUT,
			       "no mail: the bytes begin with no header");
	enum nw_status status = read_all(&l, err);
	if (status != NW_OK)
		return status;
	if (l.made == 0)
		return nw_fail(err, NW_BAD_INPUT,
			       "no articles: a mail without text");
	*out = l.feed;
	return NW_OK;
}
