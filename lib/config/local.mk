# SPDX-License-Identifier: Apache-2.0
libnewswatch_la_SOURCES += \
	%D%/problem.h \
	%D%/rows.h \
	%D%/tree.h
