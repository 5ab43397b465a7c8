// SPDX-License-Identifier: GPL-2.0
/*
 * checksum - does a patch module have the bytes that it was built with?
 */
#include "elf/checksum.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <xxhash.h>

#include "kmend_abi.h"

/* Behind the ELF file: the signature, this, and the words to find it by. */
struct signature {
	uint8_t algo, hash, id_type, signer_len, key_id_len, pad[3];
	uint8_t len[4];		/* big endian */
};

static const char signature_end[] = "~Module signature appended~\n";

size_t checksum_find(const char *data, size_t size)
{
	static const char key[] = KMEND_ABI_KEY_CHECKSUM "=";
	static const char next[] = "\0" KMEND_ABI_KEY_ABI "=";
	const size_t digits = sizeof(key) - 1;
	const size_t all = digits + CHECKSUM_HEX + sizeof(next) - 1;
	const char *p = data, *end = data + size;

	for (; (p = memmem(p, (size_t)(end - p), key, digits)); p++) {
		if ((size_t)(end - p) < all)
			return 0;
		if (strspn(p + digits, "0123456789abcdef") == CHECKSUM_HEX &&
		    !memcmp(p + digits + CHECKSUM_HEX, next, sizeof(next) - 1))
			return (size_t)(p - data) + digits;
	}
	return 0;
}

/* Where does the module end, and its signature begin? */
static size_t module_end(const char *data, size_t size)
{
	const size_t words = sizeof(signature_end) - 1;
	struct signature sig;
	size_t len;

	if (size < words + sizeof(sig) ||
	    memcmp(data + size - words, signature_end, words) != 0)
		return size;
	size -= words + sizeof(sig);
	memcpy(&sig, data + size, sizeof(sig));
	len = (size_t)sig.len[0] << 24 | (size_t)sig.len[1] << 16 |
	      (size_t)sig.len[2] << 8 | sig.len[3];
	return len < size ? size - len : size;
}

void checksum_make(const char *data, size_t size, size_t at,
		   char ret[CHECKSUM_HEX + 1])
{
	size_t end = module_end(data, size), behind = at + CHECKSUM_HEX;
	XXH3_state_t *state = XXH3_createState();
	XXH128_hash_t sum;

	XXH3_128bits_reset(state);
	XXH3_128bits_update(state, data, at);
	XXH3_128bits_update(state, CHECKSUM_ZEROS, CHECKSUM_HEX);
	if (end > behind)
		XXH3_128bits_update(state, data + behind, end - behind);
	sum = XXH3_128bits_digest(state);
	XXH3_freeState(state);
	sprintf(ret, "%016llx%016llx", (unsigned long long)sum.high64,
		(unsigned long long)sum.low64);
}
