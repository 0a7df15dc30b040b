# SPDX-License-Identifier: Apache-2.0
noinst_LTLIBRARIES += libnwdeliver.la
libnwdeliver_la_SOURCES = \
	%D%/attempt.c \
	%D%/attempt.h \
	%D%/binding.c \
	%D%/deliver.c \
	%D%/deliver.h
libnwdeliver_la_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS)
