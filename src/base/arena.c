// SPDX-License-Identifier: GPL-2.0
/*
 * Blocks in a list, newest first; a piece that does not fit the newest gets a
 * block of its own size if it is large. The one place where the program ends
 * for want of memory.
 */
#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"

#define BLOCK_SIZE ((size_t)64 * 1024)
#define ALIGN 16

struct block {
	struct block *next;
	size_t used, room;
	_Alignas(ALIGN) char data[];
};

struct arena {
	struct block *blocks;
	size_t size;
};

static void __attribute__((noreturn)) out_of_memory(size_t size)
{
	fprintf(stderr, "kmend: out of memory (%zu bytes wanted)\n", size);
	exit(1);
}

void *xmalloc(size_t size)
{
	void *p = malloc(size ? size : 1);

	if (!p)
		out_of_memory(size);
	return p;
}

void *xcalloc(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size ? size : 1);

	if (!p)
		out_of_memory(n * size);
	return p;
}

void *xrealloc(void *ptr, size_t size)
{
	void *p = realloc(ptr, size ? size : 1);

	if (!p)
		out_of_memory(size);
	return p;
}

char *xstrndup(const char *s, size_t n)
{
	char *copy = strndup(s, n);

	if (!copy)
		out_of_memory(n);
	return copy;
}

char *xstrdup(const char *s)
{
	return xstrndup(s, strlen(s));
}

char *xasprintf(const char *fmt, ...)
{
	va_list ap;
	char *text;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (n < 0)
		out_of_memory(0);
	return text;
}

void *vec_grow(void *v, size_t *room, size_t size)
{
	size_t want = *room ? *room * 2 : 8;
	size_t bytes;

	if (__builtin_mul_overflow(want, size, &bytes))
		out_of_memory(want);
	*room = want;
	return xrealloc(v, bytes);
}

struct arena *arena_create(void)
{
	return xcalloc(1, sizeof(struct arena));
}

void arena_destroy(struct arena *arena)
{
	struct block *block, *next;

	if (!arena)
		return;
	for (block = arena->blocks; block; block = next) {
		next = block->next;
		free(block);
	}
	free(arena);
}

static struct block *block_add(struct arena *arena, size_t size)
{
	size_t room = size > BLOCK_SIZE / 4 ? size : BLOCK_SIZE;
	struct block *block = xmalloc(sizeof(*block) + room);

	block->used = 0;
	block->room = room;
	arena->size += sizeof(*block) + room;
	/* A block made for one large piece is full: keep filling the old. */
	if (room == size && arena->blocks) {
		block->next = arena->blocks->next;
		arena->blocks->next = block;
	} else {
		block->next = arena->blocks;
		arena->blocks = block;
	}
	return block;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	struct block *block = arena->blocks;
	size_t need;
	void *p;

	if (size > SIZE_MAX / 2)
		out_of_memory(size);
	need = (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
	if (!block || block->room - block->used < need)
		block = block_add(arena, need);
	p = block->data + block->used;
	block->used += need;
	return memset(p, 0, need);
}

void *arena_array(struct arena *arena, size_t n, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(n, size, &bytes))
		out_of_memory(n);
	return arena_alloc(arena, bytes);
}

void *arena_memdup(struct arena *arena, const void *data, size_t size)
{
	void *p = arena_alloc(arena, size);

	if (size)
		memcpy(p, data, size);
	return p;
}

char *arena_strdup(struct arena *arena, const char *s)
{
	return arena_memdup(arena, s, strlen(s) + 1);
}

char *arena_vprintf(struct arena *arena, const char *fmt, va_list ap)
{
	va_list again;
	char *text;
	int n;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (n < 0)
		out_of_memory(0);
	text = arena_alloc(arena, (size_t)n + 1);
	vsnprintf(text, (size_t)n + 1, fmt, ap);
	return text;
}

char *arena_printf(struct arena *arena, const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = arena_vprintf(arena, fmt, ap);
	va_end(ap);
	return text;
}

size_t arena_size(const struct arena *arena)
{
	return arena->size;
}
