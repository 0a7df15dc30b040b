# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_query %D%/test_differential %D%/test_explain %D%/test_facts
TESTS += %D%/test_query %D%/test_differential %D%/test_explain %D%/test_facts
%C%_test_query_SOURCES = %D%/test_query.c
%C%_test_query_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_query_LDADD = libnewswatch.la $(CMOCKA_LIBS)
%C%_test_differential_SOURCES = %D%/test_differential.c
%C%_test_differential_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_differential_LDADD = libnewswatch.la $(CMOCKA_LIBS)
%C%_test_explain_SOURCES = %D%/test_explain.c
%C%_test_explain_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_explain_LDADD = libnewswatch.la $(CMOCKA_LIBS)
%C%_test_facts_SOURCES = %D%/test_facts.c %D%/ask.c %D%/ask.h
%C%_test_facts_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_facts_LDADD = libnewswatch.la $(CMOCKA_LIBS)
