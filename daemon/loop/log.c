/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/loop/log_line.h"

#include "base/hash.h"
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define REPEAT_MS   10000
#define REPEAT_ROWS 64
#define FIELDS_MAX  32

/* A line that was written less than REPEAT_MS ago. */
struct repeat {
	uint64_t hash; /* 0: a free row */
	int64_t until_ms;
	uint64_t count; /* times it came again */
	enum nw_log_level level;
	const char *event; /* of static storage, as all names of events */
};

static struct {
	pthread_mutex_t lock;
	struct log_settings set;
	bool color;
	struct repeat repeats[REPEAT_ROWS];
	size_t waiting; /* rows with a count */
	uint64_t suppressed;
} the = { .lock = PTHREAD_MUTEX_INITIALIZER,
	  .set = { .format = LOG_LINES,
		   .level = NW_LOG_INFO,
		   .fd = STDERR_FILENO } };

/* ---- settings ---- */

/* $JOURNAL_STREAM names the device and inode of the journal's socket. */
static bool is_journal(int fd)
{
	const char *stream = getenv("JOURNAL_STREAM");
	unsigned long long device, inode;
	struct stat info;

	return stream && sscanf(stream, "%llu:%llu", &device, &inode) == 2 &&
	       fstat(fd, &info) == 0 && info.st_dev == device &&
	       info.st_ino == inode;
}

static enum log_format choose_format(const struct log_settings *set)
{
	if (!set->journal)
		return set->format == LOG_JSON ? LOG_JSON : LOG_LINES;
	if (set->format == LOG_AUTO)
		return is_journal(set->fd) ? LOG_JOURNAL : LOG_LINES;
	return set->format;
}

void log_open(const struct log_settings *settings)
{
	const char *no_color = getenv("NO_COLOR");
	struct log_settings set = *settings;

	if (!set.fd)
		set.fd = STDERR_FILENO;
	if (!set.level)
		set.level = NW_LOG_INFO;
	set.format = choose_format(&set);
	pthread_mutex_lock(&the.lock);
	the.set = set;
	the.color = isatty(set.fd) && !(no_color && *no_color);
	pthread_mutex_unlock(&the.lock);
}

bool log_wanted(enum nw_log_level level)
{
	return level <= the.set.level;
}

/* ---- where lines go ---- */

static int64_t monotonic_ms(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return at.tv_sec * INT64_C(1000) + at.tv_nsec / 1000000;
}

static nw_time line_time(void)
{
	struct timespec at;

	if (the.set.now)
		return the.set.now(the.set.now_arg);
	clock_gettime(CLOCK_REALTIME, &at);
	return at.tv_sec * INT64_C(1000) + at.tv_nsec / 1000000;
}

/* There is nobody to tell when the log itself cannot be written. */
static void put_line(struct nw_buf *line)
{
	const char *at = line->at;
	size_t left = line->len;

	while (left) {
		ssize_t written = write(the.set.fd, at, left);
		if (written < 0)
			return;
		at += written;
		left -= (size_t)written;
	}
}

static void add_journal_field(struct nw_buf *all, struct iovec *row,
			      const char *key, struct nw_str value)
{
	size_t from = all->len;

	if (strcmp(key, "MESSAGE") != 0 && strcmp(key, "PRIORITY") != 0)
		nw_buf_add_text(all, "NEWSWATCH_");
	for (const char *at = key; *at; at++)
		nw_buf_add_char(all, *at >= 'a' && *at <= 'z'
					     ? (char)(*at - 'a' + 'A')
					     : *at);
	nw_buf_add_char(all, '=');
	nw_buf_add_str(all, value);
	/* Offsets first: the buffer may move while it grows. */
	row->iov_base = NULL;
	row->iov_len = all->len - from;
}

static void put_journal(enum nw_log_level level, const char *event,
			const struct log_field *fields, struct nw_str line)
{
	struct iovec rows[FIELDS_MAX + 3];
	struct nw_buf all, value;
	char priority[2] = { (char)('0' + (int)level), '\0' };
	int count = 0;

	nw_buf_init(&all, 2 * LOG_LINE_MAX);
	nw_buf_init(&value, LOG_VALUE_MAX + 16);
	add_journal_field(&all, &rows[count++], "MESSAGE", line);
	add_journal_field(&all, &rows[count++], "PRIORITY",
			  nw_str_from(priority));
	add_journal_field(&all, &rows[count++], "event", nw_str_from(event));
	for (; fields->type && count < FIELDS_MAX + 3; fields++) {
		if (strcmp(fields->key, "message") == 0)
			continue;
		nw_buf_clear(&value);
		log_line_value(&value, fields);
		add_journal_field(&all, &rows[count++], fields->key,
				  nw_buf_str(&value));
	}
	char *at = all.at;
	for (int i = 0; i < count; i++) {
		rows[i].iov_base = at;
		at += rows[i].iov_len;
	}
	if (!all.failed)
		the.set.journal(rows, count);
	nw_buf_fini(&all);
	nw_buf_fini(&value);
}

/* The journal has the time and the priority of its own. */
static void put(enum nw_log_level level, const char *event,
		const struct log_field *fields)
{
	struct nw_buf line;
	char at[NW_TIME_TEXT];

	nw_buf_init(&line, LOG_LINE_MAX + 1);
	if (the.set.format == LOG_JSON) {
		log_line_json(&line, line_time(), level, event, fields);
	} else {
		if (the.set.format == LOG_LINES) {
			nw_time_format(line_time(), at);
			nw_buf_add_fmt(&line, "%s ", at);
		}
		log_line_text(&line, level, event, fields,
			      the.color && the.set.format == LOG_LINES);
	}
	if (the.set.format == LOG_JOURNAL) {
		put_journal(level, event, fields, nw_buf_str(&line));
		nw_buf_fini(&line);
		return;
	}
	if (line.len >= LOG_LINE_MAX)
		nw_buf_cut(&line, LOG_LINE_MAX);
	nw_buf_add_char(&line, '\n');
	put_line(&line);
	nw_buf_fini(&line);
}

/* ---- repeated lines ---- */

static uint64_t line_hash(enum nw_log_level level, const char *event,
			  const struct log_field *fields)
{
	static const struct nwi_sip_key key = { 0x6c6f67, 0x6c696e65 };
	uint64_t hash =
		nwi_siphash(&key, event, strlen(event)) ^ (uint64_t)level;

	for (; fields->type; fields++) {
		struct nwi_sip_key next = { hash, (uint64_t)fields->number };
		hash = nwi_siphash(&next, fields->key, strlen(fields->key));
		next.a = hash;
		hash = nwi_siphash(&next, fields->str.at ? fields->str.at : "",
				   fields->str.len);
	}
	return hash ? hash : 1;
}

static void put_count(struct repeat *repeat)
{
	if (repeat->count) {
		const struct log_field fields[] = {
			LOG_TEXT("message", "the same line came again"),
			LOG_INT("times", (int64_t)repeat->count),
			{ NULL, LOG_END, { NULL, 0 }, 0 },
		};
		put(repeat->level, repeat->event, fields);
		the.waiting--;
	}
	*repeat = (struct repeat){ 0 };
}

/* Whether the line is to be written; its row waits for repeats then. */
static bool is_new(uint64_t hash, enum nw_log_level level, const char *event)
{
	struct repeat *row = &the.repeats[hash % REPEAT_ROWS];
	int64_t now_ms = monotonic_ms();

	if (row->hash == hash && now_ms < row->until_ms) {
		if (row->count++ == 0)
			the.waiting++;
		the.suppressed++;
		return false;
	}
	put_count(row);
	*row = (struct repeat){ .hash = hash,
				.until_ms = now_ms + REPEAT_MS,
				.level = level,
				.event = event };
	return true;
}

void log_write(enum nw_log_level level, const char *event,
	       const struct log_field *fields)
{
	if (!log_wanted(level))
		return;
	uint64_t hash = line_hash(level, event, fields);
	pthread_mutex_lock(&the.lock);
	if (is_new(hash, level, event))
		put(level, event, fields);
	pthread_mutex_unlock(&the.lock);
}

int64_t log_flush(bool now)
{
	int64_t next_ms = -1;

	pthread_mutex_lock(&the.lock);
	int64_t now_ms = the.waiting ? monotonic_ms() : 0;
	for (size_t i = 0; i < REPEAT_ROWS && the.waiting; i++) {
		struct repeat *row = &the.repeats[i];
		int64_t left_ms = row->until_ms - now_ms;
		if (!row->count)
			continue;
		if (now || left_ms <= 0)
			put_count(row);
		else if (next_ms < 0 || left_ms < next_ms)
			next_ms = left_ms;
	}
	pthread_mutex_unlock(&the.lock);
	return next_ms;
}

uint64_t log_suppressed(void)
{
	pthread_mutex_lock(&the.lock);
	uint64_t count = the.suppressed;
	pthread_mutex_unlock(&the.lock);
	return count;
}
