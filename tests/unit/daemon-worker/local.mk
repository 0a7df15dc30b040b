# SPDX-License-Identifier: Apache-2.0
# Plugins that misbehave; a module that is only for a check needs an -rpath.
check_LTLIBRARIES += \
	%D%/bad_abi.la \
	%D%/bad_classifier.la \
	%D%/bad_load.la \
	%D%/bad_source.la
BAD_LDFLAGS = $(PLUGIN_LDFLAGS) -rpath /nowhere
%C%_bad_abi_la_SOURCES = %D%/bad_abi.c
%C%_bad_abi_la_LDFLAGS = $(BAD_LDFLAGS)
%C%_bad_classifier_la_SOURCES = %D%/bad_classifier.c
%C%_bad_classifier_la_LDFLAGS = $(BAD_LDFLAGS)
%C%_bad_classifier_la_LIBADD = libnewswatch.la
%C%_bad_load_la_SOURCES = %D%/bad_load.c
%C%_bad_load_la_LDFLAGS = $(BAD_LDFLAGS)
%C%_bad_source_la_SOURCES = %D%/bad_source.c
%C%_bad_source_la_LDFLAGS = $(BAD_LDFLAGS)
%C%_bad_source_la_LIBADD = libnewswatch.la

check_PROGRAMS += %D%/test_pool
TESTS += %D%/test_pool
%C%_test_pool_SOURCES = %D%/test_pool.c
%C%_test_pool_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS) $(JANSSON_CFLAGS)
%C%_test_pool_LDADD = libnwworker.la libnwloop.la \
	libnewswatch.la $(CMOCKA_LIBS) $(JANSSON_LIBS)

check_PROGRAMS += %D%/test_article
TESTS += %D%/test_article
%C%_test_article_SOURCES = %D%/test_article.c daemon/worker/article.c
%C%_test_article_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_article_LDADD = libnewswatch.la $(CMOCKA_LIBS)

check_PROGRAMS += %D%/test_excerpt
TESTS += %D%/test_excerpt
%C%_test_excerpt_SOURCES = %D%/test_excerpt.c daemon/worker/excerpt.c
%C%_test_excerpt_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_excerpt_LDADD = libnewswatch.la $(CMOCKA_LIBS)
