# SPDX-License-Identifier: Apache-2.0
plugin_LTLIBRARIES += linear.la
linear_la_SOURCES = %D%/linear.c
linear_la_LDFLAGS = $(PLUGIN_LDFLAGS)
linear_la_LIBADD = libnewswatch.la
