// SPDX-License-Identifier: GPL-2.0
/*
 * obj_dump - a whole object as text
 *
 * Canonical: the same model gives the same text, whatever file it came from.
 * Sections stand in the order of the model with their bytes, symbols and
 * relocations; then come the symbols that no section has.
 *
 *	section .text.foo PROGBITS ax align=16 size=6
 *	  sym func global foo+0x0 size=6
 *	  0000 e800 0000 00c3
 *	  rela 0x1 R_X86_64_PLT32 bar-0x4
 */
#include "elf/obj.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "elf/names.h"

static void dump_flags(FILE *out, uint64_t flags)
{
	static const struct { uint64_t flag; char c; } chars[] = {
		{ SHF_ALLOC, 'a' }, { SHF_WRITE, 'w' }, { SHF_EXECINSTR, 'x' },
		{ SHF_MERGE, 'M' }, { SHF_STRINGS, 'S' },
		{ SHF_LINK_ORDER, 'o' }, { SHF_GROUP, 'G' },
	};
	bool any = false;

	for (size_t i = 0; i < sizeof(chars) / sizeof(chars[0]); i++)
		if (flags & chars[i].flag) {
			fputc(chars[i].c, out);
			any = true;
		}
	if (!any)
		fputc('-', out);
}

static void dump_bytes(FILE *out, const struct sec *sec)
{
	for (uint64_t i = 0; i < sec->size; i++) {
		if (i % 16 == 0)
			fprintf(out, "%s  %04" PRIx64, i ? "\n" : "", i);
		fprintf(out, "%s%02x", i % 2 ? "" : " ", sec->data[i]);
	}
	if (sec->size)
		fputc('\n', out);
}

static void dump_addend(FILE *out, int64_t addend)
{
	if (addend < 0)
		fprintf(out, "-0x%" PRIx64, -(uint64_t)addend);
	else
		fprintf(out, "+0x%" PRIx64, (uint64_t)addend);
}

static void dump_relas(FILE *out, const struct sec *sec)
{
	vec_for_each(&sec->relas, rela) {
		const struct sym *sym = rela->sym;
		const char *name = sym->name;

		if (sym->type == STT_SECTION && sym->sec)
			name = sym->sec->name;
		fprintf(out, "  rela 0x%" PRIx64 " %s %s", rela->off,
			reloc_name(rela->type), *name ? name : "*ABS*");
		dump_addend(out, rela->addend);
		fputc('\n', out);
	}
}

static void dump_sym(FILE *out, const struct sym *sym)
{
	fprintf(out, "  sym %s %s %s+0x%" PRIx64 " size=%" PRIu64 "\n",
		sym_type_name(sym->type), sym_bind_name(sym->bind),
		*sym->name ? sym->name : "*ABS*", sym->value, sym->size);
}

static void dump_sec(FILE *out, const struct sec *sec)
{
	fprintf(out, "section %s %s ", sec->name, sec_type_name(sec->type));
	dump_flags(out, sec->flags);
	fprintf(out, " align=%" PRIu64 " size=%" PRIu64 "\n", sec->align,
		sec->size);
	if (sec->data)
		dump_bytes(out, sec);
	dump_relas(out, sec);
}

/* In order of section, then place, then name. */
static int sym_cmp(const void *a, const void *b)
{
	const struct sym *x = *(struct sym *const *)a;
	const struct sym *y = *(struct sym *const *)b;

	if (x->sec != y->sec && x->sec && y->sec)
		return x->sec->index < y->sec->index ? -1 : 1;
	if (x->sec != y->sec)
		return x->sec ? -1 : 1;
	if (x->value != y->value)
		return x->value < y->value ? -1 : 1;
	return strcmp(x->name, y->name);
}

static const char *place_name(const struct sym *sym)
{
	switch (sym->shndx) {
	case SHN_ABS:
		return "absolute";
	case SHN_COMMON:
		return "common";
	default:
		return "undefined";
	}
}

char *obj_dump(struct arena *arena, const struct obj *obj)
{
	VEC(struct sym *) syms = {0};
	size_t size, i = 0;
	char *text, *ret;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		abort();
	vec_for_each(&obj->syms, p)
		if ((*p)->type != STT_SECTION)
			vec_push(&syms, *p);
	for (i = 0; i < obj->secs.n; i++)
		obj->secs.v[i]->index = i + 1;
	vec_sort(&syms, sym_cmp);
	i = 0;
	vec_for_each(&obj->secs, sec) {
		dump_sec(out, *sec);
		for (; i < syms.n && syms.v[i]->sec == *sec; i++)
			dump_sym(out, syms.v[i]);
	}
	for (; i < syms.n; i++)
		fprintf(out, "%s %s %s %s\n", place_name(syms.v[i]),
			sym_type_name(syms.v[i]->type),
			sym_bind_name(syms.v[i]->bind), syms.v[i]->name);
	fclose(out);
	vec_deinit(&syms);
	ret = arena_strdup(arena, text);
	free(text);
	return ret;
}
