# SPDX-License-Identifier: Apache-2.0
flow_tests = \
	%D%/cli_read.py \
	%D%/clock.py \
	%D%/collect.py \
	%D%/command.py \
	%D%/deliver.py \
	%D%/facts.py \
	%D%/feedback.py \
	%D%/followed.py \
	%D%/fulltext.py \
	%D%/identity.py \
	%D%/mail.py \
	%D%/life.py \
	%D%/operate.py \
	%D%/outlets.py \
	%D%/pages.py \
	%D%/remote.py \
	%D%/robots.py \
	%D%/search.py \
	%D%/sitemaps.py \
	%D%/spikes.py \
	%D%/stories.py \
	%D%/sweep.py \
	%D%/texts.py \
	%D%/threads.py \
	%D%/why.py
TESTS += $(flow_tests)
EXTRA_DIST += $(flow_tests) %D%/nwflow.py
