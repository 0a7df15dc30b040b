# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_input
TESTS += %D%/test_input
%C%_test_input_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_input_LDADD = libnwcli.la libnewswatch.la $(CMOCKA_LIBS)
