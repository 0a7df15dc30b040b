# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/golden_page
TESTS += %D%/golden_page
%C%_golden_page_SOURCES = %D%/golden_page.c
%C%_golden_page_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS)
%C%_golden_page_LDADD = libnewswatch.la $(JANSSON_LIBS)
EXTRA_DIST += %D%/page
check_PROGRAMS += %D%/golden_feed
TESTS += %D%/golden_feed
%C%_golden_feed_SOURCES = %D%/golden_feed.c
%C%_golden_feed_LDADD = libnewswatch.la
EXTRA_DIST += %D%/feed
TESTS += %D%/digest.py
EXTRA_DIST += %D%/digest.py %D%/digest
