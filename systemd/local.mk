# SPDX-License-Identifier: Apache-2.0
systemdsystemunit_DATA = %D%/newswatchd.service
sysusers_DATA = %D%/newswatch.conf
tmpfiles_DATA = %D%/tmpfiles/newswatch.conf
EXTRA_DIST += %D%/newswatchd.service.in %D%/newswatch.sysusers \
	%D%/newswatch.tmpfiles
CLEANFILES += $(systemdsystemunit_DATA) $(sysusers_DATA) $(tmpfiles_DATA)

%D%/newswatchd.service: %D%/newswatchd.service.in Makefile
	$(AM_V_GEN)$(MKDIR_P) %D% && $(SED) -e 's|@sbindir[@]|$(sbindir)|g' \
		-e 's|@bindir[@]|$(bindir)|g' \
		-e 's|@sysconfdir[@]|$(sysconfdir)|g' $(top_srcdir)/systemd/newswatchd.service.in >$@.tmp && mv $@.tmp $@
%D%/newswatch.conf: %D%/newswatch.sysusers
	$(AM_V_GEN)$(MKDIR_P) %D% && cp $(top_srcdir)/$(if $(findstring tmpfiles,$@),systemd/newswatch.tmpfiles,systemd/newswatch.sysusers) $@
%D%/tmpfiles/newswatch.conf: %D%/newswatch.tmpfiles
	$(AM_V_GEN)$(MKDIR_P) %D%/tmpfiles && cp $(top_srcdir)/$(if $(findstring tmpfiles,$@),systemd/newswatch.tmpfiles,systemd/newswatch.sysusers) $@
