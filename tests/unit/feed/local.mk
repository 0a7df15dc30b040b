# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_feed
TESTS += %D%/test_feed
%C%_test_feed_SOURCES = %D%/test_feed.c
%C%_test_feed_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS) $(JANSSON_CFLAGS)
%C%_test_feed_LDADD = libnewswatch.la $(CMOCKA_LIBS)
