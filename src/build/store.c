// SPDX-License-Identifier: GPL-2.0
/*
 * store - files that were made before, by what they were made of
 *
 * A key is a checksum of 128 bits over all that goes in. A file appears whole
 * under its name, so that several builds may share a store without a lock.
 */
#include "build/store.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <xxhash.h>

#include "base/file.h"
#include "base/vec.h"

#define FILES_MAX	1024

struct store_key {
	XXH3_state_t *state;
};

struct stored {
	char *path;
	time_t used;
};

struct store_key *store_key_create(void)
{
	struct store_key *key = xcalloc(1, sizeof(*key));

	key->state = XXH3_createState();
	XXH3_128bits_reset(key->state);
	return key;
}

void store_key_destroy(struct store_key *key)
{
	if (!key)
		return;
	XXH3_freeState(key->state);
	free(key);
}

static void key_bytes(struct store_key *key, const void *data, size_t size)
{
	uint64_t n = size;

	XXH3_128bits_update(key->state, &n, sizeof(n));
	XXH3_128bits_update(key->state, data, size);
}

void store_key_text(struct store_key *key, const char *text)
{
	key_bytes(key, text, strlen(text));
}

struct err *store_key_file(struct store_key *key, const char *path)
{
	const uint8_t *map;
	struct err *err;
	size_t size;

	store_key_text(key, path_exists(path) ? "file" : "none");
	if (!path_exists(path))
		return NULL;
	err = file_map(path, &map, &size);
	if (err)
		return err;
	key_bytes(key, map ? (const void *)map : "", size);
	file_unmap(map, size);
	return NULL;
}

const char *store_path(struct arena *arena, const struct store_key *key,
		       const char *dir)
{
	XXH128_hash_t hash = XXH3_128bits_digest(key->state);

	return arena_printf(arena, "%s/%016llx%016llx", dir,
			    (unsigned long long)hash.high64,
			    (unsigned long long)hash.low64);
}

static int older(const void *a, const void *b)
{
	const struct stored *x = a, *y = b;

	return (x->used > y->used) - (x->used < y->used);
}

/* The older half goes when there are too many. */
static void store_trim(const char *dir)
{
	VEC(struct stored) files = {0};
	DIR *d = opendir(dir);
	struct dirent *entry;
	struct stat st;

	while (d && (entry = readdir(d))) {
		if (*entry->d_name == '.' ||
		    fstatat(dirfd(d), entry->d_name, &st, 0))
			continue;
		vec_push(&files, ((struct stored){ .used = st.st_mtime,
			.path = xasprintf("%s/%s", dir, entry->d_name) }));
	}
	if (d)
		closedir(d);
	vec_sort(&files, older);
	for (size_t i = 0; i < files.n; i++) {
		if (files.n > FILES_MAX && i < files.n / 2)
			remove(files.v[i].path);
		free(files.v[i].path);
	}
	vec_deinit(&files);
}

void store_put(const char *path, const char *file)
{
	_cleanup_free_ char *dir = NULL;
	struct err *err;

	dir = xasprintf("%.*s", (int)(strrchr(path, '/') - path), path);
	err = dir_make(dir);
	if (!err)
		err = file_copy(file, path);
	err_destroy(err);
	store_trim(dir);
}
