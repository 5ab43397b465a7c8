/* SPDX-License-Identifier: GPL-2.0 */
/*
 * patch_file - what a patch module says about itself
 */
#ifndef KMEND_CONTROL_PATCH_FILE_H
#define KMEND_CONTROL_PATCH_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "control/ko.h"

struct patch_func {		/* a line of .kmend.funcs */
	const char *object, *name;
	uint32_t old_size, new_size;
	uint32_t sympos;	/* for mainline livepatch only */
};

struct patch_symbol {		/* a line of .kmend.symbols, or .klp.sym.* */
	const char *object, *name;
	uint64_t addr;
	uint32_t sympos;
	bool percpu;
};

struct patch_file {
	struct arena *arena;
	const char *path;
	struct ko *ko;		/* the file as it was read: what is loaded */
	const char *name, *description, *release, *build_id, *mode, *tool;
	const char *module;	/* its name in /proc/modules */
	const char *cves;	/* "CVE-... CVE-...", or "" */
	const char *checksum;	/* it is right; "": made by an older kmend */
	const char *id, *on;	/* KMEND_ABI_KEY_ID and _ON, or "" */
	bool replace;		/* it takes over from all others */
	bool livepatch;		/* mainline loads it, not the core */
	bool verified;		/* all that is patched was proved to be the
				 * kernel's when the patch was built */
	bool has_signature;	/* whose, and whether good, is not looked at */
	struct patch_func *funcs;
	size_t n_funcs;
	struct patch_symbol *symbols;
	size_t n_symbols;
};

/**
 * Read a patch module, of either format, and check that it is whole and of
 * our ABI.
 *
 * @param ret  caller's to patch_file_destroy(); untouched on failure.
 * @return     NULL, or why the file is no patch module.
 */
struct err *patch_file_read(const char *path, struct patch_file **ret)
	__must_check;
/** NULL is fine. */
void patch_file_destroy(struct patch_file *file);

static inline void patch_file_cleanup(struct patch_file **file)
{
	patch_file_destroy(*file);
}
#define _cleanup_patch_file_ __attribute__((cleanup(patch_file_cleanup)))

/** Is it a name that a patch may have (KMEND_ABI_NAME_MAX)? */
bool patch_name_is_valid(const char *name);

#endif
