# SPDX-License-Identifier: Apache-2.0
plugin_LTLIBRARIES += sitemap.la
sitemap_la_SOURCES = %D%/sitemap.c
sitemap_la_LDFLAGS = $(PLUGIN_LDFLAGS)
sitemap_la_LIBADD = libnewswatch.la
