# SPDX-License-Identifier: Apache-2.0
noinst_LTLIBRARIES += libnwstore.la
libnwstore_la_SOURCES = %D%/apply.c %D%/article.c %D%/ask.c %D%/ask.h %D%/ask_spikes.c %D%/ask_story.c %D%/configure.c %D%/core.c \
	%D%/core.h %D%/deliver.c %D%/destinations.c %D%/frames.c %D%/frames.h \
	%D%/hits.c %D%/hits.h %D%/journal.c \
	%D%/ids.c %D%/ids.h %D%/journal.h %D%/label.c %D%/label.h %D%/leases.c %D%/ledger.c %D%/ledger.h %D%/near.c %D%/near.h %D%/notice.c \
	%D%/place.c %D%/place.h %D%/question.c %D%/question.h \
	%D%/question_ask.c %D%/raise.c %D%/recover.c %D%/remote.c %D%/retention.c \
	%D%/habit.c %D%/habit.h %D%/identify.c %D%/identify.h %D%/revision.c %D%/revision.h \
	%D%/retention.h %D%/rows.c %D%/schema.c %D%/schema.h %D%/search.c \
	%D%/search.h %D%/send.c %D%/reader.c %D%/reader.h %D%/source.c \
	%D%/source.h %D%/sqlite.c %D%/sqlite.h %D%/sqlite_backup.c \
	%D%/sqlite_find.c %D%/store.h %D%/tell.c %D%/upkeep.c %D%/verdict.c
libnwstore_la_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS) $(SQLITE_CFLAGS)
libnwstore_la_CFLAGS = $(AM_CFLAGS) -pthread
libnwstore_la_LIBADD = libnewswatch.la $(JANSSON_LIBS) $(SQLITE_LIBS)
libnwstore_la_LDFLAGS = $(AM_LDFLAGS) -pthread
