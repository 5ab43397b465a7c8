// SPDX-License-Identifier: GPL-2.0
/* special - finds the row of a section; the first that fits counts */
#include "diff/special.h"

#include <string.h>

const struct special special_opaque = {
	.name = "*", .act = SP_OPAQUE,
};

/* "*" stands for anything, once in a pattern. */
static bool name_fits(const char *pattern, const char *name)
{
	const char *star = strchr(pattern, '*');
	size_t head, tail, n = strlen(name);

	if (!star)
		return !strcmp(pattern, name);
	head = star - pattern;
	tail = strlen(star + 1);
	return n >= head + tail && !strncmp(pattern, name, head) &&
	       !strcmp(star + 1, name + n - tail);
}

const struct special *special_find(const struct sec *sec)
{
	for (size_t i = 0; i < n_specials; i++)
		if (name_fits(specials[i].name, sec->name))
			return &specials[i];
	return (sec->flags & SHF_ALLOC) && sec->size ? &special_opaque : NULL;
}

unsigned int special_kind(const struct special *row)
{
	return (unsigned int)row->act << 4 | row->init << 3 |
	       row->percpu << 2 | row->readonly << 1 | row->copy;
}

const char *special_tail(const struct sec *sec)
{
	const struct special *row = sec->special;

	return sec->name + strcspn(row->name, "*");
}
