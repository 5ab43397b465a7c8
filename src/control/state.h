/* SPDX-License-Identifier: GPL-2.0 */
/*
 * state - what the core says about itself and its patches
 *
 * Read from sysfs (docs/abi/sysfs.md). Everything lives in the arena that
 * the caller gives.
 */
#ifndef KMEND_CONTROL_STATE_H
#define KMEND_CONTROL_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/vec.h"
#include "control/env.h"
#include "control/patch_file.h"

struct blocker {
	long pid;
	const char *comm, *function, *reason;
};

struct last_switch {
	const char *result;	/* "none", "done", "blocked", "error -N" */
	uint64_t attempts, elapsed_us, stopped_max_us, stopped_sum_us;
	uint64_t stops, late, crowded;
	uint64_t scanned_us, scanned, recorded, tasks, hits;
	struct blocker *blockers;
	size_t n_blockers;
};

/* A module that a patch is for: "patched", "unpatched" or "-" (not here). */
struct patch_target {
	const char *name, *state;
};

struct patch_state {
	const char *name;
	bool enabled;
	bool verified;		/* see struct patch_file */
	const char *state, *mode, *description, *build_id, *module;
	const char *id, *on;	/* as in struct patch_file */
	bool replace;		/* all others are disabled when it is enabled */
	uint64_t order;		/* in which patches were enabled; 0: never */
	struct patch_func *funcs;
	size_t n_funcs;
	struct patch_target *targets;
	size_t n_targets;
	struct blocker *stragglers;	/* the first of @nr_stragglers */
	size_t n_stragglers;
	uint64_t nr_stragglers;
	struct last_switch last;
};

struct core_state {
	bool loaded;
	const char *version;
	unsigned long abi;
	struct patch_state *patches;	/* in order of name */
	size_t n_patches;
};

/** The core and all of its patches; a core that is not loaded is no error. */
struct err *core_state_read(const struct control_env *env,
			    struct arena *arena, struct core_state *ret)
	__must_check;

/** One patch; the core must know it. */
struct err *patch_state_read(const struct control_env *env,
			     struct arena *arena, const char *name,
			     struct patch_state *ret) __must_check;

/** Is a switch of this patch under way? */
bool patch_is_moving(const struct patch_state *patch);

/** Does the core know a patch of that name? */
bool patch_is_loaded(const struct control_env *env, const char *name);

/** Is there a module of that name in /proc/modules? */
bool module_is_loaded(const struct control_env *env, const char *name);

/**
 * The build ID of the running kernel.
 *
 * @param ret  65 bytes: lower hex and a NUL.
 */
struct err *kernel_build_id(const struct control_env *env, char *ret)
	__must_check;

#endif
