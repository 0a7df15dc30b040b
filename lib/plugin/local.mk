# SPDX-License-Identifier: Apache-2.0
libnewswatch_la_SOURCES += \
	%D%/clean.c \
	%D%/descriptor.c \
	%D%/descriptor.h \
	%D%/exchange.c \
	%D%/exchange.h \
	%D%/host.c \
	%D%/host.h \
	%D%/http_date.c \
	%D%/http_date.h \
	%D%/identity.c \
	%D%/identity.h \
	%D%/judge.c \
	%D%/settings.c \
	%D%/settings.h \
	%D%/source.c
