// SPDX-License-Identifier: GPL-2.0
/*
 * btf - sizes of the kernel's types, from the BTF in its image
 *
 * libbpf checks the data when it takes it in; from then on every type and
 * name is inside of it. Two structs of one name exist where two units mean
 * different things by it (or see different parts of it): when their sizes
 * differ, nothing is known.
 */
#include "kernel/btf.h"

#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/progress.h"
#include "kernel/facts.h"

struct btf_types {
	pthread_mutex_t lock;	/* for what follows */
	bool read;
	struct btf *btf;	/* NULL: there is none */
	struct map sizes;	/* name (strdup) -> size, asked before */
};

struct btf_types *btf_types_create(void)
{
	struct btf_types *types = xcalloc(1, sizeof(*types));

	pthread_mutex_init(&types->lock, NULL);
	return types;
}

void btf_types_destroy(struct btf_types *types)
{
	if (!types)
		return;
	btf__free(types->btf);
	map_for_each(&types->sizes, slot)
		free((char *)(uintptr_t)slot->str);
	map_deinit(&types->sizes);
	pthread_mutex_destroy(&types->lock);
	free(types);
}

/* It would write to stderr what the caller gets as an error. */
static int print_nothing(enum libbpf_print_level level, const char *fmt,
			 va_list ap)
{
	(void)level;
	(void)fmt;
	(void)ap;
	return 0;
}

/*
 * libbpf 1.1 reads types where the head says they are, also at an odd place
 * (found by fuzzing).
 */
static bool btf_is_aligned(const uint8_t *data, size_t size)
{
	struct btf_header head;

	if (size < sizeof(head))
		return false;
	memcpy(&head, data, sizeof(head));
	return !(head.hdr_len & 3) && !(head.type_off & 3);
}

static struct btf *btf_read(const struct facts *facts)
{
	const struct ksym *start = facts_find(facts, "__start_BTF", 0);
	const struct ksym *stop = facts_find(facts, "__stop_BTF", 0);
	const uint8_t *data;
	struct btf *btf;
	uint64_t size;

	if (!start || !stop || stop->addr <= start->addr)
		return NULL;
	size = stop->addr - start->addr;
	data = image_at(&facts->image, start->addr, size);
	if (!data || size > UINT32_MAX || !btf_is_aligned(data, size))
		return NULL;
	libbpf_set_print(print_nothing);
	btf = btf__new(data, size);
	if (!btf)
		progress_verbose("the kernel's BTF cannot be read");
	return btf;
}

static uint32_t struct_size(const struct btf *btf, const char *name)
{
	uint32_t n = btf__type_cnt(btf), size = 0;
	const struct btf_type *type;
	const char *has;

	for (uint32_t i = 1; i < n; i++) {
		type = btf__type_by_id(btf, i);
		if (btf_kind(type) != BTF_KIND_STRUCT)
			continue;
		has = btf__name_by_offset(btf, type->name_off);
		if (!has || strcmp(has, name))
			continue;
		if (size && size != type->size)
			return 0;
		size = type->size;
	}
	return size;
}

uint32_t facts_struct_size(const struct facts *facts, const char *name)
{
	struct btf_types *types = facts->types;
	uint32_t size = 0;

	if (!types)
		return 0;
	pthread_mutex_lock(&types->lock);
	if (!types->read)
		types->btf = btf_read(facts);
	types->read = true;
	if (map_has(&types->sizes, name)) {
		size = (uintptr_t)map_find(&types->sizes, name);
	} else if (types->btf) {
		size = struct_size(types->btf, name);
		map_put(&types->sizes, xstrdup(name), (void *)(uintptr_t)size);
	}
	pthread_mutex_unlock(&types->lock);
	return size;
}
