# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_ledger %D%/test_recovery
TESTS += %D%/test_ledger %D%/test_recovery
%C%_test_ledger_SOURCES = %D%/test_ledger.c %D%/fixture.h
%C%_test_ledger_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS) $(JANSSON_CFLAGS)
%C%_test_ledger_CFLAGS = $(AM_CFLAGS) -pthread
%C%_test_ledger_LDADD = libnwstore.la libnewswatch.la $(CMOCKA_LIBS)
%C%_test_recovery_SOURCES = %D%/test_recovery.c %D%/fixture.h
%C%_test_recovery_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS) \
	$(JANSSON_CFLAGS) $(SQLITE_CFLAGS)
%C%_test_recovery_CFLAGS = $(AM_CFLAGS) -pthread
%C%_test_recovery_LDADD = libnwstore.la libnewswatch.la $(CMOCKA_LIBS) \
	$(SQLITE_LIBS)
check_PROGRAMS += %D%/test_search
TESTS += %D%/test_search
%C%_test_search_SOURCES = %D%/test_search.c %D%/fixture.h
%C%_test_search_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS) \
	$(JANSSON_CFLAGS) $(SQLITE_CFLAGS)
%C%_test_search_CFLAGS = $(AM_CFLAGS) -pthread
%C%_test_search_LDADD = libnwstore.la libnewswatch.la $(CMOCKA_LIBS) \
	$(SQLITE_LIBS)
check_PROGRAMS += %D%/test_questions
TESTS += %D%/test_questions
%C%_test_questions_SOURCES = %D%/test_questions.c %D%/fixture.h
%C%_test_questions_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS) $(JANSSON_CFLAGS)
%C%_test_questions_CFLAGS = $(AM_CFLAGS) -pthread
%C%_test_questions_LDADD = libnwstore.la libnewswatch.la $(CMOCKA_LIBS)
