// SPDX-License-Identifier: GPL-2.0
#include "base/map.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "base/arena.h"
#include "base/vec.h"

void map_init(struct map *map, bool by_num)
{
	memset(map, 0, sizeof(*map));
	map->by_num = by_num;
}

void map_deinit(struct map *map)
{
	free(map->slots);
	free(map->index);
	map_init(map, map->by_num);
}

static uint64_t hash_of(const char *str, uint64_t num)
{
	return str ? XXH3_64bits(str, strlen(str)) :
		     XXH3_64bits(&num, sizeof(num));
}

static bool slot_is(const struct map_slot *slot, const char *str, uint64_t num,
		    uint64_t hash)
{
	if (slot->hash != hash)
		return false;
	return str ? !strcmp(slot->str, str) : slot->num == num;
}

/* The place in the index where the key is, or where it belongs. */
static uint32_t *probe(const struct map *map, const char *str, uint64_t num,
		       uint64_t hash)
{
	size_t mask = map->index_size - 1;
	size_t i = hash & mask;

	while (map->index[i] &&
	       !slot_is(&map->slots[map->index[i] - 1], str, num, hash))
		i = (i + 1) & mask;
	return &map->index[i];
}

/* The index is at most half full, so that probing ends soon. */
static void index_grow(struct map *map)
{
	size_t size = map->index_size ? map->index_size * 2 : 16;

	free(map->index);
	map->index = xcalloc(size, sizeof(*map->index));
	map->index_size = size;
	for (size_t i = 0; i < map->n; i++) {
		struct map_slot *slot = &map->slots[i];

		*probe(map, slot->str, slot->num, slot->hash) =
			(uint32_t)i + 1;
	}
}

static void put(struct map *map, const char *str, uint64_t num, void *value)
{
	uint64_t hash = hash_of(str, num);
	uint32_t *place;

	if ((map->n + 1) * 2 > map->index_size)
		index_grow(map);
	place = probe(map, str, num, hash);
	if (*place) {
		map->slots[*place - 1].value = value;
		return;
	}
	if (map->n == map->room)
		map->slots = vec_grow(map->slots, &map->room,
				      sizeof(*map->slots));
	map->slots[map->n] = (struct map_slot){
		.str = str, .num = num, .hash = hash, .value = value,
	};
	*place = (uint32_t)++map->n;
}

static struct map_slot *find(const struct map *map, const char *str,
			     uint64_t num)
{
	uint32_t *place;

	if (!map->n)
		return NULL;
	place = probe(map, str, num, hash_of(str, num));
	return *place ? &map->slots[*place - 1] : NULL;
}

void map_put(struct map *map, const char *key, void *value)
{
	put(map, key, 0, value);
}

void map_put_num(struct map *map, uint64_t key, void *value)
{
	put(map, NULL, key, value);
}

void *map_find(const struct map *map, const char *key)
{
	struct map_slot *slot = find(map, key, 0);

	return slot ? slot->value : NULL;
}

void *map_find_num(const struct map *map, uint64_t key)
{
	struct map_slot *slot = find(map, NULL, key);

	return slot ? slot->value : NULL;
}

bool map_has(const struct map *map, const char *key)
{
	return find(map, key, 0) != NULL;
}
