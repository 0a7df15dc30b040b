# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_mail
TESTS += %D%/test_mail
%C%_test_mail_SOURCES = %D%/test_mail.c
%C%_test_mail_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_mail_LDADD = libnewswatch.la $(CMOCKA_LIBS)
