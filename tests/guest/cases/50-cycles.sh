# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# 200 times on and off while four CPUs are in the function: as the kernel comes
# timeout: 900
# leaks: are looked for, where the kernel can
. /lib.sh

cycles 200
