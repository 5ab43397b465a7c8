// SPDX-License-Identifier: GPL-2.0
/*
 * own - a kernel of one's own, in the directory in which it was built
 *
 * The directory has all that Debian's packages have, at other places: the
 * image, the configuration, checksums of exports, headers and programs for
 * modules, the modules. It belongs to its owner, who may build in it again at
 * any time: what is kept in the cache is for one image, configuration and set
 * of exports, and what was compiled of its sources is not kept at all.
 */
#include "kernel/own.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <xxhash.h>

#include "base/file.h"
#include "kernel/image.h"
#include "kernel/package_name.h"

#define HOUR 3600	/* seconds: no build takes as long */

const char *own_dir(struct arena *arena, const char *what)
{
	_cleanup_err_ struct err *err = NULL;
	struct package_name name;
	const char *build;

	if (strchr(what, '/') || *what == '.')
		return what;
	err = package_name_parse(arena, what, &name);
	if (!err)
		return NULL;
	build = arena_printf(arena, "/lib/modules/%s/build", what);
	if (isdigit((unsigned char)*what))
		return path_is_dir(build) ? build : NULL;
	return path_is_dir(what) ? what : NULL;
}

static char *path_of(const struct kernel *k, const char *name)
{
	return xasprintf("%s/%s", k->own, name);
}

static bool has(const struct kernel *k, const char *name)
{
	_cleanup_free_ char *path = path_of(k, name);

	return path_exists(path);
}

/* What make leaves, and who makes it. */
static struct err *files_check(const struct kernel *k)
{
	static const struct {
		const char *name, *what, *todo;
	} files[] = {
		{ "include/config/kernel.release", "no kernel was built there",
		  "-k takes a release, a series, or the directory that a "
		  "kernel was built in" },
		{ ".config", "the configuration is gone",
		  "put the .config of that build there" },
		{ "init/.main.o.cmd", "kbuild's commands are gone",
		  "these are headers, or the directory was cleaned: build the "
		  "kernel, or give the release of Debian's kernel" },
		{ "Module.symvers", "the modules were not built",
		  "'make' makes them, and writes down what is exported" },
		{ "scripts/mod/modpost", "what modules are made with is gone",
		  "'make modules_prepare' makes it" },
		{ "scripts/module.lds", "what modules are made with is gone",
		  "'make modules_prepare' makes it" },
	};

	for (size_t i = 0; i < ARRAY_LEN(files); i++)
		if (!has(k, files[i].name))
			return err_advise(err_new(ERR_FAILED,
					"'%s': %s: there is no %s", k->own,
					files[i].what, files[i].name),
				"%s", files[i].todo);
	return NULL;
}

/* What the core and the proof need. */
static struct err *config_check(const struct kernel *k)
{
	static const char *const needed[] = {
		"CONFIG_X86_64", "CONFIG_CC_IS_GCC", "CONFIG_MODULES",
		"CONFIG_KALLSYMS_ALL", "CONFIG_DYNAMIC_FTRACE_WITH_ARGS",
		"CONFIG_KPROBES", "CONFIG_UNWINDER_ORC",
	};
	_cleanup_free_ char *path = path_of(k, ".config"), *text = NULL;
	_cleanup_arena_ struct arena *arena = arena_create();
	const char *missing = "";
	struct err *err;

	err = file_read(path, &text, NULL);
	if (err)
		return err;
	for (size_t i = 0; i < ARRAY_LEN(needed); i++)
		if (!strstr(text, arena_printf(arena, "\n%s=y\n", needed[i])))
			missing = arena_printf(arena, "%s %s", missing,
					       needed[i]);
	if (*missing)
		return err_new(ERR_FAILED, "'%s': kmend needs what this "
			       "kernel was built without:%s", path, missing);
	return NULL;
}

/* The first line of a file of the build, without quotes around it. */
static struct err *line_of(const struct kernel *k, const char *name,
			   char **ret)
{
	_cleanup_free_ char *path = path_of(k, name), *text = NULL;
	struct err *err = file_read(path, &text, NULL);

	if (err)
		return err;
	*ret = xstrndup(text, strcspn(text, "\n"));
	return NULL;
}

/* "#1 SMP Mon Nov 2 ..."; "own" if the build tells no such thing. */
static char *version_of(const struct kernel *k)
{
	_cleanup_free_ char *line = NULL;
	char *begin, *end;

	err_destroy(line_of(k, "include/generated/utsversion.h", &line));
	begin = line ? strchr(line, '"') : NULL;
	end = begin ? strchr(begin + 1, '"') : NULL;
	return end ? xstrndup(begin + 1, (size_t)(end - begin) - 1) :
	       xstrdup("own");
}

/* "cmd_init/main.o := ccache gcc-12 -Wp,..." is of gcc-12. */
static struct err *compiler_of(struct kernel *k)
{
	_cleanup_free_ char *line = NULL;
	char *begin, *end;
	struct err *err = line_of(k, "init/.main.o.cmd", &line);

	if (err)
		return err;
	begin = strstr(line, ":= ");
	end = begin ? strstr(begin, " -") : NULL;
	if (!end)
		return err_new(ERR_FAILED, "'%s/init/.main.o.cmd' is not "
			       "understood", k->own);
	*end = '\0';
	begin += strlen(":= ");
	k->own_cc = xstrdup(strrchr(begin, ' ') ? strrchr(begin, ' ') + 1 :
			    begin);
	return NULL;
}

/* Without O= the kernel is built in its source, and no link leads there. */
static struct err *source_of(struct kernel *k)
{
	_cleanup_free_ char *link = path_of(k, "source");
	_cleanup_free_ char *makefile = NULL;
	struct stat st;

	k->source = realpath(lstat(link, &st) ? k->own : link, NULL);
	if (k->source)
		makefile = xasprintf("%s/init/main.c", k->source);
	if (makefile && path_exists(makefile))
		return NULL;
	return err_new(ERR_FAILED, "'%s': the source that the kernel was built "
		       "of is not there", k->own);
}

static void modules_of(struct kernel *k)
{
	_cleanup_free_ char *installed = NULL;

	installed = xasprintf("/lib/modules/%s", k->release);
	k->modules = xstrdup(!has(k, "modules.order") && path_is_dir(installed)
			     ? installed : k->own);
}

static struct err *paths_fill(struct kernel *k)
{
	unsigned int major, minor;
	struct err *err;

	err = line_of(k, "include/config/kernel.release", &k->release);
	if (!err)
		err = source_of(k);
	if (!err)
		err = compiler_of(k);
	if (err)
		return err;
	k->version = version_of(k);
	if (sscanf(k->release, "%u.%u", &major, &minor) != 2)
		return err_new(ERR_FAILED, "'%s' is not the release of a "
			       "kernel", k->release);
	k->series = xasprintf("%u.%u", major, minor);
	k->root = xstrdup(k->own);
	k->headers = xstrdup(k->own);
	k->kbuild = xstrdup(k->own);
	k->image = path_of(k, has(k, "arch/x86/boot/bzImage") ?
			   "arch/x86/boot/bzImage" : "vmlinux");
	modules_of(k);
	return path_exists(k->image) ? NULL :
	       err_advise(err_new(ERR_FAILED, "'%s' has neither "
				  "arch/x86/boot/bzImage nor vmlinux", k->own),
			  "'make' makes them");
}

static struct err *key_of(struct kernel *k)
{
	const char *const names[] = { ".config", "Module.symvers" };
	XXH3_state_t *state = XXH3_createState();
	struct err *err = NULL;
	XXH128_hash_t hash;

	XXH3_128bits_reset(state);
	for (size_t i = 0; !err && i <= ARRAY_LEN(names); i++) {
		_cleanup_free_ char *path = i < ARRAY_LEN(names) ?
			path_of(k, names[i]) : xstrdup(k->image);
		const uint8_t *map;
		size_t size;

		err = file_map(path, &map, &size);
		if (err)
			break;
		XXH3_128bits_update(state, map, size);
		file_unmap(map, size);
	}
	hash = XXH3_128bits_digest(state);
	XXH3_freeState(state);
	k->own_key = xasprintf("%016llx%016llx",
			       (unsigned long long)hash.high64,
			       (unsigned long long)hash.low64);
	return err;
}

/*
 * What the cache has of an older build in that directory goes: mapped facts
 * stay with who has them, all else when nobody can be using it any more.
 */
static struct err *cache_renew(const struct kernel *k, const char *record)
{
	_cleanup_free_ char *text = NULL, *facts = NULL;
	struct stat st;

	err_destroy(file_read(record, &text, NULL));
	if (!text || strstr(text, k->own_key))
		return NULL;
	if (!stat(record, &st) && st.st_mtime < time(NULL) - HOUR)
		return dir_remove(k->dir);
	facts = xasprintf("%s/facts", k->dir);
	return dir_remove(facts);
}

static struct err *cache_place(struct kernel *k)
{
	_cleanup_free_ char *cache = NULL, *record = NULL, *text = NULL;
	_cleanup_free_ char *locked = NULL;
	_cleanup_lock_ int lock = -1;
	struct err *err = cache_dir(&cache);

	if (err)
		return err;
	k->dir = xasprintf("%s/kernels/own_%016llx", cache,
			   (unsigned long long)XXH3_64bits(k->own,
							   strlen(k->own)));
	record = xasprintf("%s/kernel", k->dir);
	locked = xasprintf("%s.lock", k->dir);
	text = xasprintf("release %s\nversion %s\nseries %s\nsource %s\n"
			 "kbuild %s\nown %s\nkey %s\n", k->release, k->version,
			 k->series, k->source, k->kbuild, k->own, k->own_key);
	err = dir_make(k->dir);
	if (!err)
		err = lock_take(locked, &lock);
	if (!err)
		err = cache_renew(k, record);
	if (!err)
		err = dir_make(k->dir);
	return err ? err : file_write(record, text, strlen(text));
}

struct err *own_open(const char *dir, struct kernel **ret)
{
	_cleanup_kernel_ struct kernel *k = xcalloc(1, sizeof(*k));
	struct err *err;

	k->own = realpath(dir, NULL);
	if (!k->own)
		return err_errno(errno, "the kernel's build directory '%s'",
				 dir);
	if (strpbrk(k->own, " \t\n:'\""))
		return err_new(ERR_FAILED, "'%s': kbuild works in no directory "
			       "with blanks, quotes or ':'", k->own);
	err = files_check(k);
	if (!err)
		err = config_check(k);
	if (!err)
		err = paths_fill(k);
	if (!err)
		err = key_of(k);
	if (!err)
		err = cache_place(k);
	if (!err)
		*ret = take_ptr(k);
	return err;
}

struct err *own_check(const struct kernel *k, const char *build_id)
{
	_cleanup_free_ char *vmlinux = path_of(k, "vmlinux");
	char other[65];
	struct err *err;

	if (!path_exists(vmlinux) || !strcmp(vmlinux, k->image))
		return NULL;
	err = image_build_id(vmlinux, other);
	if (err || !strcmp(other, build_id))
		return err;
	return err_advise(err_new(ERR_FAILED, "'%s' is of another build than "
				  "'%s': build IDs %.16s... and %.16s...",
				  vmlinux, k->image, other, build_id),
			  "'make bzImage' makes the image of vmlinux; patches "
			  "are for the image that the machine has booted");
}
