# SPDX-License-Identifier: Apache-2.0
noinst_LTLIBRARIES += libnwingest.la
libnwingest_la_SOURCES = \
	%D%/article.c \
	%D%/batch.c \
	%D%/binding.c \
	%D%/ingest.c \
	%D%/ingest.h \
	%D%/poll.c \
	%D%/poll.h \
	%D%/robots.c \
	%D%/room.c
libnwingest_la_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS)
