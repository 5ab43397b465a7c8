// SPDX-License-Identifier: GPL-2.0
/*
 * link_info - what a patch module says of itself, and the ends of its tables
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "build/link.h"
#include "build/source_diff.h"
#include "elf/checksum.h"
#include "kmend_abi.h"

#ifndef KMEND_VERSION
#define KMEND_VERSION "0.1.0"
#endif

struct info {
	VEC(char) text;
};

static __printf(3, 4) void info_add(struct info *info, const char *key,
				    const char *fmt, ...)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	const char *line;
	va_list ap;

	va_start(ap, fmt);
	line = arena_printf(arena, "%s=%s", key, arena_vprintf(arena, fmt, ap));
	va_end(ap);
	do
		vec_push(&info->text, *line);
	while (*line++);
}

/* Has the patch a hook that is called while the machine is stopped? */
static bool has_instant(const struct obj *obj)
{
	const struct sec *sec = obj_find_sec(obj, KMEND_ABI_SEC_HOOKS);
	struct kmend_abi_hook hook;

	for (uint64_t at = 0; sec && at + sizeof(hook) <= sec->size;
	     at += sizeof(hook)) {
		memcpy(&hook, sec->data + at, sizeof(hook));
		if (hook.kind == KMEND_ABI_HOOK_PATCH ||
		    hook.kind == KMEND_ABI_HOOK_UNPATCH)
			return true;
	}
	return false;
}

/*
 * What the author says. If he says nothing, tasks may go on in old code that
 * they are inside of, unless something is done in the instant: that is for
 * data which means another thing from then on, and old code would not know.
 */
static const char *info_mode(const struct link *link, const struct obj *obj)
{
	if (link->livepatch)
		return KMEND_ABI_MODE_PER_TASK;
	if (link->said->mode)
		return link->said->mode;
	return has_instant(obj) ? KMEND_ABI_MODE_ATOMIC :
	       KMEND_ABI_MODE_PER_TASK;
}

static const char *info_name(const struct link *link)
{
	return link->livepatch ? KMEND_ABI_SEC_LIVEPATCH : KMEND_ABI_SEC_INFO;
}

static struct sec *info_write(const struct link *link, struct obj *obj)
{
	const struct facts *facts = link->facts;
	struct info info = {0};
	const char *desc = link->said->description;
	struct sec *sec;

	if (!desc)
		desc = link->description;
	info_add(&info, KMEND_ABI_KEY_CHECKSUM, CHECKSUM_ZEROS);
	info_add(&info, KMEND_ABI_KEY_ABI, "%d", KMEND_ABI_VERSION);
	info_add(&info, KMEND_ABI_KEY_NAME, "%s", link->name);
	info_add(&info, KMEND_ABI_KEY_DESC, "%s", desc);
	info_add(&info, KMEND_ABI_KEY_RELEASE, "%s", facts->release);
	info_add(&info, KMEND_ABI_KEY_BUILD_ID, "%s", facts->image.build_id);
	info_add(&info, KMEND_ABI_KEY_TEXT, "%llx",
		 (unsigned long long)facts->image.text);
	info_add(&info, KMEND_ABI_KEY_MODE, "%s", info_mode(link, obj));
	info_add(&info, KMEND_ABI_KEY_REPLACE, "%d", link->said->replace);
	info_add(&info, KMEND_ABI_KEY_CVES, "%s", link->said->cves);
	info_add(&info, KMEND_ABI_KEY_VERIFIED, "%d", !link->unverified);
	info_add(&info, KMEND_ABI_KEY_CALLBACKS, "%d", link_callbacks(obj));
	if (link->source_diff)
		info_add(&info, KMEND_ABI_KEY_ID, "%s",
			 source_diff_id(link->arena, link->name,
					facts->image.build_id,
					link->source_diff));
	if (link->on && *link->on)
		info_add(&info, KMEND_ABI_KEY_ON, "%s", link->on);
	info_add(&info, KMEND_ABI_KEY_TOOL, "kmend " KMEND_VERSION);
	sec = obj_add_sec(obj, info_name(link), SHT_PROGBITS, SHF_ALLOC, 1,
			  info.text.v, info.text.n);
	vec_deinit(&info.text);
	*link->ret_description = desc;
	link_marks_drop(obj);
	return sec;
}

/* Defines the symbol that the entry unit refers to. */
static struct err *end_define(struct obj *obj, const char *name,
			      struct sec *sec, uint64_t value)
{
	struct sym *sym = obj_find_sym(obj, name);

	if (!sym || sym->sec || sym->shndx != SHN_UNDEF)
		return err_new(ERR_FAILED, "the entry of the patch does not "
			       "refer to '%s'", name);
	sym->sec = sec;
	sym->value = value;
	sym->bind = STB_LOCAL;
	return NULL;
}

struct err *link_info(const struct link *link, struct obj *obj)
{
	const struct {
		const char *section, *start, *end;
	} tables[] = {
		{ info_name(link), "kmend_info_start", "kmend_info_end" },
		{ KMEND_ABI_SEC_OBJECTS, "kmend_objects_start",
		  "kmend_objects_end" },
		{ KMEND_ABI_SEC_FUNCS, "kmend_funcs_start", "kmend_funcs_end" },
		{ KMEND_ABI_SEC_RANGES, "kmend_ranges_start",
		  "kmend_ranges_end" },
		{ KMEND_ABI_SEC_SYMBOLS, "kmend_symbols_start",
		  "kmend_symbols_end" },
		{ KMEND_ABI_SEC_RELOCS, "kmend_relocs_start",
		  "kmend_relocs_end" },
		{ KMEND_ABI_SEC_HOOKS, "kmend_hooks_start", "kmend_hooks_end" },
	};
	struct sec *info = info_write(link, obj);
	struct err *err = NULL;

	for (size_t i = 0; !err && i < ARRAY_LEN(tables); i++) {
		struct sec *sec = obj_find_sec(obj, tables[i].section);
		/* the entry for mainline does not read all of them */
		if (link->livepatch && !obj_find_sym(obj, tables[i].start))
			continue;
		/* an empty table is somewhere, and has no end of its own */
		struct sec *at = sec ? sec : info;

		err = end_define(obj, tables[i].start, at, 0);
		if (!err)
			err = end_define(obj, tables[i].end, at,
					 sec ? sec->size : 0);
	}
	return err;
}
