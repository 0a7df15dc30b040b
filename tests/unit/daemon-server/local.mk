# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_outcome
TESTS += %D%/test_outcome
%C%_test_outcome_SOURCES = %D%/test_outcome.c daemon/server/outcome.c
%C%_test_outcome_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS) $(JANSSON_CFLAGS)
%C%_test_outcome_LDADD = libnewswatch.la $(CMOCKA_LIBS) $(JANSSON_LIBS)
