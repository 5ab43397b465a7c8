// SPDX-License-Identifier: GPL-2.0
#include "build/affect.h"

struct err *affect_makefiles(struct affect *affect)
{
	(void)affect;
	return NULL;
}
