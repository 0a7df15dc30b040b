# SPDX-License-Identifier: Apache-2.0
noinst_LTLIBRARIES += libnwconfig.la
libnwconfig_la_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS)
libnwconfig_la_SOURCES = \
	%D%/compare.c \
	%D%/config.c \
	%D%/config.h \
	%D%/describe.c \
	%D%/example.c \
	%D%/files.c \
	%D%/fill.c \
	%D%/instance.c \
	%D%/load.c \
	%D%/loader.h \
	%D%/merge.c \
	%D%/names.c \
	%D%/notifier.c \
	%D%/outlet.c \
	%D%/rows.c \
	%D%/rows.h \
	%D%/rows_list.c \
	%D%/rows_section.c \
	%D%/secrets.c \
	%D%/selector.c \
	%D%/selector.h \
	%D%/source.c \
	%D%/spike.c \
	%D%/tables.h \
	%D%/watch.c \
	%D%/watch_rules.c \
	%D%/watches_from.c

# The sample and the manual's options, written anew after a row has changed.
EXTRA_PROGRAMS += %D%/print
%C%_print_SOURCES = %D%/print.c
%C%_print_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS)
%C%_print_LDADD = libnwconfig.la libnewswatch.la
CLEANFILES += %D%/print

update-config-docs: %D%/print
	%D%/print sample >$(top_srcdir)/etc/newswatch.sample.yaml
	%D%/print manual >options.tmp
	$(SED) -i -e '/^\.\\" BEGIN OPTIONS/,/^\.\\" END OPTIONS/{' \
		-e '/BEGIN OPTIONS/r options.tmp' \
		-e '/OPTIONS/!d' -e '}' $(top_srcdir)/docs/newswatch.yaml.5
	rm -f options.tmp
.PHONY: update-config-docs
