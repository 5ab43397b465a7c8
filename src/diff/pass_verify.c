// SPDX-License-Identifier: GPL-2.0
/*
 * pass_verify - what cannot be patched live, with what to do about it
 *
 * Looks at every piece once; each kind of reason is a function, and all
 * reasons are told. docs/findings.md lists the codes.
 *
 * Reads: all that is known.  Writes: findings.
 */
#include <string.h>

#include "diff/model.h"
#include "diff/scopes.h"
#include "kmend_abi.h"

#define TODO_DATA \
	"leave the initial value as it is; set the variable from code"

/* Is every use of it, before and after, a call from what changed, too? */
static bool is_only_called(const struct piece *piece)
{
	return piece->is_used && !piece->is_pointed_to && !piece->is_called;
}

static bool is_out_of_reach(const struct piece *piece)
{
	if (piece_is_redirected(piece) || name_is_cold(piece->name))
		return false;
	return piece->global || piece->twin->global ||
	       !is_only_called(piece->twin) || !is_only_called(piece);
}

/*
 * Who runs at boot or unload only. Of what is built in, that is over: if the
 * author changed another function, which gcc put into this one as well, all
 * who still run get the new one. A module that comes or goes would run the old
 * one there, between new ones.
 */
static void verify_init(struct diff *d, const struct piece *piece)
{
	const struct piece *orig = piece->twin;

	if (!piece->by_inlining)
		refuse(d, "KM001", orig->name, "it has run, or never will; "
		       "leave it as it is", "changed, but is in %s",
		       orig->sec->name);
	else if (strcmp(d->opt->object, KMEND_ABI_VMLINUX))
		refuse(d, "KM001", orig->name, "accept that, if old and new "
		       "code get along", "%s, but is in %s: when the module "
		       "comes or goes, the old code runs there", piece->why,
		       orig->sec->name);
	else
		note(d, DIAG_WARN, "KM001", orig->name, "nothing, if nobody "
		     "counts on that", "%s, but is in %s and stays as it was: "
		     "it has run, or never will", piece->why, orig->sec->name);
}

static void verify_changed_func(struct diff *d, const struct piece *piece)
{
	const struct piece *orig = piece->twin;

	if (piece_row(piece)->init != piece_row(orig)->init)
		refuse(d, "KM013", orig->name, "give the new one another name",
		       "moved from %s to %s", orig->sec->name,
		       piece->sec->name);
	else if (piece_row(piece)->init)
		verify_init(d, piece);
	else if (is_out_of_reach(piece))
		refuse(d, "KM006", orig->name, "change its callers instead",
		       "changed, but has no ftrace location (notrace, noinstr "
		       "or not compiled for tracing)");
}

static void verify_changed_const(struct diff *d, const struct piece *piece)
{
	const struct piece *user = piece->user;

	if (piece->global || user)
		refuse(d, "KM005", piece->name, "make a changed copy of it "
		       "and use that in the functions that need it",
		       "is a constant that changed, and %s%s uses it",
		       piece->global ? "the rest of the kernel" :
		       piece_text(d->arena, user),
		       piece->global ? "" : ", which did not change,");
	else
		note(d, DIAG_WARN, "KM021", piece->name, "make sure that no "
		     "pointer to it is kept", "is copied into the patch, "
		     "since it changed");
}

static void verify_changed_data(struct diff *d, const struct piece *piece)
{
	const struct piece *orig = piece->twin;
	const struct special *row = piece_row(piece);

	if (row->act == SP_FIXED)
		fixed_refuse(d, orig, orig->name, "changed");
	else if (special_kind(row) != special_kind(piece_row(orig)))
		refuse(d, "KM013", orig->name, "give the new one another name",
		       "moved from %s to %s", orig->sec->name,
		       piece->sec->name);
	else if (row->init)
		refuse(d, "KM002", orig->name, "leave it as it is", "changed, "
		       "but is in %s, which is gone after boot",
		       orig->sec->name);
	else if (row->readonly)
		verify_changed_const(d, piece);
	else if (piece->size != orig->size)
		refuse(d, "KM004", orig->name, "use a new variable, or a "
		       "shadow variable", "is an existing variable whose size "
		       "changed from %llu to %llu bytes",
		       (unsigned long long)orig->size,
		       (unsigned long long)piece->size);
	else
		refuse(d, "KM003", orig->name, TODO_DATA, "is an existing "
		       "variable whose initial value changed");
}

static void verify_new(struct diff *d, const struct piece *piece)
{
	const struct special *row = piece_row(piece);

	if (row->act == SP_FIXED)
		fixed_refuse(d, piece, piece->name, "is new");
	else if (row->percpu)
		refuse(d, "KM007", piece->name, "use a shadow variable or an "
		       "array of NR_CPUS", "is a new per-CPU variable");
	else if (row->unheard)
		note(d, d->opt->map ? DIAG_REFUSE : DIAG_WARN, "KM024",
		     piece->name, "leave it out", "is %s, which is carried "
		     "(%s), but kmend does not call it", row->what,
		     piece->sec->name);
}

static void verify_gone(struct diff *d, const struct piece *orig)
{
	const struct special *row = piece_row(orig);

	if (row->act == SP_FIXED)
		fixed_refuse(d, orig, orig->name, "was removed");
	else if (row->init || orig->numbered ||
		 name_is_cold(orig->name))
		return;
	else if (orig->kind == PIECE_FUNC && orig->global)
		note(d, DIAG_WARN, "KM011", orig->name, "make sure that what "
		     "still calls it may", "is a global function that was "
		     "removed; the running kernel keeps it");
	else if (orig->kind == PIECE_FUNC)
		note(d, DIAG_NOTE, "KM020", orig->name, NULL,
		     "is a static function that is no longer there");
}

static void verify_piece(struct diff *d, const struct piece *piece)
{
	switch (piece->status) {
	case PIECE_CHANGED:
		if (piece->kind == PIECE_FUNC)
			verify_changed_func(d, piece);
		else
			verify_changed_data(d, piece);
		break;
	case PIECE_NEW:
		verify_new(d, piece);
		break;
	default:
		break;
	}
}

/* Without the number; clang has the function in front of it. */
static const char *plain_name(struct diff *d, const struct piece *piece)
{
	const char *base = name_base(d->arena, piece->name);
	const char *dot = strrchr(base, '.');

	return dot && dot[1] ? dot + 1 : base;
}

static const char *name_in_scope(struct diff *d, const struct piece *piece)
{
	return arena_printf(d->arena, "%s, %s", plain_name(d, piece),
			    piece->scope ? piece->scope : "");
}

static void list_by(struct map *list, const char *name, struct piece *piece)
{
	if (!map_has(list, name))
		map_put(list, name, piece);
}

/* Variables that are gone, by the part of their name that means something. */
static void list_gone(struct diff *d, struct map *ret)
{
	side_for_each(&d->orig, p) {
		struct piece *piece = *p;

		if (piece->status != PIECE_GONE || !piece_has_value(piece))
			continue;
		list_by(ret, plain_name(d, piece), piece);
		list_by(ret, name_in_scope(d, piece), piece);
	}
}

/*
 * A variable that has no twin though one of its name is gone: at least one of
 * the two is a static local, or there are several of the name.
 */
static void verify_unpaired(struct diff *d, const struct map *gone,
			    const struct piece *piece)
{
	const char *how = "it is not clear whether it is";
	const struct piece *orig;

	if (piece->status != PIECE_NEW || !piece->keep || piece->renewed ||
	    !piece_has_value(piece))
		return;
	orig = map_find(gone, name_in_scope(d, piece));
	if (!orig)
		orig = map_find(gone, plain_name(d, piece));
	if (!orig)
		return;
	if (piece->scope && orig->scope && !scopes_agree(piece, orig))
		how = "its function or its type is not that of";
	note(d, DIAG_WARN, "KM022", piece->name, "make sure that losing its "
	     "value does no harm", "begins anew: %s %s of the running kernel",
	     how, orig->name);
}

struct err *pass_verify(struct diff *d)
{
	_cleanup_map_ struct map gone = {0};

	uses_find(&d->orig);
	uses_find(&d->patched);
	list_gone(d, &gone);
	side_for_each(&d->patched, p) {
		verify_piece(d, *p);
		verify_unpaired(d, &gone, *p);
	}
	side_for_each(&d->orig, p)
		if ((*p)->status == PIECE_GONE)
			verify_gone(d, *p);
	fixed_verify(d);
	opaque_verify(d);
	return NULL;
}
