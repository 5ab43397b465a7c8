// SPDX-License-Identifier: GPL-2.0
/*
 * link_objects - .kmend.objects: the modules that the other tables name
 */
#include <stddef.h>
#include <string.h>

#include "build/link.h"
#include "build/link_strings.h"
#include "kmend_abi.h"

void link_object(struct link_objects *objects, const char *name,
		 uint32_t flags)
{
	if (!strcmp(name, KMEND_ABI_VMLINUX))
		return;
	vec_for_each(&objects->list, o) {
		if (strcmp(o->name, name))
			continue;
		o->flags |= flags;
		return;
	}
	vec_push(&objects->list, ((struct link_object){
		.name = name, .flags = flags }));
}

static struct err *build_ids(const struct link *link,
			     const struct link_objects *objects,
			     const char **ret)
{
	for (size_t i = 0; i < objects->list.n; i++) {
		const char *name = objects->list.v[i].name;
		const struct module_file *file;
		struct err *err = modules_find(link->modules, name, &file);

		if (err)
			return err;
		if (!file)
			return err_new(ERR_FAILED, "the kernel's packages have "
				       "no module '%s'", name);
		ret[i] = file->build_id;
	}
	return NULL;
}

static void point_to(struct link_strings *strings, struct sec *table,
		     uint64_t at, const char *text)
{
	sec_add_rela(table, at, R_X86_64_64, strings->sec->sym,
		     link_strings_add(strings, text));
}

struct err *link_objects_write(const struct link *link, struct obj *obj,
			       const struct link_objects *objects)
{
	size_t n = objects->list.n;
	const char **ids = arena_array(link->arena, n + 1, sizeof(*ids));
	struct kmend_abi_object *rows = arena_array(link->arena, n + 1,
						    sizeof(*rows));
	struct err *err = build_ids(link, objects, ids);
	struct link_strings strings;
	struct sec *table;

	if (err || !n)
		return err;
	for (size_t i = 0; i < n; i++)
		rows[i].flags = objects->list.v[i].flags;
	table = obj_add_sec(obj, KMEND_ABI_SEC_OBJECTS, SHT_PROGBITS,
			    SHF_ALLOC, 8, rows, n * sizeof(*rows));
	link_strings_init(&strings, obj, KMEND_ABI_SEC_STRINGS);
	for (size_t i = 0; i < n; i++) {
		uint64_t at = i * sizeof(*rows);

		point_to(&strings, table, at + offsetof(struct kmend_abi_object,
			 name), objects->list.v[i].name);
		point_to(&strings, table, at + offsetof(struct kmend_abi_object,
			 build_id), ids[i]);
	}
	link_strings_write(&strings);
	return NULL;
}
