// SPDX-License-Identifier: GPL-2.0
/* Any bytes as an object: an error, or a model that keeps its promises. */
#include "elf/obj.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_obj_ struct obj *obj = NULL;
	struct err *err = obj_read(fuzz_file(0, data, size), &obj);

	fuzz_refused(err);
	if (err)
		return 0;
	if (arena_size(obj->arena) > 64 * size + (1 << 20))
		abort();
	vec_for_each(&obj->syms, p)
		if ((*p)->sec && ((*p)->value > (*p)->sec->size ||
				  (*p)->size > (*p)->sec->size - (*p)->value))
			abort();
	obj_dump(obj->arena, obj);
	return 0;
}
