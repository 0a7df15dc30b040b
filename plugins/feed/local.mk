# SPDX-License-Identifier: Apache-2.0
plugin_LTLIBRARIES += feed.la
feed_la_SOURCES = %D%/feed.c
feed_la_LDFLAGS = $(PLUGIN_LDFLAGS)
feed_la_LIBADD = libnewswatch.la
