# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/cli/lib.sh
# What a patch module says about itself.

patch kmend-fix.ko
kmend inspect kmend-fix.ko
ends 0
out_has '^name  *fix$'
out_has '^kernel  *6.1.0-1-test-amd64$'
out_has '^verified  *yes$'
out_has '^signature  *none$'
out_has '^format  *kmend$'
out_has '^  vmlinux version_proc_show, 40 bytes, now 1$'
out_has '^  vmlinux saved_command_line, number 2 of that name$'
kmend inspect --json kmend-fix.ko
ends 0
json "j['name'] == 'fix' and j['module'] == 'kmend_fix'"
json "j['build_id'] == '00112233445566778899aabbccddeeff01234567'"
json "j['functions'][0]['name'] == 'version_proc_show'"
json "j['symbols'] == [{'object': 'vmlinux', 'name': 'saved_command_line',
	'address': '0xffffffff82000000', 'position': 2, 'percpu': False},
	{'object': 'nf_tables', 'name': 'version_proc_show',
	'address': '0x0', 'position': 1, 'percpu': False}]"
printf '~Module signature appended~\n' >>kmend-fix.ko
kmend inspect kmend-fix.ko
ends 0
out_has '^signature  *yes$'
patch kmend-two-words.ko DASH
kmend inspect --json kmend-two-words.ko
json "j['module'] == 'kmend_two_words'"
patch kmend-own.ko UNVERIFIED
kmend inspect kmend-own.ko
out_has '^verified  *no: built with --unverified$'
kmend inspect --json kmend-own.ko
json "j['verified'] is False"

# a module for mainline livepatch finds functions by their position
patch kmend-fix.ko LIVEPATCH
kmend inspect kmend-fix.ko
ends 0
out_has '^format  *livepatch: insmod '
out_has '^  vmlinux version_proc_show, number 3 of that name, 40 bytes, now 1$'
kmend inspect --json kmend-fix.ko
json "j['format'] == 'livepatch' and not j['replace'] and j['cves'] == ''"
json "j['functions'][0]['position'] == 3"
kmend inspect --html page.html kmend-fix.ko
ends 1 'for mainline livepatch: there is no page'
kmend load kmend-fix.ko
ends 1 'a module for mainline livepatch$'
grep -q 'insmod loads it' err || fail "no advice: $(cat err)"
calls
