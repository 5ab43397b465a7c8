/* SPDX-License-Identifier: GPL-2.0 */
/*
 * fail - steps that are made to fail, in a debug build (make core DEBUG=1)
 *
 * Each step of load, replace and unload that can fail stands in one of the two
 * macros. The debug build counts them; the one whose number is in the module
 * parameter fail_at fails as it might, without being tried. A release build
 * has the step and nothing else.
 *
 * What only luck brings about can be had in the debug build, too: stops that
 * take too long or find a crowd, a task that is preempted in a trampoline, one
 * that is woken while the unwinder is at work, and no memory for the note of
 * one that dies. And it counts what was seen by luck.
 */
#ifndef KMEND_FAIL_H
#define KMEND_FAIL_H

struct task_struct;

#ifdef KMEND_DEBUG
bool kmend_fail_point(const char *step);
bool kmend_fail_late(void);
bool kmend_fail_crowd(void);
bool kmend_fail_tramp(const struct task_struct *task);
void kmend_fail_slow(void);
bool kmend_fail_note(void);
void kmend_fail_saw(unsigned int reason);
#else
static inline bool kmend_fail_point(const char *step)
{
	return false;
}

static inline bool kmend_fail_late(void)
{
	return false;
}

static inline bool kmend_fail_crowd(void)
{
	return false;
}

static inline bool kmend_fail_tramp(const struct task_struct *task)
{
	return false;
}

static inline void kmend_fail_slow(void)
{
}

static inline bool kmend_fail_note(void)
{
	return false;
}

static inline void kmend_fail_saw(unsigned int reason)
{
}
#endif

/* An allocation that comes back without memory. */
#define KMEND_FAIL_ALLOC(step)						\
	(kmend_fail_point(#step) ? NULL : (step))

/* A step that returns an error. */
#define KMEND_FAIL(error, step)						\
	(kmend_fail_point(#step) ? (error) : (step))

#endif
