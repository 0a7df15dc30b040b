# SPDX-License-Identifier: Apache-2.0
libnewswatch_la_SOURCES += \
	%D%/alert_json.c \
	%D%/item_json.c \
	%D%/read.c \
	%D%/read.h
