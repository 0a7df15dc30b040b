# SPDX-License-Identifier: Apache-2.0
noinst_LTLIBRARIES += libnwdesk.la
libnwdesk_la_SOURCES = %D%/desk.c %D%/desk.h
libnwdesk_la_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS)

worker_PROGRAMS += newswatch-query
newswatch_query_SOURCES = \
	daemon/worker/excerpt.c \
	daemon/worker/excerpt.h \
	daemon/worker/seal.c \
	daemon/worker/seal.h \
	%D%/backtest.c \
	%D%/branches.c \
	%D%/branches.h \
	%D%/job.c \
	%D%/job.h \
	%D%/judge.c \
	%D%/judge.h \
	%D%/main.c \
	%D%/search.c
newswatch_query_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS) $(SECCOMP_CFLAGS)
newswatch_query_CFLAGS = $(AM_CFLAGS) -pthread
newswatch_query_LDADD = libnwstore.la libnewswatch.la $(JANSSON_LIBS) \
	$(SECCOMP_LIBS)
