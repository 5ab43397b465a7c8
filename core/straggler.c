// SPDX-License-Identifier: GPL-2.0
/*
 * straggler - the tasks that are inside
 *
 * The scan fills a set of them; the stop corrects it for tasks that ran since.
 * An atomic switch is blocked by whoever is in it. A per-task switch makes
 * stragglers of them: the set is published, and redirect.c asks it about the
 * current task. Who is in a published set only ever leaves it.
 *
 * The set is a hash with open addressing. A slot, once taken by a task, stays
 * its own until the set goes, so a lookup needs no locks; whether the task
 * still is inside is one word. Tasks are pinned, so no pointer comes twice.
 */
#include <linux/hash.h>
#include <linux/mm.h>
#include <linux/rcupdate.h>
#include <linux/sched/task.h>
#include <linux/slab.h>

#include "core.h"
#include "fail.h"

static struct kmend_stragglers __rcu *stragglers;

/* Ranges of a published set are exchanged together with their number. */
static DEFINE_SPINLOCK(stragglers_lock);

/* An empty set with room for at least @max tasks, or NULL. */
struct kmend_stragglers *kmend_stragglers_create(unsigned int max)
{
	unsigned int bits = max <= 64 ? 7 : fls(max - 1) + 1;
	struct kmend_stragglers *set;

	set = KMEND_FAIL_ALLOC(kvzalloc(struct_size(set, slots, 1ul << bits),
					GFP_KERNEL));
	if (set)
		set->bits = bits;
	return set;
}

void kmend_stragglers_destroy(struct kmend_stragglers *set)
{
	unsigned int i;

	if (!set)
		return;
	for (i = 0; i < 1u << set->bits; i++)
		if (set->slots[i].task)
			put_task_struct(set->slots[i].task);
	kvfree(set);
}

static __always_inline unsigned int
stragglers_slot(const struct kmend_stragglers *set, unsigned int i)
{
	return i & ((1u << set->bits) - 1);
}

static void stragglers_count(struct kmend_stragglers *set, int reason, int n)
{
	if (reason == KMEND_HELD)
		atomic_add(n, &set->nr_held);
	else if (reason != KMEND_CLEAR)
		atomic_add(n, &set->nr_inside);
}

/*
 * kmend_stragglers_set() - say whether a task is inside
 * @reason: KMEND_CLEAR if it is not
 *
 * Context: stopped machine, from several CPUs at once; or the only writer.
 * Return: false if there is no room; then the set is marked as full.
 */
bool kmend_stragglers_set(struct kmend_stragglers *set,
			  struct task_struct *task, enum kmend_reason reason,
			  unsigned long addr)
{
	unsigned int i, s;

	for (i = hash_ptr(task, set->bits);; i++) {
		struct task_struct *old;

		s = stragglers_slot(set, i);
		old = READ_ONCE(set->slots[s].task);
		if (!old) {
			if (reason == KMEND_CLEAR)
				return true;
			/* Half of the slots stay free: lookups end soon. */
			if (atomic_inc_return(&set->nr) >> (set->bits - 1)) {
				WRITE_ONCE(set->full, true);
				return false;
			}
			old = cmpxchg(&set->slots[s].task, NULL, task);
			if (!old)
				get_task_struct(task);
		}
		if (!old || old == task)
			break;
	}
	set->slots[s].addr = addr;
	stragglers_count(set, reason, 1);
	stragglers_count(set, atomic_xchg(&set->slots[s].reason, reason), -1);
	return true;
}

static __always_inline enum kmend_reason
stragglers_find(const struct kmend_stragglers *set,
		const struct task_struct *task)
{
	unsigned int i, s;

	for (i = hash_ptr(task, set->bits);; i++) {
		const struct task_struct *old;

		s = stragglers_slot(set, i);
		old = READ_ONCE(set->slots[s].task);
		if (!old)
			return KMEND_CLEAR;
		if (old == task)
			return atomic_read(&set->slots[s].reason);
	}
}

enum kmend_reason kmend_stragglers_get(const struct kmend_stragglers *set,
				       const struct task_struct *task)
{
	return set ? stragglers_find(set, task) : KMEND_CLEAR;
}

/* Context: may sleep; before the set is published. */
static int stragglers_grow(struct kmend_stragglers **ret)
{
	struct kmend_stragglers *old = *ret, *set;
	unsigned int i;

	set = kvzalloc(struct_size(set, slots, 2ul << old->bits), GFP_KERNEL);
	if (!set)
		return -ENOMEM;
	set->bits = old->bits + 1;
	set->epoch = old->epoch;
	set->ranges = old->ranges;
	set->nr_ranges = old->nr_ranges;
	for (i = 0; i < 1u << old->bits; i++) {
		const struct kmend_straggler *s = &old->slots[i];

		if (s->task)
			kmend_stragglers_set(set, s->task,
					     atomic_read(&s->reason), s->addr);
	}
	kmend_stragglers_destroy(old);
	*ret = set;
	return 0;
}

/*
 * kmend_stragglers_add() - as kmend_stragglers_set(), in a set that grows
 *
 * A quarter of the slots stays free for those that the stop finds.
 *
 * Context: may sleep; the only writer. The caller has pinned the task.
 */
int kmend_stragglers_add(struct kmend_stragglers **set,
			 struct task_struct *task, enum kmend_reason reason,
			 unsigned long addr)
{
	int ret = 0;

	if (atomic_read(&(*set)->nr) >= 1 << ((*set)->bits - 2))
		ret = stragglers_grow(set);
	if (!ret)
		kmend_stragglers_set(*set, task, reason, addr);
	return ret;
}

/*
 * kmend_stragglers_publish() - from now on those in the set keep their epoch
 * @set: or NULL: there are none
 *
 * Context: stopped machine; or those in the published set have all left.
 */
void kmend_stragglers_publish(struct kmend_stragglers *set)
{
	rcu_assign_pointer(stragglers, set);
}

/*
 * Is the current task a straggler, and which epoch is it in?
 *
 * Context: the handler. A set is freed only after synchronize_rcu_tasks().
 */
bool notrace kmend_straggler_is_current(unsigned int *epoch)
{
	const struct kmend_stragglers *set = rcu_access_pointer(stragglers);

	if (likely(!set) || !in_task() ||
	    stragglers_find(set, current) <= KMEND_HELD)
		return false;
	*epoch = set->epoch;
	return true;
}

/* The next task from slot *@i on that is inside; NULL: no more. */
struct kmend_straggler *
kmend_stragglers_next(struct kmend_stragglers *set, unsigned int *i)
{
	while (*i < 1u << set->bits) {
		struct kmend_straggler *s = &set->slots[(*i)++];

		if (s->task && atomic_read(&s->reason) != KMEND_CLEAR)
			return s;
	}
	return NULL;
}

/*
 * kmend_straggler_leave() - the current task is about to leave the kernel
 *
 * Context: task work, so what is below us on the stack is the way to user
 * mode and nothing else; that is looked at nevertheless, since it may be what
 * was patched.
 */
void kmend_straggler_leave(void)
{
	const struct kmend_range *ranges = NULL;
	struct kmend_stragglers *set;
	unsigned long addr;
	unsigned int nr = 0;
	bool hit;

	rcu_read_lock();
	set = rcu_dereference(stragglers);
	if (set) {
		spin_lock(&stragglers_lock);
		ranges = set->ranges;
		nr = set->nr_ranges;
		spin_unlock(&stragglers_lock);
	}
	if (set && stragglers_find(set, current) != KMEND_CLEAR &&
	    kmend_scan_task(current, false, ranges, nr, &addr,
			    &hit) == KMEND_CLEAR) {
		kmend_stragglers_set(set, current, KMEND_CLEAR, 0);
		kmend_life_kick();
	}
	rcu_read_unlock();
}

/*
 * kmend_stragglers_set_ranges() - what those in the set must leave is elsewhere
 *
 * Context: may sleep; kmend_lock held. When this returns, nobody looks at the
 * ranges of before.
 */
void kmend_stragglers_set_ranges(struct kmend_stragglers *set,
				 const struct kmend_range *ranges,
				 unsigned int nr)
{
	spin_lock(&stragglers_lock);
	set->ranges = ranges;
	set->nr_ranges = nr;
	spin_unlock(&stragglers_lock);
	synchronize_rcu();
}

/*
 * What a task calls itself, as one word: it may have put in it what breaks a
 * line of sysfs, or steers the terminal on which the log is read.
 */
static void stragglers_name(const struct task_struct *task, char *ret)
{
	char name[TASK_COMM_LEN];
	unsigned int i;

	memcpy(name, task->comm, sizeof(name));
	name[sizeof(name) - 1] = '\0';
	for (i = 0; name[i]; i++)
		if (name[i] <= ' ' || name[i] >= 0x7f)
			name[i] = '?';
	memcpy(ret, i ? name : "?", i ? sizeof(name) : 2);
}

/* Those inside, as many as fit, become the blockers of a result. */
void kmend_stragglers_report(struct kmend_stragglers *set,
			     struct kmend_result *res)
{
	struct kmend_straggler *s;
	unsigned int i = 0, n = 0;

	while (n < KMEND_BLOCKERS_MAX && (s = kmend_stragglers_next(set, &i))) {
		struct kmend_blocker *b = &res->blockers[n++];

		b->pid = s->task->pid;
		stragglers_name(s->task, b->comm);
		b->addr = s->addr;
		b->reason = atomic_read(&s->reason);
	}
	WRITE_ONCE(res->nr_blockers, n);
}

/*
 * kmend_stragglers_now() - how many there are, and as many as fit into @res
 * Context: may sleep; no lock needed.
 */
unsigned int kmend_stragglers_now(struct kmend_result *res)
{
	struct kmend_stragglers *set;
	unsigned int nr = 0;

	rcu_read_lock();
	set = rcu_dereference(stragglers);
	if (set) {
		nr = atomic_read(&set->nr_inside) + atomic_read(&set->nr_held);
		if (res)
			kmend_stragglers_report(set, res);
	}
	rcu_read_unlock();
	return nr;
}
