// SPDX-License-Identifier: GPL-2.0
/*
 * symbol - name, object, position to address, and back
 *
 * kallsyms is reached without an export: a kprobe tells where
 * kallsyms_lookup_name() is. Functions that are not exported are called
 * through static calls: a direct call needs no ENDBR, which kernels with IBT
 * remove from functions whose address nobody takes.
 */
#include <linux/ftrace.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/kprobes.h>
#include <linux/sched.h>
#include <linux/sched/task_stack.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/static_call.h>
#include <linux/stop_machine.h>
#include <linux/wait.h>

#include "compat.h"
#include "core.h"
#include "fail.h"

DEFINE_STATIC_CALL_NULL(kmend_lookup_name, kallsyms_lookup_name);
DEFINE_STATIC_CALL_NULL(kmend_lookup_addr, kallsyms_lookup);
DEFINE_STATIC_CALL_NULL(kmend_each_symbol, kallsyms_on_each_symbol);
DEFINE_STATIC_CALL_NULL(kmend_ftrace_location, ftrace_location);
DEFINE_STATIC_CALL_NULL(kmend_ftrace_range, ftrace_location_range);
DEFINE_STATIC_CALL_NULL(kmend_idle_task, idle_task);
DEFINE_STATIC_CALL_NULL(kmend_stop_cpus, stop_machine_cpuslocked);
DEFINE_STATIC_CALL_NULL(kmend_put_stack, put_task_stack);
DEFINE_STATIC_CALL_NULL(kmend_wake_state, wake_up_state);
DEFINE_STATIC_CALL_NULL(kmend_call_func, task_call_func);
DEFINE_STATIC_CALL_NULL(kmend_is_text, __kernel_text_address);
DEFINE_STATIC_CALL_NULL(kmend_get_wchan, get_wchan);

/*
 * The probe may be behind an ENDBR: what sprint_symbol() says is subtracted,
 * which also proves the name before anything is called.
 */
static unsigned long symbol_bootstrap(void)
{
	struct kprobe kp = { .symbol_name = "kallsyms_lookup_name" };
	unsigned long addr, offset;
	char *buf, *plus;

	if (register_kprobe(&kp) < 0)
		return 0;
	addr = (unsigned long)kp.addr;
	unregister_kprobe(&kp);

	buf = kmalloc(KSYM_SYMBOL_LEN, GFP_KERNEL);
	if (!buf)
		return 0;
	sprint_symbol(buf, addr);
	plus = strchr(buf, '+');
	if (!plus || sscanf(plus, "+0x%lx/", &offset) != 1)
		addr = 0;
	else
		addr -= offset;
	if (plus)
		*plus = '\0';
	if (strcmp(buf, "kallsyms_lookup_name"))
		addr = 0;
	kfree(buf);
	return addr;
}

#define SYMBOL_BIND(call, name)						\
({									\
	unsigned long __addr = kmend_symbol_addr(name);			\
	if (__addr)							\
		static_call_update(call, (void *)__addr);		\
	else								\
		pr_err("kmend: this kernel has no %s()\n", name);	\
	__addr != 0;							\
})

/*
 * kmend_symbol_init() - find what the kernel does not export
 * Return: 0, or -ENOENT with a line in the log.
 */
int kmend_symbol_init(void)
{
	unsigned long addr = symbol_bootstrap();

	if (!addr) {
		pr_err("kmend: kallsyms_lookup_name() not found: are kprobes off?\n");
		return -ENOENT;
	}
	static_call_update(kmend_lookup_name, (void *)addr);
	if (kmend_symbol_addr("kallsyms_lookup_name") != addr) {
		pr_err("kmend: kallsyms does not know itself\n");
		return -ENOENT;
	}
	if (!SYMBOL_BIND(kmend_lookup_addr, "kallsyms_lookup") ||
	    !SYMBOL_BIND(kmend_each_symbol, "kallsyms_on_each_symbol") ||
	    !SYMBOL_BIND(kmend_ftrace_location, "ftrace_location") ||
	    !SYMBOL_BIND(kmend_ftrace_range, "ftrace_location_range") ||
	    !SYMBOL_BIND(kmend_idle_task, "idle_task") ||
	    !SYMBOL_BIND(kmend_stop_cpus, "stop_machine_cpuslocked") ||
	    !SYMBOL_BIND(kmend_put_stack, "put_task_stack") ||
	    !SYMBOL_BIND(kmend_wake_state, "wake_up_state") ||
	    !SYMBOL_BIND(kmend_call_func, "task_call_func") ||
	    !SYMBOL_BIND(kmend_is_text, "__kernel_text_address") ||
	    !SYMBOL_BIND(kmend_get_wchan, "get_wchan"))
		return -ENOENT;
	return 0;
}

/* Return: the address of the first symbol of that name, 0 if none. */
unsigned long kmend_symbol_addr(const char *name)
{
	return static_call(kmend_lookup_name)(name);
}

/*
 * kmend_symbol_at() - does kallsyms have this name at this very address?
 * @size: if not NULL, bytes to the next symbol; 0 if that is not known
 *
 * Context: may sleep. Of several names at one address only the first is seen.
 */
bool kmend_symbol_at(unsigned long addr, const char *name,
		     unsigned long *size)
{
	unsigned long len = 0, offset = 0;
	const char *found;
	char *mod, *buf;
	bool same;

	if (size)
		*size = 0;
	buf = kmalloc(KSYM_NAME_LEN, GFP_KERNEL);
	if (!buf)
		return false;
	found = static_call(kmend_lookup_addr)(addr, &len, &offset, &mod, buf);
	same = found && !offset && !mod && !strcmp(found, name);
	kfree(buf);
	if (size)
		*size = len;
	return same;
}

/* Does any symbol of the kernel or a module begin here? Context: may sleep. */
bool kmend_symbol_begins(unsigned long addr)
{
	unsigned long len, offset = 1;
	char *mod, *buf = kmalloc(KSYM_NAME_LEN, GFP_KERNEL);

	if (buf && !static_call(kmend_lookup_addr)(addr, &len, &offset, &mod,
						   buf))
		offset = 1;
	kfree(buf);
	return !offset;
}

/* Name of the function around @addr into @buf, "-" if there is none. */
void kmend_symbol_name(unsigned long addr, char *buf, size_t len)
{
	char *sym = kmalloc(KSYM_SYMBOL_LEN, GFP_KERNEL);

	strscpy(buf, "-", len);
	if (!sym || !addr) {
		kfree(sym);
		return;
	}
	sprint_symbol_no_offset(sym, addr);
	sym[strcspn(sym, " ")] = '\0';
	strscpy(buf, sym, len);
	kfree(sym);
}

/* Where the symbol at @start ends, as kallsyms has it; 0: it has none. */
unsigned long kmend_symbol_end(unsigned long start)
{
	char sym[KSYM_SYMBOL_LEN];
	unsigned long size;
	char *slash;

	sprint_symbol(sym, start);
	slash = strchr(sym, '/');
	if (!start || !slash || sscanf(slash, "/0x%lx", &size) != 1)
		return 0;
	return start + size;
}

struct symbol_pass {
	struct kmend_lookup **sorted;	/* by name */
	unsigned int nr;
};

static int symbol_order(const void *a, const void *b)
{
	const struct kmend_lookup * const *x = a, * const *y = b;

	return strcmp((*x)->name, (*y)->name);
}

static void symbol_found(struct kmend_lookup *l, unsigned long addr,
			 unsigned long size)
{
	/* A known address needs no position: is the name there? */
	if (l->want && !l->sympos && l->want != addr)
		return;
	l->count++;
	if (!l->sympos || l->count == l->sympos) {
		l->found = addr;
		l->size = size;
	}
}

static void symbol_compare(const struct symbol_pass *pass, const char *name,
			   unsigned long addr, unsigned long size)
{
	unsigned int low = 0, high = pass->nr;

	while (low < high) {
		unsigned int mid = low + (high - low) / 2;

		if (strcmp(pass->sorted[mid]->name, name) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < pass->nr; low++) {
		if (strcmp(pass->sorted[low]->name, name))
			return;
		symbol_found(pass->sorted[low], addr, size);
	}
}

/* Symbols come in order of address, so counting gives the position. */
static KMEND_EACH_SYMBOL(symbol_visit, data, name, addr)
{
	symbol_compare(data, name, addr, 0);
	return 0;
}

/*
 * A module's symbols, in order of its symbol table. What belongs to its init
 * sections is in the table only until its init has run, so it never counts.
 */
static void symbol_visit_module(const struct module *mod,
				const struct symbol_pass *pass)
{
	const struct mod_kallsyms *k;
	unsigned int i;

	preempt_disable();
	k = rcu_dereference_sched(mod->kallsyms);
	for (i = 1; i < k->num_symtab; i++) {
		const Elf_Sym *sym = &k->symtab[i];
		const char *name = k->strtab + sym->st_name;

		if (sym->st_shndx == SHN_UNDEF ||
		    sym->st_shndx >= SHN_LORESERVE || !*name ||
		    within_module_init(sym->st_value, mod))
			continue;
		symbol_compare(pass, name, sym->st_value, sym->st_size);
	}
	preempt_enable();
}

static int symbol_verdict(const struct kmend_lookup *l, const char *where)
{
	if (l->count < max(l->sympos, 1u)) {
		pr_err("kmend: symbol %s (position %u): not in %s%s\n",
		       l->name, l->sympos, where,
		       l->want ? ", or not where the patch expects it" : "");
		return -ENOENT;
	}
	if (!l->sympos && !l->want && l->count > 1) {
		pr_err("kmend: symbol %s: there are %u of that name in %s\n",
		       l->name, l->count, where);
		return -ENOENT;
	}
	if (l->want && l->want != l->found) {
		pr_err("kmend: symbol %s: not where the patch expects it\n",
		       l->name);
		return -ENOENT;
	}
	return 0;
}

/*
 * kmend_symbol_pass() - resolve many symbols of one object in one pass
 * @mod:     a module that cannot go, or NULL for vmlinux
 * @lookups: name, sympos and, if known, the address that must come out; the
 *           size comes out, too, if it is a module
 *
 * Context: may sleep.
 * Return: 0, or -ENOENT with the culprit in the log, or -ENOMEM.
 */
int kmend_symbol_pass(const struct module *mod, struct kmend_lookup *lookups,
		      unsigned int nr)
{
	struct symbol_pass pass = { .nr = nr };
	unsigned int i;
	int ret = 0;

	if (!nr)
		return 0;
	pass.sorted = KMEND_FAIL_ALLOC(kvmalloc_array(nr, sizeof(*pass.sorted),
						      GFP_KERNEL));
	if (!pass.sorted)
		return -ENOMEM;
	for (i = 0; i < nr; i++)
		pass.sorted[i] = &lookups[i];
	sort(pass.sorted, nr, sizeof(*pass.sorted), symbol_order, NULL);
	if (mod)
		symbol_visit_module(mod, &pass);
	else
		static_call(kmend_each_symbol)(symbol_visit, &pass);
	kvfree(pass.sorted);
	for (i = 0; !ret && i < nr; i++)
		ret = symbol_verdict(&lookups[i],
				     mod ? mod->name : "this kernel");
	return ret;
}

/* Return: the ftrace location of the function at @addr, 0 if it has none. */
unsigned long kmend_symbol_ftrace(unsigned long addr)
{
	return static_call(kmend_ftrace_location)(addr);
}

/*
 * The same of a function whose size is known. For the other one the kernel has
 * to look up the symbol where a function begins with ENDBR, and in a module
 * that is a walk over all symbols.
 */
unsigned long kmend_symbol_ftrace_in(unsigned long start, unsigned long size)
{
	return static_call(kmend_ftrace_range)(start, start + size - 1);
}

/* Context: any, the stopped machine too. */
struct task_struct *kmend_symbol_idle(int cpu)
{
	return static_call(kmend_idle_task)(cpu);
}

/* Context: may sleep; inside cpus_read_lock(). Runs @fn on all CPUs at once. */
int kmend_symbol_stop(int (*fn)(void *data), void *data)
{
	return static_call(kmend_stop_cpus)(fn, data, cpu_online_mask);
}

/* The inverse of try_get_task_stack(). */
void kmend_symbol_put_stack(struct task_struct *task)
{
	static_call(kmend_put_stack)(task);
}

/*
 * Wakes a task that waits for something to do: one that can be interrupted,
 * or is idle, as workers are. Others may count on what wakes them.
 */
void kmend_symbol_wake(struct task_struct *task)
{
	static_call(kmend_wake_state)(task, TASK_INTERRUPTIBLE | TASK_NOLOAD);
}

/*
 * Calls @fn while the task can neither begin nor end to run, nor be woken. The
 * lock of its run queue is held and interrupts are off: @fn must be short.
 * Context: any, but not under a lock of the scheduler.
 */
void kmend_symbol_pin(struct task_struct *task, task_call_f fn, void *data)
{
	static_call(kmend_call_func)(task, fn, data);
}

/*
 * Wakes a task as a signal does, without one: what it waits for ends if it can
 * be interrupted. task_work_add() would do so only as it adds the work.
 */
void kmend_symbol_notify(struct task_struct *task)
{
	if (!test_and_set_tsk_thread_flag(task, TIF_NOTIFY_SIGNAL) &&
	    !static_call(kmend_wake_state)(task, TASK_INTERRUPTIBLE))
		kick_process(task);
}

/* Does it lead to text: the kernel's, or that of whoever made some? */
bool kmend_symbol_is_text(unsigned long addr)
{
	return static_call(kmend_is_text)(addr);
}

/* Where a task sleeps, but for the scheduler; 0: it does not. */
unsigned long kmend_symbol_wchan(struct task_struct *task)
{
	return static_call(kmend_get_wchan)(task);
}
