# SPDX-License-Identifier: Apache-2.0
topicsdir = $(pkgdatadir)/topics
dist_topics_DATA = $(wildcard $(top_srcdir)/%D%/topics/*.yaml)
demodir = $(pkgdatadir)/demo
dist_demo_SCRIPTS = %D%/demo/publish.sh
dist_demo_DATA = %D%/demo/newswatch.yaml.in
sysconfigdir = $(sysconfdir)/newswatch
exampledir = $(docdir)/examples
dist_sysconfig_DATA = %D%/newswatch.yaml
dist_example_DATA = %D%/newswatch.sample.yaml
