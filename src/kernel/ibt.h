/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ibt - which functions of a kernel may be called through a pointer
 *
 * With X86_KERNEL_IBT the CPU stops at an indirect call that does not arrive
 * at an endbr64. Functions whose address nobody takes need none: gcc leaves
 * it out of static ones; objtool lists others in .ibt_endbr_seal, and the
 * kernel overwrites these at boot (apply_seal_endbr() of
 * arch/x86/kernel/alternative.c, Linux 6.12).
 */
#ifndef KMEND_KERNEL_IBT_H
#define KMEND_KERNEL_IBT_H

#include "elf/obj.h"
#include "kernel/facts.h"

enum ibt {
	IBT_CALLABLE,	/* may be called through a pointer, as far as the
			 * image tells; all may in a kernel without IBT */
	IBT_ABSENT,	/* does not begin with endbr64 */
	IBT_SEALED,	/* its endbr64 is overwritten at boot */
};

/** @param addr  link address of the first instruction of a function. */
enum ibt facts_ibt(const struct facts *facts, uint64_t addr);

/**
 * The same of a module, which the kernel seals when it is loaded.
 *
 * @param sec  the section that the function is in, at @off.
 */
enum ibt module_ibt(const struct obj *ko, const struct sec *sec, uint64_t off);

#endif
