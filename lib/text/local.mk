# SPDX-License-Identifier: Apache-2.0
libnewswatch_la_SOURCES += \
	%D%/charset.c \
	%D%/charset.h \
	%D%/charset_guess.c \
	%D%/charset_internal.h \
	%D%/charset_sniff.c \
	%D%/clean.c \
	%D%/date.c \
	%D%/date.h \
	%D%/date_calendar.c \
	%D%/date_clock.c \
	%D%/date_clock.h \
	%D%/date_internal.h \
	%D%/date_lex.c \
	%D%/date_order.c \
	%D%/date_quick.c \
	%D%/date_relative.c \
	%D%/date_words.c \
	%D%/doc.c \
	%D%/fold.c \
	%D%/fold.h \
	%D%/fold_internal.h \
	%D%/language.c \
	%D%/icu.c \
	%D%/icu.h \
	%D%/language.h \
	%D%/language_internal.h \
	%D%/language_score.c \
	%D%/language_script.c \
	%D%/name.c \
	%D%/name.h \
	%D%/name_internal.h \
	%D%/name_keys.c \
	%D%/robots.c \
	%D%/robots.h \
	%D%/sentence.c \
	%D%/stem.c \
	%D%/stem.h \
	%D%/tables/charset_labels.c \
	%D%/tables/date_names.c \
	%D%/tables/date_vocabulary.c \
	%D%/tables/fold_table.c \
	%D%/tables/language_table.c \
	%D%/tables/language_table.h \
	%D%/tables/tables.h \
	%D%/token.c \
	%D%/url.c \
	%D%/url.h \
	%D%/url_canonical.c \
	%D%/url_finished.c \
	%D%/url_internal.h \
	%D%/utf8.c \
	%D%/utf8.h \
	%D%/utf8_wide.c \
	%D%/utf8_wide.h
EXTRA_DIST += %D%/tables/language_words.txt %D%/tables/make_dates.py %D%/tables/make_vocabulary.py \
	%D%/tables/make_fold.py %D%/tables/make_labels.py %D%/tables/make_language.py
