/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/config/loader.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- bytes ---- */

static void close_file(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static enum nw_status read_all(int fd, size_t max, struct nw_buf *buf,
			       struct nw_error *err)
{
	for (;;) {
		if (!nw_buf_reserve(buf, 16 * 1024 < max - buf->len + 1
						 ? 16 * 1024
						 : max - buf->len + 1))
			return nw_fail(err, NW_NO_MEMORY, "no memory");
		ssize_t got =
			read(fd, buf->at + buf->len, buf->room - buf->len - 1);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return nw_fail(err, NW_IO, "cannot be read: %s",
				       strerror(errno));
		buf->len += (size_t)got;
		if (buf->len > max)
			return nw_fail(err, NW_LIMIT,
				       "is too large; allowed: %zu bytes", max);
		if (got == 0)
			return NW_OK;
	}
}

enum nw_status load_read(const char *path, bool any, size_t max,
			 struct nw_arena *arena, struct nw_str *out,
			 struct nw_error *err)
{
	NW_AUTO(close_file)
	int fd = open(path, O_RDONLY | O_CLOEXEC | (any ? 0 : O_NONBLOCK));
	NW_AUTO(nw_buf_fini) struct nw_buf buf = { 0 };
	struct stat info;

	nw_buf_init(&buf, max + 64 * 1024);
	if (fd < 0 || fstat(fd, &info) != 0)
		return nw_fail(err, NW_IO, "cannot be read: %s",
			       strerror(errno));
	if (S_ISDIR(info.st_mode))
		return nw_fail(err, NW_IO, "is a folder; allowed: a file");
	if (!any && !S_ISREG(info.st_mode))
		return nw_fail(err, NW_IO, "is no regular file");
	enum nw_status status = read_all(fd, max, &buf, err);
	if (status != NW_OK)
		return status;
	struct nw_str copy = nw_arena_buf(arena, &buf);
	explicit_bzero(buf.at, buf.room);
	if (nw_str_is_absent(copy))
		return nw_fail(err, NW_LIMIT, "needs more memory than allowed");
	*out = copy;
	return NW_OK;
}

/* RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF. */
static size_t utf8_length(const unsigned char *at, size_t left)
{
	static const struct {
		unsigned char from, to, low, high;
		unsigned char len;
	} forms[] = {
		{ 0x00, 0x7f, 0, 0, 1 },       { 0xc2, 0xdf, 0x80, 0xbf, 2 },
		{ 0xe0, 0xe0, 0xa0, 0xbf, 3 }, { 0xe1, 0xec, 0x80, 0xbf, 3 },
		{ 0xed, 0xed, 0x80, 0x9f, 3 }, { 0xee, 0xef, 0x80, 0xbf, 3 },
		{ 0xf0, 0xf0, 0x90, 0xbf, 4 }, { 0xf1, 0xf3, 0x80, 0xbf, 4 },
		{ 0xf4, 0xf4, 0x80, 0x8f, 4 },
	};

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		if (at[0] < forms[i].from || at[0] > forms[i].to)
			continue;
		size_t len = forms[i].len;
		if (len > left || (len > 1 && (at[1] < forms[i].low ||
					       at[1] > forms[i].high)))
			return 0;
		for (size_t j = 2; j < len; j++) {
			if ((at[j] & 0xc0) != 0x80)
				return 0;
		}
		return len;
	}
	return 0;
}

bool load_is_utf8(struct nw_str text)
{
	size_t i = 0;

	while (i < text.len) {
		size_t len = utf8_length((const unsigned char *)text.at + i,
					 text.len - i);
		if (len == 0)
			return false;
		i += len;
	}
	return true;
}

/* ---- paths ---- */

/* The folder that a file stands in, absolute. */
static const char *folder_of(struct loader *l, const char *path)
{
	const char *slash = strrchr(path, '/');
	struct nw_str folder = nw_str_from(".");
	char real[PATH_MAX];

	if (slash)
		folder = nw_str_make(
			path, slash == path ? 1 : (size_t)(slash - path));
	folder = nw_arena_str(l->scratch, folder);
	if (!folder.at)
		abort();
	if (!realpath(folder.at, real))
		return folder.at;
	return load_text(l, nw_str_from(real)).at;
}

struct nw_str load_path(struct loader *l, const struct nwi_node *node,
			struct nw_str path)
{
	const char *folder = l->in->data_dir ? l->in->data_dir : NW_DATA_DIR;

	if (path.len > 0 && path.at[0] == '/')
		return load_text(l, path);
	if (node) {
		const struct load_file *file =
			(const struct load_file *)(const void *)node->file;
		folder = file->folder;
	}
	return load_fmt(l, "%s%s%.*s", folder,
			folder[strlen(folder) - 1] == '/' ? "" : "/",
			NW_FMT(path));
}

/* ---- the list of files ---- */

static bool is_loaded(const struct loader *l, const char *path)
{
	struct stat a, b;

	if (stat(path, &a) != 0)
		return false;
	for (size_t i = 0; i < l->file_count; i++) {
		if (stat(l->files[i]->file.name, &b) == 0 &&
		    a.st_dev == b.st_dev && a.st_ino == b.st_ino)
			return true;
	}
	return false;
}

static void report_at(struct loader *l, const struct nwi_node *node,
		      const struct nwi_file *file, const char *text)
{
	if (node)
		nwi_node_problem(l->problems, node, "%s %s", file->name, text);
	else
		nwi_problem(l->problems, (struct nwi_place){ file, 0, 0 },
			    nw_str_make(NULL, 0), "%s", text);
}

/* Reads one file once. `node` named it, NULL for the main file and conf.d. */
static void add_file(struct loader *l, const char *path,
		     const struct nwi_node *node)
{
	struct load_file *file = load_alloc(l->scratch, 1, sizeof(*file));
	bool main_file = l->file_count == 0;
	struct nw_error err;

	if (is_loaded(l, path))
		return;
	file->file.name = load_text(l, nw_str_from(path)).at;
	file->file.rank = (uint32_t)l->file_count;
	if (l->file_count == LOAD_MAX_FILES || l->bytes > LOAD_MAX_BYTES) {
		report_at(l, node, &file->file,
			  l->file_count == LOAD_MAX_FILES
				  ? "is one file too many; allowed: 256"
				  : "is too much; allowed: 8 MiB in all files");
		return;
	}
	file->folder = folder_of(l, path);
	enum nw_status status = load_read(path, main_file, NWI_TREE_MAX_BYTES,
					  l->scratch, &file->file.text, &err);
	if (status != NW_OK) {
		report_at(l, node, &file->file, err.text);
		return;
	}
	l->bytes += file->file.text.len;
	l->files[l->file_count++] = file;
	status = nwi_tree_read(&file->file, l->scratch, l->problems,
			       &file->root);
	file->broken = status != NW_OK && status != NW_BAD_CONFIG;
	l->broken |= file->broken;
}

static int is_yaml(const struct dirent *entry)
{
	struct nw_str name = nw_str_from(entry->d_name);

	return entry->d_name[0] != '.' && nw_str_ends(name, ".yaml");
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static void add_conf_d(struct loader *l)
{
	struct nw_str folder = load_fmt(l, "%s/conf.d", l->files[0]->folder);
	const char *main_name = l->files[0]->file.name;
	const char *slash = strrchr(main_name, '/');
	int shown = slash ? (int)(slash - main_name) + 1 : 0;
	struct dirent **entries;
	int count = scandir(folder.at, &entries, is_yaml, by_bytes);

	if (count < 0 && errno != ENOENT && errno != ENOTDIR)
		nwi_problem(l->problems,
			    (struct nwi_place){ &l->files[0]->file, 0, 0 },
			    nw_str_make(NULL, 0), "conf.d cannot be read: %s",
			    strerror(errno));
	if (count < 0)
		return;
	for (int i = 0; i < count; i++) {
		struct nw_str path = load_fmt(l, "%.*sconf.d/%s", shown,
					      main_name, entries[i]->d_name);
		add_file(l, path.at, NULL);
		free(entries[i]);
	}
	free(entries);
}

/* ---- include ---- */

/* Relative names are shown relative to the file that includes them. */
struct nw_str load_shown_path(struct loader *l, const struct nwi_node *node)
{
	const char *name = node->file->name;
	const char *slash = strrchr(name, '/');

	if (node->text.at[0] == '/' || !slash)
		return load_text(l, node->text);
	return load_fmt(l, "%.*s%.*s", (int)(slash - name) + 1, name,
			NW_FMT(node->text));
}

/* glob sorts by the locale; we want the same order everywhere. */
static int path_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void include_one(struct loader *l, const struct nwi_node *node)
{
	glob_t found;

	if (node->kind != NWI_NODE_SCALAR || node->text.len == 0)
		return; /* the row's check reports it */
	struct nw_str pattern = load_shown_path(l, node);
	bool literal = strpbrk(pattern.at, "*?[") == NULL;
	if (literal) {
		add_file(l, pattern.at, node);
		return;
	}
	int code = glob(pattern.at, GLOB_NOSORT, NULL, &found);
	if (code == 0)
		qsort(found.gl_pathv, found.gl_pathc, sizeof(char *),
		      path_bytes);
	if (code != 0 && code != GLOB_NOMATCH)
		nwi_node_problem(l->problems, node, "cannot be looked up: %s",
				 strerror(errno));
	for (size_t i = 0; code == 0 && i < found.gl_pathc; i++)
		add_file(l, found.gl_pathv[i], node);
	if (code == 0)
		globfree(&found);
}

static void include_of(struct loader *l, const struct load_file *file)
{
	const struct nwi_node *node = nwi_node_get(file->root, "include");

	if (node && node->kind == NWI_NODE_LIST) {
		for (const struct nwi_node *n = node->first; n; n = n->next)
			include_one(l, n);
	} else if (node) {
		include_one(l, node);
	}
}

void load_files(struct loader *l)
{
	add_file(l, l->in->path, NULL);
	if (l->file_count == 0 || l->in->flags & CONFIG_ONLY_WATCHES)
		return;
	add_conf_d(l);
	/* The list grows while it is walked: what is included may include. */
	for (size_t i = 0; i < l->file_count; i++) {
		if (!l->files[i]->broken)
			include_of(l, l->files[i]);
	}
}
