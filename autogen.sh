#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes configure and Makefile.in from a checkout.
set -e
cd "$(dirname "$0")"
exec autoreconf --install --force --warnings=no-portability
