// SPDX-License-Identifier: GPL-2.0
/* watch_probe - the tracepoints that tell of timers and work that are armed */
#include <linux/kthread.h>
#include <linux/string.h>
#include <linux/timer.h>
#include <linux/tracepoint.h>
#include <linux/workqueue.h>

#include "core.h"
#include "fail.h"
#include "pending.h"

struct pool_workqueue;

/*
 * The probes: called with preemption off, some with locks of timers or queues
 * held. Who calls passes more than the first two of them take, and not the same
 * in all kernels.
 */
static void notrace watch_timer(void *data, struct timer_list *t)
{
	if (t->function == delayed_work_timer_fn) {
		struct delayed_work *w;

		w = container_of(t, struct delayed_work, timer);
		kmend_watch_note(KMEND_DELAYED_WORK, w,
				 (unsigned long)w->work.func);
	} else if (t->function == kthread_delayed_work_timer_fn) {
		struct kthread_delayed_work *w;

		w = container_of(t, struct kthread_delayed_work, timer);
		kmend_watch_note(KMEND_KTHREAD_DELAYED_WORK, w,
			   (unsigned long)w->work.func);
	} else {
		kmend_watch_note(KMEND_TIMER, t, (unsigned long)t->function);
	}
}

static void notrace watch_hrtimer(void *data, struct hrtimer *t)
{
	kmend_watch_note(KMEND_HRTIMER, t, (unsigned long)t->function);
}

static void notrace watch_work(void *data, int cpu,
			       struct pool_workqueue *pool,
			       struct work_struct *w)
{
	kmend_watch_note(KMEND_WORK, w, (unsigned long)w->func);
}

static void notrace watch_kthread_work(void *data, struct kthread_worker *k,
				       struct kthread_work *w)
{
	kmend_watch_note(KMEND_KTHREAD_WORK, w, (unsigned long)w->func);
}

static struct watch_point {
	const char *name;
	void *probe;
	struct tracepoint *tp;
} watch_points[] = {
	{ "timer_start", watch_timer },
	{ "hrtimer_start", watch_hrtimer },
	{ "workqueue_queue_work", watch_work },
	{ "sched_kthread_work_queue_work", watch_kthread_work },
};

static void watch_find_point(struct tracepoint *tp, void *data)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(watch_points); i++)
		if (!strcmp(tp->name, watch_points[i].name))
			watch_points[i].tp = tp;
}

void kmend_watch_init(void)
{
	for_each_kernel_tracepoint(watch_find_point, NULL);
}

/* The first @nr of them; nobody is in a probe when this returns. */
static void watch_unregister(unsigned int nr)
{
	while (nr--)
		tracepoint_probe_unregister(watch_points[nr].tp,
					    watch_points[nr].probe, NULL);
	tracepoint_synchronize_unregister();
}

/* Return: 0 or -errno, and then there is no probe. */
int kmend_watch_register(void)
{
	unsigned int i;
	int ret = 0;

	for (i = 0; !ret && i < ARRAY_SIZE(watch_points); i++) {
		const struct watch_point *p = &watch_points[i];

		if (!p->tp) {
			pr_err("kmend: this kernel has no tracepoint %s\n",
			       p->name);
			ret = -ENOENT;
		} else {
			ret = KMEND_FAIL(-ENOMEM, tracepoint_probe_register(
						p->tp, p->probe, NULL));
		}
		if (ret)
			watch_unregister(i);
	}
	return ret;
}

/* The inverse. Context: may sleep. */
void kmend_watch_unregister(void)
{
	watch_unregister(ARRAY_SIZE(watch_points));
}
