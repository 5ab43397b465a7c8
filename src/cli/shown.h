/* SPDX-License-Identifier: GPL-2.0 */
/*
 * shown - what is not our own text goes through here to a terminal
 *
 * JSON does not: json_show() cares for all of it.
 */
#ifndef KMEND_CLI_SHOWN_H
#define KMEND_CLI_SHOWN_H

/**
 * @text with \xNN for what is not printable (base/printable.h), newlines too.
 *
 * @return  lives as long as the program, so that it can be an argument.
 */
const char *shown(const char *text);

/** As shown(), but newlines and tabs stay: what a compiler said. */
const char *shown_lines(const char *text);

#endif
