// SPDX-License-Identifier: GPL-2.0
/*
 * link_calls - sites of static calls whose trampoline is exported
 *
 * objtool lets a site name the trampoline where it does not see the key, and
 * the kernel looks the key up in a table when the module is loaded
 * (static_call_add_module(), kernel/static_call_inline.c, Linux 6.1 and 6.12).
 * That table has trampolines which are exported alone. One that is exported
 * together with its key (EXPORT_STATIC_CALL(), and so each exported
 * tracepoint) is not in it, and the load would fail: then the site names the
 * key, as in the kernel's own modules.
 */
#include <string.h>

#include "build/link.h"

struct sym *link_call_import(const struct link *link, struct obj *obj,
			     struct sym *site)
{
	static const char tramp_prefix[] = "__SCT__";
	const char *key;
	struct sym *sym;

	if (site->sec || strncmp(site->name, tramp_prefix,
				 strlen(tramp_prefix)))
		return site;
	key = arena_printf(link->arena, "__SCK__%s",
			   site->name + strlen(tramp_prefix));
	if (!map_has(&link->facts->exports, key))
		return site;
	sym = obj_find_sym(obj, key);
	return sym ? sym : obj_add_sym(obj, key, STB_GLOBAL, STT_NOTYPE, NULL,
				       0, 0);
}
