// SPDX-License-Identifier: GPL-2.0
/*
 * reloc - relocations that the module loader could not write
 *
 * Runs in front of module_finalize(): ordinary relocations are done, text is
 * still writable, alternatives and call sites are not patched yet. Nothing in
 * the file is trusted; an error refuses the module.
 */
#include <linux/kallsyms.h>
#include <linux/moduleloader.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "fail.h"
#include "reloc.h"

/* "" if it has none: the kernel does not look at names of all sections. */
const char *reloc_section_name(const struct reloc_ctx *c, const Elf_Shdr *s)
{
	const Elf_Shdr *names = &c->sechdrs[c->hdr->e_shstrndx];

	if (s->sh_name >= names->sh_size)
		return "";
	return (const char *)c->hdr + names->sh_offset + s->sh_name;
}

const Elf_Shdr *reloc_section(const struct reloc_ctx *c, const char *name)
{
	unsigned int i;

	for (i = 1; i < c->hdr->e_shnum; i++)
		if ((c->sechdrs[i].sh_flags & SHF_ALLOC) &&
		    !strcmp(reloc_section_name(c, &c->sechdrs[i]), name))
			return &c->sechdrs[i];
	return NULL;
}

/* The section that has this byte of the module, and it in the file; or NULL */
const Elf_Shdr *reloc_section_of(const struct reloc_ctx *c,
				 unsigned long addr)
{
	unsigned int i;

	for (i = 1; i < c->hdr->e_shnum; i++) {
		const Elf_Shdr *s = &c->sechdrs[i];

		if ((s->sh_flags & SHF_ALLOC) && s->sh_type != SHT_NOBITS &&
		    addr >= s->sh_addr && addr - s->sh_addr < s->sh_size)
			return s;
	}
	return NULL;
}

/* How many bytes from @addr to the end of its section; 0: not in a section */
static unsigned long reloc_room(const struct reloc_ctx *c, unsigned long addr)
{
	const Elf_Shdr *s = reloc_section_of(c, addr);

	return s ? s->sh_size - (addr - s->sh_addr) : 0;
}

static bool reloc_is_string(const struct reloc_ctx *c, u64 addr)
{
	unsigned long room = reloc_room(c, addr);

	room = min_t(unsigned long, room, KSYM_NAME_LEN);
	return room && strnlen((const char *)addr, room) < room;
}

static bool reloc_is_object(const struct reloc_ctx *c, const char *name)
{
	unsigned int i;

	for (i = 0; i < c->nr_objects; i++)
		if (!strcmp((char *)c->objects[i].name, name))
			return true;
	return !strcmp(name, KMEND_ABI_VMLINUX);
}

static int reloc_check_objects(const struct reloc_ctx *c)
{
	unsigned int i;

	for (i = 0; i < c->nr_objects; i++) {
		const struct kmend_abi_object *o = &c->objects[i];

		if (!reloc_is_string(c, o->name) ||
		    !reloc_is_string(c, o->build_id) ||
		    (o->flags & ~KMEND_ABI_OBJECT_NEEDED)) {
			pr_err("kmend: %s: object %u: bad entry\n",
			       c->mod->name, i);
			return -ENOEXEC;
		}
	}
	return 0;
}

/* @once: by the time that a module comes they are gone */
static int reloc_check_symbols(const struct reloc_ctx *c, bool once)
{
	unsigned int i;

	for (i = 0; i < c->nr_syms; i++) {
		const struct kmend_abi_symbol *s = &c->syms[i];

		if (!reloc_is_string(c, s->name) ||
		    !reloc_is_string(c, s->object)) {
			pr_err("kmend: %s: symbol %u: bad name\n",
			       c->mod->name, i);
			return -ENOEXEC;
		}
		if (once && strcmp((char *)s->object, KMEND_ABI_VMLINUX)) {
			pr_err("kmend: %s: symbol %s: module %s in a table that is read once\n",
			       c->mod->name, (char *)s->name,
			       (char *)s->object);
			return -ENOEXEC;
		}
		if (!reloc_is_object(c, (char *)s->object)) {
			pr_err("kmend: %s: symbol %s: the patch does not say which %s it was made for\n",
			       c->mod->name, (char *)s->name,
			       (char *)s->object);
			return -ENOEXEC;
		}
		if (s->flags & ~KMEND_ABI_SYM_PERCPU) {
			pr_err("kmend: %s: symbol %s: unknown flags %x\n",
			       c->mod->name, (char *)s->name, s->flags);
			return -ENOEXEC;
		}
	}
	return 0;
}

/*
 * reloc_pass() - resolve the symbols of one object
 * @target: the module; NULL for vmlinux, where reverse lookups prove most of
 *          the addresses, and the rest shares one pass over kallsyms
 */
int reloc_pass(const struct reloc_ctx *c, const char *object,
	       const struct module *target)
{
	struct kmend_lookup *todo;
	unsigned int *index;
	unsigned int i, nr = 0;
	int ret = -ENOMEM;

	todo = KMEND_FAIL_ALLOC(kvcalloc(c->nr_syms, sizeof(*todo),
					 GFP_KERNEL));
	index = KMEND_FAIL_ALLOC(kvcalloc(c->nr_syms, sizeof(*index),
					  GFP_KERNEL));
	if (!todo || !index)
		goto out;
	for (i = 0; i < c->nr_syms; i++) {
		const struct kmend_abi_symbol *s = &c->syms[i];
		bool percpu = s->flags & KMEND_ABI_SYM_PERCPU;

		if (strcmp((char *)s->object, object))
			continue;
		c->known[i] = true;
		if (s->addr && !target)
			c->addrs[i] = s->addr + (percpu ? 0 : c->slide);
		if (c->addrs[i] && !percpu &&
		    kmend_symbol_at(c->addrs[i], (char *)s->name, NULL))
			continue;
		todo[nr].name = (char *)s->name;
		todo[nr].sympos = s->sympos;
		todo[nr].want = c->addrs[i];
		index[nr++] = i;
	}
	ret = KMEND_FAIL(-ENOENT, kmend_symbol_pass(target, todo, nr));
	for (i = 0; !ret && i < nr; i++)
		c->addrs[index[i]] = todo[i].found;
out:
	kvfree(index);
	kvfree(todo);
	return ret;
}

/* Everything about it that can be known before its symbol is. */
static int reloc_check(const struct reloc_ctx *c,
		       const struct kmend_abi_reloc *r)
{
	unsigned int size = kmend_reloc_size(r->type);
	const char *name;

	if (r->symbol >= c->nr_syms) {
		pr_err("kmend: %s: relocation against symbol %u of %u\n",
		       c->mod->name, r->symbol, c->nr_syms);
		return -ENOEXEC;
	}
	name = (const char *)c->syms[r->symbol].name;
	if (!size) {
		pr_err("kmend: %s: relocation against %s: unknown type %u\n",
		       c->mod->name, name, r->type);
		return -ENOEXEC;
	}
	if (reloc_room(c, r->place) < size) {
		pr_err("kmend: %s: relocation against %s: outside of the module\n",
		       c->mod->name, name);
		return -ENOEXEC;
	}
	if (!reloc_may_write(c, r->place, size)) {
		pr_err("kmend: %s: relocation against %s: in a table\n",
		       c->mod->name, name);
		return -ENOEXEC;
	}
	if (memchr_inv((void *)r->place, 0, size)) {
		pr_err("kmend: %s: relocation against %s: place is not zero\n",
		       c->mod->name, name);
		return -ENOEXEC;
	}
	return 0;
}

static int reloc_write(const struct reloc_ctx *c,
		       const struct kmend_abi_reloc *r)
{
	unsigned int size;
	u64 val;

	if (kmend_reloc_value(r, c->addrs[r->symbol], &val, &size)) {
		pr_err("kmend: %s: relocation of type %u against %s: unknown type or out of range\n",
		       c->mod->name, r->type,
		       (const char *)c->syms[r->symbol].name);
		return -ENOEXEC;
	}
	memcpy((void *)r->place, &val, size);
	return 0;
}

/* A table's entries; none if the section is absent. */
static int reloc_table(const struct reloc_ctx *c, const char *name,
		       size_t entry, const void **ret, unsigned int *nr)
{
	const Elf_Shdr *s = reloc_section(c, name);

	*ret = NULL;
	*nr = 0;
	if (!s)
		return 0;
	if (s->sh_size % entry || s->sh_size / entry > INT_MAX ||
	    s->sh_type == SHT_NOBITS || !IS_ALIGNED(s->sh_addr, sizeof(u64))) {
		pr_err("kmend: %s: size or place of %s is wrong\n",
		       c->mod->name, name);
		return -ENOEXEC;
	}
	*ret = (const void *)s->sh_addr;
	*nr = s->sh_size / entry;
	return 0;
}

static int reloc_read_objects(struct reloc_ctx *c)
{
	const void *table;
	int ret;

	ret = reloc_table(c, KMEND_ABI_SEC_OBJECTS, sizeof(*c->objects),
			  &table, &c->nr_objects);
	if (ret)
		return ret;
	c->objects = table;
	return reloc_check_objects(c);
}

/* @once: the tables that are freed after init */
static int reloc_read(struct reloc_ctx *c, bool once)
{
	const void *table;
	int ret;

	ret = reloc_table(c, once ? KMEND_ABI_SEC_INIT_SYMBOLS :
				    KMEND_ABI_SEC_SYMBOLS,
			  sizeof(*c->syms), &table, &c->nr_syms);
	if (ret)
		return ret;
	c->syms = table;
	ret = reloc_table(c, once ? KMEND_ABI_SEC_INIT_RELOCS :
				    KMEND_ABI_SEC_RELOCS,
			  sizeof(*c->relocs), &table, &c->nr_relocs);
	c->relocs = table;
	return ret ?: reloc_check_symbols(c, once);
}

/*
 * All that can be written now: what leads to the kernel, and what cannot wait
 * (early.c). The rest is written when its module is there (late.c).
 */
static int reloc_apply(struct reloc_ctx *c, bool once)
{
	unsigned int i;
	int ret;

	ret = reloc_read(c, once);
	if (ret || !c->nr_syms)
		return ret ?: (c->nr_relocs ? -ENOEXEC : 0);
	c->addrs = KMEND_FAIL_ALLOC(kvcalloc(c->nr_syms, sizeof(*c->addrs),
					     GFP_KERNEL));
	c->known = KMEND_FAIL_ALLOC(kvcalloc(c->nr_syms, sizeof(*c->known),
					     GFP_KERNEL));
	if (!c->addrs || !c->known)
		ret = -ENOMEM;
	for (i = 0; !ret && i < c->nr_relocs; i++)
		ret = reloc_check(c, &c->relocs[i]);
	if (!ret)
		ret = reloc_pass(c, KMEND_ABI_VMLINUX, NULL);
	if (!ret)
		ret = reloc_early(c);
	for (i = 0; !ret && i < c->nr_relocs; i++)
		if (c->known[c->relocs[i].symbol])
			ret = reloc_write(c, &c->relocs[i]);
	kvfree(c->known);
	kvfree(c->addrs);
	return ret;
}

/*
 * kmend_reloc_module() - make a patch module complete, or refuse it
 *
 * Modules without .kmend.info are left alone.
 *
 * Context: module loader, before module_finalize(); may sleep.
 * Return: 0 or -errno with the reason in the log.
 */
int kmend_reloc_module(const Elf_Ehdr *hdr, const Elf_Shdr *sechdrs,
		       struct module *mod)
{
	struct reloc_ctx c = { .hdr = hdr, .sechdrs = sechdrs, .mod = mod };
	const Elf_Shdr *info = reloc_section(&c, KMEND_ABI_SEC_INFO);
	const char *start, *end, *text;
	int ret;

	if (!info)
		return 0;
	start = (const char *)info->sh_addr;
	end = start + info->sh_size;
	if (!info->sh_size || info->sh_type == SHT_NOBITS || end[-1]) {
		pr_err("kmend: %s: bad " KMEND_ABI_SEC_INFO "\n", mod->name);
		return -ENOEXEC;
	}
	ret = kmend_target_check(mod->name, start, end);
	if (ret)
		return ret;
	text = kmend_info_get(start, end, KMEND_ABI_KEY_TEXT);
	ret = kmend_target_slide(text, &c.slide);
	if (ret) {
		pr_err("kmend: %s: bad address of _text\n", mod->name);
		return ret;
	}
	return reloc_read_objects(&c) ?: reloc_apply(&c, true) ?:
	       reloc_apply(&c, false);
}
