// SPDX-License-Identifier: GPL-2.0
#include "build/name.h"

#include <ctype.h>
#include <string.h>

#include "kmend_abi.h"

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static void suffix_cut(char *name, const char *suffix)
{
	size_t len = strlen(name), n = strlen(suffix);

	if (len > n && !strcmp(name + len - n, suffix))
		name[len - n] = '\0';
}

/* Only what the ABI allows; runs of other characters become one '-'. */
static void name_fold(char *name)
{
	char *to = name;

	for (const char *from = name; *from; from++) {
		unsigned char c = (unsigned char)*from;

		if (isalnum(c) && c < 0x80)
			*to++ = (char)tolower(c);
		else if (c == '_')
			*to++ = '_';
		else if (to > name && to[-1] != '-')
			*to++ = '-';
	}
	while (to > name && to[-1] == '-')
		to--;
	*to = '\0';
	if (strlen(name) > KMEND_ABI_NAME_MAX)
		name[KMEND_ABI_NAME_MAX] = '\0';
}

struct err *patch_name(struct arena *arena, const char *out, const char *patch,
		       const char **ret)
{
	char *name = arena_strdup(arena, base_name(out ? out : patch));

	if (out) {
		suffix_cut(name, ".ko");
		if (!strncmp(name, "kmend-", 6) || !strncmp(name, "kmend_", 6))
			name += 6;
	} else {
		suffix_cut(name, ".gz");
		suffix_cut(name, ".xz");
		suffix_cut(name, ".zst");
		suffix_cut(name, ".bz2");
		suffix_cut(name, ".patch");
		suffix_cut(name, ".diff");
		name += strspn(name, "0123456789-_");
	}
	name_fold(name);
	if (!*name)
		return err_advise(err_new(ERR_USAGE, "'%s' gives no name for "
					  "the patch", out ? out : patch),
				  "say -o kmend-NAME.ko, with a NAME of "
				  "letters, digits, '-' and '_'");
	*ret = name;
	return NULL;
}
