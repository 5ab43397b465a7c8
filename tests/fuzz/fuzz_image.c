// SPDX-License-Identifier: GPL-2.0
/* Any bytes as a vmlinuz; what is read of it lies inside of it. */
#include "fuzz.h"
#include "kernel/image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	struct image_range r;
	struct image image;
	uint64_t end;
	struct err *err;

	err = image_load(fuzz_file(0, data, size), arena, &image);
	fuzz_refused(err);
	if (err)
		return 0;
	for (size_t i = 0; image_range(&image, i, &r); i++) {
		if (r.off > image.size || r.file_size > image.size - r.off)
			abort();
		if (image_has(&image, r.addr) &&
		    !image_section_end(&image, r.addr, &end))
			abort();
		if (r.file_size && image_at(&image, r.addr, 1) < image.data)
			abort();
	}
	return 0;
}
