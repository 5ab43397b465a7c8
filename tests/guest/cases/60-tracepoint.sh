# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# A tracepoint in patch code whose key and static call are not exported.
. /lib.sh

tracing=/sys/kernel/tracing
two=$tracing/instances/two
event=events/task/task_rename/enable
mkdir $two

# seen WHERE: events of patch code since the last time
seen() {
	grep -c 'newcomm=by the patch' "$1/trace" || true
	: >"$1/trace"
}
rename() { echo '!x' >/proc/$$/comm; }

load rename
rename
same "$(seen $tracing)" 0 "events while off"

step "one listener: the static call leads to it"
echo 1 >$tracing/$event
rename
same "$(seen $tracing)" 1 "events with one listener"

step "two listeners: the static call leads to a loop over them"
echo 1 >$two/$event
rename
same "$(seen $tracing)" 1 "events of the first of two"
same "$(seen $two)" 1 "events of the second of two"

step "a patch loaded while the event is on"
unload rename
rename
same "$(seen $two)" 0 "events without the patch"
load rename
rename
same "$(seen $tracing)" 1 "events of the first, loaded late"
same "$(seen $two)" 1 "events of the second, loaded late"

step "off again"
echo 0 >$tracing/$event
echo 0 >$two/$event
rename
same "$(seen $tracing)$(seen $two)" 00 "events while off again"
unload rename
