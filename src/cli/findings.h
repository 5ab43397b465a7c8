/* SPDX-License-Identifier: GPL-2.0 */
/*
 * findings - why a change cannot be patched live, for people and programs
 */
#ifndef KMEND_CLI_FINDINGS_H
#define KMEND_CLI_FINDINGS_H

#include <jansson.h>

#include "base/diag.h"

/** To stderr, a line each; notes only with -v, warnings not with -q. */
void findings_show(const struct diags *diags);

/** [{"level", "code", "object", "symbol", "offset", "what", "todo"}] */
json_t *json_findings(const struct diags *diags);

#endif
