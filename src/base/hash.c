// SPDX-License-Identifier: GPL-2.0
#include "base/hash.h"

#include <nettle/sha2.h>
#include <stdio.h>

#include "base/file.h"

struct err *file_sha256(const char *path, char ret[SHA256_HEX])
{
	uint8_t digest[SHA256_DIGEST_SIZE];
	const uint8_t *map = NULL;
	struct sha256_ctx ctx;
	size_t size = 0;
	struct err *err = file_map(path, &map, &size);

	if (err)
		return err;
	sha256_init(&ctx);
	sha256_update(&ctx, size, map);
	sha256_digest(&ctx, sizeof(digest), digest);
	file_unmap(map, size);
	for (size_t i = 0; i < sizeof(digest); i++)
		sprintf(ret + 2 * i, "%02x", digest[i]);
	return NULL;
}
