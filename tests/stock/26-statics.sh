# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/stock/lib.sh disable=SC2154
# A new secret is set: what says that the old one was set begins anew with it.
# A static local of another function is another variable.

# has NAME: the module brings a variable of that name along
has() { nm kmend-out.ko | grep -qE " [bd] $1(\.[0-9]+)?\$"; }
brings() { has "$1" || fail "no $1 of its own"; }
brings_no() { ! has "$1" || fail "a $1 of its own"; }

edit once.patch net/core/secure_seq.c 's/\<net_secret\>/net_key/g'
build once.patch
ends 0
for name in net_key ___done ___once_key; do
	brings "$name"
done

# the kernel's secret stays
edit kept.patch net/core/secure_seq.c 's/^\tseq \+= ktime_get_real_ns\(\);/&\n\tseq ^= 1;/'
build kept.patch
ends 0
for name in ___done ___once_key; do
	brings_no "$name"
done

edit local.patch net/ipv4/route.c '/^static u32 fnhe_hashfun/,/^}/s/fnhe_hash_key/fnhe_secret/g'
build local.patch
ends 0
for name in fnhe_secret ___done ___once_key; do
	brings "$name"
done

edit moved.patch net/core/sock.c '/^static int sock_set_timeout/,/^}/{/static int warned/d;s/warned < 10 \&\& //;/warned\+\+/d};/^int sk_set_peek_off/,/^}/s/^\{/{\n\tstatic int warned __read_mostly;\n\n\tif (warned < 10 \&\& net_ratelimit())\n\t\twarned++;/'
build moved.patch
ends 0 KM022
brings warned
