// SPDX-License-Identifier: GPL-2.0
/* A small kernel made here, in both layouts of kallsyms, is read back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/file.h"
#include "fake_image.h"
#include "fake_bzimage.h"
#include "kernel/decompress.h"
#include "kernel/facts.h"

static char *temp_dir;

static char *temp_path(const char *name)
{
	static char path[4096];

	snprintf(path, sizeof(path), "%s/%s", temp_dir, name);
	return path;
}

static struct err *load_bytes(const void *data, size_t size,
			      struct facts **ret)
{
	char *path = temp_path("vmlinuz");
	struct err *err = file_write(path, data, size);

	assert_null(err);
	return facts_load("6.0-test", path, NULL, ret);
}

/** Loading must fail, with @text in the message. */
static void assert_load_fails(const void *data, size_t size, const char *text)
{
	struct facts *facts = NULL;
	struct err *err = load_bytes(data, size, &facts);

	assert_null(facts);
	assert_non_null(err);
	if (!strstr(err_text(err), text))
		fail_msg("'%s' has no '%s'", err_text(err), text);
	err_destroy(err);
}

static void check_facts(const struct facts *f)
{
	const struct ksym *sym;
	char id[41];

	memset(id, 0, sizeof(id));
	for (int i = 0; i < 40; i += 2)
		memcpy(id + i, "ab", 2);
	assert_string_equal(f->image.build_id, id);
	assert_string_equal(f->release, "6.0-test");
	assert_int_equal(f->ksyms.n, N_SYMS);
	sym = facts_find(f, "sym_0003", 0);
	assert_non_null(sym);
	assert_int_equal(sym->addr, TEXT + 3 * 16);
	assert_int_equal(sym->size, 16);
	assert_int_equal(sym->type, 't');
	assert_memory_equal(image_at(&f->image, sym->addr, 5), "third", 5);
	assert_int_equal(facts_find(f, "cpu_1", 0)->addr, 0x100);
	assert_int_equal(facts_find(f, "cpu_1", 0)->type, 'A');
	assert_memory_equal(image_at(&f->image, 0, 6), "percpu", 6);
	assert_null(image_at(&f->image, 0x1ff, 2));
	assert_null(image_at(&f->image, 0x250, 1));
	assert_null(image_at(&f->image, TEXT - 1, 1));
}

static void check_twins(const struct facts *f)
{
	assert_int_equal(facts_count(f, "twin"), 2);
	assert_null(facts_find(f, "twin", 0));
	assert_int_equal(facts_find(f, "twin", 1)->addr, TEXT + 400 * 16);
	assert_int_equal(facts_find(f, "twin", 2)->addr, TEXT + 800 * 16);
	assert_int_equal(facts_find(f, "twin", 2)->sympos, 2);
	assert_null(facts_find(f, "twin", 3));
	assert_ptr_equal(facts_find_at(f, "twin", TEXT + 800 * 16),
			 facts_find(f, "twin", 2));
	assert_null(facts_find_at(f, "twin", TEXT));
	assert_null(facts_find(f, "nothing", 0));
	assert_int_equal(facts_count(f, "nothing"), 0);
}

static void test_both_layouts_are_read(void **state)
{
	enum layout layouts[] = { LAYOUT_6_1, LAYOUT_6_4 };
	struct facts *facts = NULL;
	struct built b;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(layouts); i++) {
		b = build_image(layouts[i]);
		assert_null(load_bytes(b.data, b.size, &facts));
		check_facts(facts);
		check_twins(facts);
		facts_destroy(facts);
		free(b.data);
	}
}

static void test_damaged_tables_are_refused(void **state)
{
	enum layout layouts[] = { LAYOUT_6_1, LAYOUT_6_4 };
	struct built b;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(layouts); i++) {
		b = build_image(layouts[i]);
		b.data[b.seqs + 3]++;
		assert_load_fails(b.data, b.size, "by name");
		b.data[b.seqs + 3]--;
		b.data[b.names]++;
		assert_load_fails(b.data, b.size, "not known");
		b.data[b.names]--;
		b.data[b.index + 100]++;
		assert_load_fails(b.data, b.size, "no kallsyms");
		free(b.data);
	}
}

/** Any truncation and any single damaged byte: an error or facts, no crash. */
static void test_no_damage_crashes(void **state)
{
	struct built b = build_image(LAYOUT_6_4);
	struct facts *facts;
	struct err *err;
	uint8_t was;
	size_t at;

	(void)state;
	for (at = 0; at < b.size; at += at < 0x220 ? 7 : 4099) {
		facts = NULL;
		err = load_bytes(b.data, at, &facts);
		assert_non_null(err);
		err_destroy(err);
		was = b.data[at];
		b.data[at] ^= 0xff;
		err = load_bytes(b.data, b.size, &facts);
		b.data[at] = was;
		err_destroy(err);
		facts_destroy(facts);
	}
	free(b.data);
}

/* What libarchive cannot write, in the kernel build's own way. */
enum { PACK_LZ4_LEGACY = 1000, PACK_LZOP };

static void check_packed(const struct built *b, int how)
{
	uint8_t *out = calloc(2, ROOM), *at = out + PAYLOAD_AT;
	struct facts *facts = NULL;
	size_t size;

	if (how == PACK_LZ4_LEGACY)
		size = pack_lz4_legacy(b, at);
	else if (how == PACK_LZOP)
		size = pack_lzop(b, at);
	else
		size = pack(b, how, at);
	size = boot_header(out, size,
			   how == ARCHIVE_FILTER_GZIP ? 0 : b->size);
	assert_null(load_bytes(out, size, &facts));
	check_facts(facts);
	facts_destroy(facts);
	assert_load_fails(out, size - 1, "truncated");
	at[0]++;
	assert_load_fails(out, size, "");
	at[0]--;
	/* a kernel of 256 MB in a few KB */
	out[size - 1] = 0x10;
	assert_load_fails(out, size, "damaged");
	free(out);
}

static void test_bzimages_are_unpacked(void **state)
{
	int how[] = {
		ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_XZ, ARCHIVE_FILTER_ZSTD,
		ARCHIVE_FILTER_BZIP2, ARCHIVE_FILTER_LZMA, ARCHIVE_FILTER_LZ4,
		PACK_LZ4_LEGACY, PACK_LZOP,
	};
	struct built b = build_image(LAYOUT_6_1);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(how); i++)
		check_packed(&b, how[i]);
	free(b.data);
}

/** Each byte of an lzop file damaged, or its end cut off: no crash. */
static void test_damaged_lzop_is_refused(void **state)
{
	uint8_t *packed = calloc(1, ROOM), *out;
	struct built b = build_image(LAYOUT_6_1);
	_cleanup_arena_ struct arena *arena = arena_create();
	size_t size = pack_lzop(&b, packed);

	(void)state;
	for (size_t at = 0; at < size; at += at < 100 ? 1 : 97) {
		struct err *err = decompress(packed, at, b.size, arena, &out);

		assert_non_null(err);
		err_destroy(err);
		packed[at] ^= 0xff;
		out = NULL;
		err = decompress(packed, size, b.size, arena, &out);
		/* beyond the head a checksum tells */
		assert_true(err || at < 60);
		err_destroy(err);
		packed[at] ^= 0xff;
	}
	assert_null(decompress(packed, size, b.size, arena, &out));
	assert_memory_equal(out, b.data, b.size);
	free(packed);
	free(b.data);
}

static void test_other_files_are_no_kernel(void **state)
{
	char junk[2048];

	(void)state;
	memset(junk, 0x55, sizeof(junk));
	assert_load_fails(junk, sizeof(junk), "not a kernel image");
	assert_load_fails(junk, 0, "not a kernel image");
}

static struct err *load_symvers(const char *text, struct facts **ret)
{
	struct built b = build_image(LAYOUT_6_4);
	char *path = xstrdup(temp_path("vmlinuz"));
	struct err *err;

	assert_null(file_write(path, b.data, b.size));
	assert_null(file_write(temp_path("symvers"), text, strlen(text)));
	err = facts_load("6.0-test", path, temp_path("symvers"), ret);
	free(path);
	free(b.data);
	return err;
}

static void test_exports_are_read(void **state)
{
	const struct kexport *export;
	struct facts *facts = NULL;
	struct err *err;

	(void)state;
	assert_null(load_symvers(
		"0x0000abcd\tsym_0003\tvmlinux\tEXPORT_SYMBOL\t\n"
		"0xffffffff\tother\tfs/ext4/ext4\tEXPORT_SYMBOL_GPL\tNS\n",
		&facts));
	export = map_find(&facts->exports, "sym_0003");
	assert_int_equal(export->crc, 0xabcd);
	assert_false(export->gpl);
	assert_string_equal(export->ns, "");
	export = map_find(&facts->exports, "other");
	assert_true(export->gpl);
	assert_string_equal(export->module, "fs/ext4/ext4");
	assert_string_equal(export->ns, "NS");
	facts_destroy(facts);

	err = load_symvers("0x1\tnot_there\tvmlinux\tEXPORT_SYMBOL\t\n",
			   &facts);
	assert_non_null(strstr(err_text(err), "another kernel"));
	err_destroy(err);
	err = load_symvers("what is this\n", &facts);
	assert_non_null(strstr(err_text(err), "line 1"));
	err_destroy(err);
}

static int make_dir(void **state)
{
	(void)state;
	return dir_make_temp("/tmp", "kmend-test", &temp_dir) ? -1 : 0;
}

static int remove_dir(void **state)
{
	(void)state;
	dir_temp_cleanup(&temp_dir);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_both_layouts_are_read),
		cmocka_unit_test(test_damaged_tables_are_refused),
		cmocka_unit_test(test_no_damage_crashes),
		cmocka_unit_test(test_bzimages_are_unpacked),
		cmocka_unit_test(test_damaged_lzop_is_refused),
		cmocka_unit_test(test_other_files_are_no_kernel),
		cmocka_unit_test(test_exports_are_read),
	};

	return cmocka_run_group_tests_name("facts", tests, make_dir,
					   remove_dir);
}
