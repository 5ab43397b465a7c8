/* SPDX-License-Identifier: GPL-2.0 */
#define EXT_STEP 1

int ext_second(int by);
