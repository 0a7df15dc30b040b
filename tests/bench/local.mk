# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/bench_markup
%C%_bench_markup_SOURCES = %D%/bench_markup.c
%C%_bench_markup_LDADD = libnewswatch.la
check_PROGRAMS += %D%/bench_extract
%C%_bench_extract_SOURCES = %D%/bench_extract.c
%C%_bench_extract_LDADD = libnewswatch.la
check_PROGRAMS += %D%/feed_read
%C%_feed_read_SOURCES = %D%/feed_read.c
%C%_feed_read_LDADD = libnewswatch.la
EXTRA_DIST += %D%/feed.py %D%/idle.py %D%/large.py %D%/search.py %D%/turns.py

# make bench-feed: MB/s against sfeed and python3-feedparser.
bench-feed: %D%/feed_read newswatch
	$(PYTHON) $(srcdir)/tests/bench/feed.py .
.PHONY: bench-feed
include tests/bench/store/local.mk
check_PROGRAMS += %D%/bench_analyse
%C%_bench_analyse_SOURCES = %D%/bench_analyse.c
%C%_bench_analyse_LDADD = libnewswatch.la
include tests/bench/match/local.mk
check_PROGRAMS += %D%/bench_story
%C%_bench_story_SOURCES = %D%/bench_story.c
%C%_bench_story_LDADD = libnewswatch.la
