// SPDX-License-Identifier: GPL-2.0
/*
 * Any bytes as a module on its way in, as the core sees it: in front of
 * module_finalize(), after the module loader's checks and copies.
 *
 * The core's own files are compiled here. Each section is a block of its own,
 * so a step out of one is seen. What the kernel would refuse before is not
 * handed on (elf_validity_check(), kernel/module/main.c, Linux 6.1); names of
 * sections without bytes in the file are not among that.
 */
#include <stdarg.h>
#include <stdio.h>

#include "../../core/target.c"
#include "../../core/reloc.c"
#include "../../core/place.c"
#include "../../core/early.c"

#define FUZZ_SECTIONS	64

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct mutex kmend_lock;
static struct module fuzz_module = { .name = "fuzz" }, fuzz_target;
static struct new_utsname fuzz_uts = { "6.1.0-1-test-amd64" };
/* the build ID of tests/cli/patch.s, as a note */
static const struct {
	Elf64_Nhdr note;
	char name[4];
	uint8_t id[20];
} fuzz_notes = {
	{ 4, 20, 3 }, "GNU",
	{ 0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99,
	  0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff, 0x01, 0x23, 0x45, 0x67 },
};

void shim_log(const char *format, ...)
{
	static char line[1 << 16];
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
}

struct new_utsname *init_utsname(void)
{
	return &fuzz_uts;
}

int kstrtoul(const char *s, unsigned int base, unsigned long *ret)
{
	char *end;

	errno = 0;
	*ret = strtoul(s, &end, base);
	return errno || end == s || *end ? -EINVAL : 0;
}

int kstrtouint(const char *s, unsigned int base, unsigned int *ret)
{
	unsigned long val;

	if (kstrtoul(s, base, &val) || val > UINT_MAX)
		return -EINVAL;
	*ret = val;
	return 0;
}

char *bin2hex(char *dst, const void *src, size_t count)
{
	const uint8_t *p = src;

	while (count--) {
		*dst++ = "0123456789abcdef"[*p >> 4];
		*dst++ = "0123456789abcdef"[*p++ & 15];
	}
	return dst;
}

void *memchr_inv(const void *start, int c, size_t bytes)
{
	const uint8_t *p = start;

	for (; bytes--; p++)
		if (*p != c)
			return (void *)p;
	return NULL;
}

unsigned long kmend_symbol_addr(const char *name)
{
	if (!strcmp(name, "__start_notes"))
		return (unsigned long)&fuzz_notes;
	if (!strcmp(name, "__stop_notes"))
		return (unsigned long)(&fuzz_notes + 1);
	return 0xffffffff91000000;
}

/* Half of all symbols are where they are said to be, the rest is looked for. */
bool kmend_symbol_at(unsigned long addr, const char *name, unsigned long *size)
{
	(void)size;
	return (addr + strlen(name)) & 1;
}

int kmend_symbol_pass(const struct module *mod, struct kmend_lookup *lookups,
		      unsigned int nr)
{
	unsigned int i;

	(void)mod;
	for (i = 0; i < nr; i++)
		lookups[i].found = 0xffffffff90000000 +
				   strlen(lookups[i].name);
	return 0;
}

int kmend_object_verify(const char *who, const char *name,
			const char *build_id, struct module **ret)
{
	*ret = strlen(who) + strlen(name) + strlen(build_id) ? &fuzz_target :
	       NULL;
	return 0;
}

int kmend_hold_lock(const char *name)
{
	(void)name;
	mutex_lock(&kmend_lock);
	return 0;
}

void kmend_hold_want(struct kmend_object *obj)
{
	(void)obj;
}

void kmend_hold_unwant(struct kmend_object *obj)
{
	(void)obj;
}

int kmend_module_pin(struct module *mod, struct module *target)
{
	return mod == target ? -ENODEV : 0;
}

static bool fuzz_in_file(const Elf64_Shdr *s, size_t size)
{
	return s->sh_offset <= size && s->sh_size <= size - s->sh_offset;
}

/* As the module loader; @file is its copy. */
static bool fuzz_is_valid(const uint8_t *file, size_t size)
{
	const Elf64_Ehdr *hdr = (const void *)file;
	const Elf64_Shdr *s, *names;
	unsigned int i;

	if (size < sizeof(*hdr) || hdr->e_shnum > FUZZ_SECTIONS ||
	    hdr->e_shoff >= size || hdr->e_shoff % 8 ||
	    hdr->e_shnum * sizeof(*s) > size - hdr->e_shoff ||
	    !hdr->e_shstrndx || hdr->e_shstrndx >= hdr->e_shnum)
		return false;
	s = (const void *)(file + hdr->e_shoff);
	names = &s[hdr->e_shstrndx];
	if (!fuzz_in_file(names, size) || !names->sh_size ||
	    file[names->sh_offset + names->sh_size - 1])
		return false;
	for (i = 1; i < hdr->e_shnum; i++)
		if (s[i].sh_type == SHT_NOBITS ? s[i].sh_size > 65536 :
		    s[i].sh_type != SHT_NULL &&
		    (!fuzz_in_file(&s[i], size) ||
		     ((s[i].sh_flags & SHF_ALLOC) &&
		      s[i].sh_name >= names->sh_size)))
			return false;
	return true;
}

/* A block for each section that is loaded; freed by the caller. */
static void fuzz_layout(const uint8_t *file, Elf64_Shdr *sections,
			unsigned int nr, void **blocks)
{
	unsigned int i;

	for (i = 1; i < nr; i++) {
		Elf64_Shdr *s = &sections[i];

		if (!(s->sh_flags & SHF_ALLOC))
			continue;
		if (s->sh_type == SHT_NULL)
			s->sh_size = 0;
		blocks[i] = calloc(1, s->sh_size ? s->sh_size : 1);
		if (s->sh_type != SHT_NOBITS && s->sh_size)
			memcpy(blocks[i], file + s->sh_offset, s->sh_size);
		s->sh_addr = (unsigned long)blocks[i];
	}
}

/* Pointers from one section of the module to another. */
static void fuzz_relocate(const uint8_t *file, const Elf64_Shdr *sections,
			  unsigned int nr, const Elf64_Shdr *rela)
{
	const Elf64_Shdr *to, *syms;
	Elf64_Rela r;
	Elf64_Sym sym;
	uint64_t i, val;

	if (rela->sh_type != SHT_RELA || !rela->sh_info || rela->sh_info >= nr ||
	    rela->sh_link >= nr)
		return;
	to = &sections[rela->sh_info];
	syms = &sections[rela->sh_link];
	if (!(to->sh_flags & SHF_ALLOC) || syms->sh_type != SHT_SYMTAB)
		return;
	for (i = 0; i < rela->sh_size / sizeof(r); i++) {
		memcpy(&r, file + rela->sh_offset + i * sizeof(r), sizeof(r));
		if (ELF64_R_TYPE(r.r_info) != R_X86_64_64 ||
		    ELF64_R_SYM(r.r_info) >= syms->sh_size / sizeof(sym) ||
		    to->sh_size < 8 || r.r_offset > to->sh_size - 8)
			continue;
		memcpy(&sym, file + syms->sh_offset +
		       ELF64_R_SYM(r.r_info) * sizeof(sym), sizeof(sym));
		if (sym.st_shndx >= nr)
			continue;
		val = sections[sym.st_shndx].sh_addr + sym.st_value +
		      r.r_addend;
		memcpy((void *)(to->sh_addr + r.r_offset), &val, 8);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char hex[2 * KMEND_BUILD_ID_MAX + 1] = "";
	void *blocks[FUZZ_SECTIONS] = { };
	Elf64_Shdr sections[FUZZ_SECTIONS];
	uint8_t *file = malloc(size + 1);
	const Elf64_Ehdr *hdr = (void *)file;
	unsigned int i;

	memcpy(file, data, size);
	if (fuzz_is_valid(file, size)) {
		memcpy(sections, file + hdr->e_shoff,
		       hdr->e_shnum * sizeof(*sections));
		fuzz_layout(file, sections, hdr->e_shnum, blocks);
		for (i = 1; i < hdr->e_shnum; i++)
			fuzz_relocate(file, sections, hdr->e_shnum,
				      &sections[i]);
		kmend_target_file(hdr, sections, hex);
		if (strlen(hex) >= sizeof(hex))
			abort();
		kmend_reloc_module(hdr, sections, &fuzz_module);
	}
	if (kmend_lock.held)
		abort();
	for (i = 0; i < FUZZ_SECTIONS; i++)
		free(blocks[i]);
	free(file);
	return 0;
}
