# FC_LIBRARIES: what we stand on (DESIGN.md section 4). Required libraries fail with the Debian
# package to install; optional ones are told in the summary and in `filterc --version`.

# FC_NEED(VARIABLE, pkg-config module, Debian package)
AC_DEFUN([FC_NEED], [
PKG_CHECK_MODULES([$1], [$2], [FC_LIB_CFLAGS="$FC_LIB_CFLAGS $$1_CFLAGS"; FC_LIB_LIBS="$FC_LIB_LIBS $$1_LIBS"
  FC_LIB_VERSIONS="${FC_LIB_VERSIONS}$2 `$PKG_CONFIG --modversion $2`\\n"],
  [AC_MSG_ERROR([$2 is required: apt-get install $3])])
])
# FC_WANT(VARIABLE, pkg-config module, Debian package, what it is for)
AC_DEFUN([FC_WANT], [
AC_ARG_WITH(m4_tolower([$1]), [AS_HELP_STRING([--without-]m4_tolower([$1]), [build without $2 ($4)])])
fc_have_$1=no
AS_IF([test "x$with_]m4_tolower([$1])[" != xno],
  [PKG_CHECK_MODULES([$1], [$2], [fc_have_$1=yes
    FC_LIB_CFLAGS="$FC_LIB_CFLAGS $$1_CFLAGS"; FC_LIB_LIBS="$FC_LIB_LIBS $$1_LIBS"
    FC_OPT_VERSIONS="${FC_OPT_VERSIONS}$2 `$PKG_CONFIG --modversion $2` ($4)\\n"
    AC_DEFINE([HAVE_$1], [1], [$2: $4])], [true])])
AS_IF([test $fc_have_$1 = no], [FC_OPT_VERSIONS="${FC_OPT_VERSIONS}$2: not built in ($4)\\n"])
FC_SUMMARY_TEXT="$FC_SUMMARY_TEXT
  $2: $fc_have_$1 ($4; Debian: $3)"
])

# pdftotext is a command that is run; one that is installed later is found where Debian has it.
AC_DEFUN([FC_FIND_PDFTOTEXT], [
AC_CHECK_FUNCS([prlimit])
AC_PATH_PROG([PDFTOTEXT], [pdftotext], [/usr/bin/pdftotext])
fc_have_pdftotext=no
AS_IF([test -x "$PDFTOTEXT"],
  [fc_have_pdftotext=`"$PDFTOTEXT" -v 2>&1 | sed -n '1s/.*version //p'`
   FC_OPT_VERSIONS="${FC_OPT_VERSIONS}pdftotext $fc_have_pdftotext, $PDFTOTEXT (PDF)\\n"],
  [FC_OPT_VERSIONS="${FC_OPT_VERSIONS}pdftotext: not there when built (PDF)\\n"])
AC_DEFINE_UNQUOTED([FC_PDFTOTEXT], ["$PDFTOTEXT"], [pdftotext of poppler, to run for PDF])
FC_SUMMARY_TEXT="$FC_SUMMARY_TEXT
  pdftotext: $fc_have_pdftotext (PDF; Debian: poppler-utils)"
])

AC_DEFUN([FC_LIBRARIES], [
AC_CHECK_FUNCS([syncfs])
FC_NEED([LIBXML2], [libxml-2.0], [libxml2-dev])
FC_NEED([GUMBO], [gumbo], [libgumbo-dev])
FC_NEED([ZLIB], [zlib], [zlib1g-dev])
FC_NEED([PCRE2], [libpcre2-8], [libpcre2-dev])
FC_NEED([UTF8PROC], [libutf8proc], [libutf8proc-dev])
FC_NEED([XXHASH], [libxxhash], [libxxhash-dev])
FC_NEED([JANSSON], [jansson], [libjansson-dev])
AC_CHECK_HEADER([linear.h], [], [AC_MSG_ERROR([liblinear is required: apt-get install liblinear-dev])])
AC_CHECK_LIB([linear], [train], [FC_LIB_LIBS="$FC_LIB_LIBS -llinear"],
             [AC_MSG_ERROR([liblinear is required: apt-get install liblinear-dev])], [-lm])
FC_WANT([LIBDEFLATE], [libdeflate], [libdeflate-dev], [gzip members at twice zlib's speed])
FC_WANT([ZSTD], [libzstd], [libzstd-dev], [zstd input and output])
FC_WANT([BROTLI], [libbrotlidec], [libbrotli-dev], [brotli HTTP bodies])
FC_WANT([LIBARCHIVE], [libarchive], [libarchive-dev], [bzip2, xz, tar, zip, 7z; EPUB, DOCX, ODT])
FC_WANT([LIBZIP], [libzip], [libzip-dev], [EPUB, DOCX and ODT at twice libarchive's speed])
FC_WANT([NETTLE], [nettle], [nettle-dev], [checksums of ZIM files])
FC_WANT([UCHARDET], [uchardet], [libuchardet-dev], [guessing undeclared charsets])
FC_FIND_PDFTOTEXT
PKG_CHECK_MODULES([CMOCKA], [cmocka], [fc_have_cmocka=yes], [fc_have_cmocka=no])
AM_CONDITIONAL([HAVE_CMOCKA], [test "x$fc_have_cmocka" = xyes])
FC_LIB_LIBS="$FC_LIB_LIBS -lm -lpthread"
dnl What a program needs beside -lfilterc: always when there is only the archive, else for
dnl pkg-config --static. These libraries are shared ones themselves, which know their own; as
dnl "Requires.private" pkg-config would ask for what Debian has no -dev packages installed for.
AS_IF([test "x$enable_shared" = xyes], [FC_PC_LIBS=], [FC_PC_LIBS=$FC_LIB_LIBS])
AC_DEFINE_UNQUOTED([FC_LIB_VERSIONS], ["$FC_LIB_VERSIONS"], [required libraries, a line each])
AC_DEFINE_UNQUOTED([FC_OPT_VERSIONS], ["$FC_OPT_VERSIONS"], [optional libraries, a line each])
AC_SUBST([FC_LIB_CFLAGS]) AC_SUBST([FC_LIB_LIBS]) AC_SUBST([FC_PC_LIBS])
])

AC_DEFUN([FC_SUMMARY], [
AC_MSG_NOTICE([optional parts:$FC_SUMMARY_TEXT
  cmocka: $fc_have_cmocka (unit tests; Debian: libcmocka-dev)])
])
