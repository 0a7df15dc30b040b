# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_item
TESTS += %D%/test_item
%C%_test_item_SOURCES = %D%/test_item.c
%C%_test_item_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS) $(JANSSON_CFLAGS)
%C%_test_item_LDADD = libnewswatch.la $(CMOCKA_LIBS) $(JANSSON_LIBS)
