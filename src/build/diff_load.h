/* SPDX-License-Identifier: GPL-2.0 */
/*
 * diff_load - the text of a diff, however it comes
 */
#ifndef KMEND_BUILD_DIFF_LOAD_H
#define KMEND_BUILD_DIFF_LOAD_H

#include "base/err.h"

/**
 * Read a diff: packed with gzip, xz, zstd or bzip2, as an e-mail or as several
 * of them in one file, with lines that end in CR LF.
 *
 * @param path  "-": the standard input.
 * @param ret   malloc()ed text without NUL bytes, whose lines end in LF.
 */
struct err *diff_load(const char *path, char **ret) __must_check;

/**
 * Take the e-mails in a text apart: headers are unfolded, bodies and their
 * parts are decoded. What is no e-mail stays as it is.
 *
 * @param ret  malloc()ed.
 */
void mail_decode(const char *text, char **ret);

#endif
