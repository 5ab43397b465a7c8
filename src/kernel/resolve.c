// SPDX-License-Identifier: GPL-2.0
/*
 * resolve - what an undefined name of a patch means in one kernel
 *
 * kallsyms tells global symbols by an upper-case type: T, D, B, R, weak ones
 * W and V. Per-CPU symbols are all 'A', local ones too (kallsyms makes them
 * absolute, scripts/kallsyms.c), so of two per-CPU symbols of one name nobody
 * can tell which is global. Lower-case types are local to their unit and
 * cannot be meant by an undefined name.
 */
#include "kernel/resolve.h"

#include <ctype.h>
#include <string.h>

#include "kernel/module.h"

static bool is_global(const struct ksym *sym)
{
	return isupper((unsigned char)sym->type);
}

/* The symbols of the image: SYMREF_GLOBAL, _AMBIGUOUS, _LOCAL or _UNKNOWN. */
static void resolve_image(const struct facts *facts, const char *name,
			  struct symref *ret)
{
	const struct ksym *first = map_find(&facts->by_name, name), *global;
	size_t globals = 0, all = 0;

	global = NULL;
	for (const struct ksym *sym = first; sym; sym = sym->same) {
		all++;
		if (is_global(sym) && !globals++)
			global = sym;
	}
	if (!all)
		return;
	ret->sym = global ? global : first;
	ret->percpu = global && global->type == 'A';
	ret->kind = !globals ? SYMREF_LOCAL :
		    globals == 1 ? SYMREF_GLOBAL : SYMREF_AMBIGUOUS;
	if (globals != 1)
		ret->count = globals ? globals : all;
}

void facts_resolve(const struct facts *facts, const char *name,
		   struct symref *ret)
{
	const struct kexport *export = map_find(&facts->exports, name);
	bool vmlinux = export && !strcmp(export->module, "vmlinux");

	*ret = (struct symref){ .kind = SYMREF_UNKNOWN, .ns = "" };
	resolve_image(facts, name, ret);
	if (!export || (!vmlinux && ret->kind != SYMREF_UNKNOWN &&
			ret->kind != SYMREF_LOCAL))
		return;
	ret->gpl = export->gpl;
	ret->ns = export->ns;
	if (vmlinux) {
		if (ret->kind == SYMREF_GLOBAL && !*export->ns)
			ret->kind = SYMREF_EXPORT;
		return;
	}
	*ret = (struct symref){
		.kind = SYMREF_MODULE, .gpl = export->gpl, .ns = export->ns,
		.module = module_name(facts->arena, export->module),
	};
}
