# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_desk
TESTS += %D%/test_desk
%C%_test_desk_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS) $(JANSSON_CFLAGS)
%C%_test_desk_CFLAGS = $(AM_CFLAGS) -pthread
%C%_test_desk_LDADD = libnwdesk.la libnwloop.la libnewswatch.la \
	$(JANSSON_LIBS) $(CMOCKA_LIBS) $(EVENT_LIBS)
