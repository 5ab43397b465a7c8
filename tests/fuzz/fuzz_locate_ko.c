// SPDX-License-Identifier: GPL-2.0
/*
 * A module and a unit of it, as fuzz_diff.c has two objects: neither is
 * trusted.
 */
#include <string.h>

#include "fuzz.h"
#include "kernel/locate_ko.h"
#include "kernel/module.h"

static void locate(const char *ko_path, const char *unit_path)
{
	_cleanup_obj_ struct obj *ko = NULL, *unit = NULL;
	struct unit_map *map = NULL;
	struct err *err = module_read(ko_path, &ko);

	if (!err)
		err = obj_read(unit_path, &unit);
	if (!err)
		err = unit_locate_ko(ko, unit, &map);
	fuzz_refused(err);
	unit_map_destroy(map);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *a, *b;
	uint32_t cut;

	if (size < sizeof(cut))
		return 0;
	memcpy(&cut, data, sizeof(cut));
	data += sizeof(cut);
	size -= sizeof(cut);
	if (cut > size)
		return 0;
	a = fuzz_file(0, data, cut);
	b = fuzz_file(1, data + cut, size - cut);
	locate(a, a);
	locate(a, b);
	return 0;
}
