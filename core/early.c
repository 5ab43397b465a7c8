// SPDX-License-Identifier: GPL-2.0
/*
 * early - relocations against modules that cannot wait
 *
 * Most places in a patch may be written whenever the module comes (late.c).
 * Not so the tables that the module loader reads once: a jump label or a
 * static call whose key is in a module, an alternative that calls into one.
 * Then the module must be here before the patch, and it is pinned for as long
 * as the patch module stays: the kernel itself keeps pointers from one to the
 * other (jump_label_add_module() in kernel/jump_label.c, Linux 6.1).
 *
 * A section that is not known to be of the patient kind is not.
 */
#include <linux/string.h>
#include <asm/alternative.h>

#include "object.h"
#include "reloc.h"

static const char * const early_not[] = {
	".text", ".text.*", ".noinstr.text", ".rodata", ".rodata.*", ".data",
	".data.*", KMEND_ABI_SEC_FUNCS, KMEND_ABI_SEC_RANGES,
};

static bool early_matches(const char *pattern, const char *name)
{
	size_t len = strlen(pattern);

	if (pattern[len - 1] != '*')
		return !strcmp(pattern, name);
	return !strncmp(pattern, name, len - 1) && name[len - 1] != '.';
}

/* Is this inside code that an alternative may have replaced? */
static bool early_in_alternative(const struct reloc_ctx *c,
				 unsigned long place)
{
	const Elf_Shdr *s = reloc_section(c, ".altinstructions");
	const struct alt_instr *a, *end;

	if (!s || s->sh_type == SHT_NOBITS)
		return false;
	a = (const struct alt_instr *)s->sh_addr;
	end = a + s->sh_size / sizeof(*a);
	for (; a < end; a++) {
		unsigned long instr = (unsigned long)&a->instr_offset +
				      a->instr_offset;

		if (place - instr < a->instrlen)
			return true;
	}
	return false;
}

/* Return: the name of what makes it urgent, or NULL if it can wait. */
static const char *early_why(const struct reloc_ctx *c,
			     const struct kmend_abi_reloc *r)
{
	const char *name;
	unsigned int i;

	name = reloc_section_name(c, reloc_section_of(c, r->place));
	for (i = 0; i < ARRAY_SIZE(early_not); i++)
		if (early_matches(early_not[i], name))
			return early_in_alternative(c, r->place) ?
			       ".altinstructions" : NULL;
	return name;
}

/* Pins and resolves. */
static int early_object(const struct reloc_ctx *c,
			const struct kmend_abi_object *o, const char *why)
{
	const char *name = (const char *)o->name;
	struct kmend_object wanted = { .name = name };
	struct module *target = NULL;
	int ret;

	ret = kmend_hold_lock(c->mod->name);
	if (ret)
		return ret;
	kmend_hold_want(&wanted);
	ret = kmend_object_verify(c->mod->name, name,
				  (const char *)o->build_id, &target);
	if (!ret && !target) {
		pr_err("kmend: %s: refers to module %s in %s: load %s first\n",
		       c->mod->name, name, why, name);
		ret = -ENOENT;
	}
	if (!ret)
		ret = reloc_pass(c, name, target);
	if (!ret)
		ret = kmend_module_pin(c->mod, target);
	kmend_hold_unwant(&wanted);
	mutex_unlock(&kmend_lock);
	if (!ret)
		pr_info("kmend: %s: module %s stays as long as this patch does (%s)\n",
			c->mod->name, name, why);
	return ret;
}

/*
 * reloc_early() - resolve the symbols of modules that something urgent needs
 *
 * Context: module loader; may sleep.
 * Return: 0, or -errno with the reason in the log.
 */
int reloc_early(const struct reloc_ctx *c)
{
	unsigned int i, j;
	int ret = 0;

	for (i = 0; !ret && i < c->nr_objects; i++) {
		const char *why = NULL;

		for (j = 0; j < c->nr_relocs && !why; j++) {
			const struct kmend_abi_symbol *s =
				&c->syms[c->relocs[j].symbol];

			if (!strcmp((char *)s->object,
				    (char *)c->objects[i].name))
				why = early_why(c, &c->relocs[j]);
		}
		if (why)
			ret = early_object(c, &c->objects[i], why);
	}
	return ret;
}
