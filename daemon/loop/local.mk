# SPDX-License-Identifier: Apache-2.0
noinst_LTLIBRARIES += libnwloop.la
libnwloop_la_SOURCES = \
	%D%/child.c \
	%D%/log.c \
	%D%/log.h \
	%D%/log_line.c \
	%D%/log_line.h \
	%D%/loop.c \
	%D%/loop.h \
	%D%/loop_private.h \
	%D%/notify.c \
	%D%/notify.h \
	%D%/timer.c
libnwloop_la_CPPFLAGS = $(AM_CPPFLAGS) $(EVENT_CFLAGS) $(JANSSON_CFLAGS)
libnwloop_la_LIBADD = $(EVENT_LIBS) libnewswatch.la -lpthread
