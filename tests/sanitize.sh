#!/bin/sh
# sanitize.sh: the whole suite once more on SQLite, built with clang's address and undefined-behaviour sanitizers.
set -eu
cd "$(dirname "$0")/.."
make --no-print-directory OUT=build/san SAN=1 test-bin
LSAN_OPTIONS=suppressions=tests/leaks.txt:print_suppressions=0 ASAN_OPTIONS=detect_stack_use_after_return=1 UBSAN_OPTIONS=print_stacktrace=1 build/san/wardkeep-test --db sqlite
