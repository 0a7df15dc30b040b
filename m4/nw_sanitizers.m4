# SPDX-License-Identifier: Apache-2.0
# NW_SANITIZERS: SANITIZE_CFLAGS for --enable-sanitizers.
AC_DEFUN([NW_SANITIZERS], [
AC_ARG_ENABLE([sanitizers],
	[AS_HELP_STRING([--enable-sanitizers],
		[build with AddressSanitizer and UndefinedBehaviorSanitizer])],
	[], [enable_sanitizers=no])
AS_IF([test "x$enable_sanitizers" = xyes],
	[SANITIZE_CFLAGS="-fsanitize=address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=undefined"
	 AC_DEFINE([NW_SANITIZED], [1], [built with sanitizers])],
	dnl No exception passes through us: a fifteenth of the size.
	[UNWIND_CFLAGS="-fno-asynchronous-unwind-tables -fno-unwind-tables"])
AC_SUBST([SANITIZE_CFLAGS])
AC_SUBST([UNWIND_CFLAGS])
])
