# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_xml %D%/test_html %D%/test_select %D%/html5lib
TESTS += %D%/test_xml %D%/test_html %D%/test_select
%C%_test_select_SOURCES = %D%/test_select.c tests/unit/growth.h
%C%_test_select_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_select_LDADD = libnewswatch.la $(CMOCKA_LIBS)
%C%_test_xml_SOURCES = %D%/test_xml.c
%C%_test_xml_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_xml_LDADD = libnewswatch.la $(CMOCKA_LIBS)
%C%_test_html_SOURCES = %D%/test_html.c
%C%_test_html_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_html_LDADD = libnewswatch.la $(CMOCKA_LIBS)
# Not in TESTS: html5lib's own test files are not in the tree.
%C%_html5lib_SOURCES = %D%/html5lib.c
%C%_html5lib_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS)
%C%_html5lib_LDADD = libnewswatch.la $(JANSSON_LIBS)
