# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/cli/lib.sh
# Whose core is taken: one that a stranger could have written is not, wherever
# it is found, unless the user names it. The same for what is loaded at boot.

store=$FAKE_ROOT/var/lib/kmend

# refused REGEX: it is not loaded and not installed, since...
refused() {
	kmend load here/kmend-fix.ko
	ends 1 "core cannot be loaded: '[^']*kmend.ko' is not taken: $1"
	ends 1 'name it with --core'
	kmend install here/kmend-fix.ko
	ends 1 "'here/kmend-fix.ko' is not installed: '[^']*kmend.ko' is not taken: $1"
	calls
	[ -z "$(find "$store" -name '*.ko')" ] || fail "something is installed"
}

mkdir here
patch here/kmend-fix.ko
core here/kmend.ko

echo "anybody can write it, or its directory" >&2
chmod o+w here/kmend.ko
refused "everybody can write '.*/here/kmend.ko'"
chmod o-w,g+w here/kmend.ko
refused "group [0-9]+ can write '.*/here/kmend.ko'"
chmod g-w here/kmend.ko
chmod 777 here
refused "everybody can write '.*/here'"
chmod 1777 here
refused "everybody can write '.*/here'"
chmod 755 here

echo "by a link" >&2
mkdir open there
chmod 777 open
mv here/kmend.ko open
ln -s ../open/kmend.ko here/kmend.ko
refused "everybody can write '.*/open'"
rm here/kmend.ko
mv open/kmend.ko here/kmend.ko

if [ "$(id -u)" = 0 ]; then
	echo "a stranger's" >&2
	chown 12345 here/kmend.ko
	refused "'.*/here/kmend.ko' belongs to user 12345"
	chown 0 here/kmend.ko
	chown 12345 here
	refused "'.*/here' belongs to user 12345"
	kmend load --core here/kmend.ko here/kmend-fix.ko
	ends 0
	calls 'finit_module kmend.ko' 'finit_module kmend-fix.ko' 'enabled 1'
	kmend unload fix
	rm -r "$FAKE_ROOT/sys/kernel/kmend" "$FAKE_ROOT/calls"
	: >"$FAKE_ROOT/proc/modules"
	chown 0 here
else
	echo "not root: files of others are not tried" >&2
fi

echo "among the kernel's modules" >&2
updates=$FAKE_ROOT/lib/modules/6.1.0-1-test-amd64/updates
mkdir -p "$updates"
mv here/kmend.ko "$updates"
chmod 777 "${updates%/*}"
refused "everybody can write '.*/6.1.0-1-test-amd64'"
chmod 755 "${updates%/*}"
mv "$updates/kmend.ko" here

echo "a core of another ABI" >&2
mv here/kmend.ko there
core here/kmend.ko OTHER_ABI
kmend install here/kmend-fix.ko
ends 1 "'here/kmend.ko' speaks ABI 1, this kmend speaks 2"
mv there/kmend.ko here

echo "what is loaded at boot is nobody else's, whatever the umask" >&2
chmod 777 "$store"
kmend install here/kmend-fix.ko
ends 1 "everybody can write '$store'"
rm -r "$store"
umask 0
kmend install here/kmend-fix.ko
ends 0
umask 022
cmp -s here/kmend.ko "$store"/*/kmend.ko || fail "no core"
[ -z "$(find "$store" -perm /022)" ] ||
	fail "others can write: $(find "$store" -perm /022)"
chmod 777 "$store"/6*
kmend install here/kmend-fix.ko
ends 1 "everybody can write '$store/6"
chmod 755 "$store"/6*
kmend load here/kmend-fix.ko
ends 0
calls 'finit_module kmend.ko' 'finit_module kmend-fix.ko' 'enabled 1'
