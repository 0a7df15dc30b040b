# SPDX-License-Identifier: Apache-2.0
libnewswatch_la_SOURCES += \
	%D%/document.c \
	%D%/document.h \
	%D%/emit.c \
	%D%/emit.h \
	%D%/escape.c \
	%D%/page.c \
	%D%/page_author.c \
	%D%/page_body.c \
	%D%/page_body.h \
	%D%/page_date.c \
	%D%/page_date.h \
	%D%/page_date_vote.c \
	%D%/page_facts.h \
	%D%/page_hint.c %D%/page_home.c \
	%D%/page_impl.h \
	%D%/page_judge.c \
	%D%/page_label.c \
	%D%/page_ld.c \
	%D%/page_ld_mend.c \
	%D%/page_ld_mend.h \
	%D%/page_line.c \
	%D%/page_mark.c \
	%D%/page_meta.c \
	%D%/page_name.c \
	%D%/page_score.c \
	%D%/page_news.c \
	%D%/page_news_words.c \
	%D%/page_select.c \
	%D%/page_title.c \
	%D%/page_told.c \
	%D%/page_wall.c \
	%D%/page_words.c \
	%D%/sanitise.c \
	%D%/sanitise.h \
	%D%/stream.c \
	%D%/words.c \
	%D%/words.h
