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

# refused STATUS REGEX: so it ended, and no module was written
refused() {
	ends "$1" "$2"
	left
}

# left: nothing else was left behind, here or in the cache. What another build
# has a lock on is its own; between making and locking it has the cache's.
left() {
	local file cache
	for file in kmend-*; do
		[ ! -e "$file" ] || fail "$file was left behind"
	done
	cache=${KMEND_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/kmend}
	(
		flock 9
		for file in "$cache"/build.*; do
			[ -e "$file" ] || continue
			[ -e "$file/lock" ] && ! flock -n "$file/lock" true ||
				fail "$file was left behind"
		done
	) 9>>"$cache/build-lock" || exit 1
}
