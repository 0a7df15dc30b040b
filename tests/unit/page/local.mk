# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/test_listing
TESTS += %D%/test_listing
%C%_test_listing_SOURCES = %D%/test_listing.c tests/unit/growth.h
%C%_test_listing_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_listing_LDADD = libnewswatch.la $(CMOCKA_LIBS)
check_PROGRAMS += %D%/test_digest
TESTS += %D%/test_digest
%C%_test_digest_SOURCES = %D%/test_digest.c tests/unit/growth.h
%C%_test_digest_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
%C%_test_digest_LDADD = libnewswatch.la $(CMOCKA_LIBS)
