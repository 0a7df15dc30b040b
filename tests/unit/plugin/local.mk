# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_plugin
TESTS += %D%/test_plugin
%C%_test_plugin_SOURCES = %D%/test_plugin.c
%C%_test_plugin_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS) $(JANSSON_CFLAGS)
%C%_test_plugin_LDADD = libnewswatch.la $(CMOCKA_LIBS)
