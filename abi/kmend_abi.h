/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the core, every patch module and the tool agree on.
 *
 * A patch module is an ordinary kernel module with a few more sections, all of
 * them SHF_ALLOC and all written once, by the tool, when the module is built.
 * Strings are reached through pointers; the kernel's module loader fills in
 * every pointer to something inside the module (R_X86_64_64), so a table in
 * memory is complete except for what only the core can know: addresses of
 * symbols that are not exported. Those are listed in .init.kmend.relocs, and
 * .kmend.relocs for modules; the core writes them before module_finalize()
 * runs, or when their module comes.
 *
 * The layout of a struct here never changes under one KMEND_ABI_VERSION.
 */
#ifndef KMEND_ABI_H
#define KMEND_ABI_H

#ifdef __KERNEL__
#include <linux/types.h>
#else
#include <stdint.h>
#endif

#define KMEND_ABI_VERSION	2

/*
 * .kmend.info: "key=value" strings, each ended by a NUL, as in .modinfo.
 * Every key below is present exactly once, in any order but for the first;
 * readers ignore keys that they do not know.
 */
#define KMEND_ABI_SEC_INFO	".kmend.info"
/*
 * The first one: XXH3-128 of the file as 32 digits of lower hex, where these
 * digits count as '0' and a signature behind the module does not count. The
 * tool refuses a file with another sum; the core does not see the file. Older
 * patches do not have it, and begin with the next key.
 */
#define KMEND_ABI_KEY_CHECKSUM	"checksum"
#define KMEND_ABI_KEY_ABI	"abi"		/* KMEND_ABI_VERSION, decimal */
#define KMEND_ABI_KEY_NAME	"name"		/* see KMEND_ABI_NAME_MAX */
#define KMEND_ABI_KEY_DESC	"description"	/* one line, may be empty */
#define KMEND_ABI_KEY_RELEASE	"release"	/* uname -r of the target */
#define KMEND_ABI_KEY_BUILD_ID	"build_id"	/* GNU build ID, lower hex */
#define KMEND_ABI_KEY_TEXT	"text"		/* link address of _text, hex */
#define KMEND_ABI_KEY_MODE	"mode"		/* KMEND_ABI_MODE_* */
#define KMEND_ABI_KEY_REPLACE	"replace"	/* "1": takes over from all */
#define KMEND_ABI_KEY_CVES	"cves"		/* "CVE-... CVE-...", or empty */
#define KMEND_ABI_KEY_VERIFIED	"verified"	/* "0": built --unverified */
/* "0": no function of it is called by address, but for what tables name */
#define KMEND_ABI_KEY_CALLBACKS	"callbacks"
/*
 * Optional. "NAME:HASH", where HASH is of the kernel's build ID and of what the
 * patch changes in its source: two patches that have the same are the same.
 */
#define KMEND_ABI_KEY_ID	"id"
/*
 * Optional. The IDs, separated by blanks, of the patches whose changes are in
 * this one, too (kmend build --on). When it is enabled, those that are enabled
 * are disabled in the same instant.
 */
#define KMEND_ABI_KEY_ON	"on"
#define KMEND_ABI_KEY_TOOL	"tool"		/* who built it, for humans */

/*
 * .kmend.source, optional and not SHF_ALLOC: what the patch changes in the
 * kernel's source, as one diff for patch -p1, packed with zstd. The tool reads
 * it to build another patch on this one.
 */
#define KMEND_ABI_SEC_SOURCE	".kmend.source"

/*
 * A module for mainline livepatch (kmend build --format livepatch) is no
 * module of ours, and the core leaves it alone: what it is, is told in a
 * section of this name instead. It has .kmend.funcs, where the positions of
 * the old functions stand in place of their addresses (old_addr),
 * .kmend.objects and .kmend.hooks; its entry makes mainline's tables of them.
 */
#define KMEND_ABI_SEC_LIVEPATCH	".kmend.livepatch"

/*
 * Which consistency the change needs, the weakest that is enough: what the
 * core does unless the administrator asks for something stronger. The tool
 * writes what the author says; if he says nothing, per-task, or atomic if
 * there is a hook for the instant.
 */
#define KMEND_ABI_MODE_ATOMIC		"atomic"
#define KMEND_ABI_MODE_PER_TASK		"per-task"
#define KMEND_ABI_MODE_IMMEDIATE	"immediate"

/*
 * A patch is called NAME: 1 to KMEND_ABI_NAME_MAX characters out of
 * [a-z0-9_-]. Its file is kmend-NAME.ko, its module kmend_NAME with every
 * '-' turned into '_' (MODULE_NAME_LEN is 56 on x86-64).
 */
#define KMEND_ABI_NAME_MAX	48
#define KMEND_ABI_MODULE_PREFIX	"kmend_"

/*
 * A function of the patch module that has the name of one of the kernel's has
 * this behind it in the symbol table, so that both can be named.
 */
#define KMEND_ABI_FUNC_SUFFIX	".kmend"

/* The object that is the kernel itself; any other object is a module. */
#define KMEND_ABI_VMLINUX	"vmlinux"

/*
 * .kmend.objects: one entry for each module that .kmend.funcs, .kmend.ranges,
 * .kmend.symbols or .kmend.hooks name; absent if only the kernel itself is
 * patched, whose build ID is in .kmend.info.
 *
 * @name:     of the module as it is loaded ("nf_tables").
 * @build_id: of the file that the patch was made for, lower hex.
 * @flags:    KMEND_ABI_OBJECT_*.
 */
#define KMEND_ABI_SEC_OBJECTS	".kmend.objects"
/*
 * The module must be there when the patch is loaded, and stay as long as the
 * patch does: jump labels or static calls of the patch have their keys in it,
 * or an alternative leads to it. The kernel reads those once.
 */
#define KMEND_ABI_OBJECT_NEEDED	0x1u
struct kmend_abi_object {
	uint64_t name;
	uint64_t build_id;
	uint32_t flags;
	uint32_t reserved;
};

/*
 * NUL-ended strings that the tables below point at, for those in init sections
 * the latter.
 */
#define KMEND_ABI_SEC_STRINGS		".kmend.strings"
#define KMEND_ABI_SEC_INIT_STRINGS	".init.kmend.strings"

/*
 * .kmend.funcs: one entry for each function that is replaced.
 *
 * @old_addr: address of the old function; written by the core.
 * @new_addr: address of the new function, in the patch module.
 * @name:     name of the old function, as kallsyms has it.
 * @object:   the object that has it.
 * @old_size: bytes, from the symbol of the unit that the image was built of.
 * @new_size: bytes.
 * @flags:    KMEND_ABI_FUNC_*.
 * @jump:     where the jump to the new function is (.kmend.jumps), counted
 *            from this member; 0: there is none, and the function is always
 *            reached through ftrace's handlers.
 */
#define KMEND_ABI_SEC_FUNCS	".kmend.funcs"
#define KMEND_ABI_FUNC_IMMEDIATE	0x1u	/* nobody is looked for */
struct kmend_abi_func {
	uint64_t old_addr;
	uint64_t new_addr;
	uint64_t name;
	uint64_t object;
	uint32_t old_size;
	uint32_t new_size;
	uint32_t flags;
	int32_t jump;
};

/*
 * .kmend.jumps: text, one jump for each entry of .kmend.funcs, as a target for
 * ftrace's direct calls: "movq $new_addr, (%rsp)" and a return.
 */
#define KMEND_ABI_SEC_JUMPS	".kmend.jumps"
/* What the entry unit calls the one that the tool makes the others of. */
#define KMEND_ABI_JUMP		"kmend_jump"

/*
 * .kmend.ranges: text of the running kernel in which no task may be when the
 * patch is switched on, besides the old functions of .kmend.funcs: one entry
 * for each of their pieces (foo.cold, foo.part.0, foo.isra.0, foo.constprop.0),
 * and for each function that is gone.
 *
 * @addr:   first byte; written by the core.
 * @name:   the symbol.
 * @object: the object that has it.
 * @size:   bytes.
 */
#define KMEND_ABI_SEC_RANGES	".kmend.ranges"
struct kmend_abi_range {
	uint64_t addr;
	uint64_t name;
	uint64_t object;
	uint32_t size;
	uint32_t reserved;
};

/*
 * .kmend.symbols: symbols that the module loader cannot resolve.
 * .init.kmend.symbols: those that are needed once, of the kernel itself. The
 * module loader frees init sections when the module has begun.
 *
 * @addr:   address in the image on disk, as linked: what the running kernel
 *          has minus the KASLR slide ("text" in .kmend.info gives that). For
 *          KMEND_ABI_SYM_PERCPU the offset in the per-CPU area, which no
 *          slide moves. 0 for a symbol of a module.
 * @name:   as kallsyms has it.
 * @object: the object that has it.
 * @sympos: 0 if the name is unique in the object, else n for the n-th one of
 *          that name, counted from 1: in order of address in vmlinux, in
 *          order of the symbol table in a module, where symbols of sections
 *          that are freed after init (.init*) do not count.
 * @flags:  KMEND_ABI_SYM_*.
 *
 * The core proves that name, object, position and address agree.
 */
#define KMEND_ABI_SEC_SYMBOLS		".kmend.symbols"
#define KMEND_ABI_SEC_INIT_SYMBOLS	".init.kmend.symbols"
#define KMEND_ABI_SYM_PERCPU	0x1u
struct kmend_abi_symbol {
	uint64_t addr;
	uint64_t name;
	uint64_t object;
	uint32_t sympos;
	uint32_t flags;
};

/*
 * .kmend.relocs: relocations against .kmend.symbols; .init.kmend.relocs:
 * against .init.kmend.symbols.
 *
 * @place:  where to write, in the patch module.
 * @addend: as in Elf64_Rela.
 * @symbol: index into the table of symbols.
 * @type:   R_X86_64_64, 32, 32S, PC32, PLT32 or PC64.
 *
 * The bytes at @place are zero in the file (as apply_relocate_add() of
 * arch/x86/kernel/module.c, Linux 6.1, demands of ordinary relocations).
 */
#define KMEND_ABI_SEC_RELOCS		".kmend.relocs"
#define KMEND_ABI_SEC_INIT_RELOCS	".init.kmend.relocs"
struct kmend_abi_reloc {
	uint64_t place;
	int64_t addend;
	uint32_t symbol;
	uint32_t type;
};

/*
 * .kmend.hooks: functions of the patch's author, called when it is switched.
 *
 * @fn:     address of the function, in the patch module.
 * @object: the object that must be there for the hook to be called.
 * @kind:   KMEND_ABI_HOOK_*.
 *
 * Hooks of one kind are called in the order of the table when the patch is
 * switched on, and in the reverse order when it is switched off.
 */
#define KMEND_ABI_SEC_HOOKS	".kmend.hooks"
enum kmend_abi_hook_kind {
	KMEND_ABI_HOOK_PRE_PATCH,	/* int (void): may sleep, may veto */
	KMEND_ABI_HOOK_PATCH,		/* void (void): machine is stopped */
	KMEND_ABI_HOOK_POST_PATCH,	/* void (void): may sleep */
	KMEND_ABI_HOOK_PRE_UNPATCH,	/* int (void): may sleep, may veto */
	KMEND_ABI_HOOK_UNPATCH,		/* void (void): machine is stopped */
	KMEND_ABI_HOOK_POST_UNPATCH,	/* void (void): may sleep */
	KMEND_ABI_HOOK_KINDS,
};
struct kmend_abi_hook {
	uint64_t fn;
	uint64_t object;
	uint32_t kind;
	uint32_t reserved;
};

/*
 * The tables of one patch module, as its init function hands them to the
 * core. The tool defines the symbols kmend_TABLE_{start,end} at the ends of
 * the sections; a table that is absent begins where it ends.
 */
struct kmend_abi_tables {
	const char *info_start, *info_end;
	const struct kmend_abi_object *objects_start, *objects_end;
	const struct kmend_abi_func *funcs_start, *funcs_end;
	const struct kmend_abi_range *ranges_start, *ranges_end;
	const struct kmend_abi_symbol *symbols_start, *symbols_end;
	const struct kmend_abi_reloc *relocs_start, *relocs_end;
	const struct kmend_abi_hook *hooks_start, *hooks_end;
};

#ifdef __KERNEL__
struct module;
int kmend_patch_register(struct module *mod,
			 const struct kmend_abi_tables *tables);
void kmend_patch_unregister(struct module *mod);
#endif

/*
 * Between `kmend diff` and the link of the patch module (never in a finished
 * module) a reference to something of the kernel that has no global symbol
 * is an undefined symbol called
 *
 *	.kmend.sym.OBJECT.SYMPOS.ADDR.NAME
 *
 * ADDR in hex without 0x, 0 if unknown; NAME may contain dots, OBJECT not.
 */
#define KMEND_ABI_SYM_PREFIX	".kmend.sym."

/*
 * Nor is this section in a finished module: what the author says of the patch
 * (include/kmend/mark.h), four strings for each mark, each ended by a NUL:
 * what, symbol, code, text; "-" is none. The link takes what belongs into
 * .kmend.info.
 */
#define KMEND_ABI_SEC_MARKS	".kmend.mark"

/* /sys/kernel/kmend; docs/abi/sysfs.md describes what is in it. */
#define KMEND_ABI_SYSFS		"/sys/kernel/kmend"

#endif
