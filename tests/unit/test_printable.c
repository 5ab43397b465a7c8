// SPDX-License-Identifier: GPL-2.0
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/printable.h"

static const struct {
	const char *text, *keep, *want;
} rows[] = {
	{ "", "", "" },
	{ "kworker/0:1 ~", "", "kworker/0:1 ~" },
	{ "a\033[2Jb", "", "a\\x1b[2Jb" },
	{ "a\nb\tc\r", "", "a\\x0ab\\x09c\\x0d" },
	{ "a\nb\tc\r", "\n\t", "a\nb\tc\\x0d" },
	{ "\001\037\177", "", "\\x01\\x1f\\x7f" },
	/* UTF-8 of two, three and four bytes */
	{ "J\303\274rgen \342\202\254 \360\237\220\247", "",
	  "J\303\274rgen \342\202\254 \360\237\220\247" },
	/* cut, alone, and a byte that never is */
	{ "a\342\202", "", "a\\xe2\\x82" },
	{ "\342\202a", "", "\\xe2\\x82a" },
	{ "\200a\377\376", "", "\\x80a\\xff\\xfe" },
	{ "\371\200\200\200\200", "", "\\xf9\\x80\\x80\\x80\\x80" },
	/* longer than need be: these would be ESC and '/' */
	{ "\300\233", "", "\\xc0\\x9b" },
	{ "\340\200\257", "", "\\xe0\\x80\\xaf" },
	{ "\360\202\202\254", "", "\\xf0\\x82\\x82\\xac" },
	/* half of a pair of UTF-16, and more than there is */
	{ "\355\240\200", "", "\\xed\\xa0\\x80" },
	{ "\364\220\200\200", "", "\\xf4\\x90\\x80\\x80" },
	{ "\364\217\277\277", "", "\364\217\277\277" },
	/* CSI of C1, its neighbours, and the first that is none */
	{ "\302\233" "31m", "", "\\xc2\\x9b31m" },
	{ "\302\200\302\237\302\240", "", "\\xc2\\x80\\xc2\\x9f\302\240" },
	/* separators of lines, and right to left */
	{ "\342\200\250\342\200\251", "",
	  "\\xe2\\x80\\xa8\\xe2\\x80\\xa9" },
	{ "\342\200\256\342\201\246\342\201\251", "",
	  "\\xe2\\x80\\xae\\xe2\\x81\\xa6\\xe2\\x81\\xa9" },
};

static void test_only_printable_characters_are_left(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		_cleanup_free_ char *got = text_printable(rows[i].text,
							  rows[i].keep);

		assert_string_equal(got, rows[i].want);
	}
}

static void test_every_byte_alone(void **state)
{
	(void)state;
	for (unsigned int c = 1; c < 256; c++) {
		char text[] = { (char)c, '\0' };
		_cleanup_free_ char *got = text_printable(text, "");

		assert_int_equal(strlen(got),
				 c >= 0x20 && c < 0x7f ? 1 : 4);
	}
}

static void test_utf8_char_has_number_and_length(void **state)
{
	uint32_t c = 0;

	(void)state;
	assert_int_equal(utf8_char("\342\202\254x", &c), 3);
	assert_int_equal(c, 0x20ac);
	assert_int_equal(utf8_char("\360\237\220\247", &c), 4);
	assert_int_equal(c, 0x1f427);
	assert_int_equal(utf8_char("", &c), 0);
	assert_int_equal(c, 0x1f427);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_only_printable_characters_are_left),
		cmocka_unit_test(test_every_byte_alone),
		cmocka_unit_test(test_utf8_char_has_number_and_length),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
