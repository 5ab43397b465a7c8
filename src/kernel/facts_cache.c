// SPDX-License-Identifier: GPL-2.0
/*
 * facts_cache - an unpacked image and its decoded kallsyms in one file
 *
 * Decompressing and decoding are most of what loading a kernel's facts costs.
 * The file is found by the content of the vmlinuz, written whole or not at
 * all, never changed, and mapped to be read: head, symbols, image, names. A
 * hash over everything tells a damaged file, which is then as good as none.
 */
#include "kernel/facts_cache.h"

#include <stdio.h>
#include <string.h>
#include <xxhash.h>

#include "base/err.h"
#include "base/file.h"
#include "base/progress.h"

/* Changes with the layout, and whenever kallsyms.c decodes differently. */
#define CACHE_MAGIC "kmfacts1"

struct cache_head {
	char magic[8];
	uint64_t hash;		/* of all that follows */
	uint8_t key[16];
	uint64_t n_syms, image_size, names_size;
	uint64_t text;
	char build_id[72];
};

struct cache_sym {
	uint64_t addr, size;
	uint32_t name;		/* offset among the names */
	uint32_t sympos;
	uint32_t same;		/* index of the next of that name, or 0 */
	uint32_t type;
};

#define HASHED offsetof(struct cache_head, key)

struct err *facts_cache_open(struct facts_cache *cache, const char *dir,
			     const char *vmlinuz)
{
	XXH128_canonical_t hash;
	const uint8_t *data;
	struct err *err;
	size_t size;
	char *p;

	err = file_map(vmlinuz, &data, &size);
	if (err)
		return err;
	XXH128_canonicalFromHash(&hash, XXH3_128bits(data, size));
	file_unmap(data, size);
	cache->dir = dir;
	memcpy(cache->key, hash.digest, sizeof(cache->key));
	p = cache->name + sprintf(cache->name, "facts-");
	for (size_t i = 0; i < sizeof(cache->key); i++)
		p += sprintf(p, "%02x", cache->key[i]);
	return NULL;
}

/* Is it whole, ours, and of that kernel? */
static bool head_ok(const struct facts_cache *cache, const uint8_t *data,
		    size_t size, struct cache_head *ret)
{
	uint64_t room = size - sizeof(*ret);

	if (size < sizeof(*ret))
		return false;
	memcpy(ret, data, sizeof(*ret));
	return !memcmp(ret->magic, CACHE_MAGIC, sizeof(ret->magic)) &&
	       !memcmp(ret->key, cache->key, sizeof(ret->key)) &&
	       ret->n_syms <= room / sizeof(struct cache_sym) &&
	       ret->image_size <= room && ret->names_size <= room &&
	       ret->n_syms * sizeof(struct cache_sym) + ret->image_size +
			       ret->names_size == room &&
	       ret->hash == XXH3_64bits(data + HASHED, size - HASHED);
}

static bool sym_ok(const struct cache_head *head, const struct cache_sym *cs,
		   size_t i)
{
	return cs->name < head->names_size &&
	       (!cs->same || (cs->same > i && cs->same < head->n_syms));
}

/* Only what the hash cannot promise, that the writer was right, is checked. */
static bool syms_fill(struct facts *facts, const struct cache_head *head,
		      const uint8_t *data, const char *names)
{
	struct ksym *v = xcalloc(head->n_syms, sizeof(*v));
	struct cache_sym cs;

	for (size_t i = 0; i < head->n_syms; i++) {
		memcpy(&cs, data + i * sizeof(cs), sizeof(cs));
		if (!sym_ok(head, &cs, i)) {
			free(v);
			return false;
		}
		v[i] = (struct ksym){
			.name = names + cs.name, .addr = cs.addr,
			.size = cs.size, .type = cs.type,
			.sympos = cs.sympos,
			.same = cs.same ? &v[cs.same] : NULL,
		};
	}
	facts->ksyms.v = v;
	facts->ksyms.n = facts->ksyms.room = head->n_syms;
	vec_for_each(&facts->ksyms, sym)
		if (sym->sympos < 2)
			map_put(&facts->by_name, sym->name, sym);
	return true;
}

static bool facts_fill(struct facts *facts, const struct cache_head *head,
		       const uint8_t *data, size_t size)
{
	const uint8_t *syms = data + sizeof(*head), *image, *names;

	image = syms + head->n_syms * sizeof(struct cache_sym);
	names = image + head->image_size;
	if (!head->names_size || data[size - 1] ||
	    !syms_fill(facts, head, syms, (const char *)names))
		return false;
	facts->image.data = image;
	facts->image.size = head->image_size;
	facts->image.text = head->text;
	memcpy(facts->image.build_id, head->build_id,
	       sizeof(facts->image.build_id) - 1);
	facts->cached = data;
	facts->cached_size = size;
	return true;
}

static char *cache_path(const struct facts_cache *cache)
{
	return xasprintf("%s/%s", cache->dir, cache->name);
}

bool facts_cache_read(const struct facts_cache *cache, struct facts *facts)
{
	_cleanup_free_ char *path = cache_path(cache);
	struct cache_head head;
	const uint8_t *data;
	struct err *err;
	size_t size;

	err = file_map(path, &data, &size);
	if (err) {
		err_destroy(err);
		return false;
	}
	if (head_ok(cache, data, size, &head) &&
	    facts_fill(facts, &head, data, size))
		return true;
	file_unmap(data, size);
	return false;
}

/* Where each name is among the names, in the order of the symbols. */
static uint64_t names_size(const struct facts *facts)
{
	uint64_t size = 0;

	vec_for_each(&facts->ksyms, sym)
		size += strlen(sym->name) + 1;
	return size;
}

static void syms_emit(const struct facts *facts, uint8_t *out, char *names)
{
	struct cache_sym cs;
	uint32_t name = 0;
	size_t len;

	vec_for_each(&facts->ksyms, sym) {
		cs = (struct cache_sym){
			.addr = sym->addr, .size = sym->size, .name = name,
			.sympos = sym->sympos, .type = (uint8_t)sym->type,
			.same = sym->same ? sym->same - facts->ksyms.v : 0,
		};
		memcpy(out, &cs, sizeof(cs));
		out += sizeof(cs);
		len = strlen(sym->name) + 1;
		memcpy(names + name, sym->name, len);
		name += len;
	}
}

void facts_cache_write(const struct facts_cache *cache,
		       const struct facts *facts)
{
	_cleanup_free_ char *path = cache_path(cache);
	_cleanup_free_ uint8_t *data = NULL;
	struct cache_head head = {
		.magic = CACHE_MAGIC, .n_syms = facts->ksyms.n,
		.image_size = facts->image.size,
		.names_size = names_size(facts), .text = facts->image.text,
	};
	size_t syms = head.n_syms * sizeof(struct cache_sym);
	size_t size = sizeof(head) + syms + head.image_size + head.names_size;
	struct err *err;

	memcpy(head.key, cache->key, sizeof(head.key));
	memcpy(head.build_id, facts->image.build_id,
	       sizeof(facts->image.build_id));
	data = xmalloc(size);
	memcpy(data + sizeof(head) + syms, facts->image.data, head.image_size);
	syms_emit(facts, data + sizeof(head),
		  (char *)data + size - head.names_size);
	memcpy(data, &head, sizeof(head));
	head.hash = XXH3_64bits(data + HASHED, size - HASHED);
	memcpy(data, &head, sizeof(head));

	err = dir_make(cache->dir);
	if (!err)
		err = file_write(path, data, size);
	if (err)
		progress_verbose("facts are not cached: %s", err_text(err));
	err_destroy(err);
}
