#!/bin/sh
# sanitize.sh: the whole suite once more on SQLite, built with clang's address and undefined-behaviour sanitizers.
# sanitize.sh threads [all]: with the thread sanitizer, what runs in threads (all: the whole suite), then many at once against a server.
set -eu
cd "$(dirname "$0")/.."
if [ "${1:-}" != threads ]; then
	make --no-print-directory OUT=build/san SAN=1 test-bin
	LSAN_OPTIONS=suppressions=tests/leaks.txt:print_suppressions=0 ASAN_OPTIONS=detect_stack_use_after_return=1 UBSAN_OPTIONS=print_stacktrace=1 build/san/wardkeep-test --db sqlite
	exit
fi
make --no-print-directory OUT=build/tsan SAN=thread all test-bin
export TSAN_OPTIONS=die_after_fork=0:suppressions=tests/races.txt:exitcode=66
filters="http_ store_ worker_ writer_ audit_ scan_ ids_ book_ framework_"
seconds=20
[ "${2:-}" != all ] || filters="_" seconds=300
passed=0
for f in $filters; do
	code=0
	build/tsan/wardkeep-test --db sqlite --filter "$f" > build/tsan.log 2>&1 || code=$?
	[ $code -eq 0 ] || { tail -n 60 build/tsan.log; echo "$passed passed, 1 failed"; exit 1; }
	passed=$((passed + $(sed -n 's/^\([0-9]*\) passed, 0 failed$/\1/p' build/tsan.log)))
done
node tests/threads.mjs $seconds > build/tsan.log || { cat build/tsan.log; exit 1; }
cat build/tsan.log
echo "$((passed + $(tail -n 1 build/tsan.log | cut -d' ' -f1))) passed, 0 failed"
