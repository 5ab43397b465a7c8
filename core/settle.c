// SPDX-License-Identifier: GPL-2.0
/*
 * settle - which functions are called directly, and when
 *
 * A while after a switch, and when nobody is left in the epoch before, the
 * newest patch of each function has it called directly (direct.c), a few at a
 * time. What leads nowhere any more is taken off, one at a time. Nobody waits
 * for any of that.
 */
#include <linux/jiffies.h>
#include <linux/moduleparam.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

#include "direct.h"

#define SETTLE_NEXT_MS	20u	/* between two steps */
#define SETTLE_STALE_MS	3000	/* how long one is kept that leads nowhere */
#define SETTLE_AGAIN_MS	30000	/* for who does not tell us that he leaves */

static void settle_work(struct work_struct *work);

static DECLARE_DELAYED_WORK(settle_worker, settle_work);
static bool settle = true;
static unsigned int settle_max = 64;
static unsigned int settle_ms = 300;

struct settle_round {
	unsigned int settled;	/* in all */
	unsigned int steps;	/* in this round */
	bool later;		/* look again in a while */
};

/*
 * BPF programs of a control group come to one of these on a way that we do not
 * stand in (yield.c), and find a direct call of ours in theirs.
 */
static bool settle_is_hook(const struct kmend_site *site)
{
	return !strncmp((const char *)site->func->name, "bpf_lsm_",
			strlen("bpf_lsm_"));
}

/* Return: false if the round is over. */
static bool settle_consider(struct settle_round *r,
			    const struct kmend_site *site)
{
	struct kmend_direct *d;

	if (!site->ip || settle_is_hook(site) ||
	    kmend_redirect_top(site->ip) != site ||
	    !kmend_patch_jump(site->patch->mod, site->func))
		return true;
	d = kmend_direct_find(site->ip);
	if (d && d->site)
		return true;
	if (r->settled >= READ_ONCE(settle_max))
		return false;
	if (d ? d->leaving : kmend_share_is_direct(site->ip)) {
		r->later = true;
		return true;
	}
	if (kmend_direct_attach(site)) {
		r->later = true;
		return true;
	}
	r->settled++;
	return ++r->steps < KMEND_DIRECT_STEP;
}

/* Context: kmend_lock and kmend_direct_lock held. */
static void settle_round(struct settle_round *r)
{
	struct kmend_patch *patch;
	struct kmend_direct *d;
	unsigned int i;

	if (!IS_ENABLED(CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS) ||
	    !READ_ONCE(settle) || kmend_direct_holds)
		return;
	list_for_each_entry(patch, &kmend_patches, list)
		if (patch->state == KMEND_ENABLING ||
		    patch->state == KMEND_DISABLING)
			return;
	list_for_each_entry(d, &kmend_directs, list)
		r->settled += d->site != NULL;
	list_for_each_entry_reverse(patch, &kmend_patches, list) {
		if (patch->state != KMEND_ENABLED)
			continue;
		for (i = 0; i < patch->nr_sites; i++)
			if (!settle_consider(r, &patch->sites[i]))
				goto out;
	}
out:
	if (r->steps && kmend_direct_advance())
		r->later = true;
}

/* One that leads nowhere any more. Context: kmend_direct_lock held. */
static struct kmend_direct *settle_pick(bool *more)
{
	struct kmend_direct *d, *ret = NULL;

	list_for_each_entry(d, &kmend_directs, list) {
		if (d->site || d->leaving)
			continue;
		*more = true;
		if (!ret && time_after(jiffies, d->since +
				       msecs_to_jiffies(SETTLE_STALE_MS)))
			ret = d;
	}
	if (ret)
		ret->leaving = true;
	return ret;
}

static void settle_later(unsigned int ms)
{
	schedule_delayed_work(&settle_worker, msecs_to_jiffies(ms));
}

static void settle_work(struct work_struct *work)
{
	struct kmend_direct *stale = NULL;
	struct settle_round r = { 0 };
	bool more = false;

	if (!mutex_trylock(&kmend_lock)) {	/* a switch, and it kicks us */
		settle_later(max(READ_ONCE(settle_ms), SETTLE_NEXT_MS));
		return;
	}
	mutex_lock(&kmend_direct_lock);
	settle_round(&r);
	if (!r.steps)
		stale = settle_pick(&more);
	mutex_unlock(&kmend_direct_lock);
	mutex_unlock(&kmend_lock);
	if (stale)
		kmend_direct_drop(stale);
	if (r.steps || stale)
		settle_later(SETTLE_NEXT_MS);
	else if (more)
		settle_later(SETTLE_STALE_MS);
	else if (r.later)
		settle_later(SETTLE_AGAIN_MS);
}

/* Something has changed: who can be settled? Context: any. */
void kmend_direct_kick(void)
{
	mod_delayed_work(system_wq, &settle_worker,
			 msecs_to_jiffies(READ_ONCE(settle_ms)));
}

/* How many functions of @patch are settled? Context: may sleep. */
unsigned int kmend_direct_count(const struct kmend_patch *patch)
{
	unsigned int n = 0;
	struct kmend_direct *d;

	mutex_lock(&kmend_direct_lock);
	list_for_each_entry(d, &kmend_directs, list)
		n += d->site && !d->asked && d->site->patch == patch;
	mutex_unlock(&kmend_direct_lock);
	return n;
}

/* No patch is there, and nobody calls us any more. */
void kmend_direct_deinit(void)
{
	cancel_delayed_work_sync(&settle_worker);
	kmend_direct_clear();
}

/* Everything that is settled is taken back. */
static int settle_retreat(void)
{
	struct kmend_direct *d;
	unsigned long *ips;
	unsigned int n = 0;
	int ret;

	mutex_lock(&kmend_direct_lock);
	list_for_each_entry(d, &kmend_directs, list)
		n++;
	ips = n ? kvcalloc(n, sizeof(*ips), GFP_KERNEL | __GFP_NOFAIL) : NULL;
	n = 0;
	list_for_each_entry(d, &kmend_directs, list)
		ips[n++] = d->ip;
	ret = kmend_direct_retreat(ips, n);
	mutex_unlock(&kmend_direct_lock);
	kvfree(ips);
	return ret;
}

static int settle_set(const char *val, const struct kernel_param *kp)
{
	int ret = param_set_bool(val, kp);

	if (!ret && !READ_ONCE(settle))
		ret = settle_retreat();
	/* The reference: nothing may be queued once the core goes. */
	if (THIS_MODULE->state == MODULE_STATE_LIVE &&
	    try_module_get(THIS_MODULE)) {
		kmend_direct_kick();
		module_put(THIS_MODULE);
	}
	return ret;
}

static const struct kernel_param_ops settle_ops = {
	.flags = KERNEL_PARAM_OPS_FL_NOARG,
	.set = settle_set,
	.get = param_get_bool,
};
module_param_cb(settle, &settle_ops, &settle, 0644);
MODULE_PARM_DESC(settle, "call patched functions directly when nothing moves (Y)");
module_param_named(settle_max, settle_max, uint, 0644);
MODULE_PARM_DESC(settle_max, "how many functions at most (64)");
module_param_named(settle_ms, settle_ms, uint, 0644);
MODULE_PARM_DESC(settle_ms, "how long after a switch (300)");
