// SPDX-License-Identifier: GPL-2.0
/*
 * redirect - from old function to new, with one ftrace_ops for all
 *
 * module_finalize() is a redirected function like any other, for as long as
 * the core is loaded; so the filter is never empty (an empty one would mean
 * every function). Sites are found by ip without locks; they are freed only
 * after synchronize_rcu_tasks() and _rude().
 *
 * FTRACE_OPS_FL_RECURSION is left out on purpose: its wrapper skips the
 * callback when it nests, and a skipped callback runs the old function. The
 * handler calls nothing that can be traced.
 */
#include <linux/ftrace.h>
#include <linux/hashtable.h>
#include <linux/kprobes.h>
#include <linux/rculist.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/wait.h>

#include "compat.h"
#include "direct.h"
#include "fail.h"
#include "object.h"

static DEFINE_HASHTABLE(redirect_sites, 10);
static unsigned long handler_end;
static atomic_t redirect_inside = ATOMIC_INIT(0);

/*
 * Which of the two gates of a patch counts. Each CPU has the word for itself
 * and changes it, in the stop, for itself: so an NMI, which no stop keeps out,
 * never sees it change. Outside the stop all CPUs agree.
 */
static DEFINE_PER_CPU(unsigned int, redirect_epoch);

/* Somebody is in what we stand in front of; the core must stay. */
void kmend_redirect_enter(void)
{
	atomic_inc(&redirect_inside);
}

void kmend_redirect_leave(void)
{
	atomic_dec(&redirect_inside);
}

/* What the core itself stands in front of; 0: not in this kernel. */
static struct { unsigned long ip; void *to; } redirect_own[] = {
	{ .to = kmend_module_finalize },
	{ .to = kmend_yield_link },
	{ .to = kmend_yield_unlink },
	{ .to = kmend_claim_register },
	{ .to = kmend_claim_enable },
};

/* Where those may be: hardly any call of a patched function is compared. */
static u64 redirect_own_bits;
#define REDIRECT_OWN_BIT(ip)	BIT_ULL((ip) >> 4 & 63)

static bool redirect_is_own(unsigned long ip)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(redirect_own); i++)
		if (ip == redirect_own[i].ip)
			return true;
	return false;
}

static void notrace redirect_handler(unsigned long ip, unsigned long parent,
				     struct ftrace_ops *ops,
				     struct ftrace_regs *fregs)
{
	struct hlist_head *bucket;
	struct kmend_site *site;
	unsigned int epoch, i;

	for (i = 0; redirect_own_bits & REDIRECT_OWN_BIT(ip) &&
	     i < ARRAY_SIZE(redirect_own); i++) {
		if (ip != redirect_own[i].ip)
			continue;
		if (within_module(parent, THIS_MODULE))
			break;
		ftrace_regs_set_instruction_pointer(fregs,
				(unsigned long)redirect_own[i].to);
		return;
	}
	/* In this order: a task that is stopped in between is a straggler. */
	epoch = this_cpu_read(redirect_epoch);
	kmend_straggler_is_current(&epoch);
	bucket = &redirect_sites[hash_min(ip, HASH_BITS(redirect_sites))];
	hlist_for_each_entry_rcu_notrace(site, bucket, node) {
		if (site->ip != ip || !READ_ONCE(site->patch->gate[epoch]))
			continue;
		ftrace_regs_set_instruction_pointer(fregs, site->new_addr);
		return;
	}
}

/* Context: may sleep; kmend_lock held, so that nobody flips. */
unsigned int kmend_redirect_epoch(void)
{
	return raw_cpu_read(redirect_epoch);
}

/* Context: stopped machine; for the CPU that it runs on. */
void kmend_redirect_flip(unsigned int epoch)
{
	this_cpu_write(redirect_epoch, epoch);
}

/* Context: stopped machine; once, for CPUs that may come later. */
void kmend_redirect_flip_offline(unsigned int epoch)
{
	int cpu;

	for_each_possible_cpu(cpu)
		if (!cpu_online(cpu))
			per_cpu(redirect_epoch, cpu) = epoch;
}

static struct ftrace_ops redirect_ops = {
	.func = redirect_handler,
	.flags = FTRACE_OPS_FL_IPMODIFY | FTRACE_OPS_FL_PERMANENT,
};

/*
 * Text from which a task may still go to where it was sent. Behind the labels
 * at the ends is more of the same: the return, and the way to a direct call.
 */
static struct { const char *start, *end; } redirect_tramps[] = {
	{ "ftrace_caller", "ftrace_caller_end" },
	{ "ftrace_regs_caller", "ftrace_regs_caller_end" },
};

/*
 * kmend_redirect_ranges() - trampolines that no task may be in
 * @ret: room for KMEND_TRAMPOLINES
 * Return: how many were written.
 */
unsigned int kmend_redirect_ranges(struct kmend_range *ret)
{
	unsigned int i, n = 0;

	for (i = 0; i < ARRAY_SIZE(redirect_tramps); i++) {
		ret[n].start = kmend_symbol_addr(redirect_tramps[i].start);
		/* up to and with the return instruction at the label */
		ret[n].end = kmend_symbol_end(kmend_symbol_addr(
						redirect_tramps[i].end));
		n += ret[n].start && ret[n].end > ret[n].start;
	}
	ret[n].start = (unsigned long)redirect_handler;
	ret[n++].end = handler_end;
	kmend_direct_range(&ret[n++]);
	if (redirect_ops.trampoline) {
		ret[n].start = redirect_ops.trampoline;
		ret[n].end = ret[n].start + redirect_ops.trampoline_size;
		n++;
	}
	for (i = 0; i < n; i++)
		ret[i].reason = KMEND_TRAMPOLINE;
	return n;
}

int kmend_redirect_init(void)
{
	unsigned int i;
	int ret = 0;

	redirect_own[0].ip = kmend_module_front();
	kmend_yield_init(&redirect_own[1].ip, &redirect_own[2].ip);
	redirect_own[3].ip = kmend_symbol_ftrace((unsigned long)
						 register_kprobe);
	redirect_own[4].ip = kmend_symbol_ftrace((unsigned long)enable_kprobe);
	handler_end = kmend_symbol_end((unsigned long)redirect_handler);
	if (!redirect_own[0].ip || !handler_end) {
		pr_err("kmend: module_finalize() cannot be redirected\n");
		return -ENOENT;
	}
	for (i = 0; !ret && i < ARRAY_SIZE(redirect_own); i++) {
		if (!redirect_own[i].ip)
			continue;
		redirect_own_bits |= REDIRECT_OWN_BIT(redirect_own[i].ip);
		ret = ftrace_set_filter_ip(&redirect_ops, redirect_own[i].ip,
					   0, 0);
	}
	if (!ret)
		ret = register_ftrace_function(&redirect_ops);
	if (ret) {
		pr_err("kmend: ftrace refused: %d%s\n", ret,
		       ret == -EBUSY ? " (is kernel.ftrace_enabled 0?)" : "");
		ftrace_free_filter(&redirect_ops);
	}
	return ret;
}

/*
 * Somebody may be in what we stand in front of. Nobody can come in after the
 * first wait; the second covers the last instructions.
 */
void kmend_redirect_deinit(void)
{
	kmend_stay_for_ever(unregister_ftrace_function(&redirect_ops));
	ftrace_free_filter(&redirect_ops);
	synchronize_rcu_tasks();
	while (atomic_read(&redirect_inside))
		schedule_timeout_uninterruptible(1);
	synchronize_rcu_tasks();
	synchronize_rcu_tasks_rude();
}

/* Is a site of another patch at the same place, or do we stand there? */
static bool redirect_is_shared(const struct kmend_site *site)
{
	struct kmend_site *other;

	if (redirect_is_own(site->ip))
		return true;
	hash_for_each_possible(redirect_sites, other, node, site->ip)
		if (other->ip == site->ip && other != site)
			return true;
	return false;
}

/* Is it in what is armed? A module that is not here has nothing to arm. */
static bool redirect_is_part(const struct kmend_site *site,
			     const struct kmend_object *obj)
{
	return site->ip && (!obj || site->object == obj);
}

/*
 * ftrace copies its table to take functions off, too. There is no way back
 * then, and a function that is about to be freed must not stay in it: memory
 * is waited for.
 */
static int redirect_set(unsigned long *ips, unsigned int nr, int remove)
{
	int ret;

	for (;;) {
		ret = ftrace_set_filter_ips(&redirect_ops, ips, nr, remove, 0);
		if (!remove || ret != -ENOMEM)
			return ret;
		schedule_timeout_uninterruptible(1);
	}
}

/* Those functions of @patch that no other patch has. */
static int redirect_filter(struct kmend_patch *patch,
			   const struct kmend_object *obj, int remove)
{
	unsigned long *ips;
	unsigned int i, n = 0;
	int ret = 0;

	ips = kvcalloc(patch->nr_sites, sizeof(*ips),
		       GFP_KERNEL | __GFP_NOFAIL);
	for (i = 0; i < patch->nr_sites; i++)
		if (redirect_is_part(&patch->sites[i], obj) &&
		    !redirect_is_shared(&patch->sites[i]))
			ips[n++] = patch->sites[i].ip;
	if (n && !remove)
		ret = kmend_share_begin(ips, n);
	if (n && !ret && !remove && kmend_fail_point("ftrace_set_filter_ips"))
		ret = -EBUSY;
	else if (n && !ret)
		ret = redirect_set(ips, n, remove);
	if (n && (remove || ret))
		kmend_share_end(ips, n);
	kvfree(ips);
	return ret;
}

/*
 * kmend_redirect_top() - where do callers go?
 *
 * Context: kmend_lock held.
 * Return: the site that the handler would choose in both epochs, or NULL. There
 * is none where we stand ourselves: the handler must be asked.
 */
const struct kmend_site *kmend_redirect_top(unsigned long ip)
{
	struct kmend_site *site;

	if (redirect_is_own(ip))
		return NULL;
	hash_for_each_possible(redirect_sites, site, node, ip)
		if (site->ip == ip && site->patch->gate[0] &&
		    site->patch->gate[1])
			return site;
	return NULL;
}

/* Has any patch a site there? Context: any task. */
bool kmend_redirect_has(unsigned long ip)
{
	struct kmend_site *site;
	bool ret = false;

	rcu_read_lock();
	hash_for_each_possible_rcu(redirect_sites, site, node, ip)
		ret |= site->ip == ip;
	rcu_read_unlock();
	return ret;
}

/*
 * kmend_redirect_ask() - shall the handler be asked about these functions?
 * @ips: of functions that have sites; direct.c says who is asked instead
 *
 * Context: may sleep.
 * Return: 0, -EBUSY if somebody claimed one while we did not, or -errno.
 */
int kmend_redirect_ask(unsigned long *ips, unsigned int nr, bool ask)
{
	return nr ? ftrace_set_filter_ips(&redirect_ops, ips, nr, !ask, 0) : 0;
}

/* Nobody looks at sites that were taken away, or runs what they sent him to. */
void kmend_redirect_quiesce(void)
{
	synchronize_rcu();
	synchronize_rcu_tasks();
	synchronize_rcu_tasks_rude();
	rcu_barrier();		/* callbacks in text of a patch */
}

static void redirect_forget(struct kmend_patch *patch,
			    const struct kmend_object *obj)
{
	unsigned int i;

	for (i = 0; i < patch->nr_sites; i++)
		if (redirect_is_part(&patch->sites[i], obj))
			hash_del_rcu(&patch->sites[i].node);
}

/*
 * kmend_redirect_add() - send callers through the handler
 * @obj: only what is in this module, which is coming; NULL: all that is here,
 *       and the gate is shut
 *
 * The new sites are found before older ones of the same functions.
 *
 * Context: kmend_lock held.
 * Return: 0, -EBUSY if a function is taken, or another -errno.
 */
int kmend_redirect_add(struct kmend_patch *patch,
		       const struct kmend_object *obj)
{
	unsigned int i;
	int ret;

	for (i = 0; i < patch->nr_sites; i++)
		if (redirect_is_part(&patch->sites[i], obj))
			hash_add_rcu(redirect_sites, &patch->sites[i].node,
				     patch->sites[i].ip);
	ret = redirect_filter(patch, obj, 0);
	if (ret) {
		pr_err("kmend: %s: ftrace refused: %d\n", patch->name, ret);
		for (i = 0; i < patch->nr_sites; i++)
			if (redirect_is_part(&patch->sites[i], obj))
				kmend_claim_say(patch->name, &patch->sites[i]);
		redirect_forget(patch, obj);
		kmend_redirect_quiesce();
	}
	return ret;
}

/*
 * The inverse; the gate is shut. Sites may go only after
 * kmend_redirect_quiesce(), which the caller calls once for all patches.
 */
void kmend_redirect_del(struct kmend_patch *patch,
			const struct kmend_object *obj)
{
	int ret = redirect_filter(patch, obj, 1);

	WARN_ON(ret && ret != -ENODEV);	/* dead: calls find no site */
	redirect_forget(patch, obj);
}

/* Does a function of @patch have a site of @other, too? */
bool kmend_redirect_shares(const struct kmend_patch *patch,
			   const struct kmend_patch *other)
{
	struct kmend_site *site;
	unsigned int i;

	for (i = 0; i < patch->nr_sites; i++)
		hash_for_each_possible(redirect_sites, site, node,
				       patch->sites[i].ip)
			if (site->ip && site->ip == patch->sites[i].ip &&
			    site->patch == other)
				return true;
	return false;
}
