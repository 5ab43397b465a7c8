// SPDX-License-Identifier: GPL-2.0
/*
 * link_names - functions of the patch have names of their own
 *
 * A function that takes another one's place has its name. Seen from outside
 * the two must not be mixed up: a kprobe on a name that is there twice, be it
 * in a module, is refused (number_of_same_symbols() in
 * kernel/trace/trace_kprobe.c, Linux 6.1 and 6.12), and a filter of the
 * function tracer takes both. So those of the patch get a suffix, as gcc gives
 * one to foo.part.0; a stack then shows foo.kmend [kmend_NAME].
 *
 * Not before objtool has run: it knows functions by their names.
 */
#include <string.h>

#include "base/map.h"
#include "build/link.h"
#include "kmend_abi.h"

/* The names that the pointers at @field of a table lead to. */
static void names_add(struct map *names, const struct obj *obj,
		      const char *table, size_t entry, size_t field)
{
	const struct sec *sec = obj_find_sec(obj, table);

	if (!sec)
		return;
	vec_for_each(&sec->relas, rela) {
		const struct sec *to = rela->sym->sec;
		uint64_t at = rela->sym->value + (uint64_t)rela->addend;

		if (rela->off % entry == field && to && to->data &&
		    at < to->size &&
		    memchr(to->data + at, 0, to->size - at))
			map_put(names, (const char *)to->data + at, names);
	}
}

static bool is_entry(const struct sym *sym)
{
	return !strcmp(sym->name, "init_module") ||
	       !strcmp(sym->name, "cleanup_module");
}

/*
 * Of the functions of modules, those that are replaced are known by the tables.
 */
void link_names(const struct link *link, struct obj *obj)
{
	struct map names = {0};

	names_add(&names, obj, KMEND_ABI_SEC_FUNCS,
		  sizeof(struct kmend_abi_func),
		  offsetof(struct kmend_abi_func, name));
	names_add(&names, obj, KMEND_ABI_SEC_RANGES,
		  sizeof(struct kmend_abi_range),
		  offsetof(struct kmend_abi_range, name));
	vec_for_each(&obj->syms, p) {
		struct sym *sym = *p;

		if (sym->sec && sym->type == STT_FUNC && !is_entry(sym) &&
		    (map_has(&names, sym->name) ||
		     facts_count(link->facts, sym->name)))
			sym->name = arena_printf(obj->arena, "%s"
					KMEND_ABI_FUNC_SUFFIX, sym->name);
	}
	map_deinit(&names);
}
