# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# 20 times on and off while four CPUs are in the function: preempt=full
# timeout: 900
# cmdline: preempt=full
. /lib.sh

cycles 20
