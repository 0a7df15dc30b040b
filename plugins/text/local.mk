# SPDX-License-Identifier: Apache-2.0
plugin_LTLIBRARIES += text.la
text_la_SOURCES = %D%/text.c
text_la_LDFLAGS = $(PLUGIN_LDFLAGS)
text_la_LIBADD = libnewswatch.la
