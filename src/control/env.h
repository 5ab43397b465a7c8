/* SPDX-License-Identifier: GPL-2.0 */
/*
 * env - the running kernel, as control sees it
 *
 * Everything that reads or changes the kernel goes through here, so that
 * tests can put a directory and three functions in its place. The real one
 * is env.c; tests link another.
 */
#ifndef KMEND_CONTROL_ENV_H
#define KMEND_CONTROL_ENV_H

#include <stdbool.h>
#include <stddef.h>

struct control_env {
	const char *sysfs;		/* KMEND_ABI_SYSFS */
	const char *notes;		/* /sys/kernel/notes */
	const char *modules;		/* /proc/modules */
	const char *modules_dir;	/* /lib/modules */
	const char *lockdown;		/* /sys/kernel/security/lockdown */
	const char *lock;		/* directory of the lock; see lock.h */
	const char *release;		/* uname -r */
	const char *store;		/* what is loaded at boot */
	const char *update_initramfs;	/* a program of that name */
	const char *initramfs_hook;	/* ours, which takes what is there */
	const char *initrd;		/* its path up to "-RELEASE" */
	const char *image;		/* likewise, of the kernel's image */
	bool is_root;
	/*
	 * Of the parts of the tool that control does not know; NULL: unknown.
	 * The core that this tool has built for a kernel: malloc()ed path, or
	 * NULL. The build ID of an image: 65 bytes, or false.
	 */
	char *(*core_built)(const char *release);
	bool (*image_id)(const char *path, char *ret);
	/*
	 * As the system calls of that name, but 0 or a positive errno. What is
	 * loaded is what was read and checked; @path is where it came from.
	 */
	int (*init_module)(const char *path, const void *data, size_t size);
	int (*delete_module)(const char *name);
	/* Write a value to a file of @sysfs; 0 or a positive errno. */
	int (*sysfs_write)(const char *path, const char *value);
};

/** The environment of this machine; lives as long as the program. */
const struct control_env *control_env_get(void);

#endif
