// SPDX-License-Identifier: GPL-2.0
/*
 * patch_file - what a patch module says about itself
 *
 * The file may come from anywhere, so each value is checked for what it is
 * used for later: a name becomes part of paths, text goes to a terminal.
 */
#include "control/patch_file.h"

#include <stdlib.h>
#include <string.h>

#include "control/ko.h"
#include "control/patch_check.h"
#include "elf/names.h"
#include "kmend_abi.h"

/* What sign-file appends behind the ELF file, to find the signature by. */
static const char signature_end[] = "~Module signature appended~\n";

bool patch_name_is_valid(const char *name)
{
	size_t len = strlen(name);

	return len > 0 && len <= KMEND_ABI_NAME_MAX &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_-") == len;
}

/* @ret is left alone if there is no such key. */
static struct err *info_find(struct patch_file *file, const struct ko *ko,
			     size_t sec, const char *key, const char **ret)
{
	const char *value = ko_value(ko, sec, key);

	if (!value)
		return NULL;
	for (const char *p = value; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			return err_new(ERR_FAILED,
				       "damaged patch module: control characters in '%s'",
				       key);
	*ret = arena_strdup(file->arena, value);
	return NULL;
}

static struct err *info_get(struct patch_file *file, const struct ko *ko,
			    size_t sec, const char *key, const char **ret)
{
	struct err *err;

	*ret = NULL;
	err = info_find(file, ko, sec, key, ret);
	if (err || *ret)
		return err;
	return err_new(ERR_FAILED, "damaged patch module: no '%s' in %s", key,
		       ko->names + ko->secs[sec].sh_name);
}

static struct err *info_check(const struct patch_file *file, const char *abi)
{
	size_t len = strlen(file->build_id);
	char *end;

	if (strtoul(abi, &end, 10) != KMEND_ABI_VERSION || *end)
		return err_advise(err_new(ERR_FAILED,
					  "the patch speaks ABI %s, this kmend speaks %d",
					  abi, KMEND_ABI_VERSION),
				  "build it again with this kmend");
	if (!patch_name_is_valid(file->name))
		return err_new(ERR_FAILED,
			       "damaged patch module: bad name '%s'",
			       file->name);
	if (len == 0 || len > 64 || len % 2 ||
	    strspn(file->build_id, "0123456789abcdef") != len)
		return err_new(ERR_FAILED,
			       "damaged patch module: bad build ID '%s'",
			       file->build_id);
	return NULL;
}

static struct err *info_read(struct patch_file *file, const struct ko *ko)
{
	const char *abi, *verified;
	const struct {
		const char *key;
		const char **ret;
	} keys[] = {
		{ KMEND_ABI_KEY_ABI, &abi },
		{ KMEND_ABI_KEY_NAME, &file->name },
		{ KMEND_ABI_KEY_DESC, &file->description },
		{ KMEND_ABI_KEY_RELEASE, &file->release },
		{ KMEND_ABI_KEY_BUILD_ID, &file->build_id },
		{ KMEND_ABI_KEY_MODE, &file->mode },
		{ KMEND_ABI_KEY_TOOL, &file->tool },
	};
	const char *replace = "0";
	size_t sec = ko_find(ko, KMEND_ABI_SEC_INFO);
	struct err *err;

	if (!sec) {
		sec = ko_find(ko, KMEND_ABI_SEC_LIVEPATCH);
		file->livepatch = sec != 0;
	}
	if (!sec)
		return err_advise(err_new(ERR_FAILED,
					  "not a kmend patch module: it has no %s section",
					  KMEND_ABI_SEC_INFO),
				  "patch modules are made by 'kmend build'");
	err = patch_check_sum(file, ko, sec);
	if (err)
		return err;
	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		err = info_get(file, ko, sec, keys[i].key, keys[i].ret);
		if (err)
			return err;
	}
	file->cves = "";
	err = info_find(file, ko, sec, KMEND_ABI_KEY_CVES, &file->cves);
	if (!err)
		err = info_find(file, ko, sec, KMEND_ABI_KEY_REPLACE, &replace);
	file->id = file->on = "";
	if (!err)
		err = info_find(file, ko, sec, KMEND_ABI_KEY_ID, &file->id);
	if (!err)
		err = info_find(file, ko, sec, KMEND_ABI_KEY_ON, &file->on);
	if (err)
		return err;
	verified = ko_value(ko, sec, KMEND_ABI_KEY_VERIFIED);
	file->verified = verified && !strcmp(verified, "1");
	file->replace = !strcmp(replace, "1");
	return info_check(file, abi);
}

/*
 * The module's own name must be the one that follows from the patch's name:
 * we look for it in /proc/modules and take it out by it.
 */
static struct err *module_read(struct patch_file *file, const struct ko *ko)
{
	size_t sec = ko_find(ko, ".modinfo");
	const char *name = sec ? ko_value(ko, sec, "name") : NULL;
	char *module;

	module = arena_printf(file->arena, KMEND_ABI_MODULE_PREFIX "%s",
			      file->name);
	for (char *p = module; *p; p++)
		if (*p == '-')
			*p = '_';
	if (name && strcmp(name, module))
		return err_new(ERR_FAILED,
			       "damaged patch module: patch '%s' in a module that is not called %s",
			       file->name, module);
	file->module = module;
	return NULL;
}

/* A name in one of the tables, as the module loader will fill it in. */
static struct err *table_string(struct patch_file *file, const struct ko *ko,
				size_t sec, uint64_t off, const char **ret)
{
	const char *s = ko_pointed(ko, sec, off);

	if (!s || !*s)
		return err_new(ERR_FAILED,
			       "damaged patch module: no name at %s+0x%llx",
			       ko->names + ko->secs[sec].sh_name,
			       (unsigned long long)off);
	*ret = arena_strdup(file->arena, s);
	return NULL;
}

static struct err *table_size(const struct ko *ko, size_t sec, size_t entry,
			      size_t *ret)
{
	uint64_t size = ko->secs[sec].sh_size;

	if (!ko_bytes(ko, sec) || size % entry)
		return err_new(ERR_FAILED,
			       "damaged patch module: %s has %llu bytes",
			       ko->names + ko->secs[sec].sh_name,
			       (unsigned long long)size);
	*ret = size / entry;
	return NULL;
}

static struct err *funcs_read(struct patch_file *file, const struct ko *ko)
{
	size_t sec = ko_find(ko, KMEND_ABI_SEC_FUNCS), n;
	struct kmend_abi_func abi;
	struct err *err;

	if (!sec || ko->secs[sec].sh_size == 0)
		return err_new(ERR_FAILED,
			       "damaged patch module: it replaces no function");
	err = table_size(ko, sec, sizeof(abi), &n);
	if (err)
		return err;
	file->funcs = arena_array(file->arena, n, sizeof(*file->funcs));
	for (size_t i = 0; i < n; i++) {
		struct patch_func *func = &file->funcs[i];
		uint64_t off = i * sizeof(abi);

		memcpy(&abi, ko_bytes(ko, sec) + off, sizeof(abi));
		func->old_size = abi.old_size;
		func->new_size = abi.new_size;
		if (file->livepatch)
			func->sympos = (uint32_t)abi.old_addr;
		err = table_string(file, ko, sec, off +
				   offsetof(struct kmend_abi_func, name),
				   &func->name);
		if (!err)
			err = table_string(file, ko, sec, off +
				offsetof(struct kmend_abi_func, object),
				&func->object);
		if (err)
			return err;
	}
	file->n_funcs = n;
	return NULL;
}

static struct err *symbol_read(struct patch_file *file, const struct ko *ko,
			       size_t sec, size_t i, struct patch_symbol *ret)
{
	uint64_t off = i * sizeof(struct kmend_abi_symbol);
	struct kmend_abi_symbol abi;
	struct err *err;

	memcpy(&abi, ko_bytes(ko, sec) + off, sizeof(abi));
	ret->addr = abi.addr;
	ret->sympos = abi.sympos;
	ret->percpu = abi.flags & KMEND_ABI_SYM_PERCPU;
	err = table_string(file, ko, sec, off +
			   offsetof(struct kmend_abi_symbol, name),
			   &ret->name);
	if (!err)
		err = table_string(file, ko, sec, off +
				   offsetof(struct kmend_abi_symbol, object),
				   &ret->object);
	return err;
}

/* Of both tables: those that are read once, and those that stay. */
static struct err *symbols_read(struct patch_file *file, const struct ko *ko)
{
	const size_t secs[] = { ko_find(ko, KMEND_ABI_SEC_INIT_SYMBOLS),
				ko_find(ko, KMEND_ABI_SEC_SYMBOLS) };
	size_t n[ARRAY_LEN(secs)] = {0};
	struct err *err = NULL;

	for (size_t t = 0; !err && t < ARRAY_LEN(secs); t++)
		if (secs[t])
			err = table_size(ko, secs[t],
					 sizeof(struct kmend_abi_symbol),
					 &n[t]);
	if (err || !(n[0] + n[1]))
		return err;
	file->symbols = arena_array(file->arena, n[0] + n[1],
				    sizeof(*file->symbols));
	for (size_t t = 0; t < ARRAY_LEN(secs); t++)
		for (size_t i = 0; !err && i < n[t]; i++)
			err = symbol_read(file, ko, secs[t], i,
					  &file->symbols[file->n_symbols++]);
	return err;
}

/* ".klp.sym.OBJECT.NAME,POSITION"; OBJECT is without dots. */
static bool klp_parse(struct patch_file *file, const char *text,
		      struct patch_symbol *ret)
{
	const size_t len = sizeof(SYM_KLP_PREFIX) - 1;
	char *object, *name, *pos, *end;

	if (strncmp(text, SYM_KLP_PREFIX, len))
		return false;
	object = arena_strdup(file->arena, text + len);
	name = strchr(object, '.');
	pos = name ? strrchr(name, ',') : NULL;
	if (!pos)
		return false;
	*name++ = '\0';
	*pos++ = '\0';
	*ret = (struct patch_symbol){ .object = object, .name = name,
				      .sympos = strtoul(pos, &end, 10) };
	return *object && *name && end > pos && !*end;
}

/* What mainline resolves stands in the names of symbols. */
static struct err *klp_symbols_read(struct patch_file *file,
				    const struct ko *ko)
{
	const char *name;
	uint16_t shndx;
	size_t n = 0;

	for (size_t i = 1; ko_sym(ko, i, &shndx); i++)
		n += shndx == SHN_LIVEPATCH;
	file->symbols = arena_array(file->arena, n + 1,
				    sizeof(*file->symbols));
	for (size_t i = 1; (name = ko_sym(ko, i, &shndx)); i++)
		if (shndx == SHN_LIVEPATCH &&
		    !klp_parse(file, name, &file->symbols[file->n_symbols++]))
			return err_new(ERR_FAILED, "damaged patch module: "
				       "symbol %zu is no '" SYM_KLP_PREFIX
				       "OBJECT.NAME,POSITION'", i);
	return NULL;
}

struct err *patch_file_read(const char *path, struct patch_file **ret)
{
	const size_t end = sizeof(signature_end) - 1;
	_cleanup_patch_file_ struct patch_file *file = NULL;
	_cleanup_ko_ struct ko *ko = NULL;
	struct err *err;

	err = ko_open(path, &ko);
	if (err)
		return err;
	file = xcalloc(1, sizeof(*file));
	file->arena = arena_create();
	file->path = arena_strdup(file->arena, path);
	file->has_signature = ko->size > end &&
		!memcmp(ko->data + ko->size - end, signature_end, end);
	err = info_read(file, ko);
	if (!err)
		err = module_read(file, ko);
	if (!err)
		err = patch_check_sections(file, ko);
	if (!err)
		err = funcs_read(file, ko);
	if (!err)
		err = file->livepatch ? klp_symbols_read(file, ko) :
		      symbols_read(file, ko);
	if (err)
		return err_wrap(err, "'%s'", path);
	file->ko = take_ptr(ko);
	*ret = take_ptr(file);
	return NULL;
}

void patch_file_destroy(struct patch_file *file)
{
	if (!file)
		return;
	ko_close(file->ko);
	arena_destroy(file->arena);
	free(file);
}
