# SPDX-License-Identifier: Apache-2.0
libnwstore_la_SOURCES += %D%/frame.c %D%/frame.h %D%/news.c %D%/news.h \
	%D%/outbox.c %D%/outbox.h
