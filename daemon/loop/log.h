/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The daemon's log: one event, one line, with fields.
 *
 *   log_event(NW_LOG_NOTICE, "source.failed",
 *             LOG_TEXT("source", name), LOG_INT("status", 503),
 *             LOG_TEXT("message", err.text));
 *
 * An event's name is "area.what", fixed in the code and part of what tests
 * and operators rely on. The field "message" is the sentence for people; it
 * stands first in the text form. Values may hold foreign bytes: control,
 * bidirectional and zero-width characters never reach a terminal or a log
 * raw (nwi_text_terminal). The same line again within ten seconds is counted,
 * not written, and the count follows as a line of its own. All functions: any
 * thread.
 */
#ifndef NEWSWATCHD_LOG_H
#define NEWSWATCHD_LOG_H

#include <newswatch/plugin.h>
#include <newswatch/text.h>
#include <newswatch/time.h>

enum log_format {
	LOG_AUTO = 0, /* the journal where stderr is its stream, else text */
	LOG_LINES = 1,
	LOG_JSON = 2, /* one object a line */
	LOG_JOURNAL = 3
};

struct iovec;

struct log_settings {
	enum log_format format;
	enum nw_log_level level; /* the least urgent that is written; 0: INFO */
	int fd;			 /* 0: standard error */
	/* The clock of the lines; NULL: the system's. */
	nw_time (*now)(void *arg);
	void *now_arg;
	/*
	 * Sends a line's fields to systemd's journal, as sd_journal_sendv does;
	 * NULL: there is no journal. Given, so that only the daemon starts with
	 * that library.
	 */
	int (*journal)(const struct iovec *rows, int count);
};

/*
 * May be called again (a reload). Before the first call lines go to standard
 * error as text. Colours on a terminal unless NO_COLOR is set.
 */
void log_open(const struct log_settings *settings);

bool log_wanted(enum nw_log_level level);

enum log_type { LOG_END = 0, LOG_TYPE_STR, LOG_TYPE_INT };

struct log_field {
	const char *key; /* lower case, '_' */
	enum log_type type;
	struct nw_str str;
	int64_t number;
};

#define LOG_STR(key, slice)                     \
	{                                       \
		(key), LOG_TYPE_STR, (slice), 0 \
	}
#define LOG_TEXT(key, text)                               \
	{                                                 \
		(key), LOG_TYPE_STR, nw_str_from(text), 0 \
	}
#define LOG_INT(key, number)                               \
	{                                                  \
		(key), LOG_TYPE_INT, { NULL, 0 }, (number) \
	}

/* Absent texts are left out of the line; values over 2 KiB are cut. */
#define log_event(level, event, ...)                                      \
	log_write((level), (event),                                       \
		  (const struct log_field[]){ __VA_ARGS__ __VA_OPT__(, ){ \
			  NULL, LOG_END, { NULL, 0 }, 0 } })

/* The function behind the macro; `fields` ends with LOG_END. */
void log_write(enum nw_log_level level, const char *event,
	       const struct log_field *fields);

/*
 * Writes the counts of repeated lines whose ten seconds are over, or all of
 * them with `now`. Returns the milliseconds until the next is due, -1 for
 * none. The loop calls it; programs call it once before they end.
 */
int64_t log_flush(bool now);

/* Lines counted instead of written, since the start. */
uint64_t log_suppressed(void);

#endif
