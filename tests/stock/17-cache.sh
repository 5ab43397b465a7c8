# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/stock/lib.sh disable=SC2154
# only: 6.1
# Another cache, elsewhere: full, killed at several points, two builds at once,
# all that while nobody may empty it. The bytes are those of the first cache.

edit a.patch fs/proc/version.c 's/^\tseq_printf\(m, linux_proc/\tseq_puts(m, "hi\\n");\n&/'
build a.patch
ends 0
mv kmend-out.ko first.ko

# The same packages and source, at another path, with nothing made of them
kmend fetch --offline --json "$SERIES"
root=$(jq -er .root out)
name=$(basename "$(dirname "$root")")
export KMEND_CACHE=$PWD/other/place
there=$KMEND_CACHE/kernels/$name
mkdir -p "$KMEND_CACHE"
[ "$(id -u)" != 0 ] || mount -t tmpfs -o size=1m none "$KMEND_CACHE" ||
	fail "no tmpfs"
trap '[ "$(id -u)" != 0 ] || umount -l "$KMEND_CACHE" 2>/dev/null' EXIT
mkdir -p "$there"
cp "$(dirname "$root")/kernel" "$there/"
ln -s "$root" "$there/root"
ln -s "$SOURCE" "$there/source"
kmend cache --json
ends 0
json "[k['directory'] for k in j['kernels']] == ['$name']"
json "j['kernels'][0]['sizes']['tree'] == 0 and j['total'] < 1000000"

if [ "$(id -u)" = 0 ]; then
	for size in 1m 2m; do	# of 3 MB; the facts are kept where they fit
		mount -o remount,size=$size "$KMEND_CACHE"
		build a.patch
		refused 1 'No space left on device'
	done
	mount -o remount,size=1g "$KMEND_CACHE"
fi
for seconds in 0.2 1 2 4; do
	"$KMEND" -q build -k "$SERIES" -o kmend-out.ko a.patch >out 2>err &
	sleep $seconds
	kill -KILL $!
	wait $! 2>/dev/null
	[ ! -e kmend-out.ko ] || fail "killed after $seconds s, it has a module"
done

# Two at once, in other directories and with another home
mkdir -p home one two
rm -f "$there"/tree/kmend-commands-*	# both ask make what there is
for dir in one two; do
	(cd $dir && HOME=$OLDPWD/home TZ=Asia/Tokyo LC_ALL=C.UTF-8 "$KMEND" \
		build -k "$SERIES" -o kmend-out.ko ../a.patch >out 2>err) &
	eval "pid_$dir=\$!"
done
while kill -0 "$pid_one" "$pid_two" &&
      [ "$(find "$KMEND_CACHE" -maxdepth 1 -name 'build.*' | wc -l)" != 2 ]; do
	sleep 0.05
done
kmend cache --clean
ends 1 'builds? (is|are) running'
for dir in one two; do
	eval "wait \$pid_$dir" || fail "build $dir: $(cat $dir/err)"
	cmp first.ko $dir/kmend-out.ko || fail "$dir: other bytes"
done
for file in "$KMEND_CACHE"/build.* "$there"/kit.new; do
	[ ! -e "$file" ] || fail "$file was left behind"
done

# Objects of the tree have no debug information. Should a compiler make other
# code without, the unit is compiled once more, and that one is proved.
object=$there/tree/fs/proc/version.o
! readelf -SW "$object" | grep -q debug_info || fail "debug information"
objcopy --dump-section .text=text "$object"
printf '\314' | dd of=text conv=notrunc status=none
objcopy --update-section .text=text "$object"
rm -f kmend-out.ko
build a.patch
ends 0
cmp first.ko kmend-out.ko || fail "other bytes after a second look"
rm kmend-out.ko

kmend cache
ends 0
release=$(jq -er .release <("$KMEND" fetch --offline --json "$SERIES"))
out_has "^${release//+/.} .* MB, last used 20"
kmend cache --json
json "all(j['kernels'][0]['sizes'][s] for s in ('tree', 'units', 'kits', 'facts'))"

# What is emptied is built again; what links led to is not touched.
mkdir -p "$KMEND_CACHE/build.dead" "$KMEND_CACHE/mine"
kmend cache --clean 1.2
ends 1 '1.2'
kmend cache --clean
ends 0
[ "$(ls "$KMEND_CACHE")" = "$(printf 'build-lock\nkernels\nmine')" ] ||
	fail "left: $(ls "$KMEND_CACHE")"
[ "$(ls "$KMEND_CACHE/kernels")" = "$name.lock" ] ||
	fail "left: $(ls "$KMEND_CACHE/kernels")"
[ -e "$SOURCE/Makefile" ] || fail "it followed a link"
