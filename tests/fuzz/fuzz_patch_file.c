// SPDX-License-Identifier: GPL-2.0
/* Any bytes as a patch module. */
#include "control/patch_file.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_patch_file_ struct patch_file *file = NULL;

	fuzz_refused(patch_file_read(fuzz_file(0, data, size), &file));
	if (file && !patch_name_is_valid(file->name))
		abort();
	return 0;
}
