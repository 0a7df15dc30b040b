# SPDX-License-Identifier: Apache-2.0
plugin_LTLIBRARIES += console.la
console_la_SOURCES = %D%/console.c
console_la_LDFLAGS = $(PLUGIN_LDFLAGS)
console_la_LIBADD = libnewswatch.la
