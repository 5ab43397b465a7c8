// SPDX-License-Identifier: GPL-2.0
/* The same names as in kmt_a_main.c. */
#include "kmt_a.h"

static int secret = 200;

static __attribute__((noipa)) int twin(void)
{
	return READ_ONCE(secret);
}

int kmt_second(void)
{
	return twin();
}
