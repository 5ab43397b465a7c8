# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What the cases of tests/stock share, on top of what tests/cli/lib.sh has.

# shellcheck source=tests/cli/lib.sh
. "$TESTS/../cli/lib.sh"

# edit PATCH FILE SCRIPT: a diff that does to FILE what the sed SCRIPT says
edit() {
	mkdir -p "$(dirname "new/$2")"
	sed -E "$3" "$SOURCE/$2" >"new/$2" || fail "sed"
	! cmp -s "$SOURCE/$2" "new/$2" || fail "'$3' changes nothing in $2"
	diff -u --label "a/$2" --label "b/$2" "$SOURCE/$2" "new/$2" >"$1"
}

# build PATCH...: to kmend-out.ko
build() { kmend build -k "$SERIES" -o kmend-out.ko "$@"; }

# resum FILE: a module that was changed on purpose has a right checksum again
resum() {
	gcc -I"$TESTS/../../src" -I"$TESTS/../../abi" -O1 -o resum \
		"$TESTS/../guest/prog/mutate.c" && ./resum "$1" ||
		fail "$1 gets no checksum"
}

# refused STATUS REGEX: so it ended, and no module was written
refused() {
	ends "$1" "$2"
	left
}

# going DIR: somebody else's build is in it, or on its way out
going() {
	local n=0
	while [ -e "$1" ]; do
		if ( { exec 9<"$1/lock"; } 2>/dev/null && ! flock -n 9 ); then
			return 0
		fi
		n=$((n + 1))
		[ $n -lt 50 ] || return 1
		sleep 0.1
	done
}

# left [FILE...]: nothing else was left behind, here or in the cache
left() {
	local file cache
	for file in kmend-*; do
		[ ! -e "$file" ] || fail "$file was left behind"
	done
	cache=${KMEND_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/kmend}
	for file in "$cache"/build.*; do
		going "$file" || fail "$file was left behind"
	done
}
