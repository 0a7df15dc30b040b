# SPDX-License-Identifier: Apache-2.0
noinst_LTLIBRARIES += libnwtransport.la
libnwtransport_la_SOURCES = \
	%D%/curl.c \
	%D%/digest.c \
	%D%/exec.c \
	%D%/file.c \
	%D%/flow.c \
	%D%/guard.c \
	%D%/guard.h \
	%D%/host.c \
	%D%/http.c \
	%D%/job.c \
	%D%/job.h \
	%D%/lane.c \
	%D%/multi.c \
	%D%/robots.c \
	%D%/robots.h \
	%D%/sign.c \
	%D%/smtp.c \
	%D%/tables/special.h \
	%D%/transport.c \
	%D%/transport.h
libnwtransport_la_CPPFLAGS = $(AM_CPPFLAGS) $(CURL_CFLAGS) $(CRYPTO_CFLAGS)
libnwtransport_la_LIBADD = libnwloop.la libnewswatch.la $(CURL_LIBS) \
	$(CRYPTO_LIBS) -lpthread
