# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_schedule
TESTS += %D%/test_schedule
%C%_test_schedule_SOURCES = %D%/test_schedule.c
%C%_test_schedule_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_schedule_LDADD = libnwschedule.la libnwloop.la libnewswatch.la \
	$(CMOCKA_LIBS)
