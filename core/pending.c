// SPDX-License-Identifier: GPL-2.0
/*
 * pending - timers and work of a patch that will call its text later
 *
 * No stack shows them. Those that are variables of the patch are found: a word
 * of its data leads into its text, and what is around the word is a timer or
 * work that is linked where it should be. A switch in which the patch goes off
 * is refused then; if one was armed after that, by code that had not left yet,
 * the text stays for ever, which costs memory and nothing else.
 *
 * Not found are those inside objects that the kernel allocated; RCU callbacks
 * are waited for instead (redirect.c).
 */
#include <linux/hrtimer.h>
#include <linux/timer.h>
#include <linux/uaccess.h>
#include <linux/workqueue.h>

#include "compat.h"
#include "core.h"

/* Is the word at @at, wherever that is, @want? */
static bool pending_is(const void *at, const void *want)
{
	const void *word;

	return !copy_from_kernel_nofault(&word, at, sizeof(word)) &&
	       word == want;
}

static bool pending_timer(unsigned long fn)
{
	const struct timer_list *t;

	t = container_of((void *)fn, struct timer_list, function);
	return t->entry.pprev && pending_is(t->entry.pprev, &t->entry);
}

static bool pending_hrtimer(unsigned long fn)
{
	const struct hrtimer *t;
	const struct rb_node *node;
	unsigned long up;

	t = container_of((void *)fn, struct hrtimer, function);
	node = &t->node.node;
	up = node->__rb_parent_color & ~3ul;
	if (t->state != HRTIMER_STATE_ENQUEUED || up == (unsigned long)node)
		return false;
	/* its parent, or the tree itself, knows it */
	return up ? pending_is(&((struct rb_node *)up)->rb_left, node) ||
		    pending_is(&((struct rb_node *)up)->rb_right, node) :
		    t->base && pending_is(&t->base->active.rb_root.rb_root,
					  node);
}

/* Delayed work waits with the bit set and its list empty. */
static bool pending_work(unsigned long fn)
{
	const struct work_struct *w;

	w = container_of((void *)fn, struct work_struct, func);
	return test_bit(WORK_STRUCT_PENDING_BIT, work_data_bits(w)) &&
	       pending_is(&w->entry.next->prev, &w->entry) &&
	       pending_is(&w->entry.prev->next, &w->entry);
}

static const struct pending_kind {
	const char *name;
	size_t before, size;	/* the function in it; all of it */
	bool (*is)(unsigned long fn);
} pending_kinds[] = {
	{ "a timer", offsetof(struct timer_list, function),
	  sizeof(struct timer_list), pending_timer },
	{ "an hrtimer", offsetof(struct hrtimer, function),
	  sizeof(struct hrtimer), pending_hrtimer },
	{ "work", offsetof(struct work_struct, func),
	  sizeof(struct work_struct), pending_work },
};

/* What of this patch is pending, and @fn that it will call; NULL: nothing. */
static const char *pending_find(const struct kmend_patch *patch,
				unsigned long *fn)
{
	unsigned long start, end, text, text_end, at;
	unsigned int i;

	kmend_module_data(patch->mod, &start, &end);
	kmend_module_text(patch->mod, &text, &text_end);
	for (at = start; at + sizeof(at) <= end; at += sizeof(at)) {
		*fn = READ_ONCE(*(unsigned long *)at);
		if (*fn < text || *fn >= text_end)
			continue;
		for (i = 0; i < ARRAY_SIZE(pending_kinds); i++) {
			const struct pending_kind *k = &pending_kinds[i];

			if (at - start >= k->before &&
			    at - k->before + k->size <= end && k->is(at))
				return k->name;
		}
	}
	return NULL;
}

/*
 * kmend_pending_check() - will something call a patch that is to go off?
 *
 * Context: may sleep; kmend_lock held; its pre hooks have run.
 * Return: 0, or -ETXTBSY with the reason in the log.
 */
int kmend_pending_check(const struct kmend_switch *sw)
{
	const char *what;
	unsigned long fn;
	unsigned int i;

	for (i = 0; i < sw->nr_changes; i++) {
		if (sw->changes[i].on)
			continue;
		what = pending_find(sw->changes[i].patch, &fn);
		if (!what)
			continue;
		pr_err("kmend: %s: %s of it is pending, and will call %ps: wait for it, or have a pre-unpatch hook stop it\n",
		       sw->changes[i].patch->name, what, (void *)fn);
		return -ETXTBSY;
	}
	return 0;
}

/*
 * kmend_pending_put() - a patch is off: its module may go
 *
 * Context: may sleep; kmend_lock held. @patch may be freed when this returns.
 */
void kmend_pending_put(struct kmend_patch *patch)
{
	unsigned long fn;
	const char *what = pending_find(patch, &fn);

	if (!what) {
		module_put(patch->mod);
		return;
	}
	pr_warn("kmend: %s: %s of it is pending, and will call %ps: the module stays\n",
		patch->name, what, (void *)fn);
}
