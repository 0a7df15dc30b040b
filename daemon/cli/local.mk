# SPDX-License-Identifier: Apache-2.0
noinst_LTLIBRARIES += libnwcli.la
libnwcli_la_SOURCES = \
	%D%/analyse.c \
	%D%/backtest.c \
	%D%/check.c \
	%D%/cli.c \
	%D%/cli.h \
	%D%/cluster.c \
	%D%/commands.c \
	%D%/commands.h \
	%D%/completion.c \
	%D%/evaluate.c \
	%D%/extract.c \
	%D%/figures.c \
	%D%/figures.h \
	%D%/help.c \
	%D%/help.h \
	%D%/input.c \
	%D%/input.h \
	%D%/labels.c \
	%D%/labels.h \
	%D%/language.c \
	%D%/online.c \
	%D%/online_check.h \
	%D%/parse.c \
	%D%/past.c \
	%D%/past.h \
	%D%/plugins.c \
	%D%/rehearse.c \
	%D%/rehearse.h \
	%D%/search.c \
	%D%/setup.c \
	%D%/setup.h \
	%D%/show.c \
	%D%/show.h \
	%D%/show_revision.c %D%/show_why.c \
	%D%/stream.c \
	%D%/stream.h \
	%D%/stream_command.c \
	%D%/table.c \
	%D%/table.h \
	%D%/topics.c \
	%D%/topics.h \
	%D%/topics_compare.c \
	%D%/topics_list.c \
	%D%/topics_propose.c \
	%D%/topics_tally.c \
	%D%/topics_tally.h \
	%D%/train.c
libnwcli_la_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS)
libnwcli_la_CFLAGS = $(AM_CFLAGS) -pthread

# The command, and the same with the network for `check --online`.
bin_PROGRAMS += newswatch
newswatch_SOURCES = %D%/main.c %D%/online_exec.c
newswatch_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS)
newswatch_LDADD = libnwcli.la libnwcontrol.la libnwworker.la libnwconfig.la \
	libnwloop.la libnewswatch.la $(JANSSON_LIBS) -lpthread
worker_PROGRAMS += newswatch-poll
newswatch_poll_SOURCES = %D%/main.c %D%/online_check.c
newswatch_poll_CPPFLAGS = $(newswatch_CPPFLAGS)
newswatch_poll_LDADD = libnwcli.la libnwcontrol.la libnwworker.la \
	libnwtransport.la libnwconfig.la libnwloop.la libnewswatch.la \
	$(JANSSON_LIBS) -lpthread
