# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/cli/lib.sh
# A finding is explained with the words of docs/findings.md.

page=$TESTS/../../docs/findings.md
codes=$(sed -n 's/^### \(KM[0-9]*\), .*/\1/p' "$page")
[ -n "$codes" ] || fail "no codes in $page"

kmend explain
ends 0
[ "$(grep -o '^KM[0-9]*' out)" = "$codes" ] || fail "another list: $(cat out)"

# the section, from its heading to the next
kmend explain km013
ends 0
sed -n '/^### KM013, /,/^### KM014, /p' "$page" | sed '$d' |
	sed '1s/^### //; ${/^$/d}' >section
diff section out || fail "other words"
out_has '^KM013, refuse: '
out_has '^What to do: '

# the last one of a chapter, and of the page
for code in KM041 "$(tail -1 <<<"$codes")"; do
	kmend explain "$code"
	ends 0
	out_has "^$code, "
	[ "$(grep -c '^What to do: ' out)" = 1 ] || fail "more than $code"
	! grep '^#' out || fail "a heading"
done

kmend explain KM014 --json
ends 0
json "len(j) == 1 and j[0]['code'] == 'KM014' and j[0]['level'] == 'refuse'"
json "j[0]['todo'] == 'let the patch use something else.'"
json "j[0]['accepted'] is None and 'kallsyms' in j[0]['text']"
kmend explain --json
ends 0
json "len(j) == $(wc -w <<<"$codes") and all(r['todo'] for r in j)"
json "'KM003' in [r['code'] for r in j if r['accepted']]"

kmend explain KM999
ends 2 "no finding 'KM999'"
kmend explain KM01
ends 2 "no finding 'KM01'"
kmend explain KM013 KM014
ends 2 "too many"
