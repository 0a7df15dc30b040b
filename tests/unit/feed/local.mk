# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_feed %D%/test_sitemap
TESTS += %D%/test_feed %D%/test_sitemap
%C%_test_feed_SOURCES = %D%/test_feed.c
%C%_test_feed_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS) $(JANSSON_CFLAGS)
%C%_test_feed_LDADD = libnewswatch.la $(CMOCKA_LIBS)
%C%_test_sitemap_SOURCES = %D%/test_sitemap.c
%C%_test_sitemap_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS) $(JANSSON_CFLAGS)
%C%_test_sitemap_LDADD = libnewswatch.la $(CMOCKA_LIBS)
