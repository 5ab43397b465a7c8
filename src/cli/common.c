// SPDX-License-Identifier: GPL-2.0
/* common - apart from main.c, so that unit tests link without a main() */
#include "cli/cmd.h"

struct cmd_common cmd_common;
