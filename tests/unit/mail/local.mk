# SPDX-License-Identifier: Apache-2.0
mail_tests = %D%/test_mail %D%/test_read
check_PROGRAMS += $(mail_tests)
TESTS += $(mail_tests)
%C%_test_mail_SOURCES = %D%/test_mail.c
%C%_test_mail_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_mail_LDADD = libnewswatch.la $(CMOCKA_LIBS)
%C%_test_read_SOURCES = %D%/test_read.c
%C%_test_read_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_read_LDADD = libnewswatch.la $(CMOCKA_LIBS)
