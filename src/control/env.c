// SPDX-License-Identifier: GPL-2.0
/*
 * env - the running kernel, as control sees it
 */
#include "control/env.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/err.h"
#include "base/file.h"
#include "kmend_abi.h"

static int env_init_module(const char *path, const void *data, size_t size)
{
	(void)path;
	return syscall(SYS_init_module, data, size, "") ? errno : 0;
}

/* O_NONBLOCK: a module in use is an error, never a wait without end. */
static int env_delete_module(const char *name)
{
	return syscall(SYS_delete_module, name, O_NONBLOCK) ? errno : 0;
}

static int env_sysfs_write(const char *path, const char *value)
{
	_cleanup_fd_ int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return errno;
	return write(fd, value, strlen(value)) < 0 ? errno : 0;
}

const struct control_env *control_env_get(void)
{
	static struct utsname uts;
	static struct control_env env = {
		.sysfs = KMEND_ABI_SYSFS,
		.notes = "/sys/kernel/notes",
		.modules = "/proc/modules",
		.modules_dir = "/lib/modules",
		.lockdown = "/sys/kernel/security/lockdown",
		.lock = "/run/kmend",
		.store = "/var/lib/kmend",
		.update_initramfs = "update-initramfs",
		.initramfs_hook = "/usr/share/initramfs-tools/hooks/kmend",
		.initrd = "/boot/initrd.img",
		.image = "/boot/vmlinuz",
		.init_module = env_init_module,
		.delete_module = env_delete_module,
		.sysfs_write = env_sysfs_write,
	};

	if (!env.release) {
		uname(&uts);
		env.release = uts.release;
		env.is_root = geteuid() == 0;
	}
	return &env;
}
