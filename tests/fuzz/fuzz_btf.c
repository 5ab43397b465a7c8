// SPDX-License-Identifier: GPL-2.0
/* Any bytes as the kernel's BTF. */
#include <string.h>

#include "base/arena.h"
#include "fuzz_seed.h"
#include "fuzz.h"
#include "kernel/facts.h"
#include "kernel/btf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ksym start = { .name = "__start_BTF", .addr = TEXT };
	struct ksym stop = { .name = "__stop_BTF", .addr = TEXT + size };
	struct facts facts = { .types = btf_types_create() };
	struct built b = {
		.data = calloc(1, 0x2000 + size), .size = 0x2000 + size,
	};

	put_headers(&b);
	memcpy(b.data + 0x1000, data, size);
	facts.image.data = b.data;
	facts.image.size = b.size;
	map_put(&facts.by_name, start.name, &start);
	map_put(&facts.by_name, stop.name, &stop);
	facts_struct_size(&facts, "alt_instr");
	facts_struct_size(&facts, "");
	btf_types_destroy(facts.types);
	map_deinit(&facts.by_name);
	free(b.data);
	return 0;
}
