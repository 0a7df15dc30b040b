# SPDX-License-Identifier: Apache-2.0
EXTRA_PROGRAMS += %D%/bench_store
%C%_bench_store_SOURCES = %D%/bench_store.c
%C%_bench_store_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS) $(JANSSON_CFLAGS)
%C%_bench_store_CFLAGS = $(AM_CFLAGS) -pthread
%C%_bench_store_LDADD = libnwstore.la libnewswatch.la $(CMOCKA_LIBS)
