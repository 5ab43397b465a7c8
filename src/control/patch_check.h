/* SPDX-License-Identifier: GPL-2.0 */
/*
 * patch_check - is a patch module whole, as far as the module loader trusts it?
 */
#ifndef KMEND_CONTROL_PATCH_CHECK_H
#define KMEND_CONTROL_PATCH_CHECK_H

#include "control/ko.h"
#include "control/patch_file.h"

/**
 * Set file->checksum. ko_open() has compared it; a file may be without one only
 * if an older kmend built it.
 *
 * @param sec  .kmend.info, or .kmend.livepatch.
 */
struct err *patch_check_sum(struct patch_file *file, const struct ko *ko,
			    size_t sec) __must_check;

/**
 * Is each section there as often, and of the size, that the module loader and
 * the core take it for? file->module is set.
 */
struct err *patch_check_sections(const struct patch_file *file,
				 const struct ko *ko) __must_check;

#endif
