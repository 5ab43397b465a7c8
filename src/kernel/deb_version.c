// SPDX-License-Identifier: GPL-2.0
/*
 * deb_version - which of two Debian versions is the newer one
 *
 * A part is compared in pieces, by turns one without digits and one of digits
 * only. Any string has an order: a malformed version is not refused here.
 */
#include "kernel/deb_version.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* A stretch of a version: what the policy calls a part. */
struct part {
	const char *at, *end;
};

/* '~' before the end of the part, that before letters, these before all. */
static int weight(const struct part *part)
{
	unsigned char c;

	if (part->at == part->end || isdigit((unsigned char)*part->at))
		return 0;
	c = (unsigned char)*part->at;
	if (c == '~')
		return -1;
	return isalpha(c) ? c : c + 256;
}

static int words_cmp(struct part *a, struct part *b)
{
	int wa, wb;

	while ((wa = weight(a)) | (wb = weight(b))) {
		if (wa != wb)
			return wa < wb ? -1 : 1;
		a->at++;
		b->at++;
	}
	return 0;
}

/* The digits that @part begins with, without leading zeros; taken off it. */
static struct part number_take(struct part *part)
{
	struct part number;

	while (part->at < part->end && *part->at == '0')
		part->at++;
	number.at = part->at;
	while (part->at < part->end && isdigit((unsigned char)*part->at))
		part->at++;
	number.end = part->at;
	return number;
}

/* By length, then by digits: no number is too long. */
static int numbers_cmp(struct part *a, struct part *b)
{
	struct part na = number_take(a), nb = number_take(b);
	long la = na.end - na.at, lb = nb.end - nb.at;

	if (la != lb)
		return la < lb ? -1 : 1;
	return memcmp(na.at, nb.at, (size_t)la);
}

static int parts_cmp(struct part a, struct part b)
{
	int ret = 0;

	while (!ret && (a.at < a.end || b.at < b.end)) {
		ret = words_cmp(&a, &b);
		if (!ret)
			ret = numbers_cmp(&a, &b);
	}
	return ret;
}

int deb_version_cmp(const char *a, const char *b)
{
	const char *versions[2] = { a, b };
	struct part parts[2][3];	/* epoch, upstream, revision */
	int ret = 0;

	for (int i = 0; i < 2; i++) {
		const char *v = versions[i], *end = v + strlen(v);
		const char *colon = strchr(v, ':');
		const char *upstream = colon ? colon + 1 : v;
		const char *dash = strrchr(upstream, '-');

		parts[i][0] = (struct part){ v, colon ? colon : v };
		parts[i][1] = (struct part){ upstream, dash ? dash : end };
		parts[i][2] = (struct part){ dash ? dash + 1 : end, end };
	}
	for (int i = 0; !ret && i < 3; i++)
		ret = parts_cmp(parts[0][i], parts[1][i]);
	return ret;
}
