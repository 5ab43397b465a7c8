// SPDX-License-Identifier: GPL-2.0
/*
 * install - patches that are loaded when the machine boots
 *
 * STORE/RELEASE/ has the core of that kernel, kmend.ko, patch modules, and the
 * file "list", a name on each line: these are loaded, in this order, by
 * packaging/boot/kmend-boot, from the initramfs and again later. The list is
 * changed last when something comes and first when it goes.
 */
#include "control/install.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/process.h"
#include "control/install_check.h"
#include "control/internal.h"
#include "control/lock.h"
#include "control/patch_file.h"
#include "control/trust.h"

struct store {
	const struct control_env *env;
	struct arena *arena;
	const struct install_options *opt;
	const char *top;	/* STORE */
	mode_t mask;		/* of the process, as it was */
	int lock;
};

/* What is loaded at boot is root's alone. With --root, that is seen there. */
static struct err *dir_make_trusted(const struct store *s, const char *dir)
{
	struct err *err = dir_make(dir);

	if (err || s->opt->root)
		return err;
	err = trust_dir(dir);
	return err ? err_advise(err, "chown and chmod it, so that only root can write it; and see what is in it")
		   : NULL;
}

static void store_close(struct store *s)
{
	lock_drop(&s->lock);
	umask(s->mask);
}

static struct err *store_open(struct store *s)
{
	const char *root = s->opt->root;
	struct err *err;

	s->top = arena_printf(s->arena, "%s%s", root ? root : "",
			      s->env->store);
	s->lock = -1;
	if (!root && !s->env->is_root)
		return err_advise(err_new(ERR_FAILED,
					  "only root may change what is loaded at boot"),
				  "run it again with sudo");
	s->mask = umask(077);
	umask(s->mask | 022);
	err = dir_make_trusted(s, s->top);
	if (!err)
		err = lock_take_private(arena_printf(s->arena, "%s/.lock",
						     s->top), &s->lock);
	if (err)
		umask(s->mask);
	return err;
}

/* It becomes part of a path. */
static struct err *release_check(const char *release)
{
	if (*release && *release != '.' && !strchr(release, '/'))
		return NULL;
	return err_new(ERR_FAILED, "damaged patch module: bad release '%s'",
		       release);
}

/* The list of one release with @name at its end, or without it. */
static struct err *list_change(const struct store *s, const char *dir,
			       const char *name, bool keep, size_t *ret_left,
			       bool *ret_found)
{
	const char *path = arena_printf(s->arena, "%s/list", dir);
	const char *to = "";
	_cleanup_free_ char *text = NULL;
	char *rest, *line;
	struct err *err = NULL;

	*ret_left = 0;
	*ret_found = false;
	if (path_exists(path))
		err = file_read(path, &text, NULL);
	if (err)
		return err;
	for (rest = text; (line = strsep(&rest, "\n"));) {
		bool same = !strcmp(line, name);

		*ret_found |= same;
		if (!*line || (same && !keep))
			continue;
		to = arena_printf(s->arena, "%s%s\n", to, line);
		++*ret_left;
	}
	if (keep && !*ret_found)
		to = arena_printf(s->arena, "%s%s\n", to, name);
	return file_write(path, to, strlen(to));
}

/* Without one the kernel starts without an initramfs, or is not there. */
static struct err *initramfs_make(const struct store *s, const char *release,
				  bool *ret)
{
	_cleanup_argv_ struct argv argv = {0};
	const char *initrd = arena_printf(s->arena, "%s-%s", s->env->initrd,
					  release);
	struct err *err;

	*ret = false;
	if (s->opt->root || !path_exists(s->env->initramfs_hook) ||
	    !path_exists(initrd))
		return NULL;
	argv_add(&argv, s->env->update_initramfs, "-u", "-k", release, NULL);
	err = process_run(&argv, NULL);
	*ret = !err;
	return err;
}

/* The list is changed, and the initramfs has what the list had before. */
static struct err *initramfs_error(const struct store *s, struct err *err,
				   const struct install_report *report,
				   bool on)
{
	err = err_wrap(err, on ?
		       "%s is installed, but the initramfs of %s is as it was" :
		       "%s is not installed any more, but the initramfs of %s is as it was",
		       report->name, report->release);
	return err_advise(err, on ?
			  "try again: %s -u -k %s\nuntil then the patch is loaded later while the machine boots" :
			  "try again: %s -u -k %s\nuntil then the initramfs may load the patch when the machine boots",
			  s->env->update_initramfs, report->release);
}

static struct err *core_copy(const struct store *s, const char *path,
			     const char *release, const char *dir)
{
	const char *to = arena_printf(s->arena, "%s/kmend.ko", dir);
	struct control_env env = *s->env;
	_cleanup_ko_ struct ko *core = NULL;
	struct err *err;

	env.release = release;
	err = core_read(&env, s->opt->core, path, &core);
	if (!err)
		return file_write(to, core->data, core->size);
	if (s->opt->core || !path_exists(to))
		return err;
	err_destroy(err);	/* the one that came with another patch */
	return NULL;
}

static struct err *install_files(const struct store *s,
				 const struct patch_file *file,
				 const char *dir)
{
	const char *to = arena_printf(s->arena, "%s/kmend-%s.ko", dir,
				      file->name);
	struct err *err = dir_make_trusted(s, dir);
	bool found;
	size_t n;

	if (!err)
		err = core_copy(s, file->path, file->release, dir);
	if (!err)
		err = file_write(to, file->ko->data, file->ko->size);
	if (!err)
		err = list_change(s, dir, file->name, true, &n, &found);
	return err;
}

struct err *control_install(const struct control_env *env, struct arena *arena,
			    const char *path,
			    const struct install_options *opt,
			    struct install_report *ret)
{
	struct store s = { .env = env, .arena = arena, .opt = opt };
	_cleanup_patch_file_ struct patch_file *file = NULL;
	struct install_report report = {0};
	struct err *err;

	err = patch_file_read(path, &file);
	if (!err)
		err = release_check(file->release);
	if (!err)
		err = store_open(&s);
	if (err)
		return err;
	report.name = arena_strdup(arena, file->name);
	report.release = arena_strdup(arena, file->release);
	report.dir = arena_printf(arena, "%s/%s", s.top, file->release);
	err = install_check(env, arena, file, report.dir, opt);
	if (!err)
		err = install_files(&s, file, report.dir);
	store_close(&s);
	if (err)
		return err_wrap(err, "'%s' is not installed", path);
	*ret = report;
	err = initramfs_make(&s, report.release, &ret->initramfs);
	return err ? initramfs_error(&s, err, &report, true) : NULL;
}

/* Of one release. @ret: set if it was there. */
static struct err *uninstall_from(const struct store *s, const char *name,
				  const char *release,
				  struct install_report *ret)
{
	const char *dir = arena_printf(s->arena, "%s/%s", s->top, release);
	const char *ko = arena_printf(s->arena, "%s/kmend-%s.ko", dir, name);
	struct err *err;
	bool found;
	size_t left;

	if (!path_exists(arena_printf(s->arena, "%s/list", dir)))
		return NULL;
	err = list_change(s, dir, name, false, &left, &found);
	if (err || !found)
		return err;
	if (!left)
		err = dir_remove(dir);
	else if (unlink(ko) && errno != ENOENT)
		err = err_errno(errno, "cannot remove '%s'", ko);
	if (err)
		return err;
	*ret = (struct install_report){ .name = name, .dir = dir,
		.release = arena_strdup(s->arena, release) };
	err = initramfs_make(s, release, &ret->initramfs);
	return err ? initramfs_error(s, err, ret, false) : NULL;
}

static struct err *uninstall_all(const struct store *s, const char *name,
				 struct install_report *ret)
{
	DIR *d = opendir(s->top);
	struct dirent *entry;
	struct err *err = NULL;

	if (!d)
		return err_errno(errno, "cannot read '%s'", s->top);
	/* one that fails does not keep the others */
	while ((entry = readdir(d))) {
		struct err *one = entry->d_name[0] == '.' ? NULL :
				  uninstall_from(s, name, entry->d_name, ret);

		if (err)
			err_destroy(one);
		else
			err = one;
	}
	closedir(d);
	return err;
}

struct err *control_uninstall(const struct control_env *env,
			      struct arena *arena, const char *what,
			      const struct install_options *opt,
			      struct install_report *ret)
{
	struct store s = { .env = env, .arena = arena, .opt = opt };
	_cleanup_patch_file_ struct patch_file *file = NULL;
	struct install_report report = {0};
	const char *name = what;
	struct err *err = NULL;

	if (!patch_name_is_valid(what)) {
		err = patch_file_read(what, &file);
		name = err ? NULL : arena_strdup(arena, file->name);
	}
	if (!err)
		err = store_open(&s);
	if (err)
		return err;
	err = uninstall_all(&s, name, &report);
	store_close(&s);
	if (!err && !report.name)
		err = err_new(ERR_FAILED, "patch %s is not installed", name);
	if (report.name)
		*ret = report;
	return err;
}
