// SPDX-License-Identifier: GPL-2.0
/*
 * yield - BPF gets the functions that it asks for
 *
 * fentry, fexit and the like are direct calls of ftrace, and a function has
 * one: register_ftrace_direct() says EBUSY before anybody is asked. So we stand
 * in front of what BPF calls before that, and take ours off. The program then
 * finds the redirection by itself (sharing-with-bpf.md). When it goes, we look
 * whether we can come back.
 */
#include <linux/bpf.h>
#include <linux/static_call.h>

#include "direct.h"

/* Only for its type: Linux 6.1.0 has two arguments, and a third does no harm */
int kmend_yield_type(void *link, struct bpf_trampoline *tr, void *target);
DEFINE_STATIC_CALL_NULL(kmend_link_prog, kmend_yield_type);
DEFINE_STATIC_CALL_NULL(kmend_unlink_prog, kmend_yield_type);

/*
 * As in module.c, our call of the original is let through because it comes
 * from here, and so must not become a tail call.
 *
 * Context: may sleep; BPF holds the mutex of the target program, if there is
 * one, and not yet that of the trampoline.
 */
int notrace kmend_yield_link(void *link, struct bpf_trampoline *tr,
			     void *target)
{
	unsigned long ip;
	int ret;

	kmend_redirect_enter();
	ip = kmend_symbol_ftrace((unsigned long)tr->func.addr);
	if (ip)
		kmend_direct_hold(ip);
	ret = static_call(kmend_link_prog)(link, tr, target);
	if (ip)
		kmend_direct_release();
	kmend_redirect_leave();
	return ret;
}

int notrace kmend_yield_unlink(void *link, struct bpf_trampoline *tr,
			       void *target)
{
	int ret;

	kmend_redirect_enter();
	ret = static_call(kmend_unlink_prog)(link, tr, target);
	kmend_direct_kick();
	kmend_redirect_leave();
	return ret;
}

/* Where we have to stand for that; 0: there is no such place, nor need. */
void kmend_yield_init(unsigned long *link_ip, unsigned long *unlink_ip)
{
	unsigned long link = kmend_symbol_addr("bpf_trampoline_link_prog");
	unsigned long unlink = kmend_symbol_addr("bpf_trampoline_unlink_prog");

	*link_ip = link ? kmend_symbol_ftrace(link) : 0;
	*unlink_ip = unlink ? kmend_symbol_ftrace(unlink) : 0;
	static_call_update(kmend_link_prog, (void *)link);
	static_call_update(kmend_unlink_prog, (void *)unlink);
}
