# SPDX-License-Identifier: Apache-2.0
bin_PROGRAMS += newswatch
newswatch_SOURCES = \
	%D%/analyse.c \
	%D%/check.c \
	%D%/cli.c \
	%D%/cli.h \
	%D%/commands.c \
	%D%/commands.h \
	%D%/completion.c \
	%D%/extract.c \
	%D%/help.c \
	%D%/help.h \
	%D%/main.c \
	%D%/online.c \
	%D%/online_check.c \
	%D%/online_check.h \
	%D%/parse.c \
	%D%/plugins.c \
	%D%/setup.c \
	%D%/setup.h \
	%D%/show.c \
	%D%/show.h \
	%D%/stream.c \
	%D%/stream.h \
	%D%/table.c \
	%D%/table.h
newswatch_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS)
newswatch_CFLAGS = $(AM_CFLAGS) -pthread
newswatch_LDADD = libnwcontrol.la libnwworker.la libnwtransport.la \
	libnwconfig.la libnwloop.la \
	libnewswatch.la $(JANSSON_LIBS) -lpthread
