/* SPDX-License-Identifier: GPL-2.0 */
/*
 * internal - what the files of control share among themselves
 */
#ifndef KMEND_CONTROL_INTERNAL_H
#define KMEND_CONTROL_INTERNAL_H

#include "control/control.h"
#include "control/ko.h"

/**
 * Load the core unless there is one, and check that it speaks our ABI.
 *
 * @param near  the patch file; the core may lie beside it.
 * @param ret   malloc()ed path it was loaded from; NULL if it was there.
 */
struct err *core_load(const struct control_env *env, const char *core,
		      const char *near, char **ret) __must_check;

/**
 * Read the core for env->release. It is looked for as core_load() does.
 *
 * @param ret  a core that was built for that kernel; caller's to ko_close().
 */
struct err *core_read(const struct control_env *env, const char *core,
		      const char *near, struct ko **ret) __must_check;

/** Why init_module() of @path failed, with advice for a person. */
struct err *insert_error(const struct control_env *env, int errnum,
			 const char *path) __must_check;

/** delete_module(), tried again for a moment while somebody looks at it. */
struct err *module_remove(const struct control_env *env, const char *name)
	__must_check;

/**
 * Write 1 or 0 to the patch's "enabled" and read how it went.
 *
 * @param report  report->patch is set whenever the patch could be read.
 */
struct err *patch_switch(const struct control_env *env, const char *name,
			 bool on, const struct control_options *opt,
			 struct control_report *report) __must_check;

/** For control_report_destroy(). */
struct control_report *report_create(void);

/** As control_begin(), for a patch that must be loaded. */
struct err *control_begin_patch(const struct control_env *env,
				const char *name, int *ret_lock) __must_check;

/** One load or unload at a time; not root: an error that says so. */
struct err *control_begin(const struct control_env *env, int *ret_lock)
	__must_check;

#endif
