/* SPDX-License-Identifier: GPL-2.0 */
/*
 * printable - text of others, made fit for a terminal or a log
 *
 * The name of a task, a symbol or a file may have any bytes. Written as they
 * are, they move the cursor, change the terminal's title, or begin a line
 * that looks like ours.
 */
#ifndef KMEND_BASE_PRINTABLE_H
#define KMEND_BASE_PRINTABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * The first character of @text as UTF-8 (RFC 3629).
 *
 * @param ret  the character.
 * @return     how many bytes it has; 0: these are no UTF-8, or the end.
 */
size_t utf8_char(const char *text, uint32_t *ret);

/*
 * Not a control character (C0, DEL, C1), and none that breaks the line or
 * changes in which direction the text around it is shown.
 */
bool char_is_printable(uint32_t c);

/**
 * @text with \xNN for each byte that is no UTF-8 or of no printable character.
 *
 * @param keep  characters of ASCII that stay as they are, such as "\n".
 * @return      malloc()ed.
 */
char *text_printable(const char *text, const char *keep);

#endif
