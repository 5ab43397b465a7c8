/* SPDX-License-Identifier: GPL-2.0 */
/*
 * vec - a growing array of any type
 *
 *	VEC(struct sym *) syms = {0};
 *	vec_push(&syms, sym);
 *	vec_for_each(&syms, p) use(*p);
 *	vec_deinit(&syms);
 *
 * Elements move when the vector grows: keep indices, not pointers to them.
 */
#ifndef KMEND_BASE_VEC_H
#define KMEND_BASE_VEC_H

#include <stddef.h>
#include <stdlib.h>

#define VEC(type) struct { type *v; size_t n, room; }

/* Makes room for one more element; used by vec_push() only. */
void *vec_grow(void *v, size_t *room, size_t size);

#define vec_push(vec, elem)						\
	do {								\
		if ((vec)->n == (vec)->room)				\
			(vec)->v = vec_grow((vec)->v, &(vec)->room,	\
					    sizeof(*(vec)->v));		\
		(vec)->v[(vec)->n++] = (elem);				\
	} while (0)

#define vec_for_each(vec, p)						\
	for (__typeof__(*(vec)->v) *p = (vec)->v,			\
	     *p##_end_ = (vec)->n ? (vec)->v + (vec)->n : (vec)->v;	\
	     p != p##_end_; p++)

#define vec_sort(vec, cmp)						\
	do {								\
		if ((vec)->n > 1)					\
			qsort((vec)->v, (vec)->n, sizeof(*(vec)->v), cmp); \
	} while (0)

#define vec_deinit(vec)							\
	do {								\
		free((vec)->v);						\
		(vec)->v = NULL;					\
		(vec)->n = (vec)->room = 0;				\
	} while (0)

#endif
