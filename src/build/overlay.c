// SPDX-License-Identifier: GPL-2.0
/*
 * overlay - the source tree with some files changed, without a copy of it
 *
 * A patched header must be found by everybody who includes it, whether by -I,
 * beside himself or through "..". Instead of thinking about each way, the
 * compiler gets a whole tree: directories that matter are made, and what they
 * hold are links to the source.
 */
#include "build/overlay.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "build/commands.h"

#define SOURCE ".kmend"

void overlay_init(struct overlay *overlay, struct arena *arena,
		  const char *source, const char *dir)
{
	*overlay = (struct overlay){ .arena = arena, .source = source,
				     .dir = dir };
}

void overlay_deinit(struct overlay *overlay)
{
	map_deinit(&overlay->done);
	map_deinit(&overlay->gone);
}

static const char *join(struct overlay *o, const char *dir, const char *name)
{
	return *dir ? arena_printf(o->arena, "%s/%s", dir, name) : name;
}

/*
 * A link through one link to the source: up to 59 bytes fit into an inode,
 * and thousands of links may be made.
 */
static struct err *link_one(struct overlay *o, const char *path)
{
	const char *to = join(o, o->dir, path), *up = "";
	struct stat st;

	if (map_has(&o->gone, path) || !lstat(to, &st))
		return NULL;
	for (const char *p = path; (p = strchr(p, '/')); p++)
		up = arena_printf(o->arena, "../%s", up);
	if (symlink(arena_printf(o->arena, "%s" SOURCE "/%s", up, path), to))
		return err_errno(errno, "cannot make '%s'", to);
	return NULL;
}

static struct err *dir_fill(struct overlay *o, const char *path)
{
	DIR *d = opendir(*path ? join(o, o->source, path) : o->source);
	struct err *err = NULL;
	struct dirent *entry;

	/* a directory that only the change has */
	if (!d)
		return NULL;
	while (!err && (entry = readdir(d))) {
		const char *name = entry->d_name;

		if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0)
			err = link_one(o, arena_strdup(o->arena,
						       join(o, path, name)));
	}
	closedir(d);
	return err;
}

struct err *overlay_fill(struct overlay *overlay, const char *path)
{
	const char *to;
	struct stat st;
	struct err *err;

	if (map_has(&overlay->done, path))
		return NULL;
	map_put(&overlay->done, arena_strdup(overlay->arena, path), NULL);
	if (*path) {
		err = overlay_fill(overlay, path_dir(overlay->arena, path));
		if (err)
			return err;
	}
	to = *path ? join(overlay, overlay->dir, path) : overlay->dir;
	if (!lstat(to, &st) && S_ISLNK(st.st_mode) && unlink(to))
		return err_errno(errno, "cannot remove '%s'", to);
	err = dir_make(to);
	if (!err && !*path && symlink(overlay->source, join(overlay,
					overlay->dir, SOURCE)))
		err = err_errno(errno, "cannot make links in '%s'", to);
	return err ? err : dir_fill(overlay, path);
}

/* "SOURCE/x/../y" is cleaned: see above about "..". */
const char *overlay_command(const struct overlay *overlay,
			    const char *command)
{
	struct arena *arena = overlay->arena;
	size_t len = strlen(overlay->source);
	const char *out = "", *p = command, *hit;

	while ((hit = strstr(p, overlay->source))) {
		const char *rest = hit + len;
		size_t n = strcspn(rest, " '=");
		const char *path = arena_printf(arena, "%.*s", (int)n, rest);

		if (*path == '/')
			path = arena_printf(arena, "%s%s", overlay->dir,
					    path_clean(arena, path));
		else
			path = arena_printf(arena, "%s%s", overlay->source,
					    path);
		out = arena_printf(arena, "%s%.*s%s", out, (int)(hit - p), p,
				   path);
		p = rest + n;
	}
	return arena_printf(arena, "%s%s", out, p);
}
