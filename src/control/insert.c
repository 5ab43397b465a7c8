// SPDX-License-Identifier: GPL-2.0
/*
 * insert - modules into the kernel and out of it, with reasons
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "control/internal.h"

#define REMOVE_TRIES	20
#define REMOVE_PAUSE_MS	100

/* Lockdown shows its mode as "none [integrity] confidentiality". */
static bool kernel_is_locked_down(const struct control_env *env)
{
	_cleanup_free_ char *text = NULL;
	struct err *err = file_read(env->lockdown, &text, NULL);

	if (err) {		/* a kernel without it, or without securityfs */
		err_destroy(err);
		return false;
	}
	return !strstr(text, "[none]");
}

static struct err *insert_perm_error(const struct control_env *env,
				     struct err *err)
{
	if (kernel_is_locked_down(env))
		return err_advise(err,
				  "the kernel is locked down (Secure Boot) and takes signed modules only: sign the file with a key that it trusts");
	return err_advise(err,
			  "this process may not load modules: is it in a container, or is kernel.modules_disabled set?");
}

struct err *insert_error(const struct control_env *env, int errnum,
			 const char *path)
{
	struct err *err = err_errno(errnum, "the kernel refused '%s'", path);

	switch (errnum) {
	case EPERM:
		return insert_perm_error(env, err);
	case EKEYREJECTED:
	case ENOKEY:
	case EBADMSG:
		return err_advise(err,
				  "the kernel demands a signature that it trusts: kmend build --sign-key, with a key whose certificate is in its keyring (mokutil --import)");
	case ENOEXEC:
		return err_advise(err,
				  "it does not fit this kernel (%s), or is damaged: the last lines of dmesg say why",
				  env->release);
	case EEXIST:
		return err_advise(err,
				  "a module of that name is loaded: see /proc/modules");
	case ENOENT:
		return err_advise(err,
				  "it needs a symbol or a module that is not there: the last lines of dmesg name it");
	default:
		return err_advise(err, "the last lines of dmesg may say why");
	}
}

struct err *module_remove(const struct control_env *env, const char *name)
{
	const struct timespec pause = {
		.tv_nsec = REMOVE_PAUSE_MS * 1000000L
	};
	int errnum;

	for (int i = 0; i < REMOVE_TRIES; i++) {
		errnum = env->delete_module(name);
		if (errnum == 0)
			return NULL;
		if (errnum != EAGAIN && errnum != EBUSY)
			break;
		nanosleep(&pause, NULL);
	}
	return err_advise(err_errno(errnum, "module %s cannot be removed",
				    name),
			  "see who uses it with lsmod, or why it must stay in the last lines of dmesg; then: rmmod %s",
			  name);
}
