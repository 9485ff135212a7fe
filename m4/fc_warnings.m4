# FC_WARNINGS: the warnings we keep clean with gcc and clang; --enable-werror for CI.
AC_DEFUN([FC_WARNINGS], [
AC_ARG_ENABLE([werror], [AS_HELP_STRING([--enable-werror], [treat warnings as errors])])
FC_WARN_CFLAGS="-std=c11 -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wwrite-strings -Wvla -Wno-unused-parameter -fno-strict-aliasing"
AS_IF([test "x$enable_werror" = xyes], [FC_WARN_CFLAGS="$FC_WARN_CFLAGS -Werror"])
AC_SUBST([FC_WARN_CFLAGS])
])
