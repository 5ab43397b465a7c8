// SPDX-License-Identifier: GPL-2.0
/*
 * names - words for the numbers of ELF on x86-64
 *
 * One row for each number that objects of the kernel use.
 */
#include "elf/names.h"

#include <elf.h>
#include <stddef.h>
#include <string.h>

#include "base/err.h"
#include "elf/obj.h"

struct reloc_row {
	uint32_t type;
	unsigned int width;
	const char *name;
};

#define RELOC(t, w) { .type = R_X86_64_##t, .width = w, \
		      .name = "R_X86_64_" #t }

static const struct reloc_row relocs[] = {
	RELOC(NONE, 0),
	RELOC(64, 8),
	RELOC(PC32, 4),
	RELOC(GOT32, 4),
	RELOC(PLT32, 4),
	RELOC(GOTPCREL, 4),
	RELOC(32, 4),
	RELOC(32S, 4),
	RELOC(16, 2),
	RELOC(PC16, 2),
	RELOC(8, 1),
	RELOC(PC8, 1),
	RELOC(PC64, 8),
	RELOC(GOTPCRELX, 4),
	RELOC(REX_GOTPCRELX, 4),
};

static const struct reloc_row *reloc_find(uint32_t type)
{
	for (size_t i = 0; i < ARRAY_LEN(relocs); i++)
		if (relocs[i].type == type)
			return &relocs[i];
	return NULL;
}

const char *reloc_name(uint32_t type)
{
	const struct reloc_row *row = reloc_find(type);

	return row ? row->name : "R_X86_64_?";
}

unsigned int reloc_width(uint32_t type)
{
	const struct reloc_row *row = reloc_find(type);

	return row ? row->width : 8;
}

struct word {
	uint32_t num;
	const char *word;
};

static const char *word_find(const struct word *words, size_t n, uint32_t num)
{
	for (size_t i = 0; i < n; i++)
		if (words[i].num == num)
			return words[i].word;
	return "?";
}

const char *sec_type_name(uint32_t type)
{
	static const struct word words[] = {
		{ SHT_PROGBITS, "PROGBITS" },
		{ SHT_NOBITS, "NOBITS" },
		{ SHT_NOTE, "NOTE" },
		{ SHT_INIT_ARRAY, "INIT_ARRAY" },
		{ SHT_FINI_ARRAY, "FINI_ARRAY" },
		{ SHT_X86_64_UNWIND, "UNWIND" },
	};

	return word_find(words, ARRAY_LEN(words), type);
}

const char *sym_bind_name(uint8_t bind)
{
	static const struct word words[] = {
		{ STB_LOCAL, "local" },
		{ STB_GLOBAL, "global" },
		{ STB_WEAK, "weak" },
	};

	return word_find(words, ARRAY_LEN(words), bind);
}

const char *sym_type_name(uint8_t type)
{
	static const struct word words[] = {
		{ STT_NOTYPE, "notype" },
		{ STT_OBJECT, "object" },
		{ STT_FUNC, "func" },
		{ STT_SECTION, "section" },
		{ STT_FILE, "file" },
		{ STT_TLS, "tls" },
	};

	return word_find(words, ARRAY_LEN(words), type);
}

/* scripts/module.lds.S, Linux 6.1 and 6.12 */
bool sec_is_discarded(const struct sec *sec)
{
	return !(sec->flags & SHF_ALLOC) ||
	       !strncmp(sec->name, ".discard", 8);
}

bool sec_is_static_call_sites(const struct sec *sec)
{
	return !strcmp(sec->name, ".static_call_sites");
}

const char *sec_applied_at_load(const struct sec *sec)
{
	static const struct {
		const char *name, *what;
	} rows[] = {
		{ "__jump_table", "a jump label" },
		{ ".static_call_sites", "a static call" },
		{ ".altinstructions", "an alternative" },
		{ ".altinstr_replacement", "an alternative" },
		{ ".parainstructions", "a paravirt call" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (!strcmp(sec->name, rows[i].name))
			return rows[i].what;
	return NULL;
}
