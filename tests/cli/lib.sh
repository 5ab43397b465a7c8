# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What the tests of the command line share. Each runs in an empty directory
# of its own, with a fake kernel in $FAKE_ROOT (fake_env.c).

fail() {
	echo "  ${BASH_SOURCE[1]##*/}:${BASH_LINENO[0]}: $*"
	exit 1
}

status=

# kmend ARG...: runs it; $status, and files out and err
kmend() {
	ran="kmend $*"
	"$KMEND" "$@" >out 2>err
	status=$?
	! grep -q 'AddressSanitizer\|runtime error' err || {
		cat err
		fail "$ran: the sanitizer found something"
	}
}

# ends STATUS [REGEX]: as expected, with a line in err like REGEX
ends() {
	[ "$status" = "$1" ] ||
		fail "$ran: status $status instead of $1: $(cat out err)"
	[ $# = 1 ] || grep -qE -- "$2" err ||
		fail "$ran: nothing like '$2' in: $(cat err)"
	[ "$status" = 0 ] || [ "$(grep -c '^kmend' err)" = 1 ] ||
		fail "$ran: not exactly one error: $(cat err)"
}

out_has() { grep -qE -- "$1" out || fail "$ran: no '$1' in: $(cat out)"; }
out_is() { [ "$(cat out)" = "$1" ] || fail "$ran: says: $(cat out)"; }

# calls LINE...: exactly what the kernel was asked to do since the last time
calls() {
	local got
	got=$(cat "$FAKE_ROOT/calls" 2>/dev/null)
	rm -f "$FAKE_ROOT/calls"
	[ "$got" = "$(printf '%s\n' "$@")" ] ||
		fail "$ran: asked the kernel for: $got"
}

# json EXPRESSION: a Python expression over j, what kmend wrote to stdout
json() {
	python3 -c "
import json, sys
j = json.load(open('out'))
sys.exit(not ($1))" || fail "$ran: not so: $1: $(cat out)"
}

# patch FILE [SYMBOL...]: a patch module (patch.s says which symbols)
patch() { assemble patch.s "$@"; }
# summed FILE [SYMBOL...]: one with the right checksum
summed() {
	patch "$@" SUM
	mutate "$1"
}
mutate() { "${KMEND%/*}/mutate" "$@" || fail "mutate $*"; }
core() { assemble core.s "$@"; }

assemble() {
	local source=$1 file=$2 sym args=()
	shift 2
	for sym; do args+=(--defsym "$sym=1"); done
	as "${args[@]}" -o "$file" "$TESTS/$source" || fail "as $source"
}

fake_kernel() {
	mkdir -p "$FAKE_ROOT/sys/kernel" "$FAKE_ROOT/proc"
	: >"$FAKE_ROOT/proc/modules"
	{	# a note of another kind first, then the build ID
		printf '\6\0\0\0\4\0\0\0\1\0\0\0Linux\0\0\0\0\0\0\0'
		printf '\4\0\0\0\24\0\0\0\3\0\0\0GNU\0'
		printf '\0\x11\x22\x33\x44\x55\x66\x77\x88\x99\xaa\xbb\xcc'
		printf '\xdd\xee\xff\1\x23\x45\x67'
	} >"$FAKE_ROOT/sys/kernel/notes"
}
