# SPDX-License-Identifier: Apache-2.0
golden_programs = %D%/golden_feed %D%/golden_page %D%/golden_listing
%C%_golden_feed_SOURCES = %D%/golden_feed.c %D%/golden.c %D%/golden.h
%C%_golden_feed_LDADD = libnewswatch.la
%C%_golden_page_SOURCES = %D%/golden_page.c %D%/golden.c %D%/golden.h
%C%_golden_page_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS)
%C%_golden_page_LDADD = libnewswatch.la $(JANSSON_LIBS)
%C%_golden_listing_SOURCES = %D%/golden_listing.c %D%/golden.c %D%/golden.h
%C%_golden_listing_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS)
%C%_golden_listing_LDADD = libnewswatch.la $(JANSSON_LIBS)

check_PROGRAMS += $(golden_programs)
TESTS += $(golden_programs) %D%/digest.py
EXTRA_DIST += %D%/digest.py %D%/digest %D%/facts %D%/feed %D%/listing \
	%D%/mail %D%/page %D%/sitemap
