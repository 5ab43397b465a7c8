// SPDX-License-Identifier: GPL-2.0
/*
 * watch - which timers and work were armed with functions of a patch?
 *
 * Only a patch that leads away the address of a function of its own (its tool
 * says so: KMEND_ABI_KEY_CALLBACKS) can have any in memory that is not its own,
 * and is watched, from before its first hook until its module may go. The
 * kernel's tracepoints tell of each timer that is started and of each work that
 * is queued; if it is the patch's, its address is noted. Whether it still is
 * pending is for pending.c to say, of memory that may be something else by now.
 *
 * Notes are a hash with open addressing that is only added to, from any
 * context. When half of it is full, a larger one takes its place, with what is
 * pending. A note that found no place is lost, and the module stays for ever.
 */
#include <linux/err.h>
#include <linux/hash.h>
#include <linux/irq_work.h>
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/rculist.h>
#include <linux/slab.h>

#include "compat.h"
#include "core.h"
#include "fail.h"
#include "pending.h"

#define WATCH_BITS_MIN		12
#define WATCH_BITS_MAX		24
#define WATCH_GLANCE		64	/* notes between looks at the clock */
#define WATCH_TIDY		512	/* fewer notes are not worth it */
#define WATCH_PROBES		64	/* places that are tried for a note */
#define WATCH_KIND		7ul	/* these bits of a note */

struct watch_table {
	unsigned int bits;
	atomic_t nr;
	unsigned long notes[];	/* address | kind; 0: none */
};

/*
 * @start, @end: the text of the patch.
 * @table: where notes go; RCU.
 * @old:   while it is renewed, what there was before; else NULL.
 * @armed: how often something was; @instant: when the patch went off.
 */
struct kmend_watch {
	struct list_head node;
	unsigned long start, end;
	struct watch_table *table, *old;
	atomic_t armed;
	int instant;
	bool lost;
	struct irq_work full;
	struct work_struct renew;
};

static LIST_HEAD(watches);		/* kmend_lock; RCU */
static DEFINE_MUTEX(watch_mutex);	/* one table is renewed at a time */

static bool watch_add(struct watch_table *t, unsigned long note)
{
	unsigned int mask = (1u << t->bits) - 1, i, n;

	i = hash_long(note, t->bits);
	for (n = 0; n < WATCH_PROBES; n++, i++) {
		unsigned long old = READ_ONCE(t->notes[i & mask]);

		if (!old) {
			old = cmpxchg(&t->notes[i & mask], 0, note);
			if (!old)
				atomic_inc(&t->nr);
		}
		if (!old || old == note)
			return true;
	}
	return false;
}

/*
 * kmend_watch_note() - something is armed that will call @fn
 * Context: as the probes (watch_probe.c).
 */
void notrace kmend_watch_note(enum kmend_pending_kind kind, const void *at,
			      unsigned long fn)
{
	struct watch_table *t;
	struct kmend_watch *w;

	list_for_each_entry_rcu(w, &watches, node, true) {
		if (fn < w->start || fn >= w->end)
			continue;
		atomic_inc(&w->armed);
		t = READ_ONCE(w->table);
		if (!watch_add(t, (unsigned long)at | kind))
			WRITE_ONCE(w->lost, true);
		if (atomic_read(&t->nr) >> (t->bits - 1))
			irq_work_queue(&w->full);
	}
}

/* What this note is about, if it still is pending and this patch's. */
static const char *watch_pending(const struct kmend_watch *w,
				 unsigned long note, unsigned long *fn)
{
	const char *what;

	what = kmend_pending_at(note & WATCH_KIND, (void *)(note & ~WATCH_KIND),
				fn);
	return what && *fn >= w->start && *fn < w->end ? what : NULL;
}

/* @until_ns: as kmend_watch_find() */
static const char *watch_find_in(const struct kmend_watch *w,
				 const struct watch_table *t,
				 unsigned long *fn, u64 until_ns)
{
	const char *what = NULL;
	unsigned int i;

	for (i = 0; !what && t && i >> t->bits == 0; i++) {
		unsigned long note = READ_ONCE(t->notes[i]);

		if (note)
			what = watch_pending(w, note, fn);
		if (until_ns && i % WATCH_GLANCE == 0 &&
		    ktime_get_mono_fast_ns() > until_ns)
			return ERR_PTR(-ETIME);
	}
	return what;
}

/*
 * kmend_watch_find() - what that was noted of a patch is pending?
 * @fn: what it will call
 * @until_ns: when to give up (ktime_get_mono_fast_ns()); 0: never. There may be
 *            16 million notes.
 *
 * Context: kmend_lock held, or its holder has stopped the machine.
 * Return: what to call it, NULL, or ERR_PTR(-ETIME).
 */
const char *kmend_watch_find(const struct kmend_patch *patch,
			     unsigned long *fn, u64 until_ns)
{
	const struct kmend_watch *w = patch->watch;
	const struct watch_table *t, *old;
	const char *what;

	if (!w)
		return NULL;
	rcu_read_lock();
	/* In this order: without an old one, the new one is complete. */
	t = smp_load_acquire(&w->table);
	old = smp_load_acquire(&w->old);
	what = watch_find_in(w, t, fn, until_ns) ?:
	       watch_find_in(w, old, fn, until_ns);
	rcu_read_unlock();
	return what;
}

/* The patch goes off now. Context: stopped machine. */
void kmend_watch_instant(struct kmend_patch *patch)
{
	if (patch->watch)
		patch->watch->instant = atomic_read(&patch->watch->armed);
}

/* Was something armed since, or was a note lost? Context: kmend_lock held. */
bool kmend_watch_armed(const struct kmend_patch *patch)
{
	const struct kmend_watch *w = patch->watch;

	return w && (READ_ONCE(w->lost) ||
		     w->instant != atomic_read(&w->armed));
}

static struct watch_table *watch_alloc(unsigned int bits)
{
	struct watch_table *t;

	t = KMEND_FAIL_ALLOC(kvzalloc(struct_size(t, notes, 1ul << bits),
				      GFP_KERNEL));
	if (t)
		t->bits = bits;
	return t;
}

/* Room for four times what is pending. Context: watch_mutex held. */
static struct watch_table *watch_alloc_larger(const struct kmend_watch *w)
{
	const struct watch_table *t = w->table;
	unsigned int bits, i, n = 0;
	unsigned long fn;

	for (i = 0; i >> t->bits == 0; i++)
		n += t->notes[i] && watch_pending(w, t->notes[i], &fn);
	bits = max(WATCH_BITS_MIN, fls(n) + 2);
	return bits > WATCH_BITS_MAX ? NULL : watch_alloc(bits);
}

/*
 * Whoever notes something meanwhile finds the new table, and whoever looks for
 * what is pending sees both, until all that is pending is in the new one.
 *
 * Context: may sleep; watch_mutex held. Without memory all stays as it is.
 */
static void watch_replace(struct kmend_watch *w)
{
	struct watch_table *t = watch_alloc_larger(w), *old = w->table;
	unsigned long fn;
	unsigned int i;

	if (!t)
		return;
	w->old = old;
	smp_store_release(&w->table, t);	/* after w->old */
	synchronize_rcu();
	for (i = 0; i >> old->bits == 0; i++)
		if (old->notes[i] && watch_pending(w, old->notes[i], &fn) &&
		    !watch_add(t, old->notes[i]))
			WRITE_ONCE(w->lost, true);
	smp_store_release(&w->old, NULL);	/* after the notes */
	synchronize_rcu();
	kvfree(old);
}

static void watch_renew(struct work_struct *work)
{
	struct kmend_watch *w = container_of(work, struct kmend_watch, renew);

	mutex_lock(&watch_mutex);
	if (atomic_read(&w->table->nr) >> (w->table->bits - 1))
		watch_replace(w);
	mutex_unlock(&watch_mutex);
}

/*
 * kmend_watch_tidy() - forget what is pending no more, if that is much
 *
 * What is left is searched in the stop, where there is little time.
 *
 * Context: may sleep; kmend_lock held.
 */
void kmend_watch_tidy(const struct kmend_patch *patch)
{
	struct kmend_watch *w = patch->watch;

	if (!w || atomic_read(&w->table->nr) < WATCH_TIDY)
		return;
	mutex_lock(&watch_mutex);
	watch_replace(w);
	mutex_unlock(&watch_mutex);
}

/* Here queues can be used. */
static void watch_full(struct irq_work *work)
{
	schedule_work(&container_of(work, struct kmend_watch, full)->renew);
}

static struct kmend_watch *watch_create(const struct kmend_patch *patch)
{
	struct kmend_watch *w;

	w = KMEND_FAIL_ALLOC(kzalloc(sizeof(*w), GFP_KERNEL));
	if (!w)
		return NULL;
	w->table = watch_alloc(WATCH_BITS_MIN);
	if (!w->table) {
		kfree(w);
		return NULL;
	}
	kmend_module_text(patch->mod, &w->start, &w->end);
	init_irq_work(&w->full, watch_full);
	INIT_WORK(&w->renew, watch_renew);
	return w;
}

static void watch_destroy(struct kmend_watch *w)
{
	kvfree(w->table);
	kfree(w);
}

/*
 * kmend_watch_start() - a patch is about to go on: note what it arms
 *
 * Context: may sleep; kmend_lock held.
 */
int kmend_watch_start(struct kmend_patch *patch)
{
	struct kmend_watch *w;
	int ret;

	if (!patch->callbacks)
		return 0;
	w = watch_create(patch);
	if (!w)
		return -ENOMEM;
	ret = list_empty(&watches) ? kmend_watch_register() : 0;
	if (ret) {
		watch_destroy(w);
		return ret;
	}
	list_add_rcu(&w->node, &watches);
	patch->watch = w;
	return 0;
}

/* The inverse; a patch that is not watched is fine. */
void kmend_watch_stop(struct kmend_patch *patch)
{
	struct kmend_watch *w = patch->watch;

	if (!w)
		return;
	patch->watch = NULL;
	list_del_rcu(&w->node);
	if (list_empty(&watches))
		kmend_watch_unregister();
	synchronize_rcu();
	irq_work_sync(&w->full);
	cancel_work_sync(&w->renew);
	watch_destroy(w);
}
