# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += %D%/bench_match
%C%_bench_match_SOURCES = %D%/bench_match.c
%C%_bench_match_LDADD = libnewswatch.la
EXTRA_DIST += %D%/convert.py %D%/match.py

# make bench-match: articles a second beside Lucene Monitor and SQLite FTS5;
# the head of match.py says which variables it needs.
bench-match: %D%/bench_match
	$(PYTHON) $(srcdir)/tests/bench/match/match.py .
.PHONY: bench-match
