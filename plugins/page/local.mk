# SPDX-License-Identifier: Apache-2.0
plugin_LTLIBRARIES += page.la
page_la_SOURCES = %D%/page.c
page_la_LDFLAGS = $(PLUGIN_LDFLAGS)
page_la_LIBADD = libnewswatch.la
