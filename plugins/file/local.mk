# SPDX-License-Identifier: Apache-2.0
plugin_LTLIBRARIES += file.la
file_la_SOURCES = %D%/file.c
file_la_LDFLAGS = $(PLUGIN_LDFLAGS)
file_la_LIBADD = libnewswatch.la
