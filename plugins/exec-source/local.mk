# SPDX-License-Identifier: Apache-2.0
plugin_LTLIBRARIES += exec-source.la
exec_source_la_SOURCES = %D%/exec.c
exec_source_la_LDFLAGS = $(PLUGIN_LDFLAGS)
exec_source_la_LIBADD = libnewswatch.la
