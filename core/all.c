// SPDX-License-Identifier: GPL-2.0
/*
 * all - the core as one unit
 *
 * Four fifths of what the compiler would do for each file is to read the
 * kernel's headers again. So what is static in one file has a name of its own
 * in all of them, as kernel/sched/build_policy.c has it for the scheduler.
 */
#include "main.c"
#include "patch.c"
#include "table.c"
#include "change.c"
#include "life.c"
#include "target.c"
#include "symbol.c"
#include "module.c"
#include "object.c"
#include "reloc.c"
#include "place.c"
#include "early.c"
#include "late.c"
#include "refs.c"
#include "scan.c"
#include "unwind.c"
#include "dirty.c"
#include "dying.c"
#include "survey.c"
#include "stop.c"
#include "ranges.c"
#include "switch.c"
#include "straggler.c"
#include "nudge_call.c"
#include "nudge.c"
#include "pending.c"
#include "watch.c"
#include "redirect.c"
#include "share.c"
#include "claim.c"
#include "direct.c"
#include "settle.c"
#include "yield.c"
#include "hook.c"
#include "shadow.c"
#include "sysfs.c"
