/* SPDX-License-Identifier: GPL-2.0 */
/* Functions that are reached without the handler: direct.c, settle.c. */
#ifndef KMEND_DIRECT_H
#define KMEND_DIRECT_H

#include <linux/ftrace.h>

#include "fail.h"
#include "switch.h"

#define KMEND_DIRECT_STEP	8	/* functions in one pass */

/*
 * @site:    whose jump is called; NULL: we have stepped back.
 * @asked:   is the handler, too?
 * @leaving: it is being taken off, without the lock.
 * @since:   jiffies when we stepped back.
 */
struct kmend_direct {
	struct list_head list;
	struct ftrace_ops ops;
	unsigned long ip;
	const struct kmend_site *site;
	unsigned long since;
	bool asked;
	bool leaving;
};

/* Protects what is below; nests inside kmend_lock. */
extern struct mutex kmend_direct_lock;
extern struct list_head kmend_directs;
extern unsigned int kmend_direct_holds;	/* nothing is settled meanwhile */

struct kmend_direct *kmend_direct_find(unsigned long ip);
int kmend_direct_attach(const struct kmend_site *site);
int kmend_direct_advance(void);
int kmend_direct_retreat(unsigned long *ips, unsigned int nr);
void kmend_direct_drop(struct kmend_direct *d);
void kmend_direct_clear(void);

/* direct.c and settle.c, for the others */
bool kmend_direct_owns(unsigned long ip);
unsigned int kmend_direct_count(const struct kmend_patch *patch);
int kmend_direct_step_back(const struct kmend_switch *sw);
void kmend_direct_going(const struct module *mod);
void kmend_direct_hold(unsigned long ip);
void kmend_direct_claim(unsigned long ip);
void kmend_direct_release(void);
void kmend_direct_kick(void);
void kmend_direct_range(struct kmend_range *ret);
void kmend_direct_deinit(void);

/* yield.c */
struct bpf_trampoline;
void kmend_yield_init(unsigned long *link_ip, unsigned long *unlink_ip);
int kmend_yield_link(void *link, struct bpf_trampoline *tr, void *target);
int kmend_yield_unlink(void *link, struct bpf_trampoline *tr, void *target);

#endif
