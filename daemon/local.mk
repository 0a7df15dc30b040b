# SPDX-License-Identifier: Apache-2.0
# What the three programs share stands in convenience libraries, so that unit
# tests link the same objects.
include daemon/loop/local.mk
include daemon/config/local.mk
include daemon/transport/local.mk
include daemon/schedule/local.mk
include daemon/worker/local.mk
include daemon/store/local.mk
include daemon/story/local.mk
include daemon/alert/local.mk
include daemon/query/local.mk
include daemon/ingest/local.mk
include daemon/deliver/local.mk
include daemon/ask/local.mk
include daemon/control/local.mk
include daemon/server/local.mk
include daemon/cli/local.mk
