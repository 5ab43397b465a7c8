// SPDX-License-Identifier: GPL-2.0
/*
 * explain - what the messages of apt, dpkg-deb and tar mean for the user
 *
 * These programs say many lines when something fails, and the last one is
 * seldom the one that tells. Only the reasons that users meet are known here:
 * a full disk, no network, and lists that are older than the archive.
 */
#include "kernel/explain.h"

#include <stdbool.h>
#include <string.h>
#include <sys/statvfs.h>

#include "base/arena.h"
#include "base/interrupt.h"

static const char todo_network[] =
	"is there a network? what has been fetched is kept: try again";
static const char todo_update[] =
	"apt's lists may be old: run 'apt-get update' as root, then try again";

static const struct {
	const char *sign, *todo;
} reasons[] = {
	{ "Temporary failure resolving", todo_network },
	{ "Could not resolve", todo_network },
	{ "Could not connect", todo_network },
	{ "Unable to connect", todo_network },
	{ "Connection failed", todo_network },
	{ "Connection timed out", todo_network },
	{ "Network is unreachable", todo_network },
	{ "404 ", todo_update },
	{ "Hash Sum mismatch", todo_update },
};

static const char *const full_signs[] = {
	"No space left on device", "enough free space", "Disk quota exceeded",
};

static bool is_full(const char *messages)
{
	for (size_t i = 0; i < ARRAY_LEN(full_signs); i++)
		if (strstr(messages, full_signs[i]))
			return true;
	return false;
}

static struct err *full(const char *dir)
{
	const char *todo = "a kernel needs about 2.5 GB; $KMEND_CACHE names "
			   "another place for the cache";
	struct statvfs fs;

	if (!dir || statvfs(dir, &fs))
		return err_advise(err_new(ERR_FAILED, "the disk is full"),
				  "%s", todo);
	return err_advise(err_new(ERR_FAILED,
			"the disk is full: %llu MB are free at '%s'",
			(unsigned long long)fs.f_bavail * fs.f_frsize >> 20,
			dir), "%s", todo);
}

/* The first line that is an error; "E: " is how apt begins such lines. */
static char *complaint(const char *messages)
{
	const char *at = messages;

	if (strncmp(at, "E: ", 3)) {
		at = strstr(at, "\nE: ");
		if (!at)
			return NULL;
		at++;
	}
	return xstrndup(at + 3, strcspn(at + 3, "\n"));
}

struct err *explain(struct err *err, const char *messages, const char *dir)
{
	_cleanup_free_ char *text = NULL;

	if (!err || !messages || interrupt_signal())
		return err;
	if (is_full(messages)) {
		err_destroy(err);
		return full(dir);
	}
	text = complaint(messages);
	if (text) {
		err_destroy(err);
		err = err_new(ERR_FAILED, "apt: %s", text);
	}
	for (size_t i = 0; i < ARRAY_LEN(reasons); i++)
		if (strstr(messages, reasons[i].sign))
			return err_advise(err, "%s", reasons[i].todo);
	return err;
}
