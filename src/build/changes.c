// SPDX-License-Identifier: GPL-2.0
/*
 * changes - what kinds of files the diffs touch
 *
 * Files that no running kernel has any of (documentation, other
 * architectures) come with most fixes and are let pass. What ends up in the
 * kernel in a way other than through a compiler of C is refused by name.
 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "build/makefile.h"
#include "build/stage.h"

struct rule {
	const char *dir;	/* the path begins so */
	const char *what, *todo;
};

static const char todo_out[] = "leave it out of the diff";
static const char todo_boot[] = "what runs before the kernel, or beside it, "
				"changes with the next boot only";

static const struct rule refused[] = {
	{ "arch/x86/entry/vdso/", "the vdso runs in user space",
	  "what runs in user space needs a reboot" },
	{ "arch/x86/boot/", "code that boots the kernel", todo_boot },
	{ "arch/x86/realmode/", "code that boots processors", todo_boot },
	{ "arch/x86/purgatory/", "code that runs between two kernels",
	  todo_boot },
	{ "drivers/firmware/efi/libstub/", "code that boots the kernel",
	  todo_boot },
	{ "scripts/", "a program that the kernel is built with", todo_out },
	{ "usr/", "the initial file system", todo_out },
};

static const char *const ignored[] = {
	"Documentation/", "tools/", "samples/", "MAINTAINERS", "CREDITS",
	"LICENSES/", "debian/", "README", ".", "COPYING",
};

static bool begins(const char *path, const char *with)
{
	return !strncmp(path, with, strlen(with));
}

static bool ends(const char *path, const char *with)
{
	size_t len = strlen(path), n = strlen(with);

	return len >= n && !strcmp(path + len - n, with);
}

static bool is_ignored(const char *path)
{
	for (size_t i = 0; i < ARRAY_LEN(ignored); i++)
		if (begins(path, ignored[i]))
			return true;
	if (begins(path, "arch/") && strchr(path + 5, '/'))
		return !begins(path, "arch/x86/");
	return ends(path, ".rst") || ends(path, ".txt");
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static enum change_kind change_kind(const char *path)
{
	const char *name = base_name(path);

	if (is_ignored(path))
		return CHANGE_NONE;
	if (!strcmp(name, "Makefile") || !strcmp(name, "Kbuild"))
		return CHANGE_MAKEFILE;
	return ends(path, ".c") ? CHANGE_C : CHANGE_HEADER;
}

static void refuse(struct diags *diags, const struct change *change,
		   const char *todo, const char *what)
{
	diag_add(diags, DIAG_REFUSE, "KM103", change->path, NULL, 0, todo,
		 "%s", what);
}

/* What a file that may be included cannot be. */
static const char *header_refuse(const char *path)
{
	if (ends(path, ".lds.h") || ends(path, ".lds.S"))
		return "the script that links the kernel";
	if (ends(path, ".S"))
		return "assembler has no ftrace locations to redirect";
	if (!ends(path, ".h") && !ends(path, ".def") && !ends(path, ".inc"))
		return "not a file of C that this kernel compiles";
	return NULL;
}

/* "Kconfig", "Kconfig.debug": every line is configuration. */
static bool kconfig_refuse(const struct unidiff_file *file,
			   struct diags *diags)
{
	if (!begins(base_name(file->path), "Kconfig"))
		return false;
	diag_add(diags, DIAG_REFUSE, "KM131", file->path, NULL, 0,
		 "leave it out of the diff; a running kernel keeps its "
		 "configuration",
		 "line %zu changes the configuration",
		 file->changes.n ? file->changes.v[0].line : 0);
	return true;
}

static void change_judge(const struct change *change, const char *source,
			 struct diags *diags)
{
	_cleanup_free_ char *path = xasprintf("%s/%s", source, change->path);
	const char *what = NULL;

	if (change->kind == CHANGE_NONE) {
		diag_add(diags, DIAG_NOTE, "KM130", change->path, NULL, 0,
			 NULL, "no part of this kernel, left out");
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(refused); i++)
		if (begins(change->path, refused[i].dir)) {
			refuse(diags, change, refused[i].todo,
			       refused[i].what);
			return;
		}
	if (change->kind == CHANGE_HEADER)
		what = header_refuse(change->path);
	if (what)
		refuse(diags, change, todo_out, what);
	else if (!change->is_new && !path_exists(path))
		refuse(diags, change, "is the diff for this version of "
		       "Linux?", "the kernel's source has no such file");
}

/* A file that several diffs touch is what they make of it together. */
static void change_add(struct changes *changes,
		       const struct unidiff_file *file)
{
	vec_for_each(&changes->list, c) {
		if (strcmp(c->path, file->path) != 0)
			continue;
		if (file->is_gone)
			c->is_gone = true;
		if (file->is_new)
			c->is_gone = false;
		return;
	}
	vec_push(&changes->list, ((struct change){
		.path = file->path, .kind = change_kind(file->path),
		.is_new = file->is_new, .is_gone = file->is_gone }));
}

/* What is no text, or no change of text. Returns true if it is dealt with. */
static bool special_judge(const struct unidiff_file *file, struct diags *diags)
{
	if (file->is_mode) {
		diag_add(diags, DIAG_NOTE, "KM130", file->path, NULL, 0, NULL,
			 "only its mode changes, left out");
		return true;
	}
	if (is_ignored(file->path))
		return false;
	if (file->is_binary) {
		diag_add(diags, DIAG_REFUSE, "KM103", file->path, NULL, 0,
			 todo_out, "a file that is no text, or a link");
		return true;
	}
	if (file->is_rename && !file->is_gone &&
	    change_kind(file->path) != CHANGE_HEADER) {
		diag_add(diags, DIAG_REFUSE, "KM138", file->path, NULL, 0,
			 "give the lines that change in a diff of the old name, "
			 "without the renaming",
			 "is renamed from '%s', which the running kernel has",
			 file->from);
		return true;
	}
	return false;
}

void stage_changes(const struct diffs *diffs, const char *source,
		   struct changes *ret, struct diags *diags)
{
	vec_for_each(&diffs->list, diff)
		vec_for_each(&diff->files, file)
			if (!special_judge(file, diags) &&
			    (is_ignored(file->path) ||
			     !kconfig_refuse(file, diags)))
				change_add(ret, file);
	vec_for_each(&ret->list, change)
		change_judge(change, source, diags);
	vec_for_each(&diffs->list, diff)
		vec_for_each(&diff->files, file)
			if (change_kind(file->path) == CHANGE_MAKEFILE)
				makefile_judge(file, ret, diags);
}
