# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_charset %D%/test_date %D%/test_token %D%/test_url %D%/test_utf8
TESTS += %D%/test_charset %D%/test_date %D%/test_token %D%/test_url %D%/test_utf8
%C%_test_charset_SOURCES = %D%/test_charset.c
%C%_test_charset_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_charset_LDADD = libnewswatch.la $(CMOCKA_LIBS)
%C%_test_url_SOURCES = %D%/test_url.c
%C%_test_url_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_url_LDADD = libnewswatch.la $(CMOCKA_LIBS)
%C%_test_utf8_SOURCES = %D%/test_utf8.c
%C%_test_utf8_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_utf8_LDADD = libnewswatch.la $(CMOCKA_LIBS)
%C%_test_token_SOURCES = %D%/test_token.c
%C%_test_token_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_token_LDADD = libnewswatch.la $(CMOCKA_LIBS)
%C%_test_date_SOURCES = %D%/test_date.c
%C%_test_date_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_date_LDADD = libnewswatch.la $(CMOCKA_LIBS)
