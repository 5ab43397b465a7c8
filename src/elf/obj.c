// SPDX-License-Identifier: GPL-2.0
/*
 * obj - the object model: make, find, prune
 *
 * obj_read.c and obj_write.c turn files into models and back; everything else
 * that changes a model is here.
 */
#include "elf/obj.h"

#include <assert.h>
#include <string.h>

#include "base/err.h"

struct obj *obj_create(const char *path)
{
	struct arena *arena = arena_create();
	struct obj *obj = arena_new(arena, struct obj);

	obj->arena = arena;
	obj->path = arena_strdup(arena, path);
	return obj;
}

void obj_destroy(struct obj *obj)
{
	if (!obj)
		return;
	vec_deinit(&obj->secs);
	vec_deinit(&obj->syms);
	arena_destroy(obj->arena);
}

struct sec *obj_add_sec(struct obj *obj, const char *name, uint32_t type,
			uint64_t flags, uint64_t align, const void *data,
			uint64_t size)
{
	struct sec *sec = arena_new(obj->arena, struct sec);

	assert(data || type == SHT_NOBITS || !size);
	sec->obj = obj;
	sec->name = arena_strdup(obj->arena, name);
	sec->type = type;
	sec->flags = flags;
	sec->align = align;
	sec->size = size;
	if (type != SHT_NOBITS)
		sec->data = arena_memdup(obj->arena, data ? data : "", size);
	vec_push(&obj->secs, sec);
	sec->sym = obj_add_sym(obj, "", STB_LOCAL, STT_SECTION, sec, 0, 0);
	return sec;
}

struct sym *obj_add_sym(struct obj *obj, const char *name, uint8_t bind,
			uint8_t type, struct sec *sec, uint64_t value,
			uint64_t size)
{
	struct sym *sym = arena_new(obj->arena, struct sym);

	sym->obj = obj;
	sym->name = arena_strdup(obj->arena, name);
	sym->bind = bind;
	sym->type = type;
	sym->sec = sec;
	sym->value = value;
	sym->size = size;
	vec_push(&obj->syms, sym);
	return sym;
}

/*
 * The array grows in the arena, so it is never freed singly: what doubling
 * leaves behind is less than the final array.
 */
void sec_reserve_relas(struct sec *sec, size_t n)
{
	size_t room = sec->relas.n + n;
	struct rela *v;

	if (room <= sec->relas.room)
		return;
	v = arena_array(sec->obj->arena, room, sizeof(*v));
	if (sec->relas.n)
		memcpy(v, sec->relas.v, sec->relas.n * sizeof(*v));
	sec->relas.v = v;
	sec->relas.room = room;
}

void sec_add_rela(struct sec *sec, uint64_t off, uint32_t type,
		  struct sym *sym, int64_t addend)
{
	assert(sym);
	if (sec->relas.n == sec->relas.room)
		sec_reserve_relas(sec, sec->relas.n ? sec->relas.n : 4);
	sec->relas.v[sec->relas.n++] = (struct rela){
		.off = off, .type = type, .sym = sym, .addend = addend,
	};
}

struct sec *obj_find_sec(const struct obj *obj, const char *name)
{
	vec_for_each(&obj->secs, sec)
		if (strcmp((*sec)->name, name) == 0)
			return *sec;
	return NULL;
}

struct sym *obj_find_sym(const struct obj *obj, const char *name)
{
	struct sym *local = NULL;

	vec_for_each(&obj->syms, p) {
		struct sym *sym = *p;

		if (sym->type == STT_SECTION || strcmp(sym->name, name) != 0)
			continue;
		if (sym->bind != STB_LOCAL)
			return sym;
		if (!local)
			local = sym;
	}
	return local;
}

void obj_prune(struct obj *obj)
{
	size_t n = 0;

	vec_for_each(&obj->secs, p) {
		if (!(*p)->keep)
			continue;
		vec_for_each(&(*p)->relas, rela)
			assert(rela->sym->keep);
		obj->secs.v[n++] = *p;
	}
	obj->secs.n = n;

	n = 0;
	vec_for_each(&obj->syms, p)
		if ((*p)->keep) {
			assert(!(*p)->sec || (*p)->sec->keep);
			obj->syms.v[n++] = *p;
		}
	obj->syms.n = n;
}
