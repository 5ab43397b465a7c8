/* SPDX-License-Identifier: GPL-2.0 */
/*
 * build - source diffs in, one verified patch module out
 */
#ifndef KMEND_BUILD_BUILD_H
#define KMEND_BUILD_BUILD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/err.h"
#include "base/vec.h"

struct build_options {
	const char *kernel;	/* release or series; NULL: what runs here */
	const char *source;	/* in place of linux-source, or NULL */
	const char *module;	/* a .ko that is not the kernel's, or NULL;
				 * @source is of the module then */
	const char *out;	/* NULL: kmend-NAME.ko, in this directory */
	const char *launcher;	/* in front of compilers, or NULL */
	const char *sign_key;	/* PEM file or PKCS #11 URI, or NULL */
	const char *sign_cert;	/* X.509 certificate; with a key, and only so */
	char *const *patches;	/* paths of the diffs, in order */
	size_t n_patches;
	const char *const *on;	/* patch modules that it is built on, or NULL */
	size_t n_on;
	bool livepatch;		/* for mainline livepatch instead of kmend */
	bool unverified;	/* a kernel of one's own: proof is not asked */
};

struct build_func {
	const char *unit;	/* "fs/proc/uptime.c" */
	const char *target;	/* "vmlinux" or the name of a module */
	const char *name;
	const char *why;	/* why it changed, or NULL */
	uint64_t old_size, new_size;	/* bytes; old is 0 if it is new */
	bool is_new;
};

struct build_report {
	struct arena *arena;
	const char *name;	/* of the patch, without "kmend-" */
	const char *description;
	const char *cves;	/* "CVE-... CVE-...", or "" */
	const char *on;		/* IDs of patches that are in it, too, or "" */
	const char *release, *version, *build_id;
	const char *out;	/* the module; NULL unless it was written */
	uint64_t size;		/* of the module, bytes */
	const char *sha256;	/* of the module, lower hex */
	const char *core;	/* kmend.ko for that kernel: in the cache, or
				 * signed, beside @out */
	const char *signer;	/* the certificate, or NULL */
	VEC(const char *) units;	/* compiled and compared */
	VEC(struct build_func) funcs;
	bool livepatch;
	bool verified;		/* all units were proved */
	struct diags *diags;
};

/**
 * Build a patch module from source diffs, or say why not.
 *
 * @param ret  how it went, caller's to build_report_destroy(); set whenever
 *             there is something to report, also on failure (findings!).
 * @return     NULL, and the module is at ret->out; else nothing was written:
 *             ERR_REFUSED with findings, ERR_NOTHING if no function changed,
 *             ERR_USAGE for a bad name, else ERR_FAILED.
 */
struct err *build_run(const struct build_options *opt,
		      struct build_report **ret) __must_check;
void build_report_destroy(struct build_report *report);

static inline void build_report_cleanup(struct build_report **report)
{
	build_report_destroy(*report);
}
#define _cleanup_build_report_ __attribute__((cleanup(build_report_cleanup)))

#endif
