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

#define TODO_DATA \
	"leave the initial value as it is; set the variable from code"

static void refuse_fixed(struct diff *d, const struct piece *piece,
			 const char *name, const char *how)
{
	refuse(d, "KM008", name, "leave it out of the patch", "%s %s, which "
	       "the kernel reads once at boot (%s)", piece_row(piece)->what,
	       how, piece->sec->name);
}

static bool is_new_code(const struct piece *piece)
{
	return piece->kind == PIECE_FUNC && (piece->status == PIECE_CHANGED ||
					     piece->status == PIECE_NEW);
}

/* Is every use of it, before and after, a call from what changed, too? */
static bool is_only_called(const struct side *side, const struct piece *piece)
{
	bool any = false;

	side_for_each(side, p) {
		const struct special *row = piece_row(*p);

		/* what tables say about its code is no use of it */
		if ((*p)->kind == PIECE_ENTRY && row->act == SP_KEEP)
			continue;
		vec_for_each(&(*p)->refs, ref) {
			if (ref->piece != piece || (*p) == piece)
				continue;
			any = true;
			if (!ref->branch && ref->to == 0)
				return false;
			if (ref->branch && (*p)->status == PIECE_SAME)
				return false;
		}
	}
	return any;
}

static bool is_out_of_reach(const struct diff *d, const struct piece *piece)
{
	if (piece_is_redirected(piece) || name_is_cold(piece->name))
		return false;
	return piece->global || piece->twin->global ||
	       !is_only_called(&d->orig, piece->twin) ||
	       !is_only_called(&d->patched, piece);
}

static void verify_changed_func(struct diff *d, const struct piece *piece)
{
	const struct piece *orig = piece->twin;

	if (piece_row(piece)->init != piece_row(orig)->init)
		refuse(d, "KM013", orig->name, "give the new one another name",
		       "moved from %s to %s", orig->sec->name,
		       piece->sec->name);
	else if (piece_row(piece)->init)
		refuse(d, "KM001", orig->name, "it has run, or never will; "
		       "leave it as it is", "changed, but is in %s",
		       orig->sec->name);
	else if (is_out_of_reach(d, piece))
		refuse(d, "KM006", orig->name, "change its callers instead",
		       "changed, but has no ftrace location (notrace, noinstr "
		       "or not compiled for tracing)");
}

/* Is everybody who reads this constant changed, too? */
static const struct piece *unchanged_user(const struct diff *d,
					  const struct piece *piece)
{
	side_for_each(&d->patched, p) {
		if ((*p) == piece || is_new_code(*p) ||
		    (*p)->kind == PIECE_ENTRY)
			continue;
		vec_for_each(&(*p)->refs, ref)
			if (ref->piece == piece)
				return *p;
	}
	return NULL;
}

static void verify_changed_const(struct diff *d, const struct piece *piece)
{
	const struct piece *user = unchanged_user(d, piece);

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
		refuse_fixed(d, orig, orig->name, "changed");
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
		refuse_fixed(d, piece, piece->name, "is new");
	else if (row->percpu)
		refuse(d, "KM007", piece->name, "use a shadow variable or an "
		       "array of NR_CPUS", "is a new per-CPU variable");
	else if (row->hook)
		note(d, d->opt->map ? DIAG_REFUSE : DIAG_WARN, "KM024",
		     piece->name, "leave it out", "is %s, which is carried "
		     "(%s), but kmend does not call it", row->what,
		     piece->sec->name);
}

static void verify_gone(struct diff *d, const struct piece *orig)
{
	const struct special *row = piece_row(orig);

	if (row->act == SP_FIXED)
		refuse_fixed(d, orig, orig->name, "was removed");
	else if (row->init || name_is_numbered(orig->name) ||
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

/* A static local that has no twin though there were some of its name. */
static void verify_unpaired(struct diff *d, const struct piece *piece)
{
	const char *base;

	if (piece->status != PIECE_NEW || piece->kind != PIECE_DATA ||
	    !piece->keep || !name_is_numbered(piece->name) ||
	    piece_row(piece)->readonly || piece_row(piece)->copy)
		return;
	base = name_base(d->arena, piece->name);
	side_for_each(&d->orig, p)
		if ((*p)->status == PIECE_GONE && (*p)->kind == PIECE_DATA &&
		    !strcmp(name_base(d->arena, (*p)->name), base))
			note(d, DIAG_WARN, "KM022", piece->name, "make sure "
			     "that losing its value does no harm", "begins "
			     "anew: it is not clear whether it is %s of the "
			     "running kernel", (*p)->name);
}

static bool has_fixed_twin(const struct diff *d, struct piece *entry)
{
	side_for_each(&d->orig, p) {
		struct piece *orig = *p;

		if (orig->kind != PIECE_ENTRY || orig->busy ||
		    strcmp(orig->sec->name, entry->sec->name) ||
		    !piece_equal(orig, entry))
			continue;
		orig->busy = true;	/* taken */
		return true;
	}
	return false;
}

/* Does a section of that name refer to @piece? */
static bool is_referred(const struct side *side, const char *name,
			const struct piece *piece)
{
	side_for_each(side, p) {
		if (strcmp((*p)->sec->name, name))
			continue;
		vec_for_each(&(*p)->refs, ref)
			if (ref->piece == piece)
				return true;
	}
	return false;
}

/* What the entry is about: rather something the other object has not. */
static const char *entry_text(struct diff *d, const struct side *other,
			      const struct piece *entry)
{
	const char *name = NULL;

	vec_for_each(&entry->refs, ref) {
		const struct piece *piece = ref->piece;

		if (!piece || !piece->name)
			continue;
		if (!piece->twin ||
		    !is_referred(other, entry->sec->name, piece->twin))
			return piece->name;
		if (!name)
			name = piece->name;
	}
	return name ? name : piece_text(d->arena, entry);
}

/* Entries without names: as many of each kind before and after. */
static void verify_fixed(struct diff *d)
{
	side_for_each(&d->patched, p) {
		const struct special *row = piece_row(*p);

		if ((*p)->kind == PIECE_ENTRY && row->act == SP_FIXED &&
		    !has_fixed_twin(d, *p))
			refuse_fixed(d, *p, entry_text(d, &d->orig, *p),
				     "is new or changed");
	}
	side_for_each(&d->orig, p) {
		const struct special *row = piece_row(*p);

		if ((*p)->kind == PIECE_ENTRY && row->act == SP_FIXED &&
		    !(*p)->busy)
			refuse_fixed(d, *p, entry_text(d, &d->patched, *p),
				     "was removed or changed");
		(*p)->busy = false;
	}
}

struct err *pass_verify(struct diff *d)
{
	side_for_each(&d->patched, p) {
		verify_piece(d, *p);
		verify_unpaired(d, *p);
	}
	side_for_each(&d->orig, p)
		if ((*p)->status == PIECE_GONE)
			verify_gone(d, *p);
	verify_fixed(d);
	opaque_verify(d);
	return NULL;
}
