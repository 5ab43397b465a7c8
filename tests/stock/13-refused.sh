# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/stock/lib.sh disable=SC2154
# Changes that no running kernel can take are refused with the name of what
# was changed and what to do.

edit init.patch fs/proc/version.c '/^static int __init proc_version_init/,/^}/s/^\treturn 0;/\tpr_info("x");\n&/'
build init.patch
refused 3 'fs/proc/version.c: proc_version_init: '

edit data.patch kernel/panic.c 's/^int panic_timeout = .*/int panic_timeout = 7;/'
build data.patch
refused 3 'kernel/panic.c: panic_timeout: '

edit lib.patch lib/kstrtox.c '/^int kstrtoint\(/,/^}/s/^\t\*res = tmp;/\t*res = tmp + 1;/'
build lib.patch
refused 3 'lib/kstrtox.c: kstrtoint: .*ftrace'
build --json lib.patch
refused 3 'kstrtoint'
json "[f['symbol'] for f in j['findings'] if f['level'] == 'refuse'] == ['kstrtoint']"
json "j['file'] is None and j['error']"
