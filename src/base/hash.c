// SPDX-License-Identifier: GPL-2.0
#include "base/hash.h"

#include <nettle/sha2.h>
#include <stdio.h>

#include "base/file.h"

void bytes_sha256(const void *data, size_t size, char ret[SHA256_HEX])
{
	uint8_t digest[SHA256_DIGEST_SIZE];
	struct sha256_ctx ctx;

	sha256_init(&ctx);
	sha256_update(&ctx, size, data);
	sha256_digest(&ctx, sizeof(digest), digest);
	for (size_t i = 0; i < sizeof(digest); i++)
		sprintf(ret + 2 * i, "%02x", digest[i]);
}

struct err *file_sha256(const char *path, char ret[SHA256_HEX])
{
	const uint8_t *map = NULL;
	size_t size = 0;
	struct err *err = file_map(path, &map, &size);

	if (err)
		return err;
	bytes_sha256(map, size, ret);
	file_unmap(map, size);
	return NULL;
}
