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
#include <linux/kprobes.h>
#include <linux/sched.h>
#include <linux/sched/task_stack.h>
#include <linux/slab.h>
#include <linux/static_call.h>
#include <linux/stop_machine.h>

#include "compat.h"
#include "core.h"

DEFINE_STATIC_CALL_NULL(kmend_lookup_name, kallsyms_lookup_name);
DEFINE_STATIC_CALL_NULL(kmend_lookup_addr, kallsyms_lookup);
DEFINE_STATIC_CALL_NULL(kmend_each_symbol, kallsyms_on_each_symbol);
DEFINE_STATIC_CALL_NULL(kmend_ftrace_location, ftrace_location);
DEFINE_STATIC_CALL_NULL(kmend_idle_task, idle_task);
DEFINE_STATIC_CALL_NULL(kmend_stop_cpus, stop_machine_cpuslocked);
DEFINE_STATIC_CALL_NULL(kmend_put_stack, put_task_stack);
DEFINE_STATIC_CALL_NULL(kmend_wake_state, wake_up_state);

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
	    !SYMBOL_BIND(kmend_idle_task, "idle_task") ||
	    !SYMBOL_BIND(kmend_stop_cpus, "stop_machine_cpuslocked") ||
	    !SYMBOL_BIND(kmend_put_stack, "put_task_stack") ||
	    !SYMBOL_BIND(kmend_wake_state, "wake_up_state"))
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
 * @size: if not NULL, bytes to the next symbol
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

struct symbol_pass {
	struct kmend_lookup *lookups;
	unsigned int nr;
};

/* Symbols come in order of address, so counting gives the position. */
static KMEND_EACH_SYMBOL(symbol_visit, data, name, addr)
{
	struct symbol_pass *pass = data;
	unsigned int i;

	for (i = 0; i < pass->nr; i++) {
		struct kmend_lookup *l = &pass->lookups[i];

		if (*l->name != *name || strcmp(l->name, name))
			continue;
		/* A known address needs no position: is the name there? */
		if (l->want && !l->sympos && l->want != addr)
			continue;
		l->count++;
		if (!l->sympos || l->count == l->sympos)
			l->found = addr;
	}
	return 0;
}

/*
 * kmend_symbol_pass() - resolve many symbols of vmlinux in one pass
 * @lookups: name, sympos and, if known, the address that must come out
 *
 * Context: may sleep.
 * Return: 0, or -ENOENT with the culprit in the log.
 */
int kmend_symbol_pass(struct kmend_lookup *lookups, unsigned int nr)
{
	struct symbol_pass pass = { lookups, nr };
	unsigned int i;

	if (!nr)
		return 0;
	static_call(kmend_each_symbol)(symbol_visit, &pass);
	for (i = 0; i < nr; i++) {
		struct kmend_lookup *l = &lookups[i];

		if (l->count < max(l->sympos, 1u)) {
			pr_err("kmend: symbol %s (position %u): not in this kernel%s\n",
			       l->name, l->sympos,
			       l->want ? ", or not where the patch expects it" :
			       "");
			return -ENOENT;
		}
		if (!l->sympos && !l->want && l->count > 1) {
			pr_err("kmend: symbol %s: there are %u of that name\n",
			       l->name, l->count);
			return -ENOENT;
		}
		if (l->want && l->want != l->found) {
			pr_err("kmend: symbol %s: not where the patch expects it\n",
			       l->name);
			return -ENOENT;
		}
	}
	return 0;
}

/* Return: the ftrace location of the function at @addr, 0 if it has none. */
unsigned long kmend_symbol_ftrace(unsigned long addr)
{
	return static_call(kmend_ftrace_location)(addr);
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
