// SPDX-License-Identifier: GPL-2.0
/*
 * pass_exports - what modules call keeps its signature
 *
 * A module that is loaded was compiled for the old prototype of an exported
 * function, and nobody compiles it again. The checksum that genksyms makes of
 * a prototype tells, if the objects have it (__crc_foo); else the prototypes
 * in DWARF. Only functions of which code changed matter.
 *
 * Reads: status, the symbols and files of the objects.  Writes: findings.
 */
#include <string.h>

#include "diff/model.h"
#include "diff/protos.h"

#define ADVICE "leave it as it is, and let the patch use a new function"

static const char crc_prefix[] = "__crc_";

static void verify_crcs(struct diff *d)
{
	size_t len = sizeof(crc_prefix) - 1;
	_cleanup_map_ struct map crcs = {0};

	vec_for_each(&d->orig.obj->syms, p)
		if ((*p)->shndx == SHN_ABS &&
		    !strncmp((*p)->name, crc_prefix, len))
			map_put(&crcs, (*p)->name, *p);
	vec_for_each(&d->patched.obj->syms, p) {
		const struct sym *sym = *p;
		const struct sym *old = map_find(&crcs, sym->name);

		if (old && sym->shndx == SHN_ABS && sym->value != old->value)
			refuse(d, "KM063", sym->name + len, ADVICE, "is "
			       "exported, and its checksum changes from %#llx "
			       "to %#llx: modules were compiled for the old "
			       "prototype", (unsigned long long)old->value,
			       (unsigned long long)sym->value);
	}
}

/* Functions that both objects export. */
static void list_exports(struct diff *d, struct map *ret)
{
	side_for_each(&d->orig, p) {
		if (!piece_row(*p)->exports)
			continue;
		vec_for_each(&(*p)->refs, ref) {
			const struct piece *to = ref->piece;

			if (to && to->kind == PIECE_FUNC && to->twin &&
			    to->status == PIECE_CHANGED)
				map_put(ret, to->name, ref->piece);
		}
	}
}

static void verify_protos(struct diff *d, const struct map *exports)
{
	struct protos *orig = protos_read(d->orig.obj->path);
	struct protos *patched = protos_read(d->patched.obj->path);

	map_for_each(exports, slot) {
		const char *old = map_find(&orig->by_name, slot->str);
		const char *new = map_find(&patched->by_name, slot->str);

		if (old && new && strcmp(old, new))
			refuse(d, "KM063", slot->str, ADVICE, "is exported, and "
			       "modules were compiled for '%s'; now it is "
			       "'%s'", old, new);
	}
	protos_destroy(orig);
	protos_destroy(patched);
}

struct err *pass_exports(struct diff *d)
{
	_cleanup_map_ struct map exports = {0};

	if (!d->changed)
		return NULL;
	verify_crcs(d);
	list_exports(d, &exports);
	if (exports.n && side_has_dwarf(&d->orig) &&
	    side_has_dwarf(&d->patched))
		verify_protos(d, &exports);
	return NULL;
}
