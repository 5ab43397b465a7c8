# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# 20 times on and off while four CPUs are in the function: under the function tracer
# timeout: 900
. /lib.sh

echo version_proc_show >/sys/kernel/tracing/set_ftrace_filter
echo function >/sys/kernel/tracing/current_tracer

cycles 20
