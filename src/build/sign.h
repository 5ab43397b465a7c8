/* SPDX-License-Identifier: GPL-2.0 */
/*
 * sign - modules for kernels that load only what somebody they trust signed
 */
#ifndef KMEND_BUILD_SIGN_H
#define KMEND_BUILD_SIGN_H

#include "base/arena.h"
#include "base/err.h"
#include "kernel/package.h"

struct sign {
	struct arena *arena;
	const struct kernel *kernel;
	const char *key;	/* PEM file, or a PKCS #11 URI */
	const char *cert;	/* X.509, PEM or DER */
	const char *dir;	/* to work in */
	const char *hash;	/* the kernel's; set by sign_try() */
};

/**
 * Can modules of this kernel be signed with that key? Tried out, so that nobody
 * waits for a build that comes to nothing.
 */
struct err *sign_try(struct sign *sign) __must_check;

/**
 * After sign_try(): sign a copy of a module with the kernel's own
 * scripts/sign-file and hash. A passphrase is taken from $KBUILD_SIGN_PIN, as
 * kbuild does.
 *
 * @param name  of the copy in @sign->dir.
 * @param ret   its path, from @sign->arena.
 */
struct err *sign_module(const struct sign *sign, const char *module,
			const char *name, const char **ret) __must_check;

#endif
