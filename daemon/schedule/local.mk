# SPDX-License-Identifier: Apache-2.0
noinst_LTLIBRARIES += libnwschedule.la
libnwschedule_la_SOURCES = \
	%D%/decide.c \
	%D%/schedule.c \
	%D%/schedule.h
libnwschedule_la_LIBADD = libnwloop.la libnewswatch.la
