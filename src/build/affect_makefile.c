// SPDX-License-Identifier: GPL-2.0
/*
 * affect_makefile - new files become units, with the flags of their neighbours
 *
 * The Makefile, with the diff applied, says what list a new object is in. The
 * files of the same list that are compiled without flags of their own tell how:
 * their commands must be the same when they get the new file's names. Without
 * such neighbours the flags are not known, and the change is refused.
 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "build/affect.h"
#include "build/makefile.h"

struct place {			/* of a new file in the Makefiles */
	const char *dir;	/* of the Makefile, with a slash, or "" */
	const char *object;	/* "new.o", below it */
	char *text;
	struct makefile makefile;
	const struct makefile_list *list;
};

static void refuse(struct affect *a, const char *code, const char *path,
		   const char *todo, const char *what)
{
	diag_add(a->diags, DIAG_REFUSE, code, path, NULL, 0, todo, "%s", what);
}

static void place_deinit(struct place *p)
{
	makefile_deinit(&p->makefile);
	free(p->text);
}

/* The nearest Makefile that lists the object. */
static bool place_find(struct affect *a, const char *path, struct place *ret)
{
	static const char *const names[] = { "Kbuild", "Makefile" };
	size_t len = strlen(path), dir = len;

	while (dir) {
		for (dir -= dir < len; dir && path[dir - 1] != '/'; dir--)
			;
		*ret = (struct place){
			.dir = arena_printf(a->arena, "%.*s", (int)dir, path),
			.object = arena_printf(a->arena, "%.*so",
					       (int)(len - dir) - 1,
					       path + dir) };
		for (size_t i = 0; i < 2; i++) {
			const char *file = arena_printf(a->arena, "%s/%s%s",
				a->overlay->dir, ret->dir, names[i]);

			err_destroy(file_read(file, &ret->text, NULL));
			if (!ret->text)
				continue;
			makefile_read(a->arena, ret->text, &ret->makefile);
			ret->list = makefile_find(&ret->makefile, ret->object);
			if (ret->list)
				return true;
			place_deinit(ret);
			*ret = (struct place){ .dir = ret->dir,
					       .object = ret->object };
		}
	}
	return false;
}

/* Both of "foo-y" and "foo-$(CONFIG_X)" are lists of foo. */
static bool same_list(const char *a, const char *b)
{
	size_t n = (size_t)(strrchr(a, '-') - a);

	return n == (size_t)(strrchr(b, '-') - b) && !strncmp(a, b, n);
}

/* Is the list one of objects that stand alone, each its own module? */
static bool stands_alone(const struct makefile_list *list)
{
	return !strncmp(list->name, "obj-", 4) ||
	       !strncmp(list->name, "lib-", 4);
}

/* 'y', 'm', or 'n'. */
static char list_is_on(struct affect *a, const struct makefile_list *list)
{
	const char *value = strrchr(list->name, '-') + 1;
	_cleanup_free_ char *path = NULL, *config = NULL;
	const char *hit;

	if (strncmp(value, "$(", 2) != 0)
		return *value == 'm' ? 'm' : 'y';
	path = xasprintf("%s/.config", a->tree->dir);
	err_destroy(file_read(path, &config, NULL));
	hit = config ? strstr(config, arena_printf(a->arena, "\n%.*s=",
			      (int)strcspn(value + 2, ")"), value + 2)) : NULL;
	return hit ? strchr(hit, '=')[1] : 'n';
}

/* The base of a file's name as kbuild makes a word of it. */
static const char *name_fix(struct arena *arena, const char *object)
{
	const char *slash = strrchr(object, '/');
	char *name;

	object = slash ? slash + 1 : object;
	name = arena_printf(arena, "%.*s", (int)strlen(object) - 2, object);
	for (char *c = name; *c; c++)
		if (*c == '-' || *c == ',')
			*c = '_';
	return name;
}

/* What stands behind @option, up to @stop, becomes @value. */
static const char *option_set(struct arena *arena, const char *command,
			      const char *option, const char *stop,
			      const char *value)
{
	const char *at = strstr(command, option);

	if (!at)
		return command;
	at += strlen(option);
	return arena_printf(arena, "%.*s%s%s", (int)(at - command), command,
			    value, at + strcspn(at, stop));
}

static const char *command_make(struct affect *a, const struct place *p,
				const char *path, const char *command)
{
	const char *name = name_fix(a->arena, p->object);

	command = option_set(a->arena, command, "-DKBUILD_BASENAME='\"", "\"",
			     name);
	if (!stands_alone(p->list))
		return command;
	command = option_set(a->arena, command, "-DKBUILD_MODNAME='\"", "\"",
			     name);
	command = option_set(a->arena, command, "-D__KBUILD_MODNAME=kmod_",
			     " ", name);
	return option_set(a->arena, command, "-DKBUILD_MODFILE='\"", "\"",
			  arena_printf(a->arena, "%.*s", (int)strlen(path) - 2,
				       path));
}

/*
 * As files of the same list are compiled whose flags are their directory's
 * alone; NULL if there are none, or if they do not agree: then something in
 * the Makefile tells them apart that we do not see.
 */
static const char *neighbours(struct affect *a, const struct place *p,
			      const char *new_path, char on, bool *ret_differ)
{
	const char *found = NULL, *command;

	*ret_differ = false;
	vec_for_each(&p->makefile.lists, list) {
		if (!same_list(list->name, p->list->name))
			continue;
		vec_for_each(&list->objects, o) {
			const char *path = arena_printf(a->arena, "%s%.*sc",
				p->dir, (int)strlen(*o) - 1, *o);
			const struct command *c = commands_find(&a->commands,
								path);

			if (!c || makefile_has_flags(p->text, *o) ||
			    !!strstr(c->text, " -DMODULE ") != (on == 'm') ||
			    strcmp(path_dir(a->arena, *o),
				   path_dir(a->arena, p->object)) != 0)
				continue;
			command = command_make(a, p, new_path, c->text);
			*ret_differ |= found && strcmp(found, command);
			found = command;
		}
	}
	return *ret_differ ? NULL : found;
}

static void unit_new(struct affect *a, const char *path,
		     const struct place *p)
{
	char on = list_is_on(a, p->list);
	const char *command, *why = NULL;
	bool differ;

	if (on == 'n') {
		diag_add(a->diags, DIAG_NOTE, "KM130", path, NULL, 0, NULL,
			 "%s is off in this kernel, left out",
			 strrchr(p->list->name, '-') + 1);
		return;
	}
	/* kbuild makes built-in what is in "foo-y" of a built-in foo */
	command = neighbours(a, p, path, on, &differ);
	if (!command && !differ && on == 'y' && !stands_alone(p->list))
		command = neighbours(a, p, path, 'm', &differ);
	if (makefile_has_flags(p->text, p->object))
		why = "the Makefile gives the new file flags of its own";
	else if (differ)
		why = "files of the same list are compiled in different ways";
	else if (!command)
		why = "no other file tells how the new one is compiled";
	if (why) {
		refuse(a, "KM137", path, "put the functions into a file that "
		       "is there already", why);
		return;
	}
	vec_push(&a->units->list, ((struct unit){
		.path = path, .is_new = true, .command = command }));
}

/* Its Makefiles come with the overlay. */
static struct err *new_file(struct affect *a, const char *path)
{
	struct err *err = overlay_fill(a->overlay, path_dir(a->arena, path));
	struct place place;

	if (err)
		return err;
	if (place_find(a, path, &place)) {
		unit_new(a, path, &place);
		place_deinit(&place);
	} else if (!affect_included(a, path)) {
		refuse(a, "KM133", path, "add it to the Makefile",
		       "no Makefile lists the new file");
	}
	return NULL;
}

struct err *affect_makefiles(struct affect *affect)
{
	struct err *err = NULL;

	vec_for_each(&affect->changes->list, c) {
		if (c->kind != CHANGE_C || (c->is_new && c->is_gone))
			continue;
		if (c->is_new)
			err = new_file(affect, c->path);
		else if (c->is_gone)
			diag_add(affect->diags, DIAG_WARN, "KM134", c->path,
				 NULL, 0, "make sure that nothing calls them "
				 "any more", "the file is deleted; its "
				 "functions stay in the kernel");
		if (err)
			break;
	}
	return err;
}
