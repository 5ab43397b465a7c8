// SPDX-License-Identifier: GPL-2.0
/* A hook, which may sleep, that has /hook.sh run and waits for it. */
#include <linux/umh.h>
#include "hand.h"

HAND_BEGIN("kmt-umh", "0");
HAND_OBJECT("kmt_a", MADE_ID_kmt_a);
HAND_OBJECT("kmt_5", MADE_ID_kmt_5);
HAND_SYMBOL("kmt_a", "kmt_value", 0);

HAND_NEW umh_value(void)
{
	return 44;
}

static __attribute__((noipa, used)) int umh_pre(void)
{
	static char *argv[] = { "/bin/busybox", "sh", "/hook.sh", NULL };
	static char *envp[] = { "HOME=/", "PATH=/bin:/sbin", NULL };

	call_usermodehelper(argv[0], argv, envp, UMH_WAIT_PROC | UMH_KILLABLE);
	return 0;
}

HAND_FUNC("kmt_a", "kmt_value", 0, MADE_SIZE_kmt_a_kmt_value, umh_value);
HAND_HOOK("vmlinux", umh_pre, 0);
HAND_END;
