# SPDX-License-Identifier: Apache-2.0
newswatchincludedir = $(includedir)/newswatch
newswatchinclude_HEADERS = \
	%D%/newswatch/alert.h \
	%D%/newswatch/arena.h \
	%D%/newswatch/classifier.h \
	%D%/newswatch/digest.h \
	%D%/newswatch/doc.h \
	%D%/newswatch/explain.h \
	%D%/newswatch/feed.h \
	%D%/newswatch/item.h \
	%D%/newswatch/json.h \
	%D%/newswatch/listing.h \
	%D%/newswatch/mail.h \
	%D%/newswatch/notifier.h \
	%D%/newswatch/option.h \
	%D%/newswatch/page.h \
	%D%/newswatch/plugin.h \
	%D%/newswatch/query.h \
	%D%/newswatch/question.h \
	%D%/newswatch/request.h \
	%D%/newswatch/sitemap.h \
	%D%/newswatch/source.h \
	%D%/newswatch/status.h \
	%D%/newswatch/text.h \
	%D%/newswatch/time.h \
	%D%/newswatch/topic.h
