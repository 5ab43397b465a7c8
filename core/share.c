// SPDX-License-Identifier: GPL-2.0
/*
 * share - functions that a BPF program is attached to
 *
 * fentry and fexit programs sit on a function as an ftrace direct call, and
 * their trampoline calls the rest of the function by its address: a patch
 * behind them would be in the table, and nobody would come to it. ftrace tells
 * the owner of a direct call to mind a redirection, but only in
 * register_ftrace_function(), not when the filter of a registered ops grows
 * (prepare_direct_functions_for_ipmodify() in kernel/trace/ftrace.c, Linux 6.1
 * and 6.12). So an ops of its own is registered for such functions, which
 * makes the owners mind, and gives them up again one by one, which does not
 * make them forget. A program that is attached later asks by itself.
 */
#include <linux/delay.h>
#include <linux/ftrace.h>
#include <linux/slab.h>
#include <linux/static_call.h>

#include "direct.h"

#define SHARE_TRIES	50	/* each sleeps a millisecond in the kernel */

DEFINE_STATIC_CALL_NULL(kmend_find_direct, ftrace_find_rec_direct);

static unsigned long share_anchor_ip;

/* What the filter holds when it holds nothing else: empty means all. */
noinline void kmend_share_anchor(void)
{
	barrier();
}

static void notrace share_handler(unsigned long ip, unsigned long parent,
				  struct ftrace_ops *ops,
				  struct ftrace_regs *fregs)
{
}

/* A kernel without direct calls has no such function, and no such owners. */
int kmend_share_init(void)
{
	unsigned long addr = kmend_symbol_addr("ftrace_find_rec_direct");

	if (!addr)
		return 0;
	static_call_update(kmend_find_direct, (void *)addr);
	share_anchor_ip = kmend_symbol_ftrace((unsigned long)
					      kmend_share_anchor);
	if (!share_anchor_ip)
		pr_err("kmend: the core cannot be traced\n");
	return share_anchor_ip ? 0 : -ENOENT;
}

/* Has anybody a direct call there, we or another? */
bool kmend_share_is_direct(unsigned long ip)
{
	bool ret = false;

	preempt_disable();
	if (share_anchor_ip)
		ret = static_call(kmend_find_direct)(ip);
	preempt_enable();
	return ret;
}

/* Moves those that others have a direct call at to the front. */
static unsigned int share_find(unsigned long *ips, unsigned int nr)
{
	unsigned int i, n = 0;

	for (i = 0; i < nr; i++)
		if (kmend_share_is_direct(ips[i]) &&
		    !kmend_direct_owns(ips[i])) {
			swap(ips[i], ips[n]);
			n++;
		}
	return n;
}

static int share_register(struct ftrace_ops *ops)
{
	unsigned int i;
	int ret = -EAGAIN;

	/* The owner is just changing its trampoline, and has slept already. */
	for (i = 0; ret == -EAGAIN && i < SHARE_TRIES; i++)
		ret = register_ftrace_function(ops);
	return ret;
}

static int share_dance(unsigned long *ips, unsigned int nr, bool mind)
{
	struct ftrace_ops *ops = kzalloc(sizeof(*ops), GFP_KERNEL);
	int ret = -ENOMEM;

	if (!ops)
		return ret;
	ops->func = share_handler;
	ops->flags = FTRACE_OPS_FL_IPMODIFY | FTRACE_OPS_FL_PERMANENT;
	ret = ftrace_set_filter_ip(ops, share_anchor_ip, 0, 1);
	if (!ret)
		ret = ftrace_set_filter_ips(ops, ips, nr, 0, 0);
	if (!ret)
		ret = share_register(ops);
	if (!ret) {
		if (mind)
			ret = ftrace_set_filter_ips(ops, ips, nr, 1, 0);
		if (unregister_ftrace_function(ops)) {
			kmend_stay_check();
			return -ENODEV;		/* ftrace keeps @ops */
		}
	}
	ftrace_free_filter(ops);
	kfree(ops);
	return ret;
}

/*
 * kmend_share_begin() - owners of direct calls shall mind our redirections
 * @ips: ftrace locations that are about to be redirected; put into another
 *       order
 *
 * Context: may sleep; kmend_lock held.
 * Return: 0, -EBUSY if an owner cannot, or another -errno.
 */
int kmend_share_begin(unsigned long *ips, unsigned int nr)
{
	unsigned int n = share_find(ips, nr);
	int ret = n ? share_dance(ips, n, true) : 0;

	if (ret)
		pr_err("kmend: %pS has a direct call whose owner cannot share it: error %d\n",
		       (void *)ips[0], ret);
	return ret;
}

/* The inverse; owners that still mind only pay for what is not needed. */
void kmend_share_end(unsigned long *ips, unsigned int nr)
{
	unsigned int n = share_find(ips, nr);

	if (n)
		share_dance(ips, n, false);
}
