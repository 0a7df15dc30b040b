# SPDX-License-Identifier: Apache-2.0
libnewswatch_la_SOURCES += \
	%D%/atom.c \
	%D%/atom.h \
	%D%/attr.c \
	%D%/attr.h \
	%D%/entity.c \
	%D%/entity.h \
	%D%/hash.h \
	%D%/ns.c \
	%D%/ns.h \
	%D%/scan.h \
	%D%/select.c \
	%D%/select.h \
	%D%/select_impl.h \
	%D%/select_parse.c \
	%D%/select_place.c \
	%D%/tables/atoms.h \
	%D%/tables/atoms.inc \
	%D%/tables/entities.inc \
	%D%/token.c \
	%D%/token.h \
	%D%/token_decl.c \
	%D%/token_impl.h \
	%D%/token_tag.c \
	%D%/tree.c \
	%D%/tree.h \
	%D%/tree_build.c \
	%D%/tree_kinds.h \
	%D%/xml.c \
	%D%/xml.h \
	%D%/xml_decode.c \
	%D%/xml_doctype.c \
	%D%/xml_impl.h \
	%D%/xml_tag.c
EXTRA_DIST += %D%/tables/atoms.txt %D%/tables/atoms.py \
	%D%/tables/entities.py
