// SPDX-License-Identifier: GPL-2.0
/*
 * obj_write - from the model to the bytes of a file
 *
 * Layout: header, then for each section its bytes and its relocations, then
 * symbol table and string tables, then the section headers. Indices are given
 * out here and stay in sec->index and sym->index. Section groups are not
 * written: a patch is linked once, there is nothing to fold. Where 16 bits are
 * not enough for an index of a section, the first section header and
 * .symtab_shndx hold it (System V ABI, generic, "Sections": SHN_XINDEX).
 */
#include "elf/obj.h"

#include <assert.h>
#include <string.h>

#include "base/err.h"
#include "base/file.h"

struct buf {
	uint8_t *v;
	size_t n, room;
};

struct writer {
	struct obj *obj;
	struct buf out;
	struct buf strtab, shstrtab;
	VEC(Elf64_Shdr) shdrs;
	VEC(struct sym *) syms;		/* in order of the file */
	size_t n_local;			/* with the null symbol */
	size_t symtab;			/* index it will have */
	bool wide;			/* there are indices of over 16 bits */
};

static size_t buf_add(struct buf *buf, const void *data, size_t size)
{
	size_t at = buf->n;

	if (buf->room - buf->n < size) {
		buf->room = (buf->n + size) * 2;
		buf->v = xrealloc(buf->v, buf->room);
	}
	if (size)
		memcpy(buf->v + buf->n, data, size);
	buf->n += size;
	return at;
}

static void buf_align(struct buf *buf, size_t align)
{
	static const uint8_t zeros[16];

	if (align > sizeof(zeros))
		align = sizeof(zeros);
	while (align && buf->n % align)
		buf_add(buf, zeros, align - buf->n % align);
}

static uint32_t buf_string(struct buf *buf, const char *s)
{
	return *s ? buf_add(buf, s, strlen(s) + 1) : 0;
}

/* File indices: each section, then its relocations if it has any. */
static void number_sections(struct writer *w)
{
	size_t next = 1;

	vec_for_each(&w->obj->secs, p) {
		(*p)->index = next++;
		if ((*p)->relas.n && (*p)->type != SHT_RELA)
			next++;
	}
	w->symtab = next;
	w->wide = next + 3 >= SHN_LORESERVE;
}

static void number_symbols(struct writer *w)
{
	vec_for_each(&w->obj->syms, p)
		if ((*p)->bind == STB_LOCAL)
			vec_push(&w->syms, *p);
	w->n_local = w->syms.n + 1;
	vec_for_each(&w->obj->syms, p)
		if ((*p)->bind != STB_LOCAL)
			vec_push(&w->syms, *p);
	for (size_t i = 0; i < w->syms.n; i++)
		w->syms.v[i]->index = i + 1;
}

/* @sh has name and flags; the relocations are of section @to. */
static void write_relas(struct writer *w, const struct sec *sec,
			const struct sec *to, Elf64_Shdr sh)
{
	sh.sh_type = SHT_RELA;
	sh.sh_flags |= SHF_INFO_LINK;
	sh.sh_link = w->symtab;
	sh.sh_info = to->index;
	sh.sh_addralign = 8;
	sh.sh_entsize = sizeof(Elf64_Rela);
	sh.sh_size = sec->relas.n * sizeof(Elf64_Rela);
	buf_align(&w->out, 8);
	sh.sh_offset = w->out.n;
	vec_for_each(&sec->relas, rela) {
		Elf64_Rela er = {
			.r_offset = rela->off, .r_addend = rela->addend,
			.r_info = ELF64_R_INFO((uint64_t)rela->sym->index,
					       rela->type),
		};

		assert(rela->sym->obj == w->obj && rela->sym->index);
		buf_add(&w->out, &er, sizeof(er));
	}
	vec_push(&w->shdrs, sh);
}

static void write_own_relas(struct writer *w, const struct sec *sec)
{
	Elf64_Shdr sh = { .sh_name = buf_add(&w->shstrtab, ".rela", 5) };

	buf_add(&w->shstrtab, sec->name, strlen(sec->name) + 1);
	write_relas(w, sec, sec, sh);
}

static void write_section(struct writer *w, const struct sec *sec)
{
	Elf64_Shdr sh = {
		.sh_name = buf_string(&w->shstrtab, sec->name),
		.sh_type = sec->type,
		.sh_flags = sec->flags & ~(uint64_t)SHF_GROUP,
		.sh_size = sec->size, .sh_addralign = sec->align,
		.sh_entsize = sec->entsize,
		.sh_link = sec->link ? sec->link->index : 0,
	};

	if (sec->type == SHT_RELA) {
		write_relas(w, sec, sec->link, sh);
		return;
	}
	if (!sec->link)
		sh.sh_flags &= ~(uint64_t)SHF_LINK_ORDER;
	buf_align(&w->out, sec->align);
	sh.sh_offset = w->out.n;
	if (sec->type != SHT_NOBITS)
		buf_add(&w->out, sec->data, sec->size);
	vec_push(&w->shdrs, sh);
	if (sec->relas.n)
		write_own_relas(w, sec);
}

static bool is_wide(const struct sym *sym)
{
	return sym->sec && sym->sec->index >= SHN_LORESERVE;
}

/* One word for each symbol, with the null symbol; 0 if 16 bits are enough. */
static void write_symtab_shndx(struct writer *w)
{
	static const Elf64_Word none;
	Elf64_Shdr sh = {
		.sh_name = buf_string(&w->shstrtab, ".symtab_shndx"),
		.sh_type = SHT_SYMTAB_SHNDX, .sh_addralign = sizeof(none),
		.sh_entsize = sizeof(none), .sh_link = w->symtab,
	};

	sh.sh_offset = buf_add(&w->out, &none, sizeof(none));
	vec_for_each(&w->syms, p) {
		Elf64_Word index = is_wide(*p) ? (*p)->sec->index : none;

		buf_add(&w->out, &index, sizeof(index));
	}
	sh.sh_size = w->out.n - sh.sh_offset;
	vec_push(&w->shdrs, sh);
}

static void write_symtab(struct writer *w)
{
	static const Elf64_Sym null;
	Elf64_Shdr sh = {
		.sh_name = buf_string(&w->shstrtab, ".symtab"),
		.sh_type = SHT_SYMTAB, .sh_addralign = 8,
		.sh_entsize = sizeof(Elf64_Sym), .sh_info = w->n_local,
		.sh_link = w->symtab + 1,
	};

	buf_align(&w->out, 8);
	sh.sh_offset = buf_add(&w->out, &null, sizeof(null));
	vec_for_each(&w->syms, p) {
		const struct sym *sym = *p;
		Elf64_Sym es = {
			.st_name = buf_string(&w->strtab, sym->name),
			.st_info = ELF64_ST_INFO(sym->bind, sym->type),
			.st_other = sym->other,
			.st_shndx = is_wide(sym) ? SHN_XINDEX :
				    sym->sec ? sym->sec->index : sym->shndx,
			.st_value = sym->value, .st_size = sym->size,
		};

		buf_add(&w->out, &es, sizeof(es));
	}
	sh.sh_size = w->out.n - sh.sh_offset;
	vec_push(&w->shdrs, sh);
}

static void write_strtab(struct writer *w, struct buf *table, uint32_t name)
{
	Elf64_Shdr sh = {
		.sh_name = name, .sh_type = SHT_STRTAB, .sh_addralign = 1,
		.sh_size = table->n,
	};

	sh.sh_offset = buf_add(&w->out, table->v, table->n);
	vec_push(&w->shdrs, sh);
}

static void write_headers(struct writer *w)
{
	Elf64_Ehdr eh = {
		.e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64,
			     ELFDATA2LSB, EV_CURRENT },
		.e_type = ET_REL, .e_machine = EM_X86_64,
		.e_version = EV_CURRENT, .e_ehsize = sizeof(eh),
		.e_shentsize = sizeof(Elf64_Shdr),
	};

	buf_align(&w->out, 8);
	if (w->wide) {
		w->shdrs.v[0].sh_size = w->shdrs.n;
		w->shdrs.v[0].sh_link = w->shdrs.n - 1;
		eh.e_shstrndx = SHN_XINDEX;
	} else {
		eh.e_shnum = w->shdrs.n;
		eh.e_shstrndx = w->shdrs.n - 1;
	}
	eh.e_shoff = buf_add(&w->out, w->shdrs.v,
			     w->shdrs.n * sizeof(*w->shdrs.v));
	memcpy(w->out.v, &eh, sizeof(eh));
}

static void write_all(struct writer *w)
{
	static const Elf64_Ehdr room;
	static const Elf64_Shdr null;
	uint32_t name;

	buf_add(&w->out, &room, sizeof(room));
	buf_add(&w->strtab, "", 1);
	buf_add(&w->shstrtab, "", 1);
	vec_push(&w->shdrs, null);
	number_symbols(w);
	vec_for_each(&w->obj->secs, p)
		write_section(w, *p);
	write_symtab(w);
	name = buf_string(&w->shstrtab, ".strtab");
	write_strtab(w, &w->strtab, name);
	name = buf_string(&w->shstrtab, ".shstrtab");
	if (w->wide)
		write_symtab_shndx(w);
	write_strtab(w, &w->shstrtab, name);
	write_headers(w);
}

struct err *obj_write(struct obj *obj, const char *path)
{
	struct writer w = { .obj = obj };
	struct err *err;

	number_sections(&w);
	write_all(&w);
	err = file_write(path, w.out.v, w.out.n);
	free(w.out.v);
	free(w.strtab.v);
	free(w.shstrtab.v);
	vec_deinit(&w.shdrs);
	vec_deinit(&w.syms);
	return err;
}
