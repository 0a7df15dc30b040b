/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/store/journal.h"

#include "base/hash.h"
#include "base/json.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* One alert object is at most 32 MiB; a group of them fits. */
#define WAITING_BYTES ((size_t)128 << 20)
#define LINE_BYTES    ((size_t)40 << 20)
#define ROW_BYTES     512
#define SUM_DIGITS    8

static enum nw_status open_file(const struct place *place, int *out,
				off_t *out_end, struct nw_error *err)
{
	char path[PLACE_PATH];

	place_path(place, "journal", path);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return nw_fail(err, NW_IO, "%s: %s", path, strerror(errno));
	*out_end = lseek(fd, 0, SEEK_END);
	*out = fd;
	return place_sync(place, err);
}

enum nw_status journal_open(const struct place *place, struct journal *out,
			    struct nw_error *err)
{
	nw_buf_init(&out->waiting, WAITING_BYTES);
	return open_file(place, &out->fd, &out->end, err);
}

void journal_close(struct journal *journal)
{
	if (journal->fd >= 0)
		close(journal->fd);
	journal->fd = -1;
	nw_buf_fini(&journal->waiting);
}

static void put_row(struct nw_buf *out, const struct store_table *table,
		    const void *row)
{
	for (uint16_t i = 0; i < table->column_count; i++) {
		const struct store_column *column = &table->columns[i];
		const char *member = (const char *)row + column->offset;
		struct nw_str text;
		int64_t number;
		if (column->type == STORE_INT) {
			memcpy(&number, member, sizeof(number));
			nwi_json_put_int(out, column->name, number);
		} else if (column->type == STORE_TEXT) {
			memcpy(&text, member, sizeof(text));
			nwi_json_put_str(out, column->name, text);
		}
	}
}

void journal_add(struct journal *journal, enum store_table_id id,
		 const void *row)
{
	struct nw_buf *out = &journal->waiting;
	size_t from = out->len;

	nwi_json_open(out, '{');
	nwi_json_put_text(out, "table", store_tables[id].name);
	nwi_json_key(out, "row");
	nwi_json_open(out, '{');
	put_row(out, &store_tables[id], row);
	nwi_json_close(out, '}');
	nwi_json_close(out, '}');
	if (!out->failed)
		nw_buf_add_fmt(out, " %08x\n",
			       nwi_crc32c(0, out->at + from, out->len - from));
}

size_t journal_mark(const struct journal *journal)
{
	return journal->waiting.len;
}

void journal_undo(struct journal *journal, size_t mark)
{
	nw_buf_cut(&journal->waiting, mark);
	journal->waiting.failed = false;
}

static bool write_all(int fd, const struct nw_buf *buf, off_t at)
{
	size_t done = 0;

	while (done < buf->len) {
		ssize_t got = pwrite(fd, buf->at + done, buf->len - done,
				     at + (off_t)done);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		done += (size_t)got;
	}
	return true;
}

enum nw_status journal_sync(struct journal *journal, struct nw_error *err)
{
	struct nw_buf *waiting = &journal->waiting;

	if (waiting->failed)
		return nw_fail(err, NW_NO_MEMORY, "no memory for the journal");
	if (waiting->len == 0)
		return NW_OK;
	if (!write_all(journal->fd, waiting, journal->end)) {
		int why = errno;
		bool full = why == ENOSPC || why == EDQUOT || why == EFBIG;
		if (ftruncate(journal->fd, journal->end) != 0)
			full = false;
		return nw_fail(err, full ? NW_LIMIT : NW_IO, "journal: %s",
			       strerror(why));
	}
	if (fdatasync(journal->fd) != 0)
		return nw_fail(err, NW_IO, "journal: %s", strerror(errno));
	journal->end += (off_t)waiting->len;
	nw_buf_clear(waiting);
	return NW_OK;
}

enum nw_status journal_rotate(const struct place *place,
			      struct journal *journal, struct nw_error *err)
{
	char old[PLACE_PATH], new[PLACE_PATH];
	int fd;
	off_t end;

	place_path(place, "journal", old);
	place_path(place, "journal.1", new);
	if (rename(old, new) != 0)
		return nw_fail(err, NW_IO, "%s: %s", old, strerror(errno));
	enum nw_status status = open_file(place, &fd, &end, err);
	if (status != NW_OK)
		return status;
	close(journal->fd);
	journal->fd = fd;
	journal->end = end;
	return NW_OK;
}

/* ---- replay ---- */

/* The JSON of a line whose sum is right, else absent. */
static struct nw_str json_of(struct nw_str line)
{
	char sum[SUM_DIGITS + 1];

	if (line.len < SUM_DIGITS + 2)
		return nw_str_make(NULL, 0);
	size_t len = line.len - SUM_DIGITS - 1;
	snprintf(sum, sizeof(sum), "%08x", nwi_crc32c(0, line.at, len));
	if (memcmp(sum, line.at + len + 1, SUM_DIGITS) != 0)
		return nw_str_make(NULL, 0);
	return nw_str_make(line.at, len);
}

static void take_row(const struct store_table *table, const json_t *object,
		     char *row)
{
	memset(row, 0, ROW_BYTES);
	for (uint16_t i = 0; i < table->column_count; i++) {
		const struct store_column *column = &table->columns[i];
		if (column->type == STORE_INT) {
			int64_t number =
				nwi_json_get_int(object, column->name, 0);
			memcpy(row + column->offset, &number, sizeof(number));
		} else if (column->type == STORE_TEXT) {
			struct nw_str text =
				nwi_json_get_str(object, column->name);
			memcpy(row + column->offset, &text, sizeof(text));
		}
	}
}

/* The backup's payload goes with its content type: rendered again. */
static enum nw_status replay_line(struct nw_str text,
				  const struct store_ops *ops,
				  struct store *store, int64_t *rows,
				  struct nw_error *err)
{
	NW_AUTO(nwi_json_free) json_t *json = NULL;
	_Alignas(16) char row[ROW_BYTES];

	if (nw_str_is_absent(text) ||
	    nwi_json_parse(text, LINE_BYTES, 64, &json, NULL) != NW_OK)
		return NW_OK;
	struct nw_str name = nwi_json_get_str(json, "table");
	enum store_table_id id =
		nw_str_is(name, "alert") ? STORE_ALERT : STORE_OUTBOX;
	take_row(&store_tables[id], json_object_get(json, "row"), row);
	if (id == STORE_OUTBOX)
		((struct store_outbox *)(void *)row)->content_type =
			nw_str_make(NULL, 0);
	++*rows;
	return ops->put(store, id, row, err);
}

static enum nw_status replay_file(FILE *file, const struct store_ops *ops,
				  struct store *store, int64_t *rows,
				  struct nw_error *err)
{
	enum nw_status status = NW_OK;
	char *line = NULL;
	size_t room = 0;
	ssize_t len;

	while (status == NW_OK && (len = getline(&line, &room, file)) > 0)
		if (line[len - 1] == '\n')
			status = replay_line(
				json_of(nw_str_make(line, (size_t)len - 1)),
				ops, store, rows, err);
	free(line);
	return status;
}

enum nw_status journal_replay(const struct place *place,
			      const struct store_ops *ops, struct store *store,
			      int64_t *out_rows, struct nw_error *err)
{
	static const char *const names[] = { "journal.1", "journal" };
	enum nw_status status = NW_OK;
	char path[PLACE_PATH];
	int64_t rows = 0;

	for (size_t i = 0; i < 2 && status == NW_OK; i++) {
		place_path(place, names[i], path);
		FILE *file = fopen(path, "re");
		if (!file && errno == ENOENT)
			continue;
		if (!file)
			return nw_fail(err, NW_IO, "%s: %s", path,
				       strerror(errno));
		status = replay_file(file, ops, store, &rows, err);
		fclose(file);
	}
	if (status == NW_OK)
		*out_rows = rows;
	return status;
}
