# SPDX-License-Identifier: Apache-2.0
libnewswatch_la_SOURCES += \
	%D%/emit.c \
	%D%/emit.h \
	%D%/escape.c \
	%D%/page.c \
	%D%/page_body.c \
	%D%/page_body.h \
	%D%/page_hint.c \
	%D%/page_impl.h \
	%D%/page_judge.c \
	%D%/page_ld.c \
	%D%/page_mark.c \
	%D%/page_meta.c \
	%D%/page_score.c \
	%D%/page_words.c \
	%D%/sanitise.c
