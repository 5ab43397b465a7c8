# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/stock/lib.sh disable=SC2154
# Patches and the core are signed as the kernel wants it: what is in front of
# the signature is the module, and OpenSSL agrees with the rest.

make_key() { # NAME
	openssl req -new -x509 -newkey rsa:2048 -nodes -days 36500 \
		-subj "/CN=kmend test $1" -keyout "$1.pem" -out "$1.crt" \
		2>/dev/null || fail "openssl req"
}

# signed FILE PLAIN CERT: FILE is PLAIN with a signature that CERT is good for
signed() {
	local len
	len=$(stat -c %s "$2")
	cmp -n "$len" "$1" "$2" || fail "$1 does not begin with the module"
	[ "$(tail -c 28 "$1")" = "~Module signature appended~" ] ||
		fail "$1 is not signed"
	# struct module_signature: 12 bytes, the last 4 of which are its length
	len=$((0x$(tail -c 32 "$1" | head -c 4 | od -An -tx1 | tr -d " ")))
	tail -c $((len + 40)) "$1" | head -c "$len" >"$1.p7s"
	openssl cms -verify -binary -inform DER -in "$1.p7s" -content "$2" \
		-certfile "$3" -nointern -noverify -out /dev/null 2>log ||
		fail "$1: $(cat log)"
}

make_key good
make_key other
edit a.patch fs/proc/version.c 's/^\tseq_printf\(m, linux_proc/\tseq_puts(m, "x\\n");\n&/'
build --json a.patch
ends 0
json 'j["signer"] is None'
core=$(jq -er .core out)
mv kmend-out.ko plain.ko

mkdir here
kmend build -k "$SERIES" -o here/kmend-out.ko --json --sign-key good.pem \
	--sign-cert good.crt a.patch
ends 0
json 'j["signer"] == "good.crt" and j["core"] == "here/kmend.ko"'
[ "$(jq -r .sha256 out)" = "$(sha256sum <here/kmend-out.ko | cut -c1-64)" ] ||
	fail "another sum"
signed here/kmend-out.ko plain.ko good.crt
signed here/kmend.ko "$core" good.crt
# A test that cannot fail is none: another key is not good for it.
(signed here/kmend-out.ko plain.ko other.crt) >log &&
	fail "any certificate is good enough"
grep -q 'signer certificate not found' log || fail "$(cat log)"
kmend inspect here/kmend-out.ko
ends 0

[ "$SERIES" = 6.12 ] || return 0		# what follows is not the kernel's
cp here/kmend-out.ko first.ko
kmend build -k "$SERIES" -o here/kmend-out.ko --sign-key good.pem \
	--sign-cert good.crt a.patch
ends 0
cmp first.ko here/kmend-out.ko || fail "the same inputs, other bytes"

rm -r here
mkdir here
kmend build -k "$SERIES" -o here/kmend-out.ko --format livepatch \
	--sign-key good.pem --sign-cert good.crt a.patch
ends 0
tail -c 28 here/kmend-out.ko | grep -q '^~Module signature' || fail "unsigned"
[ ! -e here/kmend.ko ] || fail "mainline livepatch needs no core"

# A passphrase is not asked for on a terminal.
openssl rsa -aes256 -passout pass:sesame -in good.pem -out locked.pem \
	2>/dev/null || fail "openssl rsa"
bad() { # STATUS REGEX ARGUMENT...
	local want=$1 regex=$2
	shift 2
	kmend -q build -k "$SERIES" -o kmend-out.ko "$@" a.patch
	refused "$want" "$regex"
}
KBUILD_SIGN_PIN=sesame build --sign-key locked.pem --sign-cert good.crt a.patch
ends 0
rm kmend-out.ko kmend.ko
timeout 60 script -qec "$KMEND -q build -k $SERIES --sign-key locked.pem \
	--sign-cert good.crt -o kmend-out.ko a.patch" typescript \
	>log </dev/null && fail "without a passphrase"
grep -q 'cannot sign with key' log || fail "a terminal: $(cat log)"
KBUILD_SIGN_PIN=simsim bad 1 "cannot sign with key 'locked.pem'" \
	--sign-key locked.pem --sign-cert good.crt
bad 1 'private key does not match certificate' \
	--sign-key good.pem --sign-cert other.crt
bad 1 "there is no key 'none.pem'" --sign-key none.pem --sign-cert good.crt
bad 1 "there is no certificate 'none.crt'" \
	--sign-key good.pem --sign-cert none.crt
bad 1 "cannot sign.*'a.patch'" --sign-key good.pem --sign-cert a.patch
bad 2 'come together' --sign-key good.pem
