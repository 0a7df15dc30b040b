# SPDX-License-Identifier: Apache-2.0
golden_programs = %D%/golden_alert %D%/golden_feed %D%/golden_page \
	%D%/golden_listing
%C%_golden_alert_SOURCES = %D%/golden_alert.c %D%/golden.c %D%/golden.h
%C%_golden_alert_LDADD = libnewswatch.la
%C%_golden_feed_SOURCES = %D%/golden_feed.c %D%/golden.c %D%/golden.h
%C%_golden_feed_LDADD = libnewswatch.la
%C%_golden_page_SOURCES = %D%/golden_page.c %D%/golden.c %D%/golden.h
%C%_golden_page_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS)
%C%_golden_page_LDADD = libnewswatch.la $(JANSSON_LIBS)
%C%_golden_listing_SOURCES = %D%/golden_listing.c %D%/golden.c %D%/golden.h
%C%_golden_listing_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS)
%C%_golden_listing_LDADD = libnewswatch.la $(JANSSON_LIBS)

# The email notifier as a filter, for threads.py.
%C%_mail_render_SOURCES = %D%/mail_render.c plugins/email/email.c
%C%_mail_render_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS)
%C%_mail_render_LDADD = libnewswatch.la $(JANSSON_LIBS)

check_PROGRAMS += $(golden_programs) %D%/mail_render
TESTS += $(golden_programs) %D%/digest.py %D%/stories.py \
	%D%/threads.py
EXTRA_DIST += %D%/digest.py %D%/stories.py %D%/threads.py \
	%D%/alert %D%/digest %D%/facts %D%/feed %D%/listing %D%/mail %D%/page %D%/sitemap %D%/stories
