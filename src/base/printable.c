// SPDX-License-Identifier: GPL-2.0
#include "base/printable.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"

size_t utf8_char(const char *text, uint32_t *ret)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *p = (const unsigned char *)text;
	size_t len = *p < 0x80 ? !!*p : *p < 0xc0 ? 0 : *p < 0xe0 ? 2 :
		     *p < 0xf0 ? 3 : *p < 0xf8 ? 4 : 0;
	uint32_t c = len > 1 ? *p & (0x7fU >> len) : *p;

	for (size_t i = 1; i < len; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (p[i] & 0x3f);
	}
	if (!len || c < least[len] || c > 0x10ffff ||
	    (c >= 0xd800 && c < 0xe000))
		return 0;
	*ret = c;
	return len;
}

bool char_is_printable(uint32_t c)
{
	if (c < 0x20 || (c >= 0x7f && c < 0xa0))
		return false;
	/* separators of lines, then what embeds, overrides and isolates */
	return !(c >= 0x2028 && c <= 0x202e) && !(c >= 0x2066 && c <= 0x2069);
}

char *text_printable(const char *text, const char *keep)
{
	char *ret = xmalloc(4 * strlen(text) + 1), *to = ret;
	uint32_t c;

	while (*text) {
		size_t len = utf8_char(text, &c);
		bool as_is = len && (char_is_printable(c) ||
				     (len == 1 && strchr(keep, *text)));

		if (as_is)
			to = mempcpy(to, text, len);
		else
			len = len ? len : 1;
		for (size_t i = 0; !as_is && i < len; i++)
			to += sprintf(to, "\\x%02x", (unsigned char)text[i]);
		text += len;
	}
	*to = '\0';
	return ret;
}
