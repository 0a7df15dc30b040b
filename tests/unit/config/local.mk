# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_tree %D%/test_rows
TESTS += %D%/test_tree %D%/test_rows
%C%_test_tree_SOURCES = %D%/test_tree.c
%C%_test_tree_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_tree_LDADD = libnewswatch.la $(CMOCKA_LIBS)
%C%_test_rows_SOURCES = %D%/test_rows.c
%C%_test_rows_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_rows_LDADD = libnewswatch.la $(CMOCKA_LIBS)
