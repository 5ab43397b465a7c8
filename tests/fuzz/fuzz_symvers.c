// SPDX-License-Identifier: GPL-2.0
/* Any bytes as Module.symvers. */
#include "base/arena.h"
#include "fuzz.h"
#include "kernel/symvers.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct facts facts = { .arena = arena_create() };
	const struct kexport *export;

	fuzz_refused(symvers_read(fuzz_file(0, data, size), &facts));
	map_for_each(&facts.exports, slot) {
		export = slot->value;
		if (!*export->name || !*export->module || !export->ns)
			abort();
	}
	if (arena_size(facts.arena) > 64 * size + (1 << 20))
		abort();
	map_deinit(&facts.exports);
	arena_destroy(facts.arena);
	return 0;
}
