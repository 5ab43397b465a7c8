/* SPDX-License-Identifier: GPL-2.0 */
/* Timers and work that will call a patch. */
#ifndef KMEND_PENDING_H
#define KMEND_PENDING_H

#include "switch.h"

/* At most eight: a note has three bits for it. */
enum kmend_pending_kind {
	KMEND_TIMER,
	KMEND_HRTIMER,
	KMEND_WORK,
	KMEND_DELAYED_WORK,
	KMEND_KTHREAD_WORK,
	KMEND_KTHREAD_DELAYED_WORK,
};

/* pending.c */
const char *kmend_pending_at(enum kmend_pending_kind kind, const void *at,
			     unsigned long *fn);
int kmend_pending_check(struct kmend_switch *sw);
int kmend_pending_stopped(struct kmend_switch *sw, u64 until_ns);
void kmend_pending_report(const struct kmend_switch *sw);
void kmend_pending_put(struct kmend_patch *patch);

/* watch_probe.c */
void kmend_watch_init(void);
int kmend_watch_register(void);
void kmend_watch_unregister(void);

/* watch.c */
void kmend_watch_note(enum kmend_pending_kind kind, const void *at,
		      unsigned long fn);
int kmend_watch_start(struct kmend_patch *patch);
void kmend_watch_stop(struct kmend_patch *patch);
const char *kmend_watch_find(const struct kmend_patch *patch,
			     unsigned long *fn, u64 until_ns);
void kmend_watch_tidy(const struct kmend_patch *patch);
void kmend_watch_instant(struct kmend_patch *patch);
bool kmend_watch_armed(const struct kmend_patch *patch);

#endif
