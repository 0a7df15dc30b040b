# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_wire
TESTS += %D%/test_wire
%C%_test_wire_SOURCES = %D%/test_wire.c
%C%_test_wire_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_wire_LDADD = libnewswatch.la $(CMOCKA_LIBS)
