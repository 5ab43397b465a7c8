// SPDX-License-Identifier: GPL-2.0
/*
 * Two objects, four bytes in front that say where the second begins: both
 * directions, and the first against itself, which must not find a change.
 */
#include <string.h>

#include "diff/diff.h"
#include "fuzz.h"

static void compare(const char *orig, const char *patched, bool same)
{
	_cleanup_obj_ struct obj *a = NULL, *b = NULL;
	const struct diff_options opt = { .unit = "u.c", .object = "vmlinux" };
	struct diff_result *result = NULL;
	struct err *err = obj_read(orig, &a);

	if (!err)
		err = obj_read(patched, &b);
	if (!err)
		err = diff_run(a, b, &opt, &result);
	fuzz_refused(err);
	if (err)
		return;
	if (result->out && same)
		abort();
	if (result->out)
		obj_dump(result->arena, result->out);
	diff_result_destroy(result);
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
	compare(a, a, true);
	compare(a, b, false);
	compare(b, a, false);
	return 0;
}
