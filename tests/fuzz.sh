#!/bin/sh
# fuzz.sh SECONDS: builds the fuzzers and runs each for that long, two at a time, from the inputs in fuzz/corpus.
# What it finds stays in build/fuzz/found-NAME*; exit 1 if there is any.
set -u
cd "$(dirname "$0")/.."
seconds=${1:?usage: tests/fuzz.sh SECONDS}
make -s -C fuzz -j2 || exit 1
rm -f build/fuzz/failed-*

one() {
	name=$1
	work=build/fuzz/corpus-$name
	mkdir -p "$work" "fuzz/corpus/$name"
	build/fuzz/"$name" -max_total_time="$seconds" -max_len=32768 -timeout=5 -rss_limit_mb=1024 \
	    -artifact_prefix="build/fuzz/found-$name-" "$work" "fuzz/corpus/$name" > "build/fuzz/$name.log" 2>&1 ||
		touch "build/fuzz/failed-$name"
}

n=0
for source in fuzz/*.c; do
	one "$(basename "$source" .c)" &
	n=$((n + 1))
	[ $((n % 2)) -eq 0 ] && wait
done
wait
failed=0
for mark in build/fuzz/failed-*; do
	[ -e "$mark" ] || continue
	failed=$((failed + 1))
	name=${mark#build/fuzz/failed-}
	echo "fuzz: $name failed"
	tail -n 40 "build/fuzz/$name.log"
done
echo "$((n - failed)) passed, $failed failed"
[ "$failed" -eq 0 ]
