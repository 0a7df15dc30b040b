# SPDX-License-Identifier: Apache-2.0
# NW_WARNINGS: WARNING_CFLAGS, and --enable-werror for CI.
AC_DEFUN([NW_WARNINGS], [
AC_ARG_ENABLE([werror],
	[AS_HELP_STRING([--enable-werror], [a compiler warning is an error])],
	[], [enable_werror=no])
WARNING_CFLAGS="-Wall -Wextra -Wformat=2 -Wshadow -Wconversion \
-Wsign-conversion -Wcast-qual -Wpointer-arith -Wstrict-prototypes \
-Wmissing-prototypes -Wundef -Wvla -Wwrite-strings -Wnull-dereference"
AS_IF([test "x$enable_werror" = xyes],
	[WARNING_CFLAGS="$WARNING_CFLAGS -Werror"])
AC_SUBST([WARNING_CFLAGS])
])
