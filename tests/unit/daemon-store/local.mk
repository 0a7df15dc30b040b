# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_ledger
TESTS += %D%/test_ledger
%C%_test_ledger_SOURCES = %D%/test_ledger.c %D%/fixture.h
%C%_test_ledger_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS) $(JANSSON_CFLAGS)
%C%_test_ledger_CFLAGS = $(AM_CFLAGS) -pthread
%C%_test_ledger_LDADD = libnwstore.la libnewswatch.la $(CMOCKA_LIBS)
