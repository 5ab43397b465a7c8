/* SPDX-License-Identifier: GPL-2.0 */
/*
 * fuzz_seed - what the unit tests build, without cmocka
 */
#ifndef KMEND_TESTS_FUZZ_SEED_H
#define KMEND_TESTS_FUZZ_SEED_H

#include <assert.h>

#define assert_true(what) assert(what)
#define assert_non_null(what) assert(what)

#include "../unit/fake_image.h"

#endif
