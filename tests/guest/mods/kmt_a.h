/* SPDX-License-Identifier: GPL-2.0 */
#include <linux/compiler.h>

int kmt_first(void);
int kmt_second(void);
void kmt_set_hop(void (*hop)(void));
