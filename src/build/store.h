/* SPDX-License-Identifier: GPL-2.0 */
/*
 * store - files that were made before, by what they were made of
 */
#ifndef KMEND_BUILD_STORE_H
#define KMEND_BUILD_STORE_H

#include "base/arena.h"
#include "base/err.h"

struct store_key;

/** Everything that a file depends on goes into its key. */
struct store_key *store_key_create(void);
void store_key_destroy(struct store_key *key);
void store_key_text(struct store_key *key, const char *text);
/** The contents; a file that is not there is a content of its own. */
struct err *store_key_file(struct store_key *key, const char *path)
	__must_check;

/** Where the file of that key is, or would be: DIR/KEY. */
const char *store_path(struct arena *arena, const struct store_key *key,
		       const char *dir);

/**
 * Keep a file under its path. Of many the oldest go.
 *
 * A full disk is no error: the file is made again the next time.
 */
void store_put(const char *path, const char *file);

#endif
