// SPDX-License-Identifier: GPL-2.0
/*
 * unidiff_stamp - times behind the names of a diff
 *
 * diff -N compares a file that is not there as if it were empty, and gives it
 * a time of zero: "1970-01-01 00:00:00.000000000 +0000", or the same moment
 * somewhere else. git, and whoever was told to, writes /dev/null instead.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "build/unidiff.h"

#define ZONE_MAX (14 * 3600)	/* no place on Earth is further from UTC */

static const char *const forms[] = {
	"%Y-%m-%d %H:%M:%S",		/* of GNU's diff */
	"%a %b %d %H:%M:%S %Y",		/* of all others */
};

static bool is_stamp(const char *text)
{
	struct tm tm;

	for (size_t i = 0; i < ARRAY_LEN(forms); i++)
		if (strptime(text, forms[i], &tm))
			return true;
	return false;
}

size_t unidiff_name_len(const char *text)
{
	size_t len = strcspn(text, "\t\r");

	/* some mail programs make blanks of a tab */
	for (size_t i = 0; text[len] != '\t' && i < len; i++)
		if (text[i] == ' ' && is_stamp(text + i + 1))
			len = i;
	while (len && text[len - 1] == ' ')
		len--;
	return len;
}

/* "+0530" in seconds; false if there is none. */
static bool zone_read(const char *p, long *ret)
{
	long n;

	p += strspn(p, " ");
	if ((*p != '+' && *p != '-') || strspn(p + 1, "0123456789") < 4)
		return false;
	n = strtol((char[]){ p[1], p[2], '\0' }, NULL, 10) * 3600 +
	    strtol((char[]){ p[3], p[4], '\0' }, NULL, 10) * 60;
	*ret = *p == '-' ? -n : n;
	return true;
}

bool unidiff_is_epoch(const char *text)
{
	const char *p = text + unidiff_name_len(text), *end = NULL;
	struct tm tm = {0};
	long zone, sec;

	p += strspn(p, " \t");
	for (size_t i = 0; !end && i < ARRAY_LEN(forms); i++) {
		tm = (struct tm){0};
		end = strptime(p, forms[i], &tm);
	}
	if (!end)
		return false;
	sec = timegm(&tm);
	if (*end == '.') {
		end += 1 + strspn(end + 1, "0");
		if (isdigit((unsigned char)*end))
			return false;
	}
	/* without a zone it is local time, of wherever that was */
	if (!zone_read(end, &zone))
		return labs(sec) <= ZONE_MAX && sec % 900 == 0;
	return sec == zone;
}
