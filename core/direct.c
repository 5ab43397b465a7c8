// SPDX-License-Identifier: GPL-2.0
/*
 * direct - settled functions, which are reached without the handler
 *
 * When nothing moves any more, ftrace is told to let a patched function call
 * the jump that its patch has for it (patch/kmend_jump.h), and the handler is
 * not asked about it any more. Before anything about the function changes we
 * step back: the handler is asked again, and the direct call leads to an empty
 * function, which returns to where the handler wants. So a switch finds what
 * it always did, and waits for nothing. Later the direct call is taken off, by
 * and by, since ftrace waits each time for all who may be in a trampoline.
 *
 * In all steps both may be on the function at once, and what the direct call
 * says is done; that is why it says what the handler does, or nothing.
 * ftrace itself comes between when a tracer or a probe does, and leaves with
 * it. Other owners of direct calls cannot share: BPF is let through (yield.c).
 *
 * An ops has one target, so there is one for each function, each of which is a
 * pass over ftrace's table: only so many functions of all patches are settled.
 */
#include <linux/ftrace.h>
#include <linux/jiffies.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/wait.h>
#include <asm/ibt.h>
#include <asm/linkage.h>

#include "compat.h"
#include "direct.h"

DEFINE_MUTEX(kmend_direct_lock);
LIST_HEAD(kmend_directs);
unsigned int kmend_direct_holds;
static DECLARE_WAIT_QUEUE_HEAD(direct_gone);

/* No argument, no result, no register is touched: straight back. */
void kmend_direct_nowhere(void);
asm(".pushsection .text, \"ax\"\n"
    ".balign 16\n"
    ".type kmend_direct_nowhere, @function\n"
    "kmend_direct_nowhere:\n"
    ASM_ENDBR
    ASM_RET
    ".size kmend_direct_nowhere, . - kmend_direct_nowhere\n"
    ".popsection");

#define DIRECT_NOWHERE	((unsigned long)kmend_direct_nowhere)

/* A task in it goes to where the handler has sent it. */
void kmend_direct_range(struct kmend_range *ret)
{
	unsigned long start = DIRECT_NOWHERE;

	/* or objtool sees the address of what follows, which has no ENDBR */
	OPTIMIZER_HIDE_VAR(start);
	ret->start = start;
	ret->end = start + 16;
}

struct kmend_direct *kmend_direct_find(unsigned long ip)
{
	struct kmend_direct *d;

	list_for_each_entry(d, &kmend_directs, list)
		if (d->ip == ip)
			return d;
	return NULL;
}

/*
 * Somebody wants to change where the function goes, or does when we come. The
 * handler holds that claim, so the former can only be heard while it is not
 * asked. Context: inside ftrace's locks.
 */
static int direct_share(struct ftrace_ops *ops, enum ftrace_ops_cmd cmd)
{
	const struct kmend_direct *d = container_of(ops, typeof(*d), ops);

	if (cmd == FTRACE_OPS_CMD_ENABLE_SHARE_IPMODIFY_PEER)
		return READ_ONCE(d->site) ? -EBUSY : 0;
	return 0;
}

static void direct_free(struct kmend_direct *d)
{
	ftrace_free_filter(&d->ops);
	kfree(d);
}

static int direct_create(const struct kmend_site *site)
{
	struct kmend_direct *d = kzalloc(sizeof(*d), GFP_KERNEL);
	int ret;

	if (!d)
		return -ENOMEM;
	d->ip = site->ip;
	d->site = site;
	d->asked = true;
	d->ops.ops_func = direct_share;
	ret = ftrace_set_filter_ip(&d->ops, d->ip, 0, 1);
	if (!ret)
		ret = kmend_direct_register(&d->ops,
				    kmend_patch_jump(site->patch->mod,
						     site->func));
	if (ret) {
		synchronize_rcu_tasks_rude();	/* it may have been seen */
		direct_free(d);
		return ret;
	}
	list_add(&d->list, &kmend_directs);
	return 0;
}

/* Both say the same from now on. */
int kmend_direct_attach(const struct kmend_site *site)
{
	struct kmend_direct *d = kmend_direct_find(site->ip);
	int ret;

	if (!d)
		return direct_create(site);
	WRITE_ONCE(d->site, site);
	ret = kmend_direct_modify(&d->ops,
				  kmend_patch_jump(site->patch->mod,
						   site->func));
	if (ret)
		WRITE_ONCE(d->site, NULL);
	return ret;
}

/*
 * The handler is asked again, and alone decides. @ips: those who are to step
 * back; reordered.
 *
 * Context: kmend_direct_lock held.
 * Return: 0, or -errno, and then callers go where they did.
 */
int kmend_direct_retreat(unsigned long *ips, unsigned int nr)
{
	unsigned int i, n = 0;
	struct kmend_direct *d;
	int ret;

	for (i = 0; i < nr; i++) {
		d = kmend_direct_find(ips[i]);
		if (!d || !d->site || d->asked)
			continue;
		swap(ips[i], ips[n]);
		n++;
	}
	ret = kmend_redirect_ask(ips, n, true);
	if (ret)
		return ret;
	for (i = 0; i < n; i++)
		kmend_direct_find(ips[i])->asked = true;
	for (i = 0; !ret && i < nr; i++) {
		d = kmend_direct_find(ips[i]);
		if (!d || !d->site)
			continue;
		ret = kmend_direct_modify(&d->ops, DIRECT_NOWHERE);
		if (ret)
			break;
		d->since = jiffies;
		WRITE_ONCE(d->site, NULL);
	}
	return ret;
}

/* The handler is not asked about those that are attached. */
int kmend_direct_advance(void)
{
	unsigned long ips[KMEND_DIRECT_STEP];
	unsigned int n = 0;
	struct kmend_direct *d;
	int ret;

	list_for_each_entry(d, &kmend_directs, list)
		if (d->site && d->asked && n < KMEND_DIRECT_STEP)
			ips[n++] = d->ip;
	ret = kmend_redirect_ask(ips, n, false);
	if (ret)
		return kmend_direct_retreat(ips, n) ?: ret;
	while (n)
		kmend_direct_find(ips[--n])->asked = false;
	return 0;
}

/* Takes it off and frees it; @d is leaving. Context: no lock held. */
void kmend_direct_drop(struct kmend_direct *d)
{
	int ret = kmend_direct_unregister(&d->ops, DIRECT_NOWHERE);

	kmend_stay_check();
	WARN_ON(ret && ret != -ENODEV);
	mutex_lock(&kmend_direct_lock);
	list_del(&d->list);
	mutex_unlock(&kmend_direct_lock);
	if (!ret)	/* else ftrace keeps it */
		direct_free(d);
	wake_up_all(&direct_gone);
}

/*
 * kmend_direct_step_back() - before a switch: the handler decides alone
 *
 * Context: may sleep; kmend_lock held, and nothing is moving.
 * Return: 0, or -errno with the reason in the log; then callers go where they
 * did.
 */
int kmend_direct_step_back(const struct kmend_switch *sw)
{
	unsigned int i, j, n = 0, max = 0;
	unsigned long *ips;
	int ret;

	mutex_lock(&kmend_direct_lock);
	for (i = 0; i < sw->nr_changes; i++)
		max += sw->changes[i].patch->nr_sites;
	ips = list_empty(&kmend_directs) ? NULL :
	      kvcalloc(max, sizeof(*ips), GFP_KERNEL | __GFP_NOFAIL);
	for (i = 0; ips && i < sw->nr_changes; i++) {
		const struct kmend_patch *p = sw->changes[i].patch;

		for (j = 0; j < p->nr_sites; j++)
			if (p->sites[j].ip && kmend_direct_find(p->sites[j].ip))
				ips[n++] = p->sites[j].ip;
	}
	ret = kmend_direct_retreat(ips, n);
	mutex_unlock(&kmend_direct_lock);
	if (ret)
		pr_err("kmend: %s: functions that are called directly cannot be taken back: error %d\n",
		       sw->changes[0].patch->name, ret);
	kvfree(ips);
	return ret;
}

/* Is there a direct call of ours, whatever it leads to? */
bool kmend_direct_owns(unsigned long ip)
{
	bool ret;

	mutex_lock(&kmend_direct_lock);
	ret = kmend_direct_find(ip);
	mutex_unlock(&kmend_direct_lock);
	return ret;
}

static bool direct_is_gone(unsigned long ip)
{
	return !kmend_direct_owns(ip);
}

/* Takes it off now. Context: may sleep; kmend_direct_lock held. */
static int direct_leave(struct kmend_direct *d)
{
	unsigned long ip = d->ip, ips[] = { ip };
	bool leaving = d->leaving;
	int ret = kmend_direct_retreat(ips, 1);

	if (ret)
		return ret;
	d->leaving = true;
	mutex_unlock(&kmend_direct_lock);
	if (leaving)
		wait_event(direct_gone, direct_is_gone(ip));
	else
		kmend_direct_drop(d);
	mutex_lock(&kmend_direct_lock);
	return 0;
}

/* The same where there is no way back: memory is waited for. */
static int direct_leave_surely(struct kmend_direct *d)
{
	int ret;

	while ((ret = direct_leave(d)) == -ENOMEM)
		schedule_timeout_uninterruptible(1);
	return ret;
}

/*
 * kmend_direct_hold() - somebody else wants a direct call at @ip
 *
 * Nothing is settled until kmend_direct_release(). If we could not leave, he
 * will be told that the function is busy.
 *
 * Context: may sleep; kmend_lock not needed.
 */
void kmend_direct_hold(unsigned long ip)
{
	struct kmend_direct *d;

	mutex_lock(&kmend_direct_lock);
	kmend_direct_holds++;
	d = kmend_direct_find(ip);
	if (d && direct_leave(d))
		pr_warn("kmend: %pS is called directly and cannot be taken back\n",
			(void *)ip);
	mutex_unlock(&kmend_direct_lock);
}

/*
 * kmend_direct_claim() - the handler is asked about @ip, and so holds our claim
 *
 * Until kmend_direct_release(), as above.
 */
void kmend_direct_claim(unsigned long ip)
{
	unsigned long ips[] = { ip };

	mutex_lock(&kmend_direct_lock);
	kmend_direct_holds++;
	if (kmend_direct_retreat(ips, 1))
		pr_warn("kmend: %pS is called directly and cannot be taken back\n",
			(void *)ip);
	mutex_unlock(&kmend_direct_lock);
}

void kmend_direct_release(void)
{
	mutex_lock(&kmend_direct_lock);
	kmend_direct_holds--;
	mutex_unlock(&kmend_direct_lock);
	kmend_direct_kick();
}

/*
 * kmend_direct_going() - a module goes, and ftrace forgets its functions
 *
 * Context: may sleep; kmend_lock held; none of the module's code runs.
 */
void kmend_direct_going(const struct module *mod)
{
	struct kmend_direct *d;

	mutex_lock(&kmend_direct_lock);
again:
	list_for_each_entry(d, &kmend_directs, list)
		if (within_module(d->ip, mod)) {
			if (!WARN_ON(direct_leave_surely(d)))
				goto again;
		}
	mutex_unlock(&kmend_direct_lock);
}

/* No patch is there, and nobody settles. Context: may sleep. */
void kmend_direct_clear(void)
{
	struct kmend_direct *d;

	mutex_lock(&kmend_direct_lock);
	while (!list_empty(&kmend_directs)) {
		d = list_first_entry(&kmend_directs, struct kmend_direct, list);
		direct_leave_surely(d);
	}
	mutex_unlock(&kmend_direct_lock);
}
