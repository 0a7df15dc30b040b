# SPDX-License-Identifier: Apache-2.0
lib_LTLIBRARIES += libnewswatch.la
libnewswatch_la_SOURCES =
libnewswatch_la_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS) $(ICU_CFLAGS) \
	$(YAML_CFLAGS) $(ZLIB_CFLAGS)
libnewswatch_la_LIBADD = $(JANSSON_LIBS) $(YAML_LIBS) \
	$(ZLIB_LIBS) -lm
libnewswatch_la_LDFLAGS = $(AM_LDFLAGS) -version-info 0:0:0 \
	-Wl,-Bsymbolic-functions \
	-Wl,--version-script=$(top_srcdir)/lib/newswatch.map
libnewswatch_la_DEPENDENCIES = $(top_srcdir)/lib/newswatch.map
EXTRA_DIST += %D%/newswatch.map
pkgconfig_DATA += %D%/newswatch.pc

include lib/base/local.mk
include lib/item/local.mk
include lib/config/local.mk
include lib/text/local.mk
include lib/markup/local.mk
include lib/html/local.mk
include lib/feed/local.mk
include lib/page/local.mk
include lib/query/local.mk
include lib/topic/local.mk
include lib/story/local.mk
include lib/mail/local.mk
include lib/plugin/local.mk
include lib/wire/local.mk
