# SPDX-License-Identifier: Apache-2.0
libnewswatch_la_SOURCES += \
	%D%/charset.c \
	%D%/charset.h \
	%D%/charset_guess.c \
	%D%/charset_internal.h \
	%D%/charset_sniff.c \
	%D%/date.h \
	%D%/fold.h \
	%D%/language.h \
	%D%/tables/charset_labels.c \
	%D%/tables/tables.h \
	%D%/url.c \
	%D%/url.h \
	%D%/url_canonical.c \
	%D%/url_internal.h \
	%D%/utf8.c \
	%D%/utf8.h
EXTRA_DIST += %D%/tables/make_labels.py
