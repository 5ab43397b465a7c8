/* SPDX-License-Identifier: GPL-2.0 */
/* link_strings - what a section of strings has, each once */
#ifndef KMEND_BUILD_LINK_STRINGS_H
#define KMEND_BUILD_LINK_STRINGS_H

#include "base/map.h"
#include "base/vec.h"
#include "elf/obj.h"

struct link_strings {
	struct sec *sec;
	VEC(char) text;		/* all of it */
	struct map offsets;	/* string -> offset + 1 */
};

/** Begin with what the section has; it is made if need be. */
void link_strings_init(struct link_strings *s, struct obj *obj,
		       const char *name);

/**
 * @param text  borrowed until link_strings_write().
 * @return where it is, or will be, in the section.
 */
int64_t link_strings_add(struct link_strings *s, const char *text);

/** Write them to the section, and free what is not its own. */
void link_strings_write(struct link_strings *s);

#endif
