// SPDX-License-Identifier: GPL-2.0
/*
 * pass_include - mark everything that goes into the output
 *
 * Roots are the changed functions, and new functions and variables that other
 * units may use. From there references lead to what has to come along; then
 * the entries of tables about code that is in come in, and what they need.
 *
 * Reads: status, refs, owner.  Writes: keep, status of copies, findings.
 */
#include <string.h>

#include "diff/model.h"
#include "elf/names.h"
#include "kmend_abi.h"

static const char *named(struct diff *d, const struct piece *piece)
{
	return piece_text(d->arena, piece);
}

static bool type_is_known(uint32_t type)
{
	switch (type) {
	case R_X86_64_NONE:
	case R_X86_64_64:
	case R_X86_64_32:
	case R_X86_64_32S:
	case R_X86_64_PC32:
	case R_X86_64_PLT32:
	case R_X86_64_PC64:
		return true;
	}
	return false;
}

/* The linker makes one variable of all commons of a name: the kernel's. */
static bool is_new_common(const struct diff *d, const struct sym *sym)
{
	const struct sym *orig;

	if (sym->shndx != SHN_COMMON)
		return false;
	orig = obj_find_sym(d->orig.obj, sym->name);
	return !orig || orig->bind == STB_LOCAL;
}

static void check_ref(struct diff *d, const struct piece *piece,
		      const struct ref *ref)
{
	const struct special *row = ref->piece ? piece_row(ref->piece) : NULL;

	if (!type_is_known(ref->type))
		refuse(d, "KM016", named(d, piece), NULL,
		       "has a relocation of type %s that cannot be carried "
		       "into a patch", reloc_name(ref->type));
	if (ref->piece && piece_is_opaque(ref->piece))
		opaque_refuse(d, ref->piece, arena_printf(d->arena, "is "
			      "used by %s", named(d, piece)));
	if (!ref->piece && ref->sym->sec)
		refuse(d, "KM009", named(d, piece), NULL, "refers to section "
		       "%s, which is not carried into patches",
		       ref->sym->sec->name);
	if (row && row->init)
		refuse(d, "KM017", named(d, piece), "do without it: it is "
		       "gone once the kernel has booted",
		       "refers to %s in %s", named(d, ref->piece),
		       ref->piece->sec->name);
	if (!ref->piece && is_new_common(d, ref->sym))
		refuse(d, "KM023", ref->sym->name, "compile with -fno-common",
		       "is a new common symbol");
}

static bool keep(struct diff *d, struct piece *piece)
{
	if (piece->keep)
		return false;
	piece->keep = true;
	if (piece->sec->flags & SHF_GROUP)
		refuse(d, "KM010", named(d, piece), NULL, "is in a section "
		       "group, %s", piece->sec->name);
	if (piece_row(piece)->percpu)
		refuse(d, "KM007", named(d, piece), "use a shadow variable or "
		       "an array of NR_CPUS", "is a new per-CPU variable");
	return true;
}

/* Marks @root and all that it needs; a list, since chains can be long. */
static void include(struct diff *d, struct piece *root)
{
	VEC(struct piece *) todo = {0};

	if (keep(d, root))
		vec_push(&todo, root);
	while (todo.n) {
		struct piece *piece = todo.v[--todo.n];

		vec_for_each(&piece->refs, ref) {
			check_ref(d, piece, ref);
			if ((!ref->piece || !piece_is_opaque(ref->piece)) &&
			    ref_dest(piece, ref) == DEST_COPY &&
			    keep(d, ref->piece))
				vec_push(&todo, ref->piece);
		}
	}
	vec_deinit(&todo);
}

static bool is_root(const struct piece *piece)
{
	const struct special *row = piece_row(piece);

	if (row->init || row->act == SP_FIXED || piece_is_anonymous(piece))
		return false;
	if (piece->kind == PIECE_ENTRY)
		return row->hook;
	if (piece->kind == PIECE_FUNC && piece->status == PIECE_CHANGED)
		return true;
	return piece->status == PIECE_NEW && (piece->global || row->hook);
}

static void include_entry(struct diff *d, struct piece *entry)
{
	const struct special *row = piece_row(entry);

	switch (row->rule) {
	case RULE_REFUSE:
		refuse(d, "KM018", named(d, entry->owner), "read the variable "
		       "instead", "uses %s (%s)", row->what, entry->sec->name);
		break;
	case RULE_LOAD:		/* pass_runtime: nothing is left of it */
		break;
	case RULE_NONE:
		include(d, entry);
		break;
	}
}

/*
 * Debug messages of a module come along, and begin switched off. Their switch
 * is the key of a jump label: with the module's own, the patch could not go in
 * before the module, and would hold it (docs/decisions/modules-as-targets.md).
 */
static void copies_renew(struct diff *d)
{
	if (!strcmp(d->opt->object, KMEND_ABI_VMLINUX))
		return;
	side_for_each(&d->patched, p)
		if ((*p)->kind == PIECE_DATA && piece_row(*p)->copy)
			(*p)->status = PIECE_NEW;
}

struct err *pass_include(struct diff *d)
{
	bool any = true;

	copies_renew(d);
	side_for_each(&d->patched, p)
		if (is_root(*p))
			include(d, *p);
	while (any) {
		any = false;
		side_for_each(&d->patched, p) {
			struct piece *entry = *p;

			if (entry->kind != PIECE_ENTRY || entry->keep ||
			    !entry->owner || !entry->owner->keep || entry->busy)
				continue;
			entry->busy = any = true;
			include_entry(d, entry);
		}
	}
	side_for_each(&d->patched, p) {
		(*p)->busy = false;
		d->changed |= (*p)->keep;
	}
	return NULL;
}
