# SPDX-License-Identifier: Apache-2.0
libnewswatch_la_SOURCES += \
	%D%/atom.h \
	%D%/attr.h \
	%D%/entity.h \
	%D%/ns.h \
	%D%/tables/atoms.h \
	%D%/tables/atoms.inc \
	%D%/token.h \
	%D%/tree.h \
	%D%/xml.h
EXTRA_DIST += %D%/tables/atoms.txt %D%/tables/atoms.py
