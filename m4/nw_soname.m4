# SPDX-License-Identifier: Apache-2.0
# NW_SONAME(LIBRARY, CALL): the name under which the system knows the shared
# library, as LIBRARY_SONAME in config.h and LIBRARY_LIBS, both in upper case.
AC_DEFUN([NW_SONAME], [
	m4_pushdef([NAME], m4_toupper([$1]))
	AC_CACHE_CHECK([the soname of lib$1], [nw_cv_soname_$1], [
		nw_saved_LIBS=$LIBS
		LIBS="-l$1 $LIBS"
		nw_cv_soname_$1=
		AC_LINK_IFELSE([AC_LANG_CALL([], [$2])],
			[nw_cv_soname_$1=`$OBJDUMP -p conftest$EXEEXT |
				sed -n 's/^ *NEEDED *\(lib$1\.so[[^ ]]*\).*/\1/p'`])
		LIBS=$nw_saved_LIBS])
	AS_IF([test -z "$nw_cv_soname_$1"],
		[AC_MSG_ERROR([lib$1 is missing as a shared library: install lib$1-dev])])
	AC_DEFINE_UNQUOTED(NAME[_SONAME], ["$nw_cv_soname_$1"],
		[The shared library lib$1, as the loader looks for it.])
	AC_SUBST(NAME[_LIBS], [-l$1])
	m4_popdef([NAME])
])
