// SPDX-License-Identifier: GPL-2.0
/* none - and what it takes without them */
#define PLAIN_NONE
#include "plain.c"
