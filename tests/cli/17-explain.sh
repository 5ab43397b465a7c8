# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/cli/lib.sh
# A finding is explained with the words of docs/findings.md.

page=$TESTS/../../docs/findings.md
codes=$(sed -n 's/^| \(KM[0-9]*\) .*/\1/p' "$page")
[ -n "$codes" ] || fail "no codes in $page"

kmend explain
ends 0
[ "$(grep -o '^KM[0-9]*' out)" = "$codes" ] || fail "another list: $(cat out)"

kmend explain km013
ends 0
out_has '^KM013, refuse$'
row=$(grep '^| KM013 ' "$page")
[ "$(tr '\n' ' ' <out)" = "$(awk -F ' *[|] *' '{
	printf "%s, %s  %s  What to do: %s ", $2, $3, $4, $5 }' <<<"$row")" ] ||
	fail "other words: $(cat out)"

kmend explain KM014 --json
ends 0
json "len(j) == 1 and j[0]['code'] == 'KM014' and j[0]['level'] == 'refuse'"
kmend explain --json
ends 0
json "len(j) == $(wc -w <<<"$codes") and any(r['todo'] is None for r in j)"

kmend explain KM999
ends 2 "no finding 'KM999'"
kmend explain KM013 KM014
ends 2 "too many"
