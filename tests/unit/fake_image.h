/* SPDX-License-Identifier: GPL-2.0 */
/*
 * fake_image - the bytes of a small kernel with kallsyms, in both layouts;
 * include it behind cmocka.h
 */
#ifndef KMEND_TESTS_FAKE_IMAGE_H
#define KMEND_TESTS_FAKE_IMAGE_H

#include <elf.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT 0xffffffff81000000ull
#define TEXT_SIZE 0x10000
#define N_SYMS 1200
#define ROOM (256 * 1024)

enum layout { LAYOUT_6_1, LAYOUT_6_4 };

struct built {
	uint8_t *data;
	size_t size;
	size_t names, seqs, index;	/* where tests do damage */
};

static inline void put(struct built *b, const void *data, size_t size)
{
	assert_true(b->size + size <= ROOM);
	memcpy(b->data + b->size, data, size);
	b->size += size;
}

static inline void pad8(struct built *b)
{
	b->size = (b->size + 7) & ~(size_t)7;
}

/* The symbols: two per-CPU ones, _text, many, three of one name, _etext. */
static inline void nth_symbol(int i, char *name, uint64_t *addr)
{
	if (i < 2) {
		sprintf(name, "Acpu_%d", i);
		*addr = i * 0x100;
	} else if (i == 2) {
		strcpy(name, "T_text");
		*addr = TEXT;
	} else if (i == N_SYMS - 1) {
		strcpy(name, "T_etext");
		*addr = TEXT + TEXT_SIZE;
	} else {
		strcpy(name, "ttwin");
		if (i % 400)
			sprintf(name, "tsym_%04d", i);
		*addr = TEXT + i * 16;
	}
}

static inline void put_offsets(struct built *b)
{
	char name[32];
	uint64_t addr;
	int32_t off;
	int i;

	pad8(b);
	for (i = 0; i < N_SYMS; i++) {
		nth_symbol(i, name, &addr);
		off = addr < TEXT ? (int32_t)addr : (int32_t)(TEXT - 1 - addr);
		put(b, &off, 4);
	}
	pad8(b);
	addr = TEXT;
	put(b, &addr, 8);
}

static inline void put_names(struct built *b)
{
	uint32_t n = N_SYMS, marks[8], n_marks = 0;
	char name[32];
	uint64_t addr;
	uint8_t len;
	int i;

	pad8(b);
	put(b, &n, 4);
	pad8(b);
	b->names = b->size;
	for (i = 0; i < N_SYMS; i++) {
		if (!(i & 255))
			marks[n_marks++] = b->size - b->names;
		nth_symbol(i, name, &addr);
		len = strlen(name);
		put(b, &len, 1);
		put(b, name, len);
	}
	pad8(b);
	put(b, marks, n_marks * 4);
}

static inline int by_name(const void *a, const void *b)
{
	char na[32], nb[32];
	uint64_t addr;
	int ia = *(const int *)a, ib = *(const int *)b, order;

	nth_symbol(ia, na, &addr);
	nth_symbol(ib, nb, &addr);
	order = strcmp(na + 1, nb + 1);
	return order ? order : ia - ib;
}

static inline void put_seqs(struct built *b)
{
	int order[N_SYMS], i;
	uint8_t seq[3];

	for (i = 0; i < N_SYMS; i++)
		order[i] = i;
	qsort(order, N_SYMS, sizeof(order[0]), by_name);
	pad8(b);
	b->seqs = b->size;
	for (i = 0; i < N_SYMS; i++) {
		seq[0] = order[i] >> 16;
		seq[1] = order[i] >> 8;
		seq[2] = order[i];
		put(b, seq, 3);
	}
}

static inline void put_tokens(struct built *b)
{
	char token[4] = "";
	uint16_t index[256];
	size_t start;
	int i;

	pad8(b);
	start = b->size;
	for (i = 0; i < 256; i++) {
		index[i] = b->size - start;
		sprintf(token, i > ' ' && i < 127 ? "%c" : "x%02x", i);
		put(b, token, strlen(token) + 1);
	}
	pad8(b);
	b->index = b->size;
	put(b, index, sizeof(index));
}

static inline void put_headers(struct built *b)
{
	Elf64_Ehdr ehdr = {
		.e_ident = ELFMAG "\2\1\1", .e_type = ET_EXEC,
		.e_machine = EM_X86_64, .e_version = 1,
		.e_phoff = sizeof(ehdr), .e_phentsize = sizeof(Elf64_Phdr),
		.e_phnum = 3, .e_ehsize = sizeof(ehdr),
	};
	Elf64_Phdr text = {
		.p_type = PT_LOAD, .p_flags = PF_R | PF_X, .p_vaddr = TEXT,
		.p_offset = 0x1000, .p_filesz = b->size - 0x1000,
		.p_memsz = b->size - 0x1000,
	};
	Elf64_Phdr percpu = {
		.p_type = PT_LOAD, .p_flags = PF_R | PF_W,
		.p_offset = 0x400, .p_filesz = 0x200, .p_memsz = 0x300,
	};
	Elf64_Phdr note = {
		.p_type = PT_NOTE, .p_offset = 0x200, .p_filesz = 36,
		.p_memsz = 36,
	};
	uint32_t nhdr[3] = { 4, 20, NT_GNU_BUILD_ID };

	memcpy(b->data, &ehdr, sizeof(ehdr));
	memcpy(b->data + 64, &text, sizeof(text));
	memcpy(b->data + 64 + sizeof(text), &percpu, sizeof(percpu));
	memcpy(b->data + 64 + 2 * sizeof(text), &note, sizeof(note));
	memcpy(b->data + 0x200, nhdr, sizeof(nhdr));
	memcpy(b->data + 0x20c, "GNU", 4);
	memset(b->data + 0x210, 0xab, 20);
	memcpy(b->data + 0x400, "percpu", 6);
	memcpy(b->data + 0x1000 + 3 * 16, "third", 5);
}

static inline struct built build_image(enum layout layout)
{
	struct built b = { .data = calloc(1, ROOM) };

	assert_non_null(b.data);
	b.size = 0x1000 + TEXT_SIZE;
	if (layout == LAYOUT_6_1)
		put_offsets(&b);
	put_names(&b);
	if (layout == LAYOUT_6_1)
		put_seqs(&b);
	put_tokens(&b);
	if (layout == LAYOUT_6_4) {
		put_offsets(&b);
		put_seqs(&b);
	}
	put_headers(&b);
	return b;
}

#endif
