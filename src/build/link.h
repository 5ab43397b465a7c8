/* SPDX-License-Identifier: GPL-2.0 */
/*
 * link - the patch objects of all units become one module
 */
#ifndef KMEND_BUILD_LINK_H
#define KMEND_BUILD_LINK_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/err.h"
#include "build/kit.h"
#include "build/modules.h"
#include "elf/obj.h"
#include "kernel/facts.h"

/* What was static in a unit, and the patch lets others of the target use. */
struct link_global {
	const struct module_file *module;	/* NULL: the kernel itself */
	const char *name, *reference;		/* see struct diff_global */
};

struct link_globals {
	VEC(struct link_global) list;
};

struct link {
	struct arena *arena;
	const struct kit *kit;
	const struct facts *facts;
	struct modules *modules;
	struct diags *diags;
	const struct link_globals *globals;	/* may be NULL */
	const char *dir;	/* for what is made on the way */
	const char *name;	/* of the patch */
	const char *description;	/* if the author gives no other */
	const char **ret_description;	/* which it became */
	const struct link_marks *said;	/* what the author says of it */
	bool livepatch;		/* a module for mainline livepatch */
	bool unverified;	/* not all was proved to be the kernel's */
	const char *cves;	/* of the diffs; the author may name more */
	const char *on;		/* KMEND_ABI_KEY_ON, or "" */
	const char *source_diff; /* what it changes in the source, or NULL */
};

/* What diff_run() made of one unit, for one of the targets it is in. */
struct patch_obj {
	const char *unit;	/* "fs/proc/uptime.c" */
	const struct module_file *module;	/* NULL: the kernel itself */
	struct obj *obj;
};

/**
 * Link patch objects (of diff_run()) with the entry unit, run the kernel's
 * objtool over the result, turn what modules cannot import into
 * .kmend.symbols and .kmend.relocs, and make a module of it.
 *
 * @param objs  their undefined symbols get other names.
 * @param ret   path of the module in @link->dir; NULL when findings refuse.
 */
struct err *link_patch(const struct link *link, const struct patch_obj *objs,
		       size_t n, const char **ret) __must_check;

/* For the files of the link itself. */

/**
 * Decide, while it is known whose code they are, what the undefined names of
 * the objects mean: a symbol of a module becomes one of KMEND_ABI_SYM_PREFIX.
 */
struct err *link_targets(const struct link *link, const struct patch_obj *objs,
			 size_t n) __must_check;

/**
 * Take the relocations that the module loader cannot write out of the object
 * and into our tables. References that lead nowhere are findings.
 */
struct err *link_refs(const struct link *link, struct obj *obj) __must_check;

/**
 * Give each function of a linked patch its jump (KMEND_ABI_SEC_JUMPS), if the
 * entry unit has one to make them of. Before objtool.
 *
 * @param linked  file; written anew.
 */
struct err *link_jumps(const char *linked) __must_check;

/** What the import that a site of a static call names should be. */
struct sym *link_call_import(const struct link *link, struct obj *obj,
			     struct sym *site);

/* The modules that the tables name. */
struct link_objects {
	VEC(struct link_object {
		const char *name;
		uint32_t flags;		/* KMEND_ABI_OBJECT_* */
	}) list;
};

/** Adds the object if it is a module and not there; sets @flags. */
void link_object(struct link_objects *objects, const char *name,
		 uint32_t flags);

/** Write .kmend.objects, if there are any, with their build IDs. */
struct err *link_objects_write(const struct link *link, struct obj *obj,
			       const struct link_objects *objects)
	__must_check;

/** A kernel without mainline livepatch becomes a finding. */
void link_livepatch_kernel(const struct link *link);

/**
 * What mainline livepatch cannot do of the patch becomes a finding.
 *
 * @param obj  linked, with the tables in it.
 */
void link_livepatch_check(const struct link *link, const struct obj *obj);

/**
 * Turn a finished patch module into one that mainline livepatch loads.
 *
 * @param module  with the entry for it (kit->entry_livepatch).
 * @param out     not written when there are findings.
 */
struct err *link_livepatch(const struct link *link, const char *module,
			   const char *out) __must_check;

/* What the units say, include/kmend/mark.h; NULL and "": nothing. */
struct link_marks {
	const char *description, *mode, *cves;
	bool replace;
};

/**
 * Read the marks in the linked object; strings are from @arena.
 *
 * @param cves  what is known without marks, separated by blanks.
 */
void link_marks(struct arena *arena, struct obj *obj, const char *cves,
		struct link_marks *ret);
/** They are for us, not for the module. */
void link_marks_drop(struct obj *obj);

/** For messages: what to write instead of a symbol that only a module has. */
const char *link_module_todo(const struct sym *sym);

/* What a function of the kernel does; @does: NULL: no harm, "?": unknown. */
struct hook_callee {
	const char *name, *does;
};
extern const struct hook_callee hook_callees[];

/** The function that a pointer in the table of hooks leads to, or NULL. */
const struct sym *link_hook_func(const struct obj *obj,
				 const struct rela *rela);

/** What an atomic hook can reach and must not are findings. */
void link_hooks(const struct link *link, const struct obj *obj);

/**
 * Does the patch lead away the address of a function of its own, so that others
 * may call it?
 *
 * @param obj  linked; references that are not the loader's are out of it.
 */
bool link_callbacks(const struct obj *obj);

/**
 * Give the patch's functions other names than those of the kernel.
 *
 * @param obj  linked, with the tables of functions and ranges in it.
 */
void link_names(const struct link *link, struct obj *obj);

/** Write .kmend.info, and define the symbols at the ends of the tables. */
struct err *link_info(const struct link *link, struct obj *obj) __must_check;

#endif
