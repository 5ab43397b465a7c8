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
#include "elf/obj.h"
#include "kernel/facts.h"

struct link {
	struct arena *arena;
	const struct kit *kit;
	const struct facts *facts;
	struct diags *diags;
	const char *dir;	/* for what is made on the way */
	const char *name;	/* of the patch */
	const char *description;	/* if the author gives no other */
	const char **ret_description;	/* which it became */
};

/**
 * Link patch objects (of diff_run()) with the entry unit, run the kernel's
 * objtool over the result, turn what modules cannot import into
 * .kmend.symbols and .kmend.relocs, and make a module of it.
 *
 * @param objs  paths of the objects.
 * @param ret   path of the module in @link->dir; NULL when findings refuse.
 */
struct err *link_patch(const struct link *link, const char *const *objs,
		       size_t n, const char **ret) __must_check;

/* For the files of the link itself. */

/**
 * Take the relocations that the module loader cannot write out of the object
 * and into our tables. References that lead nowhere are findings.
 */
void link_refs(const struct link *link, struct obj *obj);

/* What the units say, include/kmend/mark.h; NULL and "": nothing. */
struct link_marks {
	const char *description, *mode, *cves;
	bool replace;
};

/** Read the marks in the linked object; strings are from @arena. */
void link_marks(struct arena *arena, struct obj *obj, struct link_marks *ret);
/** They are for us, not for the module. */
void link_marks_drop(struct obj *obj);

/* What a function of the kernel does; @does: NULL: no harm, "?": unknown. */
struct hook_callee {
	const char *name, *does;
};
extern const struct hook_callee hook_callees[];

/** What an atomic hook can reach and must not are findings. */
void link_hooks(const struct link *link, const struct obj *obj);

/** Write .kmend.info, and define the symbols at the ends of the tables. */
struct err *link_info(const struct link *link, struct obj *obj) __must_check;

/**
 * Append a string to .kmend.strings, made if need be.
 *
 * @param ret_off  where it is in the section that is returned.
 */
struct sec *link_string(struct obj *obj, const char *text, uint64_t *ret_off);

#endif
