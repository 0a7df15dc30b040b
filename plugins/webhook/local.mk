# SPDX-License-Identifier: Apache-2.0
plugin_LTLIBRARIES += webhook.la
webhook_la_SOURCES = %D%/webhook.c
webhook_la_LDFLAGS = $(PLUGIN_LDFLAGS)
webhook_la_LIBADD = libnewswatch.la
