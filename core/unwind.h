/* SPDX-License-Identifier: GPL-2.0 */
/* The ORC unwinder, and what its walks are worth. */
#ifndef KMEND_UNWIND_H
#define KMEND_UNWIND_H

#include "core.h"

int kmend_unwind_init(void);
unsigned long kmend_unwind_graph(void);
unsigned long kmend_unwind_rethook(void);
enum kmend_reason kmend_unwind(struct task_struct *task,
			       const struct kmend_range *ranges,
			       unsigned int nr, unsigned long *ret_addr);

#endif
