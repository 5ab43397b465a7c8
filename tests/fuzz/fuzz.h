/* SPDX-License-Identifier: GPL-2.0 */
/*
 * fuzz - bytes as a file, since all readers take a path
 */
#ifndef KMEND_TESTS_FUZZ_H
#define KMEND_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/err.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The path is good until the next call with the same @slot (0 or 1). */
static inline const char *fuzz_file(int slot, const uint8_t *data, size_t size)
{
	static int fds[2] = { -1, -1 };
	static char paths[2][32];

	if (fds[slot] < 0)
		fds[slot] = memfd_create("fuzz", MFD_CLOEXEC);
	if (fds[slot] < 0 || ftruncate(fds[slot], 0) ||
	    pwrite(fds[slot], data, size, 0) != (ssize_t)size)
		abort();
	snprintf(paths[slot], sizeof(paths[slot]), "/proc/self/fd/%d",
		 fds[slot]);
	return paths[slot];
}

/* An error must have a text; what it says does not matter. */
static inline void fuzz_refused(struct err *err)
{
	if (err && !*err_text(err))
		abort();
	err_destroy(err);
}

#endif
