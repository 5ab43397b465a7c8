// SPDX-License-Identifier: GPL-2.0
/*
 * facts - what is known about one kernel, from its packages alone
 */
#include "kernel/facts.h"

#include <string.h>

#include "base/err.h"
#include "base/file.h"
#include "kernel/facts_cache.h"
#include "kernel/image.h"
#include "kernel/kallsyms.h"
#include "kernel/package.h"
#include "kernel/symvers.h"
#include "kernel/btf.h"

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

static struct err *image_read(struct facts *facts, const char *vmlinuz)
{
	struct err *err;

	err = image_load(vmlinuz, facts->arena, &facts->image);
	if (err)
		return err;
	err = kallsyms_read(facts);
	return err ? err_wrap(err, "'%s'", vmlinuz) : NULL;
}

static struct err *exports_read(struct facts *facts, const char *symvers)
{
	struct err *err;

	if (!symvers)
		return NULL;
	err = symvers_read(symvers, facts);
	return err ? err : exports_check(facts);
}

static struct facts *facts_create(const char *release)
{
	struct arena *arena = arena_create();
	struct facts *facts = arena_new(arena, struct facts);

	facts->arena = arena;
	facts->release = arena_strdup(arena, release);
	facts->types = btf_types_create();
	return facts;
}

struct err *facts_load(const char *release, const char *vmlinuz,
		       const char *symvers, struct facts **ret)
{
	struct facts *facts = facts_create(release);
	struct err *err;

	err = image_read(facts, vmlinuz);
	if (!err)
		err = exports_read(facts, symvers);
	if (err) {
		facts_destroy(facts);
		return err;
	}
	*ret = facts;
	return NULL;
}

struct err *facts_load_cached(const char *release, const char *vmlinuz,
			      const char *symvers, const char *dir,
			      struct facts **ret)
{
	struct facts *facts = facts_create(release);
	struct facts_cache cache;
	struct err *err;

	err = facts_cache_open(&cache, dir, vmlinuz);
	if (!err && !facts_cache_read(&cache, facts)) {
		err = image_read(facts, vmlinuz);
		if (!err)
			facts_cache_write(&cache, facts);
	}
	if (!err)
		err = exports_read(facts, symvers);
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
	btf_types_destroy(facts->types);
	file_unmap(facts->cached, facts->cached_size);
	arena_destroy(facts->arena);
}

struct err *facts_build_id(const struct kernel *kernel, char ret[65])
{
	_cleanup_free_ char *dir = xasprintf("%s/facts", kernel->dir);
	struct facts *facts = NULL;
	struct err *err;

	err = facts_load_cached(kernel->release, kernel->image, NULL, dir,
				&facts);
	if (err)
		return err;
	memcpy(ret, facts->image.build_id, sizeof(facts->image.build_id));
	facts_destroy(facts);
	return NULL;
}
