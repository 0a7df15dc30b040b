# SPDX-License-Identifier: Apache-2.0
bin_PROGRAMS += newswatch
newswatch_SOURCES = \
	%D%/cli.c \
	%D%/cli.h \
	%D%/commands.c \
	%D%/commands.h \
	%D%/completion.c \
	%D%/extract.c \
	%D%/help.c \
	%D%/help.h \
	%D%/main.c \
	%D%/parse.c
newswatch_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS)
newswatch_LDADD = libnewswatch.la $(JANSSON_LIBS)
