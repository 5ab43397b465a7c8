/* SPDX-License-Identifier: GPL-2.0 */
/*
 * facts_cache - an unpacked image and its decoded kallsyms in one file; for
 * facts.c only
 */
#ifndef KMEND_KERNEL_FACTS_CACHE_H
#define KMEND_KERNEL_FACTS_CACHE_H

#include "kernel/facts.h"

struct facts_cache {
	const char *dir;
	char name[64];		/* of the file in @dir */
	uint8_t key[16];	/* hash of the vmlinuz */
};

/**
 * Say which file of the cache is that of @vmlinuz.
 *
 * @param dir  borrowed.
 * @return     NULL, or why @vmlinuz cannot be read.
 */
struct err *facts_cache_open(struct facts_cache *cache, const char *dir,
			     const char *vmlinuz) __must_check;

/**
 * Fill image, symbols and index from the cache.
 *
 * @return  false if there is no file or it is damaged; @facts is untouched
 *          then.
 */
bool facts_cache_read(const struct facts_cache *cache, struct facts *facts);

/** Keep image and symbols; that it fails is worth a line for -v only. */
void facts_cache_write(const struct facts_cache *cache,
		       const struct facts *facts);

#endif
