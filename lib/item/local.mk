# SPDX-License-Identifier: Apache-2.0
libnewswatch_la_SOURCES += \
	%D%/alert_html.c \
	%D%/alert_json.c \
	%D%/alert_parts.h \
	%D%/alert_story.c \
	%D%/alert_text.c \
	%D%/alert_words.c \
	%D%/explain.c \
	%D%/item_json.c \
	%D%/json_member.c \
	%D%/read.c \
	%D%/read.h
