// SPDX-License-Identifier: GPL-2.0
/*
 * package_name - what Debian calls its kernels
 *
 * A release is SERIES.REST-FLAVOUR, like 6.1.0-56-cloud-amd64 and
 * 6.12.117+deb12-amd64. What is accepted here is safe as part of a path and
 * of a command line.
 */
#include "kernel/package_name.h"

#include <ctype.h>
#include <string.h>

/* A flavour that another one ends with comes behind it. */
static const char *const flavours[] = { "cloud-amd64", "rt-amd64", "amd64" };

const char *package_flavour(const char *release)
{
	size_t len = strlen(release);

	for (size_t i = 0; i < ARRAY_LEN(flavours); i++) {
		size_t n = strlen(flavours[i]);

		if (len > n + 1 && release[len - n - 1] == '-' &&
		    !strcmp(release + len - n, flavours[i]))
			return flavours[i];
	}
	return NULL;
}

static size_t digits(const char *s)
{
	size_t n = 0;

	while (isdigit((unsigned char)s[n]))
		n++;
	return n;
}

/* How much of @s is a series, or 0. */
static size_t series_len(const char *s)
{
	size_t major = digits(s), minor;

	if (!major || s[major] != '.')
		return 0;
	minor = digits(s + major + 1);
	return minor ? major + 1 + minor : 0;
}

static bool has_only(const char *s, const char *more)
{
	for (; *s; s++)
		if (!isalnum((unsigned char)*s) && !strchr(more, *s))
			return false;
	return true;
}

struct err *package_name_parse(struct arena *arena, const char *what,
			       struct package_name *ret)
{
	struct package_name name = { .flavour = flavours[0] };
	char *release = arena_strdup(arena, what);
	char *version = strchr(release, '=');
	size_t len = series_len(release);

	if (version)
		*version++ = '\0';
	if (!len || (release[len] && release[len] != '.') ||
	    !has_only(release, ".+-~") ||
	    (version && (!*version || !has_only(version, ".+-~"))))
		return err_advise(err_new(ERR_USAGE,
				"'%s' is neither a kernel release nor a series",
				what),
			"a release is like 6.1.0-56-cloud-amd64 (uname -r says it), a series like 6.1");
	name.series = arena_printf(arena, "%.*s", (int)len, release);
	name.version = version;
	if (release[len]) {
		name.release = release;
		name.flavour = package_flavour(release);
	}
	if (!name.flavour)
		return err_advise(err_new(ERR_FAILED,
				"'%s' is not the release of a Debian kernel for x86-64",
				release),
			"such a release ends in -amd64, -cloud-amd64 or -rt-amd64");
	*ret = name;
	return NULL;
}

bool package_name_fits(const struct package_name *name, const char *release,
		       const char *version)
{
	size_t len = series_len(release);

	if (name->version && strcmp(name->version, version))
		return false;
	if (name->release)
		return !strcmp(name->release, release);
	return len == strlen(name->series) && release[len] == '.' &&
	       !strncmp(release, name->series, len) &&
	       package_flavour(release) == name->flavour;
}
