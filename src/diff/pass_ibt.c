// SPDX-License-Identifier: GPL-2.0
/*
 * pass_ibt - no new pointer to a function that must not be called by one
 *
 * A patch that stores the address of a function of the kernel, or hands it
 * to somebody, makes it a target of indirect calls. Was it none before, then
 * the kernel may have no endbr64 there (kernel/ibt.h), and the first such
 * call ends in a #CP. The address of a changed function is that of the old
 * one (dest.c), so this is about them as well. What the original's code took
 * the address of was good for it.
 *
 * Reads: keep, twins, facts.  Writes: findings.
 */
#include <string.h>

#include "diff/model.h"
#include "kernel/facts.h"
#include "kernel/ibt.h"
#include "kernel/module.h"
#include "kernel/resolve.h"

#define ADVICE "take the address of a new function that calls it"

/* Tables are about code; what is gone after boot proves nothing. */
static bool takes_addresses(const struct piece *piece)
{
	return piece->kind != PIECE_ENTRY && !piece_row(piece)->init;
}

static bool is_address(const struct ref *ref)
{
	return !ref->branch && ref->to == 0;
}

static const char *target_name(const struct ref *ref)
{
	return ref->piece ? ref->piece->name : ref->sym->name;
}

static bool is_same_target(const struct ref *orig, const struct ref *ref)
{
	if (ref->piece || orig->piece)
		return ref->piece && ref->piece->twin == orig->piece;
	return !strcmp(orig->sym->name, ref->sym->name);
}

static bool was_taken(const struct diff *d, const struct ref *ref)
{
	side_for_each(&d->orig, p) {
		if (!takes_addresses(*p))
			continue;
		vec_for_each(&(*p)->refs, orig)
			if (is_address(orig) && is_same_target(orig, ref))
				return true;
	}
	return false;
}

/* A function of the kernel or of the module that the unit is in. */
struct target {
	const char *name;	/* NULL: something else */
	const struct sec *sec;	/* in the module */
	uint64_t addr;		/* in the image, or in @sec */
};

static struct target of_module(const struct diff *d, const char *name)
{
	const struct sym *sym = module_global(d->opt->ko, name);
	bool is_func = sym && sym->type == STT_FUNC;

	return (struct target){ .name = is_func ? name : NULL,
				.sec = sym ? sym->sec : NULL,
				.addr = sym ? sym->value : 0 };
}

static struct target of_image(const struct diff *d, const char *name)
{
	struct symref found;

	facts_resolve(d->opt->facts, name, &found);
	if ((found.kind != SYMREF_GLOBAL && found.kind != SYMREF_EXPORT) ||
	    !strchr("TtWw", found.sym->type))
		return (struct target){0};
	return (struct target){ .name = name, .addr = found.sym->addr };
}

static struct target of_unit(const struct diff *d, const char *name)
{
	const struct unit_sym *us = kernel_symbol(d, name);

	if (!us || (d->opt->ko && !us->section))
		return (struct target){0};
	return (struct target){ .name = name, .addr = us->addr,
				.sec = d->opt->ko ? obj_find_sec(d->opt->ko,
							us->section) : NULL };
}

static struct target kernel_function(const struct diff *d,
				     const struct piece *from,
				     const struct ref *ref)
{
	struct target target = {0};

	switch (ref_dest(from, ref)) {
	case DEST_COPY:
		break;
	case DEST_KERNEL:
		if (ref->piece->kind == PIECE_FUNC && ref->piece->twin &&
		    piece_is_text(ref->piece))
			target = of_unit(d, ref->piece->twin->name);
		break;
	case DEST_SYMBOL:
		if (d->opt->ko)
			target = of_module(d, ref->sym->name);
		if (!target.name && !target.sec)
			target = of_image(d, ref->sym->name);
		break;
	}
	return target;
}

static enum ibt target_ibt(const struct diff *d, const struct target *target)
{
	if (!target->name)
		return IBT_CALLABLE;
	if (target->sec)
		return module_ibt(d->opt->ko, target->sec, target->addr);
	return facts_ibt(d->opt->facts, target->addr);
}

/*
 * gcc begins every function that other units can see with endbr64. What has
 * none there is no function: the beginning of a section, or a trampoline of a
 * static call, which static_call_update() has written and nobody calls.
 */
static bool is_callable(enum ibt ibt, const struct ref *ref)
{
	return ibt == IBT_CALLABLE || (ibt == IBT_ABSENT && !ref->piece);
}

/* "mov $x, %reg" or "lea x(%rip), %reg": three bytes in front of a field. */
static bool sets(const uint8_t *insn, uint8_t mov, uint8_t lea)
{
	return insn[0] == 0x48 && ((insn[1] == 0xc7 && insn[2] == mov) ||
				   (insn[1] == 0x8d && insn[2] == lea));
}

static bool calls(const struct piece *from, uint64_t off, const char *name)
{
	vec_for_each(&from->refs, ref)
		if (ref->off == (int64_t)off + 1)
			return ref->branch && !strcmp(ref->sym->name, name);
	return false;
}

/*
 * static_call_update(name, func) makes direct calls and jumps of the sites:
 * arch_static_call_transform(), Linux 6.1 and 6.12. That the address goes
 * nowhere else is certain if the code is
 *
 *	mov $func, %rdx
 *	mov $tramp, %rsi	in any order
 *	mov $key, %rdi
 *	call __static_call_update
 */
static bool is_for_static_call(const struct piece *from,
			       const struct ref *ref)
{
	const uint8_t *code = from->sec->data + from->base;
	uint64_t size = from->size - (from->base - from->off);
	uint64_t off = (uint64_t)ref->off - 3;

	if (from->kind != PIECE_FUNC || ref->off < 3 || off + 7 > size ||
	    !sets(code + off, 0xc2, 0x15))
		return false;
	for (off += 7; off + 7 <= size; off += 7)
		if (!sets(code + off, 0xc6, 0x35) &&
		    !sets(code + off, 0xc7, 0x3d))
			break;
	return off + 5 <= size && code[off] == 0xe8 &&
	       calls(from, off, "__static_call_update");
}

static void judge(struct diff *d, const struct piece *from,
		  const struct ref *ref)
{
	struct target target = kernel_function(d, from, ref);
	enum ibt ibt = target_ibt(d, &target);

	if (is_callable(ibt, ref) || was_taken(d, ref) ||
	    is_for_static_call(from, ref))
		return;
	refuse(d, "KM030", target_name(ref), ADVICE, "its address is newly taken "
	       "by %s, but the kernel cannot call it through a pointer: %s",
	       piece_text(d->arena, from), ibt == IBT_SEALED ?
	       "its endbr64 is sealed" : "it has no endbr64");
}

struct err *pass_ibt(struct diff *d)
{
	if (!d->opt->facts)
		return NULL;
	side_for_each(&d->patched, p) {
		if (!(*p)->keep || !takes_addresses(*p))
			continue;
		vec_for_each(&(*p)->refs, ref)
			if (is_address(ref))
				judge(d, *p, ref);
	}
	return NULL;
}
