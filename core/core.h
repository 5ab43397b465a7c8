/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of the core call of each other, grouped by file. */
#ifndef KMEND_CORE_H
#define KMEND_CORE_H

#include <linux/atomic.h>
#include <linux/kobject.h>
#include <linux/ktime.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/wait.h>

#include "kmend_abi.h"

#define KMEND_VERSION		"0.1.0"
#define KMEND_BLOCKERS_MAX	32
#define KMEND_BUILD_ID_MAX	20
#define KMEND_TRAMPOLINES	5	/* ranges of them, at most */

enum kmend_state {
	KMEND_DISABLED,
	KMEND_ENABLING,
	KMEND_ENABLED,
	KMEND_DISABLING,
};

/*
 * What a look at a stack came to, the weakest first. HELD: inside text that
 * is switched without a look, and that must stay until nobody is in it.
 */
enum kmend_reason {
	KMEND_CLEAR,
	KMEND_HELD,
	KMEND_TRAMPOLINE,
	KMEND_INSIDE,
	KMEND_UNRELIABLE,
};

/* Text in which no task may be: [start, end). */
struct kmend_range {
	unsigned long start;
	unsigned long end;
	enum kmend_reason reason;
};

/* The consistency of a switch, the strongest first. */
enum kmend_mode {
	KMEND_ATOMIC,
	KMEND_PER_TASK,
	KMEND_IMMEDIATE,
};

/*
 * One redirected function. @ip is its ftrace location; 0 if it is in a module
 * that is not here, and then @func has no address of it. Sites of one function
 * are found newest first; @object is NULL for the kernel itself. There may be
 * thousands.
 */
struct kmend_site {
	struct hlist_node node;
	unsigned long ip;
	unsigned long new_addr;
	struct kmend_patch *patch;
	const struct kmend_object *object;
	const struct kmend_abi_func *func;
};

struct kmend_blocker {
	pid_t pid;
	char comm[TASK_COMM_LEN];
	unsigned long addr;
	enum kmend_reason reason;
};

/*
 * What the last switch of a patch came to; times in microseconds.
 *
 * @attempts: how often it was tried, @stops: how often the machine was stopped
 *            for that, @late: of these, how often that took too long,
 *            @crowded: would have taken long, and was not begun.
 * @scanned:  tasks looked at while the machine ran, @recorded: that ran since
 *            that began, @tasks: looked at in the last stop.
 * @hits:     looked at with the unwinder, in the scan and the stop.
 */
struct kmend_result {
	bool valid;
	int error;
	unsigned int attempts;
	unsigned int stops;
	unsigned int late;
	unsigned int crowded;
	u64 elapsed_us;
	u64 stopped_max_us;
	u64 stopped_sum_us;
	u64 scanned_us;
	unsigned int scanned;
	unsigned int recorded;
	unsigned int tasks;
	unsigned int hits;
	unsigned int nr_blockers;
	struct kmend_blocker blockers[KMEND_BLOCKERS_MAX];
};

/* What becomes of a module that a patch is for and does not fit. */
enum kmend_mismatch {
	KMEND_MISMATCH_REFUSE,		/* it stays out, or the patch fails */
	KMEND_MISMATCH_UNPATCHED,	/* it runs as it is */
};

/*
 * A module that a patch is for.
 *
 * @mod:       set while the patch is attached to it.
 * @unpatched: it is here, but it did not fit.
 * @held:      a reference on it while hooks run (hold.c).
 */
struct kmend_object {
	const char *name;
	const char *build_id;
	struct module *mod;
	bool unpatched;
	struct module *held;
	struct list_head wanted;
};

/*
 * A registered patch. Strings and tables live in the patch module.
 *
 * @gate: is it on, in each of the two epochs? At rest both are equal. A switch
 *        prepares that of the next epoch, and the stop changes the epoch.
 * @callbacks: functions of it may be called by what is not its own.
 * @need: the weakest mode that keeps its data sane; @mode: what is done.
 */
struct kmend_patch {
	struct kobject kobj;
	struct list_head list;
	struct module *mod;
	const char *name;
	const char *description;
	const char *build_id;
	const char *verified;	/* "0": built without proof */
	const char *id, *on;	/* KMEND_ABI_KEY_ID and _ON; may be "" */
	unsigned int order;	/* as it went on, from 1; 0: it never did */
	enum kmend_mode need;
	enum kmend_mode mode;
	bool replace;
	bool callbacks;
	struct kmend_watch *watch;
	enum kmend_state state;
	unsigned int timeout_ms;
	ktime_t until;		/* of the switch that is tried; kmend_lock */
	unsigned int stop_budget_us;
	bool gate[2];
	struct kmend_site *sites;
	unsigned int nr_sites;
	const struct kmend_abi_range *ranges;
	unsigned int nr_ranges;
	const struct kmend_abi_hook *hooks;
	unsigned int nr_hooks;
	struct kmend_abi_tables tables;
	struct kmend_object *objects;
	unsigned int nr_objects;
	enum kmend_mismatch mismatch;
	struct kmend_result result;
};

struct kmend_switch;

/*
 * Protects the registry, states, results and the set of redirections. Patches
 * that are on are listed in the order in which they went on.
 */
extern struct mutex kmend_lock;
extern struct list_head kmend_patches;

/* patch.c */
extern const char * const kmend_mode_names[];
int kmend_mode_parse(const char *name, enum kmend_mode *ret);
unsigned long kmend_patch_jump(const struct module *mod,
			       const struct kmend_abi_func *f);
void kmend_patch_free(struct kmend_patch *patch);

/* life.c */
int kmend_life_set(struct kmend_patch *patch, bool on);
int kmend_life_wait(struct kmend_patch *patch, bool on);
void kmend_life_kick(void);
void kmend_life_renew(void);
int kmend_life_init(void);
void kmend_life_deinit(void);

/* symbol.c */
struct kmend_lookup {
	const char *name;
	unsigned int sympos;
	unsigned int count;
	unsigned long want;	/* 0: any */
	unsigned long found;
	unsigned long size;
};
int kmend_symbol_init(void);
unsigned long kmend_symbol_addr(const char *name);
bool kmend_symbol_at(unsigned long addr, const char *name,
		     unsigned long *size);
bool kmend_symbol_begins(unsigned long addr);
void kmend_symbol_name(unsigned long addr, char *buf, size_t len);
unsigned long kmend_symbol_end(unsigned long start);
int kmend_symbol_pass(const struct module *mod, struct kmend_lookup *lookups,
		      unsigned int nr);
unsigned long kmend_symbol_ftrace(unsigned long addr);
unsigned long kmend_symbol_ftrace_in(unsigned long start, unsigned long size);
struct task_struct *kmend_symbol_idle(int cpu);
int kmend_symbol_stop(int (*fn)(void *data), void *data);
void kmend_symbol_put_stack(struct task_struct *task);
void kmend_symbol_wake(struct task_struct *task);
void kmend_symbol_pin(struct task_struct *task, task_call_f fn, void *data);
void kmend_symbol_notify(struct task_struct *task);
bool kmend_symbol_is_text(unsigned long addr);
unsigned long kmend_symbol_wchan(struct task_struct *task);

/* table.c */
bool kmend_patch_is_string(const struct module *mod, u64 addr);
int kmend_table_check(const struct module *mod,
		      const struct kmend_abi_tables *t);
int kmend_table_overlap(const struct kmend_patch *patch,
			const struct kmend_object *obj);

/* target.c */
const char *kmend_info_get(const char *start, const char *end,
			   const char *key);
int kmend_target_core(void);
int kmend_target_check(const char *who, const char *start, const char *end);
int kmend_target_note(unsigned long p, unsigned long end, char *hex);
void kmend_target_file(const Elf_Ehdr *hdr, const Elf_Shdr *sechdrs, char *hex);
int kmend_target_slide(const char *text, unsigned long *ret);

/* reloc.c */
int kmend_reloc_module(const Elf_Ehdr *hdr, const Elf_Shdr *sechdrs,
		       struct module *mod);

/* place.c */
unsigned int kmend_reloc_size(u32 type);
bool kmend_reloc_is_address(u64 offset, unsigned int size, size_t entry);
int kmend_reloc_value(const struct kmend_abi_reloc *r, unsigned long sym,
		      u64 *val, unsigned int *size);

/* redirect.c */
void kmend_redirect_enter(void);
void kmend_redirect_leave(void);
int kmend_redirect_init(void);
void kmend_redirect_deinit(void);
int kmend_redirect_add(struct kmend_patch *patch,
		       const struct kmend_object *obj);
void kmend_redirect_del(struct kmend_patch *patch,
			const struct kmend_object *obj);
void kmend_redirect_quiesce(void);
bool kmend_redirect_shares(const struct kmend_patch *patch,
			   const struct kmend_patch *other);
const struct kmend_site *kmend_redirect_top(unsigned long ip);
bool kmend_redirect_has(unsigned long ip);
int kmend_redirect_ask(unsigned long *ips, unsigned int nr, bool ask);
unsigned int kmend_redirect_epoch(void);
void kmend_redirect_flip(unsigned int epoch);
void kmend_redirect_flip_offline(unsigned int epoch);
unsigned int kmend_redirect_ranges(struct kmend_range *ret);

/* stay.c */
void kmend_stay_init(void);
void kmend_stay_check(void);
void kmend_stay_for_ever(int error);

/* hook.c */
int kmend_hook_check(const struct kmend_patch *patch);
int kmend_hook_pre(const struct kmend_switch *sw);
void kmend_hook_cancel(const struct kmend_switch *sw);
void kmend_hook_atomic(const struct kmend_switch *sw);
void kmend_hook_post(const struct kmend_switch *sw);

/* shadow.c; what patches call is in include/kmend/shadow.h */
void kmend_shadow_init(void);
void kmend_shadow_deinit(void);
void kmend_shadow_forget(const struct module *mod);

/* claim.c */
struct kprobe;
void kmend_claim_init(void);
int kmend_claim_register(struct kprobe *kp);
int kmend_claim_enable(struct kprobe *kp);
void kmend_claim_say(const char *who, const struct kmend_site *site);

/* share.c */
void kmend_share_anchor(void);
int kmend_share_init(void);
int kmend_share_begin(unsigned long *ips, unsigned int nr);
void kmend_share_end(unsigned long *ips, unsigned int nr);

bool kmend_share_is_direct(unsigned long ip);

/* sysfs.c */
int kmend_sysfs_init(void);
void kmend_sysfs_deinit(void);
int kmend_sysfs_add(struct kmend_patch *patch);

#include "switch.h"

#endif
