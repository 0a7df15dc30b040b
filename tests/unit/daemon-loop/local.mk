# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_loop %D%/test_log
TESTS += %D%/test_loop %D%/test_log
%C%_test_loop_SOURCES = %D%/test_loop.c tests/unit/patience.h
%C%_test_loop_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_loop_LDADD = libnwloop.la libnewswatch.la $(CMOCKA_LIBS)
%C%_test_log_SOURCES = %D%/test_log.c
%C%_test_log_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_log_LDADD = libnwloop.la libnewswatch.la $(CMOCKA_LIBS)
