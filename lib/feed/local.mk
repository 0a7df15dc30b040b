# SPDX-License-Identifier: Apache-2.0
libnewswatch_la_SOURCES += \
	%D%/draft.c \
	%D%/explain.c \
	%D%/feed.c \
	%D%/json_mend.c \
	%D%/json_read.c \
	%D%/link.c \
	%D%/link_header.c \
	%D%/person.c \
	%D%/reader.h \
	%D%/recode.c \
	%D%/rows.c \
	%D%/sitemap.c \
	%D%/sitemap.h \
	%D%/sitemap_pick.c \
	%D%/sitemap_xml.c \
	%D%/sniff.c \
	%D%/take.c \
	%D%/take_frame.c \
	%D%/take_link.c \
	%D%/take_text.c \
	%D%/value.c \
	%D%/xml_read.c
