// SPDX-License-Identifier: GPL-2.0
/* Any bytes as the loaded part of an image that kallsyms are looked for in. */
#include <string.h>

#include "base/arena.h"
#include "fuzz_seed.h"
#include "fuzz.h"
#include "kernel/kallsyms.h"

/* put_headers() writes a few bytes at the beginning of the text. */
#define INPUT_AT 0x1040

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct facts facts = { .arena = arena_create() };
	struct built b = {
		.data = calloc(1, INPUT_AT + size), .size = INPUT_AT + size,
	};

	put_headers(&b);
	if (size)
		memcpy(b.data + INPUT_AT, data, size);
	facts.image.data = b.data;
	facts.image.size = b.size;
	facts.image.text = TEXT;
	fuzz_refused(kallsyms_read(&facts));
	vec_deinit(&facts.ksyms);
	map_deinit(&facts.by_name);
	arena_destroy(facts.arena);
	free(b.data);
	return 0;
}
