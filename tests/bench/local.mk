# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/bench_markup
%C%_bench_markup_SOURCES = %D%/bench_markup.c
%C%_bench_markup_LDADD = libnewswatch.la
