# SPDX-License-Identifier: Apache-2.0
libnwstore_la_SOURCES += %D%/gather.c %D%/gather.h %D%/reports.c
