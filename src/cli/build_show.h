/* SPDX-License-Identifier: GPL-2.0 */
/*
 * build_show - what `kmend build` did, on one page or as JSON
 */
#ifndef KMEND_CLI_BUILD_SHOW_H
#define KMEND_CLI_BUILD_SHOW_H

#include "base/err.h"
#include "build/build.h"

/**
 * Show the report on stdout, as the options that all verbs know say.
 *
 * @param err  how the build ended; stays the caller's.
 * @return     NULL, or why the module that was written cannot be read again.
 */
struct err *build_show(const struct build_report *report,
		       const struct err *err) __must_check;

#endif
