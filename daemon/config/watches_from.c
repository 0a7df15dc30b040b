/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Watches in files of their own, beyond what the configuration may hold: JSON
 * Lines, an object a line, or a stream of YAML documents, each a watch or a
 * list of them. One document is read at a time, so that a set of 100,000 rows
 * never stands as a tree, and the file is forgotten before queries compile; a
 * row whose problem is told then is read again.
 */
#include "daemon/config/loader.h"

#include <fcntl.h>
#include <unistd.h>

enum { FILE_MAX_BYTES = 64 * 1024 * 1024 };

/* The documents of a file, one after the other. */
struct stream {
	const struct load_file *file;
	struct nw_str text;
	bool json;	/* a line a document */
	size_t at;	/* of the next document */
	uint32_t lines; /* before it */
};

static size_t line_end(struct nw_str text, size_t at)
{
	struct nw_str rest = nw_str_slice(text, at, text.len);
	size_t end = at + nw_str_find_char(rest, '\n');

	return end < text.len ? end + 1 : text.len;
}

/* A line of three hyphens begins a document, wherever it stands. */
static bool begins_document(struct nw_str text, size_t at)
{
	struct nw_str line = nw_str_slice(text, at, at + 4);

	return nw_str_starts(line, "---") &&
	       (line.len == 3 || strchr(" \t\r\n", line.at[3]));
}

/* The next document; false at the end. Empty ones come too. */
static bool next_document(struct stream *s, struct load_row *out)
{
	size_t at = s->at, end = at;
	uint32_t lines = s->lines;

	if (at >= s->text.len)
		return false;
	do {
		end = line_end(s->text, end);
		s->lines++;
	} while (!s->json && end < s->text.len &&
		 !begins_document(s->text, end));
	s->at = end;
	/* An object that is not closed is told at its line's end. */
	if (s->json && s->text.at[end - 1] == '\n')
		end--;
	*out = (struct load_row){ .file = s->file,
				  .at = at,
				  .len = end - at,
				  .lines = lines,
				  .json = s->json };
	return true;
}

static bool is_json(struct nw_str text)
{
	text = nw_str_trim(text);
	return text.len > 0 && text.at[0] == '{';
}

/* The number of an escape \uXXXX at `at`; 0 when there is none. */
static uint32_t escape_at(struct nw_str text, size_t at)
{
	static const char hex[] = "0123456789abcdef0123456789ABCDEF";
	uint32_t code = 0;

	if (at + 6 > text.len || text.at[at] != '\\' || text.at[at + 1] != 'u')
		return 0;
	for (size_t i = at + 2; i < at + 6; i++) {
		const char *digit = memchr(hex, text.at[i], sizeof(hex) - 1);

		if (!digit)
			return 0;
		code = code << 4 | (uint32_t)((digit - hex) % 16);
	}
	return code;
}

/*
 * JSON writes what is above U+FFFF as two escapes (RFC 8259, 7), which YAML
 * does not know: they become the one that it has.
 */
static struct nw_str join_surrogates(struct loader *l, struct nw_str text)
{
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };
	size_t done = 0;

	nw_buf_init(&out, text.len + 1);
	for (size_t at = 0; at + 1 < text.len; at++) {
		uint32_t high = escape_at(text, at);
		uint32_t low = high >> 10 == 0x36 ? escape_at(text, at + 6) : 0;

		if (low >> 10 == 0x37) {
			nw_buf_add_str(&out, nw_str_slice(text, done, at));
			nw_buf_add_fmt(&out, "\\U%08X",
				       0x10000 + ((high & 0x3ff) << 10 |
						  (low & 0x3ff)));
			done = at + 12;
			at += 11;
		} else if (text.at[at] == '\\') {
			at++; /* what it escapes begins nothing */
		}
	}
	if (done == 0)
		return text;
	nw_buf_add_str(&out, nw_str_slice(text, done, text.len));
	return nw_arena_buf(l->rows, &out);
}

/* `text` is the row's document. */
static enum nw_status
read_document(struct loader *l, const struct load_row *row, struct nw_str text,
	      struct nwi_problems *problems, const struct nwi_node **root)
{
	struct load_file *part = load_alloc(l->rows, 1, sizeof(*part));

	*part = *row->file;
	part->file.text = row->json ? join_surrogates(l, text) : text;
	part->file.lines_before = row->lines;
	return nwi_tree_read(&part->file, l->rows, problems, root);
}

/* ---- rows ---- */

/* How many there were. */
static size_t each_row(struct loader *l, struct load_row *row,
		       const struct nwi_node *root, load_row_fn *each,
		       void *arg)
{
	size_t count = 0;

	if (root->kind == NWI_NODE_LIST) {
		for (const struct nwi_node *n = root->first; n; n = n->next) {
			row->element = n->index;
			each(arg, row, n);
			count++;
		}
	} else if (root->kind == NWI_NODE_MAP) {
		each(arg, row, root);
		count++;
	} else if (root->kind != NWI_NODE_EMPTY) {
		nwi_node_problem(l->problems, root,
				 "is %s; allowed: a watch, as a mapping, or a "
				 "list of them",
				 nwi_node_kind_name(root));
		count++;
	}
	return count;
}

static void read_rows(struct loader *l, const struct load_file *file,
		      struct nw_str text, load_row_fn *each, void *arg)
{
	struct stream s = { .file = file, .text = text };
	struct load_row row;
	size_t count = 0;

	if (nw_str_starts(text, "\xef\xbb\xbf"))
		s.at = 3;
	s.json = is_json(nw_str_slice(text, s.at, text.len));
	while (next_document(&s, &row)) {
		const struct nwi_node *root;

		nw_arena_clear(l->rows);
		if (read_document(l, &row,
				  nw_str_slice(text, row.at, row.at + row.len),
				  l->problems, &root) == NW_OK)
			count += each_row(l, &row, root, each, arg);
		else
			count++;
	}
	if (count == 0)
		nwi_problem_warn(l->problems,
				 (struct nwi_place){ &file->file, 1, 1 },
				 nw_str_make(NULL, 0), "no watch stands here");
}

static void read_file(struct loader *l, const struct nwi_node *node,
		      load_row_fn *each, void *arg)
{
	NW_AUTO(nw_arena_free)
	struct nw_arena *arena = nw_arena_new(2 * (size_t)FILE_MAX_BYTES);
	struct load_file *file = load_alloc(l->scratch, 1, sizeof(*file));
	struct nw_str text;
	struct nw_error err;

	if (node->kind != NWI_NODE_SCALAR || node->text.len == 0)
		return; /* the row's check reports it */
	file->file.name = load_shown_path(l, node).at;
	file->file.rank = LOAD_MAX_FILES + node->index;
	file->folder = "";
	file->path = load_path(l, node, node->text).at;
	if (load_read(file->path, false, FILE_MAX_BYTES, arena, &text, &err) !=
	    NW_OK)
		nwi_node_problem(l->problems, node, "%s %s", file->file.name,
				 err.text);
	else
		read_rows(l, file, text, each, arg);
}

void load_watches_from(struct loader *l, load_row_fn *each, void *arg)
{
	const struct nwi_node *node = nwi_node_get(&l->top, "watches_from");

	/* Without plugins only the workers' settings are wanted. */
	if (!node || !l->in->plugins)
		return;
	if (node->kind == NWI_NODE_LIST) {
		for (const struct nwi_node *n = node->first; n; n = n->next)
			read_file(l, n, each, arg);
	} else {
		read_file(l, node, each, arg);
	}
}

static void close_file(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

/* The bytes of a row's document; absent when they are not all there. */
static struct nw_str read_again(struct loader *l, const struct load_row *row)
{
	NW_AUTO(close_file)
	int fd = open(row->file->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	char *at = load_alloc(l->rows, row->len + 1, 1);

	if (fd < 0 ||
	    pread(fd, at, row->len, (off_t)row->at) != (ssize_t)row->len)
		return nw_str_make(NULL, 0);
	return nw_str_make(at, row->len);
}

const struct nwi_node *load_row_node(struct loader *l,
				     const struct load_row *row)
{
	struct nwi_problems told = { 0 };
	const struct nwi_node *root = NULL;
	struct nw_str text;

	if (row->node)
		return row->node;
	nw_arena_clear(l->rows);
	text = read_again(l, row);
	if (!text.at || read_document(l, row, text, &told, &root) != NW_OK)
		root = NULL;
	nwi_problems_fini(&told);
	if (!root || root->kind != NWI_NODE_LIST)
		return root;
	root = root->first;
	for (uint32_t i = 0; root && i < row->element; i++)
		root = root->next;
	return root;
}

void load_row_changed(struct loader *l, const struct load_row *row)
{
	nwi_problem(l->problems,
		    (struct nwi_place){ &row->file->file, row->lines + 1, 1 },
		    nw_str_make(NULL, 0),
		    "there is a mistake in this watch, but the file has "
		    "changed since it was read");
}
