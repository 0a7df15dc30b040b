# SPDX-License-Identifier: Apache-2.0
libnewswatch_la_SOURCES += \
	%D%/arabic.h \
	%D%/call.c \
	%D%/copies.c \
	%D%/country.c \
	%D%/country.h \
	%D%/foreign.c \
	%D%/gist.c \
	%D%/gist.h \
	%D%/gist_cut.c \
	%D%/gist_denial.c \
	%D%/gist_figure.c \
	%D%/gist_name.c \
	%D%/gist_names.h \
	%D%/gist_number.c \
	%D%/gist_parts.h \
	%D%/gist_past.c \
	%D%/gist_place.c \
	%D%/gist_title.c \
	%D%/gist_words.c \
	%D%/marks.c \
	%D%/name_marks.c \
	%D%/origin.c \
	%D%/origin.h \
	%D%/page.c \
	%D%/page.h \
	%D%/paraphrase.c \
	%D%/place.c \
	%D%/print.c \
	%D%/print.h \
	%D%/print_parts.h \
	%D%/print_store.c \
	%D%/reason.c \
	%D%/ring.c \
	%D%/ring.h \
	%D%/rules.c \
	%D%/rules.h \
	%D%/stem.c \
	%D%/stories.c \
	%D%/story_table.c \
	%D%/story_vector.c \
	%D%/tables/agency_table.c \
	%D%/tables/agency_table.h \
	%D%/tables/common_table.c \
	%D%/tables/common_table.h \
	%D%/tables/country_table.c \
	%D%/tables/country_table.h \
	%D%/tables/gist_table.c \
	%D%/tables/gist_table.h \
	%D%/tables/place_table.c \
	%D%/tables/place_table.h \
	%D%/tally.c \
	%D%/tally.h \
	%D%/terms.c \
	%D%/usage.c \
	%D%/usage.h \
	%D%/window.c \
	%D%/window.h \
	%D%/window_parts.h \
	%D%/window_store.c \
	%D%/words.c
EXTRA_DIST += %D%/tables/agencies.txt %D%/tables/common_words.txt \
	%D%/tables/gist_words.txt %D%/tables/make_agencies.py \
	%D%/tables/make_common.py %D%/tables/make_gist.py \
	%D%/tables/make_places.py %D%/tables/make_countries.py \
	%D%/tables/country_words.txt
