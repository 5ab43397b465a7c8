/* SPDX-License-Identifier: GPL-2.0 */
/*
 * steps - what the steps of one build share; for src/build/ only
 */
#ifndef KMEND_BUILD_STEPS_H
#define KMEND_BUILD_STEPS_H

#include "base/jobs.h"
#include "build/base.h"
#include "build/build.h"
#include "build/external.h"
#include "build/kit.h"
#include "build/link.h"
#include "build/modules.h"
#include "build/overlay.h"
#include "build/sign.h"
#include "build/stage.h"
#include "build/tree.h"
#include "build/unit.h"
#include "build/work.h"
#include "kernel/facts.h"
#include "kernel/package.h"

struct build {
	const struct build_options *opt;
	struct build_report *report;
	struct arena *arena;		/* the report's */
	struct diffs diffs;
	struct changes changes;
	struct overlay overlay;
	struct kernel *kernel;
	struct facts *facts;
	struct tree *tree;
	struct arena *kit_arena;	/* of another thread than @arena */
	struct background kit_job;	/* makes @kit; only the link needs it */
	struct kit *kit;
	struct units units;
	struct work work;
	struct sign sign;		/* if the options say so */
	const char *stage;		/* patched sources, in it */
	struct modules modules;
	struct external external;	/* @ko NULL: all is the kernel's */
	struct link_globals globals;
	struct bases bases;		/* patches that it is built on */
	const char *source_diff;	/* what all diffs change together */
	VEC(struct patch_obj) objs;	/* what the link makes the module of */
	size_t n_changed;		/* functions of the kernel */
};

/** NULL, or ERR_REFUSED if there are findings that refuse. */
struct err *build_findings(const struct build *b) __must_check;

/** What does the author want, and is it a diff at all? */
struct err *build_read_diffs(struct build *b) __must_check;
/** The kernel that it is for. */
struct err *build_find_kernel(struct build *b) __must_check;
/** What the kernel's image and exports say. */
struct err *build_read_facts(struct build *b) __must_check;
/** Apply the diffs to the touched files, or say where they do not fit. */
struct err *build_apply_diffs(struct build *b) __must_check;

/**
 * Prove each unit to be what the kernel has, compare it before and after the
 * diff, and write what changed as a patch object for the link.
 */
struct err *build_compare(struct build *b) __must_check;

#endif
