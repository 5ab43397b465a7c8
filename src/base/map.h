/* SPDX-License-Identifier: GPL-2.0 */
/*
 * map - from a string or a number to a pointer
 *
 * Open addressing, grows by itself. Keys that are strings are borrowed: they
 * must live as long as the map. Order of iteration is order of insertion, so
 * that what is printed from a map is the same on every run.
 */
#ifndef KMEND_BASE_MAP_H
#define KMEND_BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct map_slot {
	const char *str;	/* the key, when the map is by string */
	uint64_t num;		/* the key, when the map is by number */
	uint64_t hash;
	void *value;
};

struct map {
	bool by_num;
	struct map_slot *slots;	/* in order of insertion */
	size_t n, room;
	uint32_t *index;	/* hash -> slot + 1, 0 is empty */
	size_t index_size;	/* a power of two */
};

/** An empty map; {0} is an empty map by string as well. */
void map_init(struct map *map, bool by_num);
void map_deinit(struct map *map);

/** Sets or replaces. */
void map_put(struct map *map, const char *key, void *value);
void map_put_num(struct map *map, uint64_t key, void *value);

/** The value, or NULL if the key is not there. */
void *map_find(const struct map *map, const char *key);
void *map_find_num(const struct map *map, uint64_t key);

/** Is the key there (a value may be NULL)? */
bool map_has(const struct map *map, const char *key);

#define map_for_each(map, slot)						\
	for (struct map_slot *slot = (map)->slots;			\
	     (map)->n && slot != (map)->slots + (map)->n; slot++)

#define _cleanup_map_ __attribute__((cleanup(map_deinit)))

#endif
