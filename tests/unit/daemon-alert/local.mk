# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_outbox %D%/test_news %D%/test_gist %D%/test_spike %D%/test_thread
TESTS += %D%/test_outbox %D%/test_news %D%/test_gist %D%/test_spike %D%/test_thread
%C%_test_outbox_SOURCES = %D%/test_outbox.c
%C%_test_outbox_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_outbox_LDADD = libnwstore.la libnewswatch.la $(CMOCKA_LIBS)
%C%_test_news_SOURCES = %D%/test_news.c
%C%_test_news_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_news_LDADD = libnwstore.la libnewswatch.la $(CMOCKA_LIBS)
%C%_test_gist_SOURCES = %D%/test_gist.c
%C%_test_gist_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_gist_LDADD = libnwstore.la libnewswatch.la $(CMOCKA_LIBS)
%C%_test_thread_SOURCES = %D%/test_thread.c
%C%_test_thread_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_thread_LDADD = libnwstore.la libnewswatch.la $(CMOCKA_LIBS)
%C%_test_spike_SOURCES = %D%/test_spike.c
%C%_test_spike_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_spike_LDADD = libnwstore.la libnewswatch.la $(CMOCKA_LIBS)
