# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_input %D%/test_table
TESTS += %D%/test_input %D%/test_table
%C%_test_input_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_input_LDADD = libnwcli.la libnewswatch.la $(CMOCKA_LIBS)
%C%_test_table_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS) $(CMOCKA_CFLAGS)
%C%_test_table_LDADD = libnwcli.la libnewswatch.la $(JANSSON_LIBS) $(CMOCKA_LIBS)
