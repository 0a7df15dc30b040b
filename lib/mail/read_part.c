/* SPDX-License-Identifier: Apache-2.0 */
/* Parts of a message (RFC 2046, 5.1), and which of them are read. */
#include "mail/read.h"

enum {
	STUB_BYTES = 200, /* of text beside HTML: "View this mail online" */
	HTML_BYTES = 1000
};

struct parts {
	struct nw_str rest; /* behind the last boundary that was found */
	struct nw_str boundary;
	bool over;
};

/* "--boundary" or "--boundary--" and white space. */
static bool is_boundary(struct nw_str line, struct nw_str boundary, bool *last)
{
	if (line.len < boundary.len + 2 || line.at[0] != '-' ||
	    line.at[1] != '-' ||
	    memcmp(line.at + 2, boundary.at, boundary.len) != 0)
		return false;
	struct nw_str tail =
		nw_str_trim(nw_str_slice(line, boundary.len + 2, line.len));
	*last = nw_str_is(tail, "--");
	return tail.len == 0 || *last;
}

/* The bytes up to the next boundary, which is skipped. */
static struct nw_str up_to_boundary(struct parts *parts)
{
	struct nw_str all = parts->rest, rest = all, line;

	while (nw_str_next(&rest, '\n', &line)) {
		if (!is_boundary(line, parts->boundary, &parts->over))
			continue;
		size_t end = (size_t)(line.at - all.at);
		/* The line end before a boundary belongs to it. */
		end -= end > 0 && all.at[end - 1] == '\n';
		end -= end > 0 && all.at[end - 1] == '\r';
		parts->rest =
			rest.at ? rest : nw_str_slice(all, all.len, all.len);
		return nw_str_slice(all, 0, end);
	}
	parts->over = true;
	parts->rest = nw_str_slice(all, all.len, all.len);
	return all;
}

static bool begin_parts(const struct nwi_mail_entity *entity,
			struct parts *parts)
{
	*parts = (struct parts){
		.rest = entity->body,
		.boundary = nwi_mail_parameter(entity->type, "boundary"),
	};
	if (parts->boundary.len == 0)
		return false;
	(void)up_to_boundary(parts); /* what stands before the first part */
	return true;
}

static bool next_part(struct parts *parts, struct nwi_mail_entity *out)
{
	if (parts->over || parts->rest.len == 0)
		return false;
	nwi_mail_split(up_to_boundary(parts), out);
	return true;
}

static struct nw_str media_type(const struct nwi_mail_entity *entity)
{
	size_t end = nw_str_find_char(entity->type, ';');
	struct nw_str type = nw_str_trim(nw_str_slice(entity->type, 0, end));

	if (type.len > 0)
		return type;
	return nw_str_from(entity->within_digest ? "message/rfc822"
						 : "text/plain");
}

static bool make_room(struct nwi_mail_leaves *out)
{
	size_t room = out->room ? out->room * 2 : 8;
	struct nwi_mail_leaf *rows =
		room <= NWI_MAIL_PARTS
			? nw_arena_array(out->arena, room, sizeof(*rows))
			: NULL;

	if (!rows)
		return false;
	if (out->count > 0)
		memcpy(rows, out->rows, out->count * sizeof(*rows));
	out->rows = rows;
	out->room = room;
	return true;
}

static void add_leaf(struct nwi_mail_leaves *out, enum nwi_mail_leaf_kind kind,
		     const struct nwi_mail_entity *entity)
{
	if (out->count < out->room || make_room(out))
		out->rows[out->count++] =
			(struct nwi_mail_leaf){ kind, *entity };
	else
		out->cut = true;
}

static void walk(const struct nwi_mail_entity *entity, int depth,
		 struct nwi_mail_leaves *out);

static size_t bytes_of(const struct nwi_mail_leaves *leaves, size_t from,
		       enum nwi_mail_leaf_kind kind)
{
	size_t bytes = 0;

	for (size_t i = from; i < leaves->count; i++) {
		if (leaves->rows[i].kind == kind)
			bytes += nw_str_trim(leaves->rows[i].entity.body).len;
	}
	return bytes;
}

/* Leaves of one kind only: the same is told in both. */
static void choose(struct nwi_mail_leaves *out, size_t from)
{
	size_t text = bytes_of(out, from, NWI_MAIL_TEXT);
	size_t html = bytes_of(out, from, NWI_MAIL_HTML);
	bool use_html = text == 0 || (text < STUB_BYTES && html > HTML_BYTES);
	enum nwi_mail_leaf_kind other =
		use_html ? NWI_MAIL_TEXT : NWI_MAIL_HTML;
	size_t kept = from;

	if (html == 0)
		return;
	for (size_t i = from; i < out->count; i++) {
		if (out->rows[i].kind != other)
			out->rows[kept++] = out->rows[i];
	}
	out->count = kept;
}

static void walk_parts(const struct nwi_mail_entity *entity, int depth,
		       bool digest, struct nwi_mail_leaves *out)
{
	struct nwi_mail_entity part;
	struct parts parts;
	size_t count = 0;

	if (depth >= NWI_MAIL_DEPTH || !begin_parts(entity, &parts))
		return;
	while (count++ < NWI_MAIL_PARTS && next_part(&parts, &part)) {
		part.within_digest = digest;
		walk(&part, depth + 1, out);
	}
	out->cut = out->cut || (!parts.over && parts.rest.len > 0);
}

static void walk(const struct nwi_mail_entity *entity, int depth,
		 struct nwi_mail_leaves *out)
{
	struct nw_str type = media_type(entity);
	size_t from = out->count;

	if (nw_str_starts_nocase(entity->disposition, "attachment") &&
	    !nw_str_starts_nocase(type, "message/rfc822"))
		return;
	if (nw_str_starts_nocase(type, "multipart/")) {
		walk_parts(entity, depth,
			   nw_str_is_nocase(type, "multipart/digest"), out);
		if (nw_str_is_nocase(type, "multipart/alternative"))
			choose(out, from);
	} else if (nw_str_is_nocase(type, "message/rfc822") ||
		   nw_str_is_nocase(type, "message/global")) {
		add_leaf(out, NWI_MAIL_MESSAGE, entity);
	} else if (nw_str_is_nocase(type, "text/html") ||
		   nw_str_is_nocase(type, "application/xhtml+xml")) {
		add_leaf(out, NWI_MAIL_HTML, entity);
	} else if (nw_str_is_nocase(type, "text/plain") ||
		   nw_str_is_nocase(type, "text")) {
		add_leaf(out, NWI_MAIL_TEXT, entity);
	}
}

void nwi_mail_leaves(const struct nwi_mail_entity *message,
		     struct nw_arena *arena, struct nwi_mail_leaves *out)
{
	*out = (struct nwi_mail_leaves){ .arena = arena };
	walk(message, 0, out);
}
