# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_base
TESTS += %D%/test_base
%C%_test_base_SOURCES = %D%/test_base.c
%C%_test_base_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS) $(JANSSON_CFLAGS)
%C%_test_base_LDADD = libnewswatch.la $(CMOCKA_LIBS) $(JANSSON_LIBS)
