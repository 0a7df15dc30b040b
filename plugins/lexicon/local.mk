# SPDX-License-Identifier: Apache-2.0
plugin_LTLIBRARIES += lexicon.la
lexicon_la_SOURCES = %D%/lexicon.c
lexicon_la_LDFLAGS = $(PLUGIN_LDFLAGS)
lexicon_la_LIBADD = libnewswatch.la
