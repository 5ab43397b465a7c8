# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# A patch that a timer or work will call stays, and says why; RCU callbacks are
# waited for.
. /lib.sh

read_it() { sed -n 's/^pending //p' /proc/version; }
stays() { # WHAT FUNCTION
	step "$(read_it)"
	refused 1 "text file busy" kmend unload pending
	dmesg | tail -n 5 >said
	has said "pending: $1 of it is pending, and will call $2"
	same "$(cat $SYSFS/pending/state)" enabled "state"
}

load pending
echo 300 >$SYSFS/pending/timeout_ms
stays "a timer" pending_timer_fn
stays "an hrtimer" pending_hrtimer_fn
stays "delayed work" pending_work_fn
step "nor is it replaced"
refused 1 "text file busy" kmend load --replace --timeout 1 \
	"$(file_of version)"
! loaded version || fail "what replaces it is there"
step "$(read_it)"
n=0
while [ $n -lt 200 ]; do	# many RCU callbacks
	read_it >/dev/null
	read_it >/dev/null
	read_it >/dev/null
	read_it >/dev/null
	n=$((n + 4))
done
unload pending
same "$(read_it)" "" "what it says"
