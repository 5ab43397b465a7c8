// SPDX-License-Identifier: GPL-2.0
/* Any bytes as the loaded part of an image that kallsyms are looked for in. */
#include <string.h>

#include "base/arena.h"
#include "fuzz_seed.h"
#include "fuzz.h"
#include "kernel/kallsyms.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct facts facts = { .arena = arena_create() };
	struct built b = {
		.data = calloc(1, 0x1000 + size), .size = 0x1000 + size,
	};

	if (size) {
		memcpy(b.data + 0x1000, data, size);
		if (size >= 64)
			put_headers(&b);
		facts.image.data = b.data;
		facts.image.size = b.size;
		facts.image.text = TEXT;
		fuzz_refused(kallsyms_read(&facts));
	}
	vec_deinit(&facts.ksyms);
	map_deinit(&facts.by_name);
	arena_destroy(facts.arena);
	free(b.data);
	return 0;
}
