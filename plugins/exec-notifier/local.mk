# SPDX-License-Identifier: Apache-2.0
plugin_LTLIBRARIES += exec-notifier.la
exec_notifier_la_SOURCES = %D%/exec.c
exec_notifier_la_LDFLAGS = $(PLUGIN_LDFLAGS)
exec_notifier_la_LIBADD = libnewswatch.la
