// SPDX-License-Identifier: GPL-2.0
/*
 * facts - what is known about one kernel, from its packages alone
 */
#include "kernel/facts.h"

#include <string.h>

#include "base/err.h"
#include "kernel/image.h"
#include "kernel/kallsyms.h"
#include "kernel/symvers.h"

const struct ksym *facts_find(const struct facts *facts, const char *name,
			      uint32_t sympos)
{
	const struct ksym *sym = map_find(&facts->by_name, name);

	if (!sym || !sympos)
		return sym && sym->same ? NULL : sym;
	while (sym && --sympos)
		sym = sym->same;
	return sym;
}

const struct ksym *facts_find_at(const struct facts *facts, const char *name,
				 uint64_t addr)
{
	const struct ksym *sym = map_find(&facts->by_name, name);

	while (sym && sym->addr != addr)
		sym = sym->same;
	return sym;
}

size_t facts_count(const struct facts *facts, const char *name)
{
	const struct ksym *sym = map_find(&facts->by_name, name);
	size_t n = 0;

	for (; sym; sym = sym->same)
		n++;
	return n;
}

/** Every export of the image must have an address: were the files mixed? */
static struct err *exports_check(const struct facts *facts)
{
	const struct kexport *export;

	map_for_each(&facts->exports, slot) {
		export = slot->value;
		if (!strcmp(export->module, "vmlinux") &&
		    !facts_count(facts, export->name))
			return err_new(ERR_FAILED, "Module.symvers is of "
				       "another kernel: '%s' is not in the "
				       "image", export->name);
	}
	return NULL;
}

static struct err *facts_read(struct facts *facts, const char *vmlinuz,
			      const char *symvers)
{
	struct err *err;

	err = image_load(vmlinuz, facts->arena, &facts->image);
	if (err)
		return err;
	err = kallsyms_read(facts);
	if (err)
		return err_wrap(err, "'%s'", vmlinuz);
	if (!symvers)
		return NULL;
	err = symvers_read(symvers, facts);
	if (err)
		return err;
	return exports_check(facts);
}

struct err *facts_load(const char *release, const char *vmlinuz,
		       const char *symvers, struct facts **ret)
{
	struct arena *arena = arena_create();
	struct facts *facts = arena_new(arena, struct facts);
	struct err *err;

	facts->arena = arena;
	facts->release = arena_strdup(arena, release);
	err = facts_read(facts, vmlinuz, symvers);
	if (err) {
		facts_destroy(facts);
		return err;
	}
	*ret = facts;
	return NULL;
}

void facts_destroy(struct facts *facts)
{
	if (!facts)
		return;
	vec_deinit(&facts->ksyms);
	map_deinit(&facts->by_name);
	map_deinit(&facts->exports);
	arena_destroy(facts->arena);
}
