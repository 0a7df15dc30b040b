# SPDX-License-Identifier: Apache-2.0
include plugins/feed/local.mk
include plugins/sitemap/local.mk
include plugins/text/local.mk
include plugins/page/local.mk
include plugins/exec-source/local.mk
include plugins/exec-notifier/local.mk
include plugins/lexicon/local.mk
include plugins/linear/local.mk
include plugins/remote/local.mk
include plugins/email/local.mk
include plugins/webhook/local.mk
include plugins/console/local.mk
include plugins/file/local.mk
include plugins/skeleton/local.mk
