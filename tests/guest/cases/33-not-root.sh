# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# Who is not root is told so; list works for everybody.
. /lib.sh

chmod 755 /bin /patches /lib* /usr 2>/dev/null || true
as_user() { setuidgid_user "$@"; }
setuidgid_user() { su user -c "$*"; }

refused 1 'root' as_user kmend load --core /kmend.ko "$(file_of version)"
! loaded version || fail "loaded by nobody special"
load version
refused 1 'root' as_user kmend unload version
has /proc/version '^patched by kmend$'
as_user kmend list >list || fail "list: status $?"
has list version
unload version
