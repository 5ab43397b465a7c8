// SPDX-License-Identifier: GPL-2.0
/*
 * mutate FILE SEED OUT [sum] - a damaged copy of a patch module
 * mutate FILE - the right checksum, written into the file itself
 *
 * One in ten is cut off somewhere. Of the others one to three bytes are changed
 * in the header, the section headers, or any section that is not code, debug
 * information or a comment. With "sum" the copy has a right checksum, so that
 * what else is checked is tried. Says what it changed.
 */
#define _GNU_SOURCE
#include <elf.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define XXH_INLINE_ALL
#include "elf/checksum.c"

static char data[16 << 20], whole[16 << 20];
static size_t len;
static Elf64_Ehdr head;
static Elf64_Shdr sections[512];
static uint64_t state;

/* Any number below @below. */
static uint64_t pick(uint64_t below)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (state >> 33) % below;
}

static void die(const char *what)
{
	fprintf(stderr, "mutate: %s\n", what);
	exit(2);
}

static void read_file(const char *path)
{
	FILE *f = fopen(path, "r");

	len = f ? fread(data, 1, sizeof(data), f) : 0;
	if (!f || len < sizeof(head) || len == sizeof(data))
		die("no such file, or an odd one");
	fclose(f);
	memcpy(whole, data, len);
	memcpy(&head, data, sizeof(head));
	if (head.e_shnum > 512 || head.e_shoff > len ||
	    head.e_shnum * sizeof(*sections) > len - head.e_shoff)
		die("no ELF file");
	memcpy(sections, data + head.e_shoff,
	       head.e_shnum * sizeof(*sections));
}

static const char *name_of(const Elf64_Shdr *s)
{
	return data + sections[head.e_shstrndx].sh_offset + s->sh_name;
}

static int is_spared(const Elf64_Shdr *s)
{
	const char *name = name_of(s);

	return s->sh_type == SHT_NULL || s->sh_type == SHT_NOBITS ||
	       !s->sh_size || (s->sh_flags & SHF_EXECINSTR) ||
	       !strcmp(name, ".comment") || strstr(name, ".debug");
}

/* Somewhere in the header, the section headers, or a section. */
static size_t place(void)
{
	const Elf64_Shdr *s;

	switch (pick(8)) {
	case 0:
		return pick(sizeof(head));
	case 1:
		return head.e_shoff + pick(head.e_shnum * sizeof(*s));
	}
	do {
		s = &sections[pick(head.e_shnum)];
	} while (is_spared(s));
	return s->sh_offset + pick(s->sh_size);
}

static void change(size_t at)
{
	char old = data[at];

	switch (pick(4)) {
	case 0:
		data[at] ^= (char)(1 << pick(8));
		break;
	case 1:
		data[at] = (char)pick(256);
		break;
	case 2:
		data[at] = '\xff';
		break;
	default:
		data[at] = 0;
	}
	if (data[at] == old)
		data[at] ^= 0x10;
	printf("%#zx: %02x is %02x; ", at, (unsigned char)old,
	       (unsigned char)data[at]);
}

static void write_sum(void)
{
	size_t at = checksum_find(data, len);
	char sum[CHECKSUM_HEX + 1];

	if (!at)
		return;
	checksum_make(data, len, at, sum);
	memcpy(data + at, sum, CHECKSUM_HEX);
}

static void write_file(const char *path)
{
	FILE *f = fopen(path, "w");

	if (!f || fwrite(data, 1, len, f) != len || fclose(f))
		die("cannot write");
}

int main(int argc, char **argv)
{
	if (argc != 2 && argc < 4)
		die("FILE [SEED OUT [sum]]");
	read_file(argv[1]);
	if (argc == 2) {
		write_sum();
		write_file(argv[1]);
		return 0;
	}
	state = strtoull(argv[2], NULL, 10) * 2654435761u + 1;
	pick(1);
	if (pick(10) == 0) {
		len = pick(len);
		printf("cut at %#zx", len);
	} else {
		/* a second change may undo the first */
		do {
			for (uint64_t n = 1 + pick(3); n; n--)
				change(place());
		} while (!memcmp(data, whole, len));
	}
	printf("\n");
	if (argc > 4)
		write_sum();
	write_file(argv[3]);
	return 0;
}
