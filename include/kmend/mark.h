/* SPDX-License-Identifier: GPL-2.0 */
/*
 * <kmend/mark.h> - what the author of a patch tells `kmend build`
 *
 * Marks stand in the diff itself, at file scope of a file that it touches:
 *
 *	#include <kmend/mark.h>
 *
 *	KMEND_DESCRIPTION("mm: no more than one page at a time");
 *	KMEND_CVE("CVE-2024-12345");
 *	KMEND_ACCEPT(KM003, nr_max, "only read when the file system is mounted");
 *
 * They are read when the patch is built and leave nothing in its module but
 * what they say. A mark names a function or variable in words and does not
 * refer to it, so no code differs because of one. One mark a line.
 *
 * A mark that has no effect is a finding (KM060), and so is one that cannot
 * be followed (KM061).
 */
#ifndef KMEND_MARK_H
#define KMEND_MARK_H

/* In the order of the source, if the compiler can. */
#if __has_attribute(__no_reorder__)
#define KMEND_MARK_ORDER_ __attribute__((__no_reorder__))
#else
#define KMEND_MARK_ORDER_
#endif

/*
 * A record of four words: what, about whom, two words more. "-" is none; a
 * name of its own for each, by the line.
 */
#define KMEND_MARK_PASTE_(a, b)	a##b
#define KMEND_MARK_NAME_(line)	KMEND_MARK_PASTE_(__kmend_mark_, line)
#define KMEND_MARK_(what, name, code, text)				\
	static const char KMEND_MARK_ORDER_ KMEND_MARK_NAME_(__LINE__)[] \
	__attribute__((__used__, __section__(".kmend.mark"),		\
		       __aligned__(1))) =				\
	what "\0" name "\0" code "\0" text

/*
 * The function keeps its old code although the diff changes it: the change
 * does not matter in a running kernel.
 */
#define KMEND_IGNORE_FUNC(func)						\
	KMEND_MARK_("ignore", #func, "-", "-")

/*
 * The function is replaced although its code is the same; for one that has to
 * be switched together with others.
 */
#define KMEND_FORCE_FUNC(func)						\
	KMEND_MARK_("force", #func, "-", "-")

/*
 * The finding CODE (written without quotes) about SYMBOL, a function, a
 * variable, or "struct name" as the finding says it, is known and no reason
 * against the patch. REASON is shown to whoever looks at it. `kmend explain
 * CODE` says whether a finding can be accepted, and what happens then.
 */
#define KMEND_ACCEPT(code, symbol, reason)				\
	KMEND_MARK_("accept", #symbol, #code, reason)

/*
 * Nobody is looked for inside the old function when it is replaced: old and
 * new code may run side by side, and it may be one that always has a sleeper.
 */
#define KMEND_IMMEDIATE(func)						\
	KMEND_MARK_("immediate", #func, "-", "-")

/* One line about the patch, in place of the diff's subject. */
#define KMEND_DESCRIPTION(text)						\
	KMEND_MARK_("description", "-", "-", text)

/* A CVE that the patch mends, or several with blanks between them. */
#define KMEND_CVE(text)							\
	KMEND_MARK_("cve", "-", "-", text)

/*
 * The consistency that the change needs: "atomic", "per-task" or "immediate"
 * (abi/kmend_abi.h). Without it "per-task", or "atomic" if there is a hook for
 * the instant (hook.h).
 */
#define KMEND_MODE(text)						\
	KMEND_MARK_("mode", "-", "-", text)

/* The patch takes over from all others: it has all of their changes. */
#define KMEND_REPLACE()							\
	KMEND_MARK_("replace", "-", "-", "1")

#endif
