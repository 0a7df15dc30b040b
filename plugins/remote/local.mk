# SPDX-License-Identifier: Apache-2.0
plugin_LTLIBRARIES += remote.la
remote_la_SOURCES = %D%/remote.c
remote_la_LDFLAGS = $(PLUGIN_LDFLAGS)
remote_la_LIBADD = libnewswatch.la
