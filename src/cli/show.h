/* SPDX-License-Identifier: GPL-2.0 */
/*
 * show - what control reports, as text and as JSON
 */
#ifndef KMEND_CLI_SHOW_H
#define KMEND_CLI_SHOW_H

#include <jansson.h>

#include "control/control.h"

/** A string of a file or of the kernel, which may not be UTF-8. */
json_t *json_text(const char *text);
/** As json_text(), with null for NULL. */
json_t *json_optional(const char *text);
/** Set @value at a key as json_text() would write it. */
void json_set_named(json_t *json, const char *key, json_t *value);

/**
 * The names in a list of IDs: "a:HASH b:HASH" (KMEND_ABI_KEY_ON) is "a, b".
 *
 * @return  malloc()ed.
 */
char *ids_names(const char *ids);

/** [{"object", "name", "old_size", "new_size"}] */
json_t *json_funcs(const struct patch_func *funcs, size_t n);

/** Everything that the core says of one patch. */
json_t *json_patch(const struct patch_state *patch);

/** Print to stdout and free. */
void json_show(json_t *json);

/**
 * How a load or unload went: to stdout, and who blocked it to stderr.
 *
 * @param word  "loaded" or "unloaded", said when @err is NULL.
 */
void report_show(const struct control_report *report, const struct err *err,
		 const char *word);

#endif
