// SPDX-License-Identifier: GPL-2.0
/* link_todo - what an author writes instead of what only a module has */
#include <string.h>

#include "base/err.h"
#include "build/link.h"

const char *link_module_todo(const struct sym *sym)
{
	static const struct {
		const char *prefix, *todo;
	} rows[] = {
		{ "__SCK__", "call the function that the static call leads "
			     "to, or one that the module exports" },
		{ "__SCT__", "call the function that the static call leads "
			     "to, or one that the module exports" },
		{ "__tracepoint_", "leave out the trace event; pr_debug() "
				   "can be switched, too" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (!strncmp(sym->name, rows[i].prefix,
			     strlen(rows[i].prefix)))
			return rows[i].todo;
	return "let the patch not use it; of a static key, ask an exported "
	       "function of the module, not the key";
}
