/* SPDX-License-Identifier: GPL-2.0 */
/*
 * known - what other parts of the tool know of kernels, for control
 */
#ifndef KMEND_CLI_KNOWN_H
#define KMEND_CLI_KNOWN_H

#include "control/env.h"

/** control_env_get(), with the core that was built, and build IDs of images. */
struct control_env env_known(void);

#endif
