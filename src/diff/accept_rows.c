// SPDX-License-Identifier: GPL-2.0
/*
 * accept_rows - findings that a patch's author may accept, and what it means
 *
 * Only what depends on the meaning of the change, which nobody but the author
 * knows. A finding about what the engine or the core cannot do is not here.
 */
#include <string.h>

#include "diff/model.h"

static const struct {
	const char *code, *means;
} accepts[] = {
	{ "KM001", "the running kernel does without the change" },
	{ "KM002", "the running kernel does without the change" },
	{ "KM003", "the variable keeps the value that it has" },
	{ "KM005", "who uses the constant and did not change, and everybody "
		   "if it is global, goes on with the old one" },
	{ "KM008", "the running kernel does without the change" },
	{ "KM011", "the running kernel keeps it" },
	{ "KM012", "the running kernel does without the change" },
	{ "KM021", "the patch has a copy of its own" },
	{ "KM022", "it begins anew" },
	{ "KM030", "nobody calls it through that pointer" },
	{ "KM040", "old and new layout get along" },
	{ "KM041", "old and new layout get along" },
	{ "KM050", "code of the patch uses the new one, and everybody else "
		   "the one that was there" },
	{ "KM063", "callers of the old one get along with the new one" },
};

const char *accept_means(const char *code)
{
	for (size_t i = 0; i < ARRAY_LEN(accepts); i++)
		if (!strcmp(accepts[i].code, code))
			return accepts[i].means;
	return NULL;
}
