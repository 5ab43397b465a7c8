// SPDX-License-Identifier: GPL-2.0
/*
 * pass_names - a new global name must not be one that the kernel has already
 *
 * A kernel that is linked anew would take one definition for everybody: the
 * strong one, if the other is weak. A kernel that runs was linked long ago.
 * Its callers go on with what they have, and only code of the patch would use
 * the new definition:
 *
 *	kernel/panic.c		void __weak panic_smp_self_stop(void)
 *	the diff adds		void panic_smp_self_stop(void)
 *
 * Two definitions that one diff adds, of which one is weak, are no such case:
 * the kernel has neither, and the link of the patch takes the strong one. A
 * name that becomes global is new, too, and so is an alias.
 *
 * Reads: keep, the symbols of both objects, the facts.  Writes: findings.
 */
#include <string.h>

#include "diff/model.h"
#include "kernel/facts.h"
#include "kernel/module.h"
#include "kernel/resolve.h"
#include "kmend_abi.h"

static bool was_global(const struct diff *d, const char *name)
{
	const struct sym *sym = obj_find_sym(d->orig.obj, name);

	return sym && sym->sec && sym->bind != STB_LOCAL;
}

/* Who has a definition that callers use; NULL: nobody. */
static const char *owner_of(const struct diff *d, const char *name,
			    bool *ret_weak)
{
	struct symref ref;

	*ret_weak = false;
	if (d->opt->ko && module_global(d->opt->ko, name))
		return d->opt->object;
	facts_resolve(d->opt->facts, name, &ref);
	switch (ref.kind) {
	case SYMREF_MODULE:
		return ref.module;
	case SYMREF_EXPORT:
		break;
	case SYMREF_GLOBAL:
	case SYMREF_AMBIGUOUS:
		/* a module may have a name that the kernel does not export */
		if (d->opt->ko && !map_has(&d->opt->facts->exports, name))
			return NULL;
		break;
	default:
		return NULL;
	}
	*ret_weak = ref.sym && (ref.sym->type == 'W' || ref.sym->type == 'V');
	return KMEND_ABI_VMLINUX;
}

static void verify_name(struct diff *d, const struct sym *sym)
{
	bool is_weak;
	const char *owner = owner_of(d, sym->name, &is_weak);

	if (!owner)
		return;
	if (sym->bind == STB_WEAK)
		refuse(d, "KM050", sym->name, "leave it out: the one that is "
		       "there is used then", "is new and weak, but %s has "
		       "one of that name, which all callers use", owner);
	else
		refuse(d, "KM050", sym->name, is_weak ? "change the weak "
		       "function where it is, or call a new one from there" :
		       "give it another name, or change the one that is "
		       "there", "is new, but %s has %s of that name: what "
		       "uses it in the running kernel would go on with that",
		       owner, is_weak ? "a weak one" : "one");
}

struct err *pass_names(struct diff *d)
{
	if (!d->opt->facts)
		return NULL;
	side_for_each(&d->patched, p) {
		const struct special *row = piece_row(*p);

		if (!(*p)->keep || !(*p)->global || row->act == SP_FIXED)
			continue;
		vec_for_each(&(*p)->syms, s)
			if ((*s)->bind != STB_LOCAL &&
			    !was_global(d, (*s)->name))
				verify_name(d, *s);
	}
	return NULL;
}
