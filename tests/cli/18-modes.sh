# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/cli/lib.sh
# What the administrator wants of a switch is told to the core before it.

patch kmend-fix.ko
core kmend.ko
kmend load --mode immediate --force --replace --stop-budget 500 --timeout 2 \
	kmend-fix.ko
ends 0
calls 'finit_module kmend.ko' 'finit_module kmend-fix.ko' \
	'mode force immediate' 'replace 1' 'stop_budget_us 500' \
	'timeout_ms 2000' 'enabled 1'
kmend list --json
json "j['patches'][0]['mode'] == 'force immediate'"
json "j['patches'][0]['nr_stragglers'] == 0"
json "j['patches'][0]['stragglers'] == []"
json "j['patches'][0]['last_switch']['recorded'] == 5"
kmend unload fix
ends 0
calls 'enabled 0' 'delete_module kmend_fix'

kmend load --mode atomic kmend-fix.ko
ends 0
calls 'finit_module kmend-fix.ko' 'mode atomic' 'enabled 1'
kmend unload fix
ends 0
calls 'enabled 0' 'delete_module kmend_fix'

kmend load --mode soon kmend-fix.ko
ends 2 "'soon' is not atomic, per-task or immediate"
kmend load --force kmend-fix.ko
ends 2 "'--force' says nothing without --mode"
kmend load --stop-budget 1ms kmend-fix.ko
ends 2 "'1ms' is not a number"
calls
