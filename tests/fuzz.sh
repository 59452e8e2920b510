#!/bin/sh
# fuzz.sh SECONDS: builds the fuzzers and runs each for that long, from the inputs in fuzz/corpus.
# What it finds stays in build/fuzz/found-NAME*; exit 1 if there is any.
set -eu
cd "$(dirname "$0")/.."
seconds=${1:?usage: tests/fuzz.sh SECONDS}
make -s -C fuzz -j2
passed=0
failed=0
for source in fuzz/*.c; do
	name=$(basename "$source" .c)
	work=build/fuzz/corpus-$name
	mkdir -p "$work" "fuzz/corpus/$name"
	if build/fuzz/"$name" -max_total_time="$seconds" -max_len=32768 -timeout=5 -rss_limit_mb=1024 \
	    -artifact_prefix="build/fuzz/found-$name-" "$work" "fuzz/corpus/$name" > "build/fuzz/$name.log" 2>&1; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "fuzz: $name failed"
		tail -n 40 "build/fuzz/$name.log"
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
