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
#include <string.h>

#include "base/process.h"
#include "kernel/explain.h"

static const char *const apt_env[] = { "LC_ALL=C", NULL };

static struct err *apt_run(const struct argv *argv, const char *cwd,
			   char **ret_out)
{
	_cleanup_free_ char *messages = NULL, *out = NULL;
	struct process opt = {
		.cwd = cwd, .env = apt_env,
		.ret_out = &out, .ret_err = &messages,
	};
	struct err *err = process_run(argv, &opt);

	if (err)
		return explain(err, messages, cwd);
	if (ret_out)
		*ret_out = take_ptr(out);
	return NULL;
}

struct err *apt_find_names(struct arena *arena, const char *prefix,
			   struct apt_names *ret)
{
	_cleanup_argv_ struct argv argv = {0};
	_cleanup_free_ char *out = NULL;
	char *rest, *line;
	struct err *err;

	argv_add(&argv, "apt-cache", "pkgnames", prefix, NULL);
	err = apt_run(&argv, NULL, &out);
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
	err = apt_run(&argv, NULL, &out);
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
	err = apt_run(&argv, NULL, &out);
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

/* apt calls the file PACKAGE_VERSION_ARCH.deb, ':' written as %3a. */
static struct err *deb_find(struct arena *arena, const char *dir,
			    const struct apt_version *package,
			    const char **ret)
{
	const char *colon = strchr(package->version, ':');
	const char *prefix = arena_printf(arena, "%s_%.*s%s%s_",
			package->package,
			colon ? (int)(colon - package->version) : 0,
			package->version, colon ? "%3a" : "",
			colon ? colon + 1 : package->version);
	const char *found = NULL;
	struct dirent *entry;
	DIR *d = opendir(dir);

	if (!d)
		return err_errno(errno, "cannot read '%s'", dir);
	while ((entry = readdir(d)))
		if (!strncmp(entry->d_name, prefix, strlen(prefix)) &&
		    strstr(entry->d_name, ".deb"))
			found = arena_printf(arena, "%s/%s", dir,
					     entry->d_name);
	closedir(d);
	if (!found)
		return err_new(ERR_FAILED, "apt-get left no file of %s in '%s'",
			       package->package, dir);
	*ret = found;
	return NULL;
}

struct err *apt_download(struct arena *arena, const char *dir,
			 const struct apt_version *packages, size_t n,
			 const char **ret)
{
	_cleanup_argv_ struct argv argv = {0};
	struct err *err;

	/* As root, apt would fetch as _apt, which may not write to @dir. */
	argv_add(&argv, "apt-get", "-q", "-o", "APT::Sandbox::User=root",
		 "download", NULL);
	for (size_t i = 0; i < n; i++)
		argv_addf(&argv, "%s=%s", packages[i].package,
			  packages[i].version);
	err = apt_run(&argv, dir, NULL);
	for (size_t i = 0; !err && i < n; i++)
		err = deb_find(arena, dir, &packages[i], &ret[i]);
	return err;
}

struct err *apt_update(void)
{
	_cleanup_argv_ struct argv argv = {0};

	argv_add(&argv, "apt-get", "-q", "update", NULL);
	return apt_run(&argv, NULL, NULL);
}
