# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/cli/lib.sh
# The locks: nobody else can hold them, and a wait says for whom.

patch kmend-fix.ko
core kmend.ko
run=$FAKE_ROOT/run/kmend
store=$FAKE_ROOT/var/lib/kmend

private() {
	[ "$(stat -c %a "$1")" = 700 ] || fail "$1: $(stat -c %a "$1")"
	[ "$(stat -c %a "$1/lock")" = 600 ] ||
		fail "$1/lock: $(stat -c %a "$1/lock")"
}

# in_time ARG...: as kmend, but whoever waits for a lock fails
in_time() {
	ran="kmend $*"
	timeout 20 "$KMEND" "$@" >out 2>err 8<&- 9<&-
	status=$?
	ends 0
}

umask 022
in_time load --core kmend.ko kmend-fix.ko
in_time install --core kmend.ko kmend-fix.ko
exposed=$(find "$FAKE_ROOT" -type f -name '*lock' -perm /077)
[ -z "$exposed" ] || fail "others can hold $exposed"
private "$run"
private "$store/.lock"

echo "files that others could have opened are not waited for" >&2
chmod 755 "$run"
chmod 644 "$run/lock" "$store/.lock/lock"
: >"$store/lock"
exec 8<"$run/lock" 9<"$store/.lock/lock"
flock 8
flock 9
in_time unload fix
in_time uninstall fix
private "$run"
private "$store/.lock"
exec 8<&- 9<&-
rm "$run/lock"
ln -s "$PWD/target" "$run/lock"
in_time load --core kmend.ko kmend-fix.ko
[ ! -e target ] || fail "a link was followed"
private "$run"

echo "a wait names the holder" >&2
exec 8<>"$run/lock"
flock 8
echo $$ >"$run/lock"
: >waits
timeout 60 "$KMEND" unload fix >out 2>waits 8<&- &
waiter=$!
for ((i = 0; i < 100; i++)); do
	! grep -q "process $$ (" waits || break
	sleep 0.1
done
grep -q "process $$ (" waits || fail "says: $(cat waits)"
kill -0 $waiter || fail "it did not wait"
exec 8<&-
wait $waiter || fail "not unloaded: $(cat waits)"
[ "$(cat "$run/lock")" != $$ ] || fail "the next holder is not named"
