/* SPDX-License-Identifier: GPL-2.0 */
/*
 * <kmend/hook.h> - functions that are called when the patch is switched
 *
 * At file scope of a file that the diff touches, below the function:
 *
 *	static int my_prepare(void) { ... return 0; }
 *	KMEND_PRE_PATCH(my_prepare);
 *	static void my_cleanup(void) { ... }
 *	KMEND_POST_UNPATCH(my_cleanup);
 *
 * When a patch goes on: PRE_PATCH, PATCH, POST_PATCH. When it goes off (by
 * itself or because another replaces it): PRE_UNPATCH, UNPATCH, POST_UNPATCH.
 * Hooks of one kind are called in the order in which they stand, from the last
 * to the first when the patch goes off; hooks of several files in the order
 * in which the diff has the files.
 *
 * - Pre hooks may sleep, and refuse with a negative errno: then the load (or
 *   unload) fails with it and nothing has happened. Callers reach old code
 *   until all pre hooks have been called.
 * - Atomic hooks (PATCH, UNPATCH) run on one CPU while the machine is stopped
 *   and interrupts are off. They may not sleep, allocate, lock or print: a
 *   lock may be held by somebody who was stopped. NMIs go on. The tool looks
 *   for calls that they may not make (KM080, KM081). A patch that has one is
 *   switched in atomic mode unless it says otherwise (KMEND_MODE() of mark.h).
 * - Post hooks may sleep. They are called when nobody is left in the code of
 *   before; with per-task consistency that may be much later than the instant.
 *   If such a switch is turned round before that, they are not called.
 *
 * Hooks of a file that belongs to a module are called when the patch goes into
 * that module, and out of it. If it is there, that is when the patch is
 * switched. If it comes later, all hooks for going on are called before any of
 * its code has run, so what its init sets up is not there yet; a pre hook that
 * refuses keeps the module out, or unpatched (target_mismatch). If it goes
 * earlier, all hooks for going off are called after its exit function, while
 * its memory is still there; nobody is asked then, so a PRE_UNPATCH hook cannot
 * refuse. Shadow variables that are still attached to the module's own objects
 * are freed after that, without a destructor.
 *
 * Nobody of another patch is switched while a hook runs: a hook must not
 * switch patches itself or wait for somebody who does.
 *
 * Undo: when a PRE_PATCH hook refuses, it has undone what it did itself; then
 * the POST_UNPATCH hooks that stand above it are called, from the last to the
 * first. When the switch fails after all pre hooks, all POST_UNPATCH hooks
 * are. For unloading the same, turned round: when a PRE_UNPATCH hook refuses
 * the POST_PATCH hooks below it are called.
 */
#ifndef KMEND_HOOK_H
#define KMEND_HOOK_H

#include "kmend_abi.h"

/* gcc writes variables from the last to the first if it is not told */
#if defined(__has_attribute) && __has_attribute(__no_reorder__)
#define KMEND_HOOK_ORDER_	__attribute__((__no_reorder__))
#else
#define KMEND_HOOK_ORDER_
#endif

/*
 * The object is that of the file, which the tool writes. Nobody refers to the
 * entry: the section is what keeps it. The first declaration is there for the
 * compiler to see that the function is one of this kind.
 */
#define KMEND_HOOK_(func, what, type)					\
	static type (*const __kmend_hook_type_##what##_##func)(void)	\
	__attribute__((__unused__)) = func;				\
	static struct kmend_abi_hook __kmend_hook_##what##_##func	\
	__attribute__((__used__, __aligned__(8),			\
		       __section__(KMEND_ABI_SEC_HOOKS)))		\
	KMEND_HOOK_ORDER_ = {						\
		.fn = (unsigned long)func,				\
		.kind = KMEND_ABI_HOOK_##what,				\
	}

/* int func(void): before; may sleep, may refuse */
#define KMEND_PRE_PATCH(func)	KMEND_HOOK_(func, PRE_PATCH, int)
#define KMEND_PRE_UNPATCH(func)	KMEND_HOOK_(func, PRE_UNPATCH, int)
/* void func(void): in the instant, the machine is stopped */
#define KMEND_PATCH(func)	KMEND_HOOK_(func, PATCH, void)
#define KMEND_UNPATCH(func)	KMEND_HOOK_(func, UNPATCH, void)
/* void func(void): after; may sleep */
#define KMEND_POST_PATCH(func)	KMEND_HOOK_(func, POST_PATCH, void)
#define KMEND_POST_UNPATCH(func) KMEND_HOOK_(func, POST_UNPATCH, void)

#endif
