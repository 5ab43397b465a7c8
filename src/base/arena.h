/* SPDX-License-Identifier: GPL-2.0 */
/*
 * arena - memory that is given out piece by piece and freed all at once
 *
 * An arena belongs to one object (an obj, a diff, a facts). Nothing from it is
 * freed singly. Out of memory ends the program here, with a message, and
 * nowhere else: callers never see NULL.
 */
#ifndef KMEND_BASE_ARENA_H
#define KMEND_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

#include "base/err.h"

struct arena;

struct arena *arena_create(void);
/** Frees everything that came from it; NULL is fine. */
void arena_destroy(struct arena *arena);

/** @size bytes, zeroed, aligned to 16. */
void *arena_alloc(struct arena *arena, size_t size);
/** @n elements of @size bytes, zeroed; an overflow ends the program. */
void *arena_array(struct arena *arena, size_t n, size_t size);
void *arena_memdup(struct arena *arena, const void *data, size_t size);
char *arena_strdup(struct arena *arena, const char *s);
char *arena_printf(struct arena *arena, const char *fmt, ...) __printf(2, 3);
char *arena_vprintf(struct arena *arena, const char *fmt, va_list ap)
	__printf(2, 0);
/** Bytes that the arena holds now. */
size_t arena_size(const struct arena *arena);

#define arena_new(arena, type) ((type *)arena_alloc(arena, sizeof(type)))

static inline void arena_cleanup(struct arena **arena)
{
	arena_destroy(*arena);
}
#define _cleanup_arena_ __attribute__((cleanup(arena_cleanup)))

/* malloc() and friends that end the program when memory is out. */
void *xmalloc(size_t size);
void *xcalloc(size_t n, size_t size);
void *xrealloc(void *ptr, size_t size);
char *xstrdup(const char *s);
char *xstrndup(const char *s, size_t n);
char *xasprintf(const char *fmt, ...) __printf(1, 2);

static inline void free_cleanup(void *ptr)
{
	void *p;

	__builtin_memcpy(&p, ptr, sizeof(p));
	__builtin_free(p);
}
#define _cleanup_free_ __attribute__((cleanup(free_cleanup)))

#endif
