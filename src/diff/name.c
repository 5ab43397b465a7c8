// SPDX-License-Identifier: GPL-2.0
/*
 * name - which parts of a symbol's name mean something
 *
 * gcc numbers static locals (count.3) and the pieces of a function it takes
 * apart (foo.part.0, foo.constprop.1.cold); the kernel's macros number what
 * __UNIQUE_ID() makes (__UNIQUE_ID_ddebug258). The numbers shift with every
 * line that is added above.
 */
#include <ctype.h>
#include <string.h>

#include "diff/model.h"

/* Names of constants that exist once for each use. */
static const char *const made[] = {
	"CSWTCH", "__func__", "__FUNCTION__", "__PRETTY_FUNCTION__", "C",
};

static const char *const unique[] = {
	"__UNIQUE_ID_", "__addressable_", "__initcall__", "__BTF_ID__",
};

static bool is_unique(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(unique); i++)
		if (!strncmp(name, unique[i], strlen(unique[i])))
			return true;
	return false;
}

/* Does ".12" begin here, up to the end or the next dot? */
static size_t dot_number(const char *s)
{
	size_t n = 1;

	if (*s != '.' || !isdigit((unsigned char)s[1]))
		return 0;
	while (isdigit((unsigned char)s[n]))
		n++;
	return s[n] == '\0' || s[n] == '.' ? n : 0;
}

const char *name_base(struct arena *arena, const char *name)
{
	char *base = arena_strdup(arena, name), *out = base;
	bool strip = is_unique(name);

	for (const char *s = name; *s;) {
		size_t n = dot_number(s);

		if (n)
			s += n;
		else if (strip && isdigit((unsigned char)*s))
			s++;
		else
			*out++ = *s++;
	}
	*out = '\0';
	return base;
}

bool name_is_numbered(const char *name)
{
	for (const char *s = name; (s = strchr(s, '.')); s++)
		if (dot_number(s))
			return true;
	return is_unique(name);
}

size_t name_first(const char *name)
{
	const char *number = strrchr(name, '.');
	const char *dot = strchr(name, '.');

	if (!number || number == dot || number[dot_number(number)])
		return 0;
	return dot > name ? (size_t)(number - name) : 0;
}

bool name_is_made(const char *name)
{
	size_t n = strcspn(name, ".");

	if (!strncmp(name, ".L", 2))
		return true;
	if (!dot_number(name + n))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(made); i++)
		if (strlen(made[i]) == n && !strncmp(made[i], name, n))
			return true;
	return false;
}

size_t name_stem(const char *name)
{
	static const char *const suffix[] = {
		".cold", ".part.", ".isra.", ".constprop.", ".localalias",
	};
	size_t len = strlen(name);

	for (size_t i = 0; i < ARRAY_LEN(suffix); i++) {
		const char *at = strstr(name, suffix[i]);

		if (at && at > name && (size_t)(at - name) < len)
			len = at - name;
	}
	return len;
}

bool name_is_ftrace(const char *name)
{
	return !strcmp(name, "__fentry__") || !strcmp(name, "mcount") ||
	       !strcmp(name, "_mcount");
}

bool name_is_padding(const char *name)
{
	return !strncmp(name, "__pfx_", 6);
}

bool name_is_cold(const char *name)
{
	const char *at = strstr(name, ".cold");

	return at && at > name && (!at[5] || dot_number(at + 5));
}
