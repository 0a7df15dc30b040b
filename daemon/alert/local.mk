# SPDX-License-Identifier: Apache-2.0
libnwstore_la_SOURCES += %D%/frame.c %D%/frame.h %D%/gist.c %D%/gist.h \
	%D%/gist_parts.c %D%/gist_parts.h %D%/news.c %D%/news.h \
	%D%/outbox.c %D%/outbox.h %D%/rates.c %D%/rates.h \
	%D%/review.c %D%/review.h \
	%D%/spike.c %D%/spike.h %D%/tellings.c %D%/thread.c \
	%D%/thread.h %D%/threads.c %D%/threads.h
