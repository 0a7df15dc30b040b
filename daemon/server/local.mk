# SPDX-License-Identifier: Apache-2.0
sbin_PROGRAMS += newswatchd
newswatchd_SOURCES = \
	daemon/main.c \
	%D%/changes.c \
	%D%/changes.h \
	%D%/commands.c \
	%D%/generation.c \
	%D%/names.c \
	%D%/names.h \
	%D%/outcome.c \
	%D%/outcome.h \
	%D%/queries.c \
	%D%/queries.h \
	%D%/routing.c \
	%D%/remotes.c \
	%D%/server.c \
	%D%/server.h \
	%D%/settings.c \
	%D%/why.c \
	%D%/why.h
newswatchd_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS) $(SYSTEMD_CFLAGS)
newswatchd_CFLAGS = $(AM_CFLAGS) -pthread
newswatchd_LDADD = libnwingest.la libnwdeliver.la libnwask.la libnwcontrol.la libnwdesk.la \
	libnwschedule.la libnwworker.la libnwtransport.la libnwstore.la \
	libnwconfig.la libnwloop.la libnewswatch.la $(JANSSON_LIBS) \
	$(SYSTEMD_LIBS) -lpthread
