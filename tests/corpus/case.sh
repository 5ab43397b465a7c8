# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# timeout: 2400
# What /patches/phase says: each patch of the corpus in and out alone; all of
# them together; or together before the modules that they are for.
#
# A line "corpus N begins" says whom to blame if nothing follows, "corpus N
# WORD" how it went.

. /lib.sh
set +e

say() { echo "corpus $*"; }

# quietly COMMAND...: what it said only matters if it failed
quietly() {
	"$@" >/tmp/said 2>&1 && return
	tr '\n' ' ' </tmp/said
	return 1
}

# The modules in FILE. One may need a machine that this is not.
modules_in() { # FILE
	while read -r module; do
		why=$(quietly modprobe "$module") ||
			say "without $module: $why"
	done <"$1"
}

# Whoever is always inside is no reason to wait for, but for another mode.
put_in() { # N; a mode that was none of its own to /tmp/mode
	: >/tmp/mode
	[ ! -e "$SYSFS/c$1" ] || { echo "is here already"; return 1; }
	quietly kmend load --over --timeout 5 --core /kmend.ko "$(file_of "c$1")" &&
		return
	grep -q 'stayed inside' /tmp/said || return 1
	echo per-task >/tmp/mode
	quietly kmend load --over --mode per-task --force "$(file_of "c$1")"
}

take_out() { # N: those inside leave when they run, which may take a while
	for _ in 1 2 3 4 5 6; do
		quietly kmend unload "c$1" && return
		grep -q 'still inside it' /tmp/said || return 1
	done
	return 1
}

# What is not as it should be with N, which is on.
wrong_with() {
	[ "$(cat "$SYSFS/c$1/enabled")" = 1 ] || echo "is not on"
	while read -r module state; do
		! grep -q "^$module " /proc/modules || [ "$state" = patched ] ||
			echo "$module is here and $state"
	done <"$SYSFS/c$1/objects"
}

remarks() { # N: what the table should say of a patch that is on
	cat /tmp/mode
	sed -n 's/^\(.*\) -$/\1 cannot be here/p' "$SYSFS/c$1/objects"
	inside=$(cat "$SYSFS/c$1/nr_stragglers")
	[ "$inside" = 0 ] || echo "$inside tasks stay in the old code:" \
		"$(head -n 1 "$SYSFS/c$1/stragglers")"
}

joined() { sed ':a;N;s/\n/, /;ba'; }

# absent N: a module that must be there before N, and is not
absent() {
	while read -r n module; do
		[ "$n" != "$1" ] || grep -q "^$module " /proc/modules ||
			echo "$module"
	done </patches/wants
}

alone() { # N
	say "$1 begins"
	if ! why=$(put_in "$1"); then
		without=$(absent "$1" | joined)
		if [ -n "$without" ]; then
			say "$1 built ($without cannot be here, and must be)"
		else
			say "$1 FAILED: load: $why"
		fi
		return
	fi
	wrong=$(wrong_with "$1" | joined)
	note=$(remarks "$1" | joined)
	why=$(take_out "$1") || { say "$1 FAILED: unload: $why"; return; }
	! loaded "c$1" || wrong="$wrong is still there"
	if [ -n "$wrong" ]; then
		say "$1 FAILED: $wrong"
	else
		say "$1 loaded${note:+ ($note)}"
	fi
}

# all_in: which are in to /tmp/in
all_in() {
	: >/tmp/in
	for n in $(cat /patches/numbers); do
		say "$n begins"
		if why=$(put_in "$n"); then
			echo "$n" >>/tmp/in
		else
			say "$n FAILED: load with others: $why"
		fi
	done
}

all_checked() {
	say "together $(wc -l </tmp/in)"
	while read -r n; do
		wrong=$(wrong_with "$n" | joined)
		[ -z "$wrong" ] || say "$n FAILED: with others: $wrong"
	done </tmp/in
}

all_out() {
	tac /tmp/in >/tmp/out
	while read -r n; do
		say "$n begins"
		why=$(take_out "$n") ||
			say "$n FAILED: unload with others: $why"
		! loaded "c$n" || say "$n FAILED: is still there with others"
	done </tmp/out
}

echo /bin/modprobe >/proc/sys/kernel/modprobe
case $(cat /patches/phase) in
alone)
	modules_in /patches/modules
	for n in $(cat /patches/numbers); do alone "$n"; done
	;;
together)
	modules_in /patches/modules
	all_in
	all_checked
	all_out
	;;
before)
	modules_in /patches/first
	all_in
	say "modules begin"
	modules_in /patches/modules
	all_checked
	all_out
	;;
esac
say "end"
exit 0
