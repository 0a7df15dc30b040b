# SPDX-License-Identifier: Apache-2.0
# Each target is a test that replays tests/fuzz/corpus/X and, where there is
# one, tests/golden/X. Configured with
# --enable-fuzzing CC=clang CFLAGS='-g -O1 -fsanitize=fuzzer-no-link,address'
# it is a fuzzer instead: fuzz_X -dict=... tests/fuzz/corpus/X tests/golden/X
EXTRA_DIST += %D%/corpus %D%/feed.dict %D%/fuzz.h %D%/markup.dict %D%/replay.c

fuzz_programs = %D%/fuzz_config %D%/fuzz_feed \
	%D%/fuzz_markup_html %D%/fuzz_markup_xml %D%/fuzz_sanitise
%C%_fuzz_config_SOURCES = %D%/fuzz_config.c
%C%_fuzz_config_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS)
%C%_fuzz_config_LDADD = libnewswatch.la $(JANSSON_LIBS)
%C%_fuzz_config_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_FLAGS)
%C%_fuzz_feed_SOURCES = %D%/fuzz_feed.c
%C%_fuzz_feed_LDADD = libnewswatch.la
%C%_fuzz_feed_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_FLAGS)
fuzz_programs += %D%/fuzz_frames
%C%_fuzz_frames_SOURCES = %D%/fuzz_frames.c
%C%_fuzz_frames_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS)
%C%_fuzz_frames_LDADD = libnewswatch.la $(JANSSON_LIBS)
%C%_fuzz_frames_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_FLAGS)
%C%_fuzz_markup_html_SOURCES = %D%/fuzz_markup_html.c
%C%_fuzz_markup_html_LDADD = libnewswatch.la
%C%_fuzz_markup_html_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_FLAGS)
%C%_fuzz_markup_xml_SOURCES = %D%/fuzz_markup_xml.c
%C%_fuzz_markup_xml_LDADD = libnewswatch.la
%C%_fuzz_markup_xml_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_FLAGS)
fuzz_programs += %D%/fuzz_facts
%C%_fuzz_facts_SOURCES = %D%/fuzz_facts.c
%C%_fuzz_facts_LDADD = libnewswatch.la
%C%_fuzz_facts_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_FLAGS)
%C%_fuzz_sanitise_SOURCES = %D%/fuzz_sanitise.c
%C%_fuzz_sanitise_LDADD = libnewswatch.la
%C%_fuzz_sanitise_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_FLAGS)
fuzz_programs += %D%/fuzz_charset %D%/fuzz_date %D%/fuzz_language \
	%D%/fuzz_tokens %D%/fuzz_url
fuzz_programs += %D%/fuzz_question
%C%_fuzz_question_SOURCES = %D%/fuzz_question.c
%C%_fuzz_question_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS)
%C%_fuzz_question_LDADD = libnewswatch.la $(JANSSON_LIBS)
%C%_fuzz_question_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_FLAGS)
fuzz_programs += %D%/fuzz_model
%C%_fuzz_model_SOURCES = %D%/fuzz_model.c
%C%_fuzz_model_LDADD = libnewswatch.la
%C%_fuzz_model_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_FLAGS)
%C%_fuzz_charset_SOURCES = %D%/fuzz_charset.c
%C%_fuzz_charset_LDADD = libnewswatch.la
%C%_fuzz_charset_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_FLAGS)
%C%_fuzz_language_SOURCES = %D%/fuzz_language.c
%C%_fuzz_language_LDADD = libnewswatch.la
%C%_fuzz_language_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_FLAGS)
%C%_fuzz_date_SOURCES = %D%/fuzz_date.c
%C%_fuzz_date_LDADD = libnewswatch.la
%C%_fuzz_date_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_FLAGS)
%C%_fuzz_tokens_SOURCES = %D%/fuzz_tokens.c
%C%_fuzz_tokens_LDADD = libnewswatch.la
%C%_fuzz_tokens_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_FLAGS)
%C%_fuzz_url_SOURCES = %D%/fuzz_url.c
%C%_fuzz_url_LDADD = libnewswatch.la
%C%_fuzz_url_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_FLAGS)

check_PROGRAMS += $(fuzz_programs)
if !FUZZING
%C%_fuzz_config_SOURCES += %D%/replay.c
%C%_fuzz_feed_SOURCES += %D%/replay.c
%C%_fuzz_frames_SOURCES += %D%/replay.c
%C%_fuzz_markup_html_SOURCES += %D%/replay.c
%C%_fuzz_markup_xml_SOURCES += %D%/replay.c
%C%_fuzz_facts_SOURCES += %D%/replay.c
%C%_fuzz_model_SOURCES += %D%/replay.c
%C%_fuzz_question_SOURCES += %D%/replay.c
%C%_fuzz_sanitise_SOURCES += %D%/replay.c
%C%_fuzz_charset_SOURCES += %D%/replay.c
%C%_fuzz_language_SOURCES += %D%/replay.c
%C%_fuzz_date_SOURCES += %D%/replay.c
%C%_fuzz_tokens_SOURCES += %D%/replay.c
%C%_fuzz_url_SOURCES += %D%/replay.c
TESTS += $(fuzz_programs)
endif

# The query language and its images.
query_fuzz_programs = %D%/fuzz_query %D%/fuzz_image
%C%_fuzz_query_SOURCES = %D%/fuzz_query.c
%C%_fuzz_query_LDADD = libnewswatch.la
%C%_fuzz_query_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_FLAGS)
%C%_fuzz_image_SOURCES = %D%/fuzz_image.c
%C%_fuzz_image_LDADD = libnewswatch.la
%C%_fuzz_image_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_FLAGS)
check_PROGRAMS += $(query_fuzz_programs)
if !FUZZING
%C%_fuzz_query_SOURCES += %D%/replay.c
%C%_fuzz_image_SOURCES += %D%/replay.c
TESTS += $(query_fuzz_programs)
endif

# Selectors.
fuzz_select_programs = %D%/fuzz_select
%C%_fuzz_select_SOURCES = %D%/fuzz_select.c
%C%_fuzz_select_LDADD = libnewswatch.la
%C%_fuzz_select_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_FLAGS)
check_PROGRAMS += $(fuzz_select_programs)
if !FUZZING
%C%_fuzz_select_SOURCES += %D%/replay.c
TESTS += $(fuzz_select_programs)
endif

# Sitemaps.
fuzz_sitemap_programs = %D%/fuzz_sitemap
%C%_fuzz_sitemap_SOURCES = %D%/fuzz_sitemap.c
%C%_fuzz_sitemap_LDADD = libnewswatch.la
%C%_fuzz_sitemap_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_FLAGS)
check_PROGRAMS += $(fuzz_sitemap_programs)
EXTRA_DIST += %D%/sitemap.dict
if !FUZZING
%C%_fuzz_sitemap_SOURCES += %D%/replay.c
TESTS += $(fuzz_sitemap_programs)
endif

# Pages of many articles.
fuzz_listing_programs = %D%/fuzz_listing
%C%_fuzz_listing_SOURCES = %D%/fuzz_listing.c
%C%_fuzz_listing_LDADD = libnewswatch.la
%C%_fuzz_listing_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_FLAGS)
check_PROGRAMS += $(fuzz_listing_programs)
if !FUZZING
%C%_fuzz_listing_SOURCES += %D%/replay.c
TESTS += $(fuzz_listing_programs)
endif

# Plain text of many articles.
fuzz_digest_programs = %D%/fuzz_digest
%C%_fuzz_digest_SOURCES = %D%/fuzz_digest.c
%C%_fuzz_digest_LDADD = libnewswatch.la
%C%_fuzz_digest_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_FLAGS)
check_PROGRAMS += $(fuzz_digest_programs)
EXTRA_DIST += %D%/digest.dict
if !FUZZING
%C%_fuzz_digest_SOURCES += %D%/replay.c
TESTS += $(fuzz_digest_programs)
endif

# Article pages.
fuzz_page_programs = %D%/fuzz_page
%C%_fuzz_page_SOURCES = %D%/fuzz_page.c
%C%_fuzz_page_LDADD = libnewswatch.la
%C%_fuzz_page_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_FLAGS)
check_PROGRAMS += $(fuzz_page_programs)
if !FUZZING
%C%_fuzz_page_SOURCES += %D%/replay.c
TESTS += $(fuzz_page_programs)
endif

# robots.txt.
fuzz_robots_programs = %D%/fuzz_robots
%C%_fuzz_robots_SOURCES = %D%/fuzz_robots.c
%C%_fuzz_robots_LDADD = libnewswatch.la
%C%_fuzz_robots_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_FLAGS)
check_PROGRAMS += $(fuzz_robots_programs)
if !FUZZING
%C%_fuzz_robots_SOURCES += %D%/replay.c
TESTS += $(fuzz_robots_programs)
endif

# Edits.
fuzz_revision_programs = %D%/fuzz_revision
%C%_fuzz_revision_SOURCES = %D%/fuzz_revision.c
%C%_fuzz_revision_LDADD = libnewswatch.la
%C%_fuzz_revision_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_FLAGS)
check_PROGRAMS += $(fuzz_revision_programs)
if !FUZZING
%C%_fuzz_revision_SOURCES += %D%/replay.c
TESTS += $(fuzz_revision_programs)
endif

# Gists of items.
fuzz_gist_programs = %D%/fuzz_gist
%C%_fuzz_gist_SOURCES = %D%/fuzz_gist.c
%C%_fuzz_gist_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS)
%C%_fuzz_gist_LDADD = libnwstore.la libnewswatch.la $(JANSSON_LIBS)
%C%_fuzz_gist_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_FLAGS)
check_PROGRAMS += $(fuzz_gist_programs)
if !FUZZING
%C%_fuzz_gist_SOURCES += %D%/replay.c
TESTS += $(fuzz_gist_programs)
endif

# Prints of items.
fuzz_print_programs = %D%/fuzz_print
%C%_fuzz_print_SOURCES = %D%/fuzz_print.c
%C%_fuzz_print_LDADD = libnewswatch.la
%C%_fuzz_print_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_FLAGS)
check_PROGRAMS += $(fuzz_print_programs)
if !FUZZING
%C%_fuzz_print_SOURCES += %D%/replay.c
TESTS += $(fuzz_print_programs)
endif

# Mail.
fuzz_mail_programs = %D%/fuzz_mail
%C%_fuzz_mail_SOURCES = %D%/fuzz_mail.c
%C%_fuzz_mail_LDADD = libnewswatch.la
%C%_fuzz_mail_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_FLAGS)
check_PROGRAMS += $(fuzz_mail_programs)
EXTRA_DIST += %D%/mail.dict %D%/query.dict
if !FUZZING
%C%_fuzz_mail_SOURCES += %D%/replay.c
TESTS += $(fuzz_mail_programs)
endif

# Alert objects.
fuzz_alert_programs = %D%/fuzz_alert
%C%_fuzz_alert_SOURCES = %D%/fuzz_alert.c
%C%_fuzz_alert_LDADD = libnewswatch.la
%C%_fuzz_alert_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_FLAGS)
check_PROGRAMS += $(fuzz_alert_programs)
if !FUZZING
%C%_fuzz_alert_SOURCES += %D%/replay.c
TESTS += $(fuzz_alert_programs)
endif
