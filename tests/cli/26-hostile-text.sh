# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/cli/lib.sh
# Names and texts of others never reach the terminal as they are.

# printable: neither control characters nor bytes that are no UTF-8
printable() {
	python3 - out err <<'EOF' || fail "$ran: not printable"
import sys
for name in sys.argv[1:]:
    text = open(name, 'rb').read().decode('utf-8')  # strict
    bad = [c for c in text if c != '\n' and (ord(c) < 0x20 or
           0x7f <= ord(c) < 0xa0 or c in '\u202e\u2028')]
    if bad:
        sys.exit('%s has %r' % (name, bad))
EOF
}

core kmend.ko
patch kmend-fix.ko HOSTILE
kmend inspect kmend-fix.ko
ends 0
printable
out_has '^description  a\\xc2\\x9bm\\xff\\xe2\\x80\\xae Jürgen$'
out_has '^mends  *CVE-1\\xc2\\x9b2J$'
out_has '^  vmlinux saved\\x1b\[1A_line\\xff, number 2'
kmend inspect --json kmend-fix.ko
ends 0
printable
json "j['description'].startswith('a\xc2\x9bm\xff\xe2\x80\xae J')"
json "j['symbols'][0]['name'] == 'saved\x1b[1A_line\xff'"

kmend load kmend-fix.ko
ends 0
printable
dir=$FAKE_ROOT/sys/kernel/kmend/patches/fix
printf 'x\033[31m\177\342\200\256y\302\205\n' >"$dir/description"
printf '77 a\033]0;b\007\377\177 f\033c inside\n' >"$dir/stragglers"
printf 'enabled\033[5m\n' >"$dir/state"
kmend list
ends 0
printable
out_has 'x\\x1b\[31m\\x7f\\xe2\\x80\\xaey\\xc2\\x85$'
kmend list --json
ends 0
printable
json "j['patches'][0]['description'] == 'x\x1b[31m\x7f\u202ey\x85'"
json "'\x1b]0;b\x07\xff\x7f' in j['patches'][0]['stragglers'][0]['comm']"

printf '123 my\033[2Jtask\377 version\033[H_show inside\n' \
	>"$FAKE_ROOT/blockers"
kmend unload fix
ends 1 'first 123 \(my\\x1b\[2Jtask\\xff\) in version\\x1b\[H_show'
ends 1 'blocked by 123 \(my\\x1b\[2Jtask\\xff\): inside version\\x1b'
printable
kmend unload --json fix
printable
json "j['last_switch']['blockers'][0]['comm'] == 'my\x1b[2Jtask\xff'"

file=$(printf 'no\033[2J\n\377.ko')
kmend load "$file"
ends 1 'no\\x1b\[2J\\x0a\\xff\.ko'
printable
kmend "$file"
ends 2
printable
