// SPDX-License-Identifier: GPL-2.0
/* Writes the kernels that unit tests build as seeds: DIRECTORY. */
#include "fuzz_seed.h"

#include "../unit/fake_btf.h"
#include "../unit/fake_bzimage.h"

/* The text in front of the tables is nothing to kallsyms but time. */
#define TABLES (0x1000 + TEXT_SIZE)

static void seed(const char *dir, const char *name, const void *data,
		 size_t size)
{
	char path[4096];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "w");
	assert(f && fwrite(data, 1, size, f) == size && !fclose(f));
}

static void packed(const char *dir, const struct built *b, const char *name,
		   int filter)
{
	uint8_t *out = calloc(2, ROOM);
	size_t len = pack(b, filter, out + PAYLOAD_AT);

	seed(dir, name, out,
	     boot_header(out, len, filter == ARCHIVE_FILTER_GZIP ? 0 :
							       b->size));
	free(out);
}

static void lzop(const char *dir, const struct built *b)
{
	uint8_t *out = calloc(2, ROOM);
	size_t len = pack_lzop(b, out + PAYLOAD_AT);

	seed(dir, "image/lzop", out, boot_header(out, len, b->size));
	free(out);
}

int main(int argc, char **argv)
{
	struct built b = build_image(LAYOUT_6_1), c = build_image(LAYOUT_6_4);

	uint32_t size;
	void *btf = fake_btf(&size);

	assert(argc == 2);
	seed(argv[1], "btf/types", btf, size);
	free(btf);
	seed(argv[1], "kallsyms/6.1", b.data + TABLES, b.size - TABLES);
	seed(argv[1], "kallsyms/6.4", c.data + TABLES, c.size - TABLES);
	b.size = 0x1200;	/* the rest is nothing to the image */
	put_headers(&b);
	seed(argv[1], "image/plain", b.data, b.size);
	packed(argv[1], &b, "image/gzip", ARCHIVE_FILTER_GZIP);
	packed(argv[1], &b, "image/xz", ARCHIVE_FILTER_XZ);
	packed(argv[1], &b, "image/zstd", ARCHIVE_FILTER_ZSTD);
	packed(argv[1], &b, "image/bzip2", ARCHIVE_FILTER_BZIP2);
	lzop(argv[1], &b);
	free(b.data);
	free(c.data);
	return 0;
}
