# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_errors %D%/test_config
TESTS += %D%/test_errors %D%/test_config
%C%_test_errors_SOURCES = %D%/test_errors.c %D%/fixture.c %D%/fixture.h
%C%_test_errors_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS) $(JANSSON_CFLAGS)
%C%_test_errors_LDADD = libnwconfig.la libnewswatch.la $(CMOCKA_LIBS)
%C%_test_config_SOURCES = %D%/test_config.c %D%/fixture.c %D%/fixture.h
%C%_test_config_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS) $(JANSSON_CFLAGS)
%C%_test_config_LDADD = libnwconfig.la libnewswatch.la $(CMOCKA_LIBS) \
	$(JANSSON_LIBS)

check_PROGRAMS += %D%/test_examples
TESTS += %D%/test_examples
%C%_test_examples_SOURCES = %D%/test_examples.c %D%/fixture.c %D%/fixture.h
%C%_test_examples_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS) $(JANSSON_CFLAGS)
%C%_test_examples_LDADD = libnwconfig.la libnewswatch.la $(CMOCKA_LIBS)
