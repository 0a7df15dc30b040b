# SPDX-License-Identifier: Apache-2.0
story_tests = %D%/test_print %D%/test_copies %D%/test_stories \
	%D%/test_window %D%/test_gist %D%/test_gist_denial \
	%D%/test_gist_names %D%/test_gist_past %D%/test_origin
check_PROGRAMS += $(story_tests)
TESTS += $(story_tests)
EXTRA_DIST += %D%/gist_help.h %D%/story_help.h
%C%_test_print_SOURCES = %D%/test_print.c
%C%_test_print_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_print_LDADD = libnewswatch.la $(CMOCKA_LIBS)
%C%_test_copies_SOURCES = %D%/test_copies.c
%C%_test_copies_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_copies_LDADD = libnewswatch.la $(CMOCKA_LIBS)
%C%_test_window_SOURCES = %D%/test_window.c
%C%_test_window_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_window_LDADD = libnewswatch.la $(CMOCKA_LIBS)
%C%_test_stories_SOURCES = %D%/test_stories.c
%C%_test_stories_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_stories_LDADD = libnewswatch.la $(CMOCKA_LIBS)
%C%_test_gist_SOURCES = %D%/test_gist.c
%C%_test_gist_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_gist_LDADD = libnewswatch.la $(CMOCKA_LIBS)
%C%_test_origin_SOURCES = %D%/test_origin.c
%C%_test_origin_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_origin_LDADD = libnewswatch.la $(CMOCKA_LIBS)
%C%_test_gist_denial_SOURCES = %D%/test_gist_denial.c
%C%_test_gist_denial_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_gist_denial_LDADD = libnewswatch.la $(CMOCKA_LIBS)
%C%_test_gist_past_SOURCES = %D%/test_gist_past.c
%C%_test_gist_past_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_gist_past_LDADD = libnewswatch.la $(CMOCKA_LIBS)
%C%_test_gist_names_SOURCES = %D%/test_gist_names.c
%C%_test_gist_names_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_gist_names_LDADD = libnewswatch.la $(CMOCKA_LIBS)
