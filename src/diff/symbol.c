// SPDX-License-Identifier: GPL-2.0
/*
 * symbol - names under which the output asks for what the kernel has
 *
 * A global symbol is asked for by its own name: the module loader may know
 * it. A local one exists once in this unit, and perhaps in ten others; where
 * this one is, the map of the unit knows, and it stands in the name.
 */
#include <inttypes.h>
#include <string.h>

#include "diff/model.h"
#include "kernel/facts.h"
#include "kmend_abi.h"

const struct unit_sym *kernel_symbol(const struct diff *d, const char *name)
{
	return d->opt->map ? map_find(&d->opt->map->by_name, name) : NULL;
}

/* Where a module will be, nobody knows: its symbols have no address. */
const char *kernel_reference(const struct diff *d, const struct unit_sym *us)
{
	return arena_printf(d->arena, KMEND_ABI_SYM_PREFIX "%s.%u.%" PRIx64
			    ".%s", d->opt->object, us->sympos,
			    d->opt->ko ? 0 : us->addr, us->name);
}

static struct sym *undefined(struct diff *d, const char *name, uint8_t bind)
{
	struct sym *sym = map_find(&d->externs, name);

	if (!sym) {
		sym = obj_add_sym(d->out, name, bind, STT_NOTYPE, NULL, 0, 0);
		map_put(&d->externs, sym->name, sym);
	}
	return sym;
}

struct sym *extern_global(struct diff *d, const char *name)
{
	return undefined(d, name, STB_GLOBAL);
}

/* Why the core could not find it by what the map says; NULL if it can. */
static const char *unproved(const struct unit_sym *us)
{
	if (!us)
		return "its address is not known";
	if (us->elsewhere)
		return "it is weak, and the kernel uses another definition";
	if (!us->in_kallsyms)
		return "the kernel does not know it by name";
	return NULL;
}

static struct sym *proved(struct diff *d, const struct piece *orig,
			  const char *name)
{
	const struct diff_options *opt = d->opt;
	struct unit_sym unknown = { .name = name };
	const struct unit_sym *us = &unknown;

	if (opt->map) {
		us = kernel_symbol(d, name);
		if (unproved(us)) {
			refuse(d, "KM014", name, "let the patch do without it",
			       "is needed from %s, but %s", orig->sec->name,
			       unproved(us));
			us = &unknown;
		}
	}
	return undefined(d, kernel_reference(d, us), STB_GLOBAL);
}

struct sym *extern_proved(struct diff *d, struct piece *orig)
{
	return proved(d, orig, orig->name);
}

struct sym *extern_piece(struct diff *d, struct piece *orig, const char *name)
{
	if (!orig->global)
		return extern_proved(d, orig);
	vec_for_each(&orig->syms, p)
		if ((*p)->bind != STB_LOCAL && !strcmp((*p)->name, name))
			return extern_global(d, name);
	return extern_global(d, orig->name);
}
