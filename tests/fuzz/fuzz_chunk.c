// SPDX-License-Identifier: GPL-2.0
/* Any text comes apart into chunks that lie in it, one behind the other. */
#include "build/words.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct words *found = calloc(1, sizeof(*found));
	const char *text = (const char *)data, *at = text;
	struct chunks chunks;

	chunks_read(text, size, &chunks);
	vec_for_each(&chunks.list, c) {
		if (c->text < at || c->len > (size_t)(text + size - c->text))
			abort();
		at = c->text + c->len;
	}
	words_add(found, &(struct token){ .text = "x", .len = 1 });
	words_spread(found, &chunks, NULL, found);
	words_pieces(found, text, size);
	words_deinit(found);
	free(found);
	chunks_deinit(&chunks);
	return 0;
}
