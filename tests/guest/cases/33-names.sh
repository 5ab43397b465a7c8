# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# Only root sees which tasks are inside, and where; what a task calls itself is
# one word, in sysfs and in the log.
. /lib.sh

chmod 755 /bin /lib* /usr 2>/dev/null || true
as_user() { su user -c "$*"; }
# only_root FILE
only_root() {
	same "$(stat -c %a "$SYSFS/fifo/$1")" 400 "mode of $1"
	! as_user cat "$SYSFS/fifo/$1" || fail "everybody may read $1"
}

name=$(printf 'a b\nc\033[31m\td')
ln -s "$(command -v creat)" "$name"
mkfifo door
"./$name" door hello & pid=$!
until_true 5 sleeps_in $pid fifo_open

refused 1 "first $pid \(a\?b\?c\?\[31m\?d\) in fifo_open" \
	kmend load --core /kmend.ko --mode atomic --timeout 2 \
	"$(file_of fifo)"
dmesg >log
has log "blocked by a\?b\?c\?\[31m\?d \($pid\)"
has_not log "$(printf '\033')"

load fifo
same "$(cat $SYSFS/fifo/stragglers)" "$pid a?b?c?[31m?d fifo_open inside" \
	"stragglers"
only_root stragglers
only_root last_switch/blockers
as_user kmend list >list || fail "list: status $?"
has list 'fifo'
as_user kmend list --json >list || fail "list --json: status $?"
has list '"nr_stragglers": 1'
has_not list "$pid"

cat door >said
wait $pid || fail "creat: status $?"
unload fifo
