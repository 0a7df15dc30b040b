# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_control
TESTS += %D%/test_control
%C%_test_control_SOURCES = %D%/test_control.c
%C%_test_control_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS) $(JANSSON_CFLAGS)
%C%_test_control_CFLAGS = $(AM_CFLAGS) -pthread
%C%_test_control_LDADD = libnwcontrol.la libnwloop.la libnewswatch.la \
	$(CMOCKA_LIBS) $(JANSSON_LIBS) $(EVENT_LIBS)
