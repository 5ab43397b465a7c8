# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# A tracepoint whose key and static call are in the file that is patched.
. /lib.sh

tracing=/sys/kernel/tracing
event=$tracing/events/signal/signal_generate/enable

# seen REGEX: events of a SIGWINCH, sent now
seen() {
	: >$tracing/trace
	kill -WINCH $$
	grep -cE "signal_generate: sig=28 .*$1\$" $tracing/trace || true
}

load signal
same "$(seen '')" 0 "events while off"
echo 1 >$event
same "$(seen res=77)" 1 "events of patch code"
unload signal
same "$(seen res=77)" 0 "events of patch code without the patch"
same "$(seen '')" 1 "events without the patch"
load signal
same "$(seen res=77)" 1 "events of a patch loaded while on"
echo 0 >$event
same "$(seen '')" 0 "events while off again"
unload signal
