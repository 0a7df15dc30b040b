# SPDX-License-Identifier: Apache-2.0
noinst_LTLIBRARIES += libnwcontrol.la
libnwcontrol_la_SOURCES = \
	%D%/client.c \
	%D%/client.h \
	%D%/control.c \
	%D%/control.h \
	%D%/frame.c \
	%D%/frame.h
libnwcontrol_la_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS)
