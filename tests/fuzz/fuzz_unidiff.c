// SPDX-License-Identifier: GPL-2.0
/* Any bytes as a source diff; a path that is accepted stays in the tree. */
#include <string.h>

#include "build/unidiff.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	struct unidiff diff = {0};

	fuzz_refused(unidiff_read(arena, fuzz_file(0, data, size), 1, &diff));
	vec_for_each(&diff.files, file)
		if (*file->path == '/' || !strncmp(file->path, "../", 3) ||
		    strstr(file->path, "/../"))
			abort();
	unidiff_deinit(&diff);
	return 0;
}
