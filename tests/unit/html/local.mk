# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_sanitise
TESTS += %D%/test_sanitise
%C%_test_sanitise_SOURCES = %D%/test_sanitise.c
%C%_test_sanitise_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_sanitise_LDADD = libnewswatch.la $(CMOCKA_LIBS)

check_PROGRAMS += %D%/test_page
TESTS += %D%/test_page
%C%_test_page_SOURCES = %D%/test_page.c tests/unit/growth.h
%C%_test_page_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_page_LDADD = libnewswatch.la $(CMOCKA_LIBS)
