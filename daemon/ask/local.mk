# SPDX-License-Identifier: Apache-2.0
noinst_LTLIBRARIES += libnwask.la
libnwask_la_SOURCES = \
	%D%/ask.c \
	%D%/ask.h \
	%D%/asking.c \
	%D%/asking.h \
	%D%/binding.c
libnwask_la_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS)
