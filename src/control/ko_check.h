/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ko_check - what the kernel's module loader believes without a look
 */
#ifndef KMEND_CONTROL_KO_CHECK_H
#define KMEND_CONTROL_KO_CHECK_H

#include "control/ko.h"

/**
 * Are symbols and relocations what the module loader of x86-64 takes them for?
 * ko_open() asks this of each file.
 */
struct err *ko_check(const struct ko *ko) __must_check;

#endif
