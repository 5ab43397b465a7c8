// SPDX-License-Identifier: GPL-2.0
/*
 * tablemut FILE SEED OUT - a patch module with damaged tables
 *
 * Damaged is what only the core reads: bytes of sections whose name has
 * ".kmend.", the kind and size of such a section, and where the module loader
 * makes their pointers lead. What the module loader believes without a look
 * (a relocation outside of its section, a symbol that is none) stays right.
 */
#include <elf.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned char data[4 << 20];
static size_t len;
static Elf64_Shdr *sections;
static unsigned int nr;
static uint64_t state;

/* Any number below @below. */
static uint64_t pick(uint64_t below)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (state >> 33) % below;
}

static const char *name_of(const Elf64_Shdr *s)
{
	const Elf64_Ehdr *e = (const Elf64_Ehdr *)data;

	return (const char *)data + sections[e->e_shstrndx].sh_offset +
	       s->sh_name;
}

static int is_table(const Elf64_Shdr *s)
{
	return strstr(name_of(s), ".kmend.") && s->sh_size &&
	       s->sh_type != SHT_NOBITS && !strstr(name_of(s), "kmend.jumps");
}

static int has_rela(const Elf64_Shdr *s)
{
	unsigned int i;

	for (i = 1; i < nr; i++)
		if (sections[i].sh_type == SHT_RELA &&
		    sections[i].sh_info == s - sections)
			return 1;
	return 0;
}

/* Is the module loader going to write here? Then it must be zero. */
static int is_written(const Elf64_Shdr *s, uint64_t offset)
{
	unsigned int i;
	uint64_t j;

	for (i = 1; i < nr; i++) {
		const Elf64_Rela *r = (const Elf64_Rela *)(data +
						sections[i].sh_offset);

		if (sections[i].sh_type != SHT_RELA ||
		    sections[i].sh_info != s - sections)
			continue;
		for (j = 0; j < sections[i].sh_size / sizeof(*r); j++)
			if (offset - r[j].r_offset < 8)
				return 1;
	}
	return 0;
}

static void mutate_bytes(const Elf64_Shdr *s)
{
	static const uint32_t words[] = {
		0, 1, 2, 0x7f, 0xff, 0xffff, 0x10000, 0x7fffffff, 0x80000000,
		0xfffffff0, 0xffffffff
	};
	uint64_t at = pick(s->sh_size);
	unsigned char *p = data + s->sh_offset + at;

	if (is_written(s, at))
		return;
	if (s->sh_size < 8 || pick(2)) {
		*p = pick(2) ? *p ^ 1u << pick(8) : pick(256);
		printf("%s+%#lx is %#x; ", name_of(s), at, *p);
		return;
	}
	at &= ~3ul;
	if (at + 4 > s->sh_size || is_written(s, at) || is_written(s, at + 3))
		return;
	memcpy(data + s->sh_offset + at, &words[pick(11)], 4);
	printf("%s+%#lx is a number; ", name_of(s), at);
}

static void mutate_rela(Elf64_Shdr *s)
{
	Elf64_Rela *r = (Elf64_Rela *)(data + s->sh_offset) +
			pick(s->sh_size / sizeof(*r));
	const Elf64_Shdr *syms = &sections[s->sh_link];
	const Elf64_Sym *sym = (const Elf64_Sym *)(data + syms->sh_offset);
	uint64_t n = pick(syms->sh_size / sizeof(*sym));

	if (pick(2)) {
		static const int64_t steps[] = {
			1, -1, 4, -4, 8, 16, -16, 4096, -4096, 1 << 20,
			1ll << 40, INT64_MIN
		};

		r->r_addend += steps[pick(12)];
		printf("%s: addend %#lx; ", name_of(s), r->r_addend);
	} else if (sym[n].st_shndx && sym[n].st_shndx < nr) {
		r->r_info = ELF64_R_INFO(n, R_X86_64_64);
		printf("%s: symbol %lu; ", name_of(s), n);
	}
}

static void mutate_header(Elf64_Shdr *s)
{
	if (!pick(3)) {
		s->sh_type = SHT_NOBITS;
		printf("%s is NOBITS; ", name_of(s));
	} else if (!has_rela(s) && pick(2)) {
		s->sh_size = pick(s->sh_size);
		printf("%s has %#lx bytes; ", name_of(s), s->sh_size);
	} else {
		s->sh_addralign = 1;
		printf("%s is not aligned; ", name_of(s));
	}
}

static void mutate(void)
{
	Elf64_Shdr *s;

	do
		s = &sections[1 + pick(nr - 1)];
	while (!is_table(s));
	if (s->sh_type == SHT_RELA)
		mutate_rela(s);
	else if (!pick(8))
		mutate_header(s);
	else
		mutate_bytes(s);
}

int main(int argc, char **argv)
{
	FILE *in = argc == 4 ? fopen(argv[1], "rb") : NULL;
	FILE *out = in ? fopen(argv[3], "wb") : NULL;
	unsigned int i, times;

	if (!out || !(len = fread(data, 1, sizeof(data), in)) ||
	    len == sizeof(data)) {
		fprintf(stderr, "usage: tablemut FILE SEED OUT\n");
		return 2;
	}
	sections = (Elf64_Shdr *)(data + ((Elf64_Ehdr *)data)->e_shoff);
	nr = ((Elf64_Ehdr *)data)->e_shnum;
	state = strtoul(argv[2], NULL, 10) * 2654435761u + 1;
	times = 1 + pick(3);
	for (i = 0; i < times; i++)
		mutate();
	printf("\n");
	return fwrite(data, 1, len, out) != len || fclose(out);
}
