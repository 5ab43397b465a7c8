// SPDX-License-Identifier: GPL-2.0
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/jobs.h"

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;

static struct err *work(void *data)
{
	pthread_mutex_lock(&gate);
	pthread_mutex_unlock(&gate);
	return *(int *)data ? err_new(ERR_FAILED, "it failed") : NULL;
}

static void waits_and_returns(void **state)
{
	int fails[] = { 0, 1 };
	struct background bg;
	struct err *err;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(fails); i++) {
		pthread_mutex_lock(&gate);
		background_start(&bg, work, &fails[i]);
		assert_false(background_is_done(&bg));
		pthread_mutex_unlock(&gate);
		err = background_wait(&bg);
		assert_true(!err == !fails[i]);
		err_destroy(err);
		/* Once is enough, also for who cleans up. */
		assert_true(background_is_done(&bg));
		assert_null(background_wait(&bg));
	}
}

static void never_begun(void **state)
{
	struct background bg = {0};

	(void)state;
	assert_true(background_is_done(&bg));
	assert_null(background_wait(&bg));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(waits_and_returns),
		cmocka_unit_test(never_begun),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
