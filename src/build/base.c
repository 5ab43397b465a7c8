// SPDX-License-Identifier: GPL-2.0
/*
 * base - the patches that a patch is built on (kmend build --on)
 *
 * A patch module keeps what it changes in the source (source_diff.h). These
 * diffs are applied in front of the author's, to the source of the kernel, and
 * the build goes on as ever: the new patch is compared with the stock kernel,
 * so it has the changes of its bases, too.
 *
 * Example: kmend-a.ko changes f() and g(). `kmend build --on kmend-a.ko
 * b.patch`, where b.patch changes g() and h(), makes a patch of f(), g(), h().
 */
#include "build/base.h"

#include <string.h>

#include "build/source_diff.h"
#include "kmend_abi.h"

/* The value of @key in .kmend.info, or NULL; nobody has checked the bytes. */
static const char *info_find(struct arena *arena, const struct sec *sec,
			     const char *key)
{
	size_t len = strlen(key);

	for (uint64_t at = 0; sec->data && at < sec->size;) {
		const char *p = (const char *)sec->data + at;
		size_t n = strnlen(p, sec->size - at);

		if (n > len && !strncmp(p, key, len) && p[len] == '=')
			return arena_printf(arena, "%.*s", (int)(n - len - 1),
					    p + len + 1);
		at += n + 1;
	}
	return NULL;
}

/* IDs become part of another .kmend.info, and go to terminals. */
static bool ids_are_valid(const char *ids)
{
	return strspn(ids, "abcdefghijklmnopqrstuvwxyz0123456789_-: ") ==
	       strlen(ids);
}

/* Of a patch; it may come from anywhere. */
static bool name_is_valid(const char *name)
{
	return *name && !strpbrk(name, ": ") && ids_are_valid(name);
}

static bool is_printable(const char *text)
{
	for (const char *p = text; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			return false;
	return true;
}

static struct err *base_info(struct arena *arena, const struct obj *obj,
			     bool unverified, struct base *base)
{
	const struct sec *sec = obj_find_sec(obj, KMEND_ABI_SEC_INFO);
	const char *verified;

	if (!sec)
		return err_new(ERR_FAILED, "'%s' is no patch module of kmend's "
			       "own format", base->path);
	base->name = info_find(arena, sec, KMEND_ABI_KEY_NAME);
	base->id = info_find(arena, sec, KMEND_ABI_KEY_ID);
	base->on = info_find(arena, sec, KMEND_ABI_KEY_ON);
	base->release = info_find(arena, sec, KMEND_ABI_KEY_RELEASE);
	base->build_id = info_find(arena, sec, KMEND_ABI_KEY_BUILD_ID);
	base->cves = info_find(arena, sec, KMEND_ABI_KEY_CVES);
	verified = info_find(arena, sec, KMEND_ABI_KEY_VERIFIED);
	base->on = base->on ? base->on : "";
	base->cves = base->cves ? base->cves : "";
	if (!base->id || !base->diff)
		return err_advise(err_new(ERR_FAILED, "'%s' does not hold what "
					  "it changes in the source",
					  base->path),
				  "build it again with this kmend");
	if (!unverified && (!verified || strcmp(verified, "1") != 0))
		return err_advise(err_new(ERR_FAILED, "'%s' was built with "
					  "--unverified", base->path),
				  "what is built on it needs --unverified, too");
	return NULL;
}

/* The ID says which diff it was: a module whose parts differ is no base. */
static struct err *base_check(struct arena *arena, const struct base *base)
{
	const char *id;

	if (!base->name || !base->release || !base->build_id ||
	    !name_is_valid(base->name) || !ids_are_valid(base->id) ||
	    !ids_are_valid(base->on) || !is_printable(base->release) ||
	    !is_printable(base->build_id) || !is_printable(base->cves))
		return err_new(ERR_FAILED, "damaged patch module: '%s'",
			       base->path);
	id = source_diff_id(arena, base->name, base->build_id, base->diff);
	if (strcmp(id, base->id) != 0)
		return err_new(ERR_FAILED, "damaged patch module: '%s': what it "
			       "holds of the source is not what it was built of",
			       base->path);
	return NULL;
}

static struct err *base_read(struct arena *arena, const char *path,
			     bool unverified, struct base *ret)
{
	struct base base = { .path = arena_strdup(arena, path) };
	_cleanup_obj_ struct obj *obj = NULL;
	struct err *err;

	err = obj_read(path, &obj);
	if (!err)
		err = source_diff_read(arena, obj, &base.diff);
	if (err)
		return err_wrap(err, "--on '%s'", path);
	err = base_info(arena, obj, unverified, &base);
	if (!err)
		err = base_check(arena, &base);
	if (!err)
		*ret = base;
	return err;
}

/* Is @id one of the words of @ids? */
static bool ids_have(const char *ids, const char *id)
{
	size_t len = strlen(id);

	for (const char *at = ids; (at = strstr(at, id)); at += len)
		if ((at == ids || at[-1] == ' ') &&
		    (at[len] == ' ' || !at[len]))
			return true;
	return false;
}

/* Changes that come twice would not apply, and nobody would know why. */
static struct err *bases_check_twice(const struct bases *bases)
{
	vec_for_each(&bases->list, a)
		vec_for_each(&bases->list, b)
			if (a != b && (!strcmp(a->id, b->id) ||
				       ids_have(a->on, b->id)))
				return err_new(ERR_USAGE, "--on '%s': '%s' has "
					       "its changes already", b->path,
					       a->path);
	return NULL;
}

struct err *bases_read(struct arena *arena, const char *const *paths, size_t n,
		       bool unverified, struct bases *ret)
{
	struct err *err = NULL;

	for (size_t i = 0; !err && i < n; i++) {
		struct base base;

		err = base_read(arena, paths[i], unverified, &base);
		if (!err)
			vec_push(&ret->list, base);
	}
	return err ? err : bases_check_twice(ret);
}

void bases_deinit(struct bases *bases)
{
	vec_deinit(&bases->list);
}

struct err *bases_diffs(struct arena *arena, const struct bases *bases,
			struct diffs *ret)
{
	struct err *err = NULL;

	vec_for_each(&bases->list, base) {
		struct unidiff diff;

		err = unidiff_parse(arena, base->path,
				    arena_strdup(arena, base->diff), 1, &diff);
		if (err)
			break;
		vec_push(&ret->list, diff);
	}
	return err;
}

const char *bases_ids(struct arena *arena, const struct bases *bases)
{
	const char *ids = "";

	vec_for_each(&bases->list, base) {
		char *rest = arena_printf(arena, "%s %s", base->on, base->id);
		const char *id;

		while ((id = strsep(&rest, " ")))
			if (*id && !ids_have(ids, id))
				ids = arena_printf(arena, "%s%s%s", ids,
						   *ids ? " " : "", id);
	}
	return ids;
}

const char *bases_cves(struct arena *arena, const struct bases *bases,
		       const char *more)
{
	const char *cves = "";

	vec_for_each(&bases->list, base) {
		char *rest = arena_strdup(arena, base->cves), *cve;

		while ((cve = strsep(&rest, " ")))
			if (*cve)
				cves = cves_add(arena, cves, cve);
	}
	if (!*cves)
		return more;
	for (char *rest = arena_strdup(arena, more), *cve;
	     (cve = strsep(&rest, " "));)
		if (*cve)
			cves = cves_add(arena, cves, cve);
	return cves;
}

struct err *bases_check_name(const struct bases *bases, const char *name)
{
	vec_for_each(&bases->list, base)
		if (!strcmp(base->name, name))
			return err_advise(err_new(ERR_USAGE, "the patch has the "
						  "name of '%s', whose place "
						  "it takes", base->path),
					  "give it another one: -o "
					  "kmend-NAME.ko");
	return NULL;
}

struct err *bases_check_release(const struct bases *bases, const char *release)
{
	vec_for_each(&bases->list, base)
		if (strcmp(base->release, release) != 0)
			return err_new(ERR_FAILED, "'%s' is for %s, not for %s",
				       base->path, base->release, release);
	return NULL;
}

struct err *bases_check_build(const struct bases *bases, const char *build_id)
{
	vec_for_each(&bases->list, base)
		if (strcmp(base->build_id, build_id) != 0)
			return err_new(ERR_FAILED, "'%s' is for another build "
				       "of %s: %s, not %s", base->path,
				       base->release, base->build_id, build_id);
	return NULL;
}
