// SPDX-License-Identifier: GPL-2.0
/*
 * pending - timers and work that will call a patch, or that are part of it
 *
 * No stack shows them. What is a variable of the patch is found by walking its
 * data: a word of it leads to text, and what is around the word is a timer or
 * work that is linked where it should be. What the kernel allocated is noted as
 * it is armed, if the patch says that it can be (watch.c).
 *
 * While something is pending, the patch does not go off. If something was armed
 * after the instant, by code that had not left yet, the text stays for ever,
 * which costs memory and nothing else. RCU callbacks are waited for instead
 * (redirect.c).
 *
 * What is looked at may have been freed, and be something else by now: nothing
 * here follows a pointer without a fault being caught.
 */
#include <linux/err.h>
#include <linux/hrtimer.h>
#include <linux/kthread.h>
#include <linux/timer.h>
#include <linux/uaccess.h>
#include <linux/workqueue.h>

#include "compat.h"
#include "core.h"
#include "pending.h"

#define PENDING_TIMER_MAX	(1l << 31)	/* jiffies, from now */

/* Is the word at @at, wherever that is, @want? */
static bool pending_is(const void *at, const void *want)
{
	const void *word;

	return !copy_from_kernel_nofault(&word, at, sizeof(word)) &&
	       word == want;
}

/*
 * The functions below: @copy is what was at @from when it was copied. Values
 * are the copy's, addresses are those of what it was copied from.
 */
static bool pending_timer(const void *copy, const void *from)
{
	const struct timer_list *t = copy, *at = from;
	long left = t->expires - jiffies;

	return t->entry.pprev && pending_is(t->entry.pprev, &at->entry) &&
	       left < PENDING_TIMER_MAX && left > -PENDING_TIMER_MAX;
}

static bool pending_hrtimer(const void *copy, const void *from)
{
	const struct hrtimer *t = copy, *at = from;
	const struct rb_node *node = &at->node.node;
	unsigned long up = t->node.node.__rb_parent_color & ~3ul;

	if (t->state != HRTIMER_STATE_ENQUEUED || up == (unsigned long)node)
		return false;
	/* its parent, or the tree itself, knows it */
	return up ? pending_is(&((struct rb_node *)up)->rb_left, node) ||
		    pending_is(&((struct rb_node *)up)->rb_right, node) :
		    t->base && pending_is(&t->base->active.rb_root.rb_root,
					  node);
}

static bool pending_linked(const struct list_head *copy,
			   const struct list_head *from)
{
	return copy->next != from && pending_is(&copy->next->prev, from) &&
	       pending_is(&copy->prev->next, from);
}

static bool pending_is_kernel(unsigned long addr)
{
	return addr > TASK_SIZE_MAX && IS_ALIGNED(addr, sizeof(addr));
}

/* On the list of a pool or a queue, which it names. */
static bool pending_work(const void *copy, const void *from)
{
	const struct work_struct *w = copy, *at = from;
	unsigned long data = atomic_long_read(&w->data);

	return (data & WORK_STRUCT_PENDING) && (data & WORK_STRUCT_PWQ) &&
	       pending_is_kernel(data & ~0xfful) &&
	       pending_linked(&w->entry, &at->entry);
}

static bool pending_delayed_work(const void *copy, const void *from)
{
	const struct delayed_work *w = copy, *at = from;

	return w->timer.function == delayed_work_timer_fn &&
	       pending_timer(&w->timer, &at->timer);
}

/* And the worker it names is one: many a thing begins with a list. */
static bool pending_kthread_work(const void *copy, const void *from)
{
	const struct kthread_work *w = copy, *at = from;
	struct kthread_worker k;

	return pending_linked(&w->node, &at->node) &&
	       pending_is_kernel((unsigned long)w->worker) &&
	       !copy_from_kernel_nofault(&k, w->worker, sizeof(k)) &&
	       pending_linked(&k.work_list, &w->worker->work_list);
}

static bool pending_kthread_delayed_work(const void *copy, const void *from)
{
	const struct kthread_delayed_work *w = copy, *at = from;

	return w->timer.function == kthread_delayed_work_timer_fn &&
	       pending_timer(&w->timer, &at->timer);
}

#define PENDING_KIND(what, type, func, test)				\
	{ what, offsetof(struct type, func), sizeof(struct type), test }

static const struct pending_kind {
	const char *name;
	size_t func, size;	/* where the function is in it; all of it */
	bool (*is)(const void *copy, const void *from);
} pending_kinds[] = {
	[KMEND_TIMER] = PENDING_KIND("a timer", timer_list, function,
				     pending_timer),
	[KMEND_HRTIMER] = PENDING_KIND("an hrtimer", hrtimer, function,
				       pending_hrtimer),
	[KMEND_WORK] = PENDING_KIND("work", work_struct, func, pending_work),
	[KMEND_DELAYED_WORK] = PENDING_KIND("delayed work", delayed_work,
					    work.func, pending_delayed_work),
	[KMEND_KTHREAD_WORK] = PENDING_KIND("work of a thread", kthread_work,
					    func, pending_kthread_work),
	[KMEND_KTHREAD_DELAYED_WORK] = PENDING_KIND("delayed work of a thread",
			kthread_delayed_work, work.func,
			pending_kthread_delayed_work),
};

union pending_copy {
	struct timer_list timer;
	struct hrtimer hrtimer;
	struct work_struct work;
	struct delayed_work delayed_work;
	struct kthread_work kthread_work;
	struct kthread_delayed_work kthread_delayed_work;
};

/*
 * kmend_pending_at() - is something of this kind at @at, and pending?
 * @at: what has been noted; may have been freed
 * @fn: what it will call
 *
 * Context: any. Return: what to call it, or NULL.
 */
const char *kmend_pending_at(enum kmend_pending_kind kind, const void *at,
			     unsigned long *fn)
{
	const struct pending_kind *k = &pending_kinds[kind];
	union pending_copy copy;

	if (copy_from_kernel_nofault(&copy, at, k->size) || !k->is(&copy, at))
		return NULL;
	memcpy(fn, (const char *)&copy + k->func, sizeof(*fn));
	return k->name;
}

/*
 * Is the word at @at one that leads to text? The struct module is there, too,
 * with lists and functions of its own. KASAN has no say: between variables is
 * no data.
 */
static bool pending_is_function(const struct module *mod, unsigned long at)
{
	unsigned long fn = READ_ONCE_NOCHECK(*(unsigned long *)at);

	return fn >= __START_KERNEL_map && at - (unsigned long)mod >=
	       sizeof(*mod) && kmend_symbol_is_text(fn);
}

/* A variable of the patch, with functions of whoever; else as above. */
static const char *pending_variable(const struct kmend_patch *patch,
				    unsigned long *fn)
{
	unsigned long start, end, at;
	unsigned int i;

	kmend_module_data(patch->mod, &start, &end);
	for (at = start; at + sizeof(at) <= end; at += sizeof(at)) {
		if (!pending_is_function(patch->mod, at))
			continue;
		for (i = 0; i < ARRAY_SIZE(pending_kinds); i++) {
			const struct pending_kind *k = &pending_kinds[i];
			const char *what;

			if (at - start < k->func ||
			    at - k->func + k->size > end)
				continue;
			what = kmend_pending_at(i, (void *)(at - k->func), fn);
			if (what)
				return what;
		}
	}
	return NULL;
}

static const char *pending_find(const struct kmend_patch *patch,
				unsigned long *fn, u64 until_ns)
{
	const char *what = kmend_watch_find(patch, fn, until_ns);

	return what ?: pending_variable(patch, fn);
}

static int pending_look(struct kmend_switch *sw, u64 until_ns,
			const char *(*find)(const struct kmend_patch *patch,
					    unsigned long *fn, u64 until_ns))
{
	struct kmend_pending *p = &sw->pending;
	unsigned int i;

	for (i = 0; i < sw->nr_changes; i++) {
		if (sw->changes[i].on)
			continue;
		p->patch = sw->changes[i].patch;
		p->what = find(p->patch, &p->fn, until_ns);
		if (IS_ERR(p->what))
			return PTR_ERR(p->what);
		if (p->what)
			return -ETXTBSY;
	}
	return 0;
}

/*
 * kmend_pending_check() - will something call a patch that is to go off?
 *
 * Context: may sleep; kmend_lock held; its pre hooks have run.
 * Return: 0, or -ETXTBSY, and sw->pending says what it is.
 */
int kmend_pending_check(struct kmend_switch *sw)
{
	int ret = pending_look(sw, 0, pending_find);
	unsigned int i;

	for (i = 0; !ret && i < sw->nr_changes; i++)
		if (!sw->changes[i].on)
			kmend_watch_tidy(sw->changes[i].patch);
	return ret;
}

/*
 * kmend_pending_stopped() - the same of what was noted, once all have been
 * looked at
 * @until_ns: as kmend_watch_find()
 *
 * Context: stopped machine. If it returns 0, the epoch changes.
 * Return: as kmend_pending_check(), or -ETIME.
 */
int kmend_pending_stopped(struct kmend_switch *sw, u64 until_ns)
{
	int ret = pending_look(sw, until_ns, kmend_watch_find);
	unsigned int i;

	for (i = 0; !ret && i < sw->nr_changes; i++)
		if (!sw->changes[i].on)
			kmend_watch_instant(sw->changes[i].patch);
	return ret;
}

void kmend_pending_report(const struct kmend_switch *sw)
{
	const struct kmend_pending *p = &sw->pending;

	pr_err("kmend: %s: %s of it is pending, and will call %ps: wait for it, or have a pre-unpatch hook stop it\n",
	       p->patch->name, p->what, (void *)p->fn);
}

/*
 * kmend_pending_put() - a patch is off: its module may go
 *
 * Nobody was in its text in the instant, but for stragglers, and nothing was
 * pending. Who came in later, and may sleep there, was armed by these.
 *
 * Context: may sleep; kmend_lock held. @patch may be freed when this returns.
 */
void kmend_pending_put(struct kmend_patch *patch)
{
	unsigned long fn;
	const char *what = pending_find(patch, &fn, 0);
	bool armed = kmend_watch_armed(patch);

	kmend_watch_stop(patch);
	if (what)
		pr_warn("kmend: %s: %s of it is pending, and will call %ps: the module stays\n",
			patch->name, what, (void *)fn);
	else if (armed)
		pr_warn("kmend: %s: a timer or work of it was armed while it went off, or could not be noted: the module stays\n",
			patch->name);
	else
		module_put(patch->mod);
}
