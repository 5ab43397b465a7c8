// SPDX-License-Identifier: GPL-2.0
/*
 * apt - ask apt what packages there are, and let it fetch them
 *
 * Only commands whose output is meant for programs or has not changed for
 * long are used: pkgnames, madison, show, and apt-get download.
 */
#include "kernel/apt.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/process.h"

static const char *const apt_env[] = { "LC_ALL=C", NULL };

static struct err *apt_run(const struct argv *argv, char **ret_out)
{
	struct process opt = { .env = apt_env, .ret_out = ret_out };
	char *messages = NULL;
	struct err *err;

	opt.ret_err = &messages;
	err = process_run(argv, &opt);
	free(messages);
	return err;
}

struct err *apt_find_names(struct arena *arena, const char *prefix,
			   struct apt_names *ret)
{
	_cleanup_argv_ struct argv argv = {0};
	_cleanup_free_ char *out = NULL;
	char *rest, *line;
	struct err *err;

	argv_add(&argv, "apt-cache", "pkgnames", prefix, NULL);
	err = apt_run(&argv, &out);
	if (err)
		return err;
	rest = out;
	while ((line = strsep(&rest, "\n")))
		if (*line)
			vec_push(&ret->list, arena_strdup(arena, line));
	return NULL;
}

/** The next field of a line that '|' separates, without its blanks. */
static char *field_next(char **rest)
{
	char *field = strsep(rest, "|"), *end;

	if (!field)
		return NULL;
	field += strspn(field, " ");
	end = field + strlen(field);
	while (end > field && end[-1] == ' ')
		*--end = '\0';
	return field;
}

static bool versions_have(const struct apt_versions *versions,
			  const char *package, const char *version)
{
	vec_for_each(&versions->list, v)
		if (!strcmp(v->package, package) &&
		    !strcmp(v->version, version))
			return true;
	return false;
}

struct err *apt_find_versions(struct arena *arena,
			      const struct apt_names *names,
			      struct apt_versions *ret)
{
	char *rest, *line, *package, *version, *from;
	_cleanup_argv_ struct argv argv = {0};
	_cleanup_free_ char *out = NULL;
	struct err *err;

	argv_add(&argv, "apt-cache", "madison", NULL);
	vec_for_each(&names->list, name)
		argv_add(&argv, *name, NULL);
	err = apt_run(&argv, &out);
	if (err)
		return err;
	rest = out;
	while ((line = strsep(&rest, "\n"))) {
		package = field_next(&line);
		version = field_next(&line);
		from = field_next(&line);
		if (!from || !strstr(from, "Packages") ||
		    versions_have(ret, package, version))
			continue;
		vec_push(&ret->list, ((struct apt_version){
			arena_strdup(arena, package),
			arena_strdup(arena, version) }));
	}
	return NULL;
}

struct err *apt_depends(struct arena *arena, const char *package,
			const char *version, const char **ret)
{
	_cleanup_argv_ struct argv argv = {0};
	_cleanup_free_ char *out = NULL;
	char *rest, *line;
	struct err *err;

	argv_add(&argv, "apt-cache", "show", NULL);
	argv_addf(&argv, "%s=%s", package, version);
	err = apt_run(&argv, &out);
	if (err)
		return err;
	rest = out;
	while ((line = strsep(&rest, "\n"))) {
		if (strncmp(line, "Depends: ", 9))
			continue;
		*ret = arena_strdup(arena, line + 9);
		return NULL;
	}
	return err_new(ERR_FAILED, "package %s has no Depends", package);
}

/** apt calls the file PACKAGE_VERSION_ARCH.deb, ':' written as %3a. */
static struct err *deb_find(struct arena *arena, const char *dir,
			    const char *package, const char **ret)
{
	size_t len = strlen(package);
	const char *found = NULL;
	struct dirent *entry;
	DIR *d = opendir(dir);

	if (!d)
		return err_errno(errno, "cannot read '%s'", dir);
	while ((entry = readdir(d)))
		if (!strncmp(entry->d_name, package, len) &&
		    entry->d_name[len] == '_' &&
		    strstr(entry->d_name, ".deb"))
			found = arena_printf(arena, "%s/%s", dir,
					     entry->d_name);
	closedir(d);
	if (!found)
		return err_new(ERR_FAILED, "apt-get left no file of %s in '%s'",
			       package, dir);
	*ret = found;
	return NULL;
}

struct err *apt_download(struct arena *arena, const char *dir,
			 const char *package, const char *version,
			 const char **ret)
{
	_cleanup_argv_ struct argv argv = {0};
	char *messages = NULL, *out = NULL;
	struct process opt = {
		.cwd = dir, .env = apt_env,
		.ret_out = &out, .ret_err = &messages,
	};
	struct err *err;

	/* As root, apt would fetch as _apt, which may not write to @dir. */
	argv_add(&argv, "apt-get", "-q", "-o", "APT::Sandbox::User=root",
		 "download", NULL);
	argv_addf(&argv, "%s=%s", package, version);
	err = process_run(&argv, &opt);
	free(messages);
	free(out);
	if (err)
		return err_wrap(err, "cannot fetch %s %s", package, version);
	return deb_find(arena, dir, package, ret);
}
