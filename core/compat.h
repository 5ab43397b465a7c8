/* SPDX-License-Identifier: GPL-2.0 */
/* The only file that looks at kernel versions. */
#ifndef KMEND_COMPAT_H
#define KMEND_COMPAT_H

#include <linux/ftrace.h>
#include <linux/module.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/version.h>

/* unwind.c knows what its walks are worth; of other unwinders it does not. */
#if !IS_ENABLED(CONFIG_UNWINDER_ORC)
#error "kmend needs a kernel with CONFIG_UNWINDER_ORC"
#endif

/* Spinlocks sleep there, and the handler and the stop take some. */
#if IS_ENABLED(CONFIG_PREEMPT_RT)
#error "kmend: kernels with PREEMPT_RT are not supported"
#endif

/* Functions of a patch are called in place of others, and have no hash. */
#if IS_ENABLED(CONFIG_CFI_CLANG) || IS_ENABLED(CONFIG_CFI)
#error "kmend: kernels with clang's control-flow integrity are not supported"
#endif

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

/*
 * Kernels without preemption have no tasks flavour, RCU itself is it:
 * rcupdate.h says so for the other names.
 */
#if !IS_ENABLED(CONFIG_TASKS_RCU)
#define rcu_barrier_tasks	rcu_barrier
#endif

/*
 * Direct calls with an ops of one's own got the plain name in Linux 6.4. All
 * may sleep; unregistering waits until nobody is in ftrace's trampolines.
 */
#if !IS_ENABLED(CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS)
static inline int kmend_direct_register(struct ftrace_ops *ops,
					unsigned long addr)
{
	return -EOPNOTSUPP;
}

static inline int kmend_direct_modify(struct ftrace_ops *ops,
				      unsigned long addr)
{
	return -EOPNOTSUPP;
}

static inline int kmend_direct_unregister(struct ftrace_ops *ops,
					  unsigned long addr)
{
	return -EOPNOTSUPP;
}
#elif LINUX_VERSION_CODE >= KERNEL_VERSION(6, 4, 0)
#define kmend_direct_register	register_ftrace_direct
#define kmend_direct_modify	modify_ftrace_direct
#define kmend_direct_unregister(ops, addr)				\
	unregister_ftrace_direct(ops, addr, false)
#else
#define kmend_direct_register	register_ftrace_direct_multi
#define kmend_direct_modify	modify_ftrace_direct_multi
#define kmend_direct_unregister	unregister_ftrace_direct_multi
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

/* Are these bytes in [start, end)? Nothing wraps. */
static inline bool kmend_is_within(u64 addr, u64 size, unsigned long start,
				   unsigned long end)
{
	return addr >= start && addr <= end && size <= end - addr;
}

/* Are they the module's for as long as it lives? */
static inline bool kmend_module_has(const struct module *mod, u64 addr,
				    u64 size)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 4, 0)
	for_class_mod_mem_type(type, core) {
		unsigned long base = (unsigned long)mod->mem[type].base;

		if (kmend_is_within(addr, size, base,
				    base + mod->mem[type].size))
			return true;
	}
	return false;
#else
	unsigned long base = (unsigned long)mod->core_layout.base;

	return kmend_is_within(addr, size, base, base + mod->core_layout.size);
#endif
}

/* And nobody writes to them, not even the module's init function? */
static inline bool kmend_module_is_const(const struct module *mod, u64 addr,
					 u64 size)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 4, 0)
	unsigned long start = (unsigned long)mod->mem[MOD_RODATA].base;
	unsigned long end = start + mod->mem[MOD_RODATA].size;
#else
	unsigned long base = (unsigned long)mod->core_layout.base;
	unsigned long start = base + mod->core_layout.text_size;
	unsigned long end = base + mod->core_layout.ro_size;
#endif
	return kmend_is_within(addr, size, start, end);
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
