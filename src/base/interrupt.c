// SPDX-License-Identifier: GPL-2.0
#include "base/interrupt.h"

#include <signal.h>
#include <string.h>

static volatile sig_atomic_t came;

static void on_signal(int sig)
{
	came = sig;
}

void interrupt_init(void)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction action = { .sa_handler = on_signal };

	/* No SA_RESTART: a wait for a child must end. */
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < ARRAY_LEN(signals); i++)
		sigaction(signals[i], &action, NULL);
}

struct err *interrupt_check(void)
{
	if (!came)
		return NULL;
	return err_new(ERR_FAILED, "interrupted (%s)", strsignal(came));
}

int interrupt_signal(void)
{
	return came;
}
