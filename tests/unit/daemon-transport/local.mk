# SPDX-License-Identifier: Apache-2.0
EXTRA_DIST += tests/flow/hostile_server.py tests/flow/hostile_smtp.py \
	tests/flow/smtp_server.py
check_PROGRAMS += %D%/test_http %D%/test_mail
TESTS += %D%/test_http %D%/test_mail
%C%_test_http_SOURCES = %D%/test_http.c %D%/peer.h tests/unit/patience.h
%C%_test_http_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_http_LDADD = libnwtransport.la libnwloop.la libnewswatch.la \
	$(CMOCKA_LIBS)
%C%_test_mail_SOURCES = %D%/test_mail.c %D%/peer.h tests/unit/patience.h
%C%_test_mail_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_mail_LDADD = libnwtransport.la libnwloop.la libnewswatch.la \
	$(CMOCKA_LIBS)
check_PROGRAMS += %D%/test_local
TESTS += %D%/test_local
%C%_test_local_SOURCES = %D%/test_local.c %D%/peer.h tests/unit/patience.h
%C%_test_local_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_local_LDADD = libnwtransport.la libnwloop.la libnewswatch.la \
	$(CMOCKA_LIBS)
check_PROGRAMS += %D%/test_redirect
TESTS += %D%/test_redirect
%C%_test_redirect_SOURCES = %D%/test_redirect.c %D%/peer.h tests/unit/patience.h
%C%_test_redirect_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_redirect_LDADD = libnwtransport.la libnwloop.la libnewswatch.la \
	$(CMOCKA_LIBS)
check_PROGRAMS += %D%/test_robots
TESTS += %D%/test_robots
%C%_test_robots_SOURCES = %D%/test_robots.c %D%/peer.h tests/unit/patience.h
%C%_test_robots_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_robots_LDADD = libnwtransport.la libnwloop.la libnewswatch.la \
	$(CMOCKA_LIBS)
