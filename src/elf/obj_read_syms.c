// SPDX-License-Identifier: GPL-2.0
/*
 * obj_read_syms - symbols and relocations of a file, into the model
 *
 * Sections have been read; both kinds of table lie inside the file.
 */
#include <inttypes.h>
#include <string.h>

#include "base/err.h"
#include "elf/names.h"
#include "elf/reader.h"

/* Where a symbol is; leaves @ret_index 0 for the special places. */
static struct err *place_symbol(const struct reader *r, size_t i,
				const Elf64_Sym *es, size_t *ret_index)
{
	size_t index = es->st_shndx;

	if (index == SHN_XINDEX) {
		if (!r->xindex)
			return err_new(ERR_FAILED, "symbol %zu: no extended "
				       "section indices", i);
		index = r->xindex[i];
	} else if (index == SHN_UNDEF || index == SHN_ABS ||
		   index == SHN_COMMON) {
		*ret_index = 0;
		return NULL;
	}
	if (!index || index >= r->shnum)
		return err_new(ERR_FAILED, "symbol %zu: section %zu, which "
			       "there is not", i, index);
	*ret_index = index;
	return NULL;
}

static struct err *read_symbol(struct reader *r, size_t i)
{
	struct sym *sym = arena_new(r->obj->arena, struct sym);
	struct err *err;
	Elf64_Sym es;
	size_t index;

	memcpy(&es, r->map + r->shdrs[r->symtab].sh_offset + i * sizeof(es),
	       sizeof(es));
	err = reader_string(r, r->shdrs[r->symtab].sh_link, es.st_name,
			    &sym->name);
	if (err)
		return err_wrap(err, "name of symbol %zu", i);
	err = place_symbol(r, i, &es, &index);
	if (err)
		return err;
	/* old assemblers name group and relocation sections, too */
	if (index && !r->secs[index])
		return NULL;

	sym->obj = r->obj;
	sym->index = i;
	sym->bind = ELF64_ST_BIND(es.st_info);
	sym->type = ELF64_ST_TYPE(es.st_info);
	sym->other = es.st_other;
	sym->value = es.st_value;
	sym->size = es.st_size;
	sym->sec = r->secs[index];
	sym->shndx = sym->sec ? 0 : es.st_shndx;
	if (sym->sec && !range_ok(sym->sec->size, sym->value, sym->size))
		return err_new(ERR_FAILED, "symbol %zu '%s' is not inside its "
			       "section '%s'", i, sym->name, sym->sec->name);
	if (sym->type == STT_SECTION && sym->sec) {
		sym->name = "";
		if (!sym->sec->sym)
			sym->sec->sym = sym;
	}
	r->syms[i] = sym;
	vec_push(&r->obj->syms, sym);
	return NULL;
}

struct err *reader_symbols(struct reader *r)
{
	struct err *err;

	r->syms = arena_array(r->scratch, r->n_syms + 1, sizeof(*r->syms));
	for (size_t i = 1; i < r->n_syms; i++) {
		err = read_symbol(r, i);
		if (err)
			return err;
	}
	/* assemblers leave out the section symbols that nobody refers to */
	vec_for_each(&r->obj->secs, sec)
		if (!(*sec)->sym)
			(*sec)->sym = obj_add_sym(r->obj, "", STB_LOCAL,
						  STT_SECTION, *sec, 0, 0);
	return NULL;
}

/* What a relocation against "no symbol" leads to: the absolute 0. */
static struct sym *null_symbol(struct reader *r)
{
	if (!r->syms[0]) {
		r->syms[0] = obj_add_sym(r->obj, "", STB_LOCAL, STT_NOTYPE,
					 NULL, 0, 0);
		r->syms[0]->shndx = SHN_ABS;
	}
	return r->syms[0];
}

static struct err *read_rela(struct reader *r, struct sec *sec,
			     const Elf64_Rela *er)
{
	size_t index = ELF64_R_SYM(er->r_info);
	uint32_t type = ELF64_R_TYPE(er->r_info);
	struct sym *sym;

	if (index && (index >= r->n_syms || !r->syms[index]))
		return err_new(ERR_FAILED, "'%s'+0x%" PRIx64 ": relocation to "
			       "symbol %zu, which there is not", sec->name,
			       (uint64_t)er->r_offset, index);
	if (!sec->data ||
	    !range_ok(sec->size, er->r_offset, reloc_width(type)))
		return err_new(ERR_FAILED, "'%s'+0x%" PRIx64 ": relocation "
			       "outside the section", sec->name,
			       (uint64_t)er->r_offset);
	sym = index ? r->syms[index] : null_symbol(r);
	sec_add_rela(sec, er->r_offset, type, sym, er->r_addend);
	return NULL;
}

static int rela_cmp(const void *a, const void *b)
{
	const struct rela *x = a, *y = b;

	if (x->off != y->off)
		return x->off < y->off ? -1 : 1;
	if (x->type != y->type)
		return x->type < y->type ? -1 : 1;
	return (x->addend > y->addend) - (x->addend < y->addend);
}

static void sort_relas(struct sec *sec)
{
	for (size_t i = 1; i < sec->relas.n; i++)
		if (sec->relas.v[i - 1].off > sec->relas.v[i].off) {
			vec_sort(&sec->relas, rela_cmp);
			return;
		}
}

struct err *reader_relas(struct reader *r, size_t i)
{
	const Elf64_Shdr *sh = &r->shdrs[i];
	struct err *err;
	struct sec *sec;
	Elf64_Rela er;

	if (sh->sh_info >= r->shnum || !r->secs[sh->sh_info] ||
	    sh->sh_link != r->symtab || sh->sh_entsize != sizeof(er))
		return err_new(ERR_FAILED, "section %zu: relocations that "
			       "belong to no section", i);
	sec = r->secs[sh->sh_info];
	sec_reserve_relas(sec, sh->sh_size / sizeof(er));
	for (uint64_t off = 0; off + sizeof(er) <= sh->sh_size;
	     off += sizeof(er)) {
		memcpy(&er, r->map + sh->sh_offset + off, sizeof(er));
		err = read_rela(r, sec, &er);
		if (err)
			return err;
	}
	sort_relas(sec);
	return NULL;
}
