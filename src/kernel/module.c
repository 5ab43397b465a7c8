// SPDX-License-Identifier: GPL-2.0
/*
 * module - a kernel module as it lies on disk
 *
 * Whether it is packed is told by its bytes; its name is not believed.
 */
#include "kernel/module.h"

#include <string.h>

#include "base/err.h"
#include "base/file.h"
#include "elf/names.h"
#include "kernel/decompress.h"

static struct err *read_packed(const char *path, const uint8_t *data,
			       size_t size, struct obj **ret)
{
	_cleanup_free_ uint8_t *out = NULL;
	struct err *err;
	size_t n;

	err = decompress_all(data, size, &out, &n);
	if (err)
		return err_wrap(err, "'%s'", path);
	return obj_read_bytes(path, out, n, ret);
}

struct err *module_read(const char *path, struct obj **ret)
{
	const uint8_t *data;
	struct err *err;
	size_t size;

	err = file_map(path, &data, &size);
	if (err)
		return err;
	if (size >= SELFMAG && memcmp(data, ELFMAG, SELFMAG))
		err = read_packed(path, data, size, ret);
	else
		err = obj_read_bytes(path, data, size, ret);
	file_unmap(data, size);
	return err;
}

static char name_char(char c)
{
	return c == '-' ? '_' : c;
}

const char *module_name(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');
	char *name = arena_strdup(arena, slash ? slash + 1 : path), *dot;

	dot = strstr(name, ".ko");
	if (dot)
		*dot = '\0';
	for (char *p = name; *p; p++)
		*p = name_char(*p);
	return name;
}

const char *module_info(const struct obj *ko, const char *key, size_t n)
{
	const struct sec *sec = obj_find_sec(ko, SEC_MODINFO);
	size_t len = strlen(key), at = 0;

	if (!sec || !sec->data || !sec->size || sec->data[sec->size - 1])
		return NULL;
	while (at < sec->size) {
		const char *text = (const char *)sec->data + at;

		if (!strncmp(text, key, len) && text[len] == '=' && !n--)
			return text + len + 1;
		at += strlen(text) + 1;
	}
	return NULL;
}

bool module_list_has(const char *list, const char *name)
{
	size_t n = strlen(name), i;

	for (const char *p = list; p && *p; p += strspn(p, ",")) {
		size_t len = strcspn(p, ",");

		for (i = 0; i < len && i < n; i++)
			if (name_char(p[i]) != name_char(name[i]))
				break;
		if (i == n && len == n)
			return true;
		p += len;
	}
	return false;
}

const char *module_build_id(struct arena *arena, const struct obj *ko)
{
	const struct sec *sec = obj_find_sec(ko, SEC_BUILD_ID);
	Elf64_Nhdr note;
	size_t desc;
	char *hex;

	if (!sec || !sec->data || sec->size < sizeof(note))
		return NULL;
	memcpy(&note, sec->data, sizeof(note));
	desc = sizeof(note) + 4;
	if (note.n_type != NT_GNU_BUILD_ID || note.n_namesz != 4 ||
	    !note.n_descsz || note.n_descsz > 32 ||
	    desc + note.n_descsz > sec->size)
		return NULL;
	hex = arena_alloc(arena, 2 * note.n_descsz + 1);
	for (size_t i = 0; i < note.n_descsz; i++) {
		static const char digits[] = "0123456789abcdef";

		hex[2 * i] = digits[sec->data[desc + i] >> 4];
		hex[2 * i + 1] = digits[sec->data[desc + i] & 15];
	}
	return hex;
}

/* The loader unloads these as soon as it has read them. */
static bool is_not_loaded(const char *name)
{
	return !strcmp(name, SEC_MODINFO) || !strcmp(name, SEC_VERSIONS);
}

bool module_keeps(const struct sym *sym)
{
	return sym->sec && *sym->name && (sym->sec->flags & SHF_ALLOC) &&
	       strncmp(sym->sec->name, ".init", 5) &&
	       !is_not_loaded(sym->sec->name);
}

uint32_t module_sympos(const struct obj *ko, const struct sym *sym)
{
	uint32_t n = 0, ret = 0;

	vec_for_each(&ko->syms, p) {
		if (!module_keeps(*p) || strcmp((*p)->name, sym->name))
			continue;
		n++;
		if (*p == sym)
			ret = n;
	}
	return n > 1 ? ret : 0;
}

const struct sym *module_global(const struct obj *ko, const char *name)
{
	vec_for_each(&ko->syms, p)
		if ((*p)->sec && (*p)->bind != STB_LOCAL &&
		    !strcmp((*p)->name, name))
			return *p;
	return NULL;
}
