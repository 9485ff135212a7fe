# FC_SANITIZERS: --enable-sanitizers=address,undefined or =thread, for CI's builds;
# --enable-fuzzers builds the libFuzzer targets (needs clang).
AC_DEFUN([FC_SANITIZERS], [
AC_ARG_ENABLE([sanitizers], [AS_HELP_STRING([--enable-sanitizers=LIST], [build with -fsanitize=LIST])])
AS_IF([test -n "$enable_sanitizers" && test "x$enable_sanitizers" != xno],
      [FC_SAN_CFLAGS="-fsanitize=$enable_sanitizers -fno-omit-frame-pointer -fno-sanitize-recover=undefined"])
AC_SUBST([FC_SAN_CFLAGS])
AC_ARG_ENABLE([fuzzers], [AS_HELP_STRING([--enable-fuzzers], [build the libFuzzer targets in tests/fuzz (clang)])])
AS_IF([test "x$enable_fuzzers" = xyes], [FC_SAN_CFLAGS="$FC_SAN_CFLAGS -fsanitize=fuzzer-no-link"])
AM_CONDITIONAL([FUZZERS], [test "x$enable_fuzzers" = xyes])
])
