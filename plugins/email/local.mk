# SPDX-License-Identifier: Apache-2.0
plugin_LTLIBRARIES += email.la
email_la_SOURCES = %D%/email.c
email_la_LDFLAGS = $(PLUGIN_LDFLAGS)
email_la_LIBADD = libnewswatch.la
