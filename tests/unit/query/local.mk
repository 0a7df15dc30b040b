# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_query %D%/test_differential %D%/test_explain %D%/test_facts %D%/test_names
TESTS += %D%/test_query %D%/test_differential %D%/test_explain %D%/test_facts %D%/test_names
%C%_test_query_SOURCES = %D%/test_query.c
%C%_test_query_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_query_LDADD = libnewswatch.la $(CMOCKA_LIBS)
%C%_test_differential_SOURCES = %D%/test_differential.c \
	%D%/brute.c %D%/brute.h
%C%_test_differential_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_differential_LDADD = libnewswatch.la $(CMOCKA_LIBS)
%C%_test_explain_SOURCES = %D%/test_explain.c
%C%_test_explain_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_explain_LDADD = libnewswatch.la $(CMOCKA_LIBS)
%C%_test_facts_SOURCES = %D%/test_facts.c %D%/ask.c %D%/ask.h
%C%_test_facts_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_facts_LDADD = libnewswatch.la $(CMOCKA_LIBS)
check_PROGRAMS += %D%/test_operators
TESTS += %D%/test_operators
%C%_test_operators_SOURCES = %D%/test_operators.c
%C%_test_operators_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_operators_LDADD = libnewswatch.la $(CMOCKA_LIBS)
%C%_test_names_SOURCES = %D%/test_names.c %D%/ask.c %D%/ask.h
%C%_test_names_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_names_LDADD = libnewswatch.la $(CMOCKA_LIBS)
check_PROGRAMS += %D%/test_foreign
TESTS += %D%/test_foreign
%C%_test_foreign_SOURCES = %D%/test_foreign.c %D%/ask.c %D%/ask.h
%C%_test_foreign_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_foreign_LDADD = libnewswatch.la $(CMOCKA_LIBS)
check_PROGRAMS += %D%/test_stems %D%/test_scripts
TESTS += %D%/test_stems %D%/test_scripts
%C%_test_stems_SOURCES = %D%/test_stems.c %D%/ask.c %D%/ask.h
%C%_test_stems_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_stems_LDADD = libnewswatch.la $(CMOCKA_LIBS)
%C%_test_scripts_SOURCES = %D%/test_scripts.c %D%/ask.c %D%/ask.h
%C%_test_scripts_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_scripts_LDADD = libnewswatch.la $(CMOCKA_LIBS)

# make differential: ten million pairs of query and document against brute.c.
differential: %D%/test_differential
	NW_DIFFERENTIAL_PAIRS=10000000 %D%/test_differential
.PHONY: differential
check_PROGRAMS += %D%/test_lint
TESTS += %D%/test_lint
%C%_test_lint_SOURCES = %D%/test_lint.c
%C%_test_lint_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_lint_LDADD = libnewswatch.la $(CMOCKA_LIBS)
check_PROGRAMS += %D%/test_needs
TESTS += %D%/test_needs
%C%_test_needs_SOURCES = %D%/test_needs.c
%C%_test_needs_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_needs_LDADD = libnewswatch.la $(CMOCKA_LIBS)
check_PROGRAMS += %D%/test_words
TESTS += %D%/test_words
%C%_test_words_SOURCES = %D%/test_words.c %D%/ask.c %D%/ask.h
%C%_test_words_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_words_LDADD = libnewswatch.la $(CMOCKA_LIBS)
