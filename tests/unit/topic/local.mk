# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_topic %D%/test_linear %D%/test_propose %D%/test_texts
TESTS += %D%/test_topic %D%/test_linear %D%/test_propose %D%/test_texts
%C%_test_topic_SOURCES = %D%/test_topic.c
%C%_test_topic_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_topic_LDADD = libnewswatch.la $(CMOCKA_LIBS)
%C%_test_linear_SOURCES = %D%/test_linear.c
%C%_test_linear_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_linear_LDADD = libnewswatch.la $(CMOCKA_LIBS)
%C%_test_propose_SOURCES = %D%/test_propose.c
%C%_test_propose_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_propose_LDADD = libnewswatch.la $(CMOCKA_LIBS)
%C%_test_texts_SOURCES = %D%/test_texts.c
%C%_test_texts_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_texts_LDADD = libnewswatch.la $(CMOCKA_LIBS)
EXTRA_DIST += %D%/texts
