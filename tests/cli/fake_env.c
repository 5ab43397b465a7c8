// SPDX-License-Identifier: GPL-2.0
/*
 * fake_env - a kernel made of files, for the tests of the command line
 *
 * Linked in place of src/control/env.c, so that the tool itself has no way
 * into it. $FAKE_ROOT is a directory that looks like "/" to control; calls
 * that would change the kernel are written to $FAKE_ROOT/calls. A test makes
 * one fail with a file beside it:
 *
 *	finit_errno.BASENAME, delete_errno.MODULE	the errno, decimal
 *	blockers	switches fail with EBUSY and these lines
 *	busy		switches fail with EBUSY, and nothing is told
 *	pending		switches fail with ETXTBSY
 *	core_abi	the ABI that the core says it speaks
 *	user		the caller is not root
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "control/env.h"
#include "control/patch_file.h"

static char *root;

static void must(struct err *err)
{
	if (!err)
		return;
	fprintf(stderr, "fake_env: %s\n", err_text(err));
	abort();
}

static void put(const char *dir, const char *file, const char *text)
{
	_cleanup_free_ char *path = xasprintf("%s/%s", dir, file);
	FILE *f = fopen(path, "w");

	if (!f || fprintf(f, "%s\n", text) < 0 || fclose(f))
		abort();
}

static void call(const char *what, const char *arg)
{
	_cleanup_free_ char *path = xasprintf("%s/calls", root);
	FILE *f = fopen(path, "a");

	if (!f || fprintf(f, "%s %s\n", what, arg) < 0 || fclose(f))
		abort();
}

/* What $FAKE_ROOT/@file holds, or NULL. */
static char *told(const char *file)
{
	_cleanup_free_ char *path = xasprintf("%s/%s", root, file);
	char *text = NULL;

	if (path_exists(path))
		must(file_read(path, &text, NULL));
	return text;
}

static int told_errno(const char *what, const char *name)
{
	_cleanup_free_ char *file = xasprintf("%s_errno.%s", what, name);
	_cleanup_free_ char *text = told(file);

	return text ? atoi(text) : 0;
}

static void modules_add(const char *name)
{
	_cleanup_free_ char *path = xasprintf("%s/proc/modules", root);
	FILE *f = fopen(path, "a");

	if (!f || fprintf(f, "%s 16384 0 - Live 0x0\n", name) < 0 || fclose(f))
		abort();
}

static void core_appear(void)
{
	_cleanup_free_ char *dir = xasprintf("%s/sys/kernel/kmend", root);
	_cleanup_free_ char *patches = xasprintf("%s/patches", dir);
	_cleanup_free_ char *abi = told("core_abi");

	must(dir_make(patches));
	put(dir, "version", "0.1.0");
	put(dir, "abi", abi ? strtok(abi, "\n") : "2");
	modules_add("kmend");
}

static void last_put(const char *dir, const char *result,
		     const char *blockers)
{
	_cleanup_free_ char *last = xasprintf("%s/last_switch", dir);
	_cleanup_free_ char *path = xasprintf("%s/blockers", last);

	must(dir_make(last));
	put(last, "result", result);
	put(last, "attempts", "3");
	put(last, "elapsed_us", "2000000");
	put(last, "stopped_max_us", "250");
	put(last, "stopped_sum_us", "700");
	put(last, "stops", "2");
	put(last, "late", "0");
	put(last, "crowded", "2");
	put(last, "scanned_us", "900");
	put(last, "scanned", "88");
	put(last, "recorded", "5");
	put(last, "tasks", "91");
	put(last, "hits", "1");
	must(file_write(path, blockers, strlen(blockers)));
}

static void patch_appear(const struct patch_file *file)
{
	_cleanup_free_ char *dir = xasprintf("%s/sys/kernel/kmend/patches/%s",
					     root, file->name);
	_cleanup_free_ char *func = xasprintf("%s %s %u %u",
		file->funcs[0].object, file->funcs[0].name,
		file->funcs[0].old_size, file->funcs[0].new_size);
	_cleanup_free_ char *none = xasprintf("%s/stragglers", dir);
	_cleanup_free_ char *objects = xasprintf("%s/objects", dir);

	must(dir_make(dir));
	put(dir, "enabled", "0");
	put(dir, "state", "disabled");
	put(dir, "mode", file->mode);
	put(dir, "description", file->description);
	put(dir, "verified", file->verified ? "1" : "0");
	put(dir, "build_id", file->build_id);
	put(dir, "module", file->module);
	put(dir, "functions", func);
	put(dir, "timeout_ms", "15000");
	put(dir, "stop_budget_us", "1000");
	put(dir, "replace", file->replace ? "1" : "0");
	put(dir, "id", file->id);
	put(dir, "on", file->on);
	put(dir, "order", "0");
	put(dir, "nr_stragglers", "0");
	put(dir, "target_mismatch", "refuse");
	must(file_write(none, "", 0));
	must(file_write(objects, "", 0));
	last_put(dir, "none", "");
	modules_add(file->module);
}

/* Tests call it by the name that the call had first: finit_module. */
static int fake_init_module(const char *path, const void *data, size_t size)
{
	const char *slash = strrchr(path, '/');
	const char *base = slash ? slash + 1 : path;
	_cleanup_patch_file_ struct patch_file *file = NULL;
	_cleanup_free_ char *loaded = xasprintf("%s/loaded.ko", root);
	int errnum = told_errno("finit", base);

	call("finit_module", base);
	if (errnum)
		return errnum;
	must(file_write(loaded, data, size));
	if (!strcmp(base, "kmend.ko")) {
		core_appear();
		return 0;
	}
	must(patch_file_read(loaded, &file));
	patch_appear(file);
	return 0;
}

static int fake_delete_module(const char *name)
{
	_cleanup_free_ char *what = xasprintf("sys/kernel/kmend%s%s",
		strcmp(name, "kmend") ? "/patches/" : "",
		strcmp(name, "kmend") ? strchr(name, '_') + 1 : "");
	_cleanup_free_ char *dir = xasprintf("%s/%s", root, what);
	_cleanup_free_ char *modules = xasprintf("%s/proc/modules", root);
	_cleanup_free_ char *text = told("proc/modules");
	int errnum = told_errno("delete", name);
	char *save, *line, *left = xstrdup("");

	call("delete_module", name);
	if (errnum) {
		free(left);
		return errnum;
	}
	must(dir_remove(dir));
	for (line = strtok_r(text, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save)) {
		char *more;

		if (!strncmp(line, name, strlen(name)) &&
		    line[strlen(name)] == ' ')
			continue;
		more = xasprintf("%s%s\n", left, line);
		free(left);
		left = more;
	}
	must(file_write(modules, left, strlen(left)));
	free(left);
	return 0;
}

/* The one line of a file of a patch. */
static char *patch_says(const char *dir, const char *file)
{
	_cleanup_free_ char *path = xasprintf("%s/%s", dir, file);
	char *text;

	must(file_read(path, &text, NULL));
	text[strcspn(text, "\n")] = '\0';
	return text;
}

/* Those whose place the patch takes are disabled; the patch is the last. */
static void others_disable(const char *dir)
{
	static const char *const names[] = { "fix", "second", "third" };
	_cleanup_free_ char *on = patch_says(dir, "on");
	_cleanup_free_ char *replace = patch_says(dir, "replace");
	int last = 0;

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		_cleanup_free_ char *other = xasprintf(
			"%s/sys/kernel/kmend/patches/%s", root, names[i]);

		if (!path_exists(other))
			continue;
		_cleanup_free_ char *id = patch_says(other, "id");
		_cleanup_free_ char *order = patch_says(other, "order");

		if (atoi(order) > last)
			last = atoi(order);
		if (!strcmp(other, dir) ||
		    !(*replace == '1' || (*id && strstr(on, id))))
			continue;
		put(other, "enabled", "0");
		put(other, "state", "disabled");
	}
	_cleanup_free_ char *next = xasprintf("%d", last + 1);

	put(dir, "order", next);
}

static int fake_sysfs_write(const char *path, const char *value)
{
	const char *slash = strrchr(path, '/');
	_cleanup_free_ char *dir = xstrndup(path, (size_t)(slash - path));
	_cleanup_free_ char *blockers = told("blockers");
	_cleanup_free_ char *pending = told("pending");
	_cleanup_free_ char *busy = told("busy");

	call(slash + 1, value);
	if (!path_exists(path))
		return ENOENT;
	if (strcmp(slash + 1, "enabled")) {
		put(dir, slash + 1, value);
		return 0;
	}
	if (busy)
		return EBUSY;
	last_put(dir, blockers ? "blocked" : "done", blockers ? blockers : "");
	if (blockers)
		return EBUSY;
	if (pending)
		return ETXTBSY;
	if (*value == '1')
		others_disable(dir);
	put(dir, "enabled", value);
	put(dir, "state", *value == '1' ? "enabled" : "disabled");
	return 0;
}

const struct control_env *control_env_get(void)
{
	static struct control_env env = {
		.release = "6.1.0-1-test-amd64",
		.init_module = fake_init_module,
		.delete_module = fake_delete_module,
		.sysfs_write = fake_sysfs_write,
	};
	char *user;

	if (env.sysfs)
		return &env;
	root = getenv("FAKE_ROOT");
	if (!root)
		abort();
	env.sysfs = xasprintf("%s/sys/kernel/kmend", root);
	env.notes = xasprintf("%s/sys/kernel/notes", root);
	env.modules = xasprintf("%s/proc/modules", root);
	env.modules_dir = xasprintf("%s/lib/modules", root);
	env.lockdown = xasprintf("%s/lockdown", root);
	env.lock = xasprintf("%s/run/kmend", root);
	env.store = xasprintf("%s/var/lib/kmend", root);
	env.update_initramfs = xasprintf("%s/update-initramfs", root);
	env.initramfs_hook = xasprintf("%s/hook", root);
	env.initrd = xasprintf("%s/boot/initrd.img", root);
	env.image = xasprintf("%s/boot/vmlinuz", root);
	user = told("user");
	env.is_root = !user;
	free(user);
	return &env;
}
