# SPDX-License-Identifier: Apache-2.0
libnewswatch_la_SOURCES += \
	%D%/charset.h \
	%D%/date.h \
	%D%/fold.h \
	%D%/language.h \
	%D%/url.h \
	%D%/utf8.c \
	%D%/utf8.h
