// SPDX-License-Identifier: GPL-2.0
/*
 * patch_check - is a patch module whole, as far as the module loader trusts it?
 */
#include "control/patch_check.h"

#include <string.h>

#include "elf/checksum.h"
#include "kmend_abi.h"

#define SEC_THIS_MODULE		".gnu.linkonce.this_module"
/* Where a module has its name: behind its state and a list. */
#define THIS_MODULE_NAME	24
#define THIS_MODULE_NAME_LEN	56

/* What a kmend wrote that knew of no checksum. */
static bool is_old_key(const char *key, size_t len)
{
	static const char *const old[] = {
		KMEND_ABI_KEY_ABI, KMEND_ABI_KEY_NAME, KMEND_ABI_KEY_DESC,
		KMEND_ABI_KEY_RELEASE, KMEND_ABI_KEY_BUILD_ID,
		KMEND_ABI_KEY_TEXT, KMEND_ABI_KEY_MODE, KMEND_ABI_KEY_REPLACE,
		KMEND_ABI_KEY_CVES, KMEND_ABI_KEY_VERIFIED,
		KMEND_ABI_KEY_CALLBACKS, KMEND_ABI_KEY_ID, KMEND_ABI_KEY_ON,
		KMEND_ABI_KEY_TOOL,
	};

	for (size_t i = 0; i < ARRAY_LEN(old); i++)
		if (strlen(old[i]) == len && !strncmp(old[i], key, len))
			return true;
	return false;
}

/*
 * A file without a checksum is one that an older kmend wrote, or one whose
 * checksum is not recognized any more; then there is a key that is none.
 */
struct err *patch_check_sum(struct patch_file *file, const struct ko *ko,
			    size_t sec)
{
	const char *p = ko_bytes(ko, sec), *end;

	file->checksum = "";
	if (ko->checksum) {
		file->checksum = arena_printf(file->arena, "%.*s",
					      CHECKSUM_HEX,
					      ko->data + ko->checksum);
		return NULL;
	}
	end = p ? p + ko->secs[sec].sh_size : NULL;
	for (const char *nul; p < end; p = nul + 1) {
		nul = memchr(p, '\0', (size_t)(end - p));
		if (!nul)
			return err_new(ERR_FAILED, "damaged patch module: "
				       "a string in %s does not end",
				       ko->names + ko->secs[sec].sh_name);
		if (*p && (!memchr(p, '=', (size_t)(nul - p)) ||
			   !is_old_key(p, strcspn(p, "="))))
			return err_new(ERR_FAILED, "damaged patch module: "
				       "it has no checksum, and is not one of "
				       "an older kmend");
	}
	return NULL;
}

static struct err *damaged(const struct ko *ko, size_t sec, const char *what)
{
	return err_advise(err_new(ERR_FAILED, "damaged patch module: %s %s",
				  ko->names + ko->secs[sec].sh_name, what),
			  CHECKSUM_ADVICE);
}

/* Bytes of an entry, for a table of ours; else 0. */
static size_t entry_size(const char *name)
{
	static const struct {
		const char *name;
		size_t size;
	} tables[] = {
		{ KMEND_ABI_SEC_OBJECTS, sizeof(struct kmend_abi_object) },
		{ KMEND_ABI_SEC_FUNCS, sizeof(struct kmend_abi_func) },
		{ KMEND_ABI_SEC_RANGES, sizeof(struct kmend_abi_range) },
		{ KMEND_ABI_SEC_SYMBOLS, sizeof(struct kmend_abi_symbol) },
		{ KMEND_ABI_SEC_INIT_SYMBOLS, sizeof(struct kmend_abi_symbol) },
		{ KMEND_ABI_SEC_RELOCS, sizeof(struct kmend_abi_reloc) },
		{ KMEND_ABI_SEC_INIT_RELOCS, sizeof(struct kmend_abi_reloc) },
		{ KMEND_ABI_SEC_HOOKS, sizeof(struct kmend_abi_hook) },
	};

	for (size_t i = 0; i < ARRAY_LEN(tables); i++)
		if (!strcmp(tables[i].name, name))
			return tables[i].size;
	return 0;
}

/* The loader and the core look for these by name, and take the first. */
static bool is_single(const char *name)
{
	return !strncmp(name, ".kmend.", 7) ||
	       !strncmp(name, ".init.kmend.", 12) ||
	       !strcmp(name, SEC_THIS_MODULE) || !strcmp(name, ".modinfo") ||
	       !strcmp(name, "__versions");
}

static struct err *check_single(const struct ko *ko, size_t sec)
{
	const char *name = ko->names + ko->secs[sec].sh_name;
	const Elf64_Shdr *sh = &ko->secs[sec];
	size_t size = entry_size(name);

	if (!is_single(name))
		return NULL;
	if (ko_find(ko, name) != sec)
		return damaged(ko, sec, "is there twice");
	if (sh->sh_type != SHT_PROGBITS)
		return damaged(ko, sec, "has no bytes");
	if (!(sh->sh_flags & SHF_ALLOC) &&
	    strcmp(name, KMEND_ABI_SEC_SOURCE) != 0)
		return damaged(ko, sec, "is not loaded");
	if (size && sh->sh_size % size)
		return damaged(ko, sec, "ends within an entry");
	return NULL;
}

/*
 * struct module as the kernel gets it: all of it is zero but the name, and
 * what its relocations fill in, which is init and exit.
 */
static struct err *check_this_module(const struct patch_file *file,
				     const struct ko *ko)
{
	const size_t at = THIS_MODULE_NAME, len = strlen(file->module) + 1;
	size_t sec = ko_find(ko, SEC_THIS_MODULE);
	const Elf64_Shdr *sh = &ko->secs[sec];
	const char *p;

	if (!sec)
		return err_new(ERR_FAILED, "damaged patch module: no "
			       SEC_THIS_MODULE);
	p = ko_bytes(ko, sec);
	if (!(sh->sh_flags & SHF_WRITE) || sh->sh_size < at + len ||
	    memcmp(p + at, file->module, len) != 0)
		return damaged(ko, sec, "is of another module");
	for (size_t i = 0; i < sh->sh_size; i++)
		if ((i < at || i >= at + len) && p[i])
			return damaged(ko, sec, "is not empty");
	return NULL;
}

static bool is_entry(const struct ko *ko, const Elf64_Rela *rela)
{
	const char *name;
	uint16_t shndx;

	name = ko_sym(ko, ELF64_R_SYM(rela->r_info), &shndx);
	return name && shndx != SHN_UNDEF && shndx < ko->n_secs &&
	       (ko->secs[shndx].sh_flags & SHF_EXECINSTR) &&
	       ELF64_R_TYPE(rela->r_info) == R_X86_64_64 &&
	       rela->r_offset >= THIS_MODULE_NAME + THIS_MODULE_NAME_LEN &&
	       rela->r_addend == 0 && (!strcmp(name, "init_module") ||
				       !strcmp(name, "cleanup_module"));
}

/* Init and exit are what the loader calls by it. */
static struct err *check_entries(const struct ko *ko)
{
	size_t sec = ko_find(ko, SEC_THIS_MODULE), n = 0;
	Elf64_Rela rela;

	for (size_t i = 1; i < ko->n_secs; i++) {
		const Elf64_Shdr *sh = &ko->secs[i];

		if (sh->sh_type != SHT_RELA || sh->sh_info != sec)
			continue;
		for (size_t at = 0; at < sh->sh_size; at += sizeof(rela)) {
			memcpy(&rela, ko_bytes(ko, i) + at, sizeof(rela));
			if (!is_entry(ko, &rela) || ++n > 2)
				return damaged(ko, i, "leads elsewhere than to "
					       "init and exit");
		}
	}
	return NULL;
}

/* Its last string ends, and what the loader asks for stands there once. */
static struct err *check_modinfo(const struct ko *ko)
{
	static const char *const keys[] = { "name=", "vermagic=" };
	size_t sec = ko_find(ko, ".modinfo");
	size_t size = ko->secs[sec].sh_size, n[ARRAY_LEN(keys)] = {0};
	const char *p = sec ? ko_bytes(ko, sec) : NULL, *end;

	if (!p || !size || p[size - 1])
		return err_new(ERR_FAILED,
			       "damaged patch module: no whole .modinfo");
	for (end = p + size; p < end; p += strlen(p) + 1)
		for (size_t i = 0; i < ARRAY_LEN(keys); i++)
			n[i] += !strncmp(p, keys[i], strlen(keys[i]));
	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		if (n[i] != 1)
			return damaged(ko, sec, n[i] ? "says a thing twice" :
				       "lacks the name or the vermagic");
	return NULL;
}

struct err *patch_check_sections(const struct patch_file *file,
				 const struct ko *ko)
{
	struct err *err = NULL;

	for (size_t i = 1; !err && i < ko->n_secs; i++)
		err = check_single(ko, i);
	if (!err)
		err = check_modinfo(ko);
	if (!err)
		err = check_this_module(file, ko);
	return err ? err : check_entries(ko);
}
