/* SPDX-License-Identifier: GPL-2.0 */
/*
 * install - patches that are loaded when the machine boots
 */
#ifndef KMEND_CONTROL_INSTALL_H
#define KMEND_CONTROL_INSTALL_H

#include "base/arena.h"
#include "base/err.h"
#include "control/env.h"

struct install_options {
	const char *core;	/* path of kmend.ko, or NULL: look for it */
	const char *root;	/* of another system's files, or NULL: "/" */
	bool over;		/* changes of others may be undone */
};

/* What became of it; strings are of @arena. No name: nothing was changed. */
struct install_report {
	const char *name, *release;
	const char *dir;	/* where its files are, or were */
	bool initramfs;		/* that of the release was made anew */
};

/**
 * Put a patch where the boot script finds it, for the kernel that it is for.
 *
 * Nothing is loaded. It is not there by halves: the script goes by a list that
 * is written last. Installed again, it takes the place of the one before.
 *
 * A patch for another build than that of the kernel's image, and one that
 * would undo what another one changes that is installed, are refused.
 *
 * @param path  the patch module.
 * @param ret   untouched on failure, unless all is done but the initramfs.
 */
struct err *control_install(const struct control_env *env, struct arena *arena,
			    const char *path,
			    const struct install_options *opt,
			    struct install_report *ret) __must_check;

/**
 * The inverse. What is loaded stays loaded. Failures are as above.
 *
 * @param what  name of the patch, or its file.
 * @param ret   the last release that had it, of several.
 */
struct err *control_uninstall(const struct control_env *env,
			      struct arena *arena, const char *what,
			      const struct install_options *opt,
			      struct install_report *ret) __must_check;

#endif
