# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/bench_markup
%C%_bench_markup_SOURCES = %D%/bench_markup.c
%C%_bench_markup_LDADD = libnewswatch.la
check_PROGRAMS += %D%/bench_extract
%C%_bench_extract_SOURCES = %D%/bench_extract.c
%C%_bench_extract_LDADD = libnewswatch.la
