// SPDX-License-Identifier: GPL-2.0
#include "build/link_strings.h"

#include <string.h>

void link_strings_init(struct link_strings *s, struct obj *obj,
		       const char *name)
{
	const char *text;

	*s = (struct link_strings){ .sec = obj_find_sec(obj, name) };
	if (!s->sec)
		s->sec = obj_add_sec(obj, name, SHT_PROGBITS, SHF_ALLOC, 1,
				     NULL, 0);
	text = (const char *)s->sec->data;
	for (uint64_t at = 0, next; at < s->sec->size; at = next) {
		next = at + strnlen(text + at, s->sec->size - at) + 1;
		if (next <= s->sec->size)
			map_put(&s->offsets, text + at, (void *)(at + 1));
	}
	for (uint64_t at = 0; at < s->sec->size; at++)
		vec_push(&s->text, text[at]);
}

int64_t link_strings_add(struct link_strings *s, const char *text)
{
	uintptr_t at = (uintptr_t)map_find(&s->offsets, text);

	if (at)
		return (int64_t)at - 1;
	at = s->text.n;
	for (size_t i = 0; i <= strlen(text); i++)
		vec_push(&s->text, text[i]);
	map_put(&s->offsets, text, (void *)(at + 1));
	return (int64_t)at;
}

void link_strings_write(struct link_strings *s)
{
	s->sec->size = s->text.n;
	s->sec->data = arena_memdup(s->sec->obj->arena, s->text.v, s->text.n);
	vec_deinit(&s->text);
	map_deinit(&s->offsets);
}
