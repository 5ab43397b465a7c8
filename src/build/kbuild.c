// SPDX-License-Identifier: GPL-2.0
/*
 * kbuild - run the kernel's own make, undisturbed by our caller's settings
 *
 * kmend may itself run below a make, or in the environment of a kernel
 * developer: flags and directories from there would change what is compiled.
 */
#include "build/kbuild.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>

#include "base/arena.h"

#define LOG_LINES	20
#define SPACE_MIN	(1 << 20)	/* bytes; with less a disk is full */

const char *const kbuild_env[] = {
	"LC_ALL=C", "MAKEFLAGS", "MAKELEVEL", "MFLAGS", "GNUMAKEFLAGS",
	"ARCH", "SUBARCH", "CROSS_COMPILE", "KCFLAGS", "KCPPFLAGS",
	"KAFLAGS", "CFLAGS_KERNEL", "CFLAGS_MODULE", "KBUILD_OUTPUT",
	"KBUILD_EXTMOD", "KBUILD_VERBOSE", "KBUILD_EXTRA_SYMBOLS",
	"KCONFIG_CONFIG", "KCONFIG_ALLCONFIG", "INSTALL_MOD_PATH",
	"LLVM", "C_INCLUDE_PATH", "CPATH", "LOCALVERSION",
	"W", "C", "V", "O", "M", NULL
};

struct err *kbuild_explain(struct err *err, const char *log,
			   unsigned int lines)
{
	size_t end = log ? strlen(log) : 0, begin;

	while (end && strchr("\n\r\t ", log[end - 1]))
		end--;
	for (begin = end; begin; begin--)
		if (log[begin - 1] == '\n' && !--lines)
			break;
	if (begin == end)
		return err;
	return err_advise(err, "%.*s", (int)(end - begin), log + begin);
}

/* Not all that kbuild runs says why it could not write. */
static struct err *explain_space(struct err *err, const char *dir)
{
	struct statvfs st;

	if (statvfs(dir, &st) ||
	    (unsigned long long)st.f_bavail * st.f_frsize >= SPACE_MIN)
		return err;
	return err_wrap(err, "'%s': %s", dir, strerror(ENOSPC));
}

struct err *kbuild_make_to(const char *dir, const struct argv *args,
			   const char *out, char **ret_log)
{
	_cleanup_free_ char *log = NULL;
	_cleanup_argv_ struct argv argv = {0};
	struct process opt = { .env = kbuild_env, .ret_err = &log };
	struct err *err;

	if (out)
		argv_add(&argv, "sh", "-c", "exec >\"$0\" \"$@\"", out, NULL);
	argv_add(&argv, "make", "-s", "-C", dir, NULL);
	argv_addf(&argv, "-j%d", process_cpus());
	/* two sub-makes would write into the middle of each other's lines,
	 * which are longer than what stdio hands on at once */
	if (out)
		argv_add(&argv, "-Otarget", NULL);
	vec_for_each(&args->list, arg)
		argv_add(&argv, *arg, NULL);
	err = process_run(&argv, &opt);
	if (err)
		err = explain_space(kbuild_explain(err, log, LOG_LINES), dir);
	if (ret_log)
		*ret_log = take_ptr(log);
	return err;
}

struct err *kbuild_make(const char *dir, const struct argv *args,
			char **ret_log)
{
	return kbuild_make_to(dir, args, NULL, ret_log);
}

struct err *kbuild_command(struct arena *arena, char *text,
			   const char **ret_cc, const char **ret_after)
{
	static const char deps[] = "-Wp,-MMD,";
	char *command, *end, *option, *after;

	text[strcspn(text, "\n")] = '\0';
	command = strstr(text, ":= ");
	if (command)
		command += strspn(command, ":= ");
	end = command ? strstr(command, " -c -o ") : NULL;
	option = end ? strstr(command, deps) : NULL;
	/* kbuild writes '$' and '#' as things that only make understands */
	if (!option || option > end || memchr(command, '$', end - command))
		return err_new(ERR_FAILED, "kbuild's command is not understood");
	after = strstr(end, " ; ");
	*end = '\0';
	memset(option, ' ', strcspn(option, " "));
	*ret_cc = arena_strdup(arena, command);
	*ret_after = after ? arena_strdup(arena, after + 3) : NULL;
	return NULL;
}
