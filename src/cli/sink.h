/* SPDX-License-Identifier: GPL-2.0 */
/*
 * sink - shows progress on stderr
 */
#ifndef KMEND_CLI_SINK_H
#define KMEND_CLI_SINK_H

#include <stdbool.h>

/** Shows steps from now on; the lines of progress_verbose() if @verbose. */
void sink_init(bool verbose);

/** Ends a line that a step left unfinished. */
void sink_finish(void);

#endif
