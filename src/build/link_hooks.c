// SPDX-License-Identifier: GPL-2.0
/*
 * link_hooks - may the atomic hooks of a patch run in a stopped machine?
 *
 * All that can be reached from the hook inside the linked patch is walked, and
 * each function of the kernel that is called on the way is looked up in the
 * table of link_hooks_rows.c. What cannot be seen is said: calls through
 * pointers, and functions of the kernel that are in no row.
 *
 * A reference is taken for a call, since the address of a function may well be
 * taken in order to call it.
 */
#include <fnmatch.h>
#include <string.h>

#include "base/map.h"
#include "build/link.h"
#include "kmend_abi.h"

/* A function on the way from the hook; @from: who called it. */
struct step {
	const struct sym *func;
	const struct step *from;
};

struct walk {
	const struct link *link;
	const struct obj *obj;
	const struct sym *hook;
	VEC(struct step *) steps;
	struct map seen;	/* functions of the kernel, once each */
};

static const struct sym *func_at(const struct obj *obj, const struct sec *sec,
				 uint64_t off)
{
	vec_for_each(&obj->syms, sym)
		if ((*sym)->type == STT_FUNC && (*sym)->sec == sec &&
		    off >= (*sym)->value && off - (*sym)->value < (*sym)->size)
			return *sym;
	return NULL;
}

static const struct sym *rela_func(const struct obj *obj,
				   const struct rela *rela)
{
	uint64_t off = rela->sym->value + rela->addend;

	if (!rela->sym->sec || !(rela->sym->sec->flags & SHF_EXECINSTR))
		return NULL;
	/* relative to the end of the instruction, as far as a call goes */
	if (rela->type == R_X86_64_PC32 || rela->type == R_X86_64_PLT32)
		off += 4;
	return func_at(obj, rela->sym->sec, off);
}

const struct sym *link_hook_func(const struct obj *obj,
				 const struct rela *rela)
{
	return rela_func(obj, rela);
}

static void step_add(struct walk *w, const struct sym *func,
		     const struct step *from)
{
	struct step *step;

	vec_for_each(&w->steps, other)
		if ((*other)->func == func)
			return;
	step = arena_new(w->link->arena, struct step);
	step->func = func;
	step->from = from;
	vec_push(&w->steps, step);
}

/* "hook -> a -> b": how the hook comes to this. */
static const char *step_text(const struct walk *w, const struct step *step,
			     const char *name)
{
	const char *text = name;

	for (; step; step = step->from)
		text = arena_printf(w->link->arena, "%s -> %s",
				    step->func->name, text);
	return text;
}

/* What C calls it, without the clothes that we and gcc put on. */
static const char *callee_name(struct arena *arena, const char *name)
{
	const size_t len = strlen(KMEND_ABI_SYM_PREFIX);

	if (!strncmp(name, KMEND_ABI_SYM_PREFIX, len)) {
		name += len;
		for (int i = 0; i < 3 && strchr(name, '.'); i++)
			name = strchr(name, '.') + 1;
	}
	return arena_printf(arena, "%.*s", (int)strcspn(name, "."), name);
}

static const struct hook_callee *callee_find(const char *name)
{
	const struct hook_callee *row;

	for (row = hook_callees; row->name; row++)
		if (!fnmatch(row->name, name, 0))
			return row;
	return NULL;
}

static bool is_call(const struct rela *rela)
{
	return rela->type == R_X86_64_PLT32 ||
	       (rela->type == R_X86_64_PC32 && rela->addend == -4);
}

static void kernel_call(struct walk *w, const struct step *step,
			const struct rela *rela)
{
	const char *name = callee_name(w->link->arena, rela->sym->name);
	const struct hook_callee *row = callee_find(name);
	const char *way;

	/* what is in no row may be a variable: only calls are told */
	if (!*name || (row && !row->does) || (!row && !is_call(rela)) ||
	    map_find(&w->seen, name))
		return;
	map_put(&w->seen, name, w);
	way = step_text(w, step, name);
	if (row && strcmp(row->does, "?"))
		diag_add(w->link->diags, DIAG_REFUSE, "KM080", "patch",
			 w->hook->name, 0, "do it in a pre or a post hook",
			 "an atomic hook runs while the machine is stopped, "
			 "but %s %s (%s)", name, row->does, way);
	else
		diag_add(w->link->diags, DIAG_WARN, "KM081", "patch",
			 w->hook->name, 0, "make sure that it does not sleep, "
			 "lock, allocate or print", "an atomic hook calls "
			 "what kmend knows nothing of (%s)",
			 row ? step_text(w, step, "through a pointer") : way);
}

static void step_walk(struct walk *w, const struct step *step)
{
	const struct sym *func = step->func;

	vec_for_each(&func->sec->relas, rela) {
		const struct sym *to;

		if (rela->off < func->value ||
		    rela->off - func->value >= func->size)
			continue;
		to = rela_func(w->obj, rela);
		if (to)
			step_add(w, to, step);
		else if (!rela->sym->sec && rela->sym->shndx == SHN_UNDEF)
			kernel_call(w, step, rela);
	}
}

static void hook_walk(const struct link *link, const struct obj *obj,
		      const struct sym *hook)
{
	struct walk w = { .link = link, .obj = obj, .hook = hook };

	step_add(&w, hook, NULL);
	for (size_t i = 0; i < w.steps.n; i++)
		step_walk(&w, w.steps.v[i]);
	vec_deinit(&w.steps);
	map_deinit(&w.seen);
}

void link_hooks(const struct link *link, const struct obj *obj)
{
	const struct sec *sec = obj_find_sec(obj, KMEND_ABI_SEC_HOOKS);
	struct kmend_abi_hook hook;
	const struct sym *func;

	if (!sec || !sec->data)
		return;
	vec_for_each(&sec->relas, rela) {
		uint64_t at = rela->off - rela->off % sizeof(hook);

		if (rela->off % sizeof(hook) !=
		    offsetof(struct kmend_abi_hook, fn) ||
		    at + sizeof(hook) > sec->size)
			continue;
		memcpy(&hook, sec->data + at, sizeof(hook));
		func = rela_func(obj, rela);
		if (func && (hook.kind == KMEND_ABI_HOOK_PATCH ||
			     hook.kind == KMEND_ABI_HOOK_UNPATCH))
			hook_walk(link, obj, func);
	}
}
