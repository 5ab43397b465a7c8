// SPDX-License-Identifier: GPL-2.0
/*
 * image - the kernel's ELF file, out of the vmlinuz that the machine boots
 *
 * A bzImage says in its setup header where the compressed kernel lies (boot
 * protocol 2.08 and later: payload_offset, payload_length). The payload is an
 * ELF file, stripped of symbols, whose program headers say which bytes go to
 * which address. Nothing in the file is believed before it was checked
 * against the size of the file.
 */
#include "kernel/image.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/file.h"
#include "kernel/decompress.h"

/* Offsets in the setup header; Documentation/arch/x86/boot.rst. */
#define BOOT_SETUP_SECTS 0x1f1
#define BOOT_FLAG 0x1fe
#define BOOT_MAGIC 0x202
#define BOOT_VERSION 0x206
#define BOOT_PAYLOAD_OFFSET 0x248
#define BOOT_PAYLOAD_LENGTH 0x24c
#define BOOT_HEADER_END 0x250

/* More than any kernel needs, less than what a damaged file may claim. */
#define IMAGE_MAX (1u << 29)

static uint32_t get32(const uint8_t *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

static uint16_t get16(const uint8_t *p)
{
	uint16_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

/** Where the compressed kernel lies in a bzImage. */
static struct err *bzimage_payload(const uint8_t *data, size_t size,
				   const uint8_t **ret, size_t *ret_size)
{
	uint64_t start, off, len;

	if (size < BOOT_HEADER_END || get16(data + BOOT_FLAG) != 0xaa55 ||
	    memcmp(data + BOOT_MAGIC, "HdrS", 4))
		return err_new(ERR_FAILED, "not a kernel image");
	if (get16(data + BOOT_VERSION) < 0x208)
		return err_new(ERR_FAILED, "boot protocol is older than 2.08");

	start = data[BOOT_SETUP_SECTS] ? data[BOOT_SETUP_SECTS] : 4;
	start = (start + 1) * 512;
	off = get32(data + BOOT_PAYLOAD_OFFSET);
	len = get32(data + BOOT_PAYLOAD_LENGTH);
	if (len < 16 || start + off + len > size)
		return err_new(ERR_FAILED, "truncated kernel image");
	*ret = data + start + off;
	*ret_size = len;
	return NULL;
}

/**
 * Decompress the payload. The build appends the size of the unpacked kernel
 * as four bytes; gzip has them of its own.
 */
static struct err *payload_unpack(const uint8_t *data, size_t size,
				  struct arena *arena, struct image *image)
{
	bool gzip = data[0] == 0x1f && data[1] == 0x8b;
	uint32_t out_size = get32(data + size - 4);
	struct err *err;
	uint8_t *out;

	if (out_size < sizeof(Elf64_Ehdr) || out_size > IMAGE_MAX)
		return err_new(ERR_FAILED, "damaged: kernel of %u bytes",
			       out_size);
	err = decompress(data, gzip ? size : size - 4, out_size, arena, &out);
	if (err)
		return err;
	image->data = out;
	image->size = out_size;
	return NULL;
}

static bool ehdr_read(const struct image *image, Elf64_Ehdr *ret)
{
	if (image->size < sizeof(*ret))
		return false;
	memcpy(ret, image->data, sizeof(*ret));
	return !memcmp(ret->e_ident, ELFMAG, SELFMAG) &&
	       ret->e_ident[EI_CLASS] == ELFCLASS64 &&
	       ret->e_ident[EI_DATA] == ELFDATA2LSB &&
	       ret->e_machine == EM_X86_64 && ret->e_type == ET_EXEC &&
	       ret->e_phentsize == sizeof(Elf64_Phdr) && ret->e_phnum &&
	       ret->e_phoff <= image->size &&
	       ret->e_phnum <= (image->size - ret->e_phoff) /
			       sizeof(Elf64_Phdr);
}

/** The n-th program header; false behind the last. */
static bool phdr_read(const struct image *image, size_t n, Elf64_Phdr *ret)
{
	Elf64_Ehdr ehdr;

	if (!ehdr_read(image, &ehdr) || n >= ehdr.e_phnum)
		return false;
	memcpy(ret, image->data + ehdr.e_phoff + n * sizeof(*ret),
	       sizeof(*ret));
	return true;
}

static bool phdr_sane(const struct image *image, const Elf64_Phdr *phdr)
{
	return phdr->p_offset <= image->size &&
	       phdr->p_filesz <= image->size - phdr->p_offset &&
	       phdr->p_filesz <= phdr->p_memsz &&
	       phdr->p_vaddr + phdr->p_memsz >= phdr->p_vaddr;
}

bool image_range(const struct image *image, size_t n, struct image_range *ret)
{
	Elf64_Phdr phdr;
	size_t i;

	for (i = 0; phdr_read(image, i, &phdr); i++) {
		if (phdr.p_type != PT_LOAD || n--)
			continue;
		*ret = (struct image_range){
			.addr = phdr.p_vaddr,
			.size = phdr.p_memsz,
			.off = phdr.p_offset,
			.file_size = phdr.p_filesz,
			.exec = phdr.p_flags & PF_X,
		};
		return true;
	}
	return false;
}

bool image_has(const struct image *image, uint64_t addr)
{
	struct image_range r;
	size_t i;

	for (i = 0; image_range(image, i, &r); i++)
		if (addr >= r.addr && addr - r.addr < r.size)
			return true;
	return false;
}

/** The n-th section header; false behind the last, or without any. */
static bool shdr_read(const struct image *image, size_t n, Elf64_Shdr *ret)
{
	Elf64_Ehdr ehdr;

	if (!ehdr_read(image, &ehdr) || ehdr.e_shentsize != sizeof(*ret) ||
	    n >= ehdr.e_shnum || ehdr.e_shoff > image->size ||
	    ehdr.e_shnum > (image->size - ehdr.e_shoff) / sizeof(*ret))
		return false;
	memcpy(ret, image->data + ehdr.e_shoff + n * sizeof(*ret),
	       sizeof(*ret));
	return true;
}

bool image_section_end(const struct image *image, uint64_t addr,
		       uint64_t *ret_end)
{
	struct image_range r;
	Elf64_Shdr shdr;
	size_t i;

	for (i = 0; shdr_read(image, i, &shdr); i++) {
		if (!(shdr.sh_flags & SHF_ALLOC) || addr < shdr.sh_addr ||
		    addr - shdr.sh_addr >= shdr.sh_size)
			continue;
		*ret_end = shdr.sh_addr + shdr.sh_size;
		return true;
	}
	for (i = 0; image_range(image, i, &r); i++) {
		if (addr < r.addr || addr - r.addr >= r.size)
			continue;
		*ret_end = r.addr + r.size;
		return true;
	}
	return false;
}

const uint8_t *image_at(const struct image *image, uint64_t addr, size_t size)
{
	struct image_range r;
	size_t i;

	for (i = 0; image_range(image, i, &r); i++)
		if (addr >= r.addr && addr - r.addr < r.file_size)
			return size <= r.file_size - (addr - r.addr) ?
				       image->data + r.off + (addr - r.addr) :
				       NULL;
	return NULL;
}

/** The build ID in a run of ELF notes; false if there is none. */
static bool notes_build_id(const uint8_t *data, uint64_t size, char ret[65])
{
	uint64_t name, desc;
	Elf64_Nhdr nhdr;
	size_t i;

	while (size >= sizeof(nhdr)) {
		memcpy(&nhdr, data, sizeof(nhdr));
		data += sizeof(nhdr);
		size -= sizeof(nhdr);
		name = ((uint64_t)nhdr.n_namesz + 3) & ~3ull;
		desc = ((uint64_t)nhdr.n_descsz + 3) & ~3ull;
		if (name + desc > size)
			return false;
		if (nhdr.n_type == NT_GNU_BUILD_ID && nhdr.n_namesz == 4 &&
		    !memcmp(data, "GNU", 4) && nhdr.n_descsz &&
		    nhdr.n_descsz <= 32) {
			for (i = 0; i < nhdr.n_descsz; i++) {
				static const char hex[] = "0123456789abcdef";

				ret[2 * i] = hex[data[name + i] >> 4];
				ret[2 * i + 1] = hex[data[name + i] & 15];
			}
			ret[2 * i] = '\0';
			return true;
		}
		data += name + desc;
		size -= name + desc;
	}
	return false;
}

static struct err *image_parse(struct image *image)
{
	bool has_id = false;
	Elf64_Phdr phdr;
	Elf64_Ehdr ehdr;
	size_t i;

	if (!ehdr_read(image, &ehdr))
		return err_new(ERR_FAILED, "holds no x86-64 kernel");
	for (i = 0; phdr_read(image, i, &phdr); i++) {
		if (!phdr_sane(image, &phdr))
			return err_new(ERR_FAILED, "program header %zu is "
				       "damaged", i);
		if (phdr.p_type == PT_LOAD && (phdr.p_flags & PF_X) &&
		    !image->text)
			image->text = phdr.p_vaddr;
		if (phdr.p_type == PT_NOTE && !has_id)
			has_id = notes_build_id(image->data + phdr.p_offset,
						phdr.p_filesz,
						image->build_id);
	}
	if (!image->text)
		return err_new(ERR_FAILED, "no executable segment");
	if (!has_id)
		return err_new(ERR_FAILED, "no build ID");
	return NULL;
}

static struct err *image_unpack(const uint8_t *data, size_t size,
				struct arena *arena, struct image *image)
{
	const uint8_t *payload = NULL;
	size_t payload_size = 0;
	struct err *err;

	if (size >= SELFMAG && !memcmp(data, ELFMAG, SELFMAG)) {
		image->data = arena_memdup(arena, data, size);
		image->size = size;
		return NULL;
	}
	err = bzimage_payload(data, size, &payload, &payload_size);
	if (err)
		return err;
	return payload_unpack(payload, payload_size, arena, image);
}

struct err *image_load(const char *path, struct arena *arena,
		       struct image *ret)
{
	struct image image = {0};
	const uint8_t *data;
	struct err *err;
	size_t size;

	err = file_map(path, &data, &size);
	if (err)
		return err;
	err = image_unpack(data, size, arena, &image);
	file_unmap(data, size);
	if (!err)
		err = image_parse(&image);
	if (err)
		return err_wrap(err, "'%s'", path);
	*ret = image;
	return NULL;
}

struct err *image_build_id(const char *vmlinux, char ret[65])
{
	struct image image = {0};
	struct err *err;

	err = file_map(vmlinux, &image.data, &image.size);
	if (err)
		return err;
	err = image_parse(&image);
	file_unmap(image.data, image.size);
	if (err)
		return err_wrap(err, "'%s'", vmlinux);
	memcpy(ret, image.build_id, sizeof(image.build_id));
	return NULL;
}
