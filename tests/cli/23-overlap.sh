# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/cli/lib.sh
# A patch that would undo what another one changes is refused before the kernel
# is touched, unless it was built on that one, replaces it, or goes --over it.

core kmend.ko
patch kmend-fix.ko
patch second.ko SECOND
patch on.ko SECOND ON
kmend load kmend-fix.ko
ends 0
calls 'finit_module kmend.ko' 'finit_module kmend-fix.ko' 'enabled 1'

kmend load second.ko
ends 1 '^kmend load: patch second would undo what fix changes: both replace version_proc_show of vmlinux$'
ends 1 'kmend build --on.*--replace.*--over'
calls

echo "another function, also one of the same name, is no matter" >&2
for how in ELSEWHERE NAMESAKE; do
	patch other.ko SECOND $how
	kmend load other.ko
	ends 0
	kmend unload second
	ends 0
done
patch other.ko SECOND NAMESAKE UNVERIFIED
kmend load other.ko
ends 1 'patch second would undo what fix changes'
calls 'finit_module other.ko' 'enabled 1' 'enabled 0' 'delete_module kmend_second' \
	'finit_module other.ko' 'enabled 1' 'enabled 0' 'delete_module kmend_second'

echo "built on it: it takes its place" >&2
kmend load on.ko
ends 0
out_has '^disabled, since second takes the place: fix$'
kmend inspect on.ko
out_has '^built on  *before, fix, and takes the place$'
kmend inspect --json on.ko
json "j['id'] == 'second:22222222'"
json "j['on'] == 'before:00000000 fix:11111111'"
calls 'finit_module on.ko' 'enabled 1'
kmend list
out_has '^fix  *disabled'
out_has '^second  *enabled'
kmend enable fix
ends 1 'patch fix would undo what second changes'
ends 1 'second was built on fix and has all of its changes'
calls
kmend unload second
ends 0
out_has 'with the changes of what it was built on: before, fix; .kmend enable. '
kmend enable fix
ends 0
calls 'enabled 0' 'delete_module kmend_second' 'enabled 1'

echo "built on another one of that name" >&2
kmend unload fix
patch newer.ko NEWER
kmend load newer.ko
ends 0
kmend load on.ko
ends 1 'patch second would undo what fix changes'
ends 1 'second was built on another fix than this one'
kmend unload fix
kmend load kmend-fix.ko
ends 0

echo "over it, and then it is overridden" >&2
kmend load --over second.ko
ends 0
kmend list
out_has '^  version_proc_show: overridden by second$'
[ "$(grep -c overridden out)" = 1 ] || fail "$(cat out)"
kmend list --json
json "j['patches'][0]['overridden'] == [{'object': 'vmlinux',
	'name': 'version_proc_show', 'by': 'second'}]"
json "j['patches'][1]['overridden'] == []"
json "[p['id'] for p in j['patches']] == ['fix:11111111', 'second:22222222']"
kmend disable second
ends 0
kmend list
! grep overridden out || fail "nothing is on it"
kmend enable second
ends 1 'patch second would undo what fix changes'
kmend enable --over second
ends 0
patch third.ko THIRD
kmend load third.ko
ends 1 'patch third would undo what fix changes'

echo "in the place of all" >&2
kmend load --replace third.ko
ends 0
out_has '^disabled, since third takes the place: fix, second$'
kmend enable --replace --json fix
ends 0
json "j['takes'] == 'third' and j['on'] == ''"
kmend disable fix
patch replace.ko SECOND REPLACE
kmend unload second
kmend enable third
ends 0
kmend load replace.ko
ends 0
out_has 'takes the place: third$'
