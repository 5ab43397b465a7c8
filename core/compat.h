/* SPDX-License-Identifier: GPL-2.0 */
/* The only file that looks at kernel versions. */
#ifndef KMEND_COMPAT_H
#define KMEND_COMPAT_H

#include <linux/ftrace.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/version.h>

/* kallsyms_on_each_symbol() lost its module argument in Linux 6.4. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 4, 0)
#define KMEND_EACH_SYMBOL(fn, data, name, addr)				\
	int fn(void *data, const char *name, unsigned long addr)
#else
#define KMEND_EACH_SYMBOL(fn, data, name, addr)				\
	int fn(void *data, const char *name,				\
	       struct module *__always_unused mod, unsigned long addr)
#endif

/* Renamed between 6.1 and 6.12; both are macros. */
#ifndef ftrace_regs_set_instruction_pointer
#define ftrace_regs_set_instruction_pointer ftrace_instruction_pointer_set
#endif

/* vhost's threads became tasks of their user in Linux 6.4. */
#ifndef PF_USER_WORKER
#define PF_USER_WORKER	0
#endif

/* Modules got one memory area per purpose in Linux 6.4. */
static inline void kmend_module_text(const struct module *mod,
				     unsigned long *start, unsigned long *end)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 4, 0)
	*start = (unsigned long)mod->mem[MOD_TEXT].base;
	*end = *start + mod->mem[MOD_TEXT].size;
#else
	*start = (unsigned long)mod->core_layout.base;
	*end = *start + mod->core_layout.text_size;
#endif
}

/* Data that a module can write to for as long as it lives. */
static inline void kmend_module_data(const struct module *mod,
				     unsigned long *start, unsigned long *end)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 4, 0)
	*start = (unsigned long)mod->mem[MOD_DATA].base;
	*end = *start + mod->mem[MOD_DATA].size;
#else
	*start = (unsigned long)mod->core_layout.base +
		 mod->core_layout.ro_after_init_size;
	*end = (unsigned long)mod->core_layout.base + mod->core_layout.size;
#endif
}

#endif
