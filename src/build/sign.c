// SPDX-License-Identifier: GPL-2.0
/*
 * sign - modules for kernels that load only what somebody they trust signed
 *
 * sign-file comes with the kernel's headers. It appends a PKCS #7 message and
 * a few words behind it (Documentation/admin-guide/module-signing.rst, Linux
 * 6.1); nothing in front of them changes.
 */
#include "build/sign.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/process.h"
#include "build/tree.h"

#define SIGN_HASH	"CONFIG_MODULE_SIG_HASH"

/* Which hash would the kernel's own modules be signed with? */
static struct err *sign_hash(struct sign *sign)
{
	_cleanup_free_ char *path = NULL, *config = NULL;
	struct err *err;

	path = xasprintf("%s/.config", sign->kernel->headers);
	err = file_read(path, &config, NULL);
	if (err)
		return err;
	sign->hash = tree_config_get(sign->arena, config, SIGN_HASH);
	if (!sign->hash || !*sign->hash)
		return err_advise(err_new(ERR_FAILED, "%s knows no signatures "
					  "of modules (CONFIG_MODULE_SIG)",
					  sign->kernel->release),
				  "leave out --sign-key and --sign-cert");
	return NULL;
}

/*
 * The last reason that OpenSSL gives, as in "- SSL error:17000088:CMS
 * routines::private key does not match certificate: ../crypto/cms/cms_sd.c:313";
 * or the last line.
 */
static const char *sign_reason(char *messages)
{
	const char *reason = "no reason given";
	bool openssl = false;
	char *line;

	while ((line = strsep(&messages, "\n"))) {
		char *words = line;

		if (!strncmp(line, "- SSL error:", 12)) {
			for (int i = 0; words && i < 4; i++)
				strsep(&words, ":");
			if (words) {
				reason = strsep(&words, ":");
				openssl = true;
			}
		} else if (*line && !openssl) {
			reason = line;
		}
	}
	return reason;
}

static struct err *sign_file(const struct sign *sign, const char *from,
			     const char *to)
{
	_cleanup_argv_ struct argv argv = {0};
	_cleanup_free_ char *messages = NULL;
	struct process opt = { .ret_err = &messages };
	struct err *err;

	/*
	 * OpenSSL would ask the terminal for a passphrase, which stops who is
	 * not in its foreground. Who has no terminal is told at once.
	 */
	argv_add(&argv, "setsid", "-w", NULL);
	argv_addf(&argv, "%s/scripts/sign-file", sign->kernel->headers);
	argv_add(&argv, sign->hash, sign->key, sign->cert, from, to, NULL);
	err = process_run(&argv, &opt);
	if (!err || !messages || !*messages)
		return err ? err_wrap(err, "cannot sign") : NULL;
	err_destroy(err);
	return err_advise(err_new(ERR_FAILED, "cannot sign with key '%s' and "
				  "certificate '%s': %s", sign->key,
				  sign->cert, sign_reason(messages)),
			  "a key is a PEM file, its passphrase in "
			  "$KBUILD_SIGN_PIN, or a PKCS #11 URI; a certificate "
			  "is X.509, PEM or DER");
}

struct err *sign_module(const struct sign *sign, const char *module,
			const char *name, const char **ret)
{
	const char *to = arena_printf(sign->arena, "%s/%s", sign->dir, name);
	struct err *err = sign_file(sign, module, to);

	if (!err)
		*ret = to;
	return err;
}

static struct err *sign_exists(const char *what, const char *path)
{
	if (path_exists(path))
		return NULL;
	return err_new(ERR_FAILED, "there is no %s '%s'", what, path);
}

struct err *sign_try(struct sign *sign)
{
	const char *empty = arena_printf(sign->arena, "%s/empty", sign->dir);
	const char *out;
	struct err *err = NULL;

	if (strncmp(sign->key, "pkcs11:", 7) != 0)
		err = sign_exists("key", sign->key);
	if (!err)
		err = sign_exists("certificate", sign->cert);
	if (!err)
		err = sign_hash(sign);
	if (!err)
		err = file_write(empty, "", 0);
	return err ? err : sign_module(sign, empty, "empty.signed", &out);
}
