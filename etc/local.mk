# SPDX-License-Identifier: Apache-2.0
topicsdir = $(pkgdatadir)/topics
dist_topics_DATA = $(wildcard $(top_srcdir)/%D%/topics/*.yaml)
namesdir = $(pkgdatadir)
dist_names_DATA = %D%/names.yaml
modelsdir = $(topicsdir)/tables
dist_models_DATA = %D%/topics/tables/diplomacy.en.model \
	%D%/topics/tables/strikes.en.model
EXTRA_DIST += %D%/topics/tables/make_models.py %D%/topics/tables/own_texts.py
demodir = $(pkgdatadir)/demo
dist_demo_SCRIPTS = %D%/demo/publish.sh
dist_demo_DATA = %D%/demo/newswatch.yaml.in
exampledir = $(docdir)/examples
dist_example_DATA = %D%/newswatch.sample.yaml

# What an operator edits is never overwritten by another `make install`.
etc_files = newswatch.yaml outlets.yaml sources.d/americas.yaml \
	sources.d/asia-oceania.yaml sources.d/eastern-europe.yaml \
	sources.d/europe.yaml sources.d/middle-east-africa.yaml
EXTRA_DIST += $(etc_files:%=etc/%)

install-data-hook:
	$(MKDIR_P) '$(DESTDIR)$(sysconfdir)/newswatch/sources.d' \
		'$(DESTDIR)$(sysconfdir)/newswatch/conf.d'
	for f in $(etc_files); do \
		test -e "$(DESTDIR)$(sysconfdir)/newswatch/$$f" || \
		$(INSTALL_DATA) "$(top_srcdir)/etc/$$f" \
			"$(DESTDIR)$(sysconfdir)/newswatch/$$f" || exit 1; \
	done

uninstall-hook:
	for f in $(etc_files); do \
		rm -f "$(DESTDIR)$(sysconfdir)/newswatch/$$f"; \
	done
